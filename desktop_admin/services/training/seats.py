"""Seats of a course, and who waits for one. The course's row is held by whoever gives or frees a seat."""

from uuid import UUID

from sqlalchemy import func, select

from desktop_admin.api.training.courses import CourseState, ReviewOverdue
from desktop_admin.api.training.enrolment import CURRENT, SEATED, AlreadyEnrolled, EnrolmentClosed, EnrolmentState
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Enrolment

RUNNING = frozenset(CourseState) - {CourseState.SUSPENDED, CourseState.ARCHIVED}


def require_open(work: Work, course: Course) -> None:
    """Raises EnrolmentClosed, ReviewOverdue (在线培训平台 5.3)."""
    if not (course.in_force and course.open and course.state in RUNNING):
        raise EnrolmentClosed(course=course.title)
    if course.review_due is not None and course.review_due < local_day(work.now):
        raise ReviewOverdue(course=course.title, day=str(course.review_due))


def require_new(work: Work, course: Course, learner_key: UUID) -> None:
    """Raises AlreadyEnrolled."""
    mine = Enrolment.course_key == course.key, Enrolment.learner_key == learner_key
    there = work.session.scalar(select(Enrolment).where(*mine, Enrolment.state.in_(CURRENT)))
    if there is not None:
        raise AlreadyEnrolled(who=there.learner, course=course.title, state=there.state.label)


def next_turn(work: Work, course: Course) -> int:
    last = work.session.scalar(select(func.max(Enrolment.turn)).where(Enrolment.course_key == course.key))
    return (last or 0) + 1


def seat(work: Work, course: Course, enrolment: Enrolment) -> None:
    """A seat, unless all are taken or somebody already waits: then the end of the waiting list."""
    if _free(work, course) > 0 and not _waiting(work, course, 1):
        _give(work, course, enrolment)
    else:
        enrolment.state = EnrolmentState.WAITLISTED


def promote(work: Work, course: Course) -> None:
    """Free seats go to who waits, in the order of enrolment."""
    for enrolment in _waiting(work, course, max(_free(work, course), 0)):
        _give(work, course, enrolment)
        work.saved(enrolment)


def _free(work: Work, course: Course) -> int:
    work.session.flush()
    taken = Enrolment.course_key == course.key, Enrolment.state.in_(SEATED)
    return course.capacity - (work.session.scalar(select(func.count()).select_from(Enrolment).where(*taken)) or 0)


def _waiting(work: Work, course: Course, most: int) -> list[Enrolment]:
    waits = Enrolment.course_key == course.key, Enrolment.state == EnrolmentState.WAITLISTED
    found = select(Enrolment).where(*waits).order_by(Enrolment.turn).limit(most)
    return list(work.session.scalars(found)) if most else []


def _give(work: Work, course: Course, enrolment: Enrolment) -> None:
    """Only who has acknowledged the rules takes part at once; for the others the seat is kept."""
    acknowledged = enrolment.rules is not None
    enrolment.state = EnrolmentState.ACTIVE if acknowledged else EnrolmentState.APPROVED
    enrolment.seated_on, enrolment.revision = local_day(work.now), course.in_force
