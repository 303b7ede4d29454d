"""The restore test: a backup that nobody has opened is none."""

import errno
import logging
import secrets
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from desktop_admin.api.backup import BackupKind, BackupNotTested, BackupResult, BackupUnsound, FilesMissing, OnlyListed
from desktop_admin.api.base import Refusal
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.keys import Keys
from desktop_admin.core.reasons import reason
from desktop_admin.db.backup import count_rows, run_program
from desktop_admin.db.engine import open_engine
from desktop_admin.db.replace import load
from desktop_admin.db.schema import upgrade
from desktop_admin.db.verify import examine
from desktop_admin.models.base import Base
from desktop_admin.services.backup import make, store
from desktop_admin.services.backup.alone import alone
from desktop_admin.services.backup.store import Backup, Tested
from desktop_admin.services.registry import Backstage

MAY_MAKE = text("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
RESULTS: dict[type[Refused], BackupResult] = {
    OnlyListed: BackupResult.LISTED,
    FilesMissing: BackupResult.INCOMPLETE,
    BackupNotTested: BackupResult.UNTESTED,
}
READ_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
ROWS = N_("{table} has {found} rows, and had {wanted}.")

log = logging.getLogger(__name__)


def make_and_prove(backstage: Backstage, kind: BackupKind, by: str, to: Path | None = None) -> tuple[Backup, Tested]:
    """Nobody else makes one meanwhile, who would take away what it is restored into. Raises what make() does."""
    data, database = make.data_of(backstage), backstage.database
    with alone(data):
        made = make.make_alone(database.engine, data, make.Order(kind, by, database.now(), to))
        return made, prove(made, database.engine, database.now())


def prove(backup: Backup, server: Engine, now: datetime) -> Tested:
    """Restore it beside the data, count its rows and verify its audit trail. What comes out is written into it.

    server: of the PostgreSQL that a dump may be restored into, in a database of its own that goes afterwards.
    """
    why: Refused | None = None
    try:
        secret = store.check(backup)
        with _restored(backup, server) as engine:
            look_through(engine, backup, secret)
    except Refused as error:
        why = error
    except (OperationalError, OSError) as error:  # of this PC or of the server, not of the backup
        why = BackupNotTested(name=backup.path.name, detail=reason(error))
    except DBAPIError as error:
        why = BackupUnsound(name=backup.path.name, finding=reason(error))
    result = _result(why)
    tested = Tested(now, result, Refusal.of(why) if why else None)
    try:
        store.record(backup.path, tested)
    except OSError:  # on a disc or a stick that takes nothing
        log.warning("the result of a test was not written down", exc_info=True)
    return tested


def _result(why: Refused | None) -> BackupResult:
    if why is None:
        return BackupResult.GOOD
    return RESULTS.get(type(why), BackupResult.BAD)


def look_through(engine: Engine, backup: Backup, secret: Keys) -> None:
    """Raises BackupUnsound, FilesMissing, and what an upgrade refuses."""
    with engine.connect() as connection:
        counted = count_rows(connection)
    for table, wanted in backup.manifest.rows.items():
        if counted.get(table, 0) != wanted:
            found = counted.get(table, 0)
            raise BackupUnsound(name=backup.path.name, finding=ROWS, table=table, found=found, wanted=wanted)
    upgrade(engine, uncopied=True)
    with engine.connect() as connection:
        require_sound(connection, backup, secret)
        missing = missing_files(connection, backup)
    if missing:
        raise FilesMissing(name=backup.path.name, count=missing)


def require_sound(connection: Connection, backup: Backup, secret: Keys) -> None:
    """The audit trail, and every row against it. Raises BackupUnsound."""
    findings = examine(connection, secret)
    if findings:
        raise BackupUnsound(name=backup.path.name, finding=str(findings[0]))


def missing_files(connection: Connection, backup: Backup) -> int:
    """How many of those that a record names; a record may name none."""
    there = {photo.stem for photo in store.photos(backup.path)}
    named = (select(column).where(column.is_not(None)).distinct() for column in _kept())
    return sum(digest not in there for query in named for digest in connection.scalars(query))


def _kept() -> list[Column[Any]]:
    """Where the tables name a file of the data folder."""
    every = (column for table in Base.metadata.sorted_tables for column in table.columns)
    return [column for column in every if column.info.get("kept")]


@contextmanager
def _restored(backup: Backup, server: Engine) -> Generator[Engine]:
    if backup.manifest.database == "sqlite":
        with unpacked(backup) as file, _opened(f"sqlite:///{file}") as engine:
            yield engine
        return
    dump = backup.path / store.POSTGRESQL
    with _database_of_its_own(server, dump) as url, _opened(url) as engine:
        with engine.begin() as connection:
            load(connection, dump)
        yield engine


@contextmanager
def unpacked(backup: Backup, place: Path | None = None) -> Generator[Path]:
    """A copy of the database's file, in a folder that goes afterwards: beside the backups, or in another place, or
    where the system keeps such things, if the backups lie where nothing can be written."""
    folder = _folder(place or backup.path.parent)
    try:
        yield Path(shutil.copyfile(backup.path / store.SQLITE, folder / store.SQLITE))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _folder(place: Path) -> Path:
    made = place / f"{secrets.token_hex(4)}{store.DRAFT}"
    try:
        made.mkdir(0o700)
    except OSError as error:
        if error.errno not in READ_ONLY:
            raise
        return Path(tempfile.mkdtemp(store.DRAFT))
    return made


@contextmanager
def _opened(url: str) -> Generator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _database_of_its_own(server: Engine, dump: Path) -> Generator[str]:
    """Raises OnlyListed where the role may not make one, or there is no server."""
    if server.dialect.name == "sqlite":
        run_program("pg_restore", "-l", str(dump))
        raise OnlyListed(role="sqlite")
    with server.connect() as connection:
        role = str(connection.scalar(text("SELECT current_user")))
        if not connection.scalar(MAY_MAKE):
            run_program("pg_restore", "-l", str(dump))
            raise OnlyListed(role=role)
    name = f"desktop_admin_test_{secrets.token_hex(4)}"
    _say(server, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        _say(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _say(server: Engine, statement: str) -> None:
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
