"""One submission with everything that its page shows: files, rubric, every marking."""

from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.training import assignments as api
from desktop_admin.api.training.assignments import CriterionScore, MarkingLine, SubmissionDetail
from desktop_admin.api.training.files import StoredFile
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import (
    Assignment,
    Marking,
    RubricScore,
    Submission,
    SubmissionFile,
    TrainingFile,
)
from desktop_admin.services.training.access import teaches
from desktop_admin.services.training.assignments import criteria_of
from desktop_admin.services.training.files import stored
from desktop_admin.services.training.homework_rows import submission_rows


def submission_detail(work: Work, submission: Submission) -> SubmissionDetail:
    assignment = work.get(Assignment, submission.assignment_key)
    course = work.get(Course, assignment.course_key)
    criteria = criteria_of(work, assignment)
    markings = _markings(work, submission, criteria)
    last = markings[-1] if markings else None
    same_enrolment = Submission.enrolment_key == submission.enrolment_key
    attempts = submission_rows(work, Submission.assignment_key == assignment.key, same_enrolment)
    return SubmissionDetail(
        row=next(row for row in attempts if row.key == submission.key),
        text=submission.text,
        task=assignment.text,
        due=assignment.due,
        marks=assignment.marks,
        files=_files(work, submission),
        scores=last.scores if last else tuple(CriterionScore(criterion, None) for criterion in criteria),
        feedback=last.feedback if last else "",
        late_reason=submission.late_reason,
        decided_by=submission.decided_by,
        decided_at=submission.decided_at,
        decision=submission.decision,
        markings=markings,
        attempts=attempts,
        may_mark=teaches(work, course) and submission.learner_key != work.actor.account_id,
    )


def markings_of(work: Work, submission_key: UUID) -> list[Marking]:
    found = select(Marking).where(Marking.submission_key == submission_key).order_by(Marking.number)
    return list(work.session.scalars(found))


def _markings(work: Work, submission: Submission, criteria: tuple[api.Criterion, ...]) -> tuple[MarkingLine, ...]:
    rows = markings_of(work, submission.key)
    scores = select(RubricScore).where(RubricScore.marking_key.in_([row.key for row in rows]))
    given = {(score.marking_key, score.criterion_key): score.marks for score in work.session.scalars(scores)}
    return tuple(
        MarkingLine(
            at=row.at,
            by=row.by,
            total=row.total,
            scores=tuple(CriterionScore(each, given.get((row.key, each.id))) for each in criteria),
            feedback=row.feedback,
            reason=row.reason,
            in_force=row is rows[-1],
        )
        for row in rows
    )


def _files(work: Work, submission: Submission) -> tuple[StoredFile, ...]:
    found = select(TrainingFile).join(SubmissionFile, SubmissionFile.file_key == TrainingFile.key)
    found = found.where(SubmissionFile.submission_key == submission.key).order_by(SubmissionFile.position)
    return tuple(map(stored, work.session.scalars(found)))
