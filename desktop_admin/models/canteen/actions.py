"""Corrective actions, every step they took, and the values read again."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.canteen.actions import ActionRow, ActionState, Severity
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import InTrail, Record


class CorrectiveAction(Record):
    __tablename__ = "canteen_action"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        Index("ix_canteen_action_school_id_state_deadline", "school_id", "state", "deadline"),
    )
    in_trail = InTrail(
        N_("Corrective action"),
        Permission.CANTEEN_SHEET_READ,
        (ActionRow,),
        {
            "canteen_key": N_("Canteen"),
            "canteen_name": N_("Canteen"),
            "sheet_key": N_("Sheet"),
            "item_key": N_("Item"),
            "owner_key": N_("Owner"),
            "precaution": N_("Measure taken"),
            "cause": N_("Cause"),
            "done": N_("What was done"),
            "done_by_key": N_("Reported by"),
            "evidence": N_("Document no."),
            "made_at": N_("Made at"),
            "key_item": N_("Key item"),
        },
    )
    searched = ("number", "code", "text", "description", "owner")

    number: Mapped[str] = mapped_column(String(20))  # 整改单号 ZG-YYYYMMDD-nn
    canteen_key: Mapped[UUID] = mapped_column(ForeignKey("canteen.key"))
    canteen_name: Mapped[str] = mapped_column(String(40))
    sheet_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_sheet.key"), index=True)
    item_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_item.key"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(String(3))
    text: Mapped[str] = mapped_column(String(200))
    key_item: Mapped[bool]
    state: Mapped[ActionState] = mapped_column(default=ActionState.TO_ASSIGN)
    severity: Mapped[Severity]
    round: Mapped[int] = mapped_column(default=1)
    description: Mapped[str] = mapped_column(String(500), default="")
    precaution: Mapped[str] = mapped_column(String(500), default="")  # done on the spot
    owner_key: Mapped[UUID | None]  # of an account, or of a worker without one
    owner: Mapped[str] = mapped_column(String(40), default="")
    deadline: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(String(500), default="")
    done: Mapped[str] = mapped_column(String(500), default="")
    done_by_key: Mapped[UUID | None]
    evidence: Mapped[str] = mapped_column(String(60), default="")
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    def describe(self) -> str:
        return self.number


class ActionStep(Record):
    """One transition. Only added."""

    __tablename__ = "canteen_action_step"
    in_trail = InTrail(
        N_("Action step"),
        Permission.CANTEEN_SHEET_READ,
        labels={
            "action_key": N_("Corrective action"),
            "before": N_("State before"),
            "after": N_("State"),
            "round": N_("Round"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
            "remark": N_("Remark"),
        },
    )

    action_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_action.key"), index=True)
    before: Mapped[ActionState | None]
    after: Mapped[ActionState]
    round: Mapped[int]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    remark: Mapped[str] = mapped_column(String(500), default="")


class Recheck(Record):
    """A failed value, read again. Only added."""

    __tablename__ = "canteen_recheck"
    in_trail = InTrail(
        N_("Re-inspection"),
        Permission.CANTEEN_SHEET_READ,
        labels={
            "action_key": N_("Corrective action"),
            "slot": N_("For"),
            "measure": N_("Measure"),
            "value": N_("Value"),
            "raw": N_("As typed"),
            "unit": N_("Unit"),
            "low": N_("At least"),
            "high": N_("At most"),
            "in_limit": N_("Within limits"),
            "round": N_("Round"),
            "at": N_("Time"),
            "recorded_at": N_("Recorded at"),
            "by_key": N_("Account"),
            "by": N_("By"),
        },
    )

    action_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_action.key"), index=True)
    slot: Mapped[str] = mapped_column(String(60))
    measure: Mapped[str] = mapped_column(String(40))
    value: Mapped[Decimal]
    raw: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20))
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    in_limit: Mapped[bool]
    round: Mapped[int]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
