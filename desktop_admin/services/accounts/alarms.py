"""What is written down because somebody may be up to something: one entry each, never an obstacle."""

from uuid import UUID

from sqlalchemy import select, update

from desktop_admin.core import policies
from desktop_admin.core.clock import local_day
from desktop_admin.core.permissions import Actor
from desktop_admin.db import moments
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import Device, SignedInSession
from desktop_admin.models.audit import AuditEntry
from desktop_admin.models.school import School

CLOCK = "accounts.clock_set_back"
COPIED = "accounts.session_copied"
NOBODY = UUID(int=0)


def stranger(database: Database, device: bytes) -> Actor | None:
    """Somebody at this PC, not signed in; none before the school is set up. Each PC has a trail of its own."""
    with database.reading() as connection:
        school = connection.scalar(select(School.key))
        pc = connection.scalar(select(Device.name).where(Device.key_hash == device))
    if school is None:
        return None
    return Actor(NOBODY, school, UUID(bytes=device[:16]), "", "", pc or "", frozenset())


def watch_clock(database: Database, device: bytes) -> None:
    """One entry each time the clock has been set back: until it has caught up, time stands still here."""
    behind = database.behind().total_seconds()
    if behind <= policies.in_force(policies.declared().clock, local_day(database.now())).minutes * 60:
        return
    who = stranger(database, device)
    if who is None:
        return
    with database.work(who, CLOCK) as work:
        work.hold(School, who.school_id)  # two at once tell it once
        last = select(AuditEntry.at).where(AuditEntry.school_id == who.school_id, AuditEntry.action == CLOCK)
        last = last.where(AuditEntry.clock == moments.MARKS.scalar_subquery())
        told = work.session.scalar(last.order_by(AuditEntry.at.desc()).limit(1))
        if told is None or told < work.now:
            work.note(minutes_behind=round(behind / 60))


def copied_token(database: Database, token_hash: bytes, device: bytes) -> bool:
    """Whether a session's token came from another PC than it was given to. Told once for each session."""
    now = database.now()
    live = SignedInSession.token_hash == token_hash, SignedInSession.until > now, SignedInSession.ended_at.is_(None)
    with database.reading() as connection:
        found = connection.execute(
            select(SignedInSession.id, SignedInSession.device_name, SignedInSession.copied_at).where(
                *live, SignedInSession.device != device
            )
        ).one_or_none()
    if found is None:
        return False
    who = stranger(database, device)
    if who is not None and found.copied_at is None:
        first = update(SignedInSession).where(SignedInSession.id == found.id, SignedInSession.copied_at.is_(None))
        with database.work(who, COPIED) as work:
            if work.session.connection().execute(first.values(copied_at=now)).rowcount:
                work.note(session=found.id.hex, given_to=found.device_name)
    return True
