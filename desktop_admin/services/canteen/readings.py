"""Measured values: saved as read, judged at once; a wrong one is replaced and kept."""

from collections.abc import Iterable
from decimal import Decimal

from desktop_admin.api.canteen.checklist import ItemKind, Measure, Slot
from desktop_admin.api.canteen.entry import EnterReading
from desktop_admin.api.canteen.numbers import OutsideEntryRange, number_text, read_number, within
from desktop_admin.api.canteen.refusals import AnsweredElsewhere, NoSuchSlot, NotMeasured, ReasonNeeded
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.core.clock import moment_text
from desktop_admin.core.errors import Stale
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.sheet import Reading
from desktop_admin.services.canteen import judge, slots
from desktop_admin.services.canteen.answers import Given, give
from desktop_admin.services.canteen.gather import place_of, rows_by_item
from desktop_admin.services.canteen.held import Held, hold
from desktop_admin.services.canteen.slots import Place
from desktop_admin.services.canteen.times import seen
from desktop_admin.services.canteen.view import answered_line, slot_of
from desktop_admin.services.registry import handles

FURTHER = N_("A further reading")


@handles(EnterReading, then=answered_line)
def enter_reading(work: Work, command: EnterReading) -> Held:
    at = hold(work, command.key)
    if at.declared.kind is not ItemKind.MEASURED:
        raise NotMeasured(code=at.item.code)
    measure = _measure(at, command.measure)
    value = checked_value(measure, command.raw)
    everything, place = _so_far(work, at)
    in_force = [reading for reading in everything if not reading.superseded]
    slot = _slot(at, place, in_force, command.slot)
    last = _current(in_force, slot, measure)
    _refuse_clash(work, at, last, command, f"{number_text(value)} {measure.unit}")
    if last is not None and last.value == value:
        return at
    if last is not None:
        last.superseded = True
        in_force.remove(last)
    reason, when = _reason(at, last, command), seen(work, command.seen_at, at.sheet.day, last.at if last else None)
    reading = _reading(work, at, command, slot)
    reading.value, reading.unit, reading.at, reading.reason = value, measure.unit, when, reason
    in_force.append(reading)
    _judge_slot(at, in_force, slot.id)
    work.add(reading, flush=False)  # with the item
    everything.append(reading)
    everything.sort(key=lambda one: one.key)
    _judge_item(work, at, place, in_force, Given(None, reason or tr(FURTHER), when))
    return at


def _so_far(work: Work, at: Held) -> tuple[list[Reading], Place]:
    """Every reading of the item by its key, and what is to be read; both are known from now on."""
    if Reading not in at.known.rows:
        at.known.rows[Reading] = rows_by_item(work, Reading, [at.item.key])[at.item.key]
    at.known.place = at.known.place or place_of(work, at.sheet)
    return at.known.rows[Reading], at.known.place


def _reason(at: Held, last: Reading | None, command: EnterReading) -> str:
    """Why a value, or 不适用, is replaced. Raises ReasonNeeded."""
    reason = prose(command.reason)
    if not reason and (last is not None or at.item.verdict is Verdict.NOT_APPLICABLE):
        raise ReasonNeeded
    return reason


def _reading(work: Work, at: Held, command: EnterReading, slot: Slot) -> Reading:
    """Its key is the command's: who corrects it before it could be sent knows what it will be."""
    reading = Reading(key=command.id, item_key=at.item.key, measure=command.measure, raw=command.raw)
    reading.recorded_at = work.now
    reading.slot, reading.subject, reading.part, reading.sample = slot.id, slot.subject, slot.part, slot.number
    reading.by_key, reading.by = work.actor.account_id, work.actor.name
    return reading


def _measure(at: Held, name: str) -> Measure:
    found = next((measure for measure in at.declared.measures if measure.name == name), None)
    if found is None:
        raise NoSuchSlot(code=at.item.code, slot=name)
    return found


def checked_value(measure: Measure, raw: str) -> Decimal:
    """Raises NotANumber, AmbiguousNumber, OutsideEntryRange; never clamps."""
    value = read_number(raw)
    if not within(value, measure.entry_min, measure.entry_max):
        low, high = number_text(measure.entry_min), number_text(measure.entry_max)
        raise OutsideEntryRange(value=number_text(value), low=low, high=high, unit=measure.unit)
    return value


def _slot(at: Held, place: Place, in_force: Iterable[Reading], slot_id: str) -> Slot:
    due = slots.with_read(slots.required(at.declared, place), map(slot_of, in_force))
    known = (*due, *slots.addable(at.declared, place, due))
    found = next((slot for slot in known if slot.id == slot_id), None)
    if found is None:
        raise NoSuchSlot(code=at.item.code, slot=slot_id)
    return found


def _current(in_force: Iterable[Reading], slot: Slot, measure: Measure) -> Reading | None:
    return next((one for one in in_force if one.slot == slot.id and one.measure == measure.name), None)


def _refuse_clash(work: Work, at: Held, last: Reading | None, command: EnterReading, mine: str) -> None:
    if last is None and command.replaces is not None:
        raise Stale
    if last is not None and last.key != command.replaces:
        theirs = f"{number_text(last.value)} {last.unit}"
        when = moment_text(last.at, work.now)
        raise AnsweredElsewhere(who=last.by, code=at.item.code, when=when, theirs=theirs, mine=mine)


def _values(readings: Iterable[Reading], slot_id: str) -> dict[str, Decimal]:
    return {reading.measure: reading.value for reading in readings if reading.slot == slot_id}


def _judge_slot(at: Held, in_force: Iterable[Reading], slot_id: str) -> None:
    """Every reading of the slot: a label's own temperature may change what its neighbour is judged by."""
    mine = [reading for reading in in_force if reading.slot == slot_id]
    values = _values(mine, slot_id)
    for reading in mine:
        limits = judge.limits(at.declared.measure(reading.measure), values)
        held = reading.low, reading.high, reading.in_limit
        now = limits.low, limits.high, limits.hold(reading.value)
        if held != now:
            reading.low, reading.high, reading.in_limit = now


def _judge_item(work: Work, at: Held, place: Place, in_force: list[Reading], given: Given) -> None:
    """given carries the reason and the time; the readings give the verdict."""
    due = slots.with_read(slots.required(at.declared, place), map(slot_of, in_force))
    verdict = judge.judged(at.declared, {slot.id: _values(in_force, slot.id) for slot in due})
    give(work, at, Given(verdict, given.reason, given.at))
