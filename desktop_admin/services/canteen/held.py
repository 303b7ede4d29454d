"""The sheet behind an item, held first: whoever signs waits, and whoever answers another item does not.

A record that is held must not have been read before in the same transaction: it would be stale where someone else was
quicker. So the way to the sheet is asked for, not loaded.
"""

from sqlalchemy import ColumnElement, select

from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.sheet import CanteenSheet, SheetItem
from desktop_admin.services.canteen.times import require_open


def held_sheet_of(work: Work, item: ColumnElement[bool]) -> CanteenSheet:
    """The open sheet of an item of the actor's school. Raises NotFound and what require_open raises."""
    found = select(SheetItem.sheet_key).where(item, SheetItem.school_id == work.school_id)
    key = work.session.connection().scalar(found)
    if key is None:
        raise NotFound
    sheet = work.hold(CanteenSheet, key, shared=True)
    require_open(work, sheet)
    return sheet
