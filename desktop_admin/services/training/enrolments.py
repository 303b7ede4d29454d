"""Enrolment: by oneself or by an administrator, confirmed, withdrawn, removed; the waiting list moves up by itself."""

from typing import Any
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from desktop_admin.api.base import Page
from desktop_admin.api.training.enrolment import (
    CURRENT,
    AcknowledgeRules,
    ConfirmEnrolment,
    EnrolmentMoved,
    EnrolmentRow,
    EnrolmentState,
    EnrolMyself,
    EnrolPeople,
    ListEnrolments,
    NotYourEnrolment,
    OwnTeaching,
    RemoveEnrolment,
    WithdrawEnrolment,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.text import prose
from desktop_admin.db.lists import Found
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.people import Enrolment
from desktop_admin.services.narrowing import equal, whether
from desktop_admin.services.registry import handles
from desktop_admin.services.training import people, rules, seats
from desktop_admin.services.training.access import in_sight, require_teaches
from desktop_admin.services.training.given import reason

_Earlier = aliased(Enrolment)
_before = (
    _Earlier.course_key == Enrolment.course_key,
    _Earlier.state == EnrolmentState.WAITLISTED,
    _Earlier.turn <= Enrolment.turn,
)
PLACE = select(func.count()).select_from(_Earlier).where(*_before).correlate(Enrolment).scalar_subquery()
COLUMNS: tuple[Any, ...] = (
    Enrolment.key,
    Enrolment.version,
    Enrolment.course_key,
    Course.number.label("course_number"),
    Course.title.label("course"),
    Enrolment.learner_key,
    Enrolment.learner,
    Enrolment.department,
    Enrolment.state,
    PLACE.label("place"),
    Enrolment.revision,
    Enrolment.applied_at,
    Enrolment.by,
    Enrolment.rules,
    Enrolment.acknowledged_at,
    Enrolment.mark,
    Enrolment.attendance,
    Enrolment.ended_at,
    Enrolment.reason,
)
NAMES = tuple(column.key for column in COLUMNS)
SORTED_BY: dict[str, Any] = {
    "turn": Enrolment.turn,  # breaks ties: a whole class is enrolled in one moment
    "applied_at": Enrolment.applied_at,
    "course_number": Course.number,
    "course": Course.title,
    "learner": Enrolment.learner,
    "department": Enrolment.department,
    "state": Enrolment.state,
    "place": Enrolment.turn,
    "mark": Enrolment.mark,
    "attendance": Enrolment.attendance,
    "ended_on": Enrolment.ended_at,
    "by": Enrolment.by,
}


def _selected(work: Work) -> Found:
    found = select(*COLUMNS).join(Course, Course.key == Enrolment.course_key)
    return found.where(Enrolment.school_id == work.school_id)


@handles(ListEnrolments)
def list_enrolments(work: Work, request: ListEnrolments) -> Page[EnrolmentRow]:
    found = _selected(work).where(in_sight(work, Enrolment.course_key, Enrolment.learner_key))
    wanted = {
        Enrolment.course_key: request.course,
        Enrolment.learner_key: request.learner,
        Enrolment.state: request.state,
    }
    mine = Enrolment.learner_key == work.actor.account_id
    found = found.where(*equal(wanted), *whether((request.mine, mine)))
    if request.search:
        found = found.where(matching(work.session, Enrolment, request.search))
    return work.page(replace(request, sort=request.sort or "applied_at"), found, SORTED_BY, _listed)


def _listed(row: Any) -> EnrolmentRow:
    told: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    ended = told.pop("ended_at")
    if told["state"] is not EnrolmentState.WAITLISTED:
        told["place"] = None
    return EnrolmentRow(**told, ended_on=local_day(ended) if ended else None)


def enrolment_row(work: Work, key: UUID) -> EnrolmentRow:
    work.session.flush()
    return _listed(work.session.execute(_selected(work).where(Enrolment.key == key)).one())


@handles(EnrolMyself)
def enrol_myself(work: Work, command: EnrolMyself) -> EnrolmentRow:
    course = work.hold(Course, command.course)
    seats.require_open(work, course)
    read = rules.require_read(work, command.rules)
    enrolment = _new(work, course, people.find(work, work.actor.account_id))
    enrolment.rules, enrolment.acknowledged_at = read.number, work.now
    if course.confirmed:
        enrolment.state = EnrolmentState.APPLIED
    else:
        seats.seat(work, course, enrolment)
    work.add(enrolment)
    return enrolment_row(work, enrolment.key)


@handles(EnrolPeople)
def enrol_people(work: Work, command: EnrolPeople) -> tuple[EnrolmentRow, ...]:
    course = work.hold(Course, command.course)
    seats.require_open(work, course)
    rules.require(work)
    made: list[UUID] = []
    for key in dict.fromkeys(command.learners):
        enrolment = _new(work, course, people.find(work, key))
        seats.seat(work, course, enrolment)
        made.append(work.add(enrolment).key)
    return tuple(enrolment_row(work, key) for key in made)


def _new(work: Work, course: Course, learner: Account) -> Enrolment:
    if learner.key == course.teacher_key:
        raise OwnTeaching(course=course.title)
    seats.require_new(work, course, learner.key)
    enrolment = Enrolment(course_key=course.key, learner_key=learner.key, learner=learner.name)
    enrolment.department, enrolment.turn = learner.department, seats.next_turn(work, course)
    enrolment.revision, enrolment.applied_at = course.in_force, work.now
    enrolment.by_key, enrolment.by = work.actor.account_id, work.actor.name
    return enrolment


@handles(AcknowledgeRules)
def acknowledge_rules(work: Work, command: AcknowledgeRules) -> EnrolmentRow:
    _, enrolment = _own(work, command)
    read = rules.require_read(work, command.rules)
    _require(enrolment, *CURRENT)
    enrolment.rules, enrolment.acknowledged_at = read.number, work.now
    if enrolment.state is EnrolmentState.APPROVED:
        enrolment.state = EnrolmentState.ACTIVE
    work.saved(enrolment)
    return enrolment_row(work, enrolment.key)


@handles(ConfirmEnrolment)
def confirm_enrolment(work: Work, command: ConfirmEnrolment) -> EnrolmentRow:
    course, enrolment = _held(work, command)
    require_teaches(work, course)
    _require(enrolment, EnrolmentState.APPLIED)
    seats.seat(work, course, enrolment)
    work.saved(enrolment)
    return enrolment_row(work, enrolment.key)


@handles(WithdrawEnrolment)
def withdraw_enrolment(work: Work, command: WithdrawEnrolment) -> EnrolmentRow:
    course, enrolment = _own(work, command)
    return _ended(work, course, enrolment, EnrolmentState.WITHDRAWN, prose(command.reason))


@handles(RemoveEnrolment)
def remove_enrolment(work: Work, command: RemoveEnrolment) -> EnrolmentRow:
    course, enrolment = _held(work, command)
    require_teaches(work, course)
    return _ended(work, course, enrolment, EnrolmentState.REMOVED, reason(command.reason))


def _ended(work: Work, course: Course, enrolment: Enrolment, state: EnrolmentState, why: str) -> EnrolmentRow:
    _require(enrolment, *CURRENT)
    enrolment.state, enrolment.reason, enrolment.ended_at = state, why, work.now
    work.saved(enrolment)
    seats.promote(work, course)
    return enrolment_row(work, enrolment.key)


def _held(work: Work, command: Any) -> tuple[Course, Enrolment]:
    """The course first: whoever gives or frees a seat of it waits here."""
    seen = work.get(Enrolment, command.key)
    course = work.hold(Course, seen.course_key)
    work.session.expire(seen)
    return course, work.hold(Enrolment, command.key, command.version)


def _own(work: Work, command: Any) -> tuple[Course, Enrolment]:
    """Raises NotYourEnrolment."""
    course, enrolment = _held(work, command)
    if enrolment.learner_key != work.actor.account_id:
        raise NotYourEnrolment(who=enrolment.learner)
    return course, enrolment


def _require(enrolment: Enrolment, *states: EnrolmentState) -> None:
    if enrolment.state not in states:
        raise EnrolmentMoved(who=enrolment.learner, state=enrolment.state.label)
