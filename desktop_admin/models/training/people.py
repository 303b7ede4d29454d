"""Who takes part, under which rules, and who was there."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.training.enrolment import CURRENT, EnrolmentRow, EnrolmentState, TrainingRules
from desktop_admin.api.training.sessions import AttendanceLine, Presence, SessionRow
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import Hundredths, InTrail, Record

_CURRENT = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in CURRENT)))


class RulesVersion(Record):
    """The rules for learners. Only added; the highest version is in force."""

    __tablename__ = "training_rules"
    __table_args__ = (UniqueConstraint("school_id", "number"),)
    in_trail = InTrail(
        N_("Rules for learners"),
        Permission.TRAINING_COURSE_READ,
        (TrainingRules,),
        {"number": N_("Version of the rules"), "at": N_("Time"), "by": N_("By"), "by_key": N_("Account")},
    )

    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(20000))
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return str(self.number)


class Enrolment(Record):
    """One person's part in one course. The database itself allows one at a time that has not ended.

    revision: the plan in force when the seat was given; its rule decides on passing.
    """

    __tablename__ = "training_enrolment"
    __table_args__ = (
        Index(
            "uq_training_enrolment_current",
            "course_key",
            "learner_key",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        UniqueConstraint("course_key", "turn"),
    )
    in_trail = InTrail(
        N_("Enrolment"),
        Permission.TRAINING_RECORD_READ,
        (EnrolmentRow,),
        {
            "course_key": N_("Course"),
            "learner_key": N_("Learner"),
            "turn": N_("Order"),
            "by_key": N_("Account"),
            "seated_on": N_("Seat given on"),
            "released_at": N_("Released at"),
            "released_by_key": N_("Released by"),
            "ended_at": N_("Ended on"),
        },
    )
    searched = ("learner", "department")

    course_key: Mapped[UUID] = mapped_column(ForeignKey("training_course.key"))
    learner_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"), index=True)
    learner: Mapped[str] = mapped_column(String(40))
    department: Mapped[str] = mapped_column(String(40), default="")
    turn: Mapped[int]  # the order of enrolment in the course: who waits moves up by it
    state: Mapped[EnrolmentState]
    revision: Mapped[int]
    applied_at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    rules: Mapped[int | None]  # the version that was acknowledged
    acknowledged_at: Mapped[datetime | None]
    seated_on: Mapped[date | None]
    mark: Mapped[Decimal | None] = mapped_column(Hundredths)  # of 100, as released
    attendance: Mapped[Decimal | None] = mapped_column(Hundredths)  # per cent, as released
    released_at: Mapped[datetime | None]
    released_by_key: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")

    def describe(self) -> str:
        return self.learner


class Session(Record):
    """One lesson: as planned, and held once it took place."""

    __tablename__ = "training_session"
    __table_args__ = (Index("ix_training_session_course_key_day", "course_key", "day"),)
    in_trail = InTrail(
        N_("Session"),
        Permission.TRAINING_COURSE_READ,
        (SessionRow,),
        {"course_key": N_("Course"), "unit_id": N_("Plan unit"), "teacher_key": N_("Teacher")},
    )
    searched = ("topic", "place", "teacher")

    course_key: Mapped[UUID] = mapped_column(ForeignKey("training_course.key"))
    unit_id: Mapped[UUID | None]  # of the plan's unit
    day: Mapped[date]
    starts: Mapped[time | None]
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    topic: Mapped[str] = mapped_column(String(80), default="")
    place: Mapped[str] = mapped_column(String(60), default="")
    teacher_key: Mapped[UUID]
    teacher: Mapped[str] = mapped_column(String(40))
    held: Mapped[Decimal | None] = mapped_column(Hundredths)  # hours that took place
    log: Mapped[str] = mapped_column(String(2000), default="")

    def describe(self) -> str:
        return f"{self.day.isoformat()} {self.topic}".strip()


class Attendance(Record):
    """Whether one person was at one session."""

    __tablename__ = "training_attendance"
    __table_args__ = (UniqueConstraint("session_key", "enrolment_key"),)
    in_trail = InTrail(
        N_("Attendance"),
        Permission.TRAINING_RECORD_READ,
        (AttendanceLine,),
        {
            "session_key": N_("Session"),
            "enrolment_key": N_("Enrolment"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
        },
    )

    session_key: Mapped[UUID] = mapped_column(ForeignKey("training_session.key"))
    enrolment_key: Mapped[UUID] = mapped_column(ForeignKey("training_enrolment.key"), index=True)
    presence: Mapped[Presence]
    remark: Mapped[str] = mapped_column(String(80), default="")
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
