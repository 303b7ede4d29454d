"""Requests made from their own declarations: whole ones, and ones that go to an extreme in one field."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from msgspec import inspect, msgpack

from desktop_admin.api.base import Request

NOBODY = "01a20387-6d2f-722b-9f5d-b85801056207"  # the key of no record
_DAY = "2026-09-01"
_MOMENT = "2026-09-01T03:00:00Z"

TEXTS = ("", " ", "\x00", "\u202e\ud7ff", "%_\\'\";--", "${jndi:x}{0}{field.__class__}", "\U0001f9c2" * 12, "-" * 200)
NUL = "\x00"
NUMBERS = (0, -1, 2**31, 2**63 - 1, -(2**63), 2**64 - 1)
DAYS = (str(date.min), str(date.max), "2026-02-30", "")
MOMENTS = (datetime.min.replace(tzinfo=UTC).isoformat(), datetime.max.replace(tzinfo=UTC).isoformat(), "now", "")
KEYS = (str(UUID(int=0)), str(UUID(int=2**128 - 1)), "x")
FRACTIONS = ("NaN", "Infinity", "-0", "1e400", str(Decimal(10) ** 30))
STORED: tuple[tuple[Any, ...], ...] = (NUMBERS, DAYS, MOMENTS, FRACTIONS)


def body(kind: type[Request[Any]], fields: Mapping[str, Any]) -> bytes:
    """The request's message with a value in every field; those that are named as they are given."""
    return msgpack.encode(whole(_declared(kind)) | dict(fields))


def whole(found: inspect.StructType) -> dict[str, Any]:
    left_out = {"id", "asked_at"}
    return {field.name: value_of(field.type) for field in found.fields if field.name not in left_out}


def value_of(found: inspect.Type) -> Any:
    """A value that the type takes."""
    for kind, make in _VALUES.items():
        if isinstance(found, kind):
            return make(found)
    raise TypeError(found)


def extremes(found: inspect.Type) -> tuple[Any, ...]:
    """Values that reach a handler, and some that may not."""
    for kind, values in _EXTREMES.items():
        if isinstance(found, kind):
            return values
    inner = _inner(found)
    return extremes(inner) if inner is not None else ()


def odd_ones(kind: type[Request[Any]], *, stored: bool = False) -> Iterator[dict[str, Any]]:
    """One field with one extreme, for each of both, `asked_at` among them.

    stored: only those that one database may take and another not.
    """
    for field in _fields(kind):
        found = extremes(field.type)
        yield from ({field.name: value} for value in found if not stored or found in STORED or value == NUL)


def keys_of(kind: type[Request[Any]]) -> list[str]:
    """The fields that name a record; `of` names a check that is running."""
    return [field.name for field in _fields(kind) if _is_key(field.type) and field.name != "of"]


@cache
def _declared(kind: type[Request[Any]]) -> inspect.StructType:
    found = inspect.type_info(kind)
    if not isinstance(found, inspect.StructType):
        raise TypeError(found)
    return found


def _fields(kind: type[Request[Any]]) -> list[inspect.Field]:
    return [field for field in _declared(kind).fields if field.name != "id"]


def _is_key(found: inspect.Type) -> bool:
    inner = _inner(found)
    return isinstance(found, inspect.UUIDType) or (inner is not None and _is_key(inner))


def _inner(found: inspect.Type) -> inspect.Type | None:
    if isinstance(found, inspect.Metadata):
        return found.type
    if isinstance(found, inspect.UnionType):
        return next(each for each in found.types if not isinstance(each, inspect.NoneType))
    return None


def _value_within(found: Any) -> Any:
    inner = _inner(found)
    return None if inner is None else value_of(inner)


_VALUES: dict[Any, Callable[[Any], Any]] = {
    inspect.Metadata: _value_within,
    inspect.UnionType: lambda found: None if found.includes_none else _value_within(found),
    inspect.StrType: lambda _found: "x",
    inspect.IntType: lambda found: max(1, found.ge or 0),
    inspect.BoolType: lambda _found: True,
    inspect.BytesType: lambda found: b"x" * max(1, found.min_length or 0),
    inspect.UUIDType: lambda _found: NOBODY,
    inspect.DateType: lambda _found: _DAY,
    inspect.DateTimeType: lambda _found: _MOMENT,
    inspect.DecimalType: lambda _found: "1",
    inspect.EnumType: lambda found: next(iter(found.cls)).value,
    inspect.LiteralType: lambda found: found.values[0],
    inspect.VarTupleType: lambda _found: [],
    inspect.StructType: lambda found: {field.name: value_of(field.type) for field in found.fields},
}
_EXTREMES: dict[Any, tuple[Any, ...]] = {
    inspect.StrType: TEXTS,
    inspect.IntType: NUMBERS,
    inspect.BoolType: (None, 2),
    inspect.BytesType: (b"", b"\x00" * 4096, "x"),
    inspect.UUIDType: KEYS,
    inspect.DateType: DAYS,
    inspect.DateTimeType: MOMENTS,
    inspect.DecimalType: FRACTIONS,
    inspect.EnumType: ("", "__class__"),
    inspect.VarTupleType: ([], ["\x00"], ["x"] * 1000, [["x"]]),
    inspect.StructType: ({}, {"first": str(date.min), "last": str(date.max)}, {"first": str(date.max), "last": _DAY}),
}
