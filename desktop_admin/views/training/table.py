"""A small table of cells that are words or pills, painted: a row a line, no widget a cell."""

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_admin.views.kit.theme import colour, dress_view, font
from desktop_admin.views.kit.tokens import TABLE_ROW
from desktop_admin.views.kit.widgets import RIGHT, Kind, paint_pill, pill_width

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PADDING = 8
_BAR = 3  # pixels at the current row
_STRETCHED, _MOST = 140, 720  # pixels: of a column that takes what is left, and of all that is asked for
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Cell(NamedTuple):
    """kind: a pill. bold: what the row is called by, or is about. quiet: in the second text colour."""

    text: str = ""
    kind: Kind | None = None
    bold: bool = False
    quiet: bool = False


class Column(NamedTuple):
    """width: pixels, more where its title or a pill needs them; 0 takes what is left."""

    title: str
    width: int = 0
    right: bool = False


class _Model(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[tuple[Cell, ...], ...] = ()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self.rows[index.row()][index.column()].text
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[section].right else _LEFT
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        self.beginResetModel()
        self.columns, self.rows = tuple(columns), tuple(map(tuple, rows))
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def __init__(self, table: "CellTable") -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(64, TABLE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        if self._table.picks and index.row() == self._table.currentIndex().row():
            painter.fillRect(rect.adjusted(0, 0, 0, -1), colour("accent_soft"))
            if index.column() == 0:
                painter.fillRect(rect.left(), rect.top(), _BAR, rect.height() - 1, colour("accent"))
        self._cell(painter, rect, index)
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, index: Index) -> None:
        cell, column = self._table.cell(index), self._table.column(index)
        if cell.kind is not None:
            left = rect.right() - _PADDING - pill_width(cell.text) if column.right else rect.left() + _PADDING
            paint_pill(painter, left, rect.center().y(), cell.text, cell.kind)
            return
        painter.setFont(font(strong=cell.bold))
        painter.setPen(colour("text2" if cell.quiet else "text"))
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        words = QFontMetrics(painter.font()).elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, RIGHT if column.right else _LEFT, words)


class CellTable(QTableView):
    """picks: whether rows are chosen and opened by Enter or a double click."""

    opened = Signal(int)
    picked = Signal(int)

    def __init__(self, name: str, columns: Sequence[Column], *, picks: bool = False, row: int = TABLE_ROW) -> None:
        """row: its height in pixels."""
        super().__init__()
        self.picks = picks
        self.cells = _Model(columns)
        self.setAccessibleName(name)
        self.setModel(self.cells)
        self.setItemDelegate(_Painter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if picks else Qt.FocusPolicy.NoFocus)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        dress_view(self)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(row)
        self.verticalHeader().setDefaultSectionSize(row)
        self.doubleClicked.connect(self._open)
        self._arrange()

    def cell(self, index: Index) -> Cell:
        return self.cells.rows[index.row()][index.column()]

    def column(self, index: Index) -> Column:
        return self.cells.columns[index.column()]

    def texts(self) -> list[tuple[str, ...]]:
        """What stands in it, row by row."""
        return [tuple(cell.text for cell in row) for row in self.cells.rows]

    def show_rows(self, rows: Sequence[Sequence[Cell]], columns: Sequence[Column] | None = None) -> None:
        """The current row stays, if it is still there."""
        here = self.currentIndex()
        row, column = here.row(), here.column()
        self.cells.show_rows(columns or self.cells.columns, rows)
        self._arrange()
        if rows and self.picks:
            place = min(max(row, 0), len(rows) - 1), min(max(column, 0), len(self.cells.columns) - 1)
            self.setCurrentIndex(self.cells.index(*place))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.picked.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def _arrange(self) -> None:
        header = self.horizontalHeader()
        header.setMinimumSectionSize(32)
        header.setStretchLastSection(False)
        needed = 0
        for place, column in enumerate(self.cells.columns):
            mode = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, mode)
            if column.width:
                pills = [pill_width(row[place].text) for row in self.cells.rows if row[place].kind is not None]
                widest = max(pills, default=0) + 2 * _PADDING
                header.resizeSection(place, max(column.width, ceil(widest), header.sectionSizeHint(place)))
            needed += header.sectionSize(place) if column.width else _STRETCHED
        self.setMinimumWidth(min(needed, _MOST))
