"""One database in the place of another: whole or not at all, and never under somebody's hands."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import takewhile
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import Connection, inspect, text

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.db import guards, search
from desktop_admin.db.backup import open_file, program_lines
from desktop_admin.db.engine import UNHURRIED
from desktop_admin.models.base import Base

VERSION = "alembic_version"
LOOKS, PAUSE = 10, 0.2  # seconds
COPY = re.compile(rb"COPY .+ FROM stdin;\n")
END_OF_COPY = b"\\.\n"
OF_PSQL = (b"\\restrict ", b"\\unrestrict ")  # lines that only psql understands
_OTHERS = text(  # what another role's process is, only a superuser sees; the server's own have no user
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND usename IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
)
_LOOK_AGAIN = text("SELECT pg_stat_clear_snapshot()")
_PLACE = text("SELECT current_setting('search_path'), current_schema()")
_RETURN = text("SELECT set_config('search_path', :path, false)")


class DatabaseInUse(Refused):
    message = N_("Another program has this database open. Close Desktop Admin and stop sharing, then try again.")


class TablesOfOthers(Refused):
    message = N_("The database holds tables of something else ({table}). Name an empty one.")


def overwrite(source: Path, target: Path) -> None:
    """Copy an SQLite database into another's file, in one transaction: killed halfway, the old one is still there.

    Raises DatabaseInUse, and sqlite3.DatabaseError where the target is damaged.
    """
    with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as there:
        _seize(there)
        with closing(open_file(source)) as here:
            here.backup(there)
    target.chmod(0o600)


def require_unused(target: Path) -> None:
    """Raises DatabaseInUse, and sqlite3.DatabaseError where it is damaged."""
    with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as there:
        _seize(there)


def _seize(connection: sqlite3.Connection) -> None:
    """No log beside the file any more, and nobody else in it until the connection is closed."""
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        found = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise DatabaseInUse from error
        raise
    if found != "delete":
        raise DatabaseInUse


def require_alone(connection: Connection) -> None:
    """Raises DatabaseInUse where somebody else stays connected to this PostgreSQL database."""
    for _ in range(LOOKS):
        if not connection.scalar(_OTHERS):
            return
        sleep(PAUSE)  # who has just hung up is still listed for a moment
        connection.execute(_LOOK_AGAIN)
    raise DatabaseInUse


def load(connection: Connection, dump: Path) -> None:
    """Put a dump of PostgreSQL in the place of our tables, within the connection's transaction. Raises CannotCopy."""
    for statement in UNHURRIED:
        connection.execute(text(statement))
    path, schema = connection.execute(_PLACE).one()
    _drop(connection)
    with program_lines("pg_restore", "--no-owner", "--no-privileges", "-n", schema, "-f", "-", str(dump)) as lines:
        _obey(connection, lines)
    connection.execute(_RETURN, {"path": path})


def require_ours(connection: Connection) -> None:
    """Raises TablesOfOthers where there is a table that the program has not made."""
    strange = sorted(set(inspect(connection).get_table_names()) - _ours())
    if strange:
        raise TablesOfOthers(table=strange[0])


def _ours() -> set[str]:
    return {VERSION, *Base.metadata.tables, *(search.PREFIX + model.__tablename__ for model in search.models())}


def _drop(connection: Connection) -> None:
    quoted = connection.dialect.identifier_preparer.quote_identifier
    for name in inspect(connection).get_table_names():
        if name in _ours():
            connection.exec_driver_sql(f"DROP TABLE {quoted(name)} CASCADE")
    connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {guards.FUNCTION}() CASCADE")


def _obey(connection: Connection, lines: Iterator[bytes]) -> None:
    """The statements as they are written; what follows a COPY goes to the server as it stands, up to its end."""
    raw: Any = connection.connection.driver_connection
    statements: list[bytes] = []
    with raw.cursor() as cursor:
        for line in lines:
            if COPY.fullmatch(line):
                _execute(cursor, statements)
                with cursor.copy(line) as rows:
                    for row in takewhile(lambda each: each != END_OF_COPY, lines):
                        rows.write(row)
            elif not line.startswith(OF_PSQL):
                statements.append(line)
        _execute(cursor, statements)


def _execute(cursor: Any, statements: list[bytes]) -> None:
    together = b"".join(statements)
    statements.clear()
    if together.strip():
        cursor.execute(together)
