"""Editors of days and times: typed in any of the usual ways, or picked from a calendar."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_admin.api.base import Field, Period
from desktop_admin.core.clock import SCHOOL_ZONE, SystemClock, local_day, local_time
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.text import normal
from desktop_admin.views.kit.editors.base import Editor, LineEditor
from desktop_admin.views.kit.icons import icon
from desktop_admin.views.kit.widgets import label

NO_DATE = N_("Not a date; write it such as 2026-11-20, 20261120 or 11-20.")
NO_SUCH_DAY = N_("{year} has no {month}-{day}; correct it.")
NO_TIME = N_("Not a time of day; write it such as 06:40.")
NO_MOMENT = N_("Not a day and time; write it such as 2026-11-20 06:40.")
BACKWARDS = N_("The last day is before the first; swap them.")

_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[:时.](\d{1,2})分?|(\d{2})(\d{2})")
_NAMED = {"今天": 0, "today": 0, "昨天": -1, "yesterday": -1, "明天": 1, "tomorrow": 1}

Today = Callable[[], date]


def school_day() -> date:
    return local_day(SystemClock().now())


def read_date(given: str, today: date) -> date:
    """Raises ValueError with what is wrong: a NO_DATE or a NO_SUCH_DAY sentence, already translated."""
    plain = re.sub(r"\s*([-/.年月日])\s*", r"\1", normal(given)).casefold()
    if plain in _NAMED:
        return today + timedelta(_NAMED[plain])
    full = _FULL.fullmatch(plain) or _JOINED.fullmatch(plain)
    short = _SHORT.fullmatch(plain)
    if not full and not short:
        raise ValueError(tr(NO_DATE))
    year, month, day = map(int, full.groups()) if full else (today.year, *map(int, short.groups() if short else ()))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(tr(NO_SUCH_DAY, year=year, month=month, day=day)) from None


def read_time(given: str) -> time:
    """Raises ValueError with the sentence."""
    found = _TIME.fullmatch(normal(given).replace(" ", ""))
    hour, minute = (int(part) for part in found.groups() if part is not None) if found else (24, 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError(tr(NO_TIME)) from None


class _Calendar(QWidget):
    """A month to pick from, under the field."""

    def __init__(self, over: QLineEdit, day: date, picked: Callable[[date], object]) -> None:
        super().__init__(over, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.month = QCalendarWidget()
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._picked = picked
        self.month.activated.connect(self._take)
        self.month.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.month)
        self.move(over.mapToGlobal(QPoint(0, over.height())))
        self.show()
        self.month.setFocus()

    def _take(self, day: QDate) -> None:
        self.close()
        self._picked(date(day.year(), day.month(), day.day()))


class DateEditor(LineEditor):
    def __init__(self, field: Field, today: Today = school_day) -> None:
        super().__init__(field)
        self._today = today
        self._open = QAction(icon("calendar"), tr(N_("Choose a day")), self.line)
        self._open.triggered.connect(self.pick)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)

    def understood(self, given: str) -> Any:
        try:
            return read_date(given, self._today())
        except ValueError as error:
            raise Invalid(field=self.field.name, reason=str(error)) from None

    def spelt(self, value: Any) -> str:
        return str(value.isoformat())

    def pick(self) -> None:
        try:
            day = self.read() or self._today()
        except Invalid:
            day = self._today()
        self.calendar = _Calendar(self.line, day, self.write)


class TimeEditor(LineEditor):
    def understood(self, given: str) -> Any:
        try:
            return read_time(given)
        except ValueError as error:
            raise Invalid(field=self.field.name, reason=str(error)) from None

    def spelt(self, value: Any) -> str:
        return f"{value:%H:%M}"


class MomentEditor(LineEditor):
    """A day and a time on the school's clocks; in the field it is a time with its zone."""

    def __init__(self, field: Field, today: Today = school_day) -> None:
        super().__init__(field)
        self._today = today
        self.line.setPlaceholderText("2026-11-20 06:40")

    def understood(self, given: str) -> Any:
        day, _, hour = given.replace("T", " ").rpartition(" ")
        if not day:
            self.invalid(NO_MOMENT)
        try:
            return datetime.combine(read_date(day, self._today()), read_time(hour), SCHOOL_ZONE)
        except ValueError as error:
            raise Invalid(field=self.field.name, reason=str(error)) from None

    def spelt(self, value: Any) -> str:
        return f"{local_time(value):%Y-%m-%d %H:%M}"


class PeriodEditor(Editor):
    """From the first day to the last."""

    fill = True

    def __init__(self, field: Field, today: Today = school_day) -> None:
        super().__init__(field, QWidget())
        self.first, self.last = DateEditor(field, today), DateEditor(field, today)
        row = QHBoxLayout(self.widget)
        row.setContentsMargins(0, 0, 0, 0)
        for editor, name in ((self.first, N_("first day")), (self.last, N_("last day"))):
            editor.needed = self.needed
            editor.widget.setObjectName(f"{field.name}_{name.split()[0]}")
            editor.widget.setAccessibleName(f"{tr(field.label)}, {tr(name)}")
            editor.edited.connect(self.edited)
        row.addWidget(self.first.widget, 1)
        row.addWidget(label("–", "quiet"))
        row.addWidget(self.last.widget, 1)
        self.widget.setFocusProxy(self.first.widget)

    def read(self) -> Any:
        first: Any = self.first.read()
        last: Any = self.last.read()
        if first is None and last is None:
            return self.empty()
        one: Any = last or first
        period = Period(first or one, one)  # one day alone is a period of one day
        if period.last < period.first:
            self.invalid(BACKWARDS)
        return period

    def write(self, value: Any) -> None:
        self.first.write(value.first if value else None)
        self.last.write(value.last if value else None)

    def outlined(self) -> QWidget:
        return self.first.widget
