"""What a report is: declared once, listed by the command line and the screens, made the same way by both."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from desktop_admin.api.base import Command, Request
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.reports.kit.page import PageBook
from desktop_admin.reports.kit.sheet import Book

R = TypeVar("R")
Data = TypeVar("Data")

LONGEST = 3 * 366  # days of one report
YEARS = range(1900, 3000)  # of any record


class BadPeriod(Refused):
    message = N_(
        "The period from {first} to {last} does not fit this report. Choose up to {days} days, first day first."
    )


class PeriodMissing(Refused):
    message = N_("This report needs a day or a period: give --date, or --from and --to.")


class Ask(Protocol):
    """A desk's `ask`."""

    def __call__(self, request: Request[R]) -> R: ...


class Period(Enum):
    """What time a report is about."""

    NONE = "none"  # as things are now
    DAY = "day"
    MONTH = "month"  # the whole month of the day that is given
    RANGE = "range"


@dataclass(frozen=True)
class ReportRequest:
    """Who wants which days. `first` and `last` are included; without a period both are the day of printing.

    subject: the record it is about, such as one canteen; none for all. counted: it leaves the program, and so is the
    nth print of its number; a preview is not.
    """

    first: date
    last: date
    printed_at: datetime  # local
    printed_by: str
    search: str = ""
    subject: UUID | None = None
    counted: bool = True

    def uncounted(self) -> "ReportRequest":
        return replace(self, counted=False)


@dataclass(frozen=True)
class Report(Generic[Data]):
    """`gather` asks for plain data (it is handed to another process); `pdf` and `xlsx` are functions of a module."""

    name: str  # as typed: area-subject
    title: str
    permission: Permission
    period: Period
    gather: Callable[[Ask, ReportRequest], Data]
    rows: Callable[[Data], int]
    pdf: Callable[[Data], PageBook] | None = None
    xlsx: Callable[[Data], Book] | None = None
    export: Callable[..., Command[None]] | None = None  # asked before data leaves the program
    about: str = ""  # one sentence on what it holds
    by_canteen: bool = False  # its subject may be one canteen
    remark: Callable[[Data], str] | None = None  # what to know before printing, such as what is still missing

    @property
    def formats(self) -> tuple[str, ...]:
        made = {"pdf": self.pdf, "xlsx": self.xlsx}
        return tuple(name for name, maker in made.items() if maker is not None)


def days_of(period: Period, given: tuple[date | None, date | None], today: date) -> tuple[date, date]:
    """First and last day of a report. Raises PeriodMissing or BadPeriod."""
    first, last = given
    if period is Period.NONE:
        return today, today
    if first is None:
        raise PeriodMissing
    last = last or first
    if not {first.year, last.year} <= set(YEARS):
        raise BadPeriod(first=first.isoformat(), last=last.isoformat(), days=LONGEST)
    if period is Period.MONTH:
        return first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
    longest = 1 if period is Period.DAY else LONGEST
    if not 0 <= (last - first).days < longest:
        raise BadPeriod(first=first.isoformat(), last=last.isoformat(), days=longest)
    return first, last
