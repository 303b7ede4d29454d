"""What a report is: declared once, listed by the command line and the screens, made the same way by both."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from msgspec.structs import replace as changed

from desktop_admin.api.base import Command, PageQuery, Request
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports.kit.page import PageBook
from desktop_admin.reports.kit.sheet import Book

R = TypeVar("R")
Data = TypeVar("Data")

LONGEST = 3 * 366  # days of one report
LONGEST_NUMBER = 60
YEARS = range(1900, 3000)  # of any record


class BadPeriod(Refused):
    message = N_(
        "The period from {first} to {last} does not fit this report. Choose up to {days} days, first day first."
    )


class PeriodMissing(Refused):
    message = N_("This report needs a day or a period: give --date, or --from and --to.")


class NumberMissing(Refused):
    """what: how the number is called, a message."""

    message = N_("This report is about one record. Give its number ({what}): --number, or the field beside the report.")
    phrases = frozenset({"what"})


class NumberUnknown(Refused):
    message = N_("Nothing that you may see has the number “{number}” ({what}). Check it in its list.")
    phrases = frozenset({"what"})


class NumberNotAsked(Refused):
    message = N_("The report {name} is not about one record. Leave the number out.")


class Ask(Protocol):
    """A desk's `ask`."""

    def __call__(self, request: Request[R]) -> R: ...


class Period(Enum):
    """What time a report is about."""

    NONE = "none"  # as things are now
    DAY = "day"
    MONTH = "month"  # the whole month of the day that is given
    YEAR = "year"  # the whole year of the day that is given, of today where none is
    RANGE = "range"


@dataclass(frozen=True)
class ReportRequest:
    """Who wants which days. `first` and `last` are included; without a period both are the day of printing.

    subject: the record it is about, such as one canteen; none for all. number: the same as people know it, where
    there is no subject. counted: it leaves the program, and so is the nth print of its number; a preview is not.
    """

    first: date
    last: date
    printed_at: datetime  # local
    printed_by: str
    search: str = ""
    subject: UUID | None = None
    number: str = ""
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
    numbered: str = ""  # how the number is called of the one record that it is about; empty: it is about many
    number_needed: bool = True  # of a numbered report; else it is about all where none is given
    remark: Callable[[Data], str] | None = None  # what to know before printing, such as what is still missing

    @property
    def formats(self) -> tuple[str, ...]:
        made = {"pdf": self.pdf, "xlsx": self.xlsx}
        return tuple(name for name, maker in made.items() if maker is not None)


def record_of(ask: Ask, request: ReportRequest, query: PageQuery[Any], what: str) -> UUID:
    """The one record that a report is about: by its key from a screen, else by its number.

    query: a list that can be searched for the number; its rows have `key` and `number`. what: how the number is
    called. Raises NumberMissing, NumberUnknown.
    """
    if request.subject is not None:
        return request.subject
    number = request.number.strip()
    if not number:
        raise NumberMissing(what=what)
    for row in ask(changed(query, search=number[:LONGEST_NUMBER], limit=500)).rows:
        if row.number.casefold() == number.casefold():
            key: UUID = row.key
            return key
    raise NumberUnknown(number=number[:LONGEST_NUMBER], what=what)


def require_number(report: Report[Any], request: ReportRequest) -> None:
    """Raises NumberMissing before anything is asked for, where the report cannot do without."""
    if report.numbered and report.number_needed and request.subject is None and not request.number.strip():
        raise NumberMissing(what=report.numbered)


def marked(mark: str) -> str:
    """A report's remark on what stands across its pages; nothing for none."""
    return tr(N_("The paper is marked “{mark}”."), mark=mark) if mark else ""


def days_of(period: Period, given: tuple[date | None, date | None], today: date) -> tuple[date, date]:
    """First and last day of a report. Raises PeriodMissing or BadPeriod."""
    first, last = given
    if period is Period.NONE:
        return today, today
    if period is Period.YEAR:
        first = first or today
    if first is None:
        raise PeriodMissing
    last = last or first
    if not {first.year, last.year} <= set(YEARS):
        raise BadPeriod(first=first.isoformat(), last=last.isoformat(), days=LONGEST)
    if period is Period.MONTH:
        return first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])
    if period is Period.YEAR:
        return first.replace(month=1, day=1), first.replace(month=12, day=31)
    longest = 1 if period is Period.DAY else LONGEST
    if not 0 <= (last - first).days < longest:
        raise BadPeriod(first=first.isoformat(), last=last.isoformat(), days=longest)
    return first, last
