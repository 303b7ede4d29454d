"""Numbers of articles and notices: one after the other, for the whole school."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.db.work import Work
from desktop_admin.models.publishing.columns import Notice
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.models.school import School


def next_submission_number(work: Work, day: date) -> str:
    """FB-YYYYMMDD-nn."""
    return _next(work, Submission.number, f"FB-{day:%Y%m%d}-")


def next_notice_number(work: Work, day: date) -> str:
    """DC-YYYYMMDD-nn."""
    return _next(work, Notice.number, f"DC-{day:%Y%m%d}-")


def _next(work: Work, column: InstrumentedAttribute[str], prefix: str) -> str:
    """Whoever asks at the same time waits until this transaction is over."""
    work.hold(School, work.school_id)
    model = column.class_
    found = select(column).where(model.school_id == work.school_id, column.startswith(prefix, autoescape=True))
    taken = (int(number.removeprefix(prefix)) for number in work.session.scalars(found))
    return f"{prefix}{max(taken, default=0) + 1:02d}"
