"""签到表: everyone who takes part in a session, with room to sign by hand and what was marked (在线培训平台 9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_admin.api.exports import ExportTraining
from desktop_admin.api.shown import NOTHING, choice_label
from desktop_admin.api.training.courses import CourseRow, ListCourses, ReadCourse
from desktop_admin.api.training.enrolment import SEATED, ListEnrolments
from desktop_admin.api.training.sessions import AttendanceSheet, ReadRegister, SessionRow
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest, record_of
from desktop_admin.reports.kit import page
from desktop_admin.reports.training import words

TITLE = N_("Attendance sheet")
COLUMNS = (
    (N_("No."), 12),
    (N_("Full name"), 32),
    (N_("Department"), 36),
    (N_("Signature"), 40),
    (N_("Attendance"), 20),
    (N_("Remark"), 30),
)  # mm
CENTRED = (0, 4)
SPARE = 3  # empty lines of a sheet that is signed by hand, for who comes unannounced

Line = tuple[str, str, str, str]
"""Name, department, attendance, remark."""


class NoSession(Refused):
    message = N_("“{course}” has no session on {day}. Choose a day that is in its list of sessions.")


@dataclass(frozen=True)
class SignInData:
    request: ReportRequest
    course: CourseRow
    sheets: tuple[AttendanceSheet, ...]
    stamp: words.Stamp


def gather(ask: Ask, request: ReportRequest) -> SignInData:
    """The sessions of the day. Raises NumberMissing, NumberUnknown, NotFound, NoSession."""
    key = record_of(ask, request, ListCourses(), words.COURSE_NUMBER)
    course = ask(ReadCourse(key=key)).row
    sheets = tuple(sheet for sheet in ask(ReadRegister(key)).sheets if sheet.row.day == request.first)
    if not sheets:
        raise NoSession(course=course.title, day=request.first.isoformat())
    return SignInData(request, course, sheets, stamp(ask, course, sheets))


def stamp(ask: Ask, course: CourseRow, sheets: tuple[AttendanceSheet, ...]) -> words.Stamp:
    said = ((sheet.row.day, line.learner, line.presence, line.remark) for sheet in sheets for line in sheet.lines)
    return words.stamped(ask, course.number, course.revision, words.digest(course.number, *said))


def pages(data: SignInData) -> page.PageBook:
    documents = tuple(session_document(data.course, sheet, data.stamp, data.request) for sheet in data.sheets)
    title = f"{tr(TITLE)} {data.course.number}"
    return page.PageBook(title, data.stamp.school, data.request.printed_at, documents, len(documents))


def session_document(
    course: CourseRow, sheet: AttendanceSheet, stamp: words.Stamp, request: ReportRequest
) -> page.Document:
    row = sheet.row
    marked = any(line.presence for line in sheet.lines)
    lines: list[Line] = [
        (
            line.learner,
            line.department,
            choice_label(line.presence) if line.presence else "",
            line.remark,
        )
        for line in sheet.lines
    ]
    said = _told(row) if marked else ()
    return _document(course, tuple(_facts(course, row)), lines, stamp, request, said, spare=not marked, outline=row)


def blank_document(ask: Ask, course: CourseRow, stamp: words.Stamp, request: ReportRequest) -> page.Document:
    """Of a course whose sessions are not planned yet: the names, and a day to be filled in."""
    rows = roster.collect(ask, ListEnrolments(course=course.key))
    lines: list[Line] = [(row.learner, row.department, "", "") for row in rows if row.state in SEATED]
    facts = (
        (tr(N_("Course")), course.title),
        (tr(words.COURSE_NUMBER), course.number),
        (tr(N_("Teacher")), course.teacher),
        (tr(N_("Date")), ""),
        (tr(N_("Begins at")), ""),
        (tr(N_("Place")), ""),
        (tr(N_("Topic")), ""),
    )
    return _document(course, facts, lines, stamp, request, (), spare=True, outline=None)


def _document(  # noqa: PLR0913, PLR0917 - the parts of one page
    course: CourseRow,
    facts: tuple[tuple[str, str], ...],
    lines: list[Line],
    stamp: words.Stamp,
    request: ReportRequest,
    said: tuple[str, ...],
    *,
    spare: bool,
    outline: SessionRow | None,
) -> page.Document:
    rows = [
        page.Row((str(place), name, department, "", presence, remark))
        for place, (name, department, presence, remark) in enumerate(lines, 1)
    ]
    rows += [page.Row(("",) * len(COLUMNS))] * (SPARE if spare else 0)
    columns = tuple(
        page.Column(tr(label), width, "center" if place in CENTRED else "left")
        for place, (label, width) in enumerate(COLUMNS)
    )
    told: tuple[page.Block, ...] = (page.Notes(said),) if said else ()
    return page.Document(
        title=tr(TITLE),
        school=stamp.school,
        outline=f"{outline.day.isoformat()} {outline.topic}" if outline else course.title,
        blocks=(page.Fields(facts), page.Table(columns, tuple(rows)), *told, page.Signatures((tr(N_("Teacher")),))),
        footer=words.footer(stamp, request),
    )


def _facts(course: CourseRow, row: SessionRow) -> Iterator[tuple[str, str]]:
    yield tr(N_("Course")), course.title
    yield tr(words.COURSE_NUMBER), course.number
    yield tr(N_("Teacher")), row.teacher
    yield tr(N_("Date")), words.day_text(row.day)
    yield tr(N_("Begins at")), f"{row.starts:%H:%M}" if row.starts else NOTHING
    yield tr(N_("Place")), row.place or NOTHING
    yield tr(N_("Topic")), row.topic or row.unit or NOTHING
    yield tr(N_("Class hours")), words.number_text(row.hours)
    yield tr(N_("Hours held")), words.number_text(row.held)


def _told(row: SessionRow) -> tuple[str, ...]:
    counts = {"present": row.present, "late": row.late, "leave": row.leave, "absent": row.absent}
    said = tr(N_("Present {present}, late {late}, on leave {leave}, absent {absent}"), **counts)
    unmarked = (tr(N_("Not marked: {count}"), count=row.unmarked),) if row.unmarked else ()
    return (said, *unmarked, *((row.log,) if row.log else ()))


def _size(data: SignInData) -> int:
    return sum(len(sheet.lines) for sheet in data.sheets)


SIGN_IN = Report(
    "training-sign-in",
    TITLE,
    Permission.TRAINING_RECORD_EXPORT,
    Period.DAY,
    gather,
    _size,
    pages,
    export=ExportTraining,
    about=N_("The names of one course's session on a day, to be signed by hand"),
    numbered=words.COURSE_NUMBER,
)
