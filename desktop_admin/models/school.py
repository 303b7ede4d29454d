"""The school that a database belongs to, and its calendar."""

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.clock import AcceptClock
from desktop_admin.api.school import CalendarDay, EditSchool
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import Audited, InTrail, Record


class School(Audited):
    __tablename__ = "school"
    in_trail = InTrail(
        N_("School"),
        Permission.SCHOOL_PROFILE_READ,
        (EditSchool,),
        {"three_roles_waiver": N_("One person administers and audits")},
    )

    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    three_roles_waiver: Mapped[bool] = mapped_column(default=False)

    def describe(self) -> str:
        return self.name


class ClosedDay(Record):
    """A day that differs from the week's rule: a holiday, or a weekend day with classes (调休)."""

    __tablename__ = "school_closed_day"
    __table_args__ = (UniqueConstraint("school_id", "day"),)
    in_trail = InTrail(N_("Calendar day"), Permission.SCHOOL_PROFILE_READ, (CalendarDay,))
    searched = ("reason",)

    day: Mapped[date]
    works: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(60))

    def describe(self) -> str:
        return self.day.isoformat()


class ClockMark(Record):
    """The clock had been wrong: from here on the records go by the present time again. Never changed.

    wrong: up to when something had been recorded. accepted: the time that was taken for the present one.
    """

    __tablename__ = "clock_mark"
    __table_args__ = (UniqueConstraint("number"),)
    in_trail = InTrail(
        N_("Clock set right"),
        Permission.SCHOOL_PROFILE_READ,
        (AcceptClock,),
        {
            "number": N_("Number"),
            "wrong": N_("Recorded until"),
            "accepted": N_("Present time"),
            "by": N_("Accepted by"),
        },
    )

    number: Mapped[int]  # from 1, without gaps
    wrong: Mapped[datetime]
    accepted: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200))

    def describe(self) -> str:
        return str(self.number)
