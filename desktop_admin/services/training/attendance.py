"""Who was there: marked one by one or all at once, and what it comes to for each learner."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.training.enrolment import EnrolmentState
from desktop_admin.api.training.grades import OwnResult, ResultsReleased
from desktop_admin.api.training.sessions import (
    THERE,
    AttendanceLine,
    AttendanceMoved,
    AttendanceSheet,
    MarkAttendance,
    Marked,
    NotEnrolledHere,
)
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Attendance, Enrolment, Session
from desktop_admin.services.registry import handles
from desktop_admin.services.training.access import require_teaches
from desktop_admin.services.training.given import NONE, percent
from desktop_admin.services.training.session_rows import lines, sheet
from desktop_admin.services.training.sessions import require_begun

RELEASED = frozenset({EnrolmentState.COMPLETED, EnrolmentState.FAILED})
Held = tuple[UUID, date, Decimal]


@handles(MarkAttendance)
def mark_attendance(work: Work, command: MarkAttendance) -> AttendanceSheet:
    session = work.hold(Session, command.key)
    course = require_teaches(work, work.get(Course, session.course_key))
    require_begun(work, session.day)
    there = {line.enrolment_key: line for line in lines(work, session)}
    strangers = [mark for mark in command.marks if mark.enrolment not in there]
    if strangers:
        raise NotEnrolledHere(count=len(strangers))
    moved = [there[mark.enrolment].learner for mark in command.marks if there[mark.enrolment].presence != mark.seen]
    if moved:
        raise AttendanceMoved(who="、".join(moved))
    for mark in command.marks:
        _require_open(work, there[mark.enrolment])
    for mark in command.marks:
        _mark(work, session, mark)
    return sheet(work, session, course)


def _require_open(work: Work, line: AttendanceLine) -> None:
    """Raises OwnResult, and ResultsReleased for a mark that a released result rests on."""
    if line.learner_key == work.actor.account_id:
        raise OwnResult
    if line.presence is not None and line.state in RELEASED:
        raise ResultsReleased(who=line.learner)


def _mark(work: Work, session: Session, mark: Marked) -> None:
    here = Attendance.session_key == session.key, Attendance.enrolment_key == mark.enrolment
    known = work.session.scalar(select(Attendance).where(*here))
    row = known or Attendance(session_key=session.key, enrolment_key=mark.enrolment)
    row.presence, row.remark = mark.presence, prose(mark.remark)
    row.at, row.by_key, row.by = work.now, work.actor.account_id, work.actor.name
    if known is None:
        work.add(row)
    else:
        work.saved(row)


def attended(work: Work, enrolments: Iterable[Enrolment]) -> dict[UUID, Decimal | None]:
    """Per cent of the held hours since the learner had a seat; late counts as there, leave does not.

    None while nothing was held. The enrolments are of one course.
    """
    people = {enrolment.key: enrolment for enrolment in enrolments}
    if not people:
        return {}
    course_key = next(iter(people.values())).course_key
    held = select(Session.key, Session.day, Session.held).where(Session.course_key == course_key)
    sessions: list[Held] = [(key, day, hours) for key, day, hours in work.session.execute(held) if hours is not None]
    marks = select(Attendance.enrolment_key, Attendance.session_key, Attendance.presence)
    marks = marks.join(Session, Session.key == Attendance.session_key).where(Session.course_key == course_key)
    marked: dict[UUID, dict[UUID, bool]] = defaultdict(dict)
    for enrolment_key, session_key, presence in work.session.execute(marks):
        marked[enrolment_key][session_key] = presence in THERE
    return {key: _share(enrolment, sessions, marked[key]) for key, enrolment in people.items()}


def _share(enrolment: Enrolment, sessions: Iterable[Held], marks: dict[UUID, bool]) -> Decimal | None:
    since = enrolment.seated_on or date.max
    counted = [(key, hours) for key, day, hours in sessions if key in marks or day >= since]
    whole = sum((hours for _, hours in counted), NONE)
    return percent(sum((hours for key, hours in counted if marks.get(key)), NONE), whole)
