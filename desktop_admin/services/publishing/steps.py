"""The steps of the flow: the engine decides whether, this says what else follows."""

from desktop_admin.api.approval import DecisionCommand
from desktop_admin.api.publishing.flow import (
    CHECK_LABELS,
    ArchiveSubmission,
    Authorise,
    ConfirmResults,
    ConfirmReview,
    ConfirmSponsor,
    HandIn,
    Publish,
    RecallSubmission,
    RejectSubmission,
    Reschedule,
    RetryPublishing,
    ReturnBySecond,
    ReturnBySponsor,
    ReturnResults,
    ReturnToAuthor,
    ReturnToDepartment,
    SignDepartment,
    SignOffCommand,
    WithdrawSubmission,
)
from desktop_admin.api.publishing.refusals import ChecksNotTicked
from desktop_admin.api.publishing.submission import SubmissionDetail
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.submission import SignedChecks, Submission
from desktop_admin.services.approval import engine
from desktop_admin.services.publishing import queue, schedule, words
from desktop_admin.services.publishing.content import places_of, revision_of
from desktop_admin.services.publishing.process import PROCESS
from desktop_admin.services.publishing.view import submission_detail
from desktop_admin.services.registry import handles


def _taken(work: Work, command: DecisionCommand[SubmissionDetail]) -> Submission:
    return engine.go(work, PROCESS, command, list_version=str(words.in_force(work).version))


@handles(HandIn)
def hand_in(work: Work, command: HandIn) -> SubmissionDetail:
    submission = _taken(work, command)
    submission.handed_in_at = work.now
    return submission_detail(work, work.saved(submission))


# --- signatures ---
def _signed(work: Work, command: SignOffCommand) -> Submission:
    """Whoever may not sign is told so before what is not ticked."""
    submission = engine.hold(work, PROCESS, command)
    list_version = str(words.in_force(work).version)
    decision = engine.take(work, PROCESS, submission, command, list_version=list_version)
    open_ = next((label for name, label in CHECK_LABELS.items() if not getattr(command, name)), None)
    if open_ is not None:
        raise ChecksNotTicked(item=open_)
    checks = SignedChecks(submission_key=submission.key, decision_key=decision.key, seat=decision.seat)
    checks.items = list(CHECK_LABELS.values())
    work.add(checks)
    return submission


@handles(SignDepartment, ConfirmReview, ConfirmResults, ConfirmSponsor)
def sign(work: Work, command: SignOffCommand) -> SubmissionDetail:
    return submission_detail(work, _signed(work, command))


@handles(Authorise)
def authorise(work: Work, command: Authorise) -> SubmissionDetail:
    submission = _signed(work, command)
    submission.publish_at = schedule.chosen(work, command.publish_at)
    return submission_detail(work, work.saved(submission))


# --- back, and out of the way ---
@handles(
    ReturnToAuthor,
    ReturnToDepartment,
    ReturnBySecond,
    ReturnResults,
    ReturnBySponsor,
    RejectSubmission,
    WithdrawSubmission,
)
def send_back(work: Work, command: DecisionCommand[SubmissionDetail]) -> SubmissionDetail:
    """What is no longer approved has no schedule."""
    submission = _taken(work, command)
    submission.publish_at = None
    return submission_detail(work, work.saved(submission))


# --- out, and back in ---
@handles(Reschedule)
def reschedule(work: Work, command: Reschedule) -> SubmissionDetail:
    submission = _taken(work, command)
    submission.publish_at = schedule.chosen(work, command.publish_at)
    return submission_detail(work, work.saved(submission))


@handles(Publish)
def publish(work: Work, command: Publish) -> SubmissionDetail:
    submission = _taken(work, command)
    schedule.require_due(work, submission, still_true=command.still_true)
    queue.make(work, submission, places_of(work, revision_of(work, submission.key).said()).channels)
    return submission_detail(work, submission)


@handles(RetryPublishing)
def retry_publishing(work: Work, command: RetryPublishing) -> SubmissionDetail:
    submission = _taken(work, command)
    queue.try_again(work, submission)
    return submission_detail(work, submission)


@handles(RecallSubmission)
def recall_submission(work: Work, command: RecallSubmission) -> SubmissionDetail:
    submission = _taken(work, command)
    queue.take_back(work, submission)
    submission.published_at, submission.publish_at = None, None
    return submission_detail(work, work.saved(submission))


@handles(ArchiveSubmission)
def archive_submission(work: Work, command: ArchiveSubmission) -> SubmissionDetail:
    return submission_detail(work, _taken(work, command))
