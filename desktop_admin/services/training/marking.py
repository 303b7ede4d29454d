"""Marking: never the own work, never over somebody else's marks unseen, and nothing is lost either way."""

from decimal import Decimal

from desktop_admin.api.training.assignments import (
    Criterion,
    LateNotAccepted,
    MarkedMeanwhile,
    MarksMissing,
    MarksTooHigh,
    MarkSubmission,
    NotToBeMarked,
    OwnPaper,
    ScoreGiven,
    SubmissionDetail,
    SubmissionState,
)
from desktop_admin.api.training.grades import ResultsReleased
from desktop_admin.core.errors import Stale
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.training.homework import Assignment, Marking, RubricScore, Submission
from desktop_admin.models.training.people import Enrolment
from desktop_admin.services.registry import handles
from desktop_admin.services.training.access import require_teaches
from desktop_admin.services.training.assignments import criteria_of
from desktop_admin.services.training.given import NONE, exact, reason
from desktop_admin.services.training.submission_view import markings_of, submission_detail
from desktop_admin.services.training.submissions import course_of, moment_text


@handles(MarkSubmission)
def mark_submission(work: Work, command: MarkSubmission) -> SubmissionDetail:
    submission, enrolment = _held(work, command)
    require_teaches(work, course_of(work, submission))
    if submission.learner_key == work.actor.account_id:
        raise OwnPaper(what=submission.number)
    _require_unmoved(submission, command)
    _require_markable(submission, enrolment)
    again = submission.state is SubmissionState.MARKED
    why = reason(command.reason) if again else prose(command.reason)
    scores = _checked(criteria_of(work, work.get(Assignment, submission.assignment_key)), command)
    marking = Marking(submission_key=submission.key, number=len(markings_of(work, submission.key)) + 1, at=work.now)
    marking.by_key, marking.by = work.actor.account_id, work.actor.name
    marking.total = sum((marks for _, marks in scores), NONE)
    marking.feedback, marking.reason = prose(command.feedback), why
    work.add(marking)
    for criterion, marks in scores:
        work.add(RubricScore(marking_key=marking.key, criterion_key=criterion.id, marks=marks))
    submission.state, submission.total = SubmissionState.MARKED, marking.total
    submission.marker, submission.marked_at = marking.by, marking.at
    return submission_detail(work, work.saved(submission))


def _held(work: Work, command: MarkSubmission) -> tuple[Submission, Enrolment]:
    """The enrolment first, as who hands in and who releases results do: nobody waits for each other."""
    seen = work.get(Submission, command.key)
    enrolment = work.hold(Enrolment, seen.enrolment_key)
    work.session.expire(seen)
    return work.hold(Submission, command.key), enrolment


def _require_unmoved(submission: Submission, command: MarkSubmission) -> None:
    """Raises MarkedMeanwhile, with what the other one gave; Stale where something else has changed."""
    if submission.version == command.version:
        return
    if submission.state is not SubmissionState.MARKED or submission.marked_at is None:
        raise Stale
    total = f"{submission.total:f}"
    when = moment_text(submission.marked_at)
    raise MarkedMeanwhile(who=submission.marker, number=submission.number, when=when, total=total)


def _require_markable(submission: Submission, enrolment: Enrolment) -> None:
    if submission.state is SubmissionState.LATE:
        raise LateNotAccepted(number=submission.number)
    if submission.state not in {SubmissionState.SUBMITTED, SubmissionState.MARKED}:
        raise NotToBeMarked(number=submission.number, state=submission.state.label)
    if enrolment.released_at is not None:
        raise ResultsReleased(who=enrolment.learner)


def _checked(criteria: tuple[Criterion, ...], command: MarkSubmission) -> list[tuple[Criterion, Decimal]]:
    """Raises MarksMissing, MarksTooHigh, TooManyDecimals, OutOfBounds."""
    given = {score.criterion: score.marks for score in command.scores}
    missing = [each.title for each in criteria if each.id not in given]
    if missing:
        raise MarksMissing(criteria="、".join(missing))
    checked: list[tuple[Criterion, Decimal]] = []
    for each in criteria:
        marks = exact(ScoreGiven, "marks", given[each.id])
        if marks > each.marks:
            raise MarksTooHigh(criterion=each.title, most=f"{each.marks:f}", given=f"{marks:f}")
        checked.append((each, marks))
    return checked
