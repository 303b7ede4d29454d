"""By when a corrective action is done: the product's rule for each severity."""

from datetime import datetime, time, timedelta

from desktop_admin.api.canteen.actions import (
    OPEN,
    ActionState,
    DeadlinePassed,
    DeadlineTooLate,
    Escalation,
    Severity,
    SeverityTooLow,
)
from desktop_admin.core.clock import SCHOOL_ZONE, local_day, local_time, moment_text
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.services.canteen.times import as_utc

_ORDER = (Severity.MINOR, Severity.GENERAL, Severity.KEY, Severity.MAJOR)


def latest(severity: Severity, made_at: datetime) -> datetime:
    """Minor: the same day; general: 3 days; key item: 24 hours; major: at once."""
    if severity is Severity.MINOR:
        end = datetime.combine(local_day(made_at), time(23, 59, 59), SCHOOL_ZONE)
        return end.astimezone(made_at.tzinfo)
    waits = {Severity.GENERAL: timedelta(days=3), Severity.KEY: timedelta(hours=24), Severity.MAJOR: timedelta()}
    return made_at + waits[severity]


def usual_severity(*, key_item: bool) -> Severity:
    return Severity.KEY if key_item else Severity.GENERAL


def checked_severity(severity: Severity, *, key_item: bool) -> Severity:
    """A key item is never less than that. Raises SeverityTooLow."""
    if key_item and _ORDER.index(severity) < _ORDER.index(Severity.KEY):
        raise SeverityTooLow
    return severity


def checked_deadline(
    work: Work, given: datetime | None, severity: Severity, made_at: datetime, before: datetime | None
) -> datetime | None:
    """What is kept as the deadline; of a major one always at once. Raises DeadlineTooLate, DeadlinePassed."""
    last = latest(severity, made_at)
    if severity is Severity.MAJOR:
        return last
    if given is None:
        return None
    given = as_utc(given)
    if given == before:
        return min(given, last)
    if given > last:
        raise DeadlineTooLate(latest=moment_text(last, work.now))
    if given < work.now:
        raise DeadlinePassed(given=moment_text(given, work.now))
    return given


def is_overdue(action: CorrectiveAction, now: datetime) -> bool:
    return action.state in OPEN and action.deadline is not None and action.deadline < now


def escalation(action: CorrectiveAction, now: datetime) -> Escalation:
    """Day 0 the director; a day after the deadline the principal."""
    if action.state in {ActionState.CLOSED, ActionState.WITHDRAWN}:
        return Escalation.NONE
    if action.deadline is not None and local_time(now) > local_time(action.deadline) + timedelta(days=1):
        return Escalation.PRINCIPAL
    return Escalation.DIRECTOR
