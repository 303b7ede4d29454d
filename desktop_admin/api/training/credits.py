"""学时: a ledger of class hours that is only added to, with a year's total for each teacher.

教学资源 三, 网上教学 一, 网络教育 二 (teachers are trained).
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.training.base import Hours, Title, Why
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

Year = Annotated[int, label(N_("Year"), ge=2000, le=2199)]


class CreditSource(Labelled):
    COURSE = "course", N_("course passed"), Tone.OK
    OUTSIDE = "outside", N_("training elsewhere"), Tone.INFO
    REVERSED = "reversed", N_("taken back"), Tone.WARN


class OwnCredit(Refused):
    message = N_("Nobody credits class hours to themselves. Another administrator does this.")


class CreditAhead(Refused):
    message = N_("{day} is still ahead. Credit class hours when they were done.")


class AlreadyReversed(Refused):
    message = N_("This entry has been taken back already, or takes one back itself.")


class FollowsFromResult(Refused):
    message = N_("These class hours follow from a released result. Reopen the result; they go with it.")


class CreditRow(Struct, frozen=True, kw_only=True):
    """hours: negative where an earlier entry is taken back."""

    key: UUID
    version: int
    day: Annotated[date, label(N_("Date"))]
    year: Year
    person_key: UUID
    person: Annotated[str, label(N_("Full name"))]
    department: Annotated[str, label(N_("Department"))]
    title: Annotated[str, label(N_("Training"))]
    source: Annotated[CreditSource, label(N_("Source"))]
    hours: Annotated[Decimal, label(N_("Class hours"), trimmed=True)]
    certificate: Annotated[str, label(N_("Certificate no."))]
    at: Annotated[datetime, label(N_("Entered at"))]
    by: Annotated[str, label(N_("Entered by"))]
    reason: Annotated[str, label(N_("Reason"))]
    reversed: Annotated[bool, label(N_("Taken back"))]


class ListCredits(PageQuery[CreditRow], frozen=True, kw_only=True):
    """The last day first. Everyone sees their own, who keeps or supervises the ledger sees all."""

    permission = Permission.TRAINING_COURSE_READ

    person: Annotated[UUID | None, label(N_("Full name"), editor="choice")] = None
    year: Annotated[Annotated[int, Meta(ge=2000, le=2199)] | None, label(N_("Year"))] = None
    source: Annotated[CreditSource | None, label(N_("Source"))] = None


class CreditYear(Struct, frozen=True, kw_only=True):
    """A person's year: every entry, by day, and what they come to."""

    person_key: UUID
    person: str
    number: str  # of the staff
    department: str
    school: str
    year: int
    entries: tuple[CreditRow, ...]
    total: Decimal
    from_courses: Decimal
    from_elsewhere: Decimal
    printed_on: date


class ReadCreditYear(Query[CreditYear], frozen=True):
    """person: none for the reader. Raises NotFound for somebody else's, to who neither keeps nor supervises it."""

    permission = Permission.TRAINING_COURSE_READ

    year: int
    person: UUID | None = None


class CreditTotal(Struct, frozen=True, kw_only=True):
    person_key: UUID
    number: str  # of the staff
    person: Annotated[str, label(N_("Full name"))]
    department: Annotated[str, label(N_("Department"))]
    total: Annotated[Decimal, label(N_("Class hours"), trimmed=True)]
    entries: Annotated[int, label(N_("Entries"))]


class ReadCreditTotals(Query[tuple[CreditTotal, ...]], frozen=True):
    """Everyone with an entry in the year, by name."""

    permission = Permission.TRAINING_RECORD_READ

    year: Annotated[int, Meta(ge=2000, le=2200)]


class AddCredit(Command[CreditRow], frozen=True, kw_only=True):
    """Training elsewhere, on evidence. Raises OwnCredit, CreditAhead, WhyNeeded, TooManyDecimals, OutOfBounds."""

    permission = Permission.TRAINING_CREDIT_MANAGE
    caption = N_("Credit class hours")

    person: Annotated[UUID, label(N_("Full name"), editor="choice")]
    day: Annotated[date, label(N_("Date"))]
    title: Title
    hours: Hours
    reason: Annotated[
        str, label(N_("Evidence"), max_length=200, hint=N_("Such as a notice or certificate and its number"))
    ]


class ReverseCredit(RecordCommand[CreditRow], frozen=True, kw_only=True):
    """Adds an entry that takes it back. Raises AlreadyReversed, FollowsFromResult, OwnCredit, WhyNeeded."""

    permission = Permission.TRAINING_CREDIT_MANAGE
    caption = N_("Take class hours back")

    reason: Why
