"""The checklist of a review: every point is ticked, and stays on record with the revision."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.training.courses import ChecklistNotDone, CheckPoint, ReviewLine
from desktop_admin.api.training.flows import LIST_VERSION
from desktop_admin.db.work import Work
from desktop_admin.models.approval import UnderApproval
from desktop_admin.models.training.courses import Review


def require_ticked(points: Sequence[CheckPoint], ticked: Sequence[str]) -> None:
    """Raises ChecklistNotDone."""
    for point in points:
        if point.code not in ticked:
            raise ChecklistNotDone(point=point.text)


def record(work: Work, subject: UnderApproval, points: Sequence[CheckPoint]) -> None:
    review = Review(subject_key=subject.key, revision=subject.revision, list_version=LIST_VERSION)
    review.points, review.at = " ".join(point.code for point in points), work.now
    review.by_key, review.by = work.actor.account_id, work.actor.name
    work.add(review)


def reviews(work: Work, subject_key: UUID) -> tuple[ReviewLine, ...]:
    found = select(Review).where(Review.subject_key == subject_key).order_by(Review.key)
    return tuple(
        ReviewLine(row.revision, row.at, row.by, tuple(row.points.split()), row.list_version)
        for row in work.session.scalars(found)
    )
