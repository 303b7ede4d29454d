"""A list as it stands on the screen, as a workbook and as printed pages: both read the list's one declaration."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any, Literal

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
from desktop_admin.reports.kit.files import Progress, silent
from desktop_admin.reports.kit.sheet import Cells

PAGE = 500  # rows asked for at once
Names = Mapping[str, Mapping[Any, str]]  # field -> value -> what people call it
KINDS: dict[type[Any], xlsx.Kind] = {
    bool: xlsx.Kind.YES_NO,
    int: xlsx.Kind.INTEGER,
    datetime: xlsx.Kind.MOMENT,
    date: xlsx.Kind.DATE,
}
LANDSCAPE_FROM = 6  # columns
WIDEST, PADDING = 20.0, 0.9  # ems of one column


@dataclass(frozen=True)
class Roster:
    """Every row of a list, as it was asked for."""

    spec: ListSpec
    request: ReportRequest
    school: str
    rows: tuple[Struct, ...]
    filters: tuple[tuple[str, str], ...] = ()  # what the list was narrowed to, as on the screen
    period: bool = False  # the rows are of the days that were asked for, not as things are now


def collect(ask: Ask, query: Any, progress: Progress = silent) -> tuple[Any, ...]:
    """All pages of a list query. Raises what `progress` raises to stop."""
    rows: list[Any] = []
    while True:
        found = ask(replace(query, offset=len(rows), limit=PAGE))
        rows += found.rows
        progress(len(rows), max(found.total, len(rows)))
        if len(found.rows) < PAGE:
            return tuple(rows)


def filters_of(spec: ListSpec, query: Any, names: Names = MappingProxyType({})) -> tuple[tuple[str, str], ...]:
    """What the query narrows the list to, by the labels of its fields. names: what people call a field's values."""
    given = ((field, getattr(query, name)) for name, field in spec.filters().items() if name != "search")
    told = ((field, value) for field, value in given if value not in (None, "", False, ()))
    return tuple(
        (tr(field.label), names.get(field.name, {}).get(value) or shown(value, field)) for field, value in told
    )


def pages(title: str, data: Roster) -> page.PageBook:
    fields = data.spec.fields()
    labels = [tr(field.label) for field in fields.values()]
    cells = [tuple(shown(getattr(row, name), field) for name, field in fields.items()) for row in data.rows]
    shares = zip(labels, _shares(labels, cells), fields.values(), strict=True)
    columns = tuple(page.Column(label, share, _alignment(field)) for label, share, field in shares)
    request, printed_at = data.request, f"{data.request.printed_at:%Y-%m-%d %H:%M}"
    document = page.Document(
        title=tr(title),
        landscape=len(columns) >= LANDSCAPE_FROM,
        blocks=(
            page.Fields(tuple(_facts(data))),
            page.Table(columns, tuple(map(page.Row, cells))),
            page.Signatures((tr(N_("Responsible")),)),
        ),
        footer=page.Footer(
            f"{data.spec.name}-{request.printed_at:%Y%m%d-%H%M}", printed_by=request.printed_by, printed_at=printed_at
        ),
    )
    return page.PageBook(tr(title), data.school, data.request.printed_at, (document,), 1)


def list_book(data: Roster) -> xlsx.Book:
    """A list as it stands on the screen."""
    return book(data.spec.title, data)


def _facts(data: Roster) -> Iterator[tuple[str, str]]:
    request = data.request
    yield tr(N_("The school")), data.school
    if data.period:
        yield tr(N_("Period")), period_text(request)
    if request.search:
        yield tr(N_("Search")), request.search
    yield tr(N_("Rows")), str(len(data.rows))


def period_text(request: ReportRequest) -> str:
    first, last = request.first.isoformat(), request.last.isoformat()
    return first if first == last else f"{first} – {last}"


def book(title: str, data: Roster) -> xlsx.Book:
    fields = data.spec.fields()
    columns = tuple(xlsx.Column(tr(field.label), KINDS.get(field.type, xlsx.Kind.TEXT)) for field in fields.values())
    tally = xlsx.Tally(_cells(data.rows, fields))
    sheets = (
        about_sheet(tr(title), about_lines(data.request, tally, data.filters, period=data.period)),
        xlsx.Sheet(tr(N_("Data")), columns, tally, title=tr(title), landscape=True, count=len(data.rows)),
    )
    return xlsx.Book(tr(title), data.school, data.request.printed_at.replace(tzinfo=None), sheets)


def about_sheet(title: str, lines: Iterable[tuple[str, object]]) -> xlsx.Sheet:
    """说明: what the workbook holds, written after the rows have been counted."""
    return xlsx.about(tr(N_("About")), lines, title, (tr(N_("What")), tr(N_("Content"))))


def about_lines(
    request: ReportRequest, tally: xlsx.Tally, more: Iterable[tuple[str, object]], *, period: bool = True
) -> Iterator[tuple[str, object]]:
    if period:
        yield tr(N_("Period")), period_text(request)
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


def _alignment(field: Field) -> Literal["left", "right"]:
    """Numbers end at one line."""
    return "right" if field.type in {int, Decimal} else "left"


def _shares(labels: list[str], rows: list[tuple[str, ...]]) -> list[float]:
    """Of the page's width: each column as its longest text asks, a very long one wraps."""
    texts = zip(*([tuple(labels), *rows]), strict=True)
    return [min(max(map(_breadth, column)) + PADDING, WIDEST) for column in texts]


def _breadth(text: str) -> float:
    """In ems: a Chinese character is as wide as two Latin ones, which are wider than what stands between them."""
    return sum(1.0 if not character.isascii() else 0.55 if character.isalnum() else 0.38 for character in text)
