"""Numbers of courses, receipts and certificates: one after the other for the whole school, none left out.

A number is taken in the transaction that stores its record, after the school's row is locked: a transaction that fails
takes none, and nothing that has one is ever deleted.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.db.work import Work
from desktop_admin.models.school import School
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import Submission
from desktop_admin.models.training.results import Certificate


def course_number(work: Work, day: date) -> str:
    """课程号 KC-YYYY-nnn."""
    return _next(work, Course.number, f"KC-{day.year}-", 3)


def receipt_number(work: Work, day: date) -> str:
    """回执号 ZY-YYYYMMDD-nnnn."""
    return _next(work, Submission.number, f"ZY-{day:%Y%m%d}-", 4)


def certificate_number(work: Work, day: date) -> str:
    """证书编号 PX-YYYY-nnnnn."""
    return _next(work, Certificate.number, f"PX-{day.year}-", 5)


def _next(work: Work, column: InstrumentedAttribute[str], prefix: str, digits: int) -> str:
    """Whoever asks at the same time waits until this transaction is over. A longer number is a higher one."""
    work.hold(School, work.school_id)
    model = column.class_
    mine = model.school_id == work.school_id, column.startswith(prefix, autoescape=True)
    length = work.session.scalar(select(func.max(func.length(column))).where(*mine))
    last = work.session.scalar(select(func.max(column)).where(*mine, func.length(column) == length))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:0{digits}d}"
