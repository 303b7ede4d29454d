"""What the jobs of an article come to."""

from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.publishing.flow import FLOW, Publish
from desktop_admin.api.publishing.states import DONE, OPEN, JobState, JobTask, SubmissionState
from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services.approval import engine, standing
from desktop_admin.services.publishing.process import PROCESS
from desktop_admin.services.publishing.queue import current

_S = SubmissionState
WAITING = frozenset({_S.PUBLISHING, _S.UNCERTAIN})


def held(work: Work, key: UUID) -> tuple[Submission, ChannelJob]:
    """The article before its job, as everyone locks them. Raises NotFound."""
    found = select(ChannelJob.submission_key).where(ChannelJob.key == key, ChannelJob.school_id == work.school_id)
    submission = work.session.scalar(found)
    if submission is None:
        raise NotFound
    return work.hold(Submission, submission), work.hold(ChannelJob, key)


def require_publisher(work: Work, submission: Submission, job: ChannelJob) -> None:
    """Whoever authorised never publishes, and only what was signed goes out.

    Raises NotAllowed, SecondSeat, ContentMoved.
    """
    if job.task is JobTask.REMOVE:
        work.actor.require(Publish.permission)
        return
    standing.require(work, PROCESS, submission, FLOW.step(Publish))
    engine.check_content(work, PROCESS, submission)


def settle(work: Work, submission: Submission) -> None:
    """Once nothing is left to do, the article is published, partly, not at all, or nobody knows."""
    jobs = current(work, submission)
    if submission.state not in WAITING or not jobs:
        return
    if any(job.state in DONE for job in jobs) and submission.published_at is None:
        submission.published_at = work.now
        work.saved(submission)
    after = _result([job.state for job in jobs])
    if after is not None and after is not submission.state:
        engine.follow(work, PROCESS, submission, after)


def _result(states: list[JobState]) -> SubmissionState | None:
    if any(state in OPEN for state in states):
        return None
    if JobState.UNCERTAIN in states:
        return _S.UNCERTAIN
    done = sum(state in DONE for state in states)
    return _S.PUBLISHED if done == len(states) else _S.PARTIAL if done else _S.FAILED
