"""Numbers of articles and notices."""

from datetime import date

from desktop_admin.db.work import Work
from desktop_admin.models.publishing.columns import Notice
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services.numbering import next_number


def submission_number(work: Work, day: date) -> str:
    """FB-YYYYMMDD-nn."""
    return next_number(work, Submission.number, f"FB-{day:%Y%m%d}-", 2)


def notice_number(work: Work, day: date) -> str:
    """DC-YYYYMMDD-nn."""
    return next_number(work, Notice.number, f"DC-{day:%Y%m%d}-", 2)
