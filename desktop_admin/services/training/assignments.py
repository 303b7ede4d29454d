"""Homework: set by the teacher with a rubric whose marks add up (在线培训平台 10.1)."""

from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from desktop_admin.api.base import Page
from desktop_admin.api.training import assignments as api
from desktop_admin.api.training.assignments import (
    TO_MARK,
    AddAssignment,
    AssignmentDetail,
    AssignmentRow,
    AssignmentState,
    CriteriaDontAddUp,
    DeleteAssignment,
    DuePassed,
    EditAssignment,
    ListAssignments,
    NoCriteria,
    ReadAssignment,
    RubricInUse,
    SetAssignment,
)
from desktop_admin.api.training.enrolment import EnrolmentState
from desktop_admin.api.training.grades import ItemInUse
from desktop_admin.core.clock import local_time
from desktop_admin.core.errors import NotFound
from desktop_admin.core.text import prose
from desktop_admin.db.lists import Found
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import Assignment, Criterion, Submission
from desktop_admin.models.training.people import Enrolment
from desktop_admin.models.training.results import GradeItem
from desktop_admin.services.narrowing import equal, whether
from desktop_admin.services.registry import handles
from desktop_admin.services.training.access import of_my_courses, require_teaches, sees_all, teaches
from desktop_admin.services.training.given import NONE, exact, needed, require_own
from desktop_admin.services.training.homework_rows import (
    IN_FORCE,
    assignment_listed,
    assignment_row,
    assignments,
    submission_rows,
)

SORTED_BY: dict[str, Any] = {
    "-due": Assignment.due,
    "title": Assignment.title,
    "course": Course.title,
    "state": Assignment.state,
    "marks": Assignment.marks,
}


@handles(ListAssignments)
def list_assignments(work: Work, request: ListAssignments) -> Page[AssignmentRow]:
    found = _visible(work, assignments(work))
    found = found.where(*equal({Assignment.course_key: request.course, Assignment.state: request.state}))
    wanted = (request.to_mark, _to_mark(work)), (request.mine, _to_do(work)), (request.learnt, _learnt(work))
    found = found.where(*whether(*wanted))
    if request.search:
        found = found.where(matching(work.session, Assignment, request.search))
    return work.page(request, found, SORTED_BY, partial(assignment_listed, work.now))


def _visible(work: Work, found: Found) -> Found:
    if sees_all(work):
        return found
    return found.where(or_(of_my_courses(work, Assignment.course_key), _learnt(work)))


def _learnt(work: Work) -> Any:
    """Set in a course that the reader takes or took."""
    mine = select(Enrolment.course_key).where(Enrolment.learner_key == work.actor.account_id)
    return Assignment.course_key.in_(mine) & (Assignment.state == AssignmentState.SET)


def _to_mark(work: Work) -> Any:
    """Of courses that the reader teaches or supervises: a learner has nothing to mark."""
    waiting = Assignment.key.in_(select(Submission.assignment_key).where(Submission.state.in_(TO_MARK)))
    return waiting if sees_all(work) else waiting & of_my_courses(work, Assignment.course_key)


def _to_do(work: Work) -> Any:
    """Set, the reader takes part, and has handed in nothing that counts."""
    me = work.actor.account_id
    active = Enrolment.learner_key == me, Enrolment.state == EnrolmentState.ACTIVE
    done = select(Submission.assignment_key).where(Submission.learner_key == me, IN_FORCE)
    here = Assignment.course_key.in_(select(Enrolment.course_key).where(*active))
    return here & (Assignment.state == AssignmentState.SET) & Assignment.key.not_in(done)


@handles(ReadAssignment)
def read_assignment(work: Work, request: ReadAssignment) -> AssignmentDetail:
    """Raises NotFound to who neither teaches nor takes part in the course."""
    assignment = work.get(Assignment, request.key)
    course = work.get(Course, assignment.course_key)
    require_shown(work, assignment, course)
    return _detail(work, assignment, course)


def require_shown(work: Work, assignment: Assignment, course: Course) -> None:
    """Raises NotFound."""
    if sees_all(work) or teaches(work, course):
        return
    mine = Enrolment.course_key == course.key, Enrolment.learner_key == work.actor.account_id
    takes_part = work.session.scalars(select(Enrolment.key).where(*mine)).first() is not None
    if assignment.state is AssignmentState.DRAFT or not takes_part:
        raise NotFound


def _detail(work: Work, assignment: Assignment, course: Course) -> AssignmentDetail:
    everyone = sees_all(work) or teaches(work, course)
    whose = [] if everyone else [Submission.learner_key == work.actor.account_id]
    return AssignmentDetail(
        row=assignment_row(work, assignment.key),
        text=assignment.text,
        criteria=criteria_of(work, assignment),
        submissions=submission_rows(work, Submission.assignment_key == assignment.key, IN_FORCE, *whose),
        missing=_missing(work, assignment) if everyone else (),
        may_mark=teaches(work, course),
    )


def _missing(work: Work, assignment: Assignment) -> tuple[str, ...]:
    done = select(Submission.enrolment_key).where(Submission.assignment_key == assignment.key)
    active = Enrolment.course_key == assignment.course_key, Enrolment.state == EnrolmentState.ACTIVE
    found = select(Enrolment.learner).where(*active, Enrolment.key.not_in(done)).order_by(Enrolment.turn)
    return tuple(work.session.scalars(found))


def criteria_rows(work: Work, assignment_key: UUID) -> list[Criterion]:
    found = select(Criterion).where(Criterion.assignment_key == assignment_key).order_by(Criterion.position)
    return list(work.session.scalars(found))


def criteria_of(work: Work, assignment: Assignment) -> tuple[api.Criterion, ...]:
    return tuple(
        api.Criterion(id=row.key, title=row.title, marks=row.marks) for row in criteria_rows(work, assignment.key)
    )


@handles(AddAssignment)
def add_assignment(work: Work, command: AddAssignment) -> AssignmentRow:
    course = require_teaches(work, work.get(Course, command.course))
    assignment = Assignment(course_key=course.key, by_key=work.actor.account_id, by=work.actor.name)
    _fill(assignment, command)
    criteria = _checked(command.criteria, assignment.marks)
    work.add(assignment)
    _store(work, assignment, criteria)
    return assignment_row(work, assignment.key)


@handles(EditAssignment)
def edit_assignment(work: Work, command: EditAssignment) -> AssignmentDetail:
    assignment, course = _taught(work, command)
    _fill(assignment, command)
    criteria = _checked(command.criteria, assignment.marks)
    if criteria != criteria_of(work, assignment):
        _require_unused(work, assignment)
        for row in criteria_rows(work, assignment.key):
            work.session.delete(row)
        work.session.flush()
        _store(work, assignment, criteria)
    work.saved(assignment)
    return _detail(work, assignment, course)


@handles(SetAssignment)
def set_assignment(work: Work, command: SetAssignment) -> AssignmentDetail:
    assignment, course = _taught(work, command)
    if assignment.due <= work.now:
        raise DuePassed(due=f"{local_time(assignment.due):%Y-%m-%d %H:%M}")
    assignment.state, assignment.set_at = AssignmentState.SET, work.now
    work.saved(assignment)
    return _detail(work, assignment, course)


@handles(DeleteAssignment)
def delete_assignment(work: Work, command: DeleteAssignment) -> None:
    assignment, _ = _taught(work, command)
    _require_unused(work, assignment)
    counted = select(GradeItem.title).where(GradeItem.assignment_key == assignment.key)
    title = work.session.scalars(counted).first()
    if title is not None:
        raise ItemInUse(title=title)
    for row in criteria_rows(work, assignment.key):
        work.session.delete(row)
    work.session.flush()
    work.session.delete(assignment)
    work.session.flush()


def _taught(work: Work, command: Any) -> tuple[Assignment, Course]:
    assignment = work.hold(Assignment, command.key, command.version)
    return assignment, require_teaches(work, work.get(Course, assignment.course_key))


def _require_unused(work: Work, assignment: Assignment) -> None:
    used = select(func.count()).select_from(Submission).where(Submission.assignment_key == assignment.key)
    count = work.session.scalar(used) or 0
    if count:
        raise RubricInUse(title=assignment.title, count=count)


def _fill(assignment: Assignment, given: AddAssignment | EditAssignment) -> None:
    assignment.title, assignment.text = needed(AddAssignment, "title", given.title), prose(given.text)
    assignment.due, assignment.marks = given.due, exact(AddAssignment, "marks", given.marks)


def _checked(criteria: tuple[api.Criterion, ...], total: Decimal) -> tuple[api.Criterion, ...]:
    """Raises NoCriteria, CriteriaDontAddUp."""
    checked = tuple(
        api.Criterion(
            id=each.id,
            title=needed(api.Criterion, "title", each.title),
            marks=exact(api.Criterion, "marks", each.marks),
        )
        for each in criteria
    )
    if not checked:
        raise NoCriteria
    together = sum((each.marks for each in checked), NONE)
    if together != total:
        raise CriteriaDontAddUp(criteria=f"{together:f}", total=f"{total:f}")
    return checked


def _store(work: Work, assignment: Assignment, criteria: tuple[api.Criterion, ...]) -> None:
    require_own(work, Criterion, [each.id for each in criteria], ())
    for position, each in enumerate(criteria, 1):
        row = Criterion(key=each.id, assignment_key=assignment.key, position=position)
        row.title, row.marks = each.title, each.marks
        work.add(row)
