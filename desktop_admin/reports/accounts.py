"""The roster of accounts, and the slip that hands an activation code over. A password is never printed (ACC 7)."""

from dataclasses import dataclass

from desktop_admin.api.accounts.lists import ACCOUNTS
from desktop_admin.api.accounts.people import ActivationSlip, ListAccounts
from desktop_admin.api.exports import ExportAccounts
from desktop_admin.api.school import ReadSchool
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest
from desktop_admin.reports.kit import page, sheet

TITLE = N_("Roster of accounts")
SLIP = N_("Activation slip")


@dataclass(frozen=True)
class SlipData:
    slip: ActivationSlip
    request: ReportRequest


def gather(ask: Ask, request: ReportRequest) -> roster.Roster:
    rows = roster.collect(ask, ListAccounts(search=request.search))
    return roster.Roster(ACCOUNTS, request, ask(ReadSchool()).name, rows)


def pages(data: roster.Roster) -> page.PageBook:
    return roster.pages(TITLE, data)


def book(data: roster.Roster) -> sheet.Book:
    return roster.book(TITLE, data)


def _size(data: roster.Roster) -> int:
    return len(data.rows)


def slip_pages(data: SlipData) -> page.PageBook:
    """Half a sheet for one person."""
    slip, printed_at = data.slip, f"{data.request.printed_at:%Y-%m-%d %H:%M}"
    until = f"{local_time(slip.until):%Y-%m-%d %H:%M}"
    facts = (
        (tr(N_("Full name")), slip.name),
        (tr(N_("User name")), slip.login),
        (tr(N_("Activation code")), slip.code),
        (tr(N_("Valid until")), until),
    )
    advice = (
        tr(N_("1. Open the program, enter the user name and this code in place of a password.")),
        tr(N_("2. Set a password of your own. At least 8 characters: letters, digits, special characters.")),
        tr(N_("3. The code works once. Destroy this slip; never write a password on paper.")),
    )
    document = page.Document(
        title=tr(SLIP),
        school=slip.school,
        slip=True,
        blocks=(page.Fields(facts, columns=1), page.Notes(advice)),
        footer=page.Footer(slip.login, printed_by=data.request.printed_by, printed_at=printed_at),
    )
    return page.PageBook(tr(SLIP), slip.school, data.request.printed_at, (document,), 1)


ROSTER = Report(
    "accounts-roster",
    TITLE,
    Permission.ACCOUNTS_ACCOUNT_EXPORT,
    Period.NONE,
    gather,
    _size,
    pages,
    book,
    ExportAccounts,
    about=N_("Every account with its roles and state; never a password"),
)
