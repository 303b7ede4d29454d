"""The end of an audit stream, and the only place that moves it: each entry is linked to the one before it."""

from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, insert, select, text

from desktop_admin.core.canonical import as_json
from desktop_admin.core.ids import uuid7
from desktop_admin.db import at_once
from desktop_admin.db import changes as counted
from desktop_admin.db.at_once import ADVANCE, ADVANCE_FROM, the
from desktop_admin.db.audit import Owners, Payload, changed_by
from desktop_admin.db.moments import MARKS
from desktop_admin.models.audit import AuditEntry, AuditStream, AuditSubject
from desktop_admin.models.base import Key

Entry = dict[str, Any]  # a row of audit_entry
GENESIS = bytes(32)

START_STREAM = text(
    "INSERT INTO audit_stream (stream, school_id, count, head, sealed) VALUES (:stream, :school_id, 0, :head, 0)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("stream", type_=Key), bindparam("school_id", type_=Key))


_END = select(AuditStream.count.label("length"), AuditStream.head, MARKS.scalar_subquery().label("clock"))
END = _END.where(AuditStream.stream == bindparam("of")).with_for_update(of=AuditStream)
NEW_ENTRY, NEW_SUBJECT = insert(AuditEntry), insert(AuditSubject)


class End(NamedTuple):
    """Where a stream ends: its last entry's number and hash, and how often the clock had been set right by then."""

    number: int
    head: bytes
    clock: int


class Stream(NamedTuple):
    """The entries of one session. known: where it ended when it was seen last; a database that moved on is asked."""

    key: UUID
    school_id: UUID
    known: End | None = None


class Appended(NamedTuple):
    """stream: whose new end it is."""

    stream: UUID
    end: End
    changed: list[counted.Change]
    places: list[counted.Place]


def link(previous: bytes, number: int, digest: bytes) -> bytes:
    """The hash of an entry. It covers the payload by its digest only, so that a payload can lawfully be blanked."""
    return sha256(previous + number.to_bytes(8, "big") + digest).digest()


def append(connection: Connection, payload: Payload, to: Stream, owners: Owners = MappingProxyType({})) -> Appended:
    """Link the entry to the end of its stream. Whatever goes wrong here undoes the whole transaction."""
    changed = changed_by(payload.changes, owners)
    left = counted.Left.of(changed, to.key)
    if to.known is not None:
        entry = _entry(payload, to, to.known)
        places = _follow(connection, entry, left)
        if places is not None:
            return Appended(to.key, _end(entry), changed, places)
    entry = _entry(payload, to, _end_of(connection, to))
    connection.execute(ADVANCE, the(entry))
    return Appended(to.key, _end(entry), changed, _write(connection, entry, left))


def _follow(connection: Connection, entry: Entry, left: counted.Left) -> list[counted.Place] | None:
    """None where the stream, or the clock, is not where the entry takes it to be."""
    if connection.dialect.name == "postgresql":
        return at_once.append(connection, entry, left)
    advanced = connection.execute(ADVANCE_FROM, the(entry)).rowcount == 1
    return _write(connection, entry, left) if advanced else None


def _write(connection: Connection, entry: Entry, left: counted.Left) -> list[counted.Place]:
    """The stream is held."""
    connection.execute(NEW_ENTRY, entry)
    if left.subjects:
        rows = [{"table": table, "key": key, "entry_id": entry["id"]} for table, key in left.subjects]
        connection.execute(NEW_SUBJECT, rows)
    return counted.count_changes(connection, left)


def _end(entry: Entry) -> End:
    return End(entry["number"], entry["hash"], entry["clock"])


def _entry(payload: Payload, to: Stream, end: End) -> Entry:
    encoded = as_json(replace(payload, clock=end.clock))
    digest, number = sha256(encoded).digest(), end.number + 1
    return {
        "id": uuid7(),
        "school_id": to.school_id,
        "stream": to.key,
        "number": number,
        "at": payload.at,
        "clock": end.clock,
        "account_id": payload.account_id,
        "account_name": payload.account_name,
        "device": payload.device,
        "action": payload.action,
        "payload": encoded.decode(),
        "digest": digest,
        "previous": end.head,
        "hash": link(end.head, number, digest),
    }


def _end_of(connection: Connection, to: Stream) -> End:
    """Held until the transaction ends."""
    found = connection.execute(END, {"of": to.key}).one_or_none()
    if found is None:  # two may begin one stream at once
        connection.execute(START_STREAM, {"stream": to.key, "school_id": to.school_id, "head": GENESIS})
        found = connection.execute(END, {"of": to.key}).one()
    return End(found.length, found.head, found.clock)
