"""The units of a teaching plan as lines to be typed in, with the sum of their class hours."""

from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.training.courses import PlanUnit
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.editors import Editor, make_editor
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import button, icon_button, label

WIDTHS = {"title": 190, "hours": 64, "planned_on": 136, "content": 210, "method": 110}
ORDER = tuple(WIDTHS)
_GAP = 6


class UnitLine:
    """One unit's editors. Its id stays the same from revision to revision."""

    def __init__(self, unit: PlanUnit | None) -> None:
        self.id: UUID = unit.id if unit else uuid7()
        known = fields(PlanUnit)
        self.editors: dict[str, Editor] = {name: make_editor(known[name]) for name in ORDER}
        for name, editor in self.editors.items():
            editor.widget.setFixedWidth(WIDTHS[name]) if name in {"hours", "planned_on"} else None
            editor.widget.setMinimumWidth(WIDTHS[name])
            if unit is not None:
                editor.write(getattr(unit, name))
        self.up, self.remove = icon_button("up", tr(N_("Move up"))), icon_button("trash", tr(N_("Take out")))

    def widgets(self) -> list[QWidget]:
        return [*(editor.widget for editor in self.editors.values()), self.up, self.remove]

    def read(self) -> PlanUnit:
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
        return PlanUnit(id=self.id, **values)

    def hours(self) -> Decimal:
        try:
            read: Decimal | None = self.editors["hours"].read()
        except Invalid:
            return Decimal(0)
        return read or Decimal(0)


class UnitsEditor(QWidget):
    edited = Signal()

    def __init__(self, units: tuple[PlanUnit, ...] = ()) -> None:
        super().__init__()
        self.lines: list[UnitLine] = []
        self.sum = label("", "small")
        self.add_button = button(tr(N_("Add unit")), "ghost", "plus", low=True)
        self.add_button.clicked.connect(self._add_empty)
        head, whole = QHBoxLayout(), QVBoxLayout(self)
        head.addWidget(label(tr(N_("Units")), "strong"))
        head.addWidget(self.sum)
        head.addStretch(1)
        head.addWidget(self.add_button)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(_GAP)
        whole.addLayout(head)
        self._place, self._grid = QWidget(), QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._grid.setColumnStretch(ORDER.index("title"), 1)
        self._grid.setColumnStretch(ORDER.index("content"), 1)
        self._place.setLayout(self._grid)
        whole.addWidget(self._place)
        self._heads = self._head()
        for unit in units:
            self.add(unit)
        self._lay_out()

    def read(self) -> tuple[PlanUnit, ...]:
        """Raises Invalid where a unit is not complete."""
        return tuple(line.read() for line in self.lines)

    def write(self, units: tuple[PlanUnit, ...]) -> None:
        for line in list(self.lines):
            self._discard(line)
        for unit in units:
            self.add(unit)
        self._lay_out()
        self.edited.emit()

    def total(self) -> Decimal:
        """Of what can be read so far."""
        return sum((line.hours() for line in self.lines), Decimal(0))

    def add(self, unit: PlanUnit | None = None) -> UnitLine:
        line = UnitLine(unit)
        self.lines.append(line)
        for editor in line.editors.values():
            editor.edited.connect(self.edited)
        line.up.clicked.connect(partial(self._move_up, line))
        line.remove.clicked.connect(partial(self._take_out, line))
        return line

    def _add_empty(self, _checked: object = None) -> None:
        line = self.add()
        self._lay_out()
        line.editors["title"].focus()
        self.edited.emit()

    def _take_out(self, line: UnitLine, _checked: object = None) -> None:
        self._discard(line)
        self._lay_out()
        self.edited.emit()

    def _move_up(self, line: UnitLine, _checked: object = None) -> None:
        place = self.lines.index(line)
        if place:
            self.lines[place - 1], self.lines[place] = line, self.lines[place - 1]
            self._lay_out()
            self.edited.emit()

    def _discard(self, line: UnitLine) -> None:
        self.lines.remove(line)
        for widget in line.widgets():
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _head(self) -> list[QWidget]:
        known = fields(PlanUnit)
        made: list[QWidget] = [label(tr(known[name].label), "small") for name in ORDER]
        for column, words in enumerate(made):
            self._grid.addWidget(words, 0, column)
        return made

    def _lay_out(self) -> None:
        for row, line in enumerate(self.lines, 1):
            for column, widget in enumerate(line.widgets()):
                self._grid.addWidget(widget, row, column)
            line.up.setEnabled(row > 1)
        for words in self._heads:
            words.setVisible(bool(self.lines))
        previous: QWidget = self.add_button
        for line in self.lines:
            for widget in line.widgets():
                self.setTabOrder(previous, widget)
                previous = widget
