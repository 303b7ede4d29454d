"""Homework: set with a rubric, handed in against a receipt, marked with feedback.

教学资源 五 (tasks and homework), 在线培训平台 10.1 (marked in time), 网上教学 二 (timely feedback).
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct, field

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.training.base import LONG, CourseChoice, Title, Why
from desktop_admin.api.training.files import MOST_FILES, StoredFile
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

MARKED_WITHIN = 7  # days after a submission; then it is on the list of what is overdue
MOST_CRITERIA = 30


class AssignmentState(Labelled):
    DRAFT = "draft", N_("draft"), Tone.NEUTRAL
    SET = "set", N_("set"), Tone.OK


class SubmissionState(Labelled):
    """late: waits for the exception to be decided. replaced: the learner handed in again before it was marked."""

    SUBMITTED = "submitted", N_("to be marked"), Tone.INFO
    LATE = "late", N_("late, not accepted yet"), Tone.WARN
    REFUSED = "refused", N_("late, refused"), Tone.DANGER
    MARKED = "marked", N_("marked"), Tone.OK
    REPLACED = "replaced", N_("replaced"), Tone.NEUTRAL


TO_MARK = (SubmissionState.SUBMITTED, SubmissionState.LATE)


class CriteriaDontAddUp(Refused):
    message = N_("The criteria have {criteria} marks together, the homework has {total}. Make them the same.")


class NoCriteria(Refused):
    message = N_("Add at least one criterion with its marks.")


class RubricInUse(Refused):
    message = N_("“{title}” was already handed in {count} times; its criteria and marks stay. Set another one.")


class DuePassed(Refused):
    message = N_("{due} is already past. Choose a later time.")


class NotTakingPart(Refused):
    message = N_("You do not take part in “{course}”.")


class NothingHandedIn(Refused):
    message = N_("Write something or add a file first.")


class LateWithoutReason(Refused):
    message = N_("It was due at {due}. Hand it in late with a reason; the teacher decides on it.")


class AlreadyMarked(Refused):
    message = N_("Your work {number} has been marked already. Talk to the teacher.")


class OwnPaper(Refused):
    """Nobody marks, or excuses, the own work; the attempt is written into the audit trail."""

    watched: ClassVar[bool] = True
    message = N_("{what} is your own work. Someone else marks it.")


class MarkedMeanwhile(Refused):
    """The marks in the form are still there; sending them again with a reason puts them over the others."""

    message = N_(
        "{who} marked {number} at {when}: {total}. Yours are not saved; look at both, then send yours with a reason."
    )


class LateNotAccepted(Refused):
    message = N_("{number} was handed in late. Accept or refuse the exception first.")


class NotToBeMarked(Refused):
    message = N_("{number} is “{state}”; it is not marked.")
    phrases = frozenset({"state"})


class MarksMissing(Refused):
    message = N_("Give marks for every criterion; missing: {criteria}.")


class MarksTooHigh(Refused):
    message = N_("“{criterion}” has {most} marks at most, not {given}.")


Text = Annotated[str, label(N_("Task"), max_length=LONG, editor="lines", wide=True)]
Due = Annotated[datetime, label(N_("Hand in by"))]
Total = Annotated[Decimal, label(N_("Marks"), ge=Decimal("0.01"), le=Decimal(1000), trimmed=True)]
Feedback = Annotated[str, label(N_("Feedback"), max_length=LONG, editor="lines", wide=True)]


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the rubric. marks: at most."""

    id: UUID = field(default_factory=uuid7)
    title: Title
    marks: Total


Criteria = Annotated[tuple[Criterion, ...], Meta(max_length=MOST_CRITERIA)]


class AssignmentRow(Struct, frozen=True, kw_only=True):
    """mine: of the reader's own newest submission; none where nothing was handed in.

    overdue: handed in more than seven days ago and not marked. missing: who takes part and has handed in nothing.
    """

    key: UUID
    version: int
    course_key: UUID
    course: Annotated[str, label(N_("Course"))]
    title: Title
    state: Annotated[AssignmentState, label(N_("State"))]
    due: Due
    past: Annotated[bool, label(N_("Past"))]
    marks: Total
    submitted: Annotated[int, label(N_("Number handed in"))]
    unmarked: Annotated[int, label(N_("To be marked"))]
    overdue: Annotated[int, label(N_("Marking overdue"))]
    missing: Annotated[int, label(N_("Not handed in"))]
    mine: Annotated[SubmissionState | None, label(N_("My work"))]
    mine_key: UUID | None


class ListAssignments(PageQuery[AssignmentRow], frozen=True, kw_only=True):
    """The last due first. Learners see what was set in courses that they take part in."""

    permission = Permission.TRAINING_COURSE_READ

    course: CourseChoice = None
    state: Annotated[AssignmentState | None, label(N_("State"))] = None
    to_mark: Annotated[bool | None, label(N_("To be marked"))] = None
    mine: Annotated[bool | None, label(N_("For me to do"))] = None
    learnt: Annotated[bool | None, label(N_("In courses I take"))] = None


class SubmissionRow(Struct, frozen=True, kw_only=True):
    """number: of the receipt. total: none before it was marked. overdue: unmarked for more than seven days."""

    key: UUID
    version: int
    number: Annotated[str, label(N_("Receipt no."))]
    assignment_key: UUID
    assignment: Annotated[str, label(N_("Homework"))]
    course_key: UUID
    course: Annotated[str, label(N_("Course"))]
    learner_key: UUID
    learner: Annotated[str, label(N_("Learner"))]
    state: Annotated[SubmissionState, label(N_("State"))]
    attempt: Annotated[int, label(N_("Attempt"))]
    at: Annotated[datetime, label(N_("Handed in at"))]
    late: Annotated[bool, label(N_("Late"))]
    total: Annotated[Decimal | None, label(N_("Marks"), trimmed=True)]
    marker: Annotated[str, label(N_("Marked by"))]
    marked_at: Annotated[datetime | None, label(N_("Marked at"))]
    days: Annotated[int, label(N_("Days waiting"))]
    overdue: Annotated[bool, label(N_("Marking overdue"))]


class ListSubmissions(PageQuery[SubmissionRow], frozen=True, kw_only=True):
    """The oldest first. Learners see their own, teachers those of their courses, supervisors all."""

    permission = Permission.TRAINING_COURSE_READ

    course: CourseChoice = None
    assignment: Annotated[UUID | None, label(N_("Homework"), editor="choice")] = None
    state: Annotated[SubmissionState | None, label(N_("State"))] = None
    overdue: Annotated[bool | None, label(N_("Marking overdue"))] = None
    late: Annotated[bool | None, label(N_("Late"))] = None
    mine: Annotated[bool | None, label(N_("My own"))] = None


class AssignmentDetail(Struct, frozen=True, kw_only=True):
    """submissions: the newest of each learner; for a learner only their own."""

    row: AssignmentRow
    text: Text
    criteria: tuple[Criterion, ...]
    submissions: tuple[SubmissionRow, ...]
    missing: tuple[str, ...]  # names of who has handed in nothing; for who teaches
    may_mark: bool


class ReadAssignment(Query[AssignmentDetail], frozen=True):
    permission = Permission.TRAINING_COURSE_READ

    key: UUID


class AddAssignment(Command[AssignmentRow], frozen=True, kw_only=True):
    """Raises NotYourCourse, NoCriteria, CriteriaDontAddUp, TooManyDecimals, OutOfBounds."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Add homework")

    course: UUID
    title: Title
    text: Text = ""
    due: Due
    marks: Total = Decimal(100)
    criteria: Criteria


class EditAssignment(RecordCommand[AssignmentDetail], frozen=True, kw_only=True):
    """Raises RubricInUse where the criteria change after something was handed in, and as AddAssignment."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Edit homework")

    title: Title
    text: Text = ""
    due: Due
    marks: Total
    criteria: Criteria


class SetAssignment(RecordCommand[AssignmentDetail], frozen=True, kw_only=True):
    """From now on learners see it. Raises DuePassed."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Set homework")


class DeleteAssignment(RecordCommand[None], frozen=True, kw_only=True):
    """Only one to which nothing was handed in and that no grade book counts. Raises RubricInUse, ItemInUse."""

    permission = Permission.TRAINING_COURSE_TEACH
    caption = N_("Delete homework")


class CriterionScore(Struct, frozen=True):
    criterion: Criterion
    marks: Decimal | None


class MarkingLine(Struct, frozen=True, kw_only=True):
    """One marking, in force or put over by a later one."""

    at: datetime
    by: str
    total: Decimal
    scores: tuple[CriterionScore, ...]
    feedback: str
    reason: str
    in_force: bool


class SubmissionDetail(Struct, frozen=True, kw_only=True):
    """scores: the rubric with the marks in force. attempts: all that this learner handed in, oldest first."""

    row: SubmissionRow
    text: str
    task: str
    due: datetime
    marks: Decimal
    files: tuple[StoredFile, ...]
    scores: tuple[CriterionScore, ...]
    feedback: str
    late_reason: str
    decided_by: str
    decided_at: datetime | None
    decision: str
    markings: tuple[MarkingLine, ...]
    attempts: tuple[SubmissionRow, ...]
    may_mark: bool


class ReadSubmission(Query[SubmissionDetail], frozen=True):
    """Raises NotFound for somebody else's, to who neither teaches nor supervises."""

    permission = Permission.TRAINING_COURSE_READ

    key: UUID


class SubmitWork(Command[SubmissionDetail], frozen=True, kw_only=True):
    """Answers the receipt: row.number and row.at. Handed in again, the newest counts until it is marked.

    Raises NotTakingPart, NothingHandedIn, LateWithoutReason, AlreadyMarked, NotYourFile.
    """

    permission = Permission.TRAINING_COURSE_LEARN
    caption = N_("Hand in homework")

    assignment: UUID
    text: Annotated[str, label(N_("Text"), max_length=20000, editor="lines", wide=True)] = ""
    files: Annotated[tuple[UUID, ...], Meta(max_length=MOST_FILES)] = ()  # of StoredFile
    late_reason: Why = ""


class DecideLate(RecordCommand[SubmissionDetail], frozen=True, kw_only=True):
    """Accept or refuse a late submission (在线培训 3: every exception has a reason and an approver).

    Raises OwnPaper, NotYourCourse, NotToBeMarked, WhyNeeded.
    """

    permission = Permission.TRAINING_ASSIGNMENT_MARK
    caption = N_("Decide on late work")

    accepted: Annotated[bool, label(N_("Accept"))]
    reason: Why


class ScoreGiven(Struct, frozen=True, forbid_unknown_fields=True):
    criterion: UUID
    marks: Annotated[Decimal, label(N_("Marks"), ge=Decimal(0), le=Decimal(1000), trimmed=True)]


class MarkSubmission(RecordCommand[SubmissionDetail], frozen=True, kw_only=True):
    """Marks for every criterion. reason: needed where it was marked before.

    Raises OwnPaper, NotYourCourse, MarkedMeanwhile, LateNotAccepted, MarksMissing, MarksTooHigh, WhyNeeded,
    ResultsReleased.
    """

    permission = Permission.TRAINING_ASSIGNMENT_MARK
    caption = N_("Mark")

    scores: Annotated[tuple[ScoreGiven, ...], Meta(max_length=MOST_CRITERIA)]
    feedback: Feedback = ""
    reason: Why = ""
