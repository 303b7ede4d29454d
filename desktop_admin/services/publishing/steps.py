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
    submission = engine.hold(work, PROCESS, command)
    engine.take(work, PROCESS, submission, command, list_version=str(words.in_force(work).version))
    return submission


def _plain(work: Work, command: DecisionCommand[SubmissionDetail]) -> SubmissionDetail:
    return submission_detail(work, _taken(work, command))


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


@handles(SignDepartment)
def sign_department(work: Work, command: SignDepartment) -> SubmissionDetail:
    return submission_detail(work, _signed(work, command))


@handles(Authorise)
def authorise(work: Work, command: Authorise) -> SubmissionDetail:
    submission = _signed(work, command)
    submission.publish_at = schedule.chosen(work, command.publish_at)
    return submission_detail(work, work.saved(submission))


@handles(ConfirmReview)
def confirm_review(work: Work, command: ConfirmReview) -> SubmissionDetail:
    return submission_detail(work, _signed(work, command))


@handles(ConfirmResults)
def confirm_results(work: Work, command: ConfirmResults) -> SubmissionDetail:
    return submission_detail(work, _signed(work, command))


@handles(ConfirmSponsor)
def confirm_sponsor(work: Work, command: ConfirmSponsor) -> SubmissionDetail:
    return submission_detail(work, _signed(work, command))


# --- back, and out of the way ---
@handles(ReturnToAuthor)
def return_to_author(work: Work, command: ReturnToAuthor) -> SubmissionDetail:
    return _back(work, command)


@handles(ReturnToDepartment)
def return_to_department(work: Work, command: ReturnToDepartment) -> SubmissionDetail:
    return _back(work, command)


@handles(ReturnBySecond)
def return_by_second(work: Work, command: ReturnBySecond) -> SubmissionDetail:
    return _back(work, command)


@handles(ReturnResults)
def return_results(work: Work, command: ReturnResults) -> SubmissionDetail:
    return _back(work, command)


@handles(ReturnBySponsor)
def return_by_sponsor(work: Work, command: ReturnBySponsor) -> SubmissionDetail:
    return _back(work, command)


@handles(RejectSubmission)
def reject_submission(work: Work, command: RejectSubmission) -> SubmissionDetail:
    return _back(work, command)


@handles(WithdrawSubmission)
def withdraw_submission(work: Work, command: WithdrawSubmission) -> SubmissionDetail:
    return _back(work, command)


def _back(work: Work, command: DecisionCommand[SubmissionDetail]) -> SubmissionDetail:
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
    return _plain(work, command)
