"""Numbers of documents: one after the other for the whole school, none left out.

A number is taken in the transaction that stores its record, after the school's row is locked: a transaction that fails
takes none, and nothing that has one is ever deleted.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.db.work import Work
from desktop_admin.models.school import School


def next_number(work: Work, column: InstrumentedAttribute[str], prefix: str, digits: int) -> str:
    """Whoever asks at the same time waits until this transaction is over.

    digits: at least so many after the prefix; a longer number is a higher one.
    """
    work.hold(School, work.school_id)
    model = column.class_
    mine = model.school_id == work.school_id, column.startswith(prefix, autoescape=True)
    length = work.session.scalar(select(func.max(func.length(column))).where(*mine))
    last = work.session.scalar(select(func.max(column)).where(*mine, func.length(column) == length))
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:0{digits}d}"
