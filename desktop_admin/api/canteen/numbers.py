"""A measured value as a person types it. Pure: the screen shows what the service will keep."""

import re
from decimal import Decimal

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_

MINUS = "\u2212"  # how a negative number is shown; a hyphen could be taken for a dash
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SIGNS = dict.fromkeys(map(ord, "\u2212\u2013\u2014\ufe63"), "-")  # what input methods give for a minus
_SAME = _FULL_WIDTH | _SIGNS | {ord("。"): ".", ord("\u3000"): " ", ord("\u00a0"): " "}
_THOUSANDS = re.compile(r"\d,\d{3}$", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,6}(\.\d{1,3})?", re.ASCII)


class NotANumber(Refused):
    message = N_("“{raw}” is not a number. Type digits, with a point for decimals, such as 4.5 or -18.")


class AmbiguousNumber(Refused):
    message = N_("“{raw}” can be read in two ways. Type it without the comma, or with a decimal point.")


class OutsideEntryRange(Refused):
    """Never clamped: a value that no instrument shows there is a slip of the finger."""

    message = N_("{value} {unit} is outside what can be read here ({low} ~ {high} {unit}). Read it again.")


def read_number(raw: str) -> Decimal:
    """The number that was typed, digit for digit: full width, comma, 。 and every minus sign understood.

    At most six digits before the point and three behind it. Raises NotANumber, AmbiguousNumber (1,000).
    """
    plain = raw.translate(_SAME).strip()
    if plain[:1] in {"-", "+"}:
        plain = plain[0] + plain[1:].lstrip()
    if _THOUSANDS.search(plain):
        raise AmbiguousNumber(raw=raw.strip())
    plain = plain.replace(",", ".", 1)
    if not _NUMBER.fullmatch(plain):
        raise NotANumber(raw=raw.strip())
    value = Decimal(plain)
    return abs(value) if value.is_zero() else value


def within(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    """Both edges are inside."""
    return (low is None or value >= low) and (high is None or value <= high)


def number_text(value: Decimal) -> str:
    """As shown and printed: −18.4"""
    return f"{value:f}".replace("-", MINUS)
