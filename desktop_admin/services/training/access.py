"""Who sees what: learners themselves, teachers their courses, administrators and supervisors all."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.api.training.base import NotYourCourse
from desktop_admin.api.training.enrolment import TOOK_PART
from desktop_admin.core.errors import NotFound
from desktop_admin.core.permissions import Permission
from desktop_admin.core.roles import permissions_of
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Enrolment


def sees_all(work: Work) -> bool:
    return work.actor.may(Permission.TRAINING_RECORD_READ) or work.actor.may(Permission.TRAINING_COURSE_MANAGE)


def teaches(work: Work, course: Course) -> bool:
    """The course's teacher or author, while they may teach at all; or somebody who administers courses."""
    if work.actor.may(Permission.TRAINING_COURSE_MANAGE):
        return True
    own = work.actor.account_id in {course.teacher_key, course.author_key}
    return own and work.actor.may(Permission.TRAINING_COURSE_TEACH)


def is_of_course(work: Work, course: Course, person: UUID) -> bool:
    """The same of anybody, as a rule of the course's flow."""
    if person in {course.teacher_key, course.author_key}:
        return True
    return may(work, person, Permission.TRAINING_COURSE_MANAGE)


def may(work: Work, person: UUID, permission: Permission) -> bool:
    """Whether somebody has a right by their roles, as of now."""
    if person == work.actor.account_id:
        return work.actor.may(permission)
    account = work.session.get(Account, person)
    return account is not None and permission in permissions_of(account.roles)


def require_teaches(work: Work, course: Course) -> Course:
    """Raises NotYourCourse."""
    if not teaches(work, course):
        raise NotYourCourse(course=course.title, teacher=course.teacher)
    return course


def sees_drafts(work: Work) -> bool:
    return sees_all(work) or work.actor.may(Permission.TRAINING_COURSE_REVIEW)


def require_sees(work: Work, course: Course) -> Course:
    """A plan that was never published is nobody's business but its writers', reviewers' and supervisors'."""
    if not (course.in_force or teaches(work, course) or sees_drafts(work)):
        raise NotFound
    return course


def is_inside(work: Work, course: Course) -> bool:
    """Who sees every plan of a course, and how it was approved."""
    return sees_drafts(work) or teaches(work, course)


def visible_courses(work: Work) -> ColumnElement[bool]:
    if sees_drafts(work):
        return true()
    me = work.actor.account_id
    return or_(Course.in_force > 0, Course.teacher_key == me, Course.author_key == me)


def of_my_courses(work: Work, course_key: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Records of courses that the actor teaches; none for who may not teach."""
    me = work.actor.account_id if work.actor.may(Permission.TRAINING_COURSE_TEACH) else None
    return course_key.in_(select(Course.key).where(or_(Course.teacher_key == me, Course.author_key == me)))


def in_sight(
    work: Work, course_key: InstrumentedAttribute[UUID], person_key: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """Of records that belong to a person in a course, those that the actor may see."""
    if sees_all(work):
        return true()
    return or_(person_key == work.actor.account_id, of_my_courses(work, course_key))


def grade_book_in_sight(work: Work) -> ColumnElement[bool]:
    """Of courses, those of which the actor may see the grade book: who teaches it all of it, who takes part a line."""
    if sees_all(work):
        return true()
    mine = Enrolment.learner_key == work.actor.account_id, Enrolment.state.in_(TOOK_PART)
    return or_(of_my_courses(work, Course.key), Course.key.in_(select(Enrolment.course_key).where(*mine)))


def require_in_sight(work: Work, course: Course, person: UUID) -> None:
    """Raises NotFound: that there is such a record is not told, either."""
    if not (person == work.actor.account_id or sees_all(work) or teaches(work, course)):
        raise NotFound
