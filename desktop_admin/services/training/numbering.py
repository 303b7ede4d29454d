"""Numbers of courses, receipts and certificates."""

from datetime import date

from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import Submission
from desktop_admin.models.training.results import Certificate
from desktop_admin.services.numbering import next_number


def course_number(work: Work, day: date) -> str:
    """课程号 KC-YYYY-nnn."""
    return next_number(work, Course.number, f"KC-{day.year}-", 3)


def receipt_number(work: Work, day: date) -> str:
    """回执号 ZY-YYYYMMDD-nnnn."""
    return next_number(work, Submission.number, f"ZY-{day:%Y%m%d}-", 4)


def certificate_number(work: Work, day: date) -> str:
    """证书编号 PX-YYYY-nnnnn."""
    return next_number(work, Certificate.number, f"PX-{day.year}-", 5)
