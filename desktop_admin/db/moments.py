"""Up to when something is recorded: time never runs back behind that, unless somebody has set the clock right."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from desktop_admin.models.audit import AuditEntry
from desktop_admin.models.school import ClockMark

MARKS = select(func.coalesce(func.max(ClockMark.number), 0))
_LAST = select(ClockMark.number, ClockMark.school_id, ClockMark.accepted).order_by(ClockMark.number.desc()).limit(1)


class Recorded(NamedTuple):
    """clock: how often it has been set right. latest: of what was recorded since; none where nothing is."""

    clock: int
    latest: datetime | None


def recorded(connection: Connection) -> Recorded:
    mark = connection.execute(_LAST).one_or_none()
    if mark is None:
        return Recorded(0, connection.scalar(select(func.max(AuditEntry.at))))
    since = select(AuditEntry.at).where(
        AuditEntry.school_id == mark.school_id, AuditEntry.at >= mark.accepted, AuditEntry.clock == mark.number
    )
    latest: datetime | None = connection.scalar(since.order_by(AuditEntry.at.desc()).limit(1))
    return Recorded(mark.number, latest or mark.accepted)


def not_before(connection: Connection, now: datetime) -> datetime:
    """now, or when the last entry was written, if that is later."""
    latest = recorded(connection).latest
    return now if latest is None else max(now, latest)
