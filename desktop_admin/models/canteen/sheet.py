"""One canteen's daily inspection and everything that is said in it. What replaces something is added."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column

from desktop_admin.api.canteen.actions import Severity
from desktop_admin.api.canteen.calendar import SheetRow
from desktop_admin.api.canteen.sheet import SheetState, SignatureKind, Verdict
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import KEPT, InTrail, Json, Record

_READ = Permission.CANTEEN_SHEET_READ
_BY = {"at": N_("Time"), "by_key": N_("Account"), "by": N_("By")}
_OF_ITEM = {"item_key": N_("Item")}


class CanteenSheet(Record):
    __tablename__ = "canteen_sheet"
    __table_args__ = (
        UniqueConstraint("school_id", "canteen_key", "day"),
        UniqueConstraint("school_id", "number"),
        Index("ix_canteen_sheet_school_id_day", "school_id", "day"),
    )
    in_trail = InTrail(
        N_("Inspection sheet"),
        _READ,
        (SheetRow,),
        {
            "canteen_key": N_("Canteen"),
            "contractor": N_("Contractor"),
            "checklist_key": N_("Checklist"),
            "started_at": N_("Started at"),
            "late_reason": N_("Reason for the late entry"),
            "late_by_key": N_("Late entry asked by"),
            "late_allowed_by": N_("Late entry allowed by"),
            "late_allowed_at": N_("Late entry allowed at"),
            "signed_by_key": N_("Signed by"),
            "review_due": N_("Review due"),
        },
    )
    searched = ("number", "canteen", "signed_by", "reviewed_by")

    canteen_key: Mapped[UUID] = mapped_column(ForeignKey("canteen.key"))
    canteen: Mapped[str] = mapped_column(String(40))  # its name that day
    contractor: Mapped[str] = mapped_column(String(60), default="")
    day: Mapped[date]
    number: Mapped[str] = mapped_column(String(20))  # ST-YYYYMMDD-nn
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[SheetState] = mapped_column(default=SheetState.OPEN)
    checklist_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_checklist.key"))  # frozen when it was started
    diners: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(default=False)  # 补录, never taken back
    late_reason: Mapped[str] = mapped_column(String(200), default="")
    late_by_key: Mapped[UUID | None]
    late_allowed_by: Mapped[str] = mapped_column(String(40), default="")
    late_allowed_at: Mapped[datetime | None]
    signed_by: Mapped[str] = mapped_column(String(40), default="")
    signed_by_key: Mapped[UUID | None]
    signed_at: Mapped[datetime | None]
    reviewed_by: Mapped[str] = mapped_column(String(40), default="")
    reviewed_at: Mapped[datetime | None]
    review_due: Mapped[date | None]  # the next school day after it was signed
    # counted when it is looked at; two PCs may answer at once
    passed: ClassVar[MappedSQLExpression[int]]
    failed: ClassVar[MappedSQLExpression[int]]
    not_applicable: ClassVar[MappedSQLExpression[int]]
    open: ClassVar[MappedSQLExpression[int]]

    def describe(self) -> str:
        return self.number


class SheetItem(Record):
    __tablename__ = "canteen_item"
    __table_args__ = (UniqueConstraint("sheet_key", "code"),)
    in_trail = InTrail(
        N_("Inspection item"),
        _READ,
        labels={
            "sheet_key": N_("Sheet"),
            "declared_key": N_("Checklist item"),
            "position": N_("Order"),
            "code": N_("Item"),
            "verdict": N_("Result"),
            "by_sight": N_("Answered by sight"),
            "reason": N_("Reason"),
            "answered_at": N_("Time"),
            "answered_by_key": N_("Account"),
            "answered_by": N_("By"),
            "computed": N_("From the registers"),
        },
    )

    sheet_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_sheet.key"))
    declared_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_checklist_item.key"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(3))
    verdict: Mapped[Verdict | None]
    by_sight: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime | None]
    answered_by_key: Mapped[UUID | None]
    answered_by: Mapped[str] = mapped_column(String(40), default="")
    computed: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)  # the Proposal that was confirmed; or empty

    def describe(self) -> str:
        return self.code


class Reading(Record):
    """Saved as read. A wrong one is superseded, never changed."""

    __tablename__ = "canteen_reading"
    in_trail = InTrail(
        N_("Reading"),
        _READ,
        labels=_OF_ITEM
        | _BY
        | {
            "slot": N_("For"),
            "subject": N_("Storage unit"),
            "part": N_("Part of the day"),
            "sample": N_("Sample"),
            "measure": N_("Measure"),
            "value": N_("Value"),
            "raw": N_("As typed"),
            "unit": N_("Unit"),
            "low": N_("At least"),
            "high": N_("At most"),
            "in_limit": N_("Within limits"),
            "recorded_at": N_("Recorded at"),
            "superseded": N_("Replaced"),
            "reason": N_("Reason"),
        },
    )

    item_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_item.key"), index=True)
    slot: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40), default="")  # the unit's name that day
    part: Mapped[str] = mapped_column(String(20), default="")
    sample: Mapped[int] = mapped_column(default=0)
    measure: Mapped[str] = mapped_column(String(40))
    value: Mapped[Decimal]
    raw: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20))
    low: Mapped[Decimal | None]  # the limits it was judged by
    high: Mapped[Decimal | None]
    in_limit: Mapped[bool]
    at: Mapped[datetime]  # when it was read
    recorded_at: Mapped[datetime]  # when it was entered
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    superseded: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(200), default="")  # why it replaced the one before


class Correction(Record):
    """An answer that was changed. Only added."""

    __tablename__ = "canteen_correction"
    in_trail = InTrail(
        N_("Correction"),
        _READ,
        labels=_OF_ITEM | _BY | {"before": N_("Before"), "after": N_("After"), "reason": N_("Reason")},
    )

    item_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_item.key"), index=True)
    before: Mapped[Verdict]
    after: Mapped[Verdict | None]  # none: open again
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))


class Finding(Record):
    """What is said of a fail on the sheet; its corrective action goes its own way once the sheet is signed."""

    __tablename__ = "canteen_finding"
    in_trail = InTrail(
        N_("Fail"),
        _READ,
        labels=_OF_ITEM
        | {
            "action_key": N_("Corrective action"),
            "description": N_("Description"),
            "precaution": N_("Measure taken"),
            "document_no": N_("Document no."),
            "severity": N_("Severity"),
            "owner_key": N_("Owner"),
            "owner": N_("Owner"),
            "deadline": N_("Deadline"),
            "described_at": N_("Time"),
            "described_by": N_("By"),
            "withdrawn": N_("Withdrawn"),
        },
    )

    item_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_item.key"), index=True)
    action_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_action.key"))
    description: Mapped[str] = mapped_column(String(500), default="")
    precaution: Mapped[str] = mapped_column(String(500), default="")
    document_no: Mapped[str] = mapped_column(String(60), default="")
    severity: Mapped[Severity]
    owner_key: Mapped[UUID | None]
    owner: Mapped[str] = mapped_column(String(40), default="")
    deadline: Mapped[datetime | None]
    described_at: Mapped[datetime | None]
    described_by: Mapped[str] = mapped_column(String(40), default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Photo(Record):
    """The picture lies in the data folder under its SHA-256."""

    __tablename__ = "canteen_photo"
    in_trail = InTrail(
        N_("Photo"),
        _READ,
        labels=_OF_ITEM
        | _BY
        | {"sha256": N_("Checksum"), "width": N_("Width"), "height": N_("Height"), "size": N_("Size")},
    )

    item_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_item.key"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), info=KEPT)
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]  # bytes
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))


class Basis(Record):
    """A register record that a confirmed verdict rested on, as it was then: it can no longer be deleted."""

    __tablename__ = "canteen_basis"
    in_trail = InTrail(
        N_("Basis"),
        _READ,
        labels=_OF_ITEM | {"record_key": N_("Record"), "name": N_("Name"), "valid_until": N_("Valid until")},
    )

    item_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_item.key"), index=True)
    record_key: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(60))
    valid_until: Mapped[date | None]  # none: for ever


class Signature(Record):
    """Voided when the sheet is returned, and kept."""

    __tablename__ = "canteen_signature"
    in_trail = InTrail(
        N_("Signature"),
        _READ,
        labels=_BY
        | {
            "sheet_key": N_("Sheet"),
            "kind": N_("Kind"),
            "revision": N_("Revision"),
            "sha256": N_("Checksum"),
            "remark": N_("Opinion"),
            "voided": N_("Voided"),
        },
    )

    sheet_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_sheet.key"), index=True)
    kind: Mapped[SignatureKind]
    revision: Mapped[int]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    remark: Mapped[str] = mapped_column(String(200), default="")
    voided: Mapped[bool] = mapped_column(default=False)


class DayNote(Record):
    """A supplementary note to a canteen's day, with or without a sheet. Only added."""

    __tablename__ = "canteen_note"
    __table_args__ = (Index("ix_canteen_note_canteen_key_day", "canteen_key", "day"),)
    in_trail = InTrail(
        N_("Supplementary note"),
        _READ,
        labels=_BY | {"canteen_key": N_("Canteen"), "day": N_("Date"), "text": N_("Note")},
    )

    canteen_key: Mapped[UUID] = mapped_column(ForeignKey("canteen.key"))
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))


class Print(Record):
    """第 n 次打印. Only added."""

    __tablename__ = "canteen_print"
    __table_args__ = (UniqueConstraint("sheet_key", "count"),)
    in_trail = InTrail(
        N_("Print"),
        _READ,
        labels=_BY | {"sheet_key": N_("Sheet"), "count": N_("Number of the print"), "revision": N_("Revision")},
    )

    sheet_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_sheet.key"))
    count: Mapped[int]
    revision: Mapped[int]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))


def _counted(verdict: Verdict | None) -> MappedSQLExpression[int]:
    counted = select(func.count()).where(SheetItem.sheet_key == CanteenSheet.key, SheetItem.verdict == verdict)
    return column_property(counted.correlate_except(SheetItem).scalar_subquery(), deferred=True)


CanteenSheet.passed = _counted(Verdict.PASS)
CanteenSheet.failed = _counted(Verdict.FAIL)
CanteenSheet.not_applicable = _counted(Verdict.NOT_APPLICABLE)
CanteenSheet.open = _counted(None)
