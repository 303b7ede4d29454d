"""学时: credited for a passed course or on evidence, taken back by another entry, never changed."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from desktop_admin.api.accounts import AccountKind
from desktop_admin.api.base import Page
from desktop_admin.api.training.credits import (
    AddCredit,
    AlreadyReversed,
    CreditAhead,
    CreditRow,
    CreditSource,
    CreditTotal,
    CreditYear,
    FollowsFromResult,
    ListCredits,
    OwnCredit,
    ReadCreditTotals,
    ReadCreditYear,
    ReverseCredit,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import NotFound
from desktop_admin.core.permissions import Permission
from desktop_admin.db.lists import Found
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.school import School
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Enrolment
from desktop_admin.models.training.results import Certificate, CreditEntry
from desktop_admin.services.narrowing import equal
from desktop_admin.services.registry import handles
from desktop_admin.services.training import people
from desktop_admin.services.training.access import sees_all
from desktop_admin.services.training.given import NONE, exact, needed, reason

SORTED_BY: dict[str, Any] = {
    "-day": CreditEntry.day,
    "person": CreditEntry.person,
    "department": CreditEntry.department,
    "title": CreditEntry.title,
    "source": CreditEntry.source,
    "hours": CreditEntry.hours,
    "year": CreditEntry.year,
    "at": CreditEntry.at,
    "by": CreditEntry.by,
}
_Taking = aliased(CreditEntry)
_standing = Certificate.enrolment_key == CreditEntry.enrolment_key, Certificate.revoked_at.is_(None)
NUMBER = select(Certificate.number).where(*_standing).limit(1).correlate(CreditEntry).scalar_subquery()
TAKEN_BACK = (
    select(func.count()).select_from(_Taking).where(_Taking.reverses_key == CreditEntry.key).correlate(CreditEntry)
).scalar_subquery()
COLUMNS: tuple[Any, ...] = (
    CreditEntry.key,
    CreditEntry.version,
    CreditEntry.day,
    CreditEntry.year,
    CreditEntry.person_key,
    CreditEntry.person,
    CreditEntry.department,
    CreditEntry.title,
    CreditEntry.source,
    CreditEntry.hours,
    func.coalesce(NUMBER, "").label("certificate"),
    CreditEntry.at,
    CreditEntry.by,
    CreditEntry.reason,
    TAKEN_BACK.label("reversed"),
)
NAMES = tuple(column.key for column in COLUMNS)


def _selected(work: Work) -> Found:
    return select(*COLUMNS).where(CreditEntry.school_id == work.school_id)


def _listed(row: Any) -> CreditRow:
    told: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    told["reversed"] = bool(told["reversed"])
    return CreditRow(**told)


def _row(work: Work, key: UUID) -> CreditRow:
    work.session.flush()
    return _listed(work.session.execute(_selected(work).where(CreditEntry.key == key)).one())


def keeps(work: Work) -> bool:
    return sees_all(work) or work.actor.may(Permission.TRAINING_CREDIT_MANAGE)


@handles(ListCredits)
def list_credits(work: Work, request: ListCredits) -> Page[CreditRow]:
    found = _selected(work)
    if not keeps(work):
        found = found.where(CreditEntry.person_key == work.actor.account_id)
    wanted = {
        CreditEntry.person_key: request.person,
        CreditEntry.year: request.year,
        CreditEntry.source: request.source,
    }
    found = found.where(*equal(wanted))
    if request.search:
        found = found.where(matching(work.session, CreditEntry, request.search))
    return work.page(request, found, SORTED_BY, _listed)


@handles(ReadCreditYear)
def read_credit_year(work: Work, request: ReadCreditYear) -> CreditYear:
    person = request.person or work.actor.account_id
    if person != work.actor.account_id and not keeps(work):
        raise NotFound
    account = work.get(Account, person)
    theirs = CreditEntry.person_key == person, CreditEntry.year == request.year
    found = _selected(work).where(*theirs).order_by(CreditEntry.day, CreditEntry.key)
    entries = tuple(map(_listed, work.session.execute(found)))
    courses = select(func.coalesce(func.sum(CreditEntry.hours), NONE)).where(*theirs)
    from_courses = work.session.scalar(courses.where(CreditEntry.enrolment_key.is_not(None))) or NONE
    total = sum((entry.hours for entry in entries), NONE)
    return CreditYear(
        person_key=account.key,
        person=account.name,
        number=account.number,
        department=account.department,
        school=work.get(School, work.school_id).name,
        year=request.year,
        entries=entries,
        total=total,
        from_courses=from_courses,
        from_elsewhere=total - from_courses,
        printed_on=local_day(work.now),
    )


@handles(ReadCreditTotals)
def read_credit_totals(work: Work, request: ReadCreditTotals) -> tuple[CreditTotal, ...]:
    sums = select(CreditEntry.person_key, func.sum(CreditEntry.hours), func.count())
    sums = sums.where(CreditEntry.school_id == work.school_id, CreditEntry.year == request.year)
    found = {key: (hours, count) for key, hours, count in work.session.execute(sums.group_by(CreditEntry.person_key))}
    names = (
        select(Account.key, Account.number, Account.name, Account.department)
        .where(Account.key.in_(found))
        .order_by(Account.pinyin)
    )
    return tuple(
        CreditTotal(
            person_key=key,
            number=number,
            person=name,
            department=department,
            total=found[key][0],
            entries=found[key][1],
        )
        for key, number, name, department in work.session.execute(names)
    )


@handles(AddCredit)
def add_credit(work: Work, command: AddCredit) -> CreditRow:
    account = people.find(work, command.person)
    _require_other(work, account.key)
    if command.day > local_day(work.now):
        raise CreditAhead(day=str(command.day))
    entry = _entry(work, account, command.day, exact(AddCredit, "hours", command.hours))
    entry.title, entry.source = needed(AddCredit, "title", command.title), CreditSource.OUTSIDE
    entry.reason = reason(command.reason)
    return _row(work, work.add(entry).key)


@handles(ReverseCredit)
def reverse_credit(work: Work, command: ReverseCredit) -> CreditRow:
    entry = work.hold(CreditEntry, command.key, command.version)
    _require_other(work, entry.person_key)
    if entry.enrolment_key is not None:
        raise FollowsFromResult
    return _row(work, _reverse(work, entry, reason(command.reason)).key)


def for_course(work: Work, enrolment: Enrolment, course: Course, hours: Decimal) -> None:
    """Staff who passed are credited with the course's class hours; pupils keep no such ledger."""
    account = work.get(Account, enrolment.learner_key)
    if account.kind is not AccountKind.STAFF:
        return
    entry = _entry(work, account, local_day(work.now), hours)
    entry.title, entry.source, entry.enrolment_key = course.title, CreditSource.COURSE, enrolment.key
    work.add(entry)


def take_back(work: Work, enrolment: Enrolment, why: str) -> None:
    """What the enrolment was credited with, unless it was taken back already."""
    mine = CreditEntry.enrolment_key == enrolment.key, CreditEntry.source == CreditSource.COURSE
    for entry in work.session.scalars(select(CreditEntry).where(*mine)):
        if not _is_taken_back(work, entry):
            _reverse(work, entry, why)


def _reverse(work: Work, entry: CreditEntry, why: str) -> CreditEntry:
    if entry.source is CreditSource.REVERSED or _is_taken_back(work, entry):
        raise AlreadyReversed
    account = work.get(Account, entry.person_key)
    back = _entry(work, account, entry.day, -entry.hours)
    back.title, back.source, back.reason = entry.title, CreditSource.REVERSED, why
    back.enrolment_key, back.reverses_key = entry.enrolment_key, entry.key
    return work.add(back)


def _is_taken_back(work: Work, entry: CreditEntry) -> bool:
    return work.session.scalar(select(CreditEntry.key).where(CreditEntry.reverses_key == entry.key)) is not None


def _entry(work: Work, account: Account, day: date, hours: Decimal) -> CreditEntry:
    entry = CreditEntry(person_key=account.key, person=account.name, department=account.department)
    entry.day, entry.year, entry.hours, entry.at = day, day.year, hours, work.now
    entry.by_key, entry.by = work.actor.account_id, work.actor.name
    return entry


def _require_other(work: Work, person: UUID) -> None:
    if person == work.actor.account_id:
        raise OwnCredit
