"""教学计划: objectives, content, methods and schedule, and the units whose hours add up (在线培训平台 8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_admin.api.exports import ExportTraining
from desktop_admin.api.shown import NOTHING, choice_label, shown
from desktop_admin.api.training.courses import CourseDetail, CourseState, ListCourses, ReadCourse, ReviewLine
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import roster
from desktop_admin.reports.base import Ask, Period, Report, ReportRequest, marked, record_of
from desktop_admin.reports.kit import page
from desktop_admin.reports.kit import sheet as xlsx
from desktop_admin.reports.kit.sheet import Cells
from desktop_admin.reports.training import words

TITLE = N_("Teaching plan")
NOT_IN_FORCE = N_("NOT IN FORCE")
UNITS = (
    (N_("No."), 11),
    (N_("Plan unit"), 38),
    (N_("Class hours"), 16),
    (N_("Teaching content"), 44),
    (N_("Method"), 20),
    (N_("Planned on"), 22),
    (N_("Hours held"), 19),
)  # mm
CENTRED = (0, 2, 5, 6)
_C = CourseState
_MARKS = {_C.SUSPENDED, _C.ARCHIVED}


@dataclass(frozen=True)
class PlanData:
    request: ReportRequest
    course: CourseDetail
    stamp: words.Stamp


def gather(ask: Ask, request: ReportRequest) -> PlanData:
    """The newest plan that the reader may see. Raises NumberMissing, NumberUnknown, NotFound."""
    course = ask(ReadCourse(key=record_of(ask, request, ListCourses(), words.COURSE_NUMBER)))
    stamp = words.stamped(ask, course.row.number, course.plan_revision, course.plan_sha256)
    return PlanData(request, course, stamp)


def watermark(course: CourseDetail) -> str:
    """Nothing on a plan that is taught by now."""
    if course.row.state in _MARKS:
        return choice_label(course.row.state)
    if course.plan_revision == course.row.in_force:
        return ""
    return tr(NOT_IN_FORCE) if course.row.in_force else tr(words.DRAFT)


def pages(data: PlanData) -> page.PageBook:
    course = data.course
    document = page.Document(
        title=tr(TITLE),
        school=data.stamp.school,
        outline=f"{course.row.number} {course.plan.title}",
        watermark=watermark(course),
        blocks=tuple(_blocks(course)),
        footer=words.footer(data.stamp, data.request),
    )
    title = f"{tr(TITLE)} {course.row.number}"
    return page.PageBook(title, data.stamp.school, data.request.printed_at, (document,), 1)


def _blocks(course: CourseDetail) -> Iterator[page.Block]:
    yield page.Form(tuple(facts(course)))
    yield page.Table(_columns(), tuple(_rows(course)))
    yield page.Notes(tuple(_approved(course)), tr(N_("Review of the plan")))
    if titles := tuple(each.title for each in course.resources):
        yield page.Notes(titles, tr(N_("Teaching resources")))
    teacher = tr(N_("Teacher"))
    yield page.Signatures((teacher, tr(N_("Reviewer"))), tr(words.SEAL))


def facts(course: CourseDetail) -> Iterator[tuple[tuple[str, str], ...]]:
    row, plan = course.row, course.plan
    yield (tr(N_("Course")), plan.title), (tr(words.COURSE_NUMBER), row.number)
    yield (tr(N_("Teacher")), row.teacher), (tr(N_("Subject")), plan.subject or NOTHING)
    yield (tr(N_("Class hours")), words.number_text(plan.hours)), (tr(N_("State")), choice_label(row.state))
    attendance = words.percent(plan.least_attendance) if plan.least_attendance else NOTHING
    yield (tr(N_("Marks to pass")), words.number_text(plan.pass_mark)), (tr(N_("Attendance to pass")), attendance)
    valid = tr(N_("{count} months"), count=plan.valid_months) if plan.valid_months else tr(N_("for ever"))
    yield (tr(N_("Certificate valid for")), valid), (tr(N_("Food-safety training")), shown(plan.food_safety))
    yield ((tr(N_("Objectives")), plan.objectives or NOTHING),)
    yield ((tr(N_("Teaching content")), plan.content or NOTHING),)
    yield ((tr(N_("Teaching methods")), plan.methods or NOTHING),)
    yield ((tr(N_("Schedule")), plan.schedule or NOTHING),)


def _columns() -> tuple[page.Column, ...]:
    return tuple(
        page.Column(tr(label), width, "center" if place in CENTRED else "left")
        for place, (label, width) in enumerate(UNITS)
    )


def _rows(course: CourseDetail) -> Iterator[page.Row]:
    for place, line in enumerate(course.units, 1):
        unit, hours = line.unit, words.number_text(line.unit.hours)
        held = words.number_text(line.held)
        yield page.Row((str(place), unit.title, hours, unit.content, unit.method, words.iso(unit.planned_on), held))
    sums = words.number_text(course.units_hours), words.number_text(course.held_hours)
    yield page.Row(("", tr(N_("Total")), sums[0], "", "", "", sums[1]), strong=True)


def _approved(course: CourseDetail) -> Iterator[str]:
    """Who reviewed this revision, and that every point was found to hold; else that nobody has."""
    mine = [review for review in course.reviews if review.revision == course.plan_revision]
    if not mine:
        yield tr(N_("Revision {revision} has not been reviewed yet."), revision=course.plan_revision)
    for review in mine:
        yield tr(
            N_("Revision {revision} reviewed by {person}, {at}. Every point was found to hold:"),
            revision=review.revision,
            person=review.by,
            at=shown(review.at),
        )
        yield from _points(course, review)
    yield f"SHA-256 {course.plan_sha256}"


def _points(course: CourseDetail, review: ReviewLine) -> Iterator[str]:
    texts = {point.code: point.text for point in course.checklist}
    return (f"√ {tr(texts.get(code, code))}" for code in review.points)


def book(data: PlanData) -> xlsx.Book:
    course, kind = data.course, xlsx.Kind
    tally = xlsx.Tally(tuple(_cells(course)))
    more = [pair for row in facts(course) for pair in row]
    more.append((tr(N_("Text of the QR code")), data.stamp.code))
    kinds = (kind.INTEGER, kind.TEXT, kind.DECIMAL, kind.TEXT, kind.TEXT, kind.DATE, kind.DECIMAL)
    columns = tuple(
        xlsx.Column(tr(label), each, places=2, width=width / 1.6)
        for (label, width), each in zip(UNITS, kinds, strict=True)
    )
    sheets = (
        roster.about_sheet(tr(TITLE), roster.about_lines(data.request, tally, more, period=False)),
        xlsx.Sheet(tr(N_("Units")), columns, tally, title=f"{course.row.number} {course.plan.title}", landscape=True),
    )
    created = data.request.printed_at.replace(tzinfo=None)
    return xlsx.Book(f"{tr(TITLE)} {course.row.number}", data.stamp.school, created, sheets)


def _cells(course: CourseDetail) -> Iterator[Cells]:
    for place, line in enumerate(course.units, 1):
        unit = line.unit
        yield (place, unit.title, unit.hours, unit.content, unit.method, unit.planned_on, line.held)


def _size(data: PlanData) -> int:
    return len(data.course.units)


def _remark(data: PlanData) -> str:
    return marked(watermark(data.course))


PLAN = Report(
    "training-plan",
    TITLE,
    Permission.TRAINING_RECORD_EXPORT,
    Period.NONE,
    gather,
    _size,
    pages,
    book,
    ExportTraining,
    about=N_("One course's plan: objectives, content, methods, schedule and its units"),
    numbered=words.COURSE_NUMBER,
    remark=_remark,
)
