"""What narrows a list: ready chips with their counts, and a form of the query's own fields."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.lists import Chip as Declared
from desktop_admin.api.lists import ListSpec
from desktop_admin.api.shown import shown
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.editors import Choices, Editor, make_editor, pairs_of
from desktop_admin.views.kit.form.field import FieldBox
from desktop_admin.views.kit.tokens import CHIP
from desktop_admin.views.kit.widgets import Chip

ALL = Declared(N_("All"))
SPACING = 8  # pixels between chips


class ChipRow(QWidget):
    """One chip is on at a time; its filters hold beside those of the form, which has those for which no room is."""

    chosen = Signal(object)  # the Declared chip

    def __init__(self, desk: QtDesk, spec: ListSpec, fixed: Mapping[str, Any]) -> None:
        """fixed: filters that always hold."""
        super().__init__()
        self._desk, self._spec, self._fixed = desk, spec, dict(fixed)
        self.declared = (ALL, *spec.chips) if spec.chips else ()
        self.chips = [Chip(tr(each.label)) for each in self.declared]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == 0)
            chip.clicked.connect(partial(self._choose, place))
            row.addWidget(chip)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The last ones give way; the one that is on does not."""
        used = 0
        for chip in self.chips:
            used += chip.sizeHint().width() + (SPACING if used else 0)
            chip.setVisible(used <= self.width() or chip.isChecked())

    def sizeHint(self) -> QSize:
        widths = [chip.sizeHint().width() for chip in self.chips]
        return QSize(sum(widths) + SPACING * max(len(widths) - 1, 0), CHIP)

    def count(self) -> None:
        """Ask how many rows each chip would show."""
        for chip, declared in zip(self.chips, self.declared, strict=True):
            query = self._spec.query(limit=1, **(declared.filters | self._fixed))
            self._desk.ask(query, owner=self, then=partial(self._counted, chip), failed=nothing)

    def reset(self) -> None:
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == 0)

    def _counted(self, chip: Chip, answer: Page[Any]) -> None:
        chip.show_count(f"{answer.total:,}")
        self.updateGeometry()
        self._fit()

    def _choose(self, place: int) -> None:
        for each, chip in enumerate(self.chips):
            chip.setChecked(each == place)
        self.chosen.emit(self.declared[place])


class AppliedRow(QWidget):
    """The filters of the form that are in force, each with its ×."""

    removed = Signal(str)

    def __init__(self, spec: ListSpec, choices: Mapping[str, Choices]) -> None:
        super().__init__()
        self._fields, self._choices = spec.filters(), choices
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.chips: dict[str, Chip] = {}

    def show_filters(self, filters: Mapping[str, Any]) -> None:
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for name, value in filters.items():
            self.chips[name] = chip = Chip(self._text(name, value), removable=True)
            chip.removed.connect(partial(self.removed.emit, name))
            self._row.addWidget(chip)

    def _text(self, name: str, value: Any) -> str:
        field = self._fields[name]
        known = dict(pairs_of(self._choices[name])) if name in self._choices else {}
        return tr(N_("{label}: {value}"), label=tr(field.label), value=known.get(value) or shown(value, field))


class FilterDialog(Dialog):
    """Every labelled field of the query; what is left empty narrows nothing."""

    chosen = Signal(object)  # a dict as an object: Qt would turn its values into its own types

    def __init__(
        self,
        parent: QWidget,
        spec: ListSpec,
        filters: Mapping[str, Any],
        choices: Mapping[str, Choices],
        *,
        without: Collection[str] = (),
    ) -> None:
        """without: filters that nobody is asked for."""
        super().__init__(parent, tr(N_("Filter")), width=480)
        self._boxes: dict[str, FieldBox] = {}
        grid = QGridLayout()
        for place, field in enumerate(field for field in spec.filters().values() if field.name not in without):
            editor: Editor = make_editor(field, choices.get(field.name), any_value=True)
            editor.write(filters.get(field.name))
            self._boxes[field.name] = box = FieldBox(field, editor)
            grid.addWidget(box, place, 0)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.add_button(tr(N_("Clear all")), self._clear, "ghost", left=True)
        self.add_cancel()
        self.add_button(tr(N_("Apply")), self._apply, "primary")

    def editor(self, name: str) -> Editor:
        return self._boxes[name].editor

    def _clear(self) -> None:
        for box in self._boxes.values():
            box.editor.write(None)

    def _apply(self) -> None:
        wanted: dict[str, Any] = {}
        faulty: list[FieldBox] = []
        for name, box in self._boxes.items():
            try:
                value = box.read()
            except Invalid:
                faulty.append(box)
                continue
            if value not in (None, "", ()):
                wanted[name] = value
        if faulty:
            faulty[0].editor.focus()
            return
        self.accept()
        self.chosen.emit(wanted)
