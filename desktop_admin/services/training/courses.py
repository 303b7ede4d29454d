"""Courses: found, written, edited. Every saved plan is a revision of its own (在线培训平台 5, 8)."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.training.base import ListTrainingPeople, TrainingPerson
from desktop_admin.api.training.courses import (
    AssignTeacher,
    AttachResource,
    CourseDetail,
    CourseRow,
    CourseState,
    DetachResource,
    EditEnrolment,
    EditPlan,
    ListCourses,
    Plan,
    ReadCourse,
    ResourceBlocked,
    WriteCourse,
)
from desktop_admin.api.training.enrolment import CURRENT, EnrolmentClosed, OwnTeaching
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import NotFound
from desktop_admin.core.ids import uuid7
from desktop_admin.db.lists import Found
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.training.courses import Course, CourseResource
from desktop_admin.models.training.people import Enrolment
from desktop_admin.models.training.resources import Resource
from desktop_admin.services.approval import engine
from desktop_admin.services.narrowing import equal, whether
from desktop_admin.services.registry import handles
from desktop_admin.services.training import people, plans, usable
from desktop_admin.services.training.access import (
    grade_book_in_sight,
    require_sees,
    require_teaches,
    sees_drafts,
    visible_courses,
)
from desktop_admin.services.training.course_flow import COURSES
from desktop_admin.services.training.course_rows import course_row, listed, selected
from desktop_admin.services.training.course_view import detail
from desktop_admin.services.training.numbering import course_number
from desktop_admin.services.training.seats import promote

SORTED_BY: dict[str, Any] = {
    "-number": Course.number,
    "title": Course.title,
    "subject": Course.subject,
    "state": Course.state,
    "teacher": Course.teacher,
    "hours": Course.hours,
    "capacity": Course.capacity,
    "revision": Course.revision,
    "in_force": Course.in_force,
    "open": Course.open,
    "food_safety": Course.food_safety,
    "published_on": Course.published_on,
    "review_due": Course.review_due,
}


@handles(ListTrainingPeople)
def list_training_people(work: Work, request: ListTrainingPeople) -> tuple[TrainingPerson, ...]:  # noqa: ARG001
    found = select(Account.key, Account.name, Account.department).where(*people.here(work)).order_by(Account.pinyin)
    return tuple(TrainingPerson(*row) for row in work.session.execute(found))


@handles(ListCourses)
def list_courses(work: Work, request: ListCourses) -> Page[CourseRow]:
    found = selected(work).where(visible_courses(work))
    wanted = {
        Course.state: request.state,
        Course.subject: request.subject or None,
        Course.open: request.open,
        Course.food_safety: request.food_safety,
    }
    found = found.where(*equal(wanted))
    found = _narrowed(work, found, request)
    return work.page(request, found, SORTED_BY, partial(listed, local_day(work.now)))


def _narrowed(work: Work, found: Found, request: ListCourses) -> Found:
    mine = Course.teacher_key == work.actor.account_id
    overdue = Course.review_due.is_not(None) & (Course.review_due < local_day(work.now))
    graded = grade_book_in_sight(work)
    found = found.where(*whether((request.mine, mine), (request.overdue, overdue), (request.graded, graded)))
    if request.search:
        found = found.where(matching(work.session, Course, request.search))
    return found


@handles(ReadCourse)
def read_course(work: Work, request: ReadCourse) -> CourseDetail:
    course = require_sees(work, work.get(Course, request.key))
    writes = sees_drafts(work) or work.actor.account_id in {course.teacher_key, course.author_key}
    number = request.revision or (course.revision if writes else course.in_force)
    if not writes and number != course.in_force:
        raise NotFound
    return detail(work, course, number)


@handles(WriteCourse)
def write_course(work: Work, command: WriteCourse) -> CourseRow:
    plan = plans.checked(command.plan())
    teacher = people.find(work, command.teacher) if command.teacher else None
    course = Course(key=uuid7(), number=course_number(work, local_day(work.now)))
    course.teacher_key = teacher.key if teacher else work.actor.account_id
    course.teacher = teacher.name if teacher else work.actor.name
    course.capacity, course.confirmed = command.capacity, command.confirmed
    _show(course, plan)
    engine.begin(work, COURSES, course, plans.parts(work, course.key, 1, plan))
    return course_row(work, course.key)


@handles(EditPlan)
def edit_plan(work: Work, command: EditPlan) -> CourseDetail:
    """What is in force stays as it is. An unchanged plan makes no revision."""
    course = require_teaches(work, work.hold(Course, command.key, command.version))
    plan = plans.checked(command.plan)
    if plans.content(plan) != plans.content(plans.newest(work, course.key)):
        for part in plans.parts(work, course.key, course.revision + 1, plan):
            work.add(part)
        if not course.in_force:
            _show(course, plan)
        engine.revise(work, COURSES, course)
    return detail(work, course, course.revision)


def _show(course: Course, plan: Plan) -> None:
    course.title, course.subject, course.hours, course.food_safety = (
        plan.title,
        plan.subject,
        plan.hours,
        plan.food_safety,
    )


@handles(EditEnrolment)
def edit_enrolment(work: Work, command: EditEnrolment) -> CourseRow:
    course = require_teaches(work, work.hold(Course, command.key, command.version))
    if command.open and not course.open and course.state is not CourseState.PUBLISHED:
        raise EnrolmentClosed(course=course.title)
    course.capacity, course.confirmed, course.open = command.capacity, command.confirmed, command.open
    work.saved(course)
    promote(work, course)
    return course_row(work, course.key)


@handles(AssignTeacher)
def assign_teacher(work: Work, command: AssignTeacher) -> CourseRow:
    course = work.hold(Course, command.key, command.version)
    teacher = people.find(work, command.teacher)
    learns = Enrolment.course_key == course.key, Enrolment.learner_key == teacher.key, Enrolment.state.in_(CURRENT)
    if work.session.scalar(select(Enrolment.key).where(*learns)) is not None:
        raise OwnTeaching(course=course.title)
    course.teacher_key, course.teacher = teacher.key, teacher.name
    work.saved(course)
    return course_row(work, course.key)


@handles(AttachResource)
def attach_resource(work: Work, command: AttachResource) -> CourseDetail:
    """The resource has a review of its own: the plan is not reviewed again."""
    course = require_teaches(work, work.hold(Course, command.key, command.version))
    resource = work.get(Resource, command.resource)
    blocked = usable.blocked(resource, local_day(work.now))
    if blocked:
        raise ResourceBlocked(title=resource.title, why=blocked)
    if _attached(work, course, resource.key) is None:
        link = CourseResource(course_key=course.key, resource_key=resource.key, at=work.now)
        link.by_key, link.by = work.actor.account_id, work.actor.name
        work.add(link)
    return detail(work, course, course.revision)


@handles(DetachResource)
def detach_resource(work: Work, command: DetachResource) -> CourseDetail:
    course = require_teaches(work, work.hold(Course, command.key, command.version))
    link = _attached(work, course, command.resource)
    if link is None:
        raise NotFound
    work.session.delete(link)
    work.session.flush()
    return detail(work, course, course.revision)


def _attached(work: Work, course: Course, resource_key: UUID) -> CourseResource | None:
    mine = CourseResource.course_key == course.key, CourseResource.resource_key == resource_key
    return work.session.scalar(select(CourseResource).where(*mine))
