"""The term: sixteen weeks to today without the public holidays, and today a school day whatever the weekday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_admin.api.school import AddCalendarDays
from desktop_admin.app.premises import Premises
from desktop_admin.core.permissions import Actor

WEEKS = 16
FRIDAY = 4
HOLIDAYS = (  # of fixed dates: first month and day, how many days, name
    (1, 1, 1, "元旦"),
    (5, 1, 5, "劳动节"),
    (10, 1, 7, "国庆节"),
)


@dataclass(frozen=True, slots=True)
class Holiday:
    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    first: date
    today: date
    holidays: tuple[Holiday, ...]

    def days(self) -> Iterator[date]:
        """Every school day up to today."""
        for n in range((self.today - self.first).days):
            day = self.first + timedelta(days=n)
            if day.weekday() <= FRIDAY and not any(each.first <= day <= each.last for each in self.holidays):
                yield day
        yield self.today


def plan(today: date, weeks: int = WEEKS) -> Plan:
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    return Plan(monday, today, tuple(_holidays(monday, today)))


def _holidays(first: date, today: date) -> Iterator[Holiday]:
    """Those that are over before today."""
    for year in range(first.year, today.year + 1):
        for month, day, length, name in HOLIDAYS:
            begins = date(year, month, day)
            ends = begins + timedelta(days=length - 1)
            if first <= begins and ends < today:
                yield Holiday(begins, ends, name)


def enter(premises: Premises, director: Actor, term: Plan) -> None:
    for each in term.holidays:
        premises.office.answer(director, AddCalendarDays(first=each.first, last=each.last, reason=each.name))
    if term.today.weekday() > FRIDAY:
        make_up = AddCalendarDays(first=term.today, last=term.today, reason="调休上课", works=True)
        premises.office.answer(director, make_up)
