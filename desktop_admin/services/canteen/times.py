"""When something was seen, and whether a day may still be written to."""

from datetime import UTC, date, datetime, timedelta

from desktop_admin.api.canteen.entry import AHEAD_MINUTES, LATE_DAYS
from desktop_admin.api.canteen.refusals import (
    AlreadySigned,
    AnotherDay,
    InTheFuture,
    LateReasonNeeded,
    OutOfOrder,
    TooLate,
)
from desktop_admin.api.canteen.sheet import SheetState
from desktop_admin.core.clock import SCHOOL_ZONE, local_day, moment_text
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.sheet import CanteenSheet

AHEAD = timedelta(minutes=AHEAD_MINUTES)


def as_utc(given: datetime) -> datetime:
    """A time from a form has no zone: it is the school's."""
    return (given if given.tzinfo else given.replace(tzinfo=SCHOOL_ZONE)).astimezone(UTC)


def seen(work: Work, given: datetime | None, day: date, after: datetime | None = None) -> datetime:
    """When something on this day's sheet was seen: when it was asked for, unless a time is given; never after now.

    after: the record before it in the same row. Raises InTheFuture, AnotherDay, OutOfOrder.
    """
    if given is None:
        return _asked(work, day, after)
    given = as_utc(given)
    refuse_future(work, given)
    shown = moment_text(given, work.now)
    if local_day(given) != day:
        raise AnotherDay(given=shown, day=str(day))
    if after is not None and given < after:
        raise OutOfOrder(given=shown, last=moment_text(after, work.now))
    return min(given, work.now)


def _asked(work: Work, day: date, after: datetime | None) -> datetime:
    """On the day itself an answer that waited on a PC counts from when it was given; a late one from when it came."""
    if work.asked_at is None or local_day(work.asked_at) != day:
        return work.now
    return max(work.asked_at, after) if after is not None else work.asked_at


def refuse_future(work: Work, given: datetime) -> None:
    if given > work.now + AHEAD:
        raise InTheFuture(given=moment_text(given, work.now), now=moment_text(work.now, work.now))


def is_late(work: Work, sheet: CanteenSheet) -> bool:
    """Its day is over. A returned sheet was signed in time; correcting it is not a late entry."""
    return sheet.revision == 1 and local_day(work.now) > sheet.day


def require_day(work: Work, day: date) -> None:
    """Raises TooLate."""
    if (local_day(work.now) - day).days > LATE_DAYS:
        raise TooLate(day=str(day), days=LATE_DAYS)


def require_open(work: Work, sheet: CanteenSheet) -> None:
    """Raises AlreadySigned, TooLate, LateReasonNeeded."""
    if sheet.state is not SheetState.OPEN:
        raise AlreadySigned(who=sheet.signed_by, when=moment_text(sheet.signed_at, work.now))
    if is_late(work, sheet):
        require_day(work, sheet.day)
        if not sheet.late:
            raise LateReasonNeeded(day=str(sheet.day))
