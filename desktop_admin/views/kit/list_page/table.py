"""The table of a list: keys, clicks and columns."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from desktop_admin.api.lists import ListSpec
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.list_page.columns import Columns
from desktop_admin.views.kit.list_page.memory import Memory
from desktop_admin.views.kit.list_page.paint import Painter
from desktop_admin.views.kit.list_page.rows import TICK, Index, Rows
from desktop_admin.views.kit.theme import dress_view
from desktop_admin.views.kit.tokens import TABLE_ROW

_LOOKED_AT = 40  # rows whose texts say how wide a column must be
_GIVEN = N_("{column} (no room)")


class Table(QTableView):
    opened = Signal(int)  # the position of the row
    clicked_row = Signal(int)
    all_wanted = Signal()

    def __init__(self, rows: Rows, spec: ListSpec, memory: Memory) -> None:
        super().__init__()
        self.rows, self._spec = rows, spec
        self.setAccessibleName(tr(spec.title))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        dress_view(self)
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(TABLE_ROW)
        vertical.setDefaultSectionSize(TABLE_ROW)
        self.setModel(rows)
        rows.visible = self.visible_rows
        self.painter = Painter(self, rows, spec, lambda: self.currentIndex().row())
        self.setItemDelegate(self.painter)
        self.columns = Columns(self.horizontalHeader(), spec, memory, self._needs)
        self.columns.arrange()
        rows.modelReset.connect(self._show_first)

    def visible_rows(self) -> range:
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        return range(first, first + self.viewport().height() // TABLE_ROW + 2)

    def current_record(self) -> Any | None:
        index = self.currentIndex()
        return self.rows.record(index.row()) if index.isValid() else None

    def go_to(self, place: int) -> None:
        self.setCurrentIndex(self.rows.index(place, self.painter.bar_at))

    def columns_shown(self) -> tuple[str, ...]:
        """Those that are chosen, also where there is no room for all."""
        return self.columns.chosen()

    def turn_column(self, name: str, *, on: bool) -> None:
        self.columns.turn(name, on=on)
        self.fit()

    def show_ticks(self, *, wanted: bool) -> None:
        self.setColumnHidden(TICK, not wanted)
        self.painter.bar_at = TICK if wanted else 1

    def fit(self) -> None:
        """Columns for the room there is; numbers stand at the right, under their label."""
        self.columns.fit(self.viewport().width())
        if self.rows.right != self.columns.right:
            self.rows.right = self.columns.right
            self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.rows.columnCount() - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "columns" in vars(self):  # not one that Python has taken apart while events were still to come
            self.fit()

    def _needs(self, column: int) -> int:
        """Pixels of the longest text of a column among the first rows; none is asked for."""
        there = [place for place in range(min(self.rows.total, _LOOKED_AT)) if self.rows.record(place) is not None]
        return max((self.painter.needs(place, column) for place in there), default=0)

    def _show_first(self) -> None:
        """Another question begins at its top."""
        self.scrollToTop()
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        done = self._keys().get((event.modifiers().value & ~Qt.KeyboardModifier.KeypadModifier.value, event.key()))
        if done is not None:
            done()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _keys(self) -> dict[tuple[int, int], Callable[[], object]]:
        place = self.currentIndex().row()
        control = Qt.KeyboardModifier.ControlModifier.value
        return {
            (0, Qt.Key.Key_Space): lambda: self.rows.turn(place),
            (0, Qt.Key.Key_Return): lambda: self._open(place),
            (0, Qt.Key.Key_Enter): lambda: self._open(place),
            (control, Qt.Key.Key_A): self.all_wanted.emit,
            (0, Qt.Key.Key_Home): lambda: self.go_to(0),
            (0, Qt.Key.Key_End): lambda: self.go_to(self.rows.total - 1),
        }

    def copy(self) -> None:
        """The ticked rows, else the current one, as a spreadsheet takes them."""
        records = list(self.rows.ticks.values()) or [self.current_record()]
        fields = self._spec.fields()
        names = self.columns_shown()
        lines = ["\t".join(tr(fields[name].label) for name in names)]
        lines += ["\t".join(self.rows.text(record, name) for name in names) for record in records if record]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK and event.button() == Qt.MouseButton.LeftButton:
            self.go_to(index.row())
            self.rows.turn(index.row())
            return
        super().mousePressEvent(event)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.clicked_row.emit(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK:
            self.rows.turn(index.row())  # a quick second click is a second tick
        elif index.isValid():
            self._open(index.row())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The bar runs over the whole row."""
        super().currentChanged(current, previous)
        for index in (current, previous):
            if index.isValid():
                self.viewport().update(0, self.rowViewportPosition(index.row()), self.viewport().width(), TABLE_ROW)

    def _open(self, place: int) -> None:
        if self.rows.record(place) is not None:
            self.opened.emit(place)


def columns_menu(table: Table, spec: ListSpec) -> QMenu:
    """Every column to be ticked; what the rows are called by stays."""
    menu = QMenu(table)
    shown, given = table.columns_shown(), table.columns.given
    for name, field in spec.fields().items():
        entry = menu.addAction(tr(_GIVEN, column=tr(field.label)) if name in given else tr(field.label))
        entry.setCheckable(True)
        entry.setChecked(name in shown)
        entry.setEnabled(name != spec.row_title)
        entry.toggled.connect(partial(_turn, table, name))
    return menu


def _turn(table: Table, name: str, on: bool) -> None:  # noqa: FBT001 - the signal's argument
    table.turn_column(name, on=on)
