"""Jobs are made, tried again, dropped; each once for an article, a channel, a revision and a task."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.publishing.jobs import JobRow
from desktop_admin.api.publishing.states import DONE, OPEN, JobState, JobTask
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.registers import Channel
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services.publishing.schedule import LATE

REACHED = frozenset({JobState.SUBMITTED, JobState.CONFIRMED, JobState.MANUAL_DONE})  # it may be seen there


def jobs_of(work: Work, submission: UUID) -> list[ChannelJob]:
    found = select(ChannelJob).where(ChannelJob.submission_key == submission)
    return list(work.session.scalars(found.order_by(ChannelJob.key)))


def current(work: Work, submission: Submission) -> list[ChannelJob]:
    """Those that publish the revision in force."""
    jobs = jobs_of(work, submission.key)
    return [job for job in jobs if (job.revision, job.task) == (submission.revision, JobTask.PUBLISH)]


def make(work: Work, submission: Submission, channels: Iterable[Channel]) -> None:
    there = {job.channel_key for job in current(work, submission)}
    for channel in channels:
        if channel.key not in there:
            _add(work, submission, channel, JobTask.PUBLISH)


def try_again(work: Work, submission: Submission) -> None:
    """Only what failed; each goes on from the step it had reached."""
    for job in current(work, submission):
        if job.state is JobState.FAILED:
            job.state, job.problem, job.finished_at = JobState.QUEUED, "", None
            work.saved(job)


def take_back(work: Work, submission: Submission) -> None:
    """What has not gone out does not; what has, or may have, is taken down."""
    for job in jobs_of(work, submission.key):
        if job.task is not JobTask.PUBLISH or job.state is JobState.DROPPED:
            continue
        if job.state in DONE or job.state is JobState.UNCERTAIN or job.reached in REACHED:
            _remove(work, submission, job)
        if job.state in OPEN | {JobState.FAILED}:
            job.state, job.lease_until = JobState.DROPPED, None
            work.saved(job)


def _remove(work: Work, submission: Submission, job: ChannelJob) -> None:
    same = (
        ChannelJob.submission_key == submission.key,
        ChannelJob.channel_key == job.channel_key,
        ChannelJob.revision == job.revision,
        ChannelJob.task == JobTask.REMOVE,
    )
    if work.session.scalar(select(ChannelJob.key).where(*same)) is None:
        removal = _add(work, submission, work.get(Channel, job.channel_key), JobTask.REMOVE, job.revision)
        removal.address = job.address
        work.saved(removal)


def _add(
    work: Work, submission: Submission, channel: Channel, task: JobTask, revision: int | None = None
) -> ChannelJob:
    due = submission.publish_at if task is JobTask.PUBLISH else None
    job = ChannelJob(
        submission_key=submission.key,
        channel_key=channel.key,
        revision=revision or submission.revision,
        task=task,
        number=submission.number,
        title=submission.title,
        channel=channel.name,
        kind=channel.kind,
        due_at=due or work.now,
    )
    return work.add(job)


def job_row(work: Work, job: ChannelJob) -> JobRow:
    open_now = job.state in OPEN
    return JobRow(
        key=job.key,
        version=job.version,
        submission_key=job.submission_key,
        number=job.number,
        title=job.title,
        revision=job.revision,
        channel_key=job.channel_key,
        channel=job.channel,
        kind=job.kind,
        task=job.task,
        state=job.state,
        due_at=job.due_at,
        overdue=open_now and job.due_at < work.now - LATE,
        by=job.by,
        lease_until=job.lease_until if open_now else None,
        attempts=job.attempts,
        address=job.address,
        remote_id=job.remote_id,
        digest=job.digest,
        problem=job.problem,
        screenshot=job.screenshot or "",
        remark=job.remark,
        finished_at=job.finished_at,
    )
