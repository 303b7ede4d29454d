"""Courses, the revisions of their teaching plans, and who reviewed what."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.training.courses import CourseRow, CourseState, Plan
from desktop_admin.api.training.courses import PlanUnit as Unit
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models import approval
from desktop_admin.models.approval import UnderApproval
from desktop_admin.models.base import Hundredths, InTrail, Record


class Course(UnderApproval):
    """title, subject, hours and food_safety are those of the plan in force; of the newest before the first.

    revision, content_sha256: of the newest plan, which is what is being approved.
    """

    __tablename__ = "training_course"
    __table_args__ = (UniqueConstraint("school_id", "number"),)
    in_trail = InTrail(
        N_("Course"),
        Permission.TRAINING_COURSE_READ,
        (CourseRow,),
        {**approval.LABELS, "teacher_key": N_("Teacher"), "revision": N_("Revision")},
    )
    searched = ("number", "title", "subject", "teacher")

    number: Mapped[str] = mapped_column(String(20))  # 课程号 KC-YYYY-nnn
    title: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(40), default="")
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    food_safety: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CourseState] = mapped_column(default=CourseState.DRAFT)
    teacher_key: Mapped[UUID] = mapped_column(index=True)
    teacher: Mapped[str] = mapped_column(String(40))
    capacity: Mapped[int]
    confirmed: Mapped[bool] = mapped_column(default=False)  # the teacher confirms each enrolment
    open: Mapped[bool] = mapped_column(default=False)  # takes new people
    in_force: Mapped[int] = mapped_column(default=0)  # the published revision
    published_on: Mapped[date | None]
    review_due: Mapped[date | None]  # the last day before new enrolment stops

    def describe(self) -> str:
        return f"{self.number} {self.title}"


class CourseRevision(Record):
    """A teaching plan as it was saved. Only added."""

    __tablename__ = "training_course_revision"
    __table_args__ = (UniqueConstraint("course_key", "number"),)
    in_trail = InTrail(
        N_("Teaching plan"),
        Permission.TRAINING_COURSE_READ,
        (Plan,),
        {
            "course_key": N_("Course"),
            "number": N_("Revision"),
            "at": N_("Time"),
            "by": N_("By"),
            "by_key": N_("Account"),
        },
    )

    course_key: Mapped[UUID] = mapped_column(ForeignKey("training_course.key"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(40), default="")
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    objectives: Mapped[str] = mapped_column(String(4000), default="")
    content: Mapped[str] = mapped_column(String(4000), default="")
    methods: Mapped[str] = mapped_column(String(4000), default="")
    schedule: Mapped[str] = mapped_column(String(4000), default="")
    pass_mark: Mapped[Decimal] = mapped_column(Hundredths)
    least_attendance: Mapped[Decimal] = mapped_column(Hundredths)
    food_safety: Mapped[bool] = mapped_column(default=False)
    valid_months: Mapped[int | None]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return f"{self.title} / {self.number}"


class PlanUnit(Record):
    """A unit of one revision. Only added."""

    __tablename__ = "training_plan_unit"
    __table_args__ = (UniqueConstraint("revision_key", "position"), UniqueConstraint("revision_key", "unit_id"))
    in_trail = InTrail(
        N_("Unit of a plan"),
        Permission.TRAINING_COURSE_READ,
        (Unit,),
        {"revision_key": N_("Teaching plan"), "position": N_("Order"), "unit_id": N_("Plan unit")},
    )

    revision_key: Mapped[UUID] = mapped_column(ForeignKey("training_course_revision.key"))
    position: Mapped[int]
    unit_id: Mapped[UUID]  # the same from revision to revision
    title: Mapped[str] = mapped_column(String(80))
    hours: Mapped[Decimal] = mapped_column(Hundredths)
    content: Mapped[str] = mapped_column(String(500), default="")
    method: Mapped[str] = mapped_column(String(80), default="")
    planned_on: Mapped[date | None]

    def describe(self) -> str:
        return self.title


class Review(Record):
    """Every point of a checklist found to hold, by a reviewer, for one revision of a course or resource. Only added."""

    __tablename__ = "training_review"
    in_trail = InTrail(
        N_("Review of content"),
        Permission.TRAINING_COURSE_READ,
        labels={
            "subject_key": N_("Subject"),
            "revision": N_("Revision"),
            "list_version": N_("Version of the checklist"),
            "points": N_("Points that hold"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
        },
    )

    subject_key: Mapped[UUID] = mapped_column(index=True)
    revision: Mapped[int]
    list_version: Mapped[str] = mapped_column(String(20))
    points: Mapped[str] = mapped_column(String(400))  # codes, separated by spaces
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))


class CourseResource(Record):
    """A resource that a course uses."""

    __tablename__ = "training_course_resource"
    __table_args__ = (UniqueConstraint("course_key", "resource_key"),)
    in_trail = InTrail(
        N_("Resource of a course"),
        Permission.TRAINING_COURSE_READ,
        labels={
            "course_key": N_("Course"),
            "resource_key": N_("Teaching resource"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
        },
    )

    course_key: Mapped[UUID] = mapped_column(ForeignKey("training_course.key"))
    resource_key: Mapped[UUID] = mapped_column(ForeignKey("training_resource.key"), index=True)
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
