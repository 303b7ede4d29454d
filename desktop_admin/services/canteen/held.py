"""The sheet behind an item, held first: whoever signs waits, and whoever answers another item does not.

A record that is held must not have been read before in the same transaction: it would be stale where someone else was
quicker. So the way to the sheet is asked for, not loaded.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam, literal, select, union_all
from sqlalchemy.orm import load_only

from desktop_admin.api.canteen.checklist import Item
from desktop_admin.api.canteen.entry import Answer, Confirm, EnterReading, NotApplicable
from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Turn, Work
from desktop_admin.models.base import Record
from desktop_admin.models.canteen.sheet import CanteenSheet, Correction, Photo, Reading, SheetItem
from desktop_admin.services.canteen.gather import Known, places_of, rows_by_item
from desktop_admin.services.canteen.times import require_open
from desktop_admin.services.canteen.versions import frozen
from desktop_admin.services.registry import prefetches

ATTACHED: tuple[type[Correction | Photo], ...] = (Correction, Photo)
OF_SHEET = load_only(  # what an answer looks at; the rest of it is loaded where it is needed
    CanteenSheet.school_id,
    CanteenSheet.version,
    CanteenSheet.canteen_key,
    CanteenSheet.day,
    CanteenSheet.revision,
    CanteenSheet.state,
    CanteenSheet.checklist_key,
    CanteenSheet.late,
    CanteenSheet.signed_by,
    CanteenSheet.signed_at,
)
ITEMS: BindParameter[UUID] = bindparam("items", expanding=True)
WITH = union_all(  # asked for when the items are held: what waits for a lock sees the rest as it was before it waited
    *(select(literal(part.__tablename__), part.item_key).where(part.item_key.in_(ITEMS)) for part in ATTACHED)
)
HELD = (  # the sheet before the item, as whoever signs does; others share the sheet
    select(CanteenSheet, SheetItem)
    .options(OF_SHEET)
    .join(SheetItem, SheetItem.sheet_key == CanteenSheet.key)
    .where(SheetItem.key.in_(ITEMS), SheetItem.school_id == bindparam("school"))
    .order_by(SheetItem.key)  # no two who hold several wait for each other
    .with_for_update(read=True, of=CanteenSheet)
    .suffix_with(f"FOR NO KEY UPDATE OF {SheetItem.__tablename__}", dialect="postgresql")
)


@dataclass(frozen=True, slots=True)
class Held:
    """What an answer is about, while nobody signs; and what is known of the item and need not be asked for."""

    sheet: CanteenSheet
    item: SheetItem
    declared: Item
    known: Known


def hold(work: Work, key: UUID) -> Held:
    """On a sheet that may be written to: others may answer other items meanwhile; nobody signs.

    Raises NotFound and what require_open raises.
    """
    ahead = work.prefetched
    held = ahead if isinstance(ahead, Held) and ahead.item.key == key else _held(work, [key]).get(key)
    if held is None:
        raise NotFound
    require_open(work, held.sheet)
    return held


def _held(work: Work, keys: Collection[UUID]) -> dict[UUID, Held]:
    """Items of the actor's school, by their keys."""
    found: dict[UUID, Held] = {}
    held = work.session.execute(HELD, {"items": keys, "school": work.school_id}).all()
    attached: set[tuple[str, UUID]] = {(table, key) for table, key in work.session.execute(WITH, {"items": keys})}
    for sheet, item in held:
        without: dict[type[Record], list[Any]] = {
            part: [] for part in ATTACHED if (part.__tablename__, item.key) not in attached
        }
        declared = frozen(work, sheet.checklist_key)[item.declared_key]
        found[item.key] = Held(sheet, item, declared, Known(rows=without))
    return found


@prefetches(Answer, NotApplicable, Confirm, EnterReading)
def prefetch(turns: Sequence[Turn]) -> None:
    """An item is handed to the first who answers it: whoever answers it after that must see what was answered."""
    schools: dict[UUID, dict[UUID, Turn]] = defaultdict(dict)
    for turn in turns:
        answer: Any = turn.command
        schools[turn.work.school_id].setdefault(answer.key, turn)
    for school in sorted(schools):
        _prefetch(schools[school])


def _prefetch(turns: Mapping[UUID, Turn]) -> None:
    """Of one school. Readings are asked for when the items are held: they are as whoever held them before left them."""
    work = next(iter(turns.values())).work
    held = _held(work, turns.keys())
    for key, each in held.items():
        turns[key].work.prefetched = each
    measured = {key: each for key, each in held.items() if isinstance(turns[key].command, EnterReading)}
    if measured:
        readings = rows_by_item(work, Reading, measured.keys())
        places = places_of(work, {each.sheet.canteen_key for each in measured.values()})
        for key, each in measured.items():
            each.known.rows[Reading], each.known.place = readings[key], places[each.sheet.canteen_key]


def held_sheet_of(work: Work, item: ColumnElement[bool]) -> CanteenSheet:
    """The open sheet of an item of the actor's school. Raises NotFound and what require_open raises."""
    found = select(SheetItem.sheet_key).where(item, SheetItem.school_id == work.school_id)
    key = work.session.connection().scalar(found)
    if key is None:
        raise NotFound
    sheet = work.hold(CanteenSheet, key, shared=True)
    require_open(work, sheet)
    return sheet
