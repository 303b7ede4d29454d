"""Counts, in each transaction that changes a table, that it has, and tells which records: what lists remember holds
until the next count, and other processes hear what has changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, TextClause, bindparam, delete, func, insert, inspect, select, text
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ClauseElement

from desktop_admin.core.feed import Touched
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import Audited, Base, Key
from desktop_admin.models.changes import SHARDS, ChangeCount, ChangedRecord

TRAIL = "audit_entry"  # every transaction that changes anything writes into it
MODELS = "desktop_admin.models."
MOST = 64  # records of one table in one transaction; of more, it is told only that they are many
KEPT = 256  # numbers of a table's shard whose records are kept; twice as many at most

Stamp = tuple[tuple[str, int], ...]

_OF_ALL = select(ChangeCount.table, ChangeCount.shard, ChangeCount.number)
_SUMS = (
    select(ChangeCount.table, func.sum(ChangeCount.number))
    .where(ChangeCount.table.in_(bindparam("names", expanding=True)))
    .group_by(ChangeCount.table)
    .order_by(ChangeCount.table)
)
_TOLD = insert(ChangedRecord)
_SINCE = (
    select(ChangedRecord.number, ChangedRecord.key, ChangedRecord.version, ChangedRecord.owner)
    .where(
        ChangedRecord.table == bindparam("name"),
        ChangedRecord.shard == bindparam("of"),
        ChangedRecord.number > bindparam("after"),
        ChangedRecord.number <= bindparam("until"),
    )
    .order_by(ChangedRecord.number)
)
_FORGET = delete(ChangedRecord).where(
    ChangedRecord.table == bindparam("name"),
    ChangedRecord.shard == bindparam("of"),
    ChangedRecord.number <= bindparam("until"),
)


class Change(NamedTuple):
    """A record as a transaction left it."""

    table: str
    key: UUID
    version: int
    owner: UUID | None


class Place(NamedTuple):
    """One transaction's number among those that changed a table."""

    table: str
    shard: int
    number: int


class Left(NamedTuple):
    """What a transaction leaves behind: the records that it changed, and where that is counted."""

    by_table: dict[str, list[Change]]
    subjects: list[tuple[str, UUID]]  # each record once
    names: list[str]  # the tables, and the trail, in one order: no two transactions wait for each other
    shard: int

    @classmethod
    def of(cls, changes: Iterable[Change], stream: UUID, also: Iterable[str] = ()) -> "Left":
        """also: tables of which no record can be named."""
        by_table: dict[str, list[Change]] = defaultdict(list)
        for change in changes:
            by_table[change.table].append(change)
        subjects = dict.fromkeys((each.table, each.key) for mine in by_table.values() for each in mine)
        return cls(by_table, list(subjects), sorted({*by_table, *also, TRAIL}), stream.int % SHARDS)

    def told(self) -> list[Change]:
        """The records that others hear of one by one."""
        return [each for changes in self.by_table.values() if len(changes) <= MOST for each in changes]

    def settle(self, connection: Connection, counted: Iterable[Place]) -> list[Place]:
        """The places of what was changed; now and then what nobody will ask for again is forgotten."""
        mine = [place for place in counted if place.table in self.by_table]
        for place in mine:
            if not place.number % KEPT:
                forgotten = {"name": place.table, "of": place.shard, "until": place.number - KEPT}
                connection.execute(_FORGET, forgotten)
        return mine


def count_changes(connection: Connection, all_left: Sequence[Left]) -> list[list[Place]]:
    """At the end of a transaction: the records, and the audit trail, are not what they were. Of each shard once.

    Counted in one order of tables and shards: no two transactions wait for each other.
    """
    pairs = sorted((name, left.shard) for left in all_left for name in left.names)
    given: dict[str, Any] = {f"name{place}": name for place, (name, _) in enumerate(pairs)}
    given |= {f"shard{place}": shard for place, (_, shard) in enumerate(pairs)}
    rows = connection.execute(_counting(len(pairs)), given)
    counted = {(table, shard): Place(table, shard, number) for table, shard, number in rows}
    places = [(change, counted[change.table, left.shard]) for left in all_left for change in left.told()]
    if places:
        connection.execute(_TOLD, [change._asdict() | place._asdict() for change, place in places])
    return [left.settle(connection, [counted[name, left.shard] for name in left.names]) for left in all_left]


@lru_cache(maxsize=128)
def _counting(pairs: int) -> TextClause:
    values = ", ".join(f"(:name{place}, :shard{place}, 1)" for place in range(pairs))
    return text(
        f'INSERT INTO change_count ("table", shard, number) VALUES {values} '  # noqa: S608 - of numbered names
        'ON CONFLICT ("table", shard) DO UPDATE SET number = change_count.number + 1 RETURNING "table", shard, number'
    )


Counts = dict[tuple[str, int], int]  # table and shard -> number


def counts(connection: Connection) -> Counts:
    return {(table, shard): number for table, shard, number in connection.execute(_OF_ALL)}


def since(connection: Connection, known: Counts, found: Counts, own: Collection[Place]) -> list[Touched]:
    """What others changed after `known` was read and before `found` was; own: what need not be told.

    Of a table of which not every change is known, the whole area.
    """
    told: dict[Touched, None] = {}
    for (table, shard), number in found.items():
        before = known.get((table, shard), 0)
        if table in areas() and number != before:
            told |= dict.fromkeys(_since(connection, Place(table, shard, number), before, own))
    return list(told)


def _since(connection: Connection, last: Place, before: int, own: Collection[Place]) -> list[Touched]:
    whole = [Touched(areas()[last.table])]
    if not 0 < last.number - before <= KEPT:  # less than nothing: another copy of the database
        return whole
    wanted = {number for number in range(before + 1, last.number + 1) if last._replace(number=number) not in own}
    if not wanted:
        return []
    asked = {"name": last.table, "of": last.shard, "after": before, "until": last.number}
    rows = connection.execute(_SINCE, asked).all()
    if wanted - {row.number for row in rows}:
        return whole
    return [touched(Change(last.table, row.key, row.version, row.owner)) for row in rows if row.number in wanted]


def touched(change: Change) -> Touched:
    """As screens hear of it."""
    return Touched(areas()[change.table], change.table, change.key, change.version, change.owner)


def stamp(connection: Connection, statement: ClauseElement) -> Stamp | None:
    """How often each table that the statement reads has changed; none if changes of one of them are not counted.

    It is to be read before the rows are: then what is remembered under it may be newer, and never older.
    """
    names = {each.name for each in visitors.iterate(statement) if isinstance(each, Table)}
    if not names <= _counted():
        return None
    return tuple((name, int(number)) for name, number in connection.execute(_SUMS, {"names": sorted(names)}))


@cache
def areas() -> dict[str, str]:
    """Which area's screens show a table. The trail changes with every other table, and is looked at when asked for."""
    return {table: model.__module__.removeprefix(MODELS).partition(".")[0] for table, model in _audited().items()}


@cache
def readers() -> dict[str, Permission | None]:
    """Who may read the records of a table."""
    return {table: model.in_trail.permission for table, model in _audited().items()}


@cache
def owner_of(model: type[Audited]) -> str:
    """The attribute with the key of the record that a record is a part of: the first that refers to one; or empty."""
    mapper = inspect(model)
    columns = (column for column in mapper.local_table.columns if isinstance(column.type, Key))
    known = ((mapper.get_property_by_column(column).key, column) for column in columns)
    return next((name for name, column in known if name != "school_id" and column.foreign_keys), "")


@cache
def _audited() -> dict[str, type[Audited]]:
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return {model.__tablename__: model for model in models if issubclass(model, Audited)}


@cache
def _counted() -> frozenset[str]:
    """The tables whose every change is in the audit trail, and the trail itself."""
    return frozenset({*_audited(), TRAIL})
