"""One canteen's daily inspection (日管控): 45 answers, each its own command, signed the same day, reviewed the next.

Two people may fill one sheet: rows and readings have versions of their own. Times are UTC; days are the school's.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Query
from desktop_admin.api.canteen.actions import ActionState, Severity
from desktop_admin.api.canteen.checklist import Item, Slot
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

PARTS = frozenset(  # the kinds of records that belong to one sheet, or to one canteen's day
    {
        "canteen_sheet",
        "canteen_item",
        "canteen_reading",
        "canteen_correction",
        "canteen_finding",
        "canteen_photo",
        "canteen_basis",
        "canteen_signature",
        "canteen_note",
        "canteen_print",
    }
)


class SheetState(Labelled):
    OPEN = "inspecting", N_("inspecting"), Tone.INFO
    SIGNED = "signed", N_("signed"), Tone.WARN
    REVIEWED = "reviewed", N_("reviewed"), Tone.OK


class Verdict(Labelled):
    PASS = "pass", N_("pass"), Tone.OK
    FAIL = "fail", N_("fail"), Tone.DANGER
    NOT_APPLICABLE = "not applicable", N_("not applicable"), Tone.NEUTRAL


class SignatureKind(Labelled):
    SIGNED = "signed", N_("signed")
    REVIEWED = "reviewed", N_("reviewed")
    RETURNED = "returned", N_("returned")


class Reading(Struct, frozen=True, kw_only=True):
    key: UUID
    slot: Slot
    measure: str
    value: Decimal
    raw: str  # as typed
    unit: str
    limit: str  # the limit it was judged by, as text
    in_limit: bool
    at: datetime  # when it was read
    by_key: UUID
    by: str
    superseded: bool = False
    reason: str = ""  # why this reading replaced the one before


class Correction(Struct, frozen=True):
    """An answer that was changed: both are kept. before and after are Verdict values."""

    before: str
    after: str
    reason: str
    at: datetime
    by: str


class Photo(Struct, frozen=True):
    key: UUID
    sha256: str
    width: int
    height: int
    at: datetime
    by: str


class Finding(Struct, frozen=True, kw_only=True):
    """What a fail needs before the sheet can be signed, and its corrective action. It has a version of its own."""

    key: UUID
    version: int
    description: str  # 说明
    precaution: str  # 防范/当场措施
    document_no: str
    severity: Severity
    owner_key: UUID | None
    owner: str
    deadline: datetime | None
    latest_deadline: datetime  # what the severity allows
    action_key: UUID
    action_number: str  # 整改单号 ZG-YYYYMMDD-nn
    action_state: ActionState
    missing: tuple[str, ...] = ()  # of "description", "precaution", "evidence", "owner", "deadline"


class Proposal(Struct, frozen=True):
    """What the registers say about an auto item now. verdict None: not computable; source_note says why.

    Show a text with tr(text, **params).
    """

    verdict: Verdict | None
    text: str = ""
    params: dict[str, str | int] = {}
    source_note: str = ""


class ItemLine(Struct, frozen=True, kw_only=True):
    """One item of a sheet. item is the frozen declaration: texts, limits, measures."""

    key: UUID
    version: int
    position: int
    item: Item
    verdict: Verdict | None
    by_sight: bool  # an auto item whose register does not exist yet was answered by a person
    reason: str  # of 不适用
    answered_at: datetime | None
    answered_by_key: UUID | None
    answered_by: str
    slots: tuple[Slot, ...] = ()  # to be read, in order; required ones and extra ones that have a reading
    extendable: bool = False  # one more slot may be read: extra_slot of the line
    extra_slots: tuple[Slot, ...] = ()  # the next extra slot of each meal, or the next delivery
    readings: tuple[Reading, ...] = ()  # in force
    superseded: tuple[Reading, ...] = ()  # replaced, kept
    corrections: tuple[Correction, ...] = ()
    photos: tuple[Photo, ...] = ()
    finding: Finding | None = None
    proposal: Proposal | None = None  # of an auto item while the sheet is open


class Signature(Struct, frozen=True):
    kind: SignatureKind
    revision: int
    at: datetime
    by_key: UUID
    by: str
    sha256: str  # of the sheet's canonical content at that moment
    remark: str = ""  # the reviewer's opinion, or why it was returned
    voided: bool = False


class Note(Struct, frozen=True):
    text: str
    at: datetime
    by: str


class Counts(Struct, frozen=True):
    total: int
    passed: int
    failed: int
    not_applicable: int

    @property
    def answered(self) -> int:
        return self.passed + self.failed + self.not_applicable

    @property
    def open(self) -> int:
        return self.total - self.answered


class Sheet(Struct, frozen=True, kw_only=True):
    """Everything the page and the print need."""

    key: UUID
    version: int
    number: str  # ST-YYYYMMDD-nn
    revision: int
    state: SheetState
    school: str
    canteen_key: UUID
    canteen: str
    contractor: str  # empty: self-run
    day: date
    diners: int
    started_at: datetime
    ended_at: datetime | None  # the last answer
    late: bool  # 补录, for ever
    late_reason: str
    late_allowed_by: str
    late_allowed_at: datetime | None
    checklist: str  # the version's name
    areas: tuple[str, ...]
    items: tuple[ItemLine, ...]
    counts: Counts
    signatures: tuple[Signature, ...]  # history, the newest last; those in force are not voided
    notes: tuple[Note, ...]
    sha256: str  # of the canonical content now
    intact: bool  # signed content still has the hash it was signed with
    prints: int
    review_due: date  # the next school day
    review_overdue: bool

    def records(self) -> set[UUID]:
        """The keys of everything on it."""
        found = {self.key, self.canteen_key} | {line.key for line in self.items}
        found |= {reading.key for line in self.items for reading in (*line.readings, *line.superseded)}
        found |= {photo.key for line in self.items for photo in line.photos}
        return found | {line.finding.key for line in self.items if line.finding is not None}


class DayView(Struct, frozen=True, kw_only=True):
    """A canteen's day, also before anyone has started it."""

    canteen_key: UUID
    canteen: str
    day: date
    closed: bool
    closed_reason: str
    missed: bool
    can_start: bool  # today, or at most LATE_DAYS ago (then with a reason)
    needs_reason: bool
    sheet: Sheet | None
    notes: tuple[Note, ...]


class PrintNumber(Struct, frozen=True):
    """第 n 次打印 of the same sheet number."""

    number: str
    count: int
    at: datetime
    by: str


class ReadDay(Query[DayView], frozen=True):
    """Writes nothing: StartDay makes the sheet."""

    permission = Permission.CANTEEN_SHEET_READ

    canteen: UUID
    day: date


class ReadSheet(Query[Sheet], frozen=True):
    permission = Permission.CANTEEN_SHEET_READ

    key: UUID


class ReadSheetOf(Query[Sheet], frozen=True):
    """The sheet that an item or a finding stands on, for who knows only that: an answer that waited on a PC."""

    permission = Permission.CANTEEN_SHEET_READ

    key: UUID


class ReadPhoto(Query[bytes], frozen=True):
    """The picture's bytes (JPEG), by the photo's key."""

    permission = Permission.CANTEEN_SHEET_READ

    key: UUID
