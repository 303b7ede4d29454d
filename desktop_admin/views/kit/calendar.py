"""A month as a grid: what each day's sheet came to, walked by arrow keys. Today is given, never read from a clock."""

from calendar import Calendar, monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import IconMark, paint_icon
from desktop_admin.views.kit.theme import Token, colour, font
from desktop_admin.views.kit.tokens import HEAD, SMALL
from desktop_admin.views.kit.widgets import icon_button, label

_HEAD, _WEEKS, _DAYS = 28, 6, 7
_WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


class DayState(StrEnum):
    """What a day's sheet came to."""

    OK = "ok"
    OPEN = "open"
    MISSED = "missed"
    REVIEW = "review"
    FAILED = "failed"
    CLOSED = "closed"  # no meals: a holiday or a weekend


_LOOK: Final[dict[DayState, tuple[str, Token, Token, str]]] = {
    DayState.OK: ("check", "ok", "ok_soft", N_("Signed, reviewed")),
    DayState.OPEN: ("edit", "accent_text", "accent_soft", N_("Being checked")),
    DayState.MISSED: ("x", "danger", "danger_soft", N_("Missed")),
    DayState.REVIEW: ("clock", "warn", "warn_soft", N_("To be reviewed")),
    DayState.FAILED: ("warn", "danger", "danger_soft", N_("Has failures")),
    DayState.CLOSED: ("minus", "text2", "neutral_soft", N_("Closed")),
}

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class MonthGrid(QWidget):
    """Weeks from Monday. Arrows move, Enter opens, Page Up and Page Down turn the month."""

    opened = Signal(date)  # Enter or a double click
    selected = Signal(date)
    month_wanted = Signal(int, int)  # year, month: someone walked out of this one

    def __init__(self, today: date, states: Mapping[date, DayState] | None = None) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(7 * 44, _HEAD + _WEEKS * 34)
        self.today, self.day = today, today
        self.show_month(today.year, today.month, states or {})

    def show_month(self, year: int, month: int, states: Mapping[date, DayState]) -> None:
        self._month = (year, month)
        self._states = dict(states)
        self._dates = list(Calendar(firstweekday=0).itermonthdates(year, month))[: _WEEKS * _DAYS]
        if (self.day.year, self.day.month) != (year, month):
            self.day = self.day.replace(year=year, month=month, day=min(self.day.day, monthrange(year, month)[1]))
        self._tell()
        self.update()

    @property
    def month(self) -> tuple[int, int]:
        return self._month

    def described(self, day: date) -> str:
        state = self._states.get(day)
        name = [f"{day:%Y-%m-%d}", *([tr(N_("today"))] if day == self.today else [])]
        said = tr(_LOOK[state][3]) if state else tr(N_("nothing recorded"))
        return f"{', '.join(name)}: {said}"

    def select(self, day: date) -> None:
        """Move to a day; a day of another month asks for that month."""
        self.day = day
        if (day.year, day.month) != self._month:
            self.month_wanted.emit(day.year, day.month)
        self._tell()
        self.selected.emit(day)
        self.update()

    def turn(self, months: int) -> None:
        year, month = self._month
        place = year * 12 + month - 1 + months
        year, month = place // 12, place % 12 + 1
        self.select(date(year, month, min(self.day.day, monthrange(year, month)[1])))

    def cell(self, day: date) -> QRectF:
        """Where a day is painted."""
        row, column = divmod(self._dates.index(day), _DAYS)
        width, height = self.width() / _DAYS, (self.height() - _HEAD) / _WEEKS
        return QRectF(column * width, _HEAD + row * height, width, height)

    def sizeHint(self) -> QSize:
        return QSize(7 * 76, _HEAD + _WEEKS * 56)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.select(self.day + timedelta(days=_STEPS[key]))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.select(self.day.replace(day=1))
        elif key == Qt.Key.Key_End:
            self.select(self.day.replace(day=monthrange(*self._month)[1]))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position())
        if day:
            self.select(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self._at(event.position())
        if day:
            self.opened.emit(day)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            day = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.described(day) if day else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        painter.setPen(colour("text2"))
        width = self.width() / _DAYS
        for column, name in enumerate(_WEEKDAYS):
            place = QRectF(column * width, 0, width, _HEAD)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), tr(name))
        for day in self._dates:
            self._paint_day(painter, day)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        box = self.cell(day).adjusted(2, 2, -2, -2)
        inside = (day.year, day.month) == self._month
        state = self._states.get(day) if inside else None
        painter.setPen(QPen(colour("line"), 1) if inside else Qt.PenStyle.NoPen)
        painter.setBrush(colour(_LOOK[state][2]) if state else colour("surface") if inside else Qt.BrushStyle.NoBrush)
        if state in {DayState.MISSED, DayState.FAILED}:
            painter.setPen(QPen(colour("danger"), 1))
        painter.drawRoundedRect(box, 6, 6)
        if day == self.day and inside:
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        painter.setFont(font(HEAD, strong=day == self.today))
        painter.setPen(colour("accent_text" if day == self.today else "text" if inside else "text2"))
        number = tr(N_("{day} today"), day=day.day) if day == self.today else str(day.day)
        painter.drawText(box.adjusted(8, 5, -4, 0), int(Qt.AlignmentFlag.AlignTop), number)
        if state:
            name, ink, _fill, _words = _LOOK[state]
            paint_icon(painter, name, QPointF(box.right() - 20, box.bottom() - 20), ink, 14)

    def _at(self, point: QPointF) -> date | None:
        return next((day for day in self._dates if self.cell(day).contains(point)), None)

    def _tell(self) -> None:
        self.setAccessibleName(self.described(self.day))


class MonthCalendar(QWidget):
    """The grid with its month's name, the turning buttons and what the marks mean."""

    def __init__(self, today: date, states: Mapping[date, DayState] | None = None) -> None:
        super().__init__()
        self.grid, self.title = MonthGrid(today, states), label("", "h2")
        layout, head = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        before, after = icon_button("left", tr(N_("Month before"))), icon_button("right", tr(N_("Month after")))
        before.clicked.connect(lambda: self.grid.turn(-1))
        after.clicked.connect(lambda: self.grid.turn(1))
        for part in (before, self.title, after):
            head.addWidget(part)
        head.addStretch(1)
        for state in DayState:
            name, ink, _fill, words = _LOOK[state]
            head.addWidget(IconMark(name, ink, 14))
            head.addWidget(label(tr(words), "small"))
            head.addSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.grid, 1)
        self._name()

    def show_month(self, year: int, month: int, states: Mapping[date, DayState]) -> None:
        """Answer to grid.month_wanted with that month's states."""
        self.grid.show_month(year, month, states)
        self._name()

    def _name(self) -> None:
        year, month = self.grid.month
        self.title.setText(tr(N_("{year}-{month:02}"), year=year, month=month))
