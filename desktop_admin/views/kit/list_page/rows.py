"""A list's rows by their position: what is on screen is asked for, the rest of a million rows is never loaded."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_admin.api.base import Field, Page, PageQuery
from desktop_admin.api.lists import ListSpec
from desktop_admin.api.shown import shown, tone
from desktop_admin.core.clock import SystemClock, local_day
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.labels import Tone
from desktop_admin.views.kit.desk import QtDesk

Index = QModelIndex | QPersistentModelIndex

PAGE = 128  # rows asked for at once
KEPT = 64  # pages that stay in memory
AT_ONCE = 2  # questions on their way
WAITING = "…"
TICK = 0  # the column of the boxes; the list's own follow

_NOWHERE = QModelIndex()
_SERVED = frozenset({int(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.CheckStateRole)})


Cells = tuple[tuple[str, Tone], ...]


class Loaded(Struct, frozen=True):
    """A page, and the texts of those rows that were looked at, which are made once."""

    rows: tuple[Any, ...]
    cells: dict[int, Cells]


def school_day() -> date:
    return local_day(SystemClock().now())


class Rows(QAbstractTableModel):
    """Never sorted or filtered here: that is the services' work, where the rows are.

    An answer to an older question is dropped. What is shown stays until what replaces it is there.
    """

    found = Signal()  # the first answer to a new question is shown
    renewed = Signal()  # rows that are shown have been read again
    ticked = Signal()
    refused = Signal(object)
    # also of one that Python has taken apart, whose table still asks
    total = 0
    _fields: Sequence[Field] = ()
    _labels: Sequence[str] = ()

    def __init__(self, desk: QtDesk, spec: ListSpec, today: Callable[[], date] = school_day) -> None:
        super().__init__()
        self._desk, self._spec, self._today = desk, spec, today
        self._fields = tuple(spec.fields().values())
        self._labels = tuple(tr(field.label) for field in self._fields)
        self._pages: OrderedDict[int, Loaded] = OrderedDict()
        self._generation = 0
        self._waiting: list[int] = []  # newest last
        self._asked: set[int] = set()
        self.query: PageQuery[Any] = spec.query(sort=spec.order)
        self.total = 0
        self._day = today()
        self._anew = True  # the next answer replaces everything
        self.ticks: dict[UUID, Any] = {}
        self.visible: Callable[[], range] = lambda: range(PAGE)
        self.right: frozenset[int] = frozenset()  # places of columns that end at one line

    # What is asked for

    def find(self, query: PageQuery[Any]) -> None:
        """Show another question's answer, from its first row on."""
        self.query, self._anew = query, True
        self._start_over()
        self._ask(0)

    def refresh(self) -> None:
        """Read again what can be seen; the rest when it is."""
        if self._anew:
            self.find(self.query)
            return
        seen = {place // PAGE for place in self.visible() if place < self.total} or {0}
        for page in [page for page in self._pages if page not in seen]:
            del self._pages[page]
        self._start_over()
        for page in sorted(seen):
            self._want(page)

    def want(self, place: int) -> None:
        """The row at a position will be loaded, whether it can be seen or not; renewed tells when."""
        page = place // PAGE
        if page not in self._pages and page not in self._asked and not self._anew:
            self._ask(page)

    def _start_over(self) -> None:
        self._generation += 1
        self._asked.clear()
        self._waiting.clear()

    def _want(self, page: int) -> None:
        """The newest wish first; what was scrolled past meanwhile is not asked for at all."""
        if self._anew or page in self._asked:
            return
        if len(self._asked) < AT_ONCE:
            self._ask(page)
            return
        if page in self._waiting:
            self._waiting.remove(page)
        self._waiting = [*self._waiting[-AT_ONCE:], page]

    def _ask(self, page: int) -> None:
        self._asked.add(page)
        mine = self._generation
        query = replace(self.query, offset=page * PAGE, limit=PAGE)
        arrived, failed = partial(self._arrived, mine, page), partial(self._failed, mine, page)
        self._desk.ask(query, owner=self, then=arrived, failed=failed)

    def _arrived(self, generation: int, page: int, answer: Page[Any]) -> None:
        if generation != self._generation:
            return
        self._asked.discard(page)
        if self._anew:
            self._anew = False
            self._show_anew(answer)
        else:
            self._show_page(page, answer)
        self._ask_next()

    def _ask_next(self) -> None:
        seen = {place // PAGE for place in self.visible()}
        while self._waiting and len(self._asked) < AT_ONCE:
            page = self._waiting.pop()
            if page in seen:
                self._ask(page)

    def _failed(self, generation: int, page: int, error: object) -> None:
        if generation == self._generation:
            self._asked.discard(page)
            self._waiting.clear()
            self.refused.emit(error)

    # What is shown

    def _show_anew(self, answer: Page[Any]) -> None:
        self.beginResetModel()
        self._pages.clear()
        self.total = answer.total
        self._keep(0, answer)
        self.endResetModel()
        self.found.emit()

    def _show_page(self, page: int, answer: Page[Any]) -> None:
        """Rows come and go at the end, so that the view stays where it is."""
        self._set_total(answer.total)
        self._keep(page, answer)
        first, last = page * PAGE, min((page + 1) * PAGE, self.total) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))
        self.renewed.emit()

    def _set_total(self, total: int) -> None:
        if total > self.total:
            self.beginInsertRows(_NOWHERE, self.total, total - 1)
            self.total = total
            self.endInsertRows()
        elif total < self.total:
            self.beginRemoveRows(_NOWHERE, total, self.total - 1)
            self.total = total
            self.endRemoveRows()

    def _keep(self, page: int, answer: Page[Any]) -> None:
        self._day = self._today()
        self._pages[page] = Loaded(answer.rows, {})
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        for row in answer.rows:
            if row.key in self.ticks:
                self.ticks[row.key] = row

    def record(self, place: int) -> Any | None:
        """The row at a position; none while it is not loaded."""
        loaded = self._pages.get(place // PAGE)
        here = place % PAGE
        return loaded.rows[here] if loaded is not None and here < len(loaded.rows) else None

    def cell(self, place: int, column: int) -> tuple[str, Tone]:
        """Text and pill of one of the list's columns, counted from 0; asks for the page if it is not there."""
        loaded = self._pages.get(place // PAGE)
        if loaded is None:
            self._want(place // PAGE)
            return WAITING, Tone.PLAIN
        here = place % PAGE
        cells = loaded.cells.get(here)
        if cells is None:
            if here >= len(loaded.rows):
                return WAITING, Tone.PLAIN
            cells = loaded.cells[here] = self._read(loaded.rows[here])
        return cells[column]

    def _read(self, row: Any) -> Cells:
        values = [(getattr(row, field.name), field) for field in self._fields]
        return tuple((shown(value, field, today=self._day), tone(value)) for value, field in values)

    def text(self, record: Any, name: str) -> str:
        """One value of a row, as it is shown."""
        return shown(getattr(record, name), self._spec.fields()[name], today=self._today())

    def place_of(self, key: UUID) -> int:
        """Where a loaded row stands now, -1 if it is not loaded."""
        for page, loaded in self._pages.items():
            for here, row in enumerate(loaded.rows):
                if row.key == key:
                    return page * PAGE + here
        return -1

    # Ticks

    def is_ticked(self, place: int) -> bool:
        record = self.record(place) if self.ticks else None
        return record is not None and record.key in self.ticks

    def turn(self, place: int) -> None:
        record = self.record(place)
        if record is None:
            return
        if self.ticks.pop(record.key, None) is None:
            self.ticks[record.key] = record
        self._ticks_changed()

    def tick(self, rows: tuple[Any, ...]) -> None:
        self.ticks |= {row.key: row for row in rows}
        self._ticks_changed()

    def untick(self) -> None:
        if self.ticks:
            self.ticks.clear()
            self._ticks_changed()

    def _ticks_changed(self) -> None:
        seen = [place for place in self.visible() if place < self.total]
        if seen:
            self.dataChanged.emit(self.index(seen[0], 0), self.index(seen[-1], self.columnCount() - 1))
        self.ticked.emit()

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self.total

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._fields) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _SERVED or not index.isValid():
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return None if column == TICK else self.cell(index.row(), column - 1)[0]
        if column != TICK:
            return None
        return Qt.CheckState.Checked if self.is_ticked(index.row()) else Qt.CheckState.Unchecked

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not self._labels:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if section == TICK else self._labels[section - 1] + self._arrow(section - 1)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in self.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(N_("Ticked")) if section == TICK else self._labels[section - 1]
        return None

    def _arrow(self, column: int) -> str:
        name = self._fields[column].name
        return {name: " ↑", f"-{name}": " ↓"}.get(self.query.sort, "")

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsUserCheckable if index.column() == TICK else usual
