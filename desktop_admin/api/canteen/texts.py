"""The same words on the screen, on paper and in Excel."""

from collections.abc import Iterable
from itertools import groupby

from desktop_admin.api.canteen.checklist import Slot, limits_text, slot_text
from desktop_admin.api.canteen.numbers import number_text
from desktop_admin.api.canteen.sheet import ItemLine, Reading
from desktop_admin.core.i18n import tr


def reading_text(reading: Reading) -> str:
    """9.6 ℃"""
    return f"{number_text(reading.value)} {reading.unit}"


def readings_text(readings: Iterable[Reading]) -> str:
    """2 号冰箱 上午 3.6 ℃；午餐 2：78.5 ℃；午餐 100 ℃、15 min: what was read in one slot stands together."""
    slots = groupby(readings, key=lambda reading: reading.slot)
    return "；".join(f"{_before(slot)}{'、'.join(map(reading_text, read))}" for slot, read in slots)


def _before(slot: Slot) -> str:
    """Which slot, apart from the number that follows."""
    where = slot_text(slot)
    return f"{where}{'：' if slot.number else ' '}" if where else ""


def value_limit_text(line: ItemLine) -> str:
    """实测值/限值: the values in force and the limit they were judged by, or what the registers said."""
    limits = limits_text(line.item)
    values = readings_text(line.readings)
    if not values and line.proposal is not None and line.proposal.text:
        values = tr(line.proposal.text, **line.proposal.params)
    return " / ".join(part for part in (values, limits) if part) or "–"
