"""Results: released all together when nothing is missing; reopened by an administrator, with a reason."""

from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.base import fields
from desktop_admin.api.training.enrolment import EnrolmentState
from desktop_admin.api.training.grades import (
    CertificateStands,
    GradeBook,
    GradeKind,
    GradeLine,
    GradeSource,
    MarksOpen,
    NoGradeItems,
    NotReleased,
    OwnResult,
    ReleaseGrades,
    ReopenResult,
)
from desktop_admin.core.i18n import tr
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course, CourseRevision
from desktop_admin.models.training.people import Enrolment
from desktop_admin.models.training.results import Certificate, GradeItem
from desktop_admin.services.registry import handles
from desktop_admin.services.training import ledger, seats
from desktop_admin.services.training.access import require_teaches
from desktop_admin.services.training.given import reason
from desktop_admin.services.training.grade_view import Standing, grade_book, items_of, standings
from desktop_admin.services.training.grades import record, require_open
from desktop_admin.services.training.plans import revision_row

NAMED = 10  # missing marks in one sentence
SOURCES = {GradeKind.HOMEWORK: GradeSource.MARKED, GradeKind.ATTENDANCE: GradeSource.ATTENDED}


@handles(ReleaseGrades)
def release_grades(work: Work, command: ReleaseGrades) -> GradeBook:
    course = require_teaches(work, work.hold(Course, command.key, command.version))
    items = items_of(work, course.key)
    if not items:
        raise NoGradeItems
    people = _chosen(work, course, command)
    found = standings(work, course, people)
    _require_complete(work, items, found)
    for standing in found:
        _release(work, course, items, standing)
    seats.promote(work, course)
    return grade_book(work, course)


def _chosen(work: Work, course: Course, command: ReleaseGrades) -> list[Enrolment]:
    """Held, so that no mark is added meanwhile."""
    mine = Enrolment.course_key == course.key
    which = Enrolment.key.in_(command.enrolments) if command.enrolments else Enrolment.state == EnrolmentState.ACTIVE
    keys = work.session.scalars(select(Enrolment.key).where(mine, which).order_by(Enrolment.turn)).all()
    people = [work.hold(Enrolment, key) for key in keys]
    for enrolment in people:
        require_open(work, enrolment)
    return people


def _require_complete(work: Work, items: list[GradeItem], found: list[Standing]) -> None:
    """Raises MarksOpen, naming who and what."""
    missing = [
        f"{standing.enrolment.learner} {item.title}"
        for standing in found
        for item, mark in zip(items, standing.marks, strict=True)
        if mark is None
    ]
    attendance = tr(fields(GradeLine)["attendance"].label)
    for standing in found:
        plan = _plan(work, standing.enrolment)
        if plan.least_attendance and standing.attendance is None:
            missing.append(f"{standing.enrolment.learner} {attendance}")
    if missing:
        more = "…" if len(missing) > NAMED else ""
        raise MarksOpen(count=len(missing), missing="、".join(missing[:NAMED]) + more)


def _plan(work: Work, enrolment: Enrolment) -> CourseRevision:
    return revision_row(work, enrolment.course_key, enrolment.revision)


def _release(work: Work, course: Course, items: list[GradeItem], standing: Standing) -> None:
    """Every mark that nobody entered is written down as it is now, and the final one after them."""
    enrolment = standing.enrolment
    for item, mark in zip(items, standing.marks, strict=True):
        if item.kind in SOURCES:
            record(work, enrolment, SOURCES[item.kind], mark, item=item)
    record(work, enrolment, GradeSource.RELEASED, standing.final)
    enrolment.state = EnrolmentState.COMPLETED if standing.passed else EnrolmentState.FAILED
    enrolment.mark, enrolment.attendance = standing.final, standing.attendance
    enrolment.released_at, enrolment.released_by_key = work.now, work.actor.account_id
    enrolment.ended_at = work.now
    work.saved(enrolment)
    if standing.passed:
        ledger.for_course(work, enrolment, course, _plan(work, enrolment).hours)


@handles(ReopenResult)
def reopen_result(work: Work, command: ReopenResult) -> GradeBook:
    seen = work.get(Enrolment, command.key)
    course = work.hold(Course, seen.course_key)
    work.session.expire(seen)
    enrolment = work.hold(Enrolment, command.key, command.version)
    why = reason(command.reason)
    if enrolment.learner_key == work.actor.account_id:
        raise OwnResult
    if enrolment.released_at is None:
        raise NotReleased(who=enrolment.learner)
    _require_no_certificate(work, enrolment.key)
    seats.require_new(work, course, enrolment.learner_key)
    record(work, enrolment, GradeSource.REOPENED, None, why=why)
    ledger.take_back(work, enrolment, why)
    enrolment.state, enrolment.mark, enrolment.attendance = EnrolmentState.ACTIVE, None, None
    enrolment.released_at, enrolment.released_by_key, enrolment.ended_at = None, None, None
    work.saved(enrolment)
    return grade_book(work, course)


def _require_no_certificate(work: Work, enrolment_key: UUID) -> None:
    mine = Certificate.enrolment_key == enrolment_key, Certificate.revoked_at.is_(None)
    number = work.session.scalar(select(Certificate.number).where(*mine))
    if number is not None:
        raise CertificateStands(number=number)
