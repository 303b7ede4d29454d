"""The attendance grid: a line a learner, a column a session; arrows move, 1 到 2 迟到 3 请假 4 缺席."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop_admin.api.shown import choice_label
from desktop_admin.api.training.sessions import THERE, AttendanceLine, AttendanceSheet, CourseRegister, Presence
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.theme import colour, dress_view, font
from desktop_admin.views.kit.tokens import HEAD, SMALL
from desktop_admin.views.kit.widgets import FILL_OF, INK_OF, RIGHT, Kind

Index = QModelIndex | QPersistentModelIndex
Place = tuple[UUID, UUID]  # session and enrolment
_NOWHERE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
NAME, DEPARTMENT, BEFORE = 0, 1, 2  # columns before the sessions
ROW, BOX_WIDTH, BOX_HEIGHT, RADIUS = 30, 34, 24, 4
WIDTHS = {NAME: 92, DEPARTMENT: 110}
SESSION_WIDTH, SUM_WIDTH, SIDE = 72, 72, 8
SUM = N_("Attendance")
KEYS = {
    Qt.Key.Key_1: Presence.PRESENT,
    Qt.Key.Key_2: Presence.LATE,
    Qt.Key.Key_3: Presence.LEAVE,
    Qt.Key.Key_4: Presence.ABSENT,
}
SIGNS = {Presence.PRESENT: "✓", Presence.LATE: N_("late."), Presence.LEAVE: N_("lve."), Presence.ABSENT: N_("abs.")}
TOOK_BACK = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0}


class Learner(NamedTuple):
    enrolment: UUID
    name: str
    department: str


class Register(QAbstractTableModel):
    """What was saved, and over it what has been typed and not been saved yet."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheets: tuple[AttendanceSheet, ...] = ()
        self.learners: tuple[Learner, ...] = ()
        self.today, self.may_mark = date.min, False
        self._saved: dict[Place, AttendanceLine] = {}
        self.typed: dict[Place, Presence] = {}

    # What it holds

    def show_register(self, register: CourseRegister) -> list[str]:
        """Answers the names of who was marked by someone else meanwhile: what was typed for them is let go."""
        self.beginResetModel()
        before = self._saved
        self.sheets, self.today, self.may_mark = register.sheets, register.today, register.may_mark
        self._saved = {(sheet.row.key, line.enrolment_key): line for sheet in self.sheets for line in sheet.lines}
        self.learners = _learners(self.sheets)
        moved = [place for place in self.typed if self._has_moved(place, before)]
        names = [before[place].learner for place in moved if place in before]
        self.typed = {place: typed for place, typed in self.typed.items() if place not in moved}
        self.endResetModel()
        self.changed.emit()
        return names

    def _has_moved(self, place: Place, before: Mapping[Place, AttendanceLine]) -> bool:
        now, then = self._saved.get(place), before.get(place)
        return now is None or then is None or now.presence is not then.presence

    def sheet_at(self, column: int) -> AttendanceSheet | None:
        return self.sheets[column - BEFORE] if BEFORE <= column < BEFORE + len(self.sheets) else None

    def place_at(self, row: int, column: int) -> Place | None:
        """None where there is nobody to be marked: not a session, or the learner has no part in it."""
        sheet = self.sheet_at(column)
        if sheet is None or not 0 <= row < len(self.learners):
            return None
        place = sheet.row.key, self.learners[row].enrolment
        return place if place in self._saved else None

    def presence(self, place: Place) -> Presence | None:
        return self.typed.get(place, self._saved[place].presence)

    def saved(self, place: Place) -> AttendanceLine:
        return self._saved[place]

    def may_type(self, column: int) -> bool:
        sheet = self.sheet_at(column)
        return self.may_mark and sheet is not None and sheet.row.day <= self.today

    # What is typed

    def mark(self, row: int, column: int, presence: Presence | None) -> bool:
        """Presence None takes back what has not been saved. Answers whether anything could be typed there."""
        place = self.place_at(row, column)
        if place is None or not self.may_type(column):
            return False
        if presence is None or presence is self._saved[place].presence:
            self.typed.pop(place, None)
        else:
            self.typed[place] = presence
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.changed.emit()
        return True

    def forget(self) -> None:
        """What has not been saved is let go."""
        self.beginResetModel()
        self.typed = {}
        self.endResetModel()
        self.changed.emit()

    def mark_rest(self, column: int) -> None:
        """Everyone who has no mark yet was there."""
        for row in range(len(self.learners)):
            place = self.place_at(row, column)
            if place is not None and self.presence(place) is None:
                self.mark(row, column, Presence.PRESENT)

    def marked(self, column: int) -> tuple[int, int]:
        """How many of how many have a mark, typed ones among them."""
        places = [self.place_at(row, column) for row in range(len(self.learners))]
        known = [self.presence(place) for place in places if place is not None]
        return sum(each is not None for each in known), len(known)

    def unsaved(self) -> dict[UUID, list[tuple[AttendanceLine, Presence]]]:
        """By session."""
        found: dict[UUID, list[tuple[AttendanceLine, Presence]]] = {}
        for place, presence in self.typed.items():
            found.setdefault(place[0], []).append((self._saved[place], presence))
        return found

    def attended(self, row: int) -> tuple[int, int]:
        """Of the sessions in which the learner has a mark, those they were at."""
        places = [self.place_at(row, BEFORE + each) for each in range(len(self.sheets))]
        known = [self.presence(place) for place in places if place is not None]
        return sum(each in THERE for each in known), sum(each is not None for each in known)

    def absences(self, row: int) -> int:
        places = [self.place_at(row, BEFORE + each) for each in range(len(self.sheets))]
        return sum(self.presence(place) is Presence.ABSENT for place in places if place is not None)

    # For the view

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.learners)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else BEFORE + len(self.sheets) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        place = self.place_at(index.row(), index.column())
        if place is None:
            return self.words(index.row(), index.column())
        return self._told(place)

    def _told(self, place: Place) -> str:
        presence, line = self.presence(place), self._saved[place]
        said = choice_label(presence) if presence else tr(N_("Not marked"))
        parts = (said, line.remark, tr(N_("not saved yet")) if place in self.typed else line.by)
        return " · ".join(part for part in parts if part)

    def words(self, row: int, column: int) -> str:
        if column == NAME:
            return self.learners[row].name
        if column == DEPARTMENT:
            return self.learners[row].department
        if self.sheet_at(column) is not None:
            return ""
        there, marked = self.attended(row)
        return f"{there} / {marked}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        sheet = self.sheet_at(section)
        if sheet is None:
            return tr({NAME: N_("Learner"), DEPARTMENT: N_("Department")}.get(section, SUM))
        day = f"{sheet.row.day:%m-%d}"
        return f"{day} {tr(N_('today'))}" if sheet.row.day == self.today else day


def _learners(sheets: Sequence[AttendanceSheet]) -> tuple[Learner, ...]:
    """By name; everyone who is in any session."""
    found = {
        line.enrolment_key: Learner(line.enrolment_key, line.learner, line.department)
        for sheet in sheets
        for line in sheet.lines
    }
    return tuple(sorted(found.values(), key=lambda learner: (learner.name, learner.department)))


class _Head(QHeaderView):
    """The chosen session's column is tinted up to its head."""

    def __init__(self, grid: "RegisterGrid") -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self._grid = grid

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        chosen = section == self._grid.chosen
        painter.fillRect(rect, colour("accent_soft" if chosen else "sunken"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        painter.setFont(font(HEAD, strong=chosen))
        painter.setPen(colour("accent_text" if chosen else "text2"))
        side = _LEFT if section < BEFORE else RIGHT if self._grid.register.sheet_at(section) is None else _CENTRE
        text = self._grid.register.headerData(section, Qt.Orientation.Horizontal)
        painter.drawText(rect.adjusted(SIDE, 0, -SIDE, 0), side, text)
        painter.restore()


class _Painter(QStyledItemDelegate):
    def __init__(self, grid: "RegisterGrid") -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(SESSION_WIDTH, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        register, column = self._grid.register, index.column()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column == self._grid.chosen:
            painter.fillRect(rect, colour("accent_soft"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        place = register.place_at(index.row(), column)
        if register.sheet_at(column) is None:
            quiet = column != NAME
            painter.setFont(font(SMALL) if quiet else font())
            painter.setPen(colour("text2" if quiet else "text"))
            side = _LEFT if column < BEFORE else RIGHT
            painter.drawText(rect.adjusted(SIDE, 0, -SIDE, 0), side, register.words(index.row(), column))
        elif place is not None:
            self._box(painter, QRectF(rect), index, place)
        painter.restore()

    def _box(self, painter: QPainter, rect: QRectF, index: Index, place: Place) -> None:
        register = self._grid.register
        presence = register.presence(place)
        box = QRectF(0, 0, BOX_WIDTH, BOX_HEIGHT)
        box.moveCenter(rect.center())
        box.adjust(0.5, 0.5, -0.5, -0.5)
        pen, fill = _look(presence, ahead=not register.may_type(index.column()))
        here = self._grid.currentIndex()
        if (here.row(), here.column()) == (index.row(), index.column()):
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), RADIUS + 2, RADIUS + 2)
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if presence is not None:
            painter.setPen(colour(INK_OF[Kind(presence.tone.value)]))
            painter.setFont(font(SMALL, strong=True))
            painter.drawText(box, _CENTRE, tr(SIGNS[presence]))
        if place in register.typed:  # a dot: not saved yet
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent"))
            painter.drawEllipse(QRectF(box.right() + 4, box.center().y() - 3, 6, 6))


def _sum_width() -> int:
    """At least; more where the language has a longer word for what it sums up."""
    return max(SUM_WIDTH, QFontMetrics(font(HEAD)).horizontalAdvance(tr(SUM)) + 2 * SIDE)


def _look(presence: Presence | None, *, ahead: bool) -> tuple[QPen, Any]:
    if presence is None:
        if ahead:
            return QPen(colour("line"), 1, Qt.PenStyle.DotLine), Qt.BrushStyle.NoBrush
        return QPen(colour("edge"), 1), colour("surface")
    kind = Kind(presence.tone.value)
    edge = colour(INK_OF[kind])
    edge.setAlpha(90)
    return QPen(edge, 1), colour(FILL_OF[kind])


class RegisterGrid(QTableView):
    """chosen: the column of the session that the keys are for."""

    moved = Signal()  # to another session
    blocked = Signal()  # a digit where nothing can be marked

    def __init__(self) -> None:
        super().__init__()
        self.register = Register()
        self.chosen = -1
        self.setAccessibleName(tr(SUM))
        self.setModel(self.register)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalHeader(_Head(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        dress_view(self)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().sectionClicked.connect(self._head_clicked)
        self.horizontalHeader().setSectionsClickable(True)

    def show_register(self, register: CourseRegister) -> list[str]:
        here = self.currentIndex()
        row, column, first = here.row(), self.chosen, not self.register.sheets
        moved = self.register.show_register(register)
        self._arrange()
        column = self._at_first() if first or self.register.sheet_at(column) is None else column
        self.go(max(row, 0), column)
        return moved

    def go(self, row: int, column: int) -> None:
        """Into a session's column, where there is one."""
        if self.register.rowCount():
            self.setCurrentIndex(self.register.index(min(row, self.register.rowCount() - 1), column))
        self._choose(column)

    def _at_first(self) -> int:
        """Today's session, else the last one that is over, else the first."""
        days = [sheet.row.day for sheet in self.register.sheets]
        past = [place for place, day in enumerate(days) if day <= self.register.today]
        return BEFORE + (past[-1] if past else 0)

    def _arrange(self) -> None:
        header, count = self.horizontalHeader(), len(self.register.sheets)
        header.setMinimumSectionSize(SESSION_WIDTH)
        header.setStretchLastSection(False)
        for column in range(self.register.columnCount()):
            inside = self.register.sheet_at(column) is not None
            few = inside and count <= 8  # noqa: PLR2004 - sessions that fit the width
            mode = QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(column, mode)
            if not few:
                header.resizeSection(column, SESSION_WIDTH if inside else WIDTHS.get(column, _sum_width()))

    def _choose(self, column: int) -> None:
        if self.register.sheet_at(column) is not None and column != self.chosen:
            self.chosen = column
            self.horizontalHeader().viewport().update()
            self.moved.emit()
        self.viewport().update()

    def _head_clicked(self, column: int) -> None:
        if self.register.sheet_at(column) is not None:
            self.go(max(self.currentIndex().row(), 0), column)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._choose(current.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and (key in KEYS or key in TOOK_BACK):
            self._type(KEYS.get(key))
        else:
            super().keyPressEvent(event)

    def _type(self, presence: Presence | None) -> None:
        """And on to the next learner."""
        here = self.currentIndex()
        if not self.register.mark(here.row(), here.column(), presence):
            self.blocked.emit()
        elif here.row() + 1 < self.register.rowCount():
            self.setCurrentIndex(self.register.index(here.row() + 1, here.column()))
