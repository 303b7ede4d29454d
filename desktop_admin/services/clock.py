"""A clock that was far ahead once is set right: time goes on from the present, and what lived in the wrong one ends."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from desktop_admin.api.clock import AcceptClock, ClockIsRight, ClockState, ClockTooEarly, ReadClock
from desktop_admin.api.publishing.states import OPEN
from desktop_admin.core import policies
from desktop_admin.core.clock import local_day, local_time
from desktop_admin.db import moments
from desktop_admin.db.work import Who, Work
from desktop_admin.models.accounts import ActivationCode, SignedInSession, SignInAttempts
from desktop_admin.models.audit import AuditEntry
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.models.school import ClockMark, School
from desktop_admin.models.sharing import PairingCode
from desktop_admin.services.registry import Backstage, handles, prepares
from desktop_admin.services.texts import fitting


def tolerated(now: datetime) -> timedelta:
    """So far the clock may be behind what was recorded without an alert."""
    return timedelta(minutes=policies.in_force(policies.declared().clock, local_day(now)).minutes)


@prepares(ReadClock)
def look(backstage: Backstage, who: Who, query: ReadClock) -> datetime:  # noqa: ARG001 - the same for everybody
    return backstage.database.present()


@handles(ReadClock)
def read_clock(work: Work, query: ReadClock) -> ClockState:  # noqa: ARG001 - there is one
    return _state(work.prepared, work.now)


@prepares(AcceptClock)
def look_again(backstage: Backstage, who: Who, command: AcceptClock) -> datetime:  # noqa: ARG001 - as above
    return backstage.database.present()


@handles(AcceptClock)
def accept_clock(work: Work, command: AcceptClock) -> ClockState:
    """From the mark on time is the present one; the entry that tells of it is the first of the new time."""
    present: datetime = work.prepared
    reason, wrong = fitting(command, "reason", required=True), work.now
    work.hold(School, work.school_id)  # the second of two at once finds the clock right
    if not _state(present, moments.not_before(work.session.connection(), present)).behind:
        raise ClockIsRight
    _require_plausible(work, present)
    work.now = present
    number = (work.session.scalar(moments.MARKS) or 0) + 1
    work.add(ClockMark(number=number, wrong=wrong, accepted=present, by=work.actor.name, reason=reason))
    _end_sessions(work)
    _end_codes(work)
    _bring_jobs_back(work)
    return _state(present, present)


def _state(present: datetime, now: datetime) -> ClockState:
    return ClockState(present=present, recorded=now, behind=now - present > tolerated(now))


def _require_plausible(work: Work, present: datetime) -> None:
    """A clock that has lost its battery shows the year it was made. Raises ClockTooEarly."""
    mine = select(func.min(AuditEntry.at)).where(AuditEntry.school_id == work.school_id)
    began = work.session.scalar(mine)
    if began is not None and present < began:
        shown = {"present": f"{local_time(present):%Y-%m-%d %H:%M}", "first": f"{local_time(began):%Y-%m-%d %H:%M}"}
        raise ClockTooEarly(**shown)


def _end_sessions(work: Work) -> None:
    """What began in the wrong time would last until then; but for who does this, who gets a session's usual length."""
    hours = policies.in_force(policies.declared().session, local_day(work.now)).hours
    latest = work.now + timedelta(hours=hours)
    still_open = update(SignedInSession).where(SignedInSession.ended_at.is_(None), SignedInSession.until > latest)
    own = SignedInSession.id == work.actor.session_id
    connection = work.session.connection()
    connection.execute(still_open.where(own).values(until=latest))
    work.note(ended=connection.execute(still_open.where(~own).values(ended_at=work.now)).rowcount)


def _end_codes(work: Work) -> None:
    """Codes that were made in the wrong time open nothing; a lock lasts no longer than one that begins now."""
    connection = work.session.connection()
    days = policies.in_force(policies.declared().activation_code, local_day(work.now)).days
    unused = ActivationCode.used_at.is_(None), ActivationCode.voided_at.is_(None)
    for code in work.session.scalars(select(ActivationCode).where(*unused)):
        if code.until > work.now + timedelta(days=days):
            code.voided_at = work.now
    connection.execute(delete(PairingCode).where(PairingCode.made_at > work.now))  # the newest is the one in force
    lock = work.now + timedelta(minutes=policies.in_force(policies.declared().lockout, local_day(work.now)).minutes)
    connection.execute(update(SignInAttempts).where(SignInAttempts.until > lock).values(until=lock))


def _bring_jobs_back(work: Work) -> None:
    """A publishing job that was made in the wrong time is due now, unless its article has a time of its own."""
    theirs = select(ChannelJob, Submission.publish_at).join(Submission, Submission.key == ChannelJob.submission_key)
    for job, publish_at in work.session.execute(theirs.where(ChannelJob.state.in_(OPEN))).all():
        if job.due_at > work.now and job.due_at != publish_at:
            job.due_at = work.now
        if job.lease_until is not None and job.lease_until > work.now:
            job.lease_until = work.now
