"""What every register asks of a name."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.api.canteen.registers import NameTaken
from desktop_admin.core.errors import Invalid
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.base import Record


def needed(field: str, typed: str, reason: str) -> str:
    """The text without what nobody sees. Raises Invalid for an empty one; field and reason are messages."""
    text = prose(typed)
    if not text:
        raise Invalid(field=field, reason=reason)
    return text


def refuse_taken(
    work: Work, column: InstrumentedAttribute[str], value: str, but: Record | None, *within: ColumnElement[bool]
) -> None:
    """Raises NameTaken where another record has it."""
    model: Any = column.class_
    taken = select(model.key).where(model.school_id == work.school_id, column == value, *within)
    found = work.session.scalars(taken).first()
    if found is not None and (but is None or found != but.key):
        raise NameTaken(name=value)
