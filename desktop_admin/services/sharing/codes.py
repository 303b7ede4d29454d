"""The pairing code: 8 characters, one PC, ten minutes, five tries. Every server on the database knows the same one."""

import hmac
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select, update

from desktop_admin.api.sharing import CodeExpired, CodeShown, CodeState
from desktop_admin.core import pairing
from desktop_admin.core.ids import uuid7
from desktop_admin.core.keys import Keys
from desktop_admin.models.sharing import PairingCode

LIFE = timedelta(minutes=10)
TRIES = 5
PURPOSE = "pairing code"  # of the key that codes are computed with
KEPT = timedelta(days=1)  # how long it is told what became of one

Issued = Row[*tuple[Any, ...]]


def issue(connection: Connection, school_id: UUID, made_by: str, now: datetime) -> UUID:
    """A new code; the last one is no longer good."""
    mine = PairingCode.school_id == school_id
    connection.execute(update(PairingCode).where(mine, PairingCode.until > now).values(until=now))
    connection.execute(delete(PairingCode).where(mine, PairingCode.made_at < now - KEPT))
    key = uuid7()
    row = {"key": key, "school_id": school_id, "made_at": now, "made_by": made_by[:40], "until": now + LIFE}
    connection.execute(insert(PairingCode), row | {"tries": TRIES, "used_by": ""})
    return key


def spelt(keys: Keys, key: UUID) -> str:
    return pairing.code_from(hmac.digest(keys.key(PURPOSE), key.bytes, "sha256"))


def latest(connection: Connection) -> Issued | None:
    newest = select(PairingCode.__table__).order_by(PairingCode.made_at.desc(), PairingCode.key.desc()).limit(1)
    return connection.execute(newest).one_or_none()


def shown(keys: Keys, row: Issued, now: datetime) -> CodeShown:
    """What became of it; the code itself only while it is good."""
    state = _state(row, now)
    good = state is CodeState.VALID
    return CodeShown(
        state=state,
        code=pairing.spoken(spelt(keys, row.key)) if good else "",
        seconds_left=round((row.until - now).total_seconds()) if good else 0,
        made_by=row.made_by,
        used_by=row.used_by,
    )


def reserve(connection: Connection, now: datetime) -> Issued:
    """One try is taken before the proof is looked at: parallel guesses do not outrun the limit. Raises CodeExpired."""
    row = latest(connection)
    if row is None or _state(row, now) is not CodeState.VALID:
        raise CodeExpired
    good = PairingCode.key == row.key, PairingCode.tries > 0, PairingCode.used_at.is_(None)
    if not connection.execute(update(PairingCode).where(*good).values(tries=PairingCode.tries - 1)).rowcount:
        raise CodeExpired
    return row


def use(connection: Connection, key: UUID, pc: str, now: datetime) -> None:
    """Raises CodeExpired if another PC was quicker."""
    free = PairingCode.key == key, PairingCode.used_at.is_(None)
    if not connection.execute(update(PairingCode).where(*free).values(used_at=now, used_by=pc)).rowcount:
        raise CodeExpired


def _state(row: Issued, now: datetime) -> CodeState:
    if row.used_at is not None:
        return CodeState.USED
    if now >= row.until:
        return CodeState.EXPIRED
    return CodeState.VALID if row.tries > 0 else CodeState.GUESSED
