"""Everything said about some items of one sheet, fetched together: a handful of queries, however many items."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from desktop_admin.api.canteen.checklist import Item, ItemKind
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.db.work import Work
from desktop_admin.models.base import Record
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.sheet import CanteenSheet, Correction, Finding, Photo, Reading, SheetItem
from desktop_admin.services.canteen import units
from desktop_admin.services.canteen.slots import Place

ByItem = dict[UUID, list[Any]]
_PARTS: tuple[Any, ...] = (Reading, Correction, Photo, Finding)
OF_ITEMS: dict[type[Record], Select[Any]] = {
    part: select(part).where(part.item_key.in_(bindparam("items", expanding=True))).order_by(part.key)
    for part in _PARTS
}


NOWHERE = Place((), ())


@dataclass(slots=True)
class Known:
    """What need not be asked for again. rows: of each part that is known, all of the items' rows by their key."""

    place: Place | None = None
    rows: dict[type[Record], list[Any]] = field(default_factory=dict[type[Record], list[Any]])


@dataclass(slots=True)
class Gathered:
    """place: only where readings are taken."""

    place: Place
    readings: ByItem = field(default_factory=lambda: defaultdict(list))
    corrections: ByItem = field(default_factory=lambda: defaultdict(list))
    photos: ByItem = field(default_factory=lambda: defaultdict(list))
    findings: ByItem = field(default_factory=lambda: defaultdict(list))
    actions: dict[UUID, CorrectiveAction] = field(default_factory=dict[UUID, CorrectiveAction])


def place_of(work: Work, sheet: CanteenSheet) -> Place:
    """What is to be read now: a unit that is stopped in the day is asked for no more."""
    return places_of(work, [sheet.canteen_key])[sheet.canteen_key]


def places_of(work: Work, canteens: Collection[UUID]) -> dict[UUID, Place]:
    """By the canteens' keys. Raises NotFound."""
    found = units.with_canteens(work, canteens)
    return {key: Place(canteen.meals(), in_use) for key, (canteen, in_use) in found.items()}


def gather(
    work: Work,
    sheet: CanteenSheet,
    items: Sequence[SheetItem],
    declared: Mapping[UUID, Item],
    known: Known | None = None,
) -> Gathered:
    known = known or Known()
    keys = [item.key for item in items]
    measured = [item.key for item in items if declared[item.declared_key].kind is ItemKind.MEASURED]
    found = Gathered((known.place or place_of(work, sheet)) if measured else NOWHERE)
    found.readings = _by_item(work, known, Reading, measured)
    found.corrections = _by_item(work, known, Correction, keys)
    found.photos = _by_item(work, known, Photo, keys)
    failed = [item.key for item in items if item.verdict is Verdict.FAIL]
    if failed:
        found.findings = _by_item(work, known, Finding, failed)
        wanted = [finding.action_key for each in found.findings.values() for finding in each]
        actions = work.session.scalars(select(CorrectiveAction).where(CorrectiveAction.key.in_(wanted)))
        found.actions = {action.key: action for action in actions}
    return found


def rows_by_item(work: Work, model: type[Record], items: Collection[UUID]) -> ByItem:
    return _sorted_by_item(work.session.scalars(OF_ITEMS[model], {"items": items}) if items else ())


def _by_item(work: Work, known: Known, model: type[Record], items: Sequence[UUID]) -> ByItem:
    return _sorted_by_item(known.rows[model]) if model in known.rows else rows_by_item(work, model, items)


def _sorted_by_item(rows: Iterable[Any]) -> ByItem:
    found: ByItem = defaultdict(list)
    for row in rows:
        found[row.item_key].append(row)
    return found
