"""The end of an audit stream, and the only place that moves it: each entry is linked to the one before it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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


class Written(NamedTuple):
    """What one command's transaction has to say in the trail, of one stream, and leaves behind."""

    payload: Payload
    to: Stream
    changed: list[counted.Change]
    left: counted.Left

    @classmethod
    def of(cls, payload: Payload, to: Stream, owners: Owners = MappingProxyType({})) -> "Written":
        changed = changed_by(payload.changes, owners)
        return cls(payload, to, changed, counted.Left.of(changed, to.key))


class MovedOn(Exception):
    """One of several streams, or the clock, is not where this process saw it last: nothing of them is appended."""


class Appended(NamedTuple):
    """stream: whose new end it is."""

    stream: UUID
    end: End
    changed: list[counted.Change]
    places: list[counted.Place]


def link(previous: bytes, number: int, digest: bytes) -> bytes:
    """The hash of an entry. It covers the payload by its digest only, so that a payload can lawfully be blanked."""
    return sha256(previous + number.to_bytes(8, "big") + digest).digest()


def append(connection: Connection, written: Written) -> Appended:
    """Link the entry to the end of its stream. Whatever goes wrong here undoes the whole transaction."""
    to, left = written.to, written.left
    if to.known is not None:
        entry = _entry(written, to.known)
        places = _follow(connection, entry, left)
        if places is not None:
            return Appended(to.key, _end(entry), written.changed, places)
    entry = _entry(written, _end_of(connection, to))
    connection.execute(ADVANCE, the(entry))
    return Appended(to.key, _end(entry), written.changed, _write_one(connection, entry, left))


def append_all(connection: Connection, several: Sequence[Written]) -> list[Appended]:
    """As append(), of a stream each, given in the order of their keys, in which they are held. Raises MovedOn."""
    entries = [_entry(written, written.to.known or _end_of(connection, written.to)) for written in several]
    if connection.execute(ADVANCE_FROM, [the(entry) for entry in entries]).rowcount != len(entries):
        raise MovedOn
    shards = _by_shard(several)
    about = [row for written, entry in zip(several, entries, strict=True) for row in _about(written.left, entry)]
    places = dict(zip(shards, _write(connection, entries, about, list(shards.values())), strict=True))
    return [
        Appended(written.to.key, _end(entry), written.changed, places[written.left.shard])
        for written, entry in zip(several, entries, strict=True)
    ]


def _by_shard(several: Iterable[Written]) -> dict[int, counted.Left]:
    """What they leave behind together: two of one shard are one change of each table there."""
    changed: dict[int, dict[tuple[str, UUID], counted.Change]] = defaultdict(dict)
    streams: dict[int, UUID] = {}
    for written in several:
        shard = written.left.shard
        streams[shard] = written.to.key
        for change in written.changed:
            known = changed[shard].setdefault((change.table, change.key), change)
            if known.version < change.version:
                changed[shard][change.table, change.key] = change
    return {shard: counted.Left.of(changed[shard].values(), stream) for shard, stream in streams.items()}


def _follow(connection: Connection, entry: Entry, left: counted.Left) -> list[counted.Place] | None:
    """None where the stream, or the clock, is not where the entry takes it to be."""
    if connection.dialect.name == "postgresql":
        return at_once.append(connection, entry, left)
    advanced = connection.execute(ADVANCE_FROM, the(entry)).rowcount == 1
    return _write_one(connection, entry, left) if advanced else None


def _write_one(connection: Connection, entry: Entry, left: counted.Left) -> list[counted.Place]:
    return _write(connection, [entry], _about(left, entry), [left])[0]


def _write(
    connection: Connection, entries: Sequence[Entry], about: Sequence[dict[str, Any]], left: Sequence[counted.Left]
) -> list[list[counted.Place]]:
    """The streams are held. left: of each shard once."""
    connection.execute(NEW_ENTRY, entries)
    if about:
        connection.execute(NEW_SUBJECT, about)
    return counted.count_changes(connection, left)


def _about(left: counted.Left, entry: Entry) -> list[dict[str, Any]]:
    return [{"table": table, "key": key, "entry_id": entry["id"]} for table, key in left.subjects]


def _end(entry: Entry) -> End:
    return End(entry["number"], entry["hash"], entry["clock"])


def _entry(written: Written, end: End) -> Entry:
    payload, to = written.payload, written.to
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
