"""Checkpoints over the whole audit trail. Without the key beside the database nobody can make or mend one."""

import hmac
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from msgspec import MsgspecError, Struct, json
from sqlalchemy import Engine, Row, RowMapping, insert, select, update
from sqlalchemy.exc import DBAPIError

from desktop_admin.core.canonical import as_json
from desktop_admin.core.errors import DatabaseAway
from desktop_admin.core.keys import Keys
from desktop_admin.db.stream import Appended
from desktop_admin.db.tail import Tail
from desktop_admin.db.work import Database
from desktop_admin.models.audit import AuditSeal, AuditStream

log = logging.getLogger(__name__)

EVERY = 50  # audited commands between two seals, when nobody signs out
FILE = "audit.seal"
NOT_NOTED = "what was written since the last seal is not noted beside the database"
GENESIS = bytes(32)
Line = Row[*tuple[Any, ...]]
GROWN = select(AuditStream.stream, AuditStream.count.label("length"), AuditStream.sealed, AuditStream.head)
LAST = select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1)


class Remembered(Struct, frozen=True):
    """The last seal that this folder has seen: tells an older copy of the database from the one that was in use."""

    number: int
    mac: str

    @classmethod
    def load(cls, folder: Path) -> "Remembered | None":
        """None where none was written, or what is there cannot be read."""
        try:
            return json.decode((folder / FILE).read_bytes(), type=cls)
        except (OSError, MsgspecError):
            return None

    def save(self, folder: Path) -> None:
        draft = folder / f"{FILE}.new"
        draft.write_bytes(json.encode(self))
        draft.replace(folder / FILE)


def mac_of(key: bytes, seal: Mapping[str, Any] | RowMapping) -> bytes:
    """Of a row of audit_seal: it covers all its columns but itself."""
    covered = [seal["number"], seal["at"].isoformat(), seal["entries"], seal["heads"], seal["previous"].hex()]
    return hmac.digest(key, json.encode(covered), "sha256")


def is_sealed(engine: Engine) -> bool:
    """Whether anything has been sealed in this database, with whatever key."""
    with engine.connect() as connection:
        return connection.execute(LAST).one_or_none() is not None


def fits(engine: Engine, keys: Keys) -> bool:
    """Whether the last seal was made with this key; also where nothing has been sealed yet."""
    with engine.connect() as connection:
        last = connection.execute(select(AuditSeal.__table__).order_by(AuditSeal.number.desc()).limit(1)).mappings()
        row = last.one_or_none()
    return row is None or hmac.compare_digest(row["mac"], mac_of(keys.key("audit seal"), row))


class Seals:
    """Seals what has been written since the last one: at sign-out, when the program closes, and now and then."""

    def __init__(self, database: Database, keys: Keys, folder: Path | None) -> None:
        self._database, self._folder = database, folder
        self._key = keys.key("audit seal")
        self._lock, self._unsealed = Lock(), 0
        self._tail = Tail(folder, self._key, afresh=not (folder / FILE).exists()) if folder else None
        if self._tail is not None:
            database.appended = self._note

    def written(self, entries: int, *, seal: bool = False) -> None:
        """As many at most have been; they stand, whether or not they can be sealed now."""
        self._unsealed += entries
        if seal or self._unsealed >= EVERY:
            try:
                self.seal()
            except (DBAPIError, DatabaseAway, OSError):
                log.warning("the audit trail could not be sealed now; it will be with the next seal", exc_info=True)

    def seal(self) -> int:
        """The number of the last seal, after one has been made if there was anything to seal; 0 for none."""
        with self._lock:
            self._unsealed = 0
            made, covered = self._make()
        if made is None:
            return 0
        self._remember(made)
        self._forget(covered)
        return made.number

    def _forget(self, covered: dict[str, tuple[int, str]]) -> None:
        try:
            if self._tail is not None:
                self._tail.sealed(covered)
        except OSError:
            log.warning(NOT_NOTED, exc_info=True)

    def _note(self, appended: Sequence[Appended]) -> None:
        try:
            if self._tail is not None:
                self._tail.note((each.stream, each.end.number, each.end.head) for each in appended)
        except OSError:
            log.warning(NOT_NOTED, exc_info=True)

    def _remember(self, made: Remembered) -> None:
        """Unless the folder remembers a seal that this database lacks: then it is not the one that was in use here."""
        if self._folder is None:
            return
        known = Remembered.load(self._folder)
        if known is not None and known != made:
            with self._database.reading() as connection:
                mac = connection.scalar(select(AuditSeal.mac).where(AuditSeal.number == known.number))
            if mac is None or mac.hex() != known.mac:
                return
        made.save(self._folder)

    def _make(self) -> tuple[Remembered | None, dict[str, tuple[int, str]]]:
        """The last seal, and how far it covers the streams that have grown."""
        now = self._database.now()
        grown = GROWN.where(AuditStream.count > AuditStream.sealed)
        with self._database.engine.begin() as connection:
            ends = connection.execute(grown.order_by(AuditStream.stream).with_for_update()).all()
            last = connection.execute(LAST).one_or_none()
            if not ends:
                return (Remembered(last.number, last.mac.hex()) if last else None), {}
            row = self._row(now, last, ends)
            connection.execute(insert(AuditSeal), row)
            covered = update(AuditStream).where(AuditStream.stream.in_([end.stream for end in ends]))
            connection.execute(covered.values(sealed=AuditStream.count))
        return Remembered(row["number"], row["mac"].hex()), {
            end.stream.hex: (end.length, end.head.hex()) for end in ends
        }

    def _row(self, now: datetime, last: Line | None, ends: Sequence[Line]) -> dict[str, Any]:
        number, entries, previous = (last.number + 1, last.entries, last.mac) if last else (1, 0, GENESIS)
        entries += sum(end.length - end.sealed for end in ends)
        heads = as_json({end.stream.hex: [end.length, end.head.hex()] for end in ends}).decode()
        made = {"number": number, "at": now, "entries": entries, "heads": heads, "previous": previous}
        return made | {"mac": mac_of(self._key, made)}
