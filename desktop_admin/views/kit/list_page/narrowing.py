"""The line over a list: search, chips, the filters in force. Together they make the query."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_admin.api.base import PageQuery
from desktop_admin.api.lists import Chip as Declared
from desktop_admin.api.lists import ListSpec
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.text import normal
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.list_page.filters import ALL, AppliedRow, ChipRow, FilterDialog
from desktop_admin.views.kit.widgets import SearchEdit, button

TYPING = 250  # milliseconds without a key before the search starts
SEARCH_WIDTH = 236
MOST_TYPED = 100


class Narrowing(QWidget):
    changed = Signal()
    left = Signal()  # Enter in the search: on to the rows

    def __init__(self, desk: QtDesk, spec: ListSpec, choices: Mapping[str, Choices], fixed: Mapping[str, Any]) -> None:
        super().__init__()
        self._spec, self._choices, self._fixed = spec, choices, fixed
        self._chip: Declared = ALL
        self._searched = ""
        self.filters: dict[str, Any] = {}
        self.search = SearchEdit(tr(spec.search_hint))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.search.setMaxLength(MOST_TYPED)
        self.chips, self.applied = ChipRow(desk, spec, fixed), AppliedRow(spec, choices)
        self.filter_button = button(tr(N_("Filter")), "", "filter")
        if not spec.filters():  # setVisible(True) would make a window of what has no place yet
            self.filter_button.hide()
        self.dialog: FilterDialog | None = None
        self._lay_out()
        self._typing = QTimer(self, interval=TYPING, singleShot=True)
        self._typing.timeout.connect(self._search)
        self.search.textChanged.connect(self._on_typing)
        self.search.returnPressed.connect(self._search_now)
        self.chips.chosen.connect(self._choose_chip)
        self.applied.removed.connect(self._remove)
        self.filter_button.clicked.connect(self.open_filters)

    def query(self, sort: str) -> PageQuery[Any]:
        """A filter of the form goes before the same one of a chip."""
        return self._spec.query(
            search=normal(self.search.text()), sort=sort, **(self._chip.filters | self.filters | dict(self._fixed))
        )

    def add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)

    def focus(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def apply(self, filters: Mapping[str, Any]) -> None:
        self.filters = dict(filters)
        self.applied.show_filters(self.filters)
        self.changed.emit()

    def clear(self) -> None:
        """Everything is shown again."""
        self.search.clear()
        self._typing.stop()
        self._searched = ""
        self.chips.reset()
        self._chip = ALL
        self.apply({})

    def open_filters(self) -> None:
        self.dialog = FilterDialog(self, self._spec, self.filters, self._choices, without=frozenset(self._fixed))
        self.dialog.chosen.connect(self.apply)
        self.dialog.open()

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.search)
        self._row.addSpacing(4)
        self._row.addWidget(self.chips)
        self._row.addStretch(1)
        self._row.addWidget(self.applied)
        self._row.addWidget(self.filter_button)

    def _on_typing(self, _text: str) -> None:
        """What an input method still composes is not in the text: nothing starts in the middle of a character."""
        self._typing.start()

    def _search(self) -> None:
        typed = normal(self.search.text())
        if typed != self._searched:
            self._searched = typed
            self.changed.emit()

    def _search_now(self) -> None:
        self._typing.stop()
        self._search()
        self.left.emit()

    def _choose_chip(self, chip: Declared) -> None:
        self._chip = chip
        self.changed.emit()

    def _remove(self, name: str) -> None:
        self.apply({each: value for each, value in self.filters.items() if each != name})
