"""Corrective actions (整改): made by a fail in its own transaction, closed by someone other than the owner."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import PageQuery, Period, Query, RecordCommand, label
from desktop_admin.api.canteen.checklist import Measure, Slot
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

FRIDGE_HOURS = 2  # between the two in-limit readings that close a failed unit


class ActionState(Labelled):
    TO_ASSIGN = "to assign", N_("to assign"), Tone.WARN  # 待派单
    RECTIFYING = "rectifying", N_("rectifying"), Tone.INFO  # 整改中
    TO_VERIFY = "to verify", N_("to verify"), Tone.WARN  # 待验收
    CLOSED = "closed", N_("closed"), Tone.OK  # 已关闭
    WITHDRAWN = "withdrawn", N_("withdrawn"), Tone.NEUTRAL  # 已撤销


class Severity(Labelled):
    """Product rule for the latest deadline: minor the same day, general 3 days, key 24 hours, major at once."""

    MINOR = "minor", N_("minor"), Tone.NEUTRAL
    GENERAL = "general", N_("general"), Tone.INFO
    KEY = "key item", N_("key item"), Tone.WARN
    MAJOR = "major", N_("major"), Tone.DANGER  # stop serving and report


class Escalation(Labelled):
    NONE = "none", N_("none")
    DIRECTOR = "food-safety director", N_("food-safety director"), Tone.WARN  # from the first day
    PRINCIPAL = "principal", N_("principal"), Tone.DANGER  # overdue by a day


class WrongState(Refused):
    message = N_("{number} is “{state}”; this is not possible now.")
    phrases = frozenset({"state"})


class OwnWork(Refused):
    message = N_("You are the owner or reported it done. Someone else verifies it.")


class DeadlineTooLate(Refused):
    message = N_(
        "The deadline for this severity is {latest} at the latest. Choose an earlier time, or have it extended."
    )


class DeadlinePassed(Refused):
    message = N_("{given} is already past. Choose a later deadline.")


class SeverityTooLow(Refused):
    message = N_("A key item is at least “key item”.")


class OwnerNeeded(Refused):
    message = N_("Name an owner first.")


class MeasureNeeded(Refused):
    message = N_("Write down what was done first.")


class ReinspectionNeeded(Refused):
    message = N_("Enter the value again first: {missing}.")


class StillOutOfLimit(Refused):
    message = N_("{what} is still out of limit: {value}. It cannot be accepted.")


class TwoReadingsNeeded(Refused):
    message = N_("{what} needs two readings within limits at least {hours} hours apart; {left} minutes are left.")


class StillFailing(Refused):
    message = N_("The item still fails on an open sheet. Correct the answer there; the action then withdraws itself.")


class ActionRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    number: Annotated[str, label(N_("Action no."))]
    state: Annotated[ActionState, label(N_("State"))]
    severity: Annotated[Severity, label(N_("Severity"))]
    canteen: Annotated[str, label(N_("Canteen"))]
    day: Annotated[date, label(N_("Date"))]
    code: Annotated[str, label(N_("Item"))]
    text: Annotated[str, label(N_("Checked"))]
    description: Annotated[str, label(N_("Description"))]
    owner: Annotated[str, label(N_("Owner"))]
    deadline: Annotated[datetime | None, label(N_("Deadline"))]
    round: Annotated[int, label(N_("Round"))]
    overdue: Annotated[bool, label(N_("Overdue"))]
    escalation: Annotated[Escalation, label(N_("Escalated to"))]
    closed_at: Annotated[datetime | None, label(N_("Closed at"))]


class ActionStep(Struct, frozen=True):
    """One transition; before is none for the first."""

    before: ActionState | None
    after: ActionState
    round: int
    at: datetime
    by: str
    remark: str


class Recheck(Struct, frozen=True):
    """A value read again."""

    slot: Slot
    measure: str
    value: Decimal
    raw: str
    unit: str
    limit: str
    in_limit: bool
    round: int
    at: datetime
    by: str


class ToRecheck(Struct, frozen=True):
    """A reading that failed and must be taken again; twice=True: two of them, FRIDGE_HOURS apart."""

    slot: Slot
    measure: Measure
    failed: Decimal
    twice: bool


class ActionDetail(Struct, frozen=True, kw_only=True):
    """Also carries what 整改通知单/复查记录 prints."""

    row: ActionRow
    sheet_key: UUID
    sheet_number: str
    item_key: UUID
    owner_key: UUID | None
    precaution: str  # done on the spot
    cause: str
    done: str  # what the owner did
    evidence: str  # document number after
    latest_deadline: datetime
    to_recheck: tuple[ToRecheck, ...]
    rechecks: tuple[Recheck, ...]
    steps: tuple[ActionStep, ...]


class ListActions(PageQuery[ActionRow], frozen=True, kw_only=True):
    """Searches number, item, description and owner. Own order: the newest first."""

    permission = Permission.CANTEEN_SHEET_READ

    canteen: Annotated[UUID | None, label(N_("Canteen"), editor="choice")] = None
    state: Annotated[ActionState | None, label(N_("State"))] = None
    severity: Annotated[Severity | None, label(N_("Severity"))] = None
    open_only: Annotated[bool, label(N_("Not closed"))] = False
    overdue_only: Annotated[bool, label(N_("Overdue"))] = False
    mine_only: Annotated[bool, label(N_("Mine"))] = False
    period: Annotated[Period | None, label(N_("Period"))] = None


class ReadAction(Query[ActionDetail], frozen=True):
    permission = Permission.CANTEEN_SHEET_READ

    key: UUID


class AssignAction(RecordCommand[ActionDetail], frozen=True, kw_only=True):
    """待派单 -> 整改中; while 整改中 it gives the action to someone else."""

    permission = Permission.CANTEEN_ACTION_MANAGE
    caption = N_("Assign")

    owner: Annotated[UUID, label(N_("Owner"), editor="choice")]
    deadline: Annotated[datetime | None, label(N_("Deadline"), hint=N_("Empty: the latest allowed"))] = None
    severity: Annotated[Severity | None, label(N_("Severity"))] = None


class ExtendDeadline(RecordCommand[ActionDetail], frozen=True, kw_only=True):
    """The director, not the owner, allows a later deadline, with a reason."""

    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = N_("Extend deadline")

    deadline: Annotated[datetime, label(N_("Deadline"))]
    reason: Annotated[str, label(N_("Reason"), max_length=200)]


class ReportDone(RecordCommand[ActionDetail], frozen=True, kw_only=True):
    """整改中 -> 待验收."""

    permission = Permission.CANTEEN_SHEET_ANSWER
    caption = N_("Report done")

    done: Annotated[str, label(N_("What was done"), max_length=500, editor="lines")]
    cause: Annotated[str, label(N_("Cause"), max_length=500, editor="lines")] = ""
    evidence: Annotated[str, label(N_("Document no."), max_length=60)] = ""


class Reinspect(RecordCommand[ActionDetail], frozen=True, kw_only=True):
    """The failed item's own value, read again; possible from 整改中 on."""

    permission = Permission.CANTEEN_ACTION_MANAGE
    caption = N_("Enter reading")

    slot: str
    measure: str
    raw: Annotated[str, label(N_("Value"), max_length=20)]
    seen_at: Annotated[datetime | None, label(N_("Time"), hint=N_("Empty: now"))] = None


class VerifyAction(RecordCommand[ActionDetail], frozen=True, kw_only=True):
    """待验收 -> 已关闭, or back to 整改中 with round + 1. Never by the owner or by who reported it done."""

    permission = Permission.CANTEEN_ACTION_MANAGE
    caption = N_("Verify")

    accepted: Annotated[bool, label(N_("Accept"))]
    remark: Annotated[str, label(N_("Conclusion"), max_length=200, editor="lines")] = ""  # needed to refuse


class WithdrawAction(RecordCommand[ActionDetail], frozen=True, kw_only=True):
    """A duplicate of another action, after its sheet is signed. A corrected answer withdraws its action by itself."""

    permission = Permission.CANTEEN_SHEET_REVIEW
    caption = N_("Withdraw")

    reason: Annotated[str, label(N_("Reason"), max_length=200)]


_S = ActionState
OPEN: frozenset[ActionState] = frozenset({_S.TO_ASSIGN, _S.RECTIFYING, _S.TO_VERIFY})
DURING: dict[type[RecordCommand[ActionDetail]], frozenset[ActionState]] = {
    AssignAction: frozenset({_S.TO_ASSIGN, _S.RECTIFYING}),
    ExtendDeadline: OPEN,
    ReportDone: frozenset({_S.RECTIFYING}),
    Reinspect: frozenset({_S.RECTIFYING, _S.TO_VERIFY}),
    VerifyAction: frozenset({_S.TO_VERIFY}),
    WithdrawAction: OPEN,
}
"""When each command is possible: the services refuse it at any other time, the screens do not offer it."""
