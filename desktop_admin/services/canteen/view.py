"""A sheet's items as a screen and a print see them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from desktop_admin.api.canteen.checklist import Item, ItemKind, Slot, limit_text
from desktop_admin.api.canteen.sheet import (
    Correction,
    Finding,
    ItemLine,
    Photo,
    Proposal,
    Reading,
    SheetState,
    Verdict,
)
from desktop_admin.db.work import Work
from desktop_admin.models.canteen import sheet as rows
from desktop_admin.services.canteen import auto, deadlines, slots
from desktop_admin.services.canteen.gather import Gathered, Known, gather
from desktop_admin.services.canteen.held import Held
from desktop_admin.services.canteen.judge import applied


def lines(
    work: Work, sheet: rows.CanteenSheet, items: Sequence[rows.SheetItem], declared: Mapping[UUID, Item]
) -> tuple[ItemLine, ...]:
    found = gather(work, sheet, items, declared)
    return tuple(_line(work, sheet, item, declared[item.declared_key], found) for item in items)


def line(
    work: Work, sheet: rows.CanteenSheet, item: rows.SheetItem, declared: Item, known: Known | None = None
) -> ItemLine:
    return _line(work, sheet, item, declared, gather(work, sheet, (item,), {item.declared_key: declared}, known))


def answered_line(work: Work, at: Held) -> ItemLine:
    """What an answer is answered with."""
    return line(work, at.sheet, at.item, at.declared, at.known)


def slot_of(reading: rows.Reading) -> Slot:
    return Slot(reading.slot, reading.subject, reading.part, reading.sample)


def _line(work: Work, sheet: rows.CanteenSheet, item: rows.SheetItem, declared: Item, found: Gathered) -> ItemLine:
    readings = found.readings[item.key]
    in_force = [reading for reading in readings if not reading.superseded]
    due: tuple[Slot, ...] = ()
    extra: tuple[Slot, ...] = ()
    if declared.kind is ItemKind.MEASURED:
        is_open = sheet.state is SheetState.OPEN
        needed = slots.required(declared, found.place) if is_open else ()
        due = slots.with_read(needed, map(slot_of, in_force))
        extra = slots.addable(declared, found.place, due) if is_open else ()
    return ItemLine(
        key=item.key,
        version=item.version,
        position=item.position,
        item=declared,
        verdict=item.verdict,
        by_sight=item.by_sight,
        reason=item.reason,
        answered_at=item.answered_at,
        answered_by_key=item.answered_by_key,
        answered_by=item.answered_by,
        slots=due,
        extendable=bool(extra),
        extra_slots=extra,
        readings=_in_order(due, [_reading(declared, reading) for reading in in_force]),
        superseded=tuple(_reading(declared, reading) for reading in readings if reading.superseded),
        corrections=tuple(map(_correction, found.corrections[item.key])),
        photos=tuple(map(_photo, found.photos[item.key])),
        finding=_finding(item, found),
        proposal=_proposal(work, sheet, item, declared),
    )


def readings_in_force(declared: Item, readings: Sequence[rows.Reading]) -> tuple[Reading, ...]:
    return tuple(_reading(declared, reading) for reading in readings if not reading.superseded)


def _in_order(due: Sequence[Slot], readings: list[Reading]) -> tuple[Reading, ...]:
    places = {slot.id: place for place, slot in enumerate(due)}
    return tuple(sorted(readings, key=lambda reading: places.get(reading.slot.id, len(places))))


def _reading(declared: Item, row: rows.Reading) -> Reading:
    return Reading(
        key=row.key,
        slot=slot_of(row),
        measure=row.measure,
        value=row.value,
        raw=row.raw,
        unit=row.unit,
        limit=limit_text(applied(declared.measure(row.measure), row.low, row.high)),
        in_limit=row.in_limit,
        at=row.at,
        by_key=row.by_key,
        by=row.by,
        superseded=row.superseded,
        reason=row.reason,
    )


def _correction(row: rows.Correction) -> Correction:
    return Correction(row.before.value, row.after.value if row.after else "", row.reason, row.at, row.by)


def _photo(row: rows.Photo) -> Photo:
    return Photo(row.key, row.sha256, row.width, row.height, row.at, row.by)


def _finding(item: rows.SheetItem, found: Gathered) -> Finding | None:
    row = next((each for each in found.findings[item.key] if not each.withdrawn), None)
    if row is None or item.verdict is not Verdict.FAIL:
        return None
    action = found.actions[row.action_key]
    return Finding(
        key=row.key,
        version=row.version,
        description=row.description,
        precaution=row.precaution,
        document_no=row.document_no,
        severity=row.severity,
        owner_key=row.owner_key,
        owner=row.owner,
        deadline=row.deadline,
        latest_deadline=deadlines.latest(row.severity, action.made_at),
        action_key=action.key,
        action_number=action.number,
        action_state=action.state,
        missing=_missing(row, has_photo=bool(found.photos[item.key])),
    )


def _missing(row: rows.Finding, *, has_photo: bool) -> tuple[str, ...]:
    there = {
        "description": bool(row.description),
        "precaution": bool(row.precaution),
        "evidence": has_photo or bool(row.document_no),
        "owner": row.owner_key is not None,
        "deadline": row.deadline is not None,
    }
    return tuple(name for name, given in there.items() if not given)


def _proposal(work: Work, sheet: rows.CanteenSheet, item: rows.SheetItem, declared: Item) -> Proposal | None:
    """What was confirmed; before that, what the registers say now."""
    if declared.register is None:
        return None
    if item.computed:
        return msgspec.convert(item.computed, Proposal)
    if sheet.state is SheetState.OPEN:
        return auto.compute(work, sheet, declared.register).proposal
    return Proposal(None, source_note=auto.LATER) if item.by_sight else None
