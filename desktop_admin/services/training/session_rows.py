"""Sessions as lists and attendance sheets see them."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select

from desktop_admin.api.training.enrolment import TOOK_PART
from desktop_admin.api.training.sessions import AttendanceLine, AttendanceSheet, Presence, SessionRow
from desktop_admin.db.lists import Found
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course, CourseRevision, PlanUnit
from desktop_admin.models.training.people import Attendance, Enrolment, Session
from desktop_admin.services.training.access import sees_all, teaches


def _marked(presence: Presence) -> ScalarSelect[int]:
    these = Attendance.session_key == Session.key, Attendance.presence == presence
    return select(func.count()).select_from(Attendance).where(*these).correlate(Session).scalar_subquery()


def expected() -> ColumnElement[bool]:
    """Who takes part in the session's course, and had a seat on its day."""
    mine = Enrolment.course_key == Session.course_key
    return mine & Enrolment.state.in_(TOOK_PART) & (Enrolment.seated_on <= Session.day)


def _unmarked() -> ScalarSelect[int]:
    there = exists().where(Attendance.session_key == Session.key, Attendance.enrolment_key == Enrolment.key)
    counted = select(func.count()).select_from(Enrolment).where(expected(), ~there)
    return counted.correlate(Session).scalar_subquery()


def _unit() -> ScalarSelect[str]:
    """The unit's title in the newest plan that has it."""
    named = select(PlanUnit.title).join(CourseRevision, CourseRevision.key == PlanUnit.revision_key)
    named = named.where(PlanUnit.unit_id == Session.unit_id, CourseRevision.course_key == Session.course_key)
    return named.order_by(CourseRevision.number.desc()).limit(1).correlate(Session).scalar_subquery()


COLUMNS: tuple[Any, ...] = (
    Session.key,
    Session.version,
    Session.course_key,
    Course.title.label("course"),
    Session.day,
    Session.starts,
    Session.topic,
    Session.unit_id,
    func.coalesce(_unit(), "").label("unit"),
    Session.place,
    Session.teacher,
    Session.hours,
    Session.held,
    Session.log,
    _marked(Presence.PRESENT).label("present"),
    _marked(Presence.LATE).label("late"),
    _marked(Presence.LEAVE).label("leave"),
    _marked(Presence.ABSENT).label("absent"),
    _unmarked().label("unmarked"),
)
NAMES = tuple(column.key for column in COLUMNS)


def selected(work: Work) -> Found:
    found = select(*COLUMNS).join(Course, Course.key == Session.course_key)
    return found.where(Session.school_id == work.school_id)


def listed(row: Any) -> SessionRow:
    return SessionRow(**dict(zip(NAMES, row, strict=True)))


def session_row(work: Work, key: UUID) -> SessionRow:
    work.session.flush()
    return listed(work.session.execute(selected(work).where(Session.key == key)).one())


def sheet(work: Work, session: Session, course: Course) -> AttendanceSheet:
    """Who neither teaches nor supervises finds the own line only."""
    everyone = sees_all(work) or teaches(work, course)
    found = lines(work, session)
    if not everyone:
        found = tuple(line for line in found if line.learner_key == work.actor.account_id)
    return AttendanceSheet(row=session_row(work, session.key), lines=found, may_mark=teaches(work, course))


def lines(work: Work, session: Session) -> tuple[AttendanceLine, ...]:
    """Who is expected or was marked, in the order of enrolment."""
    here = (Attendance.enrolment_key == Enrolment.key) & (Attendance.session_key == session.key)
    found = select(Enrolment, Attendance).outerjoin(Attendance, here).join(Session, Session.key == session.key)
    found = found.where(or_(expected(), Attendance.key.is_not(None))).order_by(Enrolment.turn)
    return tuple(_line(enrolment, mark) for enrolment, mark in work.session.execute(found))


def _line(enrolment: Enrolment, mark: Attendance | None) -> AttendanceLine:
    return AttendanceLine(
        enrolment_key=enrolment.key,
        learner_key=enrolment.learner_key,
        learner=enrolment.learner,
        department=enrolment.department,
        state=enrolment.state,
        presence=mark.presence if mark else None,
        remark=mark.remark if mark else "",
        at=mark.at if mark else None,
        by=mark.by if mark else "",
    )
