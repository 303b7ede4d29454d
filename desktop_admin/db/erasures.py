"""What was erased for good, in a file beside the database: a restored backup forgets it again.

Each line names a kind and a record's key, nothing of what was erased. It is written before the transaction ends: what
is in the file and yet in the database was given up at the last moment, and may well be erased later.
"""

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import MsgspecError, Struct, json
from sqlalchemy import ColumnElement, Connection, inspect, select, update

from desktop_admin.api.sharing import PcState
from desktop_admin.core.backups import Plan
from desktop_admin.core.files import write_whole
from desktop_admin.db.audit import RECORDED, SECRET_SHOWN, Change, Diff, row_digest, stored
from desktop_admin.models.accounts import Credential, Device
from desktop_admin.models.base import Audited
from desktop_admin.models.sharing import PairedPc

FILE = "erasures.log"
PASSWORD = "password"  # noqa: S105 - the hash of a password that is older than those the rule remembers
PC = "pc"  # the key of a PC that was sent away


class Erased(Struct, frozen=True):
    at: datetime
    kind: str
    key: str  # hexadecimal


def remember(data: Path | None, at: datetime, kind: str, keys: Iterable[bytes]) -> None:
    """In the data folder, and beside the backups, so that one survives the other's disk. Raises OSError."""
    lines = b"".join(json.encode(Erased(at, kind, key.hex())) + b"\n" for key in keys)
    if data is None or not lines:
        return
    places = [data]
    if (beside := Plan.load(data).place(data)).is_dir():
        places.append(beside)
    for place in places:
        with os.fdopen(os.open(place / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as stream:
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())


def known(*files: Path) -> list[Erased]:
    """Everything that any of the files names, oldest first. A line that a power cut left half written is left out."""
    found: dict[tuple[str, str], Erased] = {}
    for file in files:
        for line in file.read_bytes().splitlines() if file.is_file() else ():
            try:
                each = json.decode(line, type=Erased)
            except MsgspecError:
                continue
            found.setdefault((each.kind, each.key), each)
    return sorted(found.values(), key=lambda each: each.at)


def write(file: Path, erased: Iterable[Erased]) -> None:
    """Whole or not at all."""
    write_whole(file, b"".join(json.encode(each) + b"\n" for each in erased))


def replay(connection: Connection, erased: Iterable[Erased]) -> tuple[int, list[Change]]:
    """Erase again what a backup has brought back. How much that was, and what the trail has to be told of it."""
    count, changes = 0, list[Change]()
    for each in erased:
        does = _AGAIN.get(each.kind)
        done = does(connection, each) if does else None
        if done is not None:
            count += 1
            changes += done
    return count, changes


def _send_away(connection: Connection, each: Erased) -> list[Change] | None:
    device = bytes.fromhex(each.key)
    mine = update(Device).where(Device.key_hash == device, Device.revoked_at.is_(None))
    revoked = connection.execute(mine.values(revoked_at=each.at)).rowcount
    known = PairedPc.device == device, PairedPc.state != PcState.REMOVED
    before = connection.scalar(select(PairedPc.state).where(*known))
    if before is None:
        return [] if revoked else None
    told = {"state": [before.value, PcState.REMOVED.value]}
    return _change(connection, PairedPc, known, PairedPc.device == device, {"state": PcState.REMOVED}, told)


def _wipe(connection: Connection, each: Erased) -> list[Change] | None:
    mine = Credential.key == UUID(hex=each.key)
    told = {"password_hash": [SECRET_SHOWN, SECRET_SHOWN]}
    still = mine, Credential.password_hash != ""
    return _change(connection, Credential, still, mine, {"password_hash": ""}, told)


def _change(  # noqa: PLR0913, PLR0917 - what an audited record's own flush would know
    connection: Connection,
    model: type[Audited],
    still: tuple[ColumnElement[bool], ...],
    mine: ColumnElement[bool],
    values: dict[str, Any],
    told: Diff,
) -> list[Change] | None:
    """None where there was nothing to change any more."""
    changed = update(model).where(*still).values(version=model.version + 1, **values)
    if not connection.execute(changed, execution_options=RECORDED).rowcount:
        return None
    columns = dict(stored(inspect(model)))
    row = dict(zip(columns, connection.execute(select(*columns.values()).where(mine)).one(), strict=True))
    return [Change(model.__tablename__, row["key"], row["version"], "update", told, row_digest(row))]


_AGAIN: dict[str, Callable[[Connection, Erased], list[Change] | None]] = {PASSWORD: _wipe, PC: _send_away}
