"""Writing an article: every save is a revision that stays, and takes all signatures with it."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import select

from desktop_admin.api.publishing.content import Content
from desktop_admin.api.publishing.entry import AnswerFinding, EditSubmission, StartSubmission
from desktop_admin.api.publishing.refusals import FindingReasonNeeded, NoSuchFinding, NothingChanged
from desktop_admin.api.publishing.submission import CheckDraft, CleanHtml, DraftCheck, SubmissionDetail
from desktop_admin.api.publishing.text import Cleaned
from desktop_admin.core.clock import local_day
from desktop_admin.core.ids import uuid7
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.submission import (
    AnsweredFinding,
    Submission,
    SubmissionChannel,
    SubmissionRevision,
)
from desktop_admin.services.approval import engine
from desktop_admin.services.publishing import complete, findings, sight, words
from desktop_admin.services.publishing.content import (
    Places,
    Written,
    places_of,
    require_files,
    require_usable,
    sealed,
    stored,
    tidied,
)
from desktop_admin.services.publishing.numbering import submission_number
from desktop_admin.services.publishing.process import PROCESS, written
from desktop_admin.services.publishing.text.html import clean
from desktop_admin.services.publishing.view import submission_detail
from desktop_admin.services.publishing.writers import require_department, require_editing
from desktop_admin.services.registry import handles


@dataclass(frozen=True, slots=True)
class _Saved:
    written: Written
    places: Places


@handles(StartSubmission)
def start_submission(work: Work, command: StartSubmission) -> SubmissionDetail:
    """Raises NotOfDepartment, OutOfUse, NotFound, FileNotUploaded."""
    saved = _checked(work, command.content)
    require_department(work, saved.places.department)
    today = local_day(work.now)
    submission = Submission(key=uuid7(), number=submission_number(work, today), day=today, edited_at=work.now)
    require_files(work, submission.key, saved.written.content)
    submission.author_key, submission.author = work.actor.account_id, work.actor.name
    _fill(submission, saved)
    engine.begin(work, PROCESS, submission, (_revision(work, submission, saved, 1),))
    _set_channels(work, submission, saved.places)
    return submission_detail(work, submission, saved.written.cleaned.removed)


@handles(EditSubmission)
def edit_submission(work: Work, command: EditSubmission) -> SubmissionDetail:
    """Raises NotForEditing, NotTheAuthor, NothingChanged, and what StartSubmission raises."""
    submission = work.hold(Submission, command.key, command.version)
    require_editing(work, submission)
    saved = _checked(work, command.content)
    if saved.places.department.key != submission.department_key:
        require_department(work, saved.places.department)
    require_files(work, submission.key, saved.written.content)
    before = submission.revision
    with work.session.no_autoflush:
        _fill(submission, saved)
        submission.edited_at = work.now
        work.session.add(_revision(work, submission, saved, before + 1))
        work.session.flush()
    engine.revise(work, PROCESS, submission)
    if submission.revision == before:
        raise NothingChanged
    submission.publish_at, submission.handed_in_at = None, None
    _set_channels(work, submission, saved.places)
    work.saved(submission)
    return submission_detail(work, submission, saved.written.cleaned.removed)


def _checked(work: Work, content: Content) -> _Saved:
    tidy = tidied(content)
    places = places_of(work, tidy.content)
    require_usable(work, tidy.content, places)
    return _Saved(tidy, places)


def _fill(submission: Submission, saved: _Saved) -> None:
    """The columns that lists and rules look at."""
    content, places = saved.written.content, saved.places
    submission.title, submission.text = content.title, saved.written.text
    submission.department_key, submission.department = places.department.key, places.department.name
    submission.column_key = places.column.key if places.column is not None else None
    submission.column = places.column.name if places.column is not None else ""
    submission.channels = [channel.name for channel in places.channels]
    submission.theme, submission.results, submission.event_day = content.theme, content.results, content.event_day
    submission.sponsor_key = content.sponsor_key if content.student else None


def _revision(work: Work, submission: Submission, saved: _Saved, number: int) -> SubmissionRevision:
    content, text = saved.written.content, saved.written.text
    list_ = words.in_force(work)
    found = findings.look_through(content, text, list_)
    told = stored(content)
    return SubmissionRevision(
        school_id=work.school_id,
        submission_key=submission.key,
        revision=number,
        content=told,
        html=content.html,
        text=text,
        sha256=sha256(sealed(submission, told, content.html)).hexdigest(),
        list_version=list_.version,
        found=[msgspec.to_builtins(each.finding) for each in found],
        at=work.now,
        by_key=work.actor.account_id,
        by=work.actor.name,
    )


def _set_channels(work: Work, submission: Submission, places: Places) -> None:
    wanted = {channel.key for channel in places.channels}
    there = select(SubmissionChannel).where(SubmissionChannel.submission_key == submission.key)
    for row in work.session.scalars(there):
        if row.channel_key in wanted:
            wanted.remove(row.channel_key)
        else:
            work.session.delete(row)
    for key in sorted(wanted):
        work.add(SubmissionChannel(submission_key=submission.key, channel_key=key))


@handles(AnswerFinding)
def answer_finding(work: Work, command: AnswerFinding) -> SubmissionDetail:
    submission = work.hold(Submission, command.key, command.version)
    require_editing(work, submission)
    reason = prose(command.reason)
    if not reason:
        raise FindingReasonNeeded
    now, list_ = written(work, submission), words.in_force(work)
    found = findings.look_through(now.content, now.text, list_)
    said = command.said[: findings.LONGEST_SAID]
    if (command.kind, said) not in {(one.finding.kind, one.finding.said[: findings.LONGEST_SAID]) for one in found}:
        raise NoSuchFinding(said=said)
    answer = AnsweredFinding(submission_key=submission.key, revision=submission.revision, kind=command.kind, said=said)
    answer.list_version, answer.reason = list_.version, reason
    answer.at, answer.by_key, answer.by = work.now, work.actor.account_id, work.actor.name
    work.add(answer)
    return submission_detail(work, submission)


# --- while somebody writes ---
@handles(CleanHtml)
def clean_html(work: Work, request: CleanHtml) -> Cleaned:  # noqa: ARG001 - nothing is looked up
    return clean(request.html)


@handles(CheckDraft)
def check_draft(work: Work, request: CheckDraft) -> DraftCheck:
    tidy = tidied(request.content)
    places = places_of(work, tidy.content)
    known = _known(work, request.key) if request.key is not None else None
    author_key = known.author_key if known is not None else work.actor.account_id
    author = known.author if known is not None else work.actor.name
    answers = findings.answers_of(work, known.key) if known is not None else {}
    list_ = words.in_force(work)
    return DraftCheck(
        cleaned=tidy.cleaned,
        text=tidy.text,
        missing=complete.missing(tidy, places, author_key),
        limits=complete.limits(places),
        counters=complete.counted(tidy, places, author),
        findings=findings.look_through(tidy.content, tidy.text, list_, answers),
        list_version=list_.version,
    )


def _known(work: Work, key: UUID) -> Submission:
    """Raises NotFound."""
    sight.require_involved(work, key)
    return work.get(Submission, key)
