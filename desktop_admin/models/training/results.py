"""What comes of a course: marks, class hours and certificates. Ledgers are only added to."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.training import grades
from desktop_admin.api.training.certificates import CertificateRow
from desktop_admin.api.training.credits import CreditRow, CreditSource
from desktop_admin.api.training.grades import GradeKind, GradeSource
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import Hundredths, InTrail, Record

_STANDS = text("revoked_at IS NULL")


class GradeItem(Record):
    """What counts in a course, and how much. One with marks stays."""

    __tablename__ = "training_grade_item"
    in_trail = InTrail(
        N_("Item of a grade book"),
        Permission.TRAINING_COURSE_READ,
        (grades.GradeItem,),
        {"course_key": N_("Course"), "position": N_("Order"), "assignment_key": N_("Homework")},
    )

    course_key: Mapped[UUID] = mapped_column(ForeignKey("training_course.key"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[GradeKind]
    assignment_key: Mapped[UUID | None] = mapped_column(ForeignKey("training_assignment.key"))
    weight: Mapped[Decimal] = mapped_column(Hundredths)  # per cent

    def describe(self) -> str:
        return self.title


class GradeEvent(Record):
    """A mark as it was given. Only added; the last one of an item is in force. item_key: none for the final result."""

    __tablename__ = "training_grade_event"
    __table_args__ = (Index("ix_training_grade_event_enrolment_key_at", "enrolment_key", "at"),)
    in_trail = InTrail(
        N_("Mark of 100"),
        Permission.TRAINING_RECORD_READ,
        (grades.GradeEventLine,),
        {
            "enrolment_key": N_("Enrolment"),
            "item_key": N_("Item of a grade book"),
            "title": N_("Title"),
            "mark": N_("Mark of 100"),
            "source": N_("Source"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
            "reason": N_("Reason"),
        },
    )

    enrolment_key: Mapped[UUID] = mapped_column(ForeignKey("training_enrolment.key"))
    item_key: Mapped[UUID | None] = mapped_column(ForeignKey("training_grade_item.key"))
    title: Mapped[str] = mapped_column(String(80), default="")  # of the item, as it was then
    mark: Mapped[Decimal | None] = mapped_column(Hundredths)  # of 100
    source: Mapped[GradeSource]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200), default="")


class CreditEntry(Record):
    """学时. Only added; a mistake is taken back by another entry."""

    __tablename__ = "training_credit_entry"
    __table_args__ = (
        Index("ix_training_credit_entry_person_key_year", "person_key", "year"),
        UniqueConstraint("reverses_key"),
    )
    in_trail = InTrail(
        N_("Class hours credited"),
        Permission.TRAINING_RECORD_READ,
        (CreditRow,),
        {
            "person_key": N_("Name"),
            "enrolment_key": N_("Enrolment"),
            "reverses_key": N_("Takes back"),
            "by_key": N_("Account"),
        },
    )
    searched = ("person", "department", "title")

    person_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"))
    person: Mapped[str] = mapped_column(String(40))
    department: Mapped[str] = mapped_column(String(40), default="")
    day: Mapped[date]
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    source: Mapped[CreditSource]
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    enrolment_key: Mapped[UUID | None] = mapped_column(ForeignKey("training_enrolment.key"), index=True)
    reverses_key: Mapped[UUID | None] = mapped_column(ForeignKey("training_credit_entry.key"))
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200), default="")

    def describe(self) -> str:
        return f"{self.person} {self.day.isoformat()}"


class Certificate(Record):
    """What was certified, word for word. Never deleted, so that no number is missing; one that stands a learner."""

    __tablename__ = "training_certificate"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        Index(
            "uq_training_certificate_stands",
            "enrolment_key",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_training_certificate_learner_key_food_safety", "learner_key", "food_safety"),
    )
    in_trail = InTrail(
        N_("Certificate"),
        Permission.TRAINING_RECORD_READ,
        (CertificateRow,),
        {
            "enrolment_key": N_("Enrolment"),
            "learner_key": N_("Learner"),
            "course_key": N_("Course"),
            "revision": N_("Revision"),
            "issued_by_key": N_("Issued by"),
            "revoked_by_key": N_("Revoked by"),
        },
    )
    searched = ("number", "learner", "course")

    number: Mapped[str] = mapped_column(String(20))  # 证书编号 PX-YYYY-nnnn
    enrolment_key: Mapped[UUID] = mapped_column(ForeignKey("training_enrolment.key"))
    learner_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"))
    learner: Mapped[str] = mapped_column(String(40))
    course_key: Mapped[UUID] = mapped_column(ForeignKey("training_course.key"), index=True)
    course: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int]
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    mark: Mapped[Decimal] = mapped_column(Hundredths)
    food_safety: Mapped[bool]
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    issued_by_key: Mapped[UUID]
    issued_by: Mapped[str] = mapped_column(String(40))
    revoked_at: Mapped[datetime | None]
    revoked_by_key: Mapped[UUID | None]
    revoked_by: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")

    def describe(self) -> str:
        return f"{self.number} {self.learner}"
