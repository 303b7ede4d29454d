"""Changed records and fields in the words that the screens use for them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, Enum, inspect, select

from desktop_admin.api.audit import About, FieldChange, RecordChange, Term
from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled
from desktop_admin.db.audit import Change, audited, labels_of, stored
from desktop_admin.db.work import Work
from desktop_admin.models.base import Audited, Key, UtcTime

UNTOLD = frozenset({"key", "school_id"})  # columns that say nothing to people
NOTHING = Term("", own=True)
SHORT = 8  # characters of a key that has no better name
HEADS = 4  # changes of an entry that are looked at to name it
YES, NO = N_("Yes"), N_("No")

Names = dict[tuple[str, UUID], str]


class Wording:
    """For one request: the names of records are looked up once."""

    def __init__(self, work: Work, changes: Iterable[Change], *, fields: bool = True) -> None:
        """fields: the changed fields are to be told as well, with the names of what they refer to."""
        changes = list(changes)
        self._work = work
        self._names: Names = {}
        wanted = {(change.table, change.key) for change in changes}
        told = changes if fields else [change for change in changes if _is_nameless(change.table)]
        wanted |= {reference for change in told for reference in _references(change)}
        for table in sorted({table for table, _ in wanted}):
            self._find(table, {key for of, key in wanted if of == table})

    def about(self, changes: list[Change]) -> About | None:
        """The record that the entry is named by: the first that has a name among the first HEADS."""
        if not changes:
            return None
        named = next((change for change in changes[:HEADS] if self._names.get((change.table, change.key))), changes[0])
        records = {(change.table, change.key) for change in changes}
        return About(title_of(named.table), self._name(named), len(records) - 1)

    def change(self, change: Change) -> RecordChange:
        about = About(title_of(change.table), self._name(change))
        return RecordChange(change.table, change.key, about, _done(change), self.fields(change))

    def fields(self, change: Change) -> tuple[FieldChange, ...]:
        """What has changed, in the order of the record's columns; nothing that was and is empty."""
        columns = _columns(change.table)
        order = {name: place for place, name in enumerate(columns)}
        told = sorted(change.fields.items(), key=lambda item: order.get(item[0], len(order)))
        return tuple(
            FieldChange(label_of(change.table, name), *(self._term(columns.get(name), side) for side in pair))
            for name, pair in told
            if name not in UNTOLD and any(side not in (None, "") for side in pair)
        )

    def _name(self, change: Change) -> str:
        """Its own name; what has none, such as a print, is told by what it belongs to."""
        known = self._names.get((change.table, change.key)) or _name_in(change)
        owners = (self._names.get(reference, "") for reference in _references(change))
        return known or next(filter(None, owners), "") or change.key.hex[:SHORT]

    def _find(self, table: str, keys: set[UUID]) -> None:
        model = audited().get(table)
        if model is None:
            return
        for record in self._work.session.scalars(select(model).where(model.key.in_(keys))):
            self._names[table, record.key] = record.describe()

    def _term(self, column: Column[Any] | None, value: Any) -> Term:
        """A stored value as a screen shows it."""
        if value is None or column is None:
            return NOTHING if value is None else Term(str(value), own=True)
        if isinstance(column.type, Boolean):
            return Term(YES if value else NO)
        if isinstance(column.type, Enum):
            return _choice(column.type, value)
        if isinstance(value, str) and (words := _words(column, value)):
            return Term(words)
        if isinstance(column.type, Key):
            return Term(self._names.get((_target(column), UUID(value))) or value[:SHORT], own=True)
        return Term(_moment(column, str(value)), own=True)


def title_of(table: str) -> Term:
    model = audited().get(table)
    title = model.in_trail.title if model else ""
    return Term(title) if title else Term(table, own=True)


def label_of(table: str, name: str) -> Term:
    known = labels_of(table).get(name)
    return Term(known) if known else Term(name, own=True)


@cache
def _columns(table: str) -> dict[str, Column[Any]]:
    model: type[Audited] | None = audited().get(table)
    return dict(stored(inspect(model))) if model else {}


def _target(column: Column[Any]) -> str:
    """The table that a key refers to."""
    return next((reference.column.table.name for reference in column.foreign_keys), "")


def _references(change: Change) -> Iterable[tuple[str, UUID]]:
    columns = _columns(change.table)
    for name, pair in change.fields.items():
        target = _target(columns[name]) if name in columns and name not in UNTOLD else ""
        if target:
            yield from ((target, UUID(side)) for side in pair if side)


def _is_nameless(table: str) -> bool:
    model = audited().get(table)
    return model is not None and model.describe is Audited.describe


def _name_in(change: Change) -> str:
    """What a record that is gone was called, as its last entry tells it."""
    for name in ("name", "login", "title", "role", "code"):
        for side in reversed(change.fields.get(name, [])):
            if side:
                return str(side)
    return ""


def _words(column: Column[Any], value: str) -> str:
    """What a column's code is called, where its table says so."""
    model = audited().get(column.table.name)
    called = model.in_trail.words.get(column.name) if model else None
    return called(value) if called else ""


def _choice(kind: Enum, value: str) -> Term:
    members = {} if kind.enum_class is None else {member.value: member for member in kind.enum_class}
    member = members.get(value)
    return Term(member.label) if isinstance(member, Labelled) else Term(str(value), own=True)


def _moment(column: Column[Any], value: str) -> str:
    try:
        if isinstance(column.type, UtcTime):
            return f"{local_time(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
        return date.fromisoformat(value).isoformat() if isinstance(column.type, Date) else value
    except ValueError:
        return value


def _done(change: Change) -> Any:
    return change.done
