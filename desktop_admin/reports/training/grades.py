"""成绩册: every learner's marks by item, the final mark and what follows from it (在线培训平台 10)."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_admin.api.exports import ExportTraining
from desktop_admin.api.shown import NOTHING, choice_label
from desktop_admin.api.training.courses import ListCourses
from desktop_admin.api.training.grades import GradeBook, GradeItem, GradeLine, ReadGradeBook
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest, marked, record_of
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells
from desktop_admin.reports.training import words

TITLE = N_("Grade book")
PROVISIONAL = N_("PROVISIONAL")
AT_ONCE = 8  # items beside each other on one page


@dataclass(frozen=True)
class GradesData:
    request: ReportRequest
    book: GradeBook
    stamp: words.Stamp


def gather(ask: Ask, request: ReportRequest) -> GradesData:
    """Raises NumberMissing, NumberUnknown, NotFound."""
    found = ask(ReadGradeBook(record_of(ask, request, ListCourses(), words.COURSE_NUMBER)))
    said = ((line.learner, *line.marks, line.final, line.passed, line.released_at) for line in found.lines)
    digest = words.digest(found.course_number, *((item.title, item.weight) for item in found.items), *said)
    return GradesData(request, found, words.stamped(ask, found.course_number, found.revision, digest))


def watermark(book: GradeBook) -> str:
    """Until every result has been released."""
    return tr(PROVISIONAL) if book.open or not book.lines else ""


def pages(data: GradesData) -> page.PageBook:
    book = data.book
    document = page.Document(
        title=tr(TITLE),
        school=data.stamp.school,
        outline=f"{book.course_number} {book.course}",
        landscape=True,
        watermark=watermark(book),
        blocks=(
            page.Fields(tuple(facts(book)), columns=4),
            *_tables(book),
            page.Signatures((tr(N_("Teacher")), tr(N_("Responsible")))),
        ),
        footer=words.footer(data.stamp, data.request),
    )
    title = f"{tr(TITLE)} {book.course_number}"
    return page.PageBook(title, data.stamp.school, data.request.printed_at, (document,), 1)


def facts(book: GradeBook) -> Iterator[tuple[str, str]]:
    yield tr(N_("Course")), book.course
    yield tr(words.COURSE_NUMBER), book.course_number
    yield tr(N_("Teacher")), book.teacher
    yield tr(N_("Class hours")), words.number_text(book.hours)
    yield tr(N_("Marks to pass")), words.number_text(book.pass_mark)
    least = words.percent(book.least_attendance) if book.least_attendance else NOTHING
    yield tr(N_("Attendance to pass")), least
    yield tr(N_("Passed")), str(book.passed)
    yield tr(N_("Not passed / open")), f"{book.failed} / {book.open}"


def _tables(book: GradeBook) -> Iterator[page.Table]:
    """Items beside each other; the final marks stand in the last table."""
    starts = range(0, max(len(book.items), 1), AT_ONCE)
    for start in starts:
        items = book.items[start : start + AT_ONCE]
        last = start == starts[-1]
        marks = (line.marks[start : start + AT_ONCE] for line in book.lines)
        lines = zip(book.lines, marks, strict=True)
        rows = (
            (str(place), line.learner, line.department, *map(words.number_text, some), *(_result(line) if last else ()))
            for place, (line, some) in enumerate(lines, 1)
        )
        yield page.Table(_columns(items, last=last), tuple(map(page.Row, rows)))


def _columns(items: tuple[GradeItem, ...], *, last: bool) -> tuple[page.Column, ...]:
    people = page.Column(tr(N_("No.")), 11, "center"), page.Column(tr(N_("Full name")), 26)
    department = page.Column(tr(N_("Department")), 26)
    marks = (page.Column(f"{item.title}\n{words.percent(item.weight)}", 18, "right") for item in items)
    results = (
        page.Column(tr(N_("Attendance")), 18, "right"),
        page.Column(tr(N_("Final mark")), 18, "right"),
        page.Column(tr(N_("Result")), 22, "center"),
        page.Column(tr(N_("Certificate no.")), 32, "center"),
    )
    return (*people, department, *marks, *(results if last else ()))


def _result(line: GradeLine) -> tuple[str, ...]:
    final = words.number_text(line.final)
    return words.percent(line.attendance), final, _verdict(line), line.certificate or NOTHING


def _verdict(line: GradeLine) -> str:
    """What was released; before that only that it was not."""
    return choice_label(line.state) if line.released_at else tr(N_("not released"))


def book(data: GradesData) -> xlsx.Book:
    grades, kind = data.book, xlsx.Kind
    tally = xlsx.Tally(tuple(_cells(grades)))
    columns = (
        xlsx.Column(tr(N_("Full name"))),
        xlsx.Column(tr(N_("Department"))),
        *(xlsx.Column(f"{item.title} {words.percent(item.weight)}", kind.DECIMAL, places=2) for item in grades.items),
        xlsx.Column(f"{tr(N_('Attendance'))} %", kind.DECIMAL, places=2),
        xlsx.Column(tr(N_("Final mark")), kind.DECIMAL, places=2),
        xlsx.Column(tr(N_("Result"))),
        xlsx.Column(tr(N_("Certificate no."))),
    )
    more = [*facts(grades), (tr(N_("Text of the QR code")), data.stamp.code)]
    title = f"{grades.course_number} {grades.course}"
    sheets = (
        roster.about_sheet(tr(TITLE), roster.about_lines(data.request, tally, more, period=False)),
        xlsx.Sheet(tr(TITLE), columns, tally, title=title, landscape=True),
    )
    created = data.request.printed_at.replace(tzinfo=None)
    return xlsx.Book(f"{tr(TITLE)} {grades.course_number}", data.stamp.school, created, sheets)


def _cells(grades: GradeBook) -> Iterator[Cells]:
    for line in grades.lines:
        result = line.attendance, line.final, _verdict(line), line.certificate
        yield (line.learner, line.department, *line.marks, *result)


def _size(data: GradesData) -> int:
    return len(data.book.lines)


def _remark(data: GradesData) -> str:
    return marked(watermark(data.book))


GRADES = Report(
    "training-grades",
    TITLE,
    Permission.TRAINING_RECORD_EXPORT,
    Period.NONE,
    gather,
    _size,
    pages,
    book,
    ExportTraining,
    about=N_("One course's marks by item, final marks and results"),
    numbered=words.COURSE_NUMBER,
    remark=_remark,
)
