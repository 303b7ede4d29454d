"""A copy of the database as it is now, checked by opening it."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_

COUNTED = ("alembic_version", "audit_entry", "audit_stream")
PAGES = 1000  # copied at once


class CannotCopy(Refused):
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
        return dump_postgresql(url, _free(folder / f"{url.database}.before-upgrade-from-{revision}.dump"))
    except (OSError, sqlite3.Error, subprocess.SubprocessError) as error:
        raise CannotCopy(detail=str(error)) from error


NO_FOLDER = N_("there is no folder for it")
NO_PROGRAM = N_("pg_dump was not found; install the PostgreSQL client, or make a copy yourself and say so")


def _free(wanted: Path) -> Path:
    """The name, or with a number behind it."""
    names = (wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}") for number in range(1, 10_000))
    return next(name for name in names if not name.exists())


def copy_sqlite(source: Path, target: Path) -> Path:
    """While others read and write; the copy gets its name only when it has been found good."""
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(_open(source)) as here, closing(sqlite3.connect(draft)) as there:
            here.backup(there, pages=PAGES)
            there.execute("PRAGMA journal_mode=DELETE")
            wanted = _counts(here)
        _check(draft, wanted)
        _to_disk(draft)
        return draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _open(file: Path) -> sqlite3.Connection:
    """To read only: a missing file is an error, not a new one."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _counts(connection: sqlite3.Connection) -> list[int]:
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    counted = (f"SELECT count(*) FROM {table}" for table in COUNTED if table in there)  # noqa: S608 - named above
    return [connection.execute(statement).fetchone()[0] for statement in counted]


def _check(file: Path, wanted: list[int]) -> None:
    """Raises sqlite3.DatabaseError."""
    with closing(_open(file)) as copy:
        result = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if result != "ok":
            raise sqlite3.DatabaseError(result)
        if _counts(copy) != wanted:
            raise sqlite3.DatabaseError(f"{_counts(copy)} != {wanted}")


def _to_disk(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def dump_postgresql(url: URL, target: Path) -> Path:
    """By pg_dump, in its own format; checked by listing what it holds."""
    dump, restore = shutil.which("pg_dump"), shutil.which("pg_restore")
    if dump is None or restore is None:
        raise CannotCopy(detail=str(NO_PROGRAM))
    draft = target.with_name(f"{target.name}.part")
    address = url.set(drivername="postgresql", password=None).render_as_string()
    known = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    try:
        for command in ([dump, "-Fc", "-f", str(draft), "-d", address], [restore, "-l", str(draft)]):
            done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)  # noqa: S603 - ours
            if done.returncode:
                raise CannotCopy(detail=done.stderr.strip().partition("\n")[0])
        _to_disk(draft)
        return draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
