"""When something is to go out: by the database's clock, whatever a PC's own says."""

from datetime import UTC, datetime, timedelta

from desktop_admin.api.publishing.flow import LATE_HOURS
from desktop_admin.api.publishing.refusals import (
    ScheduleInPast,
    ScheduleLongMissed,
    ScheduleMissing,
    ScheduleNotReached,
    ScheduleTooFar,
)
from desktop_admin.core.clock import SCHOOL_ZONE, local_time
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.submission import Submission

LATE = timedelta(hours=LATE_HOURS)
FARTHEST = timedelta(days=366)
GRACE = timedelta(minutes=10)  # between choosing a time in a form and sending it


def moment(when: datetime) -> str:
    return f"{local_time(when):%Y-%m-%d %H:%M}"


def chosen(work: Work, given: datetime | None) -> datetime:
    """A time without a zone is the school's. Raises ScheduleMissing, ScheduleInPast, ScheduleTooFar."""
    if given is None:
        raise ScheduleMissing
    when = (given if given.tzinfo else given.replace(tzinfo=SCHOOL_ZONE)).astimezone(UTC)
    if when > work.now + FARTHEST:
        raise ScheduleTooFar(days=FARTHEST.days)
    if when < work.now - GRACE:
        raise ScheduleInPast(given=moment(when))
    return max(when, work.now)


def require_due(work: Work, submission: Submission, *, still_true: bool) -> None:
    """Raises ScheduleMissing, ScheduleNotReached, ScheduleLongMissed."""
    due = submission.publish_at
    if due is None:
        raise ScheduleMissing
    if due > work.now:
        raise ScheduleNotReached(at=moment(due))
    late = work.now - due
    if late > LATE and not still_true:
        raise ScheduleLongMissed(at=moment(due), hours=int(late / timedelta(hours=1)))
