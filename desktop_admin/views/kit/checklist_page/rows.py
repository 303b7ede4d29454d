"""The rows of a checklist: heads of areas, items, and below an item whatever is open there."""

from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page.declare import RESULT_TEXT, Checklist, Line, Result, Show, Way

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


class Part(Enum):
    HEAD = "head"
    LINE = "line"
    VALUES = "values"  # the fields of the current item's readings
    NOTE = "note"  # what was refused
    REASON = "reason"
    FAILURE = "failure"


class Row(NamedTuple):
    part: Part
    name: str  # an area, or an item's code


class Open(NamedTuple):
    """What is unfolded on the page now."""

    current: str = ""
    asking: str = ""  # the item whose reason is asked for
    notes: tuple[str, ...] = ()  # items with a refusal
    show: Show = Show.ALL
    more: str = ""  # the item whose extra readings are unfolded


def layout(sheet: Checklist, opened: Open) -> list[Row]:
    """Every row, from the first area to the last. The current item stays, whatever the filter says."""
    rows: list[Row] = []
    for area in sheet.areas:
        shown = [line for line in sheet.of(area) if line.code == opened.current or _passes(line, opened.show)]
        if shown:
            rows.append(Row(Part.HEAD, area))
        for line in shown:
            rows += [Row(part, line.code) for part in _parts(sheet, line, opened)]
    return rows


def _passes(line: Line, show: Show) -> bool:
    if show is Show.OPEN:
        return line.result is Result.OPEN
    return show is Show.ALL or line.result is Result.FAIL


def _parts(sheet: Checklist, line: Line, opened: Open) -> list[Part]:
    current = line.code == opened.current
    parts = {
        Part.LINE: True,
        Part.VALUES: current and in_panel(line),
        Part.NOTE: line.code in opened.notes,
        Part.REASON: line.code == opened.asking,
        Part.FAILURE: line.failure is not None and (current or (line.unfinished and sheet.editable)),
    }
    return [part for part, there in parts.items() if there]


def in_panel(line: Line) -> bool:
    """Whether readings stand below the row; a single one stands in it."""
    measured = line.way is Way.MEASURED and line.result is not Result.NOT_APPLICABLE
    return measured and (len(line.values) > 1 or bool(line.extra))


def spoken(line: Line) -> str:
    """The row as a sentence, for screen readers."""
    parts = [
        line.code,
        line.text,
        tr(N_("key item")) if line.key_item else "",
        tr(N_("limit {value}"), value=line.limit) if line.limit else "",
        value_text(line),
        tr(RESULT_TEXT[line.result]),
        line.reason,
        f"{line.who} {line.when}".strip(),
        tr(N_("not sent yet")) if line.unsent else "",
    ]
    return tr(N_(", ")).join(part for part in parts if part)


def value_text(line: Line) -> str:
    """Value or grounds of a row, in one line."""
    if line.result is Result.NOT_APPLICABLE:
        return line.reason
    if line.way is Way.MEASURED:
        if len(line.values) == 1:
            value = line.values[0]
            return f"{value.text} {value.unit}" if value.text else ""
        return line.summary
    return line.source


class Rows(QAbstractListModel):
    """Rows come and go one by one, so that open editors stay where they are."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Checklist(key="", areas=(), lines=())
        self.rows: list[Row] = []

    def update(self, sheet: Checklist, opened: Open) -> None:
        wanted = layout(sheet, opened)
        if sheet.key != self.sheet.key or sheet.areas != self.sheet.areas:
            self.beginResetModel()
            self.sheet, self.rows = sheet, wanted
            self.endResetModel()
            return
        self.sheet = sheet
        self._remove(set(wanted))
        self._insert(wanted)
        if self.rows:
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))

    def place(self, row: Row) -> QModelIndex:
        """The index of a row, an invalid one where it is not shown."""
        return self.index(self.rows.index(row)) if row in self.rows else QModelIndex()

    def row(self, index: Index) -> Row | None:
        return self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None

    def line(self, index: Index) -> Line | None:
        row = self.row(index)
        return None if row is None or row.part is Part.HEAD else self.sheet.line(row.name)

    def codes(self) -> list[str]:
        """The items that are shown, in order."""
        return [row.name for row in self.rows if row.part is Part.LINE]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None or row.part is not Part.LINE:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable  # editable would let input methods in

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        line = self.line(index)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.name if line is None else spoken(line) if row.part is Part.LINE else ""
        if role == Qt.ItemDataRole.ToolTipRole and line is not None and row.part is Part.LINE:
            return "\n".join(part for part in (line.text, line.limit, value_text(line)) if part)
        return None

    def _remove(self, wanted: set[Row]) -> None:
        for place in range(len(self.rows) - 1, -1, -1):
            if self.rows[place] not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self.rows[place]
                self.endRemoveRows()

    def _insert(self, wanted: list[Row]) -> None:
        for place, row in enumerate(wanted):
            if place >= len(self.rows) or self.rows[place] != row:
                self.beginInsertRows(QModelIndex(), place, place)
                self.rows.insert(place, row)
                self.endInsertRows()
