"""What people type: texts that must not be empty, and numbers that are exact to the hundredth."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select

from desktop_admin.api.base import Field, fields
from desktop_admin.api.training.base import OutOfBounds, TooManyDecimals, WhyNeeded
from desktop_admin.core.errors import NotFound
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.base import Record
from desktop_admin.services import texts

CENT = Decimal("0.01")
NONE = Decimal("0.00")
MOST = Decimal(10**9)


def needed(of: type[Struct], name: str, typed: str) -> str:
    """The text without what nobody sees. Raises Invalid, naming the field, for an empty one."""
    return texts.needed(fields(of)[name].label, typed)


def reason(typed: str) -> str:
    """Raises WhyNeeded."""
    text = prose(typed)
    if not text:
        raise WhyNeeded
    return text


def require_own(work: Work, model: type[Record], ids: Sequence[UUID], known: Collection[UUID]) -> None:
    """Parts bring their keys: none twice, and none of a record elsewhere. Raises NotFound."""
    new = [key for key in ids if key not in known]
    elsewhere = work.session.scalars(select(model.key).where(model.key.in_(new)).limit(1)).first()
    if elsewhere is not None or len(set(ids)) < len(ids):
        raise NotFound


def exact(of: type[Struct], name: str, value: Decimal) -> Decimal:
    """The value with two decimals, within the limits that its field declares. Raises TooManyDecimals, OutOfBounds."""
    declared = fields(of)[name]
    low = Decimal(declared.ge) if declared.ge is not None else -MOST
    high = Decimal(declared.le) if declared.le is not None else MOST
    if not value.is_finite() or not low <= value <= high:
        raise _out_of_bounds(declared, value, low, high)
    rounded = value.quantize(CENT)
    if rounded != value:
        raise TooManyDecimals(field=declared.label, value=str(value))
    return abs(rounded) if rounded.is_zero() else rounded


def _out_of_bounds(declared: Field, value: Decimal, low: Decimal, high: Decimal) -> OutOfBounds:
    return OutOfBounds(field=declared.label, value=str(value), low=f"{low:f}", high=f"{high:f}")


def rounded(value: Decimal) -> Decimal:
    """To the hundredth; a half goes up, as schools count."""
    return value.quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """None where there is nothing to be a part of."""
    return rounded(part * 100 / whole) if whole else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
