"""每日食品安全检查记录: one document for each canteen's sheet of a day.

Columns and signatures: 阳光食堂监管平台 四.3 and the form that inspectors ask for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop_admin.api.base import Period as Days
from desktop_admin.api.canteen.calendar import ListSheets
from desktop_admin.api.canteen.entry import RecordPrint
from desktop_admin.api.canteen.sheet import ItemLine, ReadPhoto, ReadSheet, Sheet, SignatureKind, Verdict
from desktop_admin.api.canteen.texts import value_limit_text
from desktop_admin.api.exports import ExportSheets
from desktop_admin.api.school import SealPaper
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest
from desktop_admin.reports.canteen import words
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells

TITLE = N_("Daily food-safety inspection record")
COLUMNS = (
    (N_("No."), 10),
    (N_("Item inspected"), 50),
    (N_("Measured / limit"), 44),
    (N_("Inspection result"), 17.5),
    (N_("Nonconformity"), 17),
    (N_("Precaution"), 13.5),
    (N_("Corrective action no."), 18),
)  # mm
CENTRED, FIXED = (0, 3), (0, 1)  # places in COLUMNS


class NoSheet(Refused):
    message = N_("No inspection was started on {day}. Choose a day with a sheet.")


@dataclass(frozen=True)
class PrintedSheet:
    sheet: Sheet
    copy: int
    code: str  # what the QR code says
    photos: tuple[page.Photo, ...] = ()  # of what failed


@dataclass(frozen=True)
class DailyData:
    request: ReportRequest
    sheets: tuple[PrintedSheet, ...]


def gather(ask: Ask, request: ReportRequest) -> DailyData:
    """Every canteen's sheet of the day, or the one that the request is about. Raises NoSheet."""
    period = Days(request.first, request.last)
    rows = ask(ListSheets(period=period, canteen=request.subject, sort="canteen", limit=500)).rows
    if not rows:
        raise NoSheet(day=request.first.isoformat())
    sheets = (ask(ReadSheet(row.key)) for row in rows)
    return DailyData(request, tuple(printed(ask, sheet, request, tuple(photos(ask, sheet))) for sheet in sheets))


def printed(ask: Ask, sheet: Sheet, request: ReportRequest, pictures: tuple[page.Photo, ...] = ()) -> PrintedSheet:
    """Counts the print if it is one, and seals the paper's code."""
    copy = ask(RecordPrint(key=sheet.key)).count if request.counted else sheet.prints + 1
    code = ask(SealPaper(number=sheet.number, revision=sheet.revision, digest=sheet.sha256))
    return PrintedSheet(sheet, copy, code, pictures)


def photos(ask: Ask, sheet: Sheet) -> Iterator[page.Photo]:
    """The evidence of every failed item."""
    for line in sheet.items:
        if line.verdict is Verdict.FAIL:
            for photo in line.photos:
                caption = f"{line.item.code} {words.moment_text(photo.at)} {photo.by}"
                yield page.Photo(caption, ask(ReadPhoto(photo.key)))


def pages(data: DailyData) -> page.PageBook:
    first = data.sheets[0].sheet
    return page.PageBook(
        title=f"{tr(TITLE)} {data.request.first.isoformat()}",
        author=first.school,
        created=data.request.printed_at,
        documents=tuple(document(each, data.request) for each in data.sheets),
        count=len(data.sheets),
    )


def document(each: PrintedSheet, request: ReportRequest) -> page.Document:
    sheet = each.sheet
    return page.Document(
        title=tr(TITLE),
        outline=f"{sheet.day.isoformat()} {sheet.canteen}",
        watermark=words.watermark(sheet),
        blocks=(*_blocks(sheet), *_appendix(each.photos)),
        footer=page.Footer(
            number=sheet.number,
            revision=sheet.revision,
            printed_by=request.printed_by,
            printed_at=f"{request.printed_at:%Y-%m-%d %H:%M}",
            copy=each.copy,
            payload=each.code,
        ),
    )


def _blocks(sheet: Sheet) -> Iterator[page.Block]:
    yield page.Fields(tuple(_facts(sheet)))
    yield page.Table(_columns(), tuple(_table_rows(sheet)))
    if notes := tuple(f"{words.moment_text(note.at)} {note.by}：{note.text}" for note in sheet.notes):
        yield page.Notes(notes, tr(N_("Supplementary notes")))
    if signed := tuple(words.signature_lines(sheet)):
        yield page.Notes(signed)
    yield page.Signatures(words.roles(sheet))


def _appendix(pictures: tuple[page.Photo, ...]) -> Iterator[page.Block]:
    if pictures:
        yield page.Notes((), tr(N_("Appendix: photos of failed items")))
        yield page.Photos(pictures)


def _facts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield tr(N_("The school")), sheet.school
    yield tr(N_("Canteen")), sheet.canteen
    yield tr(N_("Date")), words.day_text(sheet.day)
    yield tr(N_("Weekday")), words.weekday(sheet.day)
    yield tr(N_("Number of diners")), str(sheet.diners)
    yield tr(N_("Inspected")), f"{words.clock_text(sheet.started_at)} – {words.clock_text(sheet.ended_at)}"
    if sheet.late:
        yield tr(N_("Late entry")), sheet.late_reason
        yield tr(N_("Allowed by")), sheet.late_allowed_by


def _columns() -> tuple[page.Column, ...]:
    return tuple(
        page.Column(words.head(tr(label), width), width, "center" if index in CENTRED else "left", fixed=index in FIXED)
        for index, (label, width) in enumerate(COLUMNS)
    )


def _table_rows(sheet: Sheet) -> Iterator[page.Row | page.Group]:
    for area in sheet.areas:
        lines = [line for line in sheet.items if line.item.area == area]
        yield page.Group(tr(N_("Area inspected: {area} ({count} items)"), area=area, count=len(lines)))
        for line in lines:
            yield page.Row(_cells(line, sheet.day), strong=line.verdict is Verdict.FAIL)


def _cells(line: ItemLine, day: date) -> tuple[str, ...]:
    finding = line.finding
    return (
        line.item.code,
        line.item.text,
        words.bound(value_limit_text(line)),
        words.verdict_text(line),
        words.bound(words.remark_text(line, day)),
        words.bound(finding.precaution) if finding else "",
        finding.action_number if finding else "",
    )


def book(data: DailyData) -> xlsx.Book:
    first = data.sheets[0].sheet
    rows = xlsx.Tally([cells for each in data.sheets for cells in data_rows(each.sheet)])
    lines = roster.about_lines(data.request, rows, [(tr(N_("Checklist")), first.checklist)])
    created = data.request.printed_at.replace(tzinfo=None)
    sheets = (
        roster.about_sheet(tr(TITLE), lines),
        xlsx.Sheet(tr(N_("Data")), data_columns(), rows, title=tr(TITLE), landscape=True),
        xlsx.Sheet(
            tr(N_("Summary")), _summary_columns(), [_summary(each.sheet) for each in data.sheets], landscape=True
        ),
        xlsx.Sheet(tr(N_("Problems")), data_columns(), _problems(data), landscape=True),
    )
    return xlsx.Book(tr(TITLE), first.school, created, sheets)


def data_columns() -> tuple[xlsx.Column, ...]:
    kind = xlsx.Kind
    return (
        xlsx.Column(tr(N_("Date")), kind.DATE),
        xlsx.Column(tr(N_("Canteen"))),
        xlsx.Column(tr(N_("Area"))),
        xlsx.Column(tr(N_("No."))),
        xlsx.Column(tr(N_("Item inspected")), width=90),
        xlsx.Column(tr(N_("Value 1")), kind.DECIMAL),
        xlsx.Column(tr(N_("Measured / limit")), width=60),
        xlsx.Column(tr(N_("Inspection result"))),
        xlsx.Column(tr(N_("Nonconformity")), width=40),
        xlsx.Column(tr(N_("Precaution")), width=40),
        xlsx.Column(tr(N_("Corrective action no.")), width=16),
        xlsx.Column(tr(N_("Record ID")), width=36),
        xlsx.Column(tr(N_("Entered at")), kind.MOMENT),
        xlsx.Column(tr(N_("Entered by"))),
        xlsx.Column(tr(N_("Late entry")), kind.YES_NO),
        xlsx.Column(tr(N_("Corrections")), kind.INTEGER),
    )


def data_rows(sheet: Sheet) -> Iterator[Cells]:
    for line in sheet.items:
        finding = line.finding
        yield (
            sheet.day,
            sheet.canteen,
            line.item.area,
            line.item.code,
            line.item.text,
            line.readings[0].value if line.readings else None,
            value_limit_text(line),
            words.verdict_text(line),
            words.remark_text(line, sheet.day),
            finding.precaution if finding else "",
            finding.action_number if finding else "",
            str(line.key),
            words.naive(line.answered_at),
            line.answered_by,
            sheet.late,
            len(line.corrections) + len(line.superseded),
        )


def _problems(data: DailyData) -> Iterator[Cells]:
    for each in data.sheets:
        rows = zip(each.sheet.items, data_rows(each.sheet), strict=True)
        yield from (cells for line, cells in rows if line.verdict is not Verdict.PASS)


def _summary_columns() -> tuple[xlsx.Column, ...]:
    kind = xlsx.Kind
    labels = (N_("Passed"), N_("Failed"), N_("Not applicable"), N_("Unanswered"))
    return (
        xlsx.Column(tr(N_("Date")), kind.DATE),
        xlsx.Column(tr(N_("Canteen"))),
        xlsx.Column(tr(N_("Sheet no."))),
        xlsx.Column(tr(N_("Number of diners")), kind.INTEGER),
        *(xlsx.Column(tr(label), kind.INTEGER) for label in labels),
        xlsx.Column(tr(N_("Signed by"))),
        xlsx.Column(tr(N_("Reviewed by"))),
        xlsx.Column("SHA-256", width=66),
    )


def _summary(sheet: Sheet) -> Cells:
    counts = sheet.counts
    signed = words.in_force(sheet, SignatureKind.SIGNED)
    reviewed = words.in_force(sheet, SignatureKind.REVIEWED)
    return (
        sheet.day,
        sheet.canteen,
        sheet.number,
        sheet.diners,
        counts.passed,
        counts.failed,
        counts.not_applicable,
        counts.open,
        signed.by if signed else "",
        reviewed.by if reviewed else "",
        sheet.sha256,
    )


def _size(data: DailyData) -> int:
    return sum(len(each.sheet.items) for each in data.sheets)


def _remark(data: DailyData) -> str:
    """What an unsigned sheet will be marked with."""
    left = sum(each.sheet.counts.open for each in data.sheets)
    if left:
        return tr(
            N_("{count} items are not answered yet: the paper is marked “{mark}”."),
            count=left,
            mark=tr(words.INCOMPLETE),
        )
    unsigned = any(words.watermark(each.sheet) for each in data.sheets)
    return tr(N_("Not signed yet: the paper is marked “{mark}”."), mark=tr(words.DRAFT)) if unsigned else ""


DAILY = Report(
    "canteen-daily",
    TITLE,
    Permission.CANTEEN_SHEET_EXPORT,
    Period.DAY,
    gather,
    _size,
    pages,
    book,
    ExportSheets,
    about=N_("One day's inspection sheet with its 45 items, findings, signatures and photos"),
    by_canteen=True,
    remark=_remark,
)
