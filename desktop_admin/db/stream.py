"""The end of an audit stream, and the only place that moves it: each entry is linked to the one before it."""

from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import json
from msgspec.structs import replace
from sqlalchemy import Connection, bindparam, insert, select, text, update

from desktop_admin.core.ids import uuid7
from desktop_admin.db import changes as counted
from desktop_admin.db.audit import Owners, Payload, left
from desktop_admin.db.moments import MARKS
from desktop_admin.models.audit import AuditEntry, AuditStream, AuditSubject
from desktop_admin.models.base import Key

GENESIS = bytes(32)
_encoder = json.Encoder(order="sorted")

START_STREAM = text(
    "INSERT INTO audit_stream (stream, school_id, count, head, sealed) VALUES (:stream, :school_id, 0, :head, 0)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("stream", type_=Key), bindparam("school_id", type_=Key))


_END = select(AuditStream.count.label("length"), AuditStream.head, MARKS.scalar_subquery().label("clock"))
END = _END.where(AuditStream.stream == bindparam("of")).with_for_update(of=AuditStream)
_MINE = update(AuditStream).where(AuditStream.stream == bindparam("of"))
ADVANCE = _MINE.values(count=bindparam("length"), head=bindparam("link"))
ADVANCE_FROM = ADVANCE.where(
    AuditStream.count == bindparam("length") - 1,
    AuditStream.head == bindparam("before"),
    MARKS.scalar_subquery() == bindparam("clock"),
)
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
    places: list[counted.Place]


def link(previous: bytes, number: int, digest: bytes) -> bytes:
    """The hash of an entry. It covers the payload by its digest only, so that a payload can lawfully be blanked."""
    return sha256(previous + number.to_bytes(8, "big") + digest).digest()


def append(connection: Connection, payload: Payload, to: Stream, owners: Owners = MappingProxyType({})) -> Appended:
    """Link the entry to the end of its stream. Whatever goes wrong here undoes the whole transaction."""
    entry = _entry(payload, to, to.known) if to.known else None
    if entry is None or not _advance_from(connection, entry):
        entry = _entry(payload, to, _end_of(connection, to))
        connection.execute(ADVANCE, {"of": to.key, "length": entry["number"], "link": entry["hash"]})
    connection.execute(NEW_ENTRY, entry)
    subjects = {(change.table, change.key) for change in payload.changes}
    if subjects:
        rows = [{"table": table, "key": key, "entry_id": entry["id"]} for table, key in subjects]
        connection.execute(NEW_SUBJECT, rows)
    places = counted.count_changes(connection, left(payload.changes, owners), to.key)
    return Appended(to.key, End(entry["number"], entry["hash"], entry["clock"]), places)


def _entry(payload: Payload, to: Stream, end: End) -> dict[str, Any]:
    encoded = _encoder.encode(replace(payload, clock=end.clock))
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


def _advance_from(connection: Connection, entry: Mapping[str, Any]) -> bool:
    """Whether the stream, and the clock, were still where the entry takes them to be; then it is held."""
    before = {"before": entry["previous"], "clock": entry["clock"]}
    asked = {"of": entry["stream"], "length": entry["number"], "link": entry["hash"]} | before
    return connection.execute(ADVANCE_FROM, asked).rowcount == 1


def _end_of(connection: Connection, to: Stream) -> End:
    """Held until the transaction ends."""
    found = connection.execute(END, {"of": to.key}).one_or_none()
    if found is None:  # two may begin one stream at once
        connection.execute(START_STREAM, {"stream": to.key, "school_id": to.school_id, "head": GENESIS})
        found = connection.execute(END, {"of": to.key}).one()
    return End(found.length, found.head, found.clock)
