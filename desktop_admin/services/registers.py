"""What every register has in common: names that are taken once, and records that go out of use."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.api.base import RecordCommand
from desktop_admin.core.errors import NameTaken
from desktop_admin.db.work import Work
from desktop_admin.models.base import Record

Usable = TypeVar("Usable", bound=Record)  # has in_use


def refuse_taken(
    work: Work, column: InstrumentedAttribute[str], value: str, but: Record | None, *within: ColumnElement[bool]
) -> None:
    """Raises NameTaken where another record has it."""
    model: Any = column.class_
    taken = select(model.key).where(model.school_id == work.school_id, column == value, *within)
    with work.session.no_autoflush:
        found = work.session.scalars(taken).first()
    if found is not None and (but is None or found != but.key):
        raise NameTaken(name=value)


def used(work: Work, model: type[Usable], command: RecordCommand[Any], *, in_use: bool) -> Usable:
    """The record, from now on in use or not; what was recorded of it stays. Raises NotFound, Stale."""
    record = work.get(model, command.key, command.version)
    setattr(record, "in_use", in_use)  # noqa: B010 - of several models, which have nothing else in common
    return work.saved(record)
