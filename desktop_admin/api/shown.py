"""How a value reads to a person: the same on the screen, in Excel's text cells and on paper."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from desktop_admin.api.base import Field, Period
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.localised import Localised

NOTHING = "—"
_COMMA = N_(", ")
_DAYS_AGO = {0: N_("today"), 1: N_("yesterday")}


def shown(value: Any, field: Field | None = None, *, today: date | None = None) -> str:
    """The text of a value of this field, with its unit.

    today: the reader's day on a screen, where this year needs no year and two days have names; none on paper.
    """
    text = _text(value, field, today)
    unit = tr(field.unit) if field is not None else ""
    return f"{text} {unit}" if unit and text != NOTHING else text


def tone(value: object) -> Tone:
    """Which pill shows the value; PLAIN for text without a pill."""
    return value.tone if isinstance(value, Labelled) else Tone.PLAIN


def choice_label(member: Enum) -> str:
    """An enum's member as a person reads it."""
    return tr(member.label) if isinstance(member, Labelled) else str(member.value)


def money(fen: int) -> str:
    """Integer fen as yuan with two places: 123456 is 1,234.56."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def trimmed(value: Decimal) -> str:
    """Without zeros that say nothing: 2.50 is 2.5, 100 stays."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: Any, field: Field | None, today: date | None) -> str:
    if type(value) is str:  # most are
        return value or NOTHING
    if value is None or value == ():
        return NOTHING
    if field is not None and isinstance(value, int | Decimal):
        return _number(value, field)
    if isinstance(value, date | Period):
        return _moment(value, today)
    if isinstance(value, tuple | list | set | frozenset):
        held = cast("tuple[Any, ...]", value)
        return tr(_COMMA).join(_text(each, field, today) for each in held)
    return next((read(value) for kind, read in _READS.items() if isinstance(value, kind)), str(value)) or NOTHING


def _number(value: int | Decimal, field: Field) -> str:
    if isinstance(value, Decimal):
        return trimmed(value) if field.trimmed else f"{value:f}"
    if isinstance(value, bool):
        return _yes(value)
    return money(value) if field.editor == "money" else str(value)


def _moment(value: date | Period, today: date | None) -> str:
    """A datetime is a date, too; stored times carry their zone, and are shown as the school's clocks do."""
    if isinstance(value, Period):
        return f"{_day(value.first, today)} – {_day(value.last, today)}"
    if not isinstance(value, datetime):
        return _day(value, today)
    there = local_time(value) if value.tzinfo else value
    named = _DAYS_AGO.get((today - there.date()).days) if today else None
    return f"{tr(named) if named else _day(there.date(), today)} {there:%H:%M}"


def _day(day: date, today: date | None) -> str:
    return f"{day:%m-%d}" if today and today.year == day.year else day.isoformat()


def _yes(value: bool) -> str:  # noqa: FBT001 - the value to be shown
    return tr(N_("Yes")) if value else tr(N_("No"))


_READS: dict[type[Any], Callable[[Any], str]] = {
    Enum: choice_label,
    bool: _yes,
    time: lambda value: f"{value:%H:%M}",
    Decimal: lambda value: f"{value:f}",
    Localised: lambda value: value.text(),
}
