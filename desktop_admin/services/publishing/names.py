"""What every register asks of a name."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.api.publishing.refusals import NameListed
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.base import Record


def free_name(work: Work, column: InstrumentedAttribute[str], typed: str, but: Record | None) -> str:
    """The name without what nobody sees. Raises Invalid for an empty one, NameListed where another record has it."""
    name = prose(typed)
    if not name:
        raise Invalid(field=N_("Name"), reason=N_("give it a name"))
    model: Any = column.class_
    taken = select(model.key).where(model.school_id == work.school_id, column == name)
    with work.session.no_autoflush:
        found = work.session.scalars(taken).first()
    if found is not None and (but is None or found != but.key):
        raise NameListed(name=name)
    return name
