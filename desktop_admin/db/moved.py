"""A move that was cut off behind its commit is done: whoever repeats it has two copies, and goes on with one."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import ProgrammingError

from desktop_admin.api.shown import shown
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.db.migrations import known
from desktop_admin.db.move import MOVED, sum_of
from desktop_admin.db.schema import VERSION
from desktop_admin.models.audit import AuditEntry
from desktop_admin.models.base import Base
from desktop_admin.models.school import School

# What opening and closing a database writes, though nobody does anything, and what follows from the trail.
FOLLOWING = frozenset({"audit_seal", "audit_stream", "change_count", "command_log"})


class Mark(NamedTuple):
    """The entry that a move has written."""

    entry: UUID
    school: UUID
    at: datetime


class WorkedOnSince(Refused):
    message = N_(
        "This school was already moved to {address} at {moved}, and one of the two was worked on since ({table}"
        " differs): the last record on this PC is of {here}, there of {there}. Nothing was done. To go on with"
        " PostgreSQL, rename {file} to {file}.moved; to go on with what is on this PC, move it to an empty database."
    )


def moved_before(source: Engine, target: Engine) -> datetime | None:
    """When these very data were moved there; none where no move of this school has ended. Nothing is written.

    Raises WorkedOnSince where the two are no longer the same.
    """
    with source.begin() as here, target.begin() as there:
        mark = _mark(there)
        if mark is None or mark.school != here.scalar(select(School.key)):
            return None
        differs = _first_difference(here, there, mark)
        if differs:
            raise WorkedOnSince(
                address=target.url.set(password=None).render_as_string(),
                moved=shown(mark.at),
                table=differs,
                here=_last(here),
                there=_last(there),
                file=str(source.url.database),
            )
    return mark.at


def _mark(there: Connection) -> Mark | None:
    """The entry that the move wrote in its own transaction."""
    try:
        if not inspect(there).has_table(VERSION.name) or there.scalar(select(VERSION.c.version_num)) != known()[-1]:
            return None
        told = select(AuditEntry.id, AuditEntry.school_id, AuditEntry.at).where(AuditEntry.action == MOVED)
        found = there.execute(told.order_by(AuditEntry.at.desc()).limit(1)).one_or_none()
    except ProgrammingError:  # tables of others, which this role may not read
        return None
    return Mark(*found) if found is not None else None


def _first_difference(here: Connection, there: Connection, mark: Mark) -> str:
    """The name of a table; empty where every row of the one is a row of the other."""
    for table in Base.metadata.sorted_tables:
        own = (AuditEntry.id != mark.entry,) if table is AuditEntry.__table__ else ()
        if table.name not in FOLLOWING and sum_of(here, table) != sum_of(there, table, *own):
            return table.name
    return ""


def _last(connection: Connection) -> str:
    return shown(connection.scalar(select(func.max(AuditEntry.at))))
