"""The rules of a course's flow as functions."""

from sqlalchemy import func, select

from desktop_admin.api.training.courses import ResourceBlocked
from desktop_admin.api.training.enrolment import CURRENT, StillRunning
from desktop_admin.api.training.flows import COURSE_FLOW, OF_THE_COURSE, REVIEWER
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course, CourseResource
from desktop_admin.models.training.people import Enrolment
from desktop_admin.models.training.resources import Resource
from desktop_admin.services.approval.process import Process
from desktop_admin.services.training import plans, usable
from desktop_admin.services.training.access import is_of_course


def _content(work: Work, course: Course) -> bytes:
    return plans.content(plans.newest(work, course.key))


def _seats(work: Work, course: Course) -> frozenset[str]:  # noqa: ARG001 - every course needs the same
    return frozenset({REVIEWER})


def _complete(work: Work, course: Course) -> None:
    plans.require_complete(plans.newest(work, course.key))


def _usable(work: Work, course: Course) -> None:
    used = select(Resource).join(CourseResource, CourseResource.resource_key == Resource.key)
    used = used.where(CourseResource.course_key == course.key).order_by(CourseResource.key)
    for resource in work.session.scalars(used):
        blocked = usable.blocked(resource, local_day(work.now))
        if blocked:
            raise ResourceBlocked(title=resource.title, why=blocked)


def _empty(work: Work, course: Course) -> None:
    still = Enrolment.course_key == course.key, Enrolment.state.in_(CURRENT)
    count = work.session.scalar(select(func.count()).select_from(Enrolment).where(*still)) or 0
    if count:
        raise StillRunning(count=count, course=course.title)


COURSES = Process(
    flow=COURSE_FLOW,
    model=Course,
    content=_content,
    seats=_seats,
    holders={OF_THE_COURSE: is_of_course},
    guards={"complete": _complete, "usable": _usable, "empty": _empty},
    writers=plans.writers,
)
