"""Lines to be typed in one below the other, such as a plan's units, with the sum of one of their fields."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from uuid import UUID

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_admin.api.base import fields
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.editors import Choices, Editor, make_editor
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import button, icon_button, label

R = TypeVar("R", bound=Struct)
_GAP = 6
_BUTTONS = 72  # pixels of the two at the end of a line


class Line:
    """One row's editors. Its id stays the same from revision to revision."""

    def __init__(self, of: type[Struct], names: Sequence[str], choices: Mapping[str, Choices]) -> None:
        known = fields(of)
        self.id: UUID = uuid7()
        self.editors: dict[str, Editor] = {name: make_editor(known[name], choices.get(name)) for name in names}
        self.up, self.remove = icon_button("up", tr(N_("Move up"))), icon_button("trash", tr(N_("Take out")))

    def widgets(self) -> list[QWidget]:
        return [*(editor.widget for editor in self.editors.values()), self.up, self.remove]

    def read(self) -> dict[str, Any]:
        """Raises Invalid, and marks the field."""
        values: dict[str, Any] = {}
        for name, editor in self.editors.items():
            try:
                values[name] = editor.read()
            except Invalid:
                restyle(editor.outlined(), "fault", value=True)
                editor.focus()
                raise
            restyle(editor.outlined(), "fault", value=False)
        return values

    def amount(self, name: str) -> Decimal:
        try:
            read: Decimal | None = self.editors[name].read()
        except Invalid:
            return Decimal(0)
        return read or Decimal(0)

    def standing(self) -> dict[str, Any]:
        """What stands in it, complete or not."""
        found: dict[str, Any] = {}
        for name, editor in self.editors.items():
            try:
                found[name] = editor.read()
            except Invalid as error:
                found[name] = error.params
        return found


class RowsEditor(QWidget, Generic[R]):
    """widths: of each field, in pixels and in their order; `wide` ones take what is left. summed: a decimal field.

    of: a struct with an `id` beside these fields.
    """

    edited = Signal()

    def __init__(  # noqa: PLR0913 - what a row is, how it looks; all but the first are named
        self,
        of: type[R],
        *,
        title: str,
        add: str,
        widths: Mapping[str, int],
        wide: Sequence[str],
        summed: str,
        choices: Mapping[str, Choices] = MappingProxyType({}),
        rows: Sequence[R] = (),
    ) -> None:
        super().__init__()
        self._of, self._widths, self._summed, self._choices = of, dict(widths), summed, choices
        self._wide = frozenset(wide)
        self.lines: list[Line] = []
        self.sum, self.add_button = label("", "small"), button(add, "ghost", "plus", low=True)
        self.add_button.clicked.connect(self._add_empty)
        self._grid = QGridLayout()
        self._lay_out_frame(title)
        self.setMinimumWidth(sum(widths.values()) + (len(widths) + 1) * _GAP + _BUTTONS)
        self._heads = self._head()
        self.write(rows)

    # What it holds

    def read(self) -> tuple[R, ...]:
        """Raises Invalid where a row is not complete."""
        return tuple(self._of(id=line.id, **line.read()) for line in self.lines)

    def write(self, rows: Sequence[R]) -> None:
        for line in list(self.lines):
            self._discard(line)
        for row in rows:
            self.add(row)
        self._lay_out()
        self.edited.emit()

    def total(self) -> Decimal:
        """Of what can be read so far."""
        return sum((line.amount(self._summed) for line in self.lines), Decimal(0))

    def standing(self) -> list[dict[str, Any]]:
        return [line.standing() for line in self.lines]

    def tell(self, text: str, *, right: bool | None) -> None:
        """What the sum comes to; right: whether it is as it must be, none where nothing is asked."""
        self.sum.setText(text)
        restyle(self.sum, "face", "small" if right is None else "done" if right else "error")

    # What is done

    def add(self, row: R | None = None) -> Line:
        line = Line(self._of, tuple(self._widths), self._choices)
        if row is not None:
            line.id = getattr(row, "id", line.id)
        for name, editor in line.editors.items():
            if name in self._wide:
                editor.widget.setMinimumWidth(self._widths[name])
            else:
                editor.widget.setFixedWidth(self._widths[name])
            if row is not None:
                editor.write(getattr(row, name))
            editor.edited.connect(self.edited)
        self.lines.append(line)
        line.up.clicked.connect(partial(self._move_up, line))
        line.remove.clicked.connect(partial(self._take_out, line))
        return line

    def _add_empty(self, _checked: object = None) -> None:
        line = self.add()
        self._lay_out()
        next(iter(line.editors.values())).focus()
        self.edited.emit()
        QTimer.singleShot(0, line.remove, partial(self._bring_into_sight, line))  # when it is shown

    def _bring_into_sight(self, line: Line) -> None:
        around: QWidget | None = self
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # it has its place now
            dialog = self.window()
            if isinstance(dialog, Dialog):
                dialog.fit()
            around.ensureWidgetVisible(line.remove)
            around.ensureWidgetVisible(line.widgets()[0])

    def _take_out(self, line: Line, _checked: object = None) -> None:
        self._discard(line)
        self._lay_out()
        self.edited.emit()

    def _move_up(self, line: Line, _checked: object = None) -> None:
        place = self.lines.index(line)
        if place:
            self.lines[place - 1], self.lines[place] = line, self.lines[place - 1]
            self._lay_out()
            self.edited.emit()

    def _discard(self, line: Line) -> None:
        self.lines.remove(line)
        for widget in line.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    # Putting it together

    def _lay_out_frame(self, title: str) -> None:
        head, whole, place = QHBoxLayout(), QVBoxLayout(self), QWidget()
        head.addWidget(label(title, "strong"))
        head.addWidget(self.sum)
        head.addStretch(1)
        head.addWidget(self.add_button)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(_GAP)
        whole.addLayout(head)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for column, name in enumerate(self._widths):
            self._grid.setColumnStretch(column, 1 if name in self._wide else 0)
        place.setLayout(self._grid)
        whole.addWidget(place)

    def _head(self) -> list[QWidget]:
        known = fields(self._of)
        made: list[QWidget] = [label(tr(known[name].label), "small") for name in self._widths]
        for column, words in enumerate(made):
            self._grid.addWidget(words, 0, column)
        return made

    def _lay_out(self) -> None:
        previous: QWidget = self.add_button
        for row, line in enumerate(self.lines, 1):
            for column, widget in enumerate(line.widgets()):
                self._grid.addWidget(widget, row, column)
                self.setTabOrder(previous, widget)
                previous = widget
            line.up.setEnabled(row > 1)
        for words in self._heads:
            words.setVisible(bool(self.lines))
