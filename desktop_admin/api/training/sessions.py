"""Sessions as planned and as held, and who was there (在线培训平台 9)."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.training.base import CourseChoice, Hours
from desktop_admin.api.training.enrolment import AT_ONCE, EnrolmentState
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class Presence(Labelled):
    """到, 迟到, 请假, 缺席; typed as 1 to 4. Who came late was there."""

    PRESENT = "present", N_("present"), Tone.OK
    LATE = "late", N_("late"), Tone.WARN
    LEAVE = "leave", N_("on leave"), Tone.INFO
    ABSENT = "absent", N_("absent"), Tone.DANGER


THERE = (Presence.PRESENT, Presence.LATE)


class NoSuchUnit(Refused):
    message = N_("The plan in force has no such unit. Choose one of its units, or none.")


class AttendanceMoved(Refused):
    """who: the people, joined."""

    message = N_("Someone else has meanwhile marked {who}. Look at it and mark them again; nothing was saved.")


class NotEnrolledHere(Refused):
    message = N_("{count} of the people do not take part in this course.")


class SessionHasRecords(Refused):
    message = N_("The session of {day} has attendance or was held, and stays. Correct it instead.")


class SessionAhead(Refused):
    message = N_("The session is on {day}; it cannot be held or attended before.")


class SessionUnmarked(Refused):
    message = N_("{count} people are not marked yet. Mark everyone, then confirm the session as held.")


Topic = Annotated[str, label(N_("Topic"), max_length=80)]
Place = Annotated[str, label(N_("Place"), max_length=60)]
Starts = Annotated[time | None, label(N_("Begins at"))]
UnitChoice = Annotated[UUID | None, label(N_("Plan unit"), editor="choice")]
Log = Annotated[str, label(N_("Session log"), max_length=2000, editor="lines", wide=True)]


class SessionRow(Struct, frozen=True, kw_only=True):
    """held: class hours that took place; none before. expected: who took part that day, marked or not."""

    key: UUID
    version: int
    course_key: UUID
    course: Annotated[str, label(N_("Course"))]
    day: Annotated[date, label(N_("Date"))]
    starts: Starts
    topic: Topic
    unit_id: UUID | None
    unit: Annotated[str, label(N_("Plan unit"))]
    place: Place
    teacher: Annotated[str, label(N_("Teacher"))]
    hours: Hours
    held: Annotated[Decimal | None, label(N_("Hours held"), trimmed=True)]
    log: Log
    present: Annotated[int, label(Presence.PRESENT.label)]
    late: Annotated[int, label(Presence.LATE.label)]
    leave: Annotated[int, label(Presence.LEAVE.label)]
    absent: Annotated[int, label(Presence.ABSENT.label)]
    unmarked: Annotated[int, label(N_("Not marked"))]


class ListSessions(PageQuery[SessionRow], frozen=True, kw_only=True):
    """By day. Learners see those of courses that they take part in."""

    permission = Permission.TRAINING_COURSE_READ

    course: CourseChoice = None
    held: Annotated[bool | None, label(N_("Held"))] = None
    mine: Annotated[bool | None, label(N_("Taught by me"))] = None


class AttendanceLine(Struct, frozen=True, kw_only=True):
    """presence: none while not marked."""

    enrolment_key: UUID
    learner_key: UUID
    learner: Annotated[str, label(N_("Learner"))]
    department: Annotated[str, label(N_("Department"))]
    state: Annotated[EnrolmentState, label(N_("State"))]
    presence: Annotated[Presence | None, label(N_("Attendance"))]
    remark: Annotated[str, label(N_("Remark"), max_length=80)]
    at: datetime | None
    by: str


class AttendanceSheet(Struct, frozen=True, kw_only=True):
    """One session with everyone who takes part, by name."""

    row: SessionRow
    lines: tuple[AttendanceLine, ...]
    may_mark: bool


class ReadSession(Query[AttendanceSheet], frozen=True, kw_only=True):
    """A learner sees the own line only."""

    permission = Permission.TRAINING_COURSE_READ

    key: UUID


class CourseRegister(Struct, frozen=True, kw_only=True):
    """Every session of a course with its lines, by day. today: the school's, which no session may be ahead of."""

    course_key: UUID
    course: str
    today: date
    sheets: tuple[AttendanceSheet, ...]
    may_mark: bool


class ReadRegister(Query[CourseRegister], frozen=True):
    """A learner finds the own lines only. Raises NotFound to who has no part in the course."""

    permission = Permission.TRAINING_COURSE_READ

    course: UUID


class AddSession(Command[SessionRow], frozen=True, kw_only=True):
    """Raises NotYourCourse, NoSuchUnit, TooManyDecimals, OutOfBounds."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Add session")

    course: UUID
    day: Annotated[date, label(N_("Date"))]
    starts: Starts = None
    hours: Hours
    topic: Topic = ""
    unit: UnitChoice = None
    place: Place = ""


class EditSession(RecordCommand[SessionRow], frozen=True, kw_only=True):
    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Edit session")

    day: Annotated[date, label(N_("Date"))]
    starts: Starts = None
    hours: Hours
    topic: Topic = ""
    unit: UnitChoice = None
    place: Place = ""


class DeleteSession(RecordCommand[None], frozen=True, kw_only=True):
    """Only one entered by mistake. Raises SessionHasRecords."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Delete session")


class HoldSession(RecordCommand[AttendanceSheet], frozen=True, kw_only=True):
    """The session took place: its real hours and what was done. Raises SessionAhead, SessionUnmarked."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Confirm as held")

    held: Hours
    log: Log = ""


class Marked(Struct, frozen=True, forbid_unknown_fields=True):
    """seen: what stood there when it was marked."""

    enrolment: UUID
    presence: Presence
    seen: Presence | None = None
    remark: Annotated[str, Meta(max_length=80)] = ""


class MarkAttendance(Command[AttendanceSheet], frozen=True, kw_only=True):
    """One or many at once; all or none. Raises AttendanceMoved, NotEnrolledHere, SessionAhead, NotYourCourse."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Mark attendance")

    key: UUID  # the session's
    marks: Annotated[tuple[Marked, ...], Meta(min_length=1, max_length=AT_ONCE)]
