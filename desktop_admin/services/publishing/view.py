"""An article as a page, a list and a print see it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import func, select

from desktop_admin.api.publishing.content import Purpose
from desktop_admin.api.publishing.flow import FLOW, HEAD, SPONSOR
from desktop_admin.api.publishing.states import DONE, EDITABLE, SubmissionState
from desktop_admin.api.publishing.submission import (
    ReadSubmission,
    RevisionLine,
    SeatLine,
    SubmissionDetail,
    SubmissionRow,
)
from desktop_admin.api.publishing.text import Removed
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.approval import Decision
from desktop_admin.models.publishing.submission import SignedChecks, Submission, SubmissionRevision
from desktop_admin.services.approval import engine, standing
from desktop_admin.services.publishing import complete, files, findings, process, sight, words
from desktop_admin.services.publishing.content import places_of
from desktop_admin.services.publishing.process import PROCESS
from desktop_admin.services.publishing.queue import job_row, jobs_of
from desktop_admin.services.publishing.writers import is_writer
from desktop_admin.services.registry import handles

_S = SubmissionState
DUE = frozenset({_S.SCHEDULED})
ENDED = frozenset({_S.REJECTED, _S.WITHDRAWN, _S.ARCHIVED, _S.RECALLED})


@handles(ReadSubmission)
def read_submission(work: Work, request: ReadSubmission) -> SubmissionDetail:
    """Raises NotFound."""
    sight.require_visible(work, request.key)
    return submission_detail(work, work.get(Submission, request.key))


def submission_row(submission: Any, now: datetime) -> SubmissionRow:
    """Of a record, or of a row that has its columns."""
    return SubmissionRow(
        key=submission.key,
        version=submission.version,
        number=submission.number,
        title=submission.title,
        state=submission.state,
        department=submission.department,
        author=submission.author,
        channels=tuple(submission.channels),
        column=submission.column,
        theme=submission.theme,
        revision=submission.revision,
        edited_at=submission.edited_at,
        handed_in_at=submission.handed_in_at,
        publish_at=submission.publish_at,
        published_at=submission.published_at,
        lag=_lag(submission, now),
        overdue=submission.state in DUE and submission.publish_at is not None and submission.publish_at < now,
    )


def _lag(submission: Any, now: datetime) -> int | None:
    """SW 三.1(3): how long after the event it can be read."""
    ended = submission.state in ENDED and submission.published_at is None
    if submission.event_day is None or ended:
        return None
    day: date = submission.event_day
    return (local_day(submission.published_at or now) - day).days


def submission_detail(work: Work, submission: Submission, removed: tuple[Removed, ...] = ()) -> SubmissionDetail:
    detail = _whole(work, submission, removed)
    return detail if sight.is_involved(work, submission) else _published(detail)


def _whole(work: Work, submission: Submission, removed: tuple[Removed, ...]) -> SubmissionDetail:
    now = process.written(work, submission)
    content, text = now.content, now.text
    places, list_ = places_of(work, content), words.in_force(work)
    signed, decisions = engine.signatures(work, submission), standing.decisions_on(work, submission.key)
    named = frozenset(file.sha256 for file in content.files)
    reader = work.actor.account_id
    return SubmissionDetail(
        row=submission_row(submission, work.now),
        content=content,
        text=text,
        sha256=submission.content_sha256,
        intact=PROCESS.digest(work, submission) == submission.content_sha256,
        author_key=submission.author_key,
        sponsor=_name(work, submission.sponsor_key),
        editable=submission.state in EDITABLE and is_writer(work, submission, reader),
        missing=complete.missing(now, places, submission.author_key),
        limits=complete.limits(places),
        counters=complete.counted(now, places, submission.author),
        findings=findings.look_through(content, text, list_, findings.answers_of(work, submission.key)),
        list_version=list_.version,
        offers=engine.offers(work, PROCESS, submission),
        history=engine.history(work, PROCESS, submission),
        seats=_seats(work, submission, signed),
        revisions=revisions_of(work, submission),
        files=tuple(files.file_line(file, named) for file in files.files_of(work, submission.key)),
        jobs=tuple(job_row(work, job) for job in jobs_of(work, submission.key)),
        signed_revision=_signed_by(reader, decisions),
        removed=removed,
    )


def _published(detail: SubmissionDetail) -> SubmissionDetail:
    """What is read of it by whoever has nothing to do with it."""
    pictures = detail.content.of_purpose(Purpose.PICTURE)
    shown = {file.sha256 for file in pictures}
    return replace(
        detail,
        whole=False,
        content=replace(detail.content, files=pictures, statement="", student="", sponsor_key=None),
        sponsor="",
        missing=(),
        findings=(),
        offers=(),
        history=tuple(replace(line, remark="", pc="") for line in detail.history if line.counts),
        revisions=detail.revisions[-1:],
        files=tuple(file for file in detail.files if file.sha256 in shown),
        jobs=tuple(replace(job, screenshot="", remark="") for job in detail.jobs if job.state in DONE),
    )


def _signed_by(person: UUID, decisions: list[Decision]) -> int | None:
    return max((one.revision for one in decisions if one.seat and person in one.persons), default=None)


def _name(work: Work, key: UUID | None) -> str:
    return work.get(Account, key).name if key is not None else ""


def _seats(work: Work, submission: Submission, signed: Mapping[str, Decision]) -> tuple[SeatLine, ...]:
    """Every seat that this article needs, in the order of the form."""
    needed = PROCESS.seats(work, submission) | {HEAD}
    signer = process.signer(work, submission)
    holders = {HEAD: signer.name if signer else "", SPONSOR: _name(work, submission.sponsor_key)}
    ticked = _ticked(work, submission)
    lines: list[SeatLine] = []
    for seat in FLOW.seats:
        if seat.name not in needed:
            continue
        line = SeatLine(seat=seat.name, label=seat.label, holder=holders.get(seat.name, ""))
        decision = signed.get(seat.name)
        lines.append(line if decision is None else _filled(line, decision, ticked))
    return tuple(lines)


def _filled(line: SeatLine, decision: Decision, ticked: Mapping[UUID, tuple[str, ...]]) -> SeatLine:
    return SeatLine(
        seat=line.seat,
        label=line.label,
        holder=line.holder,
        by=decision.by,
        on_behalf_of=decision.for_name,
        at=decision.at,
        checks=ticked.get(decision.key, ()),
    )


def _ticked(work: Work, submission: Submission) -> dict[UUID, tuple[str, ...]]:
    found = select(SignedChecks).where(SignedChecks.submission_key == submission.key)
    return {checks.decision_key: tuple(checks.items) for checks in work.session.scalars(found)}


def revisions_of(work: Work, submission: Submission) -> tuple[RevisionLine, ...]:
    """The first one first, without what they say."""
    one = SubmissionRevision
    told = (one.revision, one.sha256, one.at, one.by, func.length(one.text), one.list_version, one.found)
    found = select(*told).where(one.submission_key == submission.key).order_by(one.revision)
    return tuple(
        RevisionLine(
            revision=revision,
            sha256=sha256,
            at=at,
            by=by,
            characters=characters,
            list_version=list_version,
            findings=len(findings_),
        )
        for revision, sha256, at, by, characters, list_version, findings_ in work.session.execute(found)
    )


def revision_line(revision: SubmissionRevision) -> RevisionLine:
    return RevisionLine(
        revision=revision.revision,
        sha256=revision.sha256,
        at=revision.at,
        by=revision.by,
        characters=len(revision.text),
        list_version=revision.list_version,
        findings=len(revision.found),
    )
