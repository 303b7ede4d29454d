"""Courses as lists and pages see them: with the seats that are taken and the people who wait."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from desktop_admin.api.training.courses import CourseRow
from desktop_admin.api.training.enrolment import SEATED, EnrolmentState
from desktop_admin.core.clock import local_day
from desktop_admin.db.lists import Found
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Enrolment


def _people(*states: EnrolmentState) -> ScalarSelect[int]:
    mine = Enrolment.course_key == Course.key, Enrolment.state.in_(states)
    return select(func.count()).select_from(Enrolment).where(*mine).correlate(Course).scalar_subquery()


COLUMNS: tuple[Any, ...] = (
    Course.key,
    Course.version,
    Course.number,
    Course.title,
    Course.subject,
    Course.state,
    Course.teacher_key,
    Course.teacher,
    Course.hours,
    Course.capacity,
    _people(*SEATED).label("taken"),
    _people(EnrolmentState.WAITLISTED).label("waiting"),
    Course.revision,
    Course.in_force,
    Course.open,
    Course.confirmed,
    Course.food_safety,
    Course.published_on,
    Course.review_due,
)
NAMES = tuple(column.key for column in COLUMNS)


def selected(work: Work) -> Found:
    return select(*COLUMNS).where(Course.school_id == work.school_id)


def listed(today: date, row: Any) -> CourseRow:
    told: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    due = told["review_due"]
    return CourseRow(**told, overdue=due is not None and due < today)


def course_row(work: Work, key: UUID) -> CourseRow:
    work.session.flush()
    return listed(local_day(work.now), work.session.execute(selected(work).where(Course.key == key)).one())
