"""What every register asks of a name."""

from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.core.i18n import N_
from desktop_admin.db.work import Work
from desktop_admin.models.base import Record
from desktop_admin.services.registers import refuse_taken
from desktop_admin.services.texts import needed


def free_name(work: Work, column: InstrumentedAttribute[str], typed: str, but: Record | None) -> str:
    """The name without what nobody sees. Raises Invalid for an empty one, NameTaken where another record has it."""
    name = needed(N_("Name"), typed, N_("give it a name"))
    refuse_taken(work, column, name, but)
    return name
