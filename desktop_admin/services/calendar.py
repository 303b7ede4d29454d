"""The school calendar: weekends are closed, unless a day says otherwise."""

from datetime import date, timedelta

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.school import (
    AddCalendarDays,
    CalendarDay,
    CalendarOverlap,
    ListCalendarDays,
    PeriodTurned,
    RemoveCalendarDay,
)
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.school import ClosedDay, School
from desktop_admin.services.narrowing import within
from desktop_admin.services.registry import handles

SATURDAY = 5
MOST_DAYS = 120  # at once: the longest holiday, twice
WEEKEND = N_("Weekend")
DAY = timedelta(days=1)
Marked = dict[date, tuple[bool, str]]  # whether it is a school day, and why it differs
SORTED_BY = {"-day": ClosedDay.day, "works": ClosedDay.works, "reason": ClosedDay.reason}


def closed_days(work: Work, first: date, last: date) -> dict[date, str]:
    """The closed days from the first to the last, with the reason: somebody's words, or a message for a weekend."""
    marked = _marked(work, first, last)
    days = (first + number * DAY for number in range((last - first).days + 1))
    return {day: marked[day][1] if day in marked else WEEKEND for day in days if _is_closed(day, marked)}


def next_school_day(work: Work, day: date) -> date:
    """The first school day after this one; if a whole year is closed, the next day."""
    marked = _marked(work, day + DAY, day + 366 * DAY)
    return next((later for n in range(1, 367) if not _is_closed(later := day + n * DAY, marked)), day + DAY)


def _marked(work: Work, first: date, last: date) -> Marked:
    rows = select(ClosedDay.day, ClosedDay.works, ClosedDay.reason).where(ClosedDay.school_id == work.school_id)
    found = work.session.execute(rows.where(ClosedDay.day.between(first, last)))
    return {day: (works, reason) for day, works, reason in found}


def _is_closed(day: date, marked: Marked) -> bool:
    return not marked[day][0] if day in marked else day.weekday() >= SATURDAY


@handles(ListCalendarDays)
def list_calendar_days(work: Work, request: ListCalendarDays) -> Page[CalendarDay]:
    found = select(ClosedDay).where(ClosedDay.school_id == work.school_id)
    found = found.where(*within(ClosedDay.day, request.period))
    if request.search:
        found = found.where(matching(work.session, ClosedDay, request.search))
    return work.page(request, found, SORTED_BY, _row)


@handles(AddCalendarDays)
def add_calendar_days(work: Work, command: AddCalendarDays) -> tuple[CalendarDay, ...]:
    """Raises PeriodTurned, Invalid, CalendarOverlap; all days or none."""
    count = (command.last - command.first).days + 1
    if count < 1:
        raise PeriodTurned(first=str(command.first), last=str(command.last))
    if count > MOST_DAYS:
        raise Invalid(field=N_("Last day"), reason=N_("at most {limit} days at once"), limit=MOST_DAYS)
    reason = prose(command.reason)
    if not reason:
        raise Invalid(field=N_("Reason"), reason=N_("say why the day differs from the week's rule"))
    work.hold(School, work.school_id)
    mine = ClosedDay.school_id == work.school_id, ClosedDay.day.between(command.first, command.last)
    taken = work.session.scalar(select(ClosedDay.day).where(*mine).order_by(ClosedDay.day).limit(1))
    if taken is not None:
        raise CalendarOverlap(day=str(taken))
    days = (command.first + number * DAY for number in range(count))
    return tuple(_row(work.add(ClosedDay(day=day, works=command.works, reason=reason))) for day in days)


@handles(RemoveCalendarDay)
def remove_calendar_day(work: Work, command: RemoveCalendarDay) -> None:
    work.session.delete(work.get(ClosedDay, command.key, command.version))


def _row(day: ClosedDay) -> CalendarDay:
    return CalendarDay(key=day.key, version=day.version, day=day.day, works=day.works, reason=day.reason)
