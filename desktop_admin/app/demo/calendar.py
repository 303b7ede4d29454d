"""The term: sixteen weeks to today, one week of holidays in them, and today a school day whatever the weekday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_admin.api.school import AddCalendarDays
from desktop_admin.app.premises import Premises
from desktop_admin.core.permissions import Actor

WEEKS = 16
HOLIDAY_WEEK = 5  # counted from the first
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Plan:
    first: date
    today: date
    holiday: tuple[date, date]

    def days(self) -> Iterator[date]:
        """Every school day up to today."""
        for n in range((self.today - self.first).days):
            day = self.first + timedelta(days=n)
            if day.weekday() <= FRIDAY and not self.holiday[0] <= day <= self.holiday[1]:
                yield day
        yield self.today


def plan(today: date, weeks: int = WEEKS) -> Plan:
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    holiday = monday + timedelta(weeks=HOLIDAY_WEEK - 1)
    return Plan(monday, today, (holiday, holiday + timedelta(days=FRIDAY)))


def enter(premises: Premises, director: Actor, term: Plan) -> None:
    first, last = term.holiday
    premises.office.answer(director, AddCalendarDays(first=first, last=last, reason="秋假"))
    if term.today.weekday() > FRIDAY:
        make_up = AddCalendarDays(first=term.today, last=term.today, reason="调休上课", works=True)
        premises.office.answer(director, make_up)
