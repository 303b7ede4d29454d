"""The steps of a course, from the draft to the archive."""

from desktop_admin.api.base import DecisionCommand
from desktop_admin.api.training.courses import REVIEWED_EVERY, CourseDetail
from desktop_admin.api.training.flows import (
    COURSE_CHECKS,
    LIST_VERSION,
    ApproveCourse,
    ArchiveCourse,
    PublishCourse,
    RenewCourse,
    ResumeCourse,
    ReturnCourse,
    SubmitCourse,
    SuspendCourse,
    WithdrawCourse,
)
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.services.approval import engine
from desktop_admin.services.registry import handles
from desktop_admin.services.training import plans, reviewing
from desktop_admin.services.training.course_flow import COURSES
from desktop_admin.services.training.course_view import detail
from desktop_admin.services.training.given import months_after


def _shown(work: Work, course: Course) -> CourseDetail:
    return detail(work, work.saved(course), course.revision)


@handles(SubmitCourse, WithdrawCourse, ReturnCourse)
def pass_course_on(work: Work, command: DecisionCommand[CourseDetail]) -> CourseDetail:
    return _shown(work, engine.go(work, COURSES, command))


@handles(ApproveCourse)
def approve_course(work: Work, command: ApproveCourse) -> CourseDetail:
    course = engine.go(work, COURSES, command, list_version=LIST_VERSION)
    reviewing.require_ticked(COURSE_CHECKS, command.ticked)
    reviewing.record(work, course, COURSE_CHECKS)
    return _shown(work, course)


@handles(PublishCourse)
def publish_course(work: Work, command: PublishCourse) -> CourseDetail:
    """The approved revision is in force; who was enrolled under the one before stays under its rule."""
    course = engine.go(work, COURSES, command)
    plan, today = plans.at(work, course.key, course.revision), local_day(work.now)
    course.title, course.subject, course.hours = plan.title, plan.subject, plan.hours
    course.food_safety, course.in_force, course.open = plan.food_safety, course.revision, True
    course.published_on, course.review_due = today, months_after(today, REVIEWED_EVERY)
    return _shown(work, course)


@handles(SuspendCourse, ArchiveCourse)
def close_course(work: Work, command: DecisionCommand[CourseDetail]) -> CourseDetail:
    course = engine.go(work, COURSES, command)
    course.open = False
    return _shown(work, course)


@handles(ResumeCourse)
def resume_course(work: Work, command: ResumeCourse) -> CourseDetail:
    course = engine.go(work, COURSES, command)
    course.open = True
    return _shown(work, course)


@handles(RenewCourse)
def renew_course(work: Work, command: RenewCourse) -> CourseDetail:
    course = engine.go(work, COURSES, command, list_version=LIST_VERSION)
    reviewing.require_ticked(COURSE_CHECKS, command.ticked)
    reviewing.record(work, course, COURSE_CHECKS)
    course.review_due = months_after(local_day(work.now), REVIEWED_EVERY)
    return _shown(work, course)
