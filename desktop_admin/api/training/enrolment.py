"""Enrolment: seats, a waiting list, and rules that are acknowledged first.

在线培训平台 5.2 (learners choose courses), 6; 网上教学 二 and 网络教育 三 (conduct rules are known before).
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.training.base import CourseChoice, Why
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

AT_ONCE = 500  # people enrolled by one command


class EnrolmentState(Labelled):
    """applied: the teacher confirms it. approved: a seat is kept until the rules are acknowledged."""

    APPLIED = "applied", N_("applied"), Tone.INFO
    WAITLISTED = "waitlisted", N_("on the waiting list"), Tone.WARN
    APPROVED = "approved", N_("seat kept"), Tone.INFO
    ACTIVE = "active", N_("taking part"), Tone.OK
    COMPLETED = "completed", N_("passed"), Tone.OK
    FAILED = "failed", N_("not passed"), Tone.DANGER
    WITHDRAWN = "withdrawn", N_("left the course"), Tone.NEUTRAL
    REMOVED = "removed", N_("removed"), Tone.NEUTRAL


SEATED = (EnrolmentState.APPROVED, EnrolmentState.ACTIVE)
TOOK_PART = (EnrolmentState.ACTIVE, EnrolmentState.COMPLETED, EnrolmentState.FAILED)
CURRENT = (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED, *SEATED)
ENDED = (EnrolmentState.COMPLETED, EnrolmentState.FAILED, EnrolmentState.WITHDRAWN, EnrolmentState.REMOVED)


class NoRulesYet(Refused):
    message = N_("The school has no rules for learners yet. A course administrator writes them first.")


class RulesNotAcknowledged(Refused):
    message = N_("Read and acknowledge the rules first (version {version}).")


class EnrolmentClosed(Refused):
    message = N_("“{course}” takes nobody new now.")


class AlreadyEnrolled(Refused):
    message = N_("{who} is already enrolled in “{course}” ({state}).")
    phrases = frozenset({"state"})


class EnrolmentMoved(Refused):
    message = N_("The enrolment of {who} is “{state}”; this is not possible now.")
    phrases = frozenset({"state"})


class NotYourEnrolment(Refused):
    message = N_("This is the enrolment of {who}. Everyone withdraws and acknowledges for themselves.")


class StillRunning(Refused):
    message = N_(
        "{count} people still take part in “{course}”, wait for a seat or have applied. Release their results or"
        " remove them first."
    )


class OwnTeaching(Refused):
    message = N_("You teach “{course}”, and do not learn in it.")


class EnrolmentRow(Struct, frozen=True, kw_only=True):
    """place: on the waiting list, from 1. rules: the version that was acknowledged. mark, attendance: as released."""

    key: UUID
    version: int
    course_key: UUID
    course_number: Annotated[str, label(N_("Course no."))]
    course: Annotated[str, label(N_("Course"))]
    learner_key: UUID
    learner: Annotated[str, label(N_("Learner"))]
    department: Annotated[str, label(N_("Department"))]
    state: Annotated[EnrolmentState, label(N_("State"))]
    place: Annotated[int | None, label(N_("Place in the queue"))]
    revision: Annotated[int, label(N_("Revision of the plan"))]
    applied_at: Annotated[datetime, label(N_("Enrolled at"))]
    by: Annotated[str, label(N_("Enrolled by"))]
    rules: Annotated[int | None, label(N_("Rules acknowledged"))]
    acknowledged_at: Annotated[datetime | None, label(N_("Acknowledged at"))]
    mark: Annotated[Decimal | None, label(N_("Final mark"), trimmed=True)]
    attendance: Annotated[Decimal | None, label(N_("Attendance"), unit="%", trimmed=True)]
    ended_on: Annotated[date | None, label(N_("Ended on"))]
    reason: Annotated[str, label(N_("Reason"))]


class ListEnrolments(PageQuery[EnrolmentRow], frozen=True, kw_only=True):
    """In the order of enrolment. Learners see their own, teachers those of their courses, supervisors all."""

    permission = Permission.TRAINING_COURSE_READ

    course: CourseChoice = None
    learner: Annotated[UUID | None, label(N_("Learner"), editor="choice")] = None
    state: Annotated[EnrolmentState | None, label(N_("State"))] = None
    mine: Annotated[bool | None, label(N_("My own"))] = None


class TrainingRules(Struct, frozen=True):
    """version: 0 where there are none yet."""

    version: int
    text: Annotated[str, label(N_("Rules"), max_length=20000, editor="lines", wide=True)]
    at: datetime | None
    by: str


class ReadTrainingRules(Query[TrainingRules], frozen=True, kw_only=True):
    """version: none for those in force."""

    permission = Permission.TRAINING_COURSE_READ

    version: Annotated[int, Meta(ge=1, le=9999)] | None = None


class SetTrainingRules(Command[TrainingRules], frozen=True, kw_only=True):
    """A new version. seen: the version that it replaces. Who acknowledged an earlier one stays enrolled."""

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Set rules")

    text: Annotated[str, label(N_("Rules"), max_length=20000, editor="lines", wide=True)]
    seen: int = 0


class EnrolMyself(Command[EnrolmentRow], frozen=True, kw_only=True):
    """rules: the version just read. Answers a seat or a place on the waiting list.

    Raises EnrolmentClosed, ReviewOverdue, AlreadyEnrolled, RulesNotAcknowledged, NoRulesYet, OwnTeaching.
    """

    permission = Permission.TRAINING_COURSE_LEARN
    caption = N_("Enrol")

    course: UUID
    rules: Annotated[int, Meta(ge=0)]


class EnrolPeople(Command[tuple[EnrolmentRow, ...]], frozen=True, kw_only=True):
    """All or none. Each keeps a seat, or a place on the waiting list, and acknowledges the rules before taking part.

    Raises EnrolmentClosed, ReviewOverdue, AlreadyEnrolled, NoRulesYet, OwnTeaching.
    """

    permission = Permission.TRAINING_COURSE_MANAGE
    caption = N_("Enrol people")

    course: UUID
    learners: Annotated[tuple[UUID, ...], label(N_("Learners"), max_length=AT_ONCE, editor="choice")]


class AcknowledgeRules(RecordCommand[EnrolmentRow], frozen=True, kw_only=True):
    """Raises NotYourEnrolment, RulesNotAcknowledged, EnrolmentMoved."""

    permission = Permission.TRAINING_COURSE_LEARN
    caption = N_("Acknowledge rules")

    rules: Annotated[int, Meta(ge=0)]


class ConfirmEnrolment(RecordCommand[EnrolmentRow], frozen=True, kw_only=True):
    """An application gets a seat, or a place on the waiting list. Raises NotYourCourse, EnrolmentMoved."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Confirm enrolment")


class WithdrawEnrolment(RecordCommand[EnrolmentRow], frozen=True, kw_only=True):
    """The learner's own. The seat goes to the first who waits."""

    permission = Permission.TRAINING_COURSE_LEARN
    caption = N_("Withdraw from course")

    reason: Why = ""


class RemoveEnrolment(RecordCommand[EnrolmentRow], frozen=True, kw_only=True):
    """By the teacher, with a reason. Raises NotYourCourse, EnrolmentMoved, WhyNeeded."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Remove from course")

    reason: Why
