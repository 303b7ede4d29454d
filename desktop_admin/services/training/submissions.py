"""Work that is handed in: a receipt for each, the newest counts, late only with a reason that somebody decides on."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import func, select

from desktop_admin.api.base import Page
from desktop_admin.api.training.assignments import (
    AlreadyMarked,
    AssignmentState,
    DecideLate,
    LateWithoutReason,
    ListSubmissions,
    NothingHandedIn,
    NotTakingPart,
    NotToBeMarked,
    OwnPaper,
    ReadSubmission,
    SubmissionDetail,
    SubmissionRow,
    SubmissionState,
    SubmitWork,
)
from desktop_admin.api.training.enrolment import EnrolmentState
from desktop_admin.core.clock import local_day, local_time
from desktop_admin.core.errors import NotFound
from desktop_admin.core.text import prose
from desktop_admin.db.lists import Found
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import Assignment, Submission, SubmissionFile, TrainingFile
from desktop_admin.models.training.people import Enrolment
from desktop_admin.services.narrowing import equal, whether
from desktop_admin.services.registry import handles
from desktop_admin.services.training import files
from desktop_admin.services.training.access import in_sight, require_in_sight, require_teaches
from desktop_admin.services.training.given import reason
from desktop_admin.services.training.homework_rows import IN_FORCE, is_overdue, submission_listed, submissions
from desktop_admin.services.training.numbering import receipt_number
from desktop_admin.services.training.submission_view import submission_detail

SORTED_BY: dict[str, Any] = {
    "at": Submission.at,
    "number": Submission.number,
    "assignment": Assignment.title,
    "course": Course.title,
    "learner": Submission.learner,
    "state": Submission.state,
    "attempt": Submission.attempt,
    "late": Submission.late,
    "total": Submission.total,
    "marker": Submission.marker,
    "marked_at": Submission.marked_at,
    "days": Submission.day,
}


@handles(ListSubmissions)
def list_submissions(work: Work, request: ListSubmissions) -> Page[SubmissionRow]:
    found = submissions(work).where(in_sight(work, Assignment.course_key, Submission.learner_key))
    wanted = {
        Assignment.course_key: request.course,
        Submission.assignment_key: request.assignment,
        Submission.state: request.state,
        Submission.late: request.late,
    }
    found = found.where(*equal(wanted))
    found = _narrowed(work, found, request)
    return work.page(request, found, SORTED_BY, partial(submission_listed, local_day(work.now)))


def _narrowed(work: Work, found: Found, request: ListSubmissions) -> Found:
    overdue, mine = is_overdue(local_day(work.now)), Submission.learner_key == work.actor.account_id
    found = found.where(*whether((request.overdue, overdue), (request.mine, mine)))
    if request.search:
        found = found.where(matching(work.session, Submission, request.search))
    return found


@handles(ReadSubmission)
def read_submission(work: Work, request: ReadSubmission) -> SubmissionDetail:
    submission = work.get(Submission, request.key)
    require_in_sight(work, course_of(work, submission), submission.learner_key)
    return submission_detail(work, submission)


@handles(SubmitWork)
def submit_work(work: Work, command: SubmitWork) -> SubmissionDetail:
    assignment = work.get(Assignment, command.assignment)
    if assignment.state is not AssignmentState.SET:
        raise NotFound
    enrolment = _taking_part(work, work.get(Course, assignment.course_key))
    handed_in = [files.own(work, work.get(TrainingFile, key)) for key in dict.fromkeys(command.files)]
    text = prose(command.text)
    if not (text or handed_in):
        raise NothingHandedIn
    late_reason = _reason_if_late(work, assignment, command)
    submission = _next(work, assignment, enrolment)
    submission.text, submission.late, submission.late_reason = text, bool(late_reason), late_reason
    submission.state = SubmissionState.LATE if late_reason else SubmissionState.SUBMITTED
    work.add(submission)
    for position, file in enumerate(handed_in, 1):
        work.add(SubmissionFile(submission_key=submission.key, file_key=file.key, position=position))
    return submission_detail(work, submission)


def _taking_part(work: Work, course: Course) -> Enrolment:
    """The learner's enrolment, held: two who hand in for one person do so one after the other."""
    mine = Enrolment.course_key == course.key, Enrolment.learner_key == work.actor.account_id
    found = work.session.scalar(select(Enrolment.key).where(*mine, Enrolment.state == EnrolmentState.ACTIVE))
    if found is None:
        raise NotTakingPart(course=course.title)
    return work.hold(Enrolment, found)


def _reason_if_late(work: Work, assignment: Assignment, command: SubmitWork) -> str:
    if work.now <= assignment.due:
        return ""
    given = prose(command.late_reason)
    if not given:
        raise LateWithoutReason(due=moment_text(assignment.due))
    return given


def _next(work: Work, assignment: Assignment, enrolment: Enrolment) -> Submission:
    """The learner's next attempt; an unmarked one before it is replaced. What was refused stays so."""
    mine = Submission.assignment_key == assignment.key, Submission.enrolment_key == enrolment.key
    for before in work.session.scalars(select(Submission).where(*mine, IN_FORCE)):
        if before.state is SubmissionState.MARKED:
            raise AlreadyMarked(number=before.number)
        if before.state is not SubmissionState.REFUSED:
            before.state = SubmissionState.REPLACED
            work.saved(before)
    attempts = work.session.scalar(select(func.count()).select_from(Submission).where(*mine)) or 0
    today = local_day(work.now)
    submission = Submission(number=receipt_number(work, today), assignment_key=assignment.key, attempt=attempts + 1)
    submission.enrolment_key, submission.learner_key = enrolment.key, enrolment.learner_key
    submission.learner, submission.at, submission.day = enrolment.learner, work.now, today
    return submission


@handles(DecideLate)
def decide_late(work: Work, command: DecideLate) -> SubmissionDetail:
    work.hold(Enrolment, work.get(Submission, command.key).enrolment_key)
    submission = work.hold(Submission, command.key, command.version)
    require_teaches(work, course_of(work, submission))
    if submission.learner_key == work.actor.account_id:
        raise OwnPaper(what=submission.number)
    if submission.state is not SubmissionState.LATE:
        raise NotToBeMarked(number=submission.number, state=submission.state.label)
    submission.decision = reason(command.reason)
    submission.state = SubmissionState.SUBMITTED if command.accepted else SubmissionState.REFUSED
    submission.decided_by_key, submission.decided_by = work.actor.account_id, work.actor.name
    submission.decided_at = work.now
    work.saved(submission)
    if not command.accepted:
        _count_again(work, submission)
    return submission_detail(work, submission)


def _count_again(work: Work, refused: Submission) -> None:
    """What the refused work had replaced: nobody loses what was handed in before."""
    mine = Submission.assignment_key == refused.assignment_key, Submission.enrolment_key == refused.enrolment_key
    replaced = select(Submission).where(*mine, Submission.state == SubmissionState.REPLACED)
    before = work.session.scalars(replaced.order_by(Submission.attempt.desc()).limit(1)).first()
    if before is not None:
        before.state = SubmissionState.LATE if before.late and before.decided_at is None else SubmissionState.SUBMITTED
        work.saved(before)


def course_of(work: Work, submission: Submission) -> Course:
    return work.get(Course, work.get(Assignment, submission.assignment_key).course_key)


def moment_text(moment: datetime) -> str:
    return f"{local_time(moment):%Y-%m-%d %H:%M}"
