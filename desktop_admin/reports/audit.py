"""The audit trail of a period."""

from desktop_admin.api.audit import EntryRow, ListEntries
from desktop_admin.api.base import Period as Days
from desktop_admin.api.base import fields
from desktop_admin.api.exports import ExportEntries
from desktop_admin.api.lists import ListSpec
from desktop_admin.api.school import ReadSchool
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest
from desktop_admin.reports.kit import page, sheet

TITLE = N_("Audit trail")
ENTRIES = ListSpec(
    name="audit-log",
    title=TITLE,
    query=ListEntries,
    columns=tuple(fields(EntryRow)),
    row_title="action",
    export=Permission.AUDIT_ENTRY_EXPORT,
)


def gather(ask: Ask, request: ReportRequest) -> roster.Roster:
    query = ListEntries(period=Days(request.first, request.last), search=request.search)
    return roster.Roster(ENTRIES, request, ask(ReadSchool()).name, roster.collect(ask, query), period=True)


def pages(data: roster.Roster) -> page.PageBook:
    return roster.pages(TITLE, data)


def book(data: roster.Roster) -> sheet.Book:
    return roster.book(TITLE, data)


def _size(data: roster.Roster) -> int:
    return len(data.rows)


LOG = Report(
    "audit-log",
    TITLE,
    Permission.AUDIT_ENTRY_EXPORT,
    Period.RANGE,
    gather,
    _size,
    pages,
    book,
    ExportEntries,
    about=N_("Who did what, when and on which PC"),
)
