"""Departments with their seats, and the channels that articles go out on."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.publishing.registers import ChannelKind, ChannelRow, DepartmentRow, SeatKind, SeatRow
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import InTrail, Record

_READ = Permission.PUBLISHING_SUBMISSION_READ


class Department(Record):
    __tablename__ = "publishing_department"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    in_trail = InTrail(N_("Department"), _READ, (DepartmentRow,))
    searched = ("name",)

    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    in_use: Mapped[bool] = mapped_column(default=True)

    def describe(self) -> str:
        return self.name


class DepartmentSeat(Record):
    """A term of office: somebody holds a seat from the first day to the last."""

    __tablename__ = "publishing_seat"
    in_trail = InTrail(
        N_("Term of office"),
        _READ,
        (SeatRow,),
        {"department_key": N_("Department"), "account_key": N_("Account"), "by_key": N_("Appointed by")},
    )
    searched = ("name",)

    department_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_department.key"), index=True)
    seat: Mapped[SeatKind]
    account_key: Mapped[UUID] = mapped_column(ForeignKey("account.key"), index=True)
    name: Mapped[str] = mapped_column(String(40))  # when appointed
    first: Mapped[date]
    last: Mapped[date | None]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return self.name

    def in_office(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class Channel(Record):
    """Where articles are published. folder, address: of a website folder."""

    __tablename__ = "publishing_channel"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    in_trail = InTrail(N_("Channel"), _READ, (ChannelRow,))
    searched = ("name",)

    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ChannelKind]
    folder: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    in_use: Mapped[bool] = mapped_column(default=True)

    def describe(self) -> str:
        return self.name
