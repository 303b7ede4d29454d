"""The list of articles and the list of jobs; what waits for whom."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.flow import ADMISSIONS, HEAD, PUBLICITY, SECOND, SPONSOR
from desktop_admin.api.publishing.jobs import JobRow, ListJobs
from desktop_admin.api.publishing.registers import SeatKind
from desktop_admin.api.publishing.states import OPEN, JobState, SubmissionState
from desktop_admin.api.publishing.submission import ListSubmissions, SubmissionRow
from desktop_admin.core.clock import local_day
from desktop_admin.core.permissions import Permission
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.approval import Decision
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.registers import DepartmentSeat
from desktop_admin.models.publishing.submission import Submission, SubmissionChannel, SubmissionRevision
from desktop_admin.services.narrowing import equal, within
from desktop_admin.services.publishing import seats, sight
from desktop_admin.services.publishing.queue import job_row
from desktop_admin.services.publishing.view import DUE, submission_row
from desktop_admin.services.registry import handles

_S = SubmissionState
SORTED_BY: dict[str, Any] = {
    "-number": Submission.number,
    "title": Submission.title,
    "state": Submission.state,
    "department": Submission.department,
    "author": Submission.author,
    "column": Submission.column,
    "theme": Submission.theme,
    "revision": Submission.revision,
    "edited_at": Submission.edited_at,
    "handed_in_at": Submission.handed_in_at,
    "publish_at": Submission.publish_at,
    "published_at": Submission.published_at,
}
COLUMNS: tuple[Any, ...] = (  # not the text, which may be long
    Submission.key,
    Submission.version,
    Submission.number,
    Submission.title,
    Submission.state,
    Submission.department,
    Submission.author,
    Submission.channels,
    Submission.column,
    Submission.theme,
    Submission.revision,
    Submission.edited_at,
    Submission.handed_in_at,
    Submission.publish_at,
    Submission.published_at,
    Submission.event_day,
)
JOBS_BY: dict[str, Any] = {
    "due_at": ChannelJob.due_at,
    "number": ChannelJob.number,
    "title": ChannelJob.title,
    "channel": ChannelJob.channel,
    "task": ChannelJob.task,
    "state": ChannelJob.state,
    "by": ChannelJob.by,
    "attempts": ChannelJob.attempts,
    "address": ChannelJob.address,
    "finished_at": ChannelJob.finished_at,
    "revision": ChannelJob.revision,
    "kind": ChannelJob.kind,
    "remote_id": ChannelJob.remote_id,
    "remark": ChannelJob.remark,
}
REVIEWS = {
    PUBLICITY: Permission.PUBLISHING_SUBMISSION_AUTHORISE,
    SECOND: Permission.PUBLISHING_SUBMISSION_CONFIRM,
    ADMISSIONS: Permission.PUBLISHING_SUBMISSION_ADMIT,
    SPONSOR: Permission.PUBLISHING_SUBMISSION_WRITE,
}
TROUBLE = (JobState.FAILED, JobState.UNCERTAIN)


@handles(ListSubmissions)
def list_submissions(work: Work, request: ListSubmissions) -> Page[SubmissionRow]:
    one = Submission
    found: Any = select(*COLUMNS).where(one.school_id == work.school_id, sight.visible(work))
    wanted = {
        one.state: request.state,
        one.department_key: request.department,
        one.column_key: request.column,
        one.theme: request.theme,
    }
    found = found.where(*equal(wanted), *within(one.day, request.period))
    if request.channel is not None:
        named = select(SubmissionChannel.submission_key).where(SubmissionChannel.channel_key == request.channel)
        found = found.where(one.key.in_(named))
    if request.mine_only:
        found = found.where(one.author_key == work.actor.account_id)
    if request.to_do:
        found = found.where(waits_for_actor(work))
    if request.overdue_only:
        found = found.where(missed(work))
    if request.search:
        found = found.where(matching(work.session, one, request.search))
    return work.page(request, found, SORTED_BY, lambda row: submission_row(row, work.now))


def missed(work: Work) -> ColumnElement[bool]:
    """Articles that should have gone out by now."""
    return and_(Submission.state.in_(DUE), Submission.publish_at < work.now)


def waits_for_actor(work: Work) -> ColumnElement[bool]:
    """Articles on which a step waits for the actor, in their own right: what offers() would offer as due."""
    me, may = work.actor.account_id, work.actor.may
    waiting = [and_(Submission.author_key == me, Submission.state.in_((_S.DRAFT, _S.RETURNED)))]
    if may(Permission.PUBLISHING_SUBMISSION_SIGN):
        waiting.append(_to_sign(work))
    waiting += [_to_review(work, seat) for seat, right in REVIEWS.items() if may(right)]
    if may(Permission.PUBLISHING_JOB_EXECUTE):
        waiting.append(_to_publish(work))
    return or_(*waiting)


def _not_own(work: Work) -> ColumnElement[bool]:
    """Nobody signs what they wrote a revision of."""
    mine = SubmissionRevision.submission_key == Submission.key, SubmissionRevision.by_key == work.actor.account_id
    return ~exists().where(*mine)


def _to_sign(work: Work) -> ColumnElement[bool]:
    """The head's; the superior's, where the head is one of the authors."""
    me, today = work.actor.account_id, local_day(work.now)
    head_wrote = exists().where(
        DepartmentSeat.department_key == Submission.department_key,
        DepartmentSeat.seat == SeatKind.HEAD,
        seats.in_office(today),
        SubmissionRevision.submission_key == Submission.key,
        SubmissionRevision.by_key == DepartmentSeat.account_key,
    )
    headed = Submission.department_key.in_(seats.headed_by(work, me))
    above = and_(Submission.department_key.in_(seats.above_head(work, me)), head_wrote)
    return and_(Submission.state == _S.DEPT, _not_own(work), or_(headed, above))


def _to_review(work: Work, seat: str) -> ColumnElement[bool]:
    needed = {
        ADMISSIONS: Submission.results,
        SPONSOR: Submission.sponsor_key == work.actor.account_id,
    }.get(seat, Submission.state == _S.PROP)
    return and_(Submission.state == _S.PROP, needed, _not_own(work), ~_taken(seat), ~_signed_by_me(work))


def _to_publish(work: Work) -> ColumnElement[bool]:
    due = and_(Submission.state == _S.SCHEDULED, Submission.publish_at <= work.now)
    going = Submission.state.in_((_S.PUBLISHING, _S.PARTIAL, _S.FAILED, _S.UNCERTAIN))
    there = exists().where(ChannelJob.submission_key == Submission.key, ChannelJob.state.in_((*OPEN, *TROUBLE)))
    still_out = and_(Submission.state == _S.RECALLED, there)
    return and_(or_(due, going, still_out), ~_signed_by_me(work, but=HEAD))


def _signature(*condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """One that counts: of the revision in force, and later than whatever voided those before it."""
    voided = (
        select(func.coalesce(func.max(Decision.number), 0))
        .where(Decision.subject_key == Submission.key, Decision.voids)
        .correlate(Submission)
        .scalar_subquery()
    )
    signature = select(Decision.key).where(
        Decision.subject_key == Submission.key,
        Decision.revision == Submission.revision,
        Decision.seat != "",
        Decision.number > voided,
        *condition,
    )
    return signature.correlate(Submission).exists()


def _taken(seat: str) -> ColumnElement[bool]:
    return _signature(Decision.seat == seat)


def _signed_by_me(work: Work, but: str = "") -> ColumnElement[bool]:
    me = work.actor.account_id
    mine = or_(Decision.by_key == me, Decision.for_key == me)
    return _signature(mine, Decision.seat != but) if but else _signature(mine)


def jobs_in_hand(work: Work) -> ColumnElement[bool]:
    """Of articles that the actor has to do with."""
    theirs = exists().where(Submission.key == ChannelJob.submission_key, sight.involved(work))
    return and_(ChannelJob.school_id == work.school_id, theirs.correlate(ChannelJob))


@handles(ListJobs)
def list_jobs(work: Work, request: ListJobs) -> Page[JobRow]:
    job = ChannelJob
    found = select(job).where(jobs_in_hand(work))
    wanted = {job.state: request.state, job.task: request.task, job.channel_key: request.channel}
    found = found.where(*equal(wanted))
    if request.open_only:
        found = found.where(job.state.in_(OPEN))
    if request.trouble_only:
        found = found.where(job.state.in_(TROUBLE))
    if request.search:
        found = found.where(matching(work.session, job, request.search))
    return work.page(request, found, JOBS_BY, lambda row: job_row(work, row))
