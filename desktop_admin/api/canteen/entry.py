"""What is done to a sheet: every answer is its own command, committed at once.

Two people may fill one sheet: items, readings and findings have versions of their own; only the same one clashes.
Refusals: desktop_admin.api.canteen.refusals.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from desktop_admin.api.base import Command, RecordCommand, label
from desktop_admin.api.canteen.actions import Severity
from desktop_admin.api.canteen.sheet import ItemLine, Note, PrintNumber, Sheet, Verdict
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

PHOTO_BYTES = 10 * 1024 * 1024
LATE_DAYS = 3  # how long a missed day can still be entered
AHEAD_MINUTES = 5  # how far a given time may be ahead of the database's clock


# with the zone it was read in; without one, the school's
SeenAt = Annotated[datetime | None, label(N_("Time"), hint=N_("Empty: now"))]
Reason = Annotated[str, label(N_("Reason"), max_length=200)]


class StartDay(Command[Sheet], frozen=True, kw_only=True):
    """Makes the day's sheet; answers the one that is already there, whoever made it.

    Raises ClosedThatDay, InTheFuture, LateReasonNeeded, TooLate, NotServedYet.
    """

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Start inspection")

    canteen: UUID
    day: date
    diners: Annotated[int, label(N_("Diners"), ge=0, le=99999)] = 0
    late_reason: Annotated[str, label(N_("Reason for the late entry"), max_length=200)] = ""


class EditDay(RecordCommand[Sheet], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Edit day")

    diners: Annotated[int, label(N_("Diners"), ge=0, le=99999)]


class ExplainLate(RecordCommand[Sheet], frozen=True, kw_only=True):
    """A sheet whose day has passed goes on only with a reason, and is marked as entered late for ever."""

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Enter late")

    reason: Reason


class AllowLate(RecordCommand[Sheet], frozen=True):
    """The food-safety director allows a late sheet to be signed. Raises OwnRequest."""

    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = N_("Allow late entry")


class Answer(RecordCommand[ItemLine], frozen=True, kw_only=True):
    """合格 or 不合格 of what was looked at. A fail makes its corrective action in the same transaction.

    A changed answer needs a reason. Raises AnsweredElsewhere, MeasuredNotTyped, ComputedNotTyped, ReasonNeeded,
    AlreadySigned, InTheFuture, AnotherDay, LateReasonNeeded, TooLate.
    """

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Answer")
    offline = autosaved = True

    verdict: Annotated[Verdict, label(N_("Result"))]  # PASS or FAIL
    reason: Reason = ""
    seen_at: SeenAt = None


class NotApplicable(RecordCommand[ItemLine], frozen=True, kw_only=True):
    """不适用, always with a reason. Readings already taken are superseded, not lost.

    Raises ReasonNeeded, ComputedNotTyped where the registers tell the verdict, and as Answer.
    """

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Not applicable")
    offline = autosaved = True

    reason: Reason
    seen_at: SeenAt = None


class EnterReading(Command[ItemLine], frozen=True, kw_only=True):
    """One reading, saved as read; the item's verdict follows from its readings. A wrong one is replaced with a reason.

    replaces: the key of the reading in force that the sender saw in this slot, none where it was empty. A reading's key
    is the id of the command that entered it, so one that still waits on the PC can be replaced, too.
    Raises NotANumber, AmbiguousNumber, OutsideEntryRange, AnsweredElsewhere, ReasonNeeded, NoSuchSlot and as Answer.
    """

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Enter reading")
    offline = autosaved = True

    key: UUID  # the item's
    slot: str  # Slot.id
    measure: str
    raw: Annotated[str, label(N_("Value"), max_length=20)]
    replaces: UUID | None = None
    reason: Reason = ""
    seen_at: SeenAt = None


class Confirm(RecordCommand[ItemLine], frozen=True, kw_only=True):
    """The person has seen what the registers say; computed again now. Raises VerdictMoved, NotComputed."""

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Confirm")
    autosaved = True

    verdict: Annotated[Verdict, label(N_("Result"))]  # as proposed
    reason: Reason = ""


class DescribeFailure(RecordCommand[ItemLine], frozen=True, kw_only=True):
    """key and version are the Finding's. Fields may be left empty now; signing needs them.

    Raises DeadlineTooLate, and AnsweredElsewhere where someone else described it meanwhile.
    """

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Describe")
    offline = autosaved = True

    description: Annotated[str, label(N_("Description"), max_length=500, editor="lines")] = ""
    precaution: Annotated[str, label(N_("Measure taken"), max_length=500, editor="lines")] = ""
    document_no: Annotated[str, label(N_("Document no."), max_length=60)] = ""
    severity: Annotated[Severity | None, label(N_("Severity"))] = None  # none: as it is
    owner: Annotated[UUID | None, label(N_("Owner"), editor="choice")] = None
    deadline: Annotated[datetime | None, label(N_("Deadline"))] = None


class AddPhoto(Command[ItemLine], frozen=True, kw_only=True):
    """A JPEG or PNG of at most 10 MB: place and camera data are removed, at most 2000 px are kept. Raises NotAPhoto."""

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Add photo")

    key: UUID  # the item's
    data: Annotated[bytes, Meta(max_length=PHOTO_BYTES)]


class RemovePhoto(RecordCommand[ItemLine], frozen=True):
    """key is the photo's, version 1. Only while the sheet is open."""

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Remove photo")


class SignSheet(RecordCommand[Sheet], frozen=True):
    """The food-safety officer's signature over the content's SHA-256; open fails are dispatched to their owners.

    Raises SheetIncomplete, AlreadySigned (the first signer wins), LateReasonNeeded, LateNotAllowed, TooLate.
    """

    permission = Permission.CANTEEN_SHEET_SIGN
    caption = N_("Sign")


class ReviewSheet(RecordCommand[Sheet], frozen=True, kw_only=True):
    """The director accepts it, by the next school day. Raises NotSigned, OwnSignature, AlreadyReviewed."""

    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = N_("Review")

    remark: Annotated[str, label(N_("Opinion"), max_length=200, editor="lines")] = ""


class ReturnSheet(RecordCommand[Sheet], frozen=True, kw_only=True):
    """Back to the officer: revision + 1, open again, the signature voided and kept."""

    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = N_("Return")

    reason: Reason


class AddNote(Command[tuple[Note, ...]], frozen=True, kw_only=True):
    """A supplementary note to a day, with or without a sheet; the only thing a signed or long-past day takes."""

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Add note")

    canteen: UUID
    day: date
    text: Annotated[str, label(N_("Note"), max_length=500, editor="lines")]


class RecordPrint(Command[PrintNumber], frozen=True, kw_only=True):
    """Ask before printing or saving: the number of this print, written on it."""

    permission = Permission.CANTEEN_SHEET_EXPORT
    caption = N_("Print")

    key: UUID
