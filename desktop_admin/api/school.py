"""The school itself: its name, and the first run that sets it up."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import Command, PageQuery, Period, Query, RecordCommand, label
from desktop_admin.api.lists import Action, ListSpec
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission


class AlreadySetUp(Refused):
    message = N_("This database already belongs to {school}. Sign in instead.")


class SetUpSchool(Struct, frozen=True, kw_only=True):
    """The first run: names the school and makes its first administrator. Nobody is signed in yet."""

    school: Annotated[str, label(N_("School name"), max_length=60)]
    name: Annotated[str, label(N_("Administrator's name"), max_length=40)]
    login: Annotated[str, label(N_("User name"), max_length=40, hint=N_("Lower-case letters, digits, . _ -"))]
    password: Annotated[str, label(N_("Password"), max_length=1024, editor="password")]
    merged: Annotated[bool, label(N_("A small school: one person administers and audits (recorded)"))] = False


class SchoolProfile(Struct, frozen=True):
    key: UUID
    version: int
    name: Annotated[str, label(N_("School name"))]
    address: Annotated[str, label(N_("Address"))]
    phone: Annotated[str, label(N_("Phone"))]


class ReadSchool(Query[SchoolProfile], frozen=True):
    permission = Permission.SCHOOL_PROFILE_READ


class EditSchool(RecordCommand[SchoolProfile], frozen=True):
    permission = Permission.SCHOOL_PROFILE_EDIT
    caption = N_("Edit school")

    name: Annotated[str, label(N_("School name"), max_length=60)]
    address: Annotated[str, label(N_("Address"), max_length=120)] = ""
    phone: Annotated[str, label(N_("Phone"), max_length=40)] = ""


# --- the school calendar: weekends are closed unless a day says otherwise (调休) ---
class CalendarOverlap(Refused):
    message = N_("{day} is already in the calendar. Remove it there first.")


class PeriodTurned(Refused):
    message = N_("The last day {last} is before the first {first}.")


class CalendarDay(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    day: Annotated[date, label(N_("Date"))]
    works: Annotated[bool, label(N_("School day"))]  # 调休: a weekend day with classes
    reason: Annotated[str, label(N_("Reason"))]


class ListCalendarDays(PageQuery[CalendarDay], frozen=True, kw_only=True):
    """Days that differ from the week's rule."""

    permission = Permission.SCHOOL_PROFILE_READ
    kinds = frozenset({"school_closed_day"})

    period: Annotated[Period | None, label(N_("Period"))] = None


class AddCalendarDays(Command[tuple[CalendarDay, ...]], frozen=True, kw_only=True):
    """Holidays, or weekend days with classes; from the first to the last day, at most 120 days."""

    permission = Permission.SCHOOL_CALENDAR_EDIT
    caption = N_("Add days")

    first: Annotated[date, label(N_("First day"))]
    last: Annotated[date, label(N_("Last day"))]
    reason: Annotated[str, label(N_("Reason"), max_length=60)]
    works: Annotated[bool, label(N_("School day"), hint=N_("A weekend day with classes"))] = False


class RemoveCalendarDay(RecordCommand[None], frozen=True):
    permission = Permission.SCHOOL_CALENDAR_EDIT
    caption = N_("Remove day")


CALENDAR = ListSpec(
    name="school-calendar",
    title=N_("School calendar"),
    query=ListCalendarDays,
    columns=("day", "works", "reason"),
    row_title="day",
    actions=(Action(RemoveCalendarDay, icon="x", effect=N_("{day} follows the week's rule again.")),),
    new=AddCalendarDays,
    search_hint=N_("Reason"),
    empty=N_("Weekends are closed. Add holidays, and weekend days with classes."),
    icon="calendar",
    counted=N_("{count} days"),
    widths={"reason": 320},
)


class SealPaper(Command[str], frozen=True, kw_only=True):
    """What the code on a printed record says: its number, revision and content, sealed with the school's own key."""

    permission = Permission.SCHOOL_PROFILE_READ
    caption = N_("Seal paper")

    number: Annotated[str, Meta(max_length=60, pattern=r"^[^|\s]+$")]
    revision: int
    digest: Annotated[str, Meta(max_length=64)]  # SHA-256 of the content, hexadecimal


class PaperCheck(Struct, frozen=True):
    """What a scanned code claims, and whether this school's program made it."""

    genuine: bool
    number: str
    revision: int
    digest: str  # the first 16 hexadecimal digits


class CheckPaper(Command[PaperCheck], frozen=True, kw_only=True):
    """Raises NotOurCode for a code of another kind."""

    permission = Permission.SCHOOL_PROFILE_READ
    caption = N_("Check paper")

    code: Annotated[str, label(N_("Text of the QR code"), max_length=200)]
