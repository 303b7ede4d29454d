"""What people do on a channel themselves, and what they judge of a job that nobody is sure of."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from desktop_admin.api.publishing.jobs import FailJob, JobRow, JudgeJob, ReadReadyCopy, ReadyCopy, RecordDone
from desktop_admin.api.publishing.refusals import (
    DoneByProgram,
    FileDamaged,
    JobNotOpen,
    NotAuthorised,
    ScreenshotNeeded,
)
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.states import AUTHORISED, OPEN, JobState, JobTask
from desktop_admin.core.errors import Invalid, NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.work import Who, Work
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services import blobs, pictures
from desktop_admin.services.approval import engine
from desktop_admin.services.publishing import files, outcome, sight
from desktop_admin.services.publishing.addresses import web_address
from desktop_admin.services.publishing.content import revision_of
from desktop_admin.services.publishing.process import PROCESS
from desktop_admin.services.publishing.queue import job_row
from desktop_admin.services.publishing.text.wechat import inline
from desktop_admin.services.registry import Backstage, handles, needs_folder, prepares


@prepares(RecordDone)
def keep_screenshot(backstage: Backstage, who: Who, command: RecordDone) -> str:  # noqa: ARG001
    if not command.screenshot:
        return ""
    if backstage.folder is None:
        raise NotFound
    return files.kept_picture(backstage.folder, command.screenshot).sha256


@handles(RecordDone)
def record_done(work: Work, command: RecordDone) -> JobRow:
    submission, job = _held(work, command.key, command.version)
    if job.kind is not ChannelKind.MANUAL:
        raise DoneByProgram(channel=job.channel)
    outcome.require_publisher(work, submission, job)
    if not work.prepared:
        raise ScreenshotNeeded
    if job.task is JobTask.PUBLISH or command.address:
        job.address = web_address(command.address)
    job.screenshot, job.remark = work.prepared, prose(command.remark)
    return _finish(work, submission, job, JobState.MANUAL_DONE)


@handles(FailJob)
def fail_job(work: Work, command: FailJob) -> JobRow:
    submission, job = _held(work, command.key, command.version)
    if job.kind is not ChannelKind.MANUAL:
        raise DoneByProgram(channel=job.channel)
    job.problem = _said(N_("What went wrong"), command.remark)
    return _finish(work, submission, job, JobState.FAILED)


@handles(JudgeJob)
def judge_job(work: Work, command: JudgeJob) -> JobRow:
    submission, job = outcome.held(work, command.key)
    if job.state is not JobState.UNCERTAIN:
        raise JobNotOpen(channel=job.channel, state=job.state.label)
    work.get(ChannelJob, job.key, command.version)
    if command.address:
        job.address = web_address(command.address)
    job.remark = _said(N_("What was seen"), command.remark)
    if command.done:
        return _finish(work, submission, job, JobState.MANUAL_DONE)
    job.reached = JobState.QUEUED
    return _finish(work, submission, job, JobState.FAILED)


def _held(work: Work, key: UUID, version: int) -> tuple[Submission, ChannelJob]:
    """Raises JobNotOpen where it is no longer to be done, whoever did it."""
    submission, job = outcome.held(work, key)
    again = job.task is JobTask.REMOVE and job.state is JobState.FAILED
    if job.state not in OPEN and not again:
        raise JobNotOpen(channel=job.channel, state=job.state.label)
    work.get(ChannelJob, job.key, version)
    return submission, job


def _said(field: str, given: str) -> str:
    text = prose(given)
    if not text:
        raise Invalid(field=field, reason=N_("write it down"))
    return text


def _finish(work: Work, submission: Submission, job: ChannelJob, state: JobState) -> JobRow:
    job.state, job.finished_at, job.lease_until = state, work.now, None
    job.by_key, job.by, job.attempts = work.actor.account_id, work.actor.name, job.attempts + 1
    if state is JobState.MANUAL_DONE:
        job.reached = state
    work.saved(job)
    if job.task is JobTask.PUBLISH:
        outcome.settle(work, submission)
    return job_row(work, job)


# --- what is pasted into WeChat's editor ---
needs_folder(ReadReadyCopy)


@handles(ReadReadyCopy)
def read_ready_copy(work: Work, request: ReadReadyCopy) -> ReadyCopy:
    sight.require_involved(work, request.key)
    submission = work.get(Submission, request.key)
    if submission.state not in AUTHORISED:
        raise NotAuthorised(number=submission.number)
    engine.check_content(work, PROCESS, submission)
    content = revision_of(work, submission.key).said()
    return ReadyCopy(
        title=content.title,
        byline=content.byline or submission.author,
        summary=content.summary,
        html=inline(content.html, _shown(work.prepared, submission.number)),
        revision=submission.revision,
        sha256=submission.content_sha256,
    )


def _shown(folder: Path | None, number: str) -> Callable[[str], str]:
    """A picture's bytes as its address: what is pasted needs no file. Raises FileDamaged."""

    def address(digest: str) -> str:
        data = blobs.read(folder, digest, pictures.KIND) if folder is not None else None
        if data is None:
            raise FileDamaged(name=number)
        return f"data:image/jpeg;base64,{b64encode(data).decode()}"

    return address
