"""The grade book as it stands: marks in force, provisional results, and what was released."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select

from desktop_admin.api.training import grades as api
from desktop_admin.api.training.assignments import SubmissionState
from desktop_admin.api.training.enrolment import TOOK_PART, EnrolmentState
from desktop_admin.api.training.grades import GradeBook, GradeKind, GradeLine
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course, CourseRevision
from desktop_admin.models.training.homework import Assignment, Submission
from desktop_admin.models.training.people import Enrolment
from desktop_admin.models.training.results import Certificate, GradeEvent, GradeItem
from desktop_admin.services.training import plans
from desktop_admin.services.training.access import sees_all, teaches
from desktop_admin.services.training.attendance import attended
from desktop_admin.services.training.given import NONE, percent, rounded

Marks = dict[tuple[UUID, UUID], Decimal]  # by enrolment and item


class Rule(NamedTuple):
    """When a learner has passed."""

    pass_mark: Decimal
    least_attendance: Decimal

    def passed(self, final: Decimal, attendance: Decimal | None) -> bool:
        return final >= self.pass_mark and (attendance or NONE) >= self.least_attendance


class Standing(Struct, frozen=True):
    """One learner's marks in the order of the items, and what they come to."""

    enrolment: Enrolment
    marks: tuple[Decimal | None, ...]
    attendance: Decimal | None
    final: Decimal | None
    passed: bool | None


def items_of(work: Work, course_key: UUID) -> list[GradeItem]:
    found = select(GradeItem).where(GradeItem.course_key == course_key).order_by(GradeItem.position)
    return list(work.session.scalars(found))


def taking_part(work: Work, course_key: UUID) -> list[Enrolment]:
    mine = Enrolment.course_key == course_key, Enrolment.state.in_(TOOK_PART)
    return list(work.session.scalars(select(Enrolment).where(*mine).order_by(Enrolment.turn)))


def standings(work: Work, course: Course, people: Sequence[Enrolment]) -> list[Standing]:
    """What was released stands as it was then; the rest is computed from the marks in force."""
    items = items_of(work, course.key)
    given = _events(work, people)
    handed_in = _homework(work, items)
    there = attended(work, people)
    rules = _rules(work, course.key)
    return [
        _standing(enrolment, items, given, handed_in, there[enrolment.key], rules[enrolment.revision])
        for enrolment in people
    ]


def _standing(  # noqa: PLR0913, PLR0917 - everything that a line of the grade book rests on
    enrolment: Enrolment,
    items: list[GradeItem],
    given: Marks,
    handed_in: Marks,
    there: Decimal | None,
    rule: Rule,
) -> Standing:
    if enrolment.released_at is not None:
        marks = tuple(given.get((enrolment.key, item.key)) for item in items)
        passed = enrolment.state is EnrolmentState.COMPLETED
        return Standing(enrolment, marks, enrolment.attendance, enrolment.mark, passed)
    known = {GradeKind.ENTERED: given, GradeKind.HOMEWORK: handed_in}
    marks = tuple(
        there if item.kind is GradeKind.ATTENDANCE else known[item.kind].get((enrolment.key, item.key))
        for item in items
    )
    final = _final(items, marks)
    return Standing(enrolment, marks, there, final, None if final is None else rule.passed(final, there))


def _final(items: list[GradeItem], marks: tuple[Decimal | None, ...]) -> Decimal | None:
    """The weighted sum, of 100; None while a mark is missing."""
    known = [mark * item.weight for item, mark in zip(items, marks, strict=True) if mark is not None]
    return rounded(sum(known, NONE) / 100) if items and len(known) == len(items) else None


def _events(work: Work, people: Sequence[Enrolment]) -> Marks:
    """The last mark of each item."""
    theirs = GradeEvent.enrolment_key.in_([enrolment.key for enrolment in people])
    found = select(GradeEvent).where(theirs, GradeEvent.item_key.is_not(None)).order_by(GradeEvent.key)
    marks: Marks = {}
    for event in work.session.scalars(found):
        if event.item_key is not None and event.mark is not None:
            marks[event.enrolment_key, event.item_key] = event.mark
    return marks


def _homework(work: Work, items: list[GradeItem]) -> Marks:
    """Of 100, of the work that was marked."""
    by_assignment = {item.assignment_key: item.key for item in items if item.assignment_key is not None}
    marked = Submission.assignment_key.in_(by_assignment), Submission.state == SubmissionState.MARKED
    found = select(Submission.enrolment_key, Submission.assignment_key, Submission.total, Assignment.marks)
    found = found.join(Assignment, Assignment.key == Submission.assignment_key).where(*marked)
    marks: Marks = {}
    for enrolment_key, assignment_key, total, most in work.session.execute(found):
        mark = percent(total or NONE, most)
        if mark is not None:
            marks[enrolment_key, by_assignment[assignment_key]] = mark
    return marks


def _rules(work: Work, course_key: UUID) -> dict[int, Rule]:
    found = select(CourseRevision.number, CourseRevision.pass_mark, CourseRevision.least_attendance)
    rows = work.session.execute(found.where(CourseRevision.course_key == course_key))
    return {number: Rule(pass_mark, least) for number, pass_mark, least in rows}


def grade_book(work: Work, course: Course) -> GradeBook:
    everyone = sees_all(work) or teaches(work, course)
    people = taking_part(work, course.key)
    if not everyone:
        people = [enrolment for enrolment in people if enrolment.learner_key == work.actor.account_id]
    plan = plans.revision_row(work, course.key, course.in_force or course.revision)
    numbers = _certificates(work, people)
    lines = [_line(each, numbers.get(each.enrolment.key, ""), everyone) for each in standings(work, course, people)]
    return GradeBook(
        course_key=course.key,
        version=course.version,
        course_number=course.number,
        course=course.title,
        teacher=course.teacher,
        revision=plan.number,
        hours=plan.hours,
        pass_mark=plan.pass_mark,
        least_attendance=plan.least_attendance,
        items=tuple(map(item_told, items_of(work, course.key))),
        lines=tuple(lines),
        passed=sum(line.state is EnrolmentState.COMPLETED for line in lines),
        failed=sum(line.state is EnrolmentState.FAILED for line in lines),
        open=sum(line.state is EnrolmentState.ACTIVE for line in lines),
        may_edit=teaches(work, course),
    )


def item_told(item: GradeItem) -> api.GradeItem:
    return api.GradeItem(
        id=item.key, title=item.title, kind=item.kind, assignment=item.assignment_key, weight=item.weight
    )


def _line(standing: Standing, certificate: str, everyone: bool) -> GradeLine:  # noqa: FBT001 - who reads it
    enrolment = standing.enrolment
    told = everyone or enrolment.released_at is not None
    return GradeLine(
        enrolment_key=enrolment.key,
        version=enrolment.version,
        learner_key=enrolment.learner_key,
        learner=enrolment.learner,
        department=enrolment.department,
        state=enrolment.state,
        marks=standing.marks,
        attendance=standing.attendance,
        final=standing.final if told else None,
        passed=standing.passed if told else None,
        released_at=enrolment.released_at,
        certificate=certificate,
        may_issue=enrolment.state is EnrolmentState.COMPLETED and not certificate,
    )


def _certificates(work: Work, people: Sequence[Enrolment]) -> dict[UUID, str]:
    theirs = Certificate.enrolment_key.in_([enrolment.key for enrolment in people])
    found = select(Certificate.enrolment_key, Certificate.number).where(theirs, Certificate.revoked_at.is_(None))
    return {row.enrolment_key: row.number for row in work.session.execute(found)}
