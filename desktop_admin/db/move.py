"""From SQLite to an empty PostgreSQL: every row counted and hashed on both sides, in one transaction of the target."""

import platform
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Engine, Table, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from desktop_admin.core.canonical import as_json
from desktop_admin.core.clock import Clock
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.keys import Keys
from desktop_admin.core.operator import operator
from desktop_admin.core.reasons import reason
from desktop_admin.db import moments, roles, search
from desktop_admin.db.audit import RECORDED, Payload, as_read, plain
from desktop_admin.db.engine import UNHURRIED
from desktop_admin.db.migrations import known
from desktop_admin.db.schema import VERSION
from desktop_admin.db.stream import Stream, Written, append
from desktop_admin.db.verify import examine
from desktop_admin.models.base import Base
from desktop_admin.models.school import School

MOVED = "system.moved"
BATCH = 1000  # rows of one statement
WHOLE = 1 << 256


class TargetNotEmpty(Refused):
    message = N_("The database to move to is not empty: it holds {table}. Name an empty one; nothing was moved.")


class MoveDiffers(Refused):
    message = N_(
        "{table} did not arrive as it was: {there} rows of {here}, or other values in them. Nothing was moved; report"
        " the problem."
    )


class MoveUnsound(Refused):
    message = N_("Nothing was moved, because the data would not verify there: {finding}")


class MoveFailed(Refused):
    phrases = frozenset({"detail"})
    message = N_("Nothing was moved: {table} could not be written ({detail}).")


class Sum(NamedTuple):
    """How many rows, and the sum of their hashes: the same in whatever order they come."""

    rows: int
    digest: int


def move(source: Engine, target: Engine, keys: Keys, clock: Clock) -> dict[str, int]:
    """The rows of each table that are now in the target, too; nobody writes to the source meanwhile.

    Raises TargetNotEmpty, MoveDiffers, MoveUnsound, MoveFailed, and OwnerMustMove for a role that may not make tables.
    """
    with source.begin() as here, target.begin() as there:
        for statement in UNHURRIED:
            there.execute(text(statement))
        _prepare(there)
        sums = {table.name: _move_table(here, there, table) for table in Base.metadata.sorted_tables}
        search.rebuild(there)
        findings = examine(there, keys)
        if findings:
            raise MoveUnsound(finding=str(findings[0]))
        _tell(there, clock, sums)
    return {name: each.rows for name, each in sums.items()}


def _prepare(there: Connection) -> None:
    found = sorted(inspect(there).get_table_names())
    if found:
        raise TargetNotEmpty(table=found[0])
    roles.require_mover(there)
    VERSION.create(there)
    Base.metadata.create_all(there, checkfirst=False)
    there.execute(insert(VERSION).values(version_num=known()[-1]))


def _move_table(here: Connection, there: Connection, table: Table) -> Sum:
    """What was read is what was written, and what is read there is the same."""
    read = Sum(0, 0)
    try:
        for rows in _batches(here, table):
            there.execute(insert(table), [dict(row._mapping) for row in rows], execution_options=RECORDED)  # noqa: SLF001
            read = _add(read, table, rows)
        arrived = sum_of(there, table)
    except DBAPIError as error:
        raise MoveFailed(table=table.name, detail=reason(error)) from error
    if arrived != read:
        raise MoveDiffers(table=table.name, here=read.rows, there=arrived.rows)
    return read


def sum_of(connection: Connection, table: Table, *only: ColumnElement[bool]) -> Sum:
    found = Sum(0, 0)
    for rows in _batches(connection, table, *only):
        found = _add(found, table, rows)
    return found


def _batches(connection: Connection, table: Table, *only: ColumnElement[bool]) -> Iterator[list[Any]]:
    """In the order of their keys, which is that in which they were made: a row comes after what it refers to."""
    every = select(table).where(*only).order_by(*table.primary_key.columns)
    with connection.execute(every.execution_options(yield_per=BATCH)) as found:
        for rows in found.partitions():
            yield list(rows)


def _add(found: Sum, table: Table, rows: list[Any]) -> Sum:
    digests = (int.from_bytes(sha256(canonical(table, row)).digest()) for row in rows)
    return Sum(found.rows + len(rows), (found.digest + sum(digests)) % WHOLE)


def canonical(table: Table, row: Any) -> bytes:
    """The same for a row of either database: exact decimals digit for digit, times in UTC, JSON with sorted names."""
    pairs = zip(table.columns, row, strict=True)
    return as_json([plain(as_read(column, value)) for column, value in pairs])


def _tell(there: Connection, clock: Clock, sums: dict[str, Sum]) -> None:
    school = there.scalar(select(School.key))
    if school is None:
        return
    at = moments.not_before(there, clock.now())
    rows = sum(each.rows for each in sums.values())
    payload = Payload(at, UUID(int=0), operator(), platform.node(), MOVED, None, [], {"rows": rows})
    append(there, Written.of(payload, Stream(uuid7(), school)))
