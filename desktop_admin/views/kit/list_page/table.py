"""The table of a list: keys, clicks and columns."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_admin.api.base import Field
from desktop_admin.api.lists import ListSpec
from desktop_admin.core.i18n import tr
from desktop_admin.core.labels import Labelled
from desktop_admin.views.kit.list_page.memory import Memory, Remembered
from desktop_admin.views.kit.list_page.paint import Painter
from desktop_admin.views.kit.list_page.rows import TICK, Index, Rows
from desktop_admin.views.kit.theme import dress_view, font
from desktop_admin.views.kit.tokens import TABLE_ROW
from desktop_admin.views.kit.widgets import pill_width

TICK_WIDTH = 44
_USUAL = 120
_NARROW = 96
_LEAST = 56


class Table(QTableView):
    opened = Signal(int)  # the position of the row
    clicked_row = Signal(int)
    all_wanted = Signal()

    def __init__(self, rows: Rows, spec: ListSpec, memory: Memory) -> None:
        super().__init__()
        self.rows, self._spec, self._memory = rows, spec, memory
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
        self._arrange()
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
        header = self.horizontalHeader()
        order = sorted(range(1, self.rows.columnCount()), key=header.visualIndex)
        return tuple(self._spec.columns[place - 1] for place in order if not header.isSectionHidden(place))

    def show_columns(self, names: tuple[str, ...]) -> None:
        """At least the column that names a row is always there."""
        for place, name in enumerate(self._spec.columns, 1):
            self.setColumnHidden(place, name not in names and name != self._spec.row_title)
        self._remember()

    def show_ticks(self, *, wanted: bool) -> None:
        self.setColumnHidden(TICK, not wanted)
        self.painter.bar_at = TICK if wanted else 1

    def _arrange(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(TICK_WIDTH)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(TICK, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(TICK, TICK_WIDTH)
        kept = self._memory.of(self._spec.name)
        for place, (name, field) in enumerate(self._spec.fields().items(), 1):
            header.resizeSection(place, kept.widths.get(name) or self._spec.widths.get(name) or _width(field))
            hidden = name not in kept.shown if kept.shown else name in self._spec.hidden
            self.setColumnHidden(place, hidden and name != self._spec.row_title)
        header.sectionResized.connect(self._remember)

    def _remember(self, *_: int) -> None:
        header = self.horizontalHeader()
        widths = {name: header.sectionSize(place) for place, name in enumerate(self._spec.columns, 1)}
        kept = {name: width for name, width in widths.items() if name in self.columns_shown()[:-1]}
        self._memory.keep(self._spec.name, Remembered(self.columns_shown(), kept))

    def _show_first(self) -> None:
        """Another question begins at its top."""
        self.scrollToTop()

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


def _width(field: Field) -> int:
    """Of the label at least, and of what usually stands in such a field."""
    label = QFontMetrics(font(13, strong=True)).horizontalAdvance(tr(field.label)) + 36
    kind: Any = field.type
    if isinstance(kind, type) and issubclass(kind, Labelled):
        return max(label, *(round(pill_width(tr(member.label))) + 24 for member in kind))
    usual = _USUAL if field.type is str else _NARROW
    return max(label, usual, _LEAST)
