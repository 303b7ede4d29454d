"""The same words on the screen, on paper and in Excel."""

from collections.abc import Iterable

from desktop_admin.api.canteen.checklist import limits_text, slot_text
from desktop_admin.api.canteen.numbers import number_text
from desktop_admin.api.canteen.sheet import ItemLine, Reading
from desktop_admin.core.i18n import tr


def reading_text(reading: Reading) -> str:
    """2 号冰箱 上午 9.6 ℃"""
    value = f"{number_text(reading.value)} {reading.unit}"
    where = slot_text(reading.slot)
    return f"{where} {value}" if where else value


def readings_text(readings: Iterable[Reading]) -> str:
    return "；".join(reading_text(reading) for reading in readings)


def value_limit_text(line: ItemLine) -> str:
    """实测值/限值: the values in force and the limit they were judged by, or what the registers said."""
    limits = limits_text(line.item)
    values = readings_text(line.readings)
    if not values and line.proposal is not None and line.proposal.text:
        values = tr(line.proposal.text, **line.proposal.params)
    return " / ".join(part for part in (values, limits) if part) or "–"
