"""Homework: what was set, handed in and marked, and the files of it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.training import assignments as api
from desktop_admin.api.training.assignments import AssignmentState, SubmissionState
from desktop_admin.api.training.files import FileKind, StoredFile
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import KEPT, Hundredths, InTrail, Record


class TrainingFile(Record):
    """A file as it was handed in; its bytes lie beside the data, under their SHA-256. Only added."""

    __tablename__ = "training_file"
    in_trail = InTrail(
        N_("File"),
        Permission.TRAINING_RECORD_READ,
        (StoredFile,),
        {
            "kind": N_("Kind"),
            "size": N_("Bytes"),
            "sha256": N_("SHA-256"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
        },
    )

    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[FileKind]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True, info=KEPT)
    at: Mapped[datetime]
    by_key: Mapped[UUID] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return self.name


class Assignment(Record):
    __tablename__ = "training_assignment"
    in_trail = InTrail(
        N_("Homework"),
        Permission.TRAINING_COURSE_READ,
        (api.AssignmentRow,),
        {"course_key": N_("Course"), "text": N_("Task"), "by_key": N_("Account"), "by": N_("By"), "set_at": N_("Set")},
    )
    searched = ("title",)

    course_key: Mapped[UUID] = mapped_column(ForeignKey("training_course.key"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(4000), default="")
    due: Mapped[datetime]
    marks: Mapped[Decimal] = mapped_column(Hundredths)  # the sum of the criteria's
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.DRAFT)
    set_at: Mapped[datetime | None]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return self.title


class Criterion(Record):
    """One line of a rubric. Fixed once something was handed in."""

    __tablename__ = "training_criterion"
    in_trail = InTrail(
        N_("Criterion"),
        Permission.TRAINING_COURSE_READ,
        (api.Criterion,),
        {"assignment_key": N_("Homework"), "position": N_("Order")},
    )

    assignment_key: Mapped[UUID] = mapped_column(ForeignKey("training_assignment.key"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    marks: Mapped[Decimal] = mapped_column(Hundredths)

    def describe(self) -> str:
        return self.title


class Submission(Record):
    """What one learner handed in once. Its content is never changed; only what becomes of it is."""

    __tablename__ = "training_submission"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        UniqueConstraint("assignment_key", "enrolment_key", "attempt"),
        Index("ix_training_submission_school_id_state_day", "school_id", "state", "day"),
    )
    in_trail = InTrail(
        N_("Handed-in work"),
        Permission.TRAINING_RECORD_READ,
        (api.SubmissionRow,),
        {
            "assignment_key": N_("Homework"),
            "enrolment_key": N_("Enrolment"),
            "learner_key": N_("Learner"),
            "text": N_("Text"),
            "day": N_("Date"),
            "late_reason": N_("Reason for being late"),
            "decided_by_key": N_("Exception decided by"),
            "decided_by": N_("Exception decided by"),
            "decided_at": N_("Exception decided at"),
            "decision": N_("Reason of the decision"),
        },
    )
    searched = ("number", "learner")

    number: Mapped[str] = mapped_column(String(24))  # 回执号 ZY-YYYYMMDD-nnn
    assignment_key: Mapped[UUID] = mapped_column(ForeignKey("training_assignment.key"))
    enrolment_key: Mapped[UUID] = mapped_column(ForeignKey("training_enrolment.key"), index=True)
    learner_key: Mapped[UUID] = mapped_column(index=True)
    learner: Mapped[str] = mapped_column(String(40))
    attempt: Mapped[int]
    state: Mapped[SubmissionState]
    text: Mapped[str] = mapped_column(String(20000), default="")
    at: Mapped[datetime]
    day: Mapped[date]  # the school's, of `at`
    late: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[str] = mapped_column(String(200), default="")
    decided_by_key: Mapped[UUID | None]
    decided_by: Mapped[str] = mapped_column(String(40), default="")
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(200), default="")
    total: Mapped[Decimal | None] = mapped_column(Hundredths)  # of the marking in force
    marker: Mapped[str] = mapped_column(String(40), default="")
    marked_at: Mapped[datetime | None]

    def describe(self) -> str:
        return f"{self.number} {self.learner}"


class SubmissionFile(Record):
    __tablename__ = "training_submission_file"
    in_trail = InTrail(
        N_("File of handed-in work"),
        Permission.TRAINING_RECORD_READ,
        labels={"submission_key": N_("Handed-in work"), "file_key": N_("File"), "position": N_("Order")},
    )

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("training_submission.key"), index=True)
    file_key: Mapped[UUID] = mapped_column(ForeignKey("training_file.key"), index=True)
    position: Mapped[int]


class Marking(Record):
    """One person's marks for one submission. Only added: a later one is put over it, and both can be read."""

    __tablename__ = "training_marking"
    __table_args__ = (UniqueConstraint("submission_key", "number"),)
    in_trail = InTrail(
        N_("Marking"),
        Permission.TRAINING_RECORD_READ,
        labels={
            "submission_key": N_("Handed-in work"),
            "number": N_("No."),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("Marked by"),
            "total": N_("Marks"),
            "feedback": N_("Feedback"),
            "reason": N_("Reason"),
        },
    )

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("training_submission.key"))
    number: Mapped[int]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    total: Mapped[Decimal] = mapped_column(Hundredths)
    feedback: Mapped[str] = mapped_column(String(4000), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")


class RubricScore(Record):
    """The marks of one criterion in one marking. Only added."""

    __tablename__ = "training_rubric_score"
    __table_args__ = (UniqueConstraint("marking_key", "criterion_key"),)
    in_trail = InTrail(
        N_("Marks of a criterion"),
        Permission.TRAINING_RECORD_READ,
        labels={"marking_key": N_("Marking"), "criterion_key": N_("Criterion"), "marks": N_("Marks")},
    )

    marking_key: Mapped[UUID] = mapped_column(ForeignKey("training_marking.key"))
    criterion_key: Mapped[UUID] = mapped_column(ForeignKey("training_criterion.key"))
    marks: Mapped[Decimal] = mapped_column(Hundredths)
