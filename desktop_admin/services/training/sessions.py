"""Sessions: planned, and confirmed as held with their real hours (在线培训平台 9)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from desktop_admin.api.base import Page
from desktop_admin.api.training.sessions import (
    AddSession,
    AttendanceSheet,
    CourseRegister,
    DeleteSession,
    EditSession,
    HoldSession,
    ListSessions,
    NoSuchUnit,
    ReadRegister,
    ReadSession,
    SessionAhead,
    SessionHasRecords,
    SessionRow,
    SessionUnmarked,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import NotFound
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Attendance, Enrolment, Session
from desktop_admin.services.narrowing import equal, whether
from desktop_admin.services.registry import handles
from desktop_admin.services.training import plans
from desktop_admin.services.training.access import of_my_courses, require_teaches, sees_all, teaches
from desktop_admin.services.training.given import exact
from desktop_admin.services.training.session_rows import lines, listed, selected, session_row, sheet

SORTED_BY: dict[str, Any] = {
    "day": Session.day,
    "starts": Session.starts,
    "course": Course.title,
    "topic": Session.topic,
    "place": Session.place,
    "teacher": Session.teacher,
    "hours": Session.hours,
    "held": Session.held,
}


@handles(ListSessions)
def list_sessions(work: Work, request: ListSessions) -> Page[SessionRow]:
    found = selected(work)
    if not sees_all(work):
        mine = select(Enrolment.course_key).where(Enrolment.learner_key == work.actor.account_id)
        found = found.where(or_(of_my_courses(work, Session.course_key), Session.course_key.in_(mine)))
    held, own = Session.held.is_not(None), Session.teacher_key == work.actor.account_id
    found = found.where(*equal({Session.course_key: request.course}))
    found = found.where(*whether((request.held, held), (request.mine, own)))
    if request.search:
        found = found.where(matching(work.session, Session, request.search))
    return work.page(request, found, SORTED_BY, listed)


@handles(ReadSession)
def read_session(work: Work, request: ReadSession) -> AttendanceSheet:
    """Raises NotFound for a course in which the reader has no part."""
    session = work.get(Session, request.key)
    return sheet(work, session, with_a_part(work, session.course_key))


@handles(ReadRegister)
def read_register(work: Work, request: ReadRegister) -> CourseRegister:
    course = with_a_part(work, request.course)
    found = select(Session).where(Session.course_key == course.key).order_by(Session.day, Session.starts, Session.key)
    return CourseRegister(
        course_key=course.key,
        course=course.title,
        today=local_day(work.now),
        sheets=tuple(sheet(work, session, course) for session in work.session.scalars(found)),
        may_mark=teaches(work, course),
    )


def with_a_part(work: Work, course_key: UUID) -> Course:
    """The course, for who learns, teaches or supervises in it. Raises NotFound."""
    course = work.get(Course, course_key)
    mine = Enrolment.course_key == course.key, Enrolment.learner_key == work.actor.account_id
    if not (
        sees_all(work) or teaches(work, course) or work.session.scalars(select(Enrolment.key).where(*mine)).first()
    ):
        raise NotFound
    return course


@handles(AddSession)
def add_session(work: Work, command: AddSession) -> SessionRow:
    course = require_teaches(work, work.get(Course, command.course))
    session = Session(course_key=course.key, teacher_key=course.teacher_key, teacher=course.teacher)
    _fill(work, session, course, command)
    return session_row(work, work.add(session).key)


@handles(EditSession)
def edit_session(work: Work, command: EditSession) -> SessionRow:
    """Raises SessionAhead where a session with records would move into the future."""
    session, course = _taught(work, command)
    if session.held is not None or _has_marks(work, session):
        require_begun(work, command.day)
    _fill(work, session, course, command)
    return session_row(work, work.saved(session).key)


@handles(DeleteSession)
def delete_session(work: Work, command: DeleteSession) -> None:
    session, _ = _taught(work, command)
    if session.held is not None or _has_marks(work, session):
        raise SessionHasRecords(day=str(session.day))
    work.session.delete(session)
    work.session.flush()


@handles(HoldSession)
def hold_session(work: Work, command: HoldSession) -> AttendanceSheet:
    session, course = _taught(work, command)
    require_begun(work, session.day)
    open_lines = sum(line.presence is None for line in lines(work, session))
    if open_lines:
        raise SessionUnmarked(count=open_lines)
    session.held, session.log = exact(HoldSession, "held", command.held), prose(command.log)
    return sheet(work, work.saved(session), course)


def require_begun(work: Work, day: date) -> None:
    if day > local_day(work.now):
        raise SessionAhead(day=str(day))


def _taught(work: Work, command: Any) -> tuple[Session, Course]:
    session = work.hold(Session, command.key, command.version)
    return session, require_teaches(work, work.get(Course, session.course_key))


def _has_marks(work: Work, session: Session) -> bool:
    marks = select(func.count()).select_from(Attendance).where(Attendance.session_key == session.key)
    return bool(work.session.scalar(marks))


def _fill(work: Work, session: Session, course: Course, given: AddSession | EditSession) -> None:
    if given.unit is not None and given.unit != session.unit_id:
        _require_unit(work, course, given.unit)
    session.day, session.starts, session.unit_id = given.day, given.starts, given.unit
    session.hours = exact(AddSession, "hours", given.hours)
    session.topic, session.place = prose(given.topic), prose(given.place)


def _require_unit(work: Work, course: Course, unit: UUID) -> None:
    plan = plans.at(work, course.key, course.in_force or course.revision)
    if unit not in {each.id for each in plan.units}:
        raise NoSuchUnit
