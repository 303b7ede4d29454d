"""Homework and handed-in work as lists see them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, select

from desktop_admin.api.training.assignments import (
    MARKED_WITHIN,
    TO_MARK,
    AssignmentRow,
    SubmissionRow,
    SubmissionState,
)
from desktop_admin.api.training.enrolment import EnrolmentState
from desktop_admin.core.clock import local_day
from desktop_admin.db.lists import Found
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import Assignment, Submission
from desktop_admin.models.training.people import Enrolment

IN_FORCE = Submission.state != SubmissionState.REPLACED
MINE = ("mine", "mine_key")


def is_overdue(today: date) -> ColumnElement[bool]:
    """Handed in more than seven days ago and not marked; it changes once a day."""
    return Submission.state.in_(TO_MARK) & (Submission.day < today - timedelta(days=MARKED_WITHIN))


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    these = Submission.assignment_key == Assignment.key, IN_FORCE, *conditions
    learners = func.count(Submission.enrolment_key.distinct())  # refused work beside what counts is of one learner
    return select(learners).where(*these).correlate(Assignment).scalar_subquery()


def _missing() -> ScalarSelect[int]:
    there = exists().where(Submission.assignment_key == Assignment.key, Submission.enrolment_key == Enrolment.key)
    these = Enrolment.course_key == Assignment.course_key, Enrolment.state == EnrolmentState.ACTIVE, ~there
    return select(func.count()).select_from(Enrolment).where(*these).correlate(Assignment).scalar_subquery()


def _own(work: Work, column: Any) -> ScalarSelect[Any]:
    mine = Submission.assignment_key == Assignment.key, IN_FORCE, Submission.learner_key == work.actor.account_id
    counts_first = Submission.state == SubmissionState.REFUSED, Submission.key.desc()
    newest = select(column).where(*mine).order_by(*counts_first).limit(1)
    return newest.correlate(Assignment).scalar_subquery()


def assignment_columns(work: Work) -> tuple[Any, ...]:
    today = local_day(work.now)
    return (
        Assignment.key,
        Assignment.version,
        Assignment.course_key,
        Course.title.label("course"),
        Assignment.title,
        Assignment.state,
        Assignment.due,
        Assignment.marks,
        _count().label("submitted"),
        _count(Submission.state.in_(TO_MARK)).label("unmarked"),
        _count(is_overdue(today)).label("overdue"),
        _missing().label("missing"),
        _own(work, Submission.state).label("mine"),
        _own(work, Submission.key).label("mine_key"),
    )


ASSIGNMENT_NAMES = ("key", "version", "course_key", "course", "title", "state", "due", "marks")
COUNTED = ("submitted", "unmarked", "overdue", "missing", *MINE)


def assignments(work: Work) -> Found:
    found = select(*assignment_columns(work)).join(Course, Course.key == Assignment.course_key)
    return found.where(Assignment.school_id == work.school_id)


def assignment_listed(now: datetime, row: Any) -> AssignmentRow:
    told: dict[str, Any] = dict(zip((*ASSIGNMENT_NAMES, *COUNTED), row, strict=True))
    return AssignmentRow(**told, past=told["due"] < now)


def assignment_row(work: Work, key: UUID) -> AssignmentRow:
    work.session.flush()
    found = assignments(work).where(Assignment.key == key)
    return assignment_listed(work.now, work.session.execute(found).one())


SUBMISSION_COLUMNS: tuple[Any, ...] = (
    Submission.key,
    Submission.version,
    Submission.number,
    Submission.assignment_key,
    Assignment.title.label("assignment"),
    Assignment.course_key,
    Course.title.label("course"),
    Submission.learner_key,
    Submission.learner,
    Submission.state,
    Submission.attempt,
    Submission.at,
    Submission.late,
    Submission.total,
    Submission.marker,
    Submission.marked_at,
    Submission.day,
)
SUBMISSION_NAMES = tuple(column.key for column in SUBMISSION_COLUMNS)


def submissions(work: Work) -> Found:
    found = select(*SUBMISSION_COLUMNS).join(Assignment, Assignment.key == Submission.assignment_key)
    found = found.join(Course, Course.key == Assignment.course_key)
    return found.where(Submission.school_id == work.school_id)


def submission_listed(today: date, row: Any) -> SubmissionRow:
    """Days are counted while it waits."""
    told: dict[str, Any] = dict(zip(SUBMISSION_NAMES, row, strict=True))
    day = told.pop("day")
    days = (today - day).days if told["state"] in TO_MARK else 0
    return SubmissionRow(**told, days=days, overdue=days > MARKED_WITHIN)


def submission_rows(work: Work, *conditions: ColumnElement[bool]) -> tuple[SubmissionRow, ...]:
    """In the order in which they were handed in."""
    work.session.flush()
    found = submissions(work).where(*conditions).order_by(Submission.at, Submission.key)
    return tuple(submission_listed(local_day(work.now), row) for row in work.session.execute(found))
