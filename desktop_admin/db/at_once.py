"""What a transaction leaves behind at its end, as one statement: a database in another process is asked only once.

SQLite, which has no such statement, lives in this process and is asked for each part by desktop_admin.db.stream.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, Connection, Integer, Select, String, Table, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from desktop_admin.db import changes as counted
from desktop_admin.db.moments import MARKS
from desktop_admin.models.audit import AuditEntry, AuditStream, AuditSubject
from desktop_admin.models.base import Base, Key
from desktop_admin.models.changes import ChangeCount, ChangedRecord

ADVANCE = (
    update(AuditStream)
    .where(AuditStream.stream == bindparam("the_stream"))
    .values(count=bindparam("the_number"), head=bindparam("the_hash"))
)
ADVANCE_FROM = ADVANCE.where(
    AuditStream.count == bindparam("the_number") - 1,
    AuditStream.head == bindparam("the_previous"),
    MARKS.scalar_subquery() == bindparam("the_clock"),
)
TYPES: dict[str, Any] = {"table": String(64), "key": Key, "version": Integer, "owner": Key}
Places = list[counted.Place]


def append(connection: Connection, entry: Mapping[str, Any], left: counted.Left) -> Places | None:
    """None, and nothing is written, where the stream or the clock is not where the entry takes it to be.

    entry: a row of audit_entry.
    """
    told = {f"told_{name}": [getattr(each, name) for each in left.told()] for name in TYPES}
    about = {"about_table": [table for table, _ in left.subjects], "about_key": [key for _, key in left.subjects]}
    given = {**the(entry), **told, **about, "names": left.names, "the_shard": left.shard}
    rows = connection.execute(_statement(), given).all()
    if not rows:
        return None
    return left.settle(connection, [counted.Place(row.table, left.shard, row.number) for row in rows])


def the(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Its columns by names that no column has: what is called like a column would be taken for a value of it."""
    return {f"the_{name}": value for name, value in entry.items()}


@cache
def _statement() -> Select[str, int]:
    advanced = ADVANCE_FROM.returning(AuditStream.stream).cte("advanced")
    columns = _columns(AuditEntry)
    row = select(*(bindparam(f"the_{column.key}", type_=column.type) for column in columns)).select_from(advanced)
    entry = insert(AuditEntry).from_select(columns, row).cte("entry")
    about = select(_each("about", "table"), _each("about", "key"), bindparam("the_id", type_=Key)).select_from(advanced)
    subjects = insert(AuditSubject).from_select(["table", "key", "entry_id"], about).cte("subjects")
    names = func.unnest(bindparam("names", type_=ARRAY(String(64))))  # sorted, and locked in this order
    once = select(names, bindparam("the_shard", type_=Integer), 1).select_from(advanced)
    more = upsert(ChangeCount).from_select(["table", "shard", "number"], once)
    more = more.on_conflict_do_update(index_elements=["table", "shard"], set_={"number": ChangeCount.number + 1})
    count = more.returning(ChangeCount.table, ChangeCount.shard, ChangeCount.number).cte("counted")
    each = select(*(_each("told", name).label(name) for name in TYPES)).subquery("each")
    rows = select(count.c.table, count.c.shard, count.c.number, each.c.key, each.c.version, each.c.owner)
    rows = rows.join_from(count, each, each.c.table == count.c.table)
    told = insert(ChangedRecord).from_select(_columns(ChangedRecord), rows).cte("told")
    return select(count.c.table, count.c.number).add_cte(entry, subjects, told)


def _columns(model: type[Base]) -> list[Column[Any]]:
    return list(cast("Table", model.__table__).columns)


def _each(what: str, name: str) -> Any:
    """One row for each value of a list."""
    return func.unnest(bindparam(f"{what}_{name}", type_=ARRAY(TYPES[name])))
