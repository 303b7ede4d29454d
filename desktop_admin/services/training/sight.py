"""Whom the audit trail tells of which record of training: whom a list or a page tells of it as well.

How a plan or a resource came about is told to those who see its drafts and its approval; a learner's records are told
to themselves, to who teaches the course and to who supervises. The rules for learners are told to everybody.
"""

from typing import Any
from uuid import UUID

from desktop_admin.core.errors import NotFound
from desktop_admin.core.permissions import Permission
from desktop_admin.db.work import Work
from desktop_admin.models.base import Audited
from desktop_admin.models.training.courses import Course, CourseResource, CourseRevision, PlanUnit, Review
from desktop_admin.models.training.homework import (
    Assignment,
    Criterion,
    Marking,
    RubricScore,
    Submission,
    SubmissionFile,
    TrainingFile,
)
from desktop_admin.models.training.people import Attendance, Enrolment, Session
from desktop_admin.models.training.resources import Resource, ResourceRevision, ResourceUse
from desktop_admin.models.training.results import Certificate, CreditEntry, GradeEvent, GradeItem
from desktop_admin.services.registry import confines
from desktop_admin.services.training import assignments, files, grades, ledger, resources
from desktop_admin.services.training.access import is_inside, require_in_sight, sees_all
from desktop_admin.services.training.sessions import with_a_part

PARTS: dict[type[Audited], tuple[str, type[Audited]]] = {  # of what, and the column that names it
    CourseRevision: ("course_key", Course),
    PlanUnit: ("revision_key", CourseRevision),
    CourseResource: ("course_key", Course),
    GradeItem: ("course_key", Course),
    Criterion: ("assignment_key", Assignment),
    Submission: ("enrolment_key", Enrolment),
    SubmissionFile: ("submission_key", Submission),
    Marking: ("submission_key", Submission),
    RubricScore: ("marking_key", Marking),
    Attendance: ("enrolment_key", Enrolment),
    GradeEvent: ("enrolment_key", Enrolment),
    Certificate: ("enrolment_key", Enrolment),
}


def _sees_everything(work: Work) -> bool:
    """Also of what was deleted since, whose course nobody can tell any more."""
    return sees_all(work) or work.actor.may(Permission.AUDIT_ENTRY_READ)


def _whole(work: Work, model: type[Audited], key: UUID) -> Any:
    """What the record is a part of, or the record itself. Raises NotFound."""
    row: Any = work.get(model, key)
    while model in PARTS:
        column, model = PARTS[model]
        row = work.get(model, getattr(row, column))
    return row


@confines(Course, CourseRevision, PlanUnit, CourseResource)
def require_inside(work: Work, model: type[Audited], key: UUID) -> None:
    """Raises NotFound."""
    if not (_sees_everything(work) or is_inside(work, _whole(work, model, key))):
        raise NotFound


@confines(Resource, ResourceRevision)
def require_inside_library(work: Work, model: type[Audited], key: UUID) -> None:  # noqa: ARG001 - of any resource
    """Raises NotFound."""
    if not (_sees_everything(work) or resources.is_inside(work)):
        raise NotFound


@confines(Review)
def require_reviewed(work: Work, model: type[Audited], key: UUID) -> None:  # noqa: ARG001 - as every guard is asked
    """Of a course or a resource. Raises NotFound."""
    subject = work.get(Review, key).subject_key
    if work.session.get(Course, subject) is not None:
        require_inside(work, Course, subject)
    else:
        require_inside_library(work, Resource, subject)


@confines(Session, Assignment, Criterion, GradeItem)
def require_part(work: Work, model: type[Audited], key: UUID) -> None:
    """What a course's learners see as well. Raises NotFound."""
    if _sees_everything(work):
        return
    whole = _whole(work, model, key)
    if isinstance(whole, Session):
        with_a_part(work, whole.course_key)
    elif isinstance(whole, Assignment):
        assignments.require_shown(work, whole, work.get(Course, whole.course_key))
    else:
        grades.require_shown(work, whole)


@confines(Enrolment, Attendance, Submission, SubmissionFile, Marking, RubricScore, GradeEvent, Certificate)
def require_own_or_taught(work: Work, model: type[Audited], key: UUID) -> None:
    """Raises NotFound."""
    if not _sees_everything(work):
        enrolment: Enrolment = _whole(work, model, key)
        require_in_sight(work, work.get(Course, enrolment.course_key), enrolment.learner_key)


@confines(CreditEntry, TrainingFile, ResourceUse)
def require_theirs(work: Work, model: type[Audited], key: UUID) -> None:
    """Raises NotFound."""
    if _sees_everything(work):
        return
    row = work.get(model, key)
    if isinstance(row, TrainingFile):
        files.require_concerned(work, row)
    elif not (isinstance(row, CreditEntry) and (ledger.keeps(work) or row.person_key == work.actor.account_id)):
        raise NotFound  # who opened a resource is counted, and told to supervisors alone
