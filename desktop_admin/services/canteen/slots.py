"""What is to be read for an item on a sheet: each unit morning and afternoon, each meal, each delivery."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from desktop_admin.api.canteen.checklist import Item, Per, Slot
from desktop_admin.api.canteen.registers import UnitKind
from desktop_admin.models.canteen.registers import StorageUnit

DAY = "day"
LOT = "lot"
MOST = 20  # samples of a meal, deliveries of a day
HALF_DAYS = {"am": "a.m.", "pm": "p.m."}
UNITS = {Per.CHILLED_UNIT: UnitKind.CHILLED, Per.FROZEN_UNIT: UnitKind.FROZEN}
_NUMBERED = re.compile(r"(?P<what>lot|breakfast|lunch|dinner):(?P<number>\d{1,2})", re.ASCII)


class Place(Struct, frozen=True):
    """What a canteen serves and keeps things in: from it follow the slots."""

    meals: tuple[str, ...]
    units: tuple[StorageUnit, ...]


def required(item: Item, place: Place) -> tuple[Slot, ...]:
    """Without a unit of the kind there is nothing to read: the item is not applicable, and a person says so."""
    if item.per in UNITS:
        units = [unit for unit in place.units if unit.kind is UNITS[item.per]]
        return tuple(
            Slot(f"{unit.key.hex}:{half}", unit.name, part) for half, part in HALF_DAYS.items() for unit in units
        )
    if item.per is Per.MEAL:
        return tuple(numbered(item, meal, sample) for meal in place.meals for sample in range(1, item.samples + 1))
    return (numbered(item, LOT, 1),) if item.per is Per.LOT else (Slot(DAY),)


def numbered(item: Item, what: str, number: int) -> Slot:
    """One sample of a meal, or one delivery."""
    part = "delivery" if what == LOT else what
    return Slot(f"{what}:{number}", "", part, number if extendable(item) else 0)


def extendable(item: Item) -> bool:
    return item.per is Per.LOT or (item.per is Per.MEAL and item.samples > 1)


def addable(item: Item, place: Place, known: Iterable[Slot]) -> tuple[Slot, ...]:
    """The next slot that may be added, of each meal or of the deliveries."""
    if not extendable(item):
        return ()
    whats = (LOT,) if item.per is Per.LOT else place.meals
    taken = {slot.id for slot in known}
    free = ((what, next(n for n in range(1, MOST + 2) if f"{what}:{n}" not in taken)) for what in whats)
    return tuple(numbered(item, what, number) for what, number in free if number <= MOST)


def with_read(needed: Sequence[Slot], read: Iterable[Slot]) -> tuple[Slot, ...]:
    """What is to be read, and what has been read beyond it, in order."""
    ids = {slot.id for slot in needed}
    beyond = {slot.id: slot for slot in read if slot.id not in ids}
    return (*needed, *sorted(beyond.values(), key=_order))


def _order(slot: Slot) -> tuple[str, int]:
    found = _NUMBERED.fullmatch(slot.id)
    return (found["what"], int(found["number"])) if found else (slot.id, 0)
