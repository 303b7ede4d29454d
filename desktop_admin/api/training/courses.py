"""Courses with their teaching plan: each saved plan is a revision of its own, and none is ever changed.

在线培训平台 5 (teachers write, the platform reviews), 8 (a plan has objectives, content, methods and schedule).
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, field

from desktop_admin.api.approval import DecisionLine, Offer
from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.training.base import LONG, Hours, Title
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

MOST_UNITS = 200
REVIEWED_EVERY = 12  # months after publishing; later on nobody new is enrolled (在线培训平台 5.3)


class CourseState(Labelled):
    DRAFT = "draft", N_("draft"), Tone.NEUTRAL
    SUBMITTED = "submitted", N_("submitted"), Tone.INFO
    RETURNED = "returned", N_("returned"), Tone.WARN
    APPROVED = "approved", N_("approved"), Tone.OK
    PUBLISHED = "published", N_("published"), Tone.OK
    SUSPENDED = "suspended", N_("suspended"), Tone.WARN
    ARCHIVED = "archived", N_("archived"), Tone.NEUTRAL


class PlanIncomplete(Refused):
    """part: the first that is empty, a message."""

    message = N_("The teaching plan is not complete: “{part}” is empty. Fill it in, then submit.")
    phrases = frozenset({"part"})


class HoursDontAddUp(Refused):
    message = N_("The units have {units} class hours together, the course has {course}: {difference} {way}.")
    phrases = frozenset({"way"})


class PlanWithoutUnits(Refused):
    message = N_("The teaching plan has no unit yet. Add at least one with its class hours.")


class UnitTwice(Refused):
    message = N_("The unit “{title}” stands twice in the plan. Take one of them out.")


class ChecklistNotDone(Refused):
    """point: the first that was not ticked, a message."""

    message = N_("Tick every point of the review first: “{point}”. Return it where one does not hold.")
    phrases = frozenset({"point"})


class ResourceBlocked(Refused):
    message = N_("The course uses “{title}”, which may not be used now: {why}.")
    phrases = frozenset({"why"})


class ReviewOverdue(Refused):
    message = N_(
        "The periodic review of “{course}” was due on {day}. Nobody new is enrolled until it has been reviewed."
    )


Objectives = Annotated[str, label(N_("Objectives"), max_length=LONG, editor="lines", wide=True)]
Content = Annotated[str, label(N_("Teaching content"), max_length=LONG, editor="lines", wide=True)]
Methods = Annotated[str, label(N_("Teaching methods"), max_length=LONG, editor="lines", wide=True)]
Schedule = Annotated[str, label(N_("Schedule"), max_length=LONG, editor="lines", wide=True)]
Subject = Annotated[str, label(N_("Subject"), max_length=40)]
Capacity = Annotated[int, label(N_("Seats"), ge=1, le=5000)]
PassMark = Annotated[Decimal, label(N_("Marks to pass"), ge=Decimal(0), le=Decimal(100), trimmed=True)]
LeastAttendance = Annotated[
    Decimal,
    label(
        N_("Attendance to pass"),
        unit="%",
        ge=Decimal(0),
        le=Decimal(100),
        hint=N_("0: none is asked for"),
        trimmed=True,
    ),
]
FoodSafety = Annotated[
    bool, label(N_("Food-safety training"), hint=N_("Counts beside the health certificate of canteen workers"))
]
ValidMonths = Annotated[
    Annotated[int, Meta(ge=1, le=120)] | None,
    label(N_("Certificate valid for"), unit=N_("months"), hint=N_("Empty: for ever")),
]
ByTeacher = Annotated[UUID | None, label(N_("Teacher"), editor="choice", hint=N_("Empty: whoever writes it"))]


class PlanUnit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One unit of the plan. id: stays the same from revision to revision; a session names it."""

    id: UUID = field(default_factory=uuid7)
    title: Title
    hours: Hours
    content: Annotated[str, label(N_("Content"), max_length=500)] = ""
    method: Annotated[str, label(N_("Method"), max_length=80)] = ""
    planned_on: Annotated[date | None, label(N_("Planned on"))] = None


Units = Annotated[tuple[PlanUnit, ...], Meta(max_length=MOST_UNITS)]


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is reviewed. hours: of the course; the sum of its units' when it is submitted (在线培训平台 8)."""

    title: Title
    subject: Subject = ""
    hours: Hours
    objectives: Objectives = ""
    content: Content = ""
    methods: Methods = ""
    schedule: Schedule = ""
    pass_mark: PassMark = Decimal(60)
    least_attendance: LeastAttendance = Decimal(0)
    food_safety: FoodSafety = False
    valid_months: ValidMonths = None
    units: Units = ()


class CourseRow(Struct, frozen=True, kw_only=True):
    """revision: the newest plan; in_force: the published one, 0 before the first. taken: seats."""

    key: UUID
    version: int
    number: Annotated[str, label(N_("Course no."))]
    title: Title
    subject: Subject
    state: Annotated[CourseState, label(N_("State"))]
    teacher_key: UUID
    teacher: Annotated[str, label(N_("Teacher"))]
    hours: Hours
    capacity: Capacity
    taken: Annotated[int, label(N_("Seats taken"))]
    waiting: Annotated[int, label(N_("Number waiting"))]
    revision: Annotated[int, label(N_("Revision"))]
    in_force: Annotated[int, label(N_("Revision in force"))]
    open: Annotated[bool, label(N_("Enrolment open"))]
    confirmed: Annotated[bool, label(N_("Enrolment is confirmed"))]
    food_safety: FoodSafety
    published_on: Annotated[date | None, label(N_("Published on"))]
    review_due: Annotated[date | None, label(N_("Next review due"))]
    overdue: Annotated[bool, label(N_("Review overdue"))]


class ListCourses(PageQuery[CourseRow], frozen=True, kw_only=True):
    """The newest first. Who neither writes, reviews nor supervises courses sees those that are or were published."""

    permission = Permission.TRAINING_COURSE_READ

    state: Annotated[CourseState | None, label(N_("State"))] = None
    subject: Annotated[str, label(N_("Subject"), max_length=40)] = ""
    open: Annotated[bool | None, label(N_("Enrolment open"))] = None
    mine: Annotated[bool | None, label(N_("Taught by me"))] = None
    food_safety: Annotated[bool | None, label(N_("Food-safety training"))] = None
    overdue: Annotated[bool | None, label(N_("Review overdue"))] = None
    graded: Annotated[bool | None, label(N_("Grade book shown to me"))] = None


class UnitLine(Struct, frozen=True, kw_only=True):
    """held: class hours of the sessions of this unit that took place; the plan against what was done."""

    unit: PlanUnit
    sessions: int
    held: Annotated[Decimal, label(N_("Hours held"), trimmed=True)]


class CheckPoint(Struct, frozen=True):
    """What a reviewer ticks. text: to be translated."""

    code: str
    text: str


class ReviewLine(Struct, frozen=True):
    """A review that found every point of the checklist to hold."""

    revision: int
    at: datetime
    by: str
    points: tuple[str, ...]  # codes
    list_version: str


class RevisionLine(Struct, frozen=True):
    number: int
    at: datetime
    by: str
    in_force: bool


class AttachedResource(Struct, frozen=True, kw_only=True):
    """blocked: why it may not be used now, a message; empty where it may."""

    key: UUID
    title: str
    kind: str
    blocked: str
    attached_at: datetime
    by: str


class CourseDetail(Struct, frozen=True, kw_only=True):
    """Everything of one course. plan: of the revision that was asked for.

    mine: the reader's own enrolment that is not ended. may_teach: the reader is its teacher or administers courses.
    """

    row: CourseRow
    plan: Plan
    plan_revision: int
    plan_sha256: str
    units: tuple[UnitLine, ...]
    units_hours: Decimal
    held_hours: Decimal
    missing: tuple[str, ...]  # parts of the plan that submitting needs, to be translated
    author_key: UUID
    author: str
    offers: tuple[Offer, ...]
    history: tuple[DecisionLine, ...]
    revisions: tuple[RevisionLine, ...]
    checklist: tuple[CheckPoint, ...]
    reviews: tuple[ReviewLine, ...]
    resources: tuple[AttachedResource, ...]
    mine: UUID | None
    may_teach: bool


class ReadCourse(Query[CourseDetail], frozen=True, kw_only=True):
    """revision: none for the newest; who only sees published courses gets the one in force."""

    permission = Permission.TRAINING_COURSE_READ

    key: UUID
    revision: Annotated[int, Meta(ge=1, le=9999)] | None = None


class WriteCourse(Command[CourseRow], frozen=True, kw_only=True):
    """A new course in its first revision. Raises TooManyDecimals, OutOfBounds, UnitTwice."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Write course")

    title: Title
    subject: Subject = ""
    hours: Hours
    capacity: Capacity = 30
    confirmed: Annotated[bool, label(N_("Enrolment is confirmed"), hint=N_("The teacher confirms each one"))] = False
    teacher: ByTeacher = None
    objectives: Objectives = ""
    content: Content = ""
    methods: Methods = ""
    schedule: Schedule = ""
    pass_mark: PassMark = Decimal(60)
    least_attendance: LeastAttendance = Decimal(0)
    food_safety: FoodSafety = False
    valid_months: ValidMonths = None
    units: Units = ()

    def plan(self) -> Plan:
        return Plan(**{name: getattr(self, name) for name in Plan.__struct_fields__})


class EditPlan(RecordCommand[CourseDetail], frozen=True, kw_only=True):
    """Always a new revision: a published plan stays in force until the new one has been reviewed and published.

    Signatures of the earlier revision no longer count. Raises NotYourCourse, TooManyDecimals, OutOfBounds, UnitTwice.
    """

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Edit plan")

    plan: Plan


class EditEnrolment(RecordCommand[CourseRow], frozen=True, kw_only=True):
    """Seats and how they are given. Who waits moves up where there are more.

    Raises NotYourCourse; EnrolmentClosed where enrolment is opened while the course is not published.
    """

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Edit enrolment")

    capacity: Capacity
    confirmed: Annotated[bool, label(N_("Enrolment is confirmed"), hint=N_("The teacher confirms each one"))]
    open: Annotated[bool, label(N_("Enrolment open"))]


class AssignTeacher(RecordCommand[CourseRow], frozen=True, kw_only=True):
    """Somebody else teaches from now on; sessions so far keep who held them. Raises OwnTeaching for a learner of it."""

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Assign teacher")

    teacher: Annotated[UUID, label(N_("Teacher"), editor="choice")]


class AttachResource(RecordCommand[CourseDetail], frozen=True, kw_only=True):
    """Raises NotYourCourse, ResourceBlocked."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Add resource")

    resource: Annotated[UUID, label(N_("Resource"), editor="choice")]


class DetachResource(RecordCommand[CourseDetail], frozen=True, kw_only=True):
    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Take out resource")

    resource: UUID
