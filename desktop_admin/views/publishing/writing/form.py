"""Every labelled field of an article's content but its title, files and sources."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from msgspec import NODEFAULT, structs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_admin.api.base import Field, fields
from desktop_admin.api.publishing.content import Content
from desktop_admin.api.publishing.registers import PublishingChoices
from desktop_admin.api.publishing.submission import SubmissionDetail
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import tr
from desktop_admin.views.kit.editors import Choices, make_editor
from desktop_admin.views.kit.editors.choices import TickEditor
from desktop_admin.views.kit.form import FieldBox
from desktop_admin.views.kit.widgets import label
from desktop_admin.views.publishing.reading.cards import names_of

TITLE = "title"
APART = frozenset({TITLE, "files", "sources"})


class ArticleForm(QWidget):
    """boxes: by field; the title's is placed by whoever has made the form."""

    edited = Signal()

    def __init__(self, choices: PublishingChoices, detail: SubmissionDetail | None) -> None:
        super().__init__()
        pairs = _pairs(choices, detail)
        known = {name: field for name, field in fields(Content).items() if name not in APART or name == TITLE}
        self.boxes = {name: FieldBox(field, make_editor(field, pairs.get(name))) for name, field in known.items()}
        self._kept: dict[str, Any] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for name, box in self.boxes.items():
            box.editor.edited.connect(self.edited)
            if name != TITLE:
                _place(rows, box)
        rows.addStretch(1)

    def write(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name in self.boxes:
                self._kept[name] = value
                self.boxes[name].editor.write(value)

    def values(self) -> dict[str, Any]:
        """What stands there; where that does not hold, what held last."""
        for name, box in self.boxes.items():
            try:
                self._kept[name] = box.editor.read()
            except Invalid:
                continue
        return dict(self._kept)

    def wrong(self) -> list[FieldBox]:
        """Those that do not hold, each told why."""
        found: list[FieldBox] = []
        for box in self.boxes.values():
            try:
                box.read()
            except Invalid:
                found.append(box)
        return found


def blank() -> dict[str, Any]:
    """The values of a new article."""
    return {each.name: each.default for each in structs.fields(Content) if each.default is not NODEFAULT}


def _place(rows: QVBoxLayout, box: FieldBox) -> None:
    """A tick needs neither a label above nor a line below."""
    if isinstance(box.editor, TickEditor):
        rows.addWidget(box.editor.box)
        if box.field.hint:
            rows.addWidget(label(tr(box.field.hint), "small", wrap=True))
        box.setParent(rows.parentWidget())
        box.hide()
    else:
        rows.addWidget(box)


def _pairs(choices: PublishingChoices, detail: SubmissionDetail | None) -> dict[str, Choices]:
    """What is in use, and what this article names already; of departments only those that one writes for."""
    named = names_of(detail) if detail is not None else {}
    content = detail.content if detail is not None else None
    offered: dict[str, list[tuple[UUID, str]]] = {
        "department_key": [(one.key, one.name) for one in choices.departments if one.mine],
        "channels": [(one.key, one.name) for one in choices.channels],
        "column_key": [(one.key, one.name) for one in choices.columns],
        "sponsor_key": [(one.key, f"{one.name} {one.detail}".strip()) for one in choices.people],
    }
    for name, pairs in offered.items():
        value: Any = getattr(content, name, None)
        there = cast("tuple[UUID, ...]", value) if isinstance(value, tuple) else (value,)
        known = {key for key, _ in pairs}
        pairs += [(key, named[key]) for key in there if key in named and key not in known]
    return dict(offered)


def fields_of() -> dict[str, Field]:
    return fields(Content)
