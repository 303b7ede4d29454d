"""出勤登记: a course's sessions at a glance, and after it the sheet of each (在线培训平台 9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from desktop_admin.api.exports import ExportTraining
from desktop_admin.api.shown import choice_label
from desktop_admin.api.training.courses import CourseRow, ListCourses, ReadCourse
from desktop_admin.api.training.sessions import THERE, AttendanceLine, AttendanceSheet, Presence, ReadRegister
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest, record_of
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells
from desktop_admin.reports.training import sign_in, words

TITLE = N_("Attendance register")
Sheets = tuple[AttendanceSheet, ...]
AT_ONCE = 14  # sessions beside each other on one page
MARKS = {Presence.PRESENT: "√", Presence.ABSENT: "×"}  # the others by their names
LEGEND = N_("√ present, × absent; empty: not marked")


@dataclass(frozen=True)
class AttendanceData:
    request: ReportRequest
    course: CourseRow
    sheets: Sheets
    blank: page.Document | None  # where there is no session yet
    stamp: words.Stamp


def gather(ask: Ask, request: ReportRequest) -> AttendanceData:
    """Raises NumberMissing, NumberUnknown, NotFound."""
    key = record_of(ask, request, ListCourses(), words.COURSE_NUMBER)
    course, sheets = ask(ReadCourse(key=key)).row, ask(ReadRegister(key)).sheets
    stamp = sign_in.stamp(ask, course, sheets)
    blank = None if sheets else sign_in.blank_document(ask, course, stamp, request)
    return AttendanceData(request, course, sheets, blank, stamp)


def pages(data: AttendanceData) -> page.PageBook:
    documents = tuple(_documents(data))
    title = f"{tr(TITLE)} {data.course.number}"
    return page.PageBook(title, data.stamp.school, data.request.printed_at, documents, len(documents))


def _documents(data: AttendanceData) -> Iterator[page.Document]:
    if data.blank is not None:
        yield data.blank
        return
    yield _overview(data)
    for sheet in data.sheets:
        yield sign_in.session_document(data.course, sheet, data.stamp, data.request)


def _overview(data: AttendanceData) -> page.Document:
    course, held = data.course, sum(1 for sheet in data.sheets if sheet.row.held is not None)
    facts = (
        (tr(N_("Course")), course.title),
        (tr(words.COURSE_NUMBER), course.number),
        (tr(N_("Teacher")), course.teacher),
        (tr(N_("Sessions")), str(len(data.sheets))),
        (tr(N_("Sessions held")), str(held)),
        (tr(N_("Class hours")), words.number_text(course.hours)),
    )
    return page.Document(
        title=tr(TITLE),
        school=data.stamp.school,
        outline=tr(TITLE),
        landscape=True,
        blocks=(
            page.Fields(facts),
            *_tables(data.sheets),
            page.Notes((tr(LEGEND),)),
            page.Signatures((tr(N_("Teacher")), tr(N_("Responsible")))),
        ),
        footer=words.footer(data.stamp, data.request),
    )


Person = tuple[str, dict[UUID, AttendanceLine]]
"""Name, and the lines by session."""


def _people(sheets: Sheets) -> tuple[Person, ...]:
    """Everyone who stands on any sheet, in the order of enrolment."""
    found: dict[UUID, Person] = {}
    for sheet in sheets:
        for line in sheet.lines:
            found.setdefault(line.enrolment_key, (line.learner, {}))[1][sheet.row.key] = line
    return tuple(found.values())


def _tables(sheets: Sheets) -> Iterator[page.Table]:
    """Sessions beside each other; the counts stand in the last table."""
    people, starts = _people(sheets), range(0, len(sheets), AT_ONCE)
    for start in starts:
        some, last = sheets[start : start + AT_ONCE], start == starts[-1]
        empty = AT_ONCE - len(some) if start else 0  # so that the days of all tables are equally wide
        rows = tuple(
            page.Row(_cells_of(place, person, some, empty, last=last)) for place, person in enumerate(people, 1)
        )
        yield page.Table(_columns(some, empty, last=last), rows)


def _columns(sheets: Sheets, empty: int, *, last: bool) -> tuple[page.Column, ...]:
    days = [f"{sheet.row.day:%m-%d}" for sheet in sheets] + [""] * empty
    return (
        page.Column(tr(N_("No.")), 10, "center"),
        page.Column(tr(N_("Full name")), 30),
        *(page.Column(day, 13.5, "center") for day in days),
        page.Column(tr(N_("Times there")) if last else "", 20, "center"),
    )


def _cells_of(place: int, person: Person, sheets: Sheets, empty: int, *, last: bool) -> tuple[str, ...]:
    name, lines = person
    found = (lines.get(sheet.row.key) for sheet in sheets)
    marks = [_mark(line.presence) if line and line.presence else "" for line in found]
    marked = [line.presence for line in lines.values() if line.presence]
    there = sum(1 for presence in marked if presence in THERE)
    return (str(place), name, *marks, *[""] * empty, f"{there}/{len(marked)}" if last else "")


def _mark(presence: Presence) -> str:
    return MARKS.get(presence) or choice_label(presence)


def book(data: AttendanceData) -> xlsx.Book:
    kind = xlsx.Kind
    tally = xlsx.Tally(_cells(data.sheets))
    more = [(tr(N_("Course")), data.course.title), (tr(words.COURSE_NUMBER), data.course.number)]
    columns = (
        xlsx.Column(tr(N_("Date")), kind.DATE),
        xlsx.Column(tr(N_("Topic")), width=30),
        xlsx.Column(tr(N_("Full name"))),
        xlsx.Column(tr(N_("Department"))),
        xlsx.Column(tr(N_("Attendance"))),
        xlsx.Column(tr(N_("Remark")), width=30),
        xlsx.Column(tr(N_("Marked by"))),
    )
    sheets = (
        roster.about_sheet(tr(TITLE), roster.about_lines(data.request, tally, more, period=False)),
        xlsx.Sheet(tr(N_("Data")), columns, tally, title=f"{data.course.number} {data.course.title}", landscape=True),
        xlsx.Sheet(tr(N_("Sessions")), _session_columns(), tuple(_sessions(data.sheets)), landscape=True),
    )
    created = data.request.printed_at.replace(tzinfo=None)
    return xlsx.Book(f"{tr(TITLE)} {data.course.number}", data.stamp.school, created, sheets)


def _cells(sheets: Sheets) -> Iterator[Cells]:
    for sheet in sheets:
        for line in sheet.lines:
            presence = choice_label(line.presence) if line.presence else ""
            person = line.learner, line.department
            yield (sheet.row.day, sheet.row.topic, *person, presence, line.remark, line.by)


def _session_columns() -> tuple[xlsx.Column, ...]:
    kind = xlsx.Kind
    return (
        xlsx.Column(tr(N_("Date")), kind.DATE),
        xlsx.Column(tr(N_("Topic")), width=30),
        xlsx.Column(tr(N_("Teacher"))),
        xlsx.Column(tr(N_("Class hours")), kind.DECIMAL, places=2),
        xlsx.Column(tr(N_("Hours held")), kind.DECIMAL, places=2),
        *(xlsx.Column(choice_label(presence), kind.INTEGER) for presence in Presence),
        xlsx.Column(tr(N_("Not marked")), kind.INTEGER),
        xlsx.Column(tr(N_("Session log")), width=60),
    )


def _sessions(sheets: Sheets) -> Iterator[Cells]:
    for sheet in sheets:
        row = sheet.row
        counts = row.present, row.late, row.leave, row.absent, row.unmarked
        yield (row.day, row.topic, row.teacher, row.hours, row.held, *counts, row.log)


def _size(data: AttendanceData) -> int:
    return sum(len(sheet.lines) for sheet in data.sheets)


ATTENDANCE = Report(
    "training-attendance",
    TITLE,
    Permission.TRAINING_RECORD_EXPORT,
    Period.NONE,
    gather,
    _size,
    pages,
    book,
    ExportTraining,
    about=N_("One course's sessions at a glance and a sheet for each, with room to sign by hand"),
    numbered=words.COURSE_NUMBER,
)
