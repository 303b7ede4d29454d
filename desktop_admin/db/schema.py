"""Makes an empty database ready, and brings an older one up to date: whole or not at all, after a copy was made."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.db import backup, roles
from desktop_admin.db.engine import UNHURRIED
from desktop_admin.db.migrations import known
from desktop_admin.db.migrations.run import migrate
from desktop_admin.models.base import Base

VERSION = Table(roles.VERSION, MetaData(), Column("version_num", String(32), primary_key=True, nullable=False))
ATTEMPTS = 5  # to be the first in an empty database, while others try as well


class NewerSchema(Refused):
    message = N_(
        "This database was made by a newer version of the program (schema {theirs}; this one knows {ours})."
        " Install the newer version; nothing has been changed."
    )


class UnknownSchema(Refused):
    message = N_("This database holds tables of Desktop Admin but not their version. Choose another database.")


class UpgradeUnderway(Refused):
    message = N_("Another program is upgrading this database. Wait until it has finished, then start again.")


class UpgradeFailed(Refused):
    message = N_(
        "The database could not be upgraded from schema {theirs} to {ours} ({detail}). It is as it was before."
    )


def upgrade(engine: Engine, folder: Path | None = None, *, uncopied: bool = False) -> Path | None:
    """The copy that was made before an older database was upgraded; None where there was nothing to upgrade.

    folder: where the copy of a PostgreSQL database goes. uncopied: someone else has made one. Raises NewerSchema,
    UnknownSchema, UpgradeUnderway, UpgradeFailed, CannotCopy; NotGranted, NotPrepared and OwnerMustUpgrade where a role
    of PostgreSQL may not do what it has to.
    """
    for _ in range(ATTEMPTS):
        with engine.connect() as connection:
            found = revision(connection)
            if found == known()[-1]:
                roles.require(connection)
                return None
            roles.require_owner(connection, found, known()[-1])
        if found is not None:
            return _bring_up(engine, found, folder, uncopied=uncopied)
        if _made(engine):
            return None
    raise UpgradeUnderway


def revision(connection: Connection) -> str | None:
    """The schema's number; None for an empty database. Raises NewerSchema, UnknownSchema, NotGranted."""
    tables = inspect(connection)
    if not tables.has_table(VERSION.name):
        if tables.has_table("audit_entry"):
            raise UnknownSchema
        return None
    roles.require(connection, [VERSION.name])
    found = connection.scalar(select(VERSION.c.version_num))
    if found is None:
        raise UnknownSchema
    if found not in known():
        raise NewerSchema(theirs=found, ours=known()[-1])
    return str(found)


def _made(engine: Engine) -> bool:
    """Every table at once, as the revisions would leave them; not if someone else was quicker."""
    try:
        with engine.begin() as connection:
            if revision(connection) is not None:
                return False
            VERSION.create(connection)  # on PostgreSQL the second of two waits here, and fails
            Base.metadata.create_all(connection, checkfirst=False)
            connection.execute(insert(VERSION).values(version_num=known()[-1]))
    except (IntegrityError, ProgrammingError, OperationalError):
        with engine.connect() as connection:
            if revision(connection) is None:
                raise
        return False
    return True


def _bring_up(engine: Engine, found: str, folder: Path | None, *, uncopied: bool) -> Path | None:
    newest = known()[-1]
    try:
        with _alone(engine) as connection:
            if revision(connection) == newest:
                return None
            copy = None if uncopied else backup.before_upgrade(connection, found, folder)
            migrate(connection)
            _check_references(connection)
            roles.grant_again(connection)
            return copy
    except Refused:
        raise
    except Exception as error:
        raise UpgradeFailed(theirs=found, ours=newest, detail=str(error).partition("\n")[0]) from error


@contextmanager
def _alone(engine: Engine) -> Generator[Connection]:
    """A transaction beside which nobody else upgrades, and in which SQLite lets tables be rebuilt."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw: Any = connection.connection.dbapi_connection
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # has no effect within a transaction
        try:
            connection.begin()
        except OperationalError as error:
            raise UpgradeUnderway from error
        try:
            if not sqlite:
                _lock(connection)
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


def _lock(connection: Connection) -> None:
    """Raises UpgradeUnderway where it stays taken."""
    try:
        connection.execute(text("LOCK TABLE alembic_version IN EXCLUSIVE MODE"))
    except OperationalError as error:
        raise UpgradeUnderway from error
    for statement in UNHURRIED:
        connection.execute(text(statement))


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        lost = connection.execute(text("PRAGMA foreign_key_check")).first()
        if lost is not None:
            raise ValueError(f"{lost[0]} refers to a row of {lost[2]} that is not there")
