"""Counts, in each transaction that changes a table, that it has: what lists remember holds until the next count."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ClauseElement

from desktop_admin.models.base import Audited, Base
from desktop_admin.models.changes import SHARDS, ChangeCount

TRAIL = "audit_entry"  # every transaction that changes anything writes into it

Stamp = tuple[tuple[str, int], ...]

_MORE = text(
    'INSERT INTO change_count ("table", shard, number) VALUES (:name, :shard, 1) '
    'ON CONFLICT ("table", shard) DO UPDATE SET number = change_count.number + 1'
)


def count_changes(connection: Connection, tables: Iterable[str], stream: UUID) -> None:
    """At the end of a transaction: these tables, and the audit trail, are not what they were."""
    shard = stream.int % SHARDS
    connection.execute(_MORE, [{"name": name, "shard": shard} for name in sorted({*tables, TRAIL})])


def stamp(connection: Connection, statement: ClauseElement) -> Stamp | None:
    """How often each table that the statement reads has changed; none if changes of one of them are not counted.

    It is to be read before the rows are: then what is remembered under it may be newer, and never older.
    """
    names = {each.name for each in visitors.iterate(statement) if isinstance(each, Table)}
    if not names <= _counted():
        return None
    sums = select(ChangeCount.table, func.sum(ChangeCount.number)).where(ChangeCount.table.in_(sorted(names)))
    rows = connection.execute(sums.group_by(ChangeCount.table).order_by(ChangeCount.table))
    return tuple((name, int(number)) for name, number in rows)


@cache
def _counted() -> frozenset[str]:
    """The tables whose every change is in the audit trail, and the trail itself."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return frozenset({model.__tablename__ for model in models if issubclass(model, Audited)} | {TRAIL})
