"""A backup in the place of the data: after a copy of what is there, and whole or not at all."""

import platform
import secrets
import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from msgspec import MsgspecError, Struct, json
from sqlalchemy import Connection, Engine, inspect, select, update
from sqlalchemy.exc import DBAPIError

from desktop_admin.api.backup import (
    BackupKind,
    BackupOfAnother,
    NoSuchBackup,
    NotABackup,
    OtherDatabase,
    RestoreFailed,
)
from desktop_admin.core import keys
from desktop_admin.core.backups import WAITING
from desktop_admin.core.clock import Clock
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.keys import Keys
from desktop_admin.core.reasons import reason
from desktop_admin.db import erasures, moments, roles
from desktop_admin.db.audit import Payload
from desktop_admin.db.backup import open_file
from desktop_admin.db.engine import open_engine
from desktop_admin.db.migrations.run import migrate
from desktop_admin.db.replace import load, overwrite, require_alone, require_ours, require_unused
from desktop_admin.db.schema import revision, upgrade
from desktop_admin.db.seals import FILE as LAST_SEAL
from desktop_admin.db.seals import Seals
from desktop_admin.db.stream import Stream, Written, append
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import SignedInSession
from desktop_admin.models.school import School
from desktop_admin.services import blobs
from desktop_admin.services.backup import make, prove, store
from desktop_admin.services.backup.alone import alone
from desktop_admin.services.backup.store import Backup

RESTORED = "system.restored"
NOBODY = UUID(int=0)
CLOSED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY})
TITLES = {"sqlite": N_("an SQLite database"), "postgresql": N_("a PostgreSQL database")}


class Place(NamedTuple):
    """Where a backup is restored to, who wants it, and what time it is.

    despite: also where the trail in it does not verify, as where the rows were changed by hand long before; verify
    goes on telling it.
    """

    data: Path
    url: str
    who: str
    clock: Clock
    despite: bool = False

    @property
    def file(self) -> Path:
        """Of an SQLite database."""
        return Path(self.url.removeprefix("sqlite:///"))


class Restored(NamedTuple):
    """before: the backup of what was there; none where there was nothing, or nothing that could still be read."""

    backup: Backup
    before: str
    erased: int
    signed_out: int


class Waiting(Struct, frozen=True):
    path: str
    who: str


def find(data: Path, wanted: str) -> Backup:
    """By its path, or by its name among the backups. Raises NoSuchBackup, NotABackup, BackupUnreadable."""
    path = Path(wanted).expanduser()
    for folder in (path, path.parent if path.name == store.MANIFEST else path, make.place_of(data) / path.name):
        if _is_there(folder / store.MANIFEST):
            return store.opened(folder.absolute())
    if path.exists():
        raise NotABackup(name=wanted)
    raise NoSuchBackup(name=wanted)


def _is_there(manifest: Path) -> bool:
    """Also where nobody may look: opening it tells that."""
    try:
        return manifest.is_file()
    except OSError:
        return True


def restore(backup: Backup, to: Place) -> Restored:
    """Nothing is changed if it raises.

    Raises what check() and make() raise, BackupUnsound, BackupOfAnother, OtherDatabase, DatabaseInUse, TablesOfOthers,
    OwnerMustRestore, NewerSchema, RestoreFailed.
    """
    secret = store.check(backup)
    kind = "sqlite" if to.url.startswith("sqlite") else "postgresql"
    if backup.manifest.database != kind:
        raise OtherDatabase(name=backup.path.name, theirs=TITLES[backup.manifest.database], ours=TITLES[kind])
    into = _into_sqlite if kind == "sqlite" else _into_postgresql
    with alone(to.data), _as_refusal(backup):
        make.clear(to.data)
        done = into(backup, secret, to)
    (to.data / LAST_SEAL).unlink(missing_ok=True)  # of what was replaced
    engine = open_engine(to.url)
    try:
        Seals(Database(engine, to.clock), secret, to.data).seal()
    finally:
        engine.dispose()
    return done


@contextmanager
def _as_refusal(backup: Backup) -> Generator[None]:
    """Whatever the disk or the database does not allow: nothing has been replaced."""
    try:
        yield
    except (OSError, sqlite3.Error, DBAPIError) as error:
        raise RestoreFailed(name=backup.path.name, detail=reason(error)) from error


def _into_sqlite(backup: Backup, secret: Keys, to: Place) -> Restored:
    """Everything is done to a copy, which then is written over the database in one transaction of its own."""
    damaged = _is_damaged(to.file)
    _require_same_keys(backup, to, there=damaged or _has_school(to.file))
    if to.file.exists() and not damaged:
        with _engine(to) as engine, engine.connect() as connection:
            revision(connection)  # what a newer program has made is not replaced by what this one knows
    with prove.unpacked(backup, to.data) as file:
        engine = open_engine(f"sqlite:///{file}")
        try:
            upgrade(engine, uncopied=True)
            with engine.begin() as connection:
                if not to.despite:
                    prove.require_sound(connection, backup, secret)
                erased, ended = _settle(connection, backup, to)
        finally:
            engine.dispose()
        before = "" if damaged or not to.file.exists() else _copy_before(backup, to)
        if damaged:
            _put_aside(to.file)
        _carry(backup, to.data)
        overwrite(file, to.file)
    return Restored(backup, before, erased, ended)


def _into_postgresql(backup: Backup, secret: Keys, to: Place) -> Restored:
    """All in one transaction: who comes in between sees what was there before."""
    with _engine(to) as engine:
        with engine.connect() as connection:
            roles.require_restorer(connection)
            require_alone(connection)
            require_ours(connection)
            revision(connection)
            there = inspect(connection).has_table(School.__tablename__)
            _require_same_keys(backup, to, there=there and connection.scalar(select(School.key)) is not None)
        before = _copy_before(backup, to) if there else ""
    with _engine(to) as engine, engine.begin() as connection:
        require_alone(connection)
        serving = roles.serving(connection)
        load(connection, backup.path / store.POSTGRESQL)
        if revision(connection) is not None:
            migrate(connection)
        if not to.despite:
            prove.require_sound(connection, backup, secret)
        erased, ended = _settle(connection, backup, to)
        for role in serving:
            roles.grant(connection, role)
        _carry(backup, to.data)
    return Restored(backup, before, erased, ended)


@contextmanager
def _engine(to: Place) -> Generator[Engine]:
    engine = open_engine(to.url)
    try:
        yield engine
    finally:
        engine.dispose()


def _settle(connection: Connection, backup: Backup, to: Place) -> tuple[int, int]:
    """Nobody stays signed in, what was erased since is erased again, and the trail tells of all that."""
    now = moments.not_before(connection, to.clock.now())
    erased, changes = erasures.replay(connection, _erased_since(backup, to.data))
    still_open = update(SignedInSession).where(SignedInSession.ended_at.is_(None))
    ended = connection.execute(still_open.values(ended_at=now)).rowcount
    school = connection.scalar(select(School.key))
    if school is not None:
        told: dict[str, str | int] = {
            "backup": backup.path.name,
            "made_at": backup.manifest.made_at.isoformat(timespec="seconds"),
            "ended": ended,
            "erased": erased,
        }
        payload = Payload(now, NOBODY, to.who, platform.node(), RESTORED, None, changes, told)
        append(connection, Written.of(payload, Stream(uuid7(), school)))
    return erased, ended


def _erased_since(backup: Backup, data: Path) -> list[erasures.Erased]:
    """As far as anybody remembers: the data, the backups, and the backup itself."""
    places = (backup.path, backup.path.parent, data, make.place_of(data))
    return erasures.known(*(place / erasures.FILE for place in places))


def _copy_before(backup: Backup, to: Place) -> str:
    """A checked backup of what is there, under its name. Where its own key was lost it is sealed with the backup's."""
    if not (to.data / keys.FILE).is_file():
        store.write(to.data / keys.FILE, (backup.path / keys.FILE).read_bytes())
    with _engine(to) as engine:
        made = make.make_alone(engine, to.data, make.Order(BackupKind.BEFORE_RESTORE, to.who, to.clock.now()))
    store.check(made)
    return made.path.name


def _carry(backup: Backup, data: Path) -> None:
    """The keys, and the photos that are not there."""
    for photo in store.photos(backup.path):
        target = data / blobs.FOLDER / photo.parent.name / photo.name
        if not store.is_whole(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(photo, target.with_suffix(store.DRAFT)).replace(target)
    for name in store.CARRIED:
        if name != erasures.FILE and (backup.path / name).is_file():
            store.write(data / f"{name}{store.DRAFT}", (backup.path / name).read_bytes()).replace(data / name)
    if known := _erased_since(backup, data):
        erasures.write(data / erasures.FILE, known)


def _require_same_keys(backup: Backup, to: Place, *, there: bool) -> None:
    """there: whether a school's data would be replaced. Raises BackupOfAnother."""
    own = to.data / keys.FILE
    if there and own.is_file() and not backup.manifest.fits(Keys(own.read_bytes())):
        raise BackupOfAnother(name=backup.path.name, folder=str(to.data))


def _is_damaged(file: Path) -> bool:
    """Raises DatabaseInUse, and sqlite3.DatabaseError where nobody may look into it: that is no damage."""
    if not file.exists():
        return False
    try:
        require_unused(file)
        with closing(open_file(file)) as there:
            return bool(there.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in CLOSED:
            raise
        return True


def _has_school(file: Path) -> bool:
    if not file.exists():
        return False
    with closing(open_file(file)) as there:
        tables = {name for (name,) in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return "school" in tables and there.execute("SELECT 1 FROM school").fetchone() is not None


def _put_aside(file: Path) -> None:
    """What cannot be copied any more is kept as it is, for whoever may still get something out of it."""
    mark = secrets.token_hex(3)
    for suffix in ("", "-wal", "-shm", "-journal"):
        part = file.with_name(f"{file.name}{suffix}")
        with suppress(FileNotFoundError):
            part.rename(file.with_name(f"{file.name}.damaged-{mark}{suffix}"))


def wait(data: Path, backup: Backup, who: str) -> None:
    """The program will restore it before it opens the data again."""
    store.write(data / WAITING, json.encode(Waiting(str(backup.path), who)))


def carry_out(data: Path, url: str, clock: Clock) -> Restored | None:
    """What waits, once, whatever comes of it. Raises what restore() does."""
    try:
        told = json.decode((data / WAITING).read_bytes(), type=Waiting)
    except (FileNotFoundError, MsgspecError):
        return None
    finally:
        (data / WAITING).unlink(missing_ok=True)
    return restore(find(data, told.path), Place(data, url, told.who, clock))
