"""食堂每月检查汇编: the month's figures, and every sheet of it behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desktop_admin.api.canteen.calendar import CanteenFigures, DayCell, DayState, MonthFigures, ReadMonthFigures
from desktop_admin.api.canteen.sheet import ReadSheet
from desktop_admin.api.exports import ExportSheets
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest
from desktop_admin.reports.canteen import daily, words
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells

TITLE = N_("Canteen inspections of the month")


class NoCanteenThen(Refused):
    message = N_("No canteen was in use in {month}. Choose a later month.")


STATES = {
    DayState.MISSED: N_("missed"),
    DayState.LATE: N_("late entry"),
    DayState.SIGNED: N_("signed"),
    DayState.REVIEWED: N_("reviewed"),
    DayState.OPEN: N_("open"),
    DayState.NOT_STARTED: N_("not started"),
}


@dataclass(frozen=True)
class MonthData:
    request: ReportRequest
    figures: MonthFigures
    sheets: tuple[daily.PrintedSheet, ...]


def gather(ask: Ask, request: ReportRequest) -> MonthData:
    """Raises NoCanteenThen."""
    figures = ask(ReadMonthFigures(month=request.first, canteen=request.subject))
    if not figures.canteens:
        raise NoCanteenThen(month=f"{request.first:%Y-%m}")
    keys = [row.key for canteen in figures.canteens for row in canteen.sheets]
    return MonthData(request, figures, tuple(daily.printed(ask, ask(ReadSheet(key)), request) for key in keys))


def pages(data: MonthData) -> page.PageBook:
    return page.PageBook(
        title=f"{tr(TITLE)} {data.figures.first:%Y-%m}",
        author=data.figures.school,
        created=data.request.printed_at,
        documents=_documents(data),
        count=len(data.figures.canteens) + len(data.sheets),
    )


def _documents(data: MonthData) -> Iterator[page.Document]:
    for canteen in data.figures.canteens:
        yield _overview(data, canteen)
    yield from (daily.document(each, data.request) for each in data.sheets)


def _overview(data: MonthData, canteen: CanteenFigures) -> page.Document:
    month = canteen.month
    rows = tuple(page.Row(_day_cells(cell), strong=cell.state is DayState.MISSED) for cell in _days(canteen))
    blocks: list[page.Block] = [
        page.Fields(tuple(_facts(data.figures, canteen))),
        page.Table(_columns(_DAY_COLUMNS), rows),
    ]
    if canteen.items:
        failed = tuple(page.Row((each.code, each.text, str(each.failed), str(each.checked))) for each in canteen.items)
        blocks.append(page.Notes((), tr(N_("Items that failed"))))
        blocks.append(page.Table(_columns(_ITEM_COLUMNS), failed))
    blocks.append(page.Signatures((tr(words.OFFICER), tr(words.DIRECTOR)), seal=tr(N_("Seal here"))))
    number = f"YB-{data.figures.first:%Y%m}-{data.figures.canteens.index(canteen) + 1:02d}"
    printed_at = f"{data.request.printed_at:%Y-%m-%d %H:%M}"
    return page.Document(
        title=tr(TITLE),
        outline=f"{data.figures.first:%Y-%m} {month.canteen}",
        blocks=tuple(blocks),
        footer=page.Footer(number=number, printed_by=data.request.printed_by, printed_at=printed_at),
    )


Align = Literal["left", "center", "right"]
_DAY_COLUMNS: tuple[tuple[str, float, Align], ...] = (
    (N_("Date"), 26, "center"),
    (N_("Weekday"), 22, "center"),
    (N_("State"), 26, "center"),
    (N_("Sheet no."), 38, "center"),
    (N_("Passed"), 18, "right"),
    (N_("Failed"), 20, "right"),
    (N_("Not applicable"), 20, "right"),
)
_ITEM_COLUMNS: tuple[tuple[str, float, Align], ...] = (
    (N_("No."), 14, "center"),
    (N_("Item inspected"), 110, "left"),
    (N_("Failed"), 22, "right"),
    (N_("Checked times"), 24, "right"),
)


def _columns(declared: tuple[tuple[str, float, Align], ...]) -> tuple[page.Column, ...]:
    return tuple(page.Column(tr(label), width, align) for label, width, align in declared)


def _days(canteen: CanteenFigures) -> Iterator[DayCell]:
    return (cell for cell in canteen.month.days if cell.state in STATES)


def _day_cells(cell: DayCell) -> tuple[str, ...]:
    counts = (cell.passed, cell.failed, cell.not_applicable) if cell.sheet_key else ("", "", "")
    return (
        cell.day.isoformat(),
        words.weekday(cell.day),
        tr(STATES[cell.state]),
        cell.number,
        *(str(count) for count in counts),
    )


def _facts(figures: MonthFigures, canteen: CanteenFigures) -> Iterator[tuple[str, str]]:
    month = canteen.month
    yield tr(N_("The school")), figures.school
    yield tr(N_("Canteen")), month.canteen
    yield tr(N_("Month")), f"{figures.first:%Y-%m}"
    yield tr(N_("Days due")), str(month.due)
    yield tr(N_("Days done")), str(month.done)
    yield tr(N_("Days missed")), f"{month.missed} ({month.missed_rate:.1%})"
    yield tr(N_("Late entries")), str(month.late)
    yield tr(N_("Failed items")), str(canteen.failed)
    closed = N_("{closed} of {all} closed, {overdue} overdue")
    counts = {"closed": canteen.actions_closed, "all": canteen.actions, "overdue": canteen.actions_overdue}
    yield tr(N_("Corrective actions")), tr(closed, **counts)


def book(data: MonthData) -> xlsx.Book:
    rows = xlsx.Tally(cells for each in data.sheets for cells in daily.data_rows(each.sheet))
    lines = roster.about_lines(data.request, rows, [])
    sheets = (
        roster.about_sheet(tr(TITLE), lines),
        xlsx.Sheet(tr(N_("Data")), daily.data_columns(), rows, title=tr(TITLE), landscape=True),
        xlsx.Sheet(tr(N_("Summary")), _summary_columns(), _summary(data), landscape=True),
        xlsx.Sheet(tr(N_("Problems")), _problem_columns(), _problems(data), landscape=True),
    )
    created = data.request.printed_at.replace(tzinfo=None)
    return xlsx.Book(tr(TITLE), data.figures.school, created, sheets)


def _summary_columns() -> tuple[xlsx.Column, ...]:
    kinds = (xlsx.Kind.DATE, *[xlsx.Kind.TEXT] * 4, *[xlsx.Kind.INTEGER] * 3)
    labels = (N_("Date"), N_("Canteen"), *(label for label, *_ in _DAY_COLUMNS[1:]))
    return tuple(xlsx.Column(tr(label), kind) for label, kind in zip(labels, kinds, strict=True))


def _summary(data: MonthData) -> Iterator[Cells]:
    for canteen in data.figures.canteens:
        for cell in _days(canteen):
            counts = (cell.passed, cell.failed, cell.not_applicable) if cell.sheet_key else (None, None, None)
            state = tr(STATES[cell.state])
            yield (cell.day, canteen.month.canteen, words.weekday(cell.day), state, cell.number, *counts)


def _problem_columns() -> tuple[xlsx.Column, ...]:
    text, integer = xlsx.Kind.TEXT, xlsx.Kind.INTEGER
    declared = (
        (N_("Canteen"), text),
        (N_("No."), text),
        (N_("Area"), text),
        (N_("Item inspected"), text),
        (N_("Failed"), integer),
        (N_("Checked times"), integer),
    )
    return tuple(xlsx.Column(tr(label), kind) for label, kind in declared)


def _problems(data: MonthData) -> Iterator[Cells]:
    for canteen in data.figures.canteens:
        for each in canteen.items:
            yield (canteen.month.canteen, each.code, each.area, each.text, each.failed, each.checked)


def _size(data: MonthData) -> int:
    return sum(len(each.sheet.items) for each in data.sheets)


MONTH = Report(
    "canteen-month",
    TITLE,
    Permission.CANTEEN_SHEET_EXPORT,
    Period.MONTH,
    gather,
    _size,
    pages,
    book,
    ExportSheets,
    about=N_("The month's figures and every sheet behind them, as one book"),
    by_canteen=True,
)
