"""One value to the XML of its cell. Text stays text, numbers are numbers, days are days."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.kit.sheet.declare import Kind

LONGEST_TEXT = 32_767  # of Excel, in UTF-16 units
DIGITS = 15  # that Excel keeps; longer numbers (certificates, cards) are written as text
LARGEST_EXACT = 10**DIGITS
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no time zones
_EPOCH_DAY = _EPOCH.toordinal()
_DAY = timedelta(days=1)
_FIRST_TRUE_DAY = date(1900, 3, 1).toordinal()  # Excel believes in 29 February 1900
_SECONDS = 86_400

_UNUSUAL = re.compile("[<>&_\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]|^[\\s=+@\\-]|\\s$")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ESCAPES = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x000D_ as a control character
_LIKE_A_FORMULA = frozenset("=+-@\t\r")

Tail = Callable[[object], str]
"""Gives what follows the cell's address: its style, type and value."""


class TooLongForExcel(Refused):
    message = N_("{where}: the text has {length} characters, Excel holds 32,767 in a cell. Shorten it.")


class BadNumber(Refused):
    message = N_("{where}: {value} is not a number that Excel can hold.")


class WrongKind(Refused):
    message = N_("{where}: {value} does not fit a column of kind {kind}.")


class RowTooShort(Refused):
    message = N_("{where}: the row has {found} values, its sheet has {expected} columns.")


class Unfit(Exception):
    """A value cannot be written; the sheet knows where it stands."""

    def __init__(self, refused: type[Refused], **params: str | int) -> None:
        super().__init__(refused, params)
        self.refused = refused
        self.params = params


def cleaned(text: str) -> str:
    """The text as a cell can hold it: no control characters but tab and line feed, no lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def _xml(text: str) -> str:
    text = _ESCAPES.sub("_x005F_", cleaned(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_tail(style: int, quoted: int) -> Callable[[str], str]:
    """`quoted` is the style that tells Excel to keep text beginning like a formula as text, even when edited."""
    plain = f' s="{style}" t="inlineStr"><is><t>'
    kept = f' s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    guarded = f' s="{quoted}" t="inlineStr"><is><t xml:space="preserve">'

    def tail(text: str) -> str:
        if len(text) > LONGEST_TEXT // 2:
            _check_length(text)
        if not _UNUSUAL.search(text):
            return f"{plain}{text}</t></is></c>"
        opening = guarded if text[:1] in _LIKE_A_FORMULA else kept
        return f"{opening}{_xml(text)}</t></is></c>"

    return tail


def _check_length(text: str) -> None:
    length = len(cleaned(text).encode("utf-16-le")) // 2
    if length > LONGEST_TEXT:
        raise Unfit(TooLongForExcel, length=length)


def _number(value: object) -> str | None:
    """As XML, or None when Excel would round it."""
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, float):
        if not isfinite(value):
            raise Unfit(BadNumber, value=str(value))
        return repr(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if -LARGEST_EXACT < value < LARGEST_EXACT else None
    raise _misfit(value)


def _decimal(value: Decimal) -> str | None:
    if not value.is_finite():
        raise Unfit(BadNumber, value=str(value))
    written = str(value)
    return written if len(written) <= DIGITS or len(value.as_tuple().digits) <= DIGITS else None


def _fen(value: object) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _misfit(value)
    if 0 <= value < LARGEST_EXACT:
        return f"{value // 100}.{value % 100:02d}"
    return _decimal(Decimal(value).scaleb(-2))


def _day(value: object) -> str | None:
    if not isinstance(value, date):
        raise _misfit(value)
    ordinal = value.toordinal()
    return str(ordinal - _EPOCH_DAY) if ordinal >= _FIRST_TRUE_DAY else None


def _time(value: object) -> str | None:
    if not isinstance(value, time):
        raise _misfit(value)
    return repr((value.hour * 3600 + value.minute * 60 + value.second) / _SECONDS)


def _moment(value: object) -> str | None:
    if not isinstance(value, datetime) or value.tzinfo is not None:
        raise _misfit(value)
    return repr((value - _EPOCH) / _DAY) if value.toordinal() >= _FIRST_TRUE_DAY else None


def _misfit(value: object) -> Unfit:
    return Unfit(WrongKind, value=str(value)[:40])


_NUMBERS: dict[Kind, Callable[[object], str | None]] = {
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.PERCENT: _number,
    Kind.MONEY: _fen,
    Kind.DATE: _day,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
}
_KINDS: tuple[tuple[type, Kind], ...] = (
    (bool, Kind.YES_NO),
    (datetime, Kind.MOMENT),
    (date, Kind.DATE),
    (time, Kind.TIME),
    (int, Kind.INTEGER),
    (float, Kind.DECIMAL),
    (Decimal, Kind.DECIMAL),
)


def kind_of(value: object) -> Kind:
    """The kind that a value of a mixed column is written as."""
    return next((kind for type_, kind in _KINDS if isinstance(value, type_)), Kind.TEXT)


def tail_of(kind: Kind, styles: dict[Kind, int], quoted: int) -> Tail:
    """The writer of a column's cells; `styles` holds the style id of its kind (of every kind for ANY)."""
    text = text_tail(styles[Kind.TEXT], quoted)
    if kind is Kind.TEXT:
        return _of_text(text, styles[kind])
    if kind is Kind.YES_NO:
        return _of_yes_no(text, styles[kind])
    if kind is Kind.ANY:
        each: dict[Kind, Tail] = {one: tail_of(one, styles, quoted) for one in Kind if one is not Kind.ANY}
        return lambda value: each[kind_of(value)](value)
    return _of_number(_NUMBERS[kind], text, styles[kind])


def _of_text(text: Callable[[str], str], style: int) -> Tail:
    empty = f' s="{style}"/>'
    return lambda value: text(value if type(value) is str else str(value)) if value is not None else empty


def _of_yes_no(text: Callable[[str], str], style: int) -> Tail:
    words = {True: text(tr(N_("Yes"))), False: text(tr(N_("No"))), None: f' s="{style}"/>'}

    def tail(value: object) -> str:
        if value is not None and not isinstance(value, bool):
            raise _misfit(value)
        return words[value]

    return tail


def _of_number(number: Callable[[object], str | None], text: Callable[[str], str], style: int) -> Tail:
    empty, opening = f' s="{style}"/>', f' s="{style}"><v>'

    def tail(value: object) -> str:
        if value is None:
            return empty
        written = number(value)
        return text(str(value)) if written is None else f"{opening}{written}</v></c>"

    return tail
