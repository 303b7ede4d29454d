"""How a request narrows a list: conditions for what it wishes. None is no wish."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement

from desktop_admin.api.base import Period

Conditions = Iterator[ColumnElement[bool]]


def equal(wanted: Mapping[Any, Any]) -> Conditions:
    """wanted: column -> its value."""
    return (column == value for column, value in wanted.items() if value is not None)


def whether(*wishes: tuple[bool | None, ColumnElement[bool]]) -> Conditions:
    """wishes: whether each condition is to hold, or not to."""
    return (condition if wish else ~condition for wish, condition in wishes if wish is not None)


def within(day: Any, period: Period | None) -> Conditions:
    """day: a column of days."""
    return iter(() if period is None else (day.between(period.first, period.last),))
