"""Who may write and edit an article: its author, and whoever writes for its department."""

from uuid import UUID

from desktop_admin.api.publishing.refusals import NotForEditing, NotOfDepartment, NotTheAuthor
from desktop_admin.api.publishing.states import EDITABLE
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.registers import Department
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services.publishing import seats


def is_writer(work: Work, submission: Submission, person: UUID) -> bool:
    return person == submission.author_key or seats.writes_for(work, submission.department_key, person)


def require_writer(work: Work, submission: Submission) -> None:
    """Raises NotTheAuthor."""
    if not is_writer(work, submission, work.actor.account_id):
        raise NotTheAuthor(number=submission.number, author=submission.author)


def require_editing(work: Work, submission: Submission) -> None:
    """Raises NotTheAuthor, NotForEditing."""
    require_writer(work, submission)
    if submission.state not in EDITABLE:
        raise NotForEditing(number=submission.number, state=submission.state.label)


def require_department(work: Work, department: Department) -> None:
    """SW 三.2(1). Raises NotOfDepartment."""
    if not seats.writes_for(work, department.key, work.actor.account_id):
        raise NotOfDepartment(department=department.name)
