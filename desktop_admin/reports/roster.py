"""A list as it stands on the screen, as a workbook and as printed pages: both read the list's one declaration."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from desktop_admin.api.base import Field
from desktop_admin.api.lists import ListSpec
from desktop_admin.api.shown import shown
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.base import Ask, ReportRequest
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells

PAGE = 500  # rows asked for at once
KINDS: dict[type[Any], xlsx.Kind] = {
    bool: xlsx.Kind.YES_NO,
    int: xlsx.Kind.INTEGER,
    datetime: xlsx.Kind.MOMENT,
    date: xlsx.Kind.DATE,
}
LANDSCAPE_FROM = 6  # columns


@dataclass(frozen=True)
class Roster:
    """Every row of a list, as it was asked for."""

    spec: ListSpec
    request: ReportRequest
    school: str
    rows: tuple[Struct, ...]


def collect(ask: Ask, query: Any) -> tuple[Any, ...]:
    """All pages of a list query."""
    rows: list[Any] = []
    while True:
        found = ask(replace(query, offset=len(rows), limit=PAGE))
        rows += found.rows
        if len(found.rows) < PAGE:
            return tuple(rows)


def pages(title: str, data: Roster) -> page.PageBook:
    fields = data.spec.fields()
    columns = tuple(page.Column(tr(field.label), _share(field)) for field in fields.values())
    rows = tuple(
        page.Row(tuple(shown(getattr(row, name), field) for name, field in fields.items())) for row in data.rows
    )
    printed_at = f"{data.request.printed_at:%Y-%m-%d %H:%M}"
    facts = ((tr(N_("School")), data.school), (tr(N_("Printed")), printed_at), (tr(N_("Rows")), str(len(rows))))
    document = page.Document(
        title=tr(title),
        school=data.school,
        landscape=len(columns) >= LANDSCAPE_FROM,
        blocks=(page.Fields(facts), page.Table(columns, rows), page.Signatures((tr(N_("Responsible")),))),
        footer=page.Footer(data.spec.name, printed_by=data.request.printed_by, printed_at=printed_at),
    )
    return page.PageBook(tr(title), data.school, data.request.printed_at, [document], 1)


def book(title: str, data: Roster) -> xlsx.Book:
    fields = data.spec.fields()
    columns = tuple(xlsx.Column(tr(field.label), KINDS.get(field.type, xlsx.Kind.TEXT)) for field in fields.values())
    tally = xlsx.Tally(_cells(data.rows, fields))
    sheets = (
        about_sheet(tr(title), about_lines(data.request, tally, [])),
        xlsx.Sheet(tr(N_("Data")), columns, tally, title=tr(title), landscape=True, count=len(data.rows)),
    )
    return xlsx.Book(tr(title), data.school, data.request.printed_at.replace(tzinfo=None), sheets)


def about_sheet(title: str, lines: Iterable[tuple[str, object]]) -> xlsx.Sheet:
    """说明: what the workbook holds, written after the rows have been counted."""
    return xlsx.about(tr(N_("About")), lines, title, (tr(N_("What")), tr(N_("Value"))))


def about_lines(
    request: ReportRequest, tally: xlsx.Tally, more: Iterable[tuple[str, object]]
) -> Iterator[tuple[str, object]]:
    yield tr(N_("Period")), f"{request.first.isoformat()} – {request.last.isoformat()}"
    if request.search:
        yield tr(N_("Search")), request.search
    yield from more
    yield tr(N_("Printed by")), request.printed_by
    yield tr(N_("Printed")), request.printed_at.replace(tzinfo=None)
    yield tr(N_("Rows")), tally.count
    yield tr(N_("SHA-256 of the rows")), tally.sha256


def _cells(rows: Iterable[Struct], fields: dict[str, Field]) -> Iterator[Cells]:
    for row in rows:
        yield tuple(_cell(getattr(row, name), field) for name, field in fields.items())


def _cell(value: Any, field: Field) -> object:
    """A date and a number stay what they are; the rest reads as on the screen."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return local_time(value).replace(tzinfo=None)
    if isinstance(value, bool | int | date) and not isinstance(value, Enum):
        return value
    return shown(value, field)


def _share(field: Field) -> float:
    """Of the page's width: longer for times and names, short for yes and no."""
    return {datetime: 34.0, date: 24.0, bool: 14.0, int: 16.0}.get(field.type, 28.0)
