"""After an upgrade has changed audited values, the trail tells the rows anew; else verify would name every one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, inspect, select, update

from desktop_admin.core.clock import SystemClock
from desktop_admin.core.ids import uuid7
from desktop_admin.db import moments
from desktop_admin.db.audit import RECORDED, Change, Payload, audited, row_digest, stored
from desktop_admin.db.stream import Stream, Written, append
from desktop_admin.models.base import Audited
from desktop_admin.models.school import School

ACTION = "system.upgraded"
SYSTEM = "system"
BATCH = 500  # rows of one entry


def restate(connection: Connection, tables: Iterable[str]) -> None:
    """Each row of these tables gets its next version and its new digest, in entries of a session of their own."""
    changes = [change for table in sorted(tables) for change in _changes(connection, audited()[table])]
    if not changes:
        return
    school = connection.scalars(select(School.key)).one()
    at, stream = moments.not_before(connection, SystemClock().now()), uuid7()
    for start in range(0, len(changes), BATCH):
        told = changes[start : start + BATCH]
        payload = Payload(at, UUID(int=0), SYSTEM, "", ACTION, None, told)
        append(connection, Written.of(payload, Stream(stream, school)))


def _changes(connection: Connection, model: type[Audited]) -> list[Change]:
    connection.execute(update(model).values(version=model.version + 1), execution_options=RECORDED)
    columns = dict(stored(inspect(model)))
    changes: list[Change] = []
    for row in connection.execute(select(*columns.values())):
        values: dict[str, Any] = dict(zip(columns, row, strict=True))
        table = model.__tablename__
        changes.append(Change(table, values["key"], values["version"], "update", {}, row_digest(values)))
    return changes
