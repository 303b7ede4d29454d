"""Looking back: the month's days, the sheets, the fails, and the figures of a month."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import PageQuery, Period, Query, label
from desktop_admin.api.canteen.actions import ActionState, Severity
from desktop_admin.api.canteen.sheet import SheetState
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class DayState(Labelled):
    NOT_IN_USE = "not in use", N_("not in use"), Tone.NEUTRAL  # before the canteen opened or after it was stopped
    CLOSED = "closed day", N_("closed day"), Tone.NEUTRAL
    UPCOMING = "upcoming", N_("upcoming")
    NOT_STARTED = "not started", N_("not started")  # today
    OPEN = "inspecting", N_("inspecting"), Tone.INFO  # today
    SIGNED = "signed", N_("signed"), Tone.WARN
    REVIEWED = "reviewed", N_("reviewed"), Tone.OK
    LATE = "late entry", N_("late entry"), Tone.WARN  # signed or reviewed, but entered late: for ever
    MISSED = "missed", N_("missed"), Tone.DANGER  # red: over, and not signed


class DayCell(Struct, frozen=True, kw_only=True):
    day: date
    state: DayState
    closed_reason: str = ""
    sheet_key: UUID | None = None
    number: str = ""
    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    open: int = 0
    review_overdue: bool = False
    notes: int = 0


class MonthView(Struct, frozen=True, kw_only=True):
    """due counts school days up to yesterday, and today once its sheet is signed."""

    canteen_key: UUID
    canteen: str
    first: date
    days: tuple[DayCell, ...]  # every day of the month
    due: int
    done: int  # signed, in time or late
    late: int
    missed: int
    reviewed: int
    review_overdue: int

    @property
    def missed_rate(self) -> float:
        """0 to 1, of the days that were due."""
        return self.missed / self.due if self.due else 0.0


class ReadMonth(Query[MonthView], frozen=True):
    permission = Permission.CANTEEN_SHEET_READ

    canteen: UUID
    month: date  # any day of it


class ReadToday(Query[date], frozen=True):
    """The school's day now, by the database's clock: a PC's own may be wrong."""

    permission = Permission.CANTEEN_SHEET_READ


class SheetRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    number: Annotated[str, label(N_("Sheet no."))]
    day: Annotated[date, label(N_("Date"))]
    canteen: Annotated[str, label(N_("Canteen"))]
    state: Annotated[SheetState, label(N_("State"))]
    diners: Annotated[int, label(N_("Diners"))]
    passed: Annotated[int, label(N_("Passed"))]
    failed: Annotated[int, label(N_("Failed"))]
    not_applicable: Annotated[int, label(N_("Not applicable"))]
    open: Annotated[int, label(N_("Unanswered"))]
    late: Annotated[bool, label(N_("Late entry"))]
    signed_by: Annotated[str, label(N_("Signed by"))]
    signed_at: Annotated[datetime | None, label(N_("Signed at"))]
    reviewed_by: Annotated[str, label(N_("Reviewed by"))]
    reviewed_at: Annotated[datetime | None, label(N_("Reviewed at"))]
    revision: Annotated[int, label(N_("Revision"))]


class ListSheets(PageQuery[SheetRow], frozen=True, kw_only=True):
    """Searches number, canteen, signer and reviewer. Own order: the newest day first."""

    permission = Permission.CANTEEN_SHEET_READ
    kinds = frozenset({"canteen_sheet", "canteen_item"})

    canteen: Annotated[UUID | None, label(N_("Canteen"), editor="choice")] = None
    state: Annotated[SheetState | None, label(N_("State"))] = None
    period: Annotated[Period | None, label(N_("Period"))] = None
    has_fails: Annotated[bool, label(N_("With fails"))] = False
    late_only: Annotated[bool, label(N_("Late entry"))] = False


class FailureRow(Struct, frozen=True, kw_only=True):
    key: UUID  # the item's
    sheet_key: UUID
    action_key: UUID
    day: Annotated[date, label(N_("Date"))]
    canteen: Annotated[str, label(N_("Canteen"))]
    code: Annotated[str, label(N_("Item"))]
    area: Annotated[str, label(N_("Area"))]
    text: Annotated[str, label(N_("Checked"))]
    values: Annotated[str, label(N_("Measured"))]
    limits: Annotated[str, label(N_("Limit"))]
    description: Annotated[str, label(N_("Description"))]
    severity: Annotated[Severity, label(N_("Severity"))]
    action_number: Annotated[str, label(N_("Action no."))]
    action_state: Annotated[ActionState, label(N_("Action"))]
    owner: Annotated[str, label(N_("Owner"))]
    deadline: Annotated[datetime | None, label(N_("Deadline"))]


class ListFailures(PageQuery[FailureRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_SHEET_READ

    canteen: Annotated[UUID | None, label(N_("Canteen"), editor="choice")] = None
    area: Annotated[str, label(N_("Area"))] = ""
    period: Annotated[Period | None, label(N_("Period"))] = None


class ItemFigures(Struct, frozen=True):
    """How often an item failed in the month."""

    code: Annotated[str, label(N_("Item"))]
    area: Annotated[str, label(N_("Area"))]
    text: Annotated[str, label(N_("Checked"))]
    failed: Annotated[int, label(N_("Failed"))]
    checked: Annotated[int, label(N_("Checked times"))]  # passed or failed


class CanteenFigures(Struct, frozen=True, kw_only=True):
    month: MonthView
    sheets: tuple[SheetRow, ...]  # in order of days; ReadSheet(key) gives each for the PDF book
    passed: int
    failed: int
    not_applicable: int
    actions: int  # made in the month, withdrawn ones not counted
    actions_closed: int
    actions_overdue: int
    items: tuple[ItemFigures, ...]  # that failed at least once, most often first


class MonthFigures(Struct, frozen=True):
    """What `canteen-month` prints: every canteen, or the one asked for."""

    school: str
    first: date
    last: date
    canteens: tuple[CanteenFigures, ...]


class ReadMonthFigures(Query[MonthFigures], frozen=True):
    permission = Permission.CANTEEN_SHEET_READ

    month: date
    canteen: UUID | None = None
