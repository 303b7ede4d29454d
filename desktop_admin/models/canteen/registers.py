"""What the inspection rests on: canteens, storage units, suppliers, workers."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.canteen.registers import CanteenRow, RunBy, SupplierRow, UnitKind, UnitRow, WorkerRow
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import InTrail, Record


class Canteen(Record):
    __tablename__ = "canteen"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    in_trail = InTrail(
        N_("Canteen"), Permission.CANTEEN_REGISTER_READ, (CanteenRow,), {"stopped_on": N_("Last day in use")}
    )
    searched = ("name", "contractor")

    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    run_by: Mapped[RunBy] = mapped_column(default=RunBy.SCHOOL)
    contractor: Mapped[str] = mapped_column(String(60), default="")
    breakfast: Mapped[bool] = mapped_column(default=False)
    lunch: Mapped[bool] = mapped_column(default=True)
    dinner: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date]  # the first day an inspection is due
    stopped_on: Mapped[date | None]  # the last such day

    def describe(self) -> str:
        return self.name

    def meals(self) -> tuple[str, ...]:
        served = {"breakfast": self.breakfast, "lunch": self.lunch, "dinner": self.dinner}
        return tuple(meal for meal, is_served in served.items() if is_served)

    def in_use_on(self, day: date) -> bool:
        return self.since <= day and (self.stopped_on is None or day <= self.stopped_on)


class StorageUnit(Record):
    """A chilled or frozen unit, read twice a day."""

    __tablename__ = "canteen_unit"
    __table_args__ = (UniqueConstraint("canteen_key", "name"),)
    in_trail = InTrail(N_("Storage unit"), Permission.CANTEEN_REGISTER_READ, (UnitRow,), {"canteen_key": N_("Canteen")})
    searched = ("name",)

    canteen_key: Mapped[UUID] = mapped_column(ForeignKey("canteen.key"))
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[UnitKind]
    resolution: Mapped[Decimal]  # what its display can show, in ℃
    in_use: Mapped[bool] = mapped_column(default=True)

    def describe(self) -> str:
        return self.name


class Supplier(Record):
    __tablename__ = "canteen_supplier"
    __table_args__ = (UniqueConstraint("school_id", "credit_code"),)
    in_trail = InTrail(N_("Supplier"), Permission.CANTEEN_REGISTER_READ, (SupplierRow,))
    searched = ("name", "credit_code", "licence_no", "phone")

    name: Mapped[str] = mapped_column(String(60))
    credit_code: Mapped[str] = mapped_column(String(18))  # 统一社会信用代码, GB 32100
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    licence_no: Mapped[str] = mapped_column(String(40))
    licence_expiry: Mapped[date]  # the last day it is valid
    in_use: Mapped[bool] = mapped_column(default=True)

    def describe(self) -> str:
        return self.name


class CanteenWorker(Record):
    """食品安全法 45: nobody handles food without a health certificate of at most one year."""

    __tablename__ = "canteen_worker"
    __table_args__ = (UniqueConstraint("school_id", "certificate_no"),)
    in_trail = InTrail(
        N_("Canteen worker"),
        Permission.CANTEEN_REGISTER_READ,
        (WorkerRow,),
        {"account_key": N_("Account"), "canteen_key": N_("Canteen")},
    )
    searched = ("name", "post", "certificate_no")

    canteen_key: Mapped[UUID] = mapped_column(ForeignKey("canteen.key"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    post: Mapped[str] = mapped_column(String(40))
    certificate_no: Mapped[str] = mapped_column(String(40))
    certificate_issued: Mapped[date]
    certificate_expiry: Mapped[date]  # the last day it is valid
    account_key: Mapped[UUID | None] = mapped_column(ForeignKey("account.key"))
    in_use: Mapped[bool] = mapped_column(default=True)

    def describe(self) -> str:
        return self.name
