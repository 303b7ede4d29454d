"""The grade book: weighted items, marks that are only added, results that are released (在线培训 4.2, 网上教学 二)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, field

from desktop_admin.api.base import Command, Query, RecordCommand, label
from desktop_admin.api.training.base import Percent, Title, Why
from desktop_admin.api.training.enrolment import AT_ONCE, EnrolmentState
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.labels import Labelled
from desktop_admin.core.permissions import Permission

MOST_ITEMS = 30


class GradeKind(Labelled):
    """Where an item's marks come from: the marked homework, the attended hours, or a person."""

    HOMEWORK = "homework", N_("homework")
    ATTENDANCE = "attendance", N_("attendance")
    ENTERED = "entered", N_("entered")


class GradeSource(Labelled):
    MARKED = "marked", N_("marked homework")
    ENTERED = "entered", N_("entered by a person")
    ATTENDED = "attended", N_("attended hours")
    RELEASED = "released", N_("result released")
    REOPENED = "reopened", N_("result reopened")


class WeightsNotFull(Refused):
    message = N_("The weights are {total} % together. Make them 100 %.")


class ItemWithoutHomework(Refused):
    message = N_("“{title}” counts homework: choose one of this course, each only once.")


class OneAttendanceOnly(Refused):
    message = N_("Attendance counts once. Take one of the items out.")


class ItemInUse(Refused):
    message = N_("“{title}” has marks already and stays in the grade book.")


class ResultsReleased(Refused):
    message = N_("The result of {who} has been released. Reopen it first, with a reason.")


class NotEntered(Refused):
    message = N_("“{title}” is not entered: its marks follow from {kind}.")
    phrases = frozenset({"kind"})


class GradeMoved(Refused):
    message = N_("The mark of {who} for “{title}” is {now} meanwhile. Look at it and enter yours again.")


class MarksOpen(Refused):
    """missing: who and what, joined."""

    message = N_("{count} marks are still missing: {missing}. Nothing was released.")


class NoGradeItems(Refused):
    message = N_("The grade book has no items yet. Set what counts, then release.")


class OwnResult(Refused):
    message = N_("Nobody enters or releases the own result.")


class NotReleased(Refused):
    message = N_("{who} has no released result.")


class CertificateStands(Refused):
    message = N_("Certificate {number} rests on this result. Revoke it first.")


class GradeItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """weight: per cent of the final mark."""

    id: UUID = field(default_factory=uuid7)
    title: Title
    kind: Annotated[GradeKind, label(N_("Kind"))] = GradeKind.ENTERED
    assignment: Annotated[UUID | None, label(N_("Homework"), editor="choice")] = None
    weight: Percent


class GradeLine(Struct, frozen=True, kw_only=True):
    """One learner. marks: in the order of the items, of 100; none while missing.

    final: of 100, once every mark is there; provisional until released. passed: by the rule of the plan that the
    learner was enrolled under.
    """

    enrolment_key: UUID
    version: int
    learner_key: UUID
    learner: Annotated[str, label(N_("Learner"))]
    department: Annotated[str, label(N_("Department"))]
    state: Annotated[EnrolmentState, label(N_("State"))]
    marks: tuple[Decimal | None, ...]
    attendance: Annotated[Decimal | None, label(N_("Attendance"), unit="%", trimmed=True)]
    final: Annotated[Decimal | None, label(N_("Final mark"), trimmed=True)]
    passed: Annotated[bool | None, label(N_("Passed"))]
    released_at: Annotated[datetime | None, label(N_("Released at"))]
    certificate: Annotated[str, label(N_("Certificate no."))]
    may_issue: bool  # passed, released and without a certificate that stands


class GradeBook(Struct, frozen=True, kw_only=True):
    """pass_mark, least_attendance: of the plan in force. A learner finds the own line only, its final once released."""

    course_key: UUID
    version: int  # of the course
    course_number: str
    course: str
    teacher: str
    revision: int
    hours: Decimal
    pass_mark: Decimal
    least_attendance: Decimal
    items: tuple[GradeItem, ...]
    lines: tuple[GradeLine, ...]
    passed: int
    failed: int
    open: int
    may_edit: bool


class ReadGradeBook(Query[GradeBook], frozen=True):
    """Raises NotFound to who has nothing in it."""

    permission = Permission.TRAINING_COURSE_READ

    course: UUID


class SetGradeItems(RecordCommand[GradeBook], frozen=True, kw_only=True):
    """key: the course's. Raises WeightsNotFull, ItemWithoutHomework, OneAttendanceOnly, ItemInUse, ResultsReleased."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Set what counts")

    items: Annotated[tuple[GradeItem, ...], Meta(max_length=MOST_ITEMS)]


class EnterGrade(Command[GradeBook], frozen=True, kw_only=True):
    """mark: of 100. seen: what stood there. reason: needed where it changes a mark.

    Raises NotEntered, GradeMoved, ResultsReleased, OwnResult, WhyNeeded, TooManyDecimals, OutOfBounds.
    """

    permission = Permission.TRAINING_ASSIGNMENT_MARK
    caption = N_("Enter mark")

    enrolment: UUID
    item: UUID
    mark: Annotated[Decimal, label(N_("Mark of 100"), ge=Decimal(0), le=Decimal(100), trimmed=True)]
    seen: Decimal | None = None
    reason: Why = ""


class ReleaseGrades(RecordCommand[GradeBook], frozen=True, kw_only=True):
    """key: the course's. enrolments: none for all who take part. Passing credits the course's class hours.

    Raises NoGradeItems, MarksOpen, OwnResult, NotYourCourse.
    """

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Release results")

    enrolments: Annotated[tuple[UUID, ...], Meta(max_length=AT_ONCE)] = ()


class ReopenResult(RecordCommand[GradeBook], frozen=True, kw_only=True):
    """key: the enrolment's. Credited hours are taken back.

    Raises NotReleased, CertificateStands, WhyNeeded, OwnResult.
    """

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Reopen result")

    reason: Why


class GradeEventLine(Struct, frozen=True, kw_only=True):
    """One line of the ledger of marks. item: empty for the final result. mark: none where it was reopened."""

    at: datetime
    by: str
    item: str
    source: GradeSource
    mark: Decimal | None
    reason: str
    in_force: bool


class ReadGradeEvents(Query[tuple[GradeEventLine, ...]], frozen=True):
    """Oldest first; the learner's own, or of the reader's course. Raises NotFound."""

    permission = Permission.TRAINING_COURSE_READ

    enrolment: UUID
