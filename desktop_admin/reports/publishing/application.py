"""《信息发布申请表》: one article, what was declared, attached, found, signed and published (SW 三.2(1))."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from desktop_admin.api.exports import ExportArticles
from desktop_admin.api.publishing.submission import FileLine, ListSubmissions, ReadSubmission, SubmissionDetail
from desktop_admin.api.school import ReadSchool, SealPaper
from desktop_admin.api.shown import choice_label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest, marked, record_of
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.publishing import words

TITLE = N_("Application to publish information")
NUMBER = N_("Article no.")
Align = Literal["left", "center", "right"]
Columns = tuple[tuple[str, float, Align], ...]  # label, mm, how it is set
SIGN_OFFS: Columns = (
    (N_("Sign-off"), 24, "left"),
    (N_("Signed by"), 24, "left"),
    (N_("Role"), 26, "left"),
    (N_("Time"), 22, "center"),
    (N_("Revision"), 12, "center"),
    (N_("Checked and confirmed"), 62, "left"),
)
HISTORY: Columns = (
    (N_("Time"), 22, "center"),
    (N_("Step"), 36, "left"),
    (N_("Handled by"), 26, "left"),
    (N_("Role"), 26, "left"),
    (N_("Revision"), 12, "center"),
    (N_("Opinion"), 48, "left"),
)
FILES: Columns = (
    (N_("File"), 46, "left"),
    (N_("Purpose"), 22, "left"),
    (N_("Size"), 22, "right"),
    (N_("SHA-256"), 80, "left"),
)
SOURCES: Columns = (
    (N_("Kind"), 22, "left"),
    (N_("Source"), 70, "left"),
    (N_("Author of it"), 38, "left"),
    (N_("Permission to use"), 40, "left"),
)
FINDINGS: Columns = (
    (N_("Found in"), 20, "left"),
    (N_("Kind"), 28, "left"),
    (N_("Words"), 40, "left"),
    (N_("Why it may stay"), 58, "left"),
    (N_("Handled by"), 24, "left"),
)
JOBS: Columns = (
    (N_("Channel"), 32, "left"),
    (N_("Task"), 16, "left"),
    (N_("State"), 20, "left"),
    (N_("Handled by"), 22, "left"),
    (N_("Finished at"), 22, "center"),
    (N_("Web address"), 58, "left"),
)
Cells = tuple[str, ...]
KIBI = 1024


class FormConfined(Refused):
    message = N_(
        "The form of {number} is for the people who wrote, signed and published it. The register tells of it as well."
    )


@dataclass(frozen=True)
class ApplicationData:
    request: ReportRequest
    detail: SubmissionDetail
    school: str
    code: str  # what the QR code says


@dataclass(frozen=True)
class Part:
    """A table of the form, the same on paper and in the workbook."""

    heading: str
    columns: Columns
    rows: tuple[Cells, ...]


def gather(ask: Ask, request: ReportRequest) -> ApplicationData:
    """Raises NumberMissing, NumberUnknown, NotFound, FormConfined."""
    key = record_of(ask, request, ListSubmissions(), NUMBER)
    detail = ask(ReadSubmission(key))
    row = detail.row
    if not detail.whole:
        raise FormConfined(number=row.number)
    code = ask(SealPaper(number=row.number, revision=row.revision, digest=detail.sha256))
    return ApplicationData(request, detail, ask(ReadSchool()).name, code)


def pages(data: ApplicationData) -> page.PageBook:
    row, request = data.detail.row, data.request
    document = page.Document(
        title=tr(TITLE),
        school=data.school,
        outline=f"{row.number} {row.title}",
        watermark=words.watermark(data.detail),
        blocks=tuple(_blocks(data.detail)),
        footer=page.Footer(
            row.number,
            revision=row.revision,
            printed_by=request.printed_by,
            printed_at=f"{request.printed_at:%Y-%m-%d %H:%M}",
            copy=0,
            payload=data.code,
        ),
    )
    return page.PageBook(f"{tr(TITLE)} {row.number}", data.school, request.printed_at, (document,), 1)


def _blocks(detail: SubmissionDetail) -> Iterator[page.Block]:
    yield page.Form(tuple(words.form(detail)))
    for part in parts(detail):
        columns = (page.Column(tr(label), width, align) for label, width, align in part.columns)
        yield page.Table(tuple(columns), tuple(map(page.Row, part.rows)), part.heading)
    if detail.text:
        yield page.Notes((), tr(N_("Text")))
        yield page.Prose(tuple(line.strip() for line in detail.text.splitlines() if line.strip()))
    yield page.Signatures((tr(N_("Head of the department")), tr(N_("Publicity office"))), tr(N_("Seal here")))


def parts(detail: SubmissionDetail) -> Iterator[Part]:
    """Whatever there is of the article; the sign-offs always."""
    told = (
        (N_("Sign-offs"), SIGN_OFFS, _sign_offs(detail)),
        (N_("Attachments"), FILES, _files(detail)),
        (N_("Sources and licences"), SOURCES, _sources(detail)),
        (N_("Findings and answers"), FINDINGS, _findings(detail)),
        (N_("Publishing jobs"), JOBS, _jobs(detail)),
        (N_("History"), HISTORY, _history(detail)),
    )
    for heading, columns, rows in told:
        if made := tuple(rows):
            yield Part(tr(heading), columns, made)


def _sign_offs(detail: SubmissionDetail) -> Iterator[Cells]:
    for seat, signed in words.sign_offs(detail):
        if signed is None:
            holder = seat.holder and tr(N_("({holder})"), holder=seat.holder)
            yield (tr(seat.label), holder, "", tr(N_("not signed")), "", "")
        else:
            said = "\n".join(filter(None, (words.checks(seat), words.opinion(signed))))
            at, revision = words.moment(signed.at), str(signed.revision)
            yield (tr(seat.label), words.person(signed), signed.roles, at, revision, said)


def _history(detail: SubmissionDetail) -> Iterator[Cells]:
    for line in detail.history:
        step = tr(line.caption)
        if line.seat and not line.counts:
            step += tr(N_(" (void)"))
        yield (
            words.moment(line.at),
            step,
            words.person(line),
            line.roles,
            str(line.revision),
            words.opinion(line),
        )


def _files(detail: SubmissionDetail) -> Iterator[Cells]:
    for file in used(detail):
        yield (file.name, choice_label(file.purpose), _size(file.size), file.sha256)


def used(detail: SubmissionDetail) -> Iterable[FileLine]:
    """What the revision in force names."""
    return (file for file in detail.files if file.used)


def _sources(detail: SubmissionDetail) -> Iterator[Cells]:
    for each in detail.content.sources:
        yield (choice_label(each.kind), each.source, each.author, choice_label(each.licence))


def _findings(detail: SubmissionDetail) -> Iterator[Cells]:
    for found in detail.findings:
        kind, why = choice_label(found.finding.kind), found.reason or tr(N_("not answered"))
        yield (tr(found.part_label), kind, found.finding.said, why, found.by)


def _jobs(detail: SubmissionDetail) -> Iterator[Cells]:
    for job in detail.jobs:
        at, task, state = words.moment(job.finished_at), choice_label(job.task), choice_label(job.state)
        yield (job.channel, task, state, job.by, at, job.address)


def _size(size: int) -> str:
    return f"{size} B" if size < KIBI else f"{size / KIBI:,.0f} KB"


def book(data: ApplicationData) -> xlsx.Book:
    request, detail = data.request, data.detail
    tally = xlsx.Tally([pair for row in words.form(detail) for pair in row])
    columns = (xlsx.Column(tr(N_("Field")), width=22), xlsx.Column(tr(N_("Content")), width=90))
    sheets = [
        roster.about_sheet(tr(TITLE), roster.about_lines(request, tally, _code(data), period=False)),
        xlsx.Sheet(tr(N_("Application")), columns, tally, title=tr(TITLE), filters=False),
    ]
    for part in parts(detail):
        wide = tuple(xlsx.Column(tr(label), width=width / 1.8) for label, width, _ in part.columns)
        sheets.append(xlsx.Sheet(part.heading, wide, part.rows, landscape=True))
    text = (xlsx.Column(tr(N_("Text")), width=110),)
    lines = tuple((line,) for line in detail.text.splitlines() if line.strip())
    sheets.append(xlsx.Sheet(tr(N_("Text")), text, lines, filters=False))
    created = request.printed_at.replace(tzinfo=None)
    return xlsx.Book(f"{tr(TITLE)} {detail.row.number}", data.school, created, tuple(sheets))


def _code(data: ApplicationData) -> tuple[tuple[str, object], ...]:
    mark = words.watermark(data.detail)
    said: tuple[tuple[str, object], ...] = ((tr(N_("Text of the QR code")), data.code),)
    return (*said, (tr(N_("Marked")), mark)) if mark else said


def _rows(_data: ApplicationData) -> int:
    return 1


def _remark(data: ApplicationData) -> str:
    return marked(words.watermark(data.detail))


APPLICATION = Report(
    "publishing-application",
    TITLE,
    Permission.PUBLISHING_SUBMISSION_EXPORT,
    Period.NONE,
    gather,
    _rows,
    pages,
    book,
    ExportArticles,
    about=N_("One article's application form with every sign-off, attachment, revision and checksum"),
    numbered=NUMBER,
    remark=_remark,
)
