"""A copy of the database as it is at one moment, while others read and write; checked by opening it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryFile
from typing import Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine, func, inspect, select, table, text

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import reason

COUNTED = ("alembic_version", "audit_entry", "audit_stream")
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}  # all of it as at one moment
ADDRESS = ("user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")  # what an older libpq knows as well


class CannotCopy(Refused):
    phrases = frozenset({"detail"})
    message = N_("No copy of the database could be made ({detail}), so nothing has been changed.")


def before_upgrade(connection: Connection, revision: str, folder: Path | None) -> Path:
    """Beside an SQLite file, or in the folder for PostgreSQL; an older copy is never overwritten. Raises CannotCopy."""
    url = connection.engine.url
    try:
        if connection.dialect.name == "sqlite":
            file = Path(str(url.database))
            return copy_sqlite(file, _free(file.with_name(f"{file.name}.before-upgrade-from-{revision}")))
        if folder is None:
            raise CannotCopy(detail=str(NO_FOLDER))
        target = _free(folder / f"{url.database}.before-upgrade-from-{revision}.dump")
        return dump_postgresql(connection, target)
    except (OSError, sqlite3.Error, subprocess.SubprocessError) as error:
        raise CannotCopy(detail=reason(error)) from error


NO_FOLDER = N_("there is no folder for it")
NO_PROGRAM = N_("pg_dump was not found; install the PostgreSQL client, or make a copy yourself and say so")


def _free(wanted: Path) -> Path:
    """The name, or with a number behind it."""
    names = (wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}") for number in range(1, 10_000))
    return next(name for name in names if not name.exists())


def copy_database(engine: Engine, target: Path) -> dict[str, int]:
    """The rows of each table, counted at the very moment of which the copy is. Raises CannotCopy."""
    try:
        if engine.dialect.name == "sqlite":
            copy_sqlite(Path(str(engine.url.database)), target)
            return _rows_of(target)
        with engine.connect().execution_options(**SNAPSHOT) as connection:
            found = count_rows(connection)
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            moment = connection.scalar(text("SELECT pg_export_snapshot()"))
            dump_postgresql(connection, target, str(moment))
            return found
    except (OSError, sqlite3.Error, subprocess.SubprocessError) as error:
        raise CannotCopy(detail=reason(error)) from error


def count_rows(connection: Connection) -> dict[str, int]:
    """Of every table there is, but those that only help to search in the others."""
    names = (name for name in inspect(connection).get_table_names() if not _derived(name))
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in sorted(names)}


def _derived(name: str) -> bool:
    return name.startswith(("search_", "sqlite_"))


def copy_sqlite(source: Path, target: Path) -> Path:
    """While others read and write; the copy gets its name only when it has been found good."""
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(open_file(source)) as here, closing(sqlite3.connect(draft)) as there:
            here.execute("BEGIN")  # what is written from now on is neither counted nor copied
            wanted = _counts(here)
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
        _check(draft, wanted)
        to_disk(draft)
        return draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def open_file(file: Path) -> sqlite3.Connection:
    """To read only: a missing file is an error, not a new one."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _counts(connection: sqlite3.Connection) -> list[int]:
    there = _tables(connection)
    counted = (f"SELECT count(*) FROM {name}" for name in COUNTED if name in there)  # noqa: S608 - named above
    return [connection.execute(statement).fetchone()[0] for statement in counted]


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]


def _rows_of(file: Path) -> dict[str, int]:
    with closing(open_file(file)) as copy:
        names = [name for name in _tables(copy) if not _derived(name)]
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - its own


def _check(file: Path, wanted: list[int]) -> None:
    """Raises sqlite3.DatabaseError."""
    with closing(open_file(file)) as copy:
        result = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if result != "ok":
            raise sqlite3.DatabaseError(result)
        if _counts(copy) != wanted:
            raise sqlite3.DatabaseError(f"{_counts(copy)} != {wanted}")


def to_disk(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def dump_postgresql(connection: Connection, target: Path, snapshot: str = "") -> Path:
    """By pg_dump, in its own format; checked by listing what it holds.

    snapshot: one that the connection has exported. Raises CannotCopy.
    """
    draft = target.with_name(f"{target.name}.part")
    address, secret = address_of(connection)
    moment = [f"--snapshot={snapshot}"] if snapshot else []
    try:
        run_program("pg_dump", "-Fc", *moment, "-f", str(draft), "-d", address, secret=secret)
        draft.chmod(0o600)
        run_program("pg_restore", "-l", str(draft))
        to_disk(draft)
        return draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def address_of(connection: Connection) -> tuple[str, str]:
    """Where libpq finds the very server that the connection speaks to, of several; and the password."""
    raw: Any = connection.connection.driver_connection
    given: dict[str, str] = raw.info.get_parameters()
    known = {name: given[name] for name in ADDRESS if name in given}
    return make_conninfo("", **known | {"host": raw.info.host, "port": str(raw.info.port)}), raw.info.password


def run_program(name: str, *given: str, secret: str = "") -> None:
    """Raises CannotCopy with the first word of a program of PostgreSQL on what went wrong."""
    with program_lines(name, *given, secret=secret) as lines:
        for _ in lines:
            pass


@contextmanager
def program_lines(name: str, *given: str, secret: str = "") -> Generator[Iterator[bytes]]:
    """What a program of PostgreSQL says, line by line. Raises CannotCopy if it fails, after its last line."""
    program = shutil.which(name)
    if program is None:
        raise CannotCopy(detail=str(NO_PROGRAM))
    known = os.environ | ({"PGPASSWORD": secret} if secret else {})
    with TemporaryFile() as complaints:
        running = subprocess.Popen([program, *given], env=known, stdout=PIPE, stderr=complaints)  # noqa: S603 - ours
        with running:
            yield iter(running.stdout or ())
        complaints.seek(0)
        if running.returncode:
            raise CannotCopy(detail=complaints.read().decode("utf-8", "replace").strip().partition("\n")[0])
