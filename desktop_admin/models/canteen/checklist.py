"""Checklist versions: never changed once made, so that an old sheet is judged by what was valid on its day."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop_admin.api.canteen.checklist import Item
from desktop_admin.api.canteen.limits import LimitRow
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import InTrail, Json, Record


class ChecklistVersion(Record):
    __tablename__ = "canteen_checklist"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    in_trail = InTrail(
        N_("Checklist"),
        Permission.CANTEEN_SHEET_READ,
        labels={
            "name": N_("Name"),
            "number": N_("Number"),
            "valid_from": N_("Valid from"),
            "areas": N_("Areas"),
            "reason": N_("Reason"),
        },
    )

    name: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(default=0)  # in the order in which they were made
    valid_from: Mapped[date]
    areas: Mapped[list[str]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(200), default="")  # of a limit that the school changed itself
    items: Mapped[list["ChecklistItem"]] = relationship(order_by="ChecklistItem.position", lazy="raise")

    def describe(self) -> str:
        return self.name


class ChecklistItem(Record):
    __tablename__ = "canteen_checklist_item"
    __table_args__ = (UniqueConstraint("checklist_key", "code"),)
    in_trail = InTrail(
        N_("Checklist item"),
        Permission.CANTEEN_SHEET_READ,
        labels={
            "checklist_key": N_("Checklist"),
            "position": N_("Order"),
            "code": N_("Item"),
            "area": N_("Area"),
            "text": N_("Checked"),
            "declared": N_("Limits"),
        },
    )

    checklist_key: Mapped[UUID] = mapped_column(ForeignKey("canteen_checklist.key"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(3))
    area: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(200))
    declared: Mapped[dict[str, Any]] = mapped_column(Json)  # the whole Item

    def describe(self) -> str:
        return self.code

    def item(self) -> Item:
        return msgspec.convert(self.declared, Item)


class LimitChange(Record):
    """A limit that the school set itself, from a day on: the checklist's versions follow from these."""

    __tablename__ = "canteen_limit_change"
    __table_args__ = (UniqueConstraint("school_id", "number"),)
    in_trail = InTrail(
        N_("Own limit"),
        Permission.CANTEEN_REGISTER_READ,
        (LimitRow,),
        {
            "number": N_("Number"),
            "low": N_("At least"),
            "high": N_("At most"),
            "valid_from": N_("Valid from"),
            "reason": N_("Reason"),
            "by": N_("By"),
            "at": N_("Set"),
        },
    )

    number: Mapped[int]  # in the order in which they were made
    code: Mapped[str] = mapped_column(String(3))
    measure: Mapped[str] = mapped_column(String(40))
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]

    def describe(self) -> str:
        return f"{self.code} {self.measure}"
