"""Seals, entries and the index of what they are about."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from msgspec import MsgspecError, json
from sqlalchemy import RowMapping, select

from desktop_admin.api.audit import Finding
from desktop_admin.db import guards
from desktop_admin.db.audit import Payload
from desktop_admin.db.seals import Line, Remembered, mac_of
from desktop_admin.db.stream import GENESIS, link
from desktop_admin.db.tail import Ends
from desktop_admin.db.verify import findings as wrong
from desktop_admin.db.verify.check import BATCH, TOLERATED, Check
from desktop_admin.db.verify.findings import of_entry
from desktop_admin.models.audit import AuditEntry, AuditSeal, AuditStream, AuditSubject
from desktop_admin.models.school import ClockMark

COPIED = ("at", "clock", "account_id", "account_name", "device", "action")  # columns that repeat the payload
ENTRIES = (
    select(
        AuditEntry.stream,
        AuditEntry.number,
        AuditEntry.id,
        AuditEntry.payload,
        AuditEntry.digest,
        AuditEntry.previous,
        AuditEntry.hash,
        *(getattr(AuditEntry, name) for name in COPIED),
    )
    .order_by(AuditEntry.stream, AuditEntry.number)
    .execution_options(yield_per=BATCH)
)
MARKS = select(ClockMark.number, ClockMark.accepted)
STREAMS = select(AuditStream.stream, AuditStream.count.label("length"), AuditStream.head)
_payload = json.Decoder(Payload)


def check_guards(check: Check) -> None:
    for name in guards.missing(check.connection):
        check.found(Finding(wrong.UNGUARDED, {"trigger": name}))


def check_seals(check: Check, key: bytes, remembered: Remembered | None) -> None:
    """Every seal is genuine and follows the one before; and the last is not older than the last made here."""
    expected, previous, unfit, other = 1, GENESIS, list[int](), False
    for seal in check.connection.execute(select(AuditSeal.__table__).order_by(AuditSeal.number)).mappings():
        if seal["number"] != expected:
            check.found(Finding(wrong.SEAL_MISSING, {"number": expected}))
        elif seal["previous"] != previous:
            check.found(Finding(wrong.SEAL_BROKEN, {"number": seal["number"]}))
        elif seal["mac"] != mac_of(key, seal):
            unfit.append(seal["number"])
        else:
            _take_ends(check, seal)
        if remembered and seal["number"] == remembered.number:
            other = seal["mac"].hex() != remembered.mac
        expected, previous, check.seals = seal["number"] + 1, seal["mac"], check.seals + 1
    _tell_unfit(check, unfit)
    if remembered and other:
        check.found(Finding(wrong.OTHER, {"number": remembered.number}))
    if remembered and remembered.number >= expected:
        check.found(Finding(wrong.OLDER, {"number": expected - 1, "known": remembered.number}))


def _tell_unfit(check: Check, unfit: list[int]) -> None:
    """All from the first on: another key. Any other one: changed by hand."""
    if len(unfit) > 1 and unfit == list(range(1, len(unfit) + 1)):
        check.found(Finding(wrong.OTHER_KEY, {"first": 1, "last": len(unfit)}))
        return
    for number in unfit:
        check.found(Finding(wrong.SEAL_BROKEN, {"number": number}))


def _take_ends(check: Check, seal: RowMapping) -> None:
    for stream, (count, head) in json.decode(seal["heads"], type=dict[str, tuple[int, str]]).items():
        check.sealed.setdefault(UUID(stream), {})[count] = head


def take_tail(check: Check, ends: Ends) -> None:
    """What was noted beside the database after the last seal counts like a seal."""
    for stream, (number, head) in ends.items():
        check.sealed.setdefault(UUID(stream), {})[number] = head


def check_entries(check: Check) -> None:
    check.marks = {mark.number: mark.accepted for mark in check.connection.execute(MARKS)}
    ends = {row.stream: row for row in check.connection.execute(STREAMS)}
    for stream, rows in groupby(check.connection.execute(ENTRIES), attrgetter("stream")):
        last = _check_stream(check, rows)
        _check_end(check, last, ends.pop(stream, None))
    for stream in {*ends, *check.sealed}:  # what is left of both has no entry at all
        counts = [*check.sealed.pop(stream, {}), ends[stream].length if stream in ends else 0]
        check.found(Finding(wrong.ALL_CUT, {"missing": max(counts), "stream": stream.hex}))


def _check_stream(check: Check, rows: Iterable[Line]) -> Line:
    """The last entry. Every link holds, and leads from the first entry to it without a gap."""
    number, head, last = 0, GENESIS, None
    for row in rows:
        check.step()
        check.entries += 1
        if row.number > number + 1:
            check.found(of_entry(wrong.CUT_OUT, row, first=number + 1, last=row.number - 1))
        elif row.number <= number or row.previous != head:
            check.found(of_entry(wrong.FORKED, row))
        elif what := _altered(check, row):
            check.found(of_entry(wrong.ALTERED, row, what=what))
        elif _steps_back(check, last, row):
            check.found(of_entry(wrong.STEPPED_BACK, row))
        number, head, last = row.number, row.hash, row
    if last is None:
        raise RuntimeError("a group of rows is never empty")
    return last


def _steps_back(check: Check, last: Line | None, row: Line) -> bool:
    """Whether it is older than what was recorded before it, other than where the clock was set right."""
    if row.clock and row.at < check.marks.get(row.clock, datetime.max.replace(tzinfo=UTC)) - TOLERATED:
        return True
    if last is None or row.clock > last.clock:
        return False
    return bool(row.clock < last.clock or row.at < last.at - TOLERATED)


def _altered(check: Check, row: Line) -> str:
    """The name of what is not as it was, if anything; what the entry tells is taken note of."""
    if sha256(row.payload.encode()).digest() != row.digest:
        return "payload"
    if link(row.previous, row.number, row.digest) != row.hash:
        return "hash"
    if check.sealed.get(row.stream, {}).get(row.number, row.hash.hex()) != row.hash.hex():
        return "hash"
    try:
        payload = _payload.decode(row.payload)
    except MsgspecError:
        return "payload"
    _take_changes(check, row.id, payload)
    return next((name for name in COPIED if getattr(payload, name) != getattr(row, name)), "")


def _take_changes(check: Check, entry_id: UUID, payload: Payload) -> None:
    for table, key in {(change.table, change.key) for change in payload.changes}:
        check.subjects += hash((table, key, entry_id))
    for change in payload.changes:
        known = check.last.setdefault(change.table, {})
        left = (change.version, change.done == "delete", change.digest)
        if left > known.get(change.key, (0, False, "")):
            known[change.key] = left


def _check_end(check: Check, last: Line, end: Line | None) -> None:
    """The stream ends where it is said to end, and not before a seal that covers more."""
    sealed = check.sealed.pop(last.stream, {})
    count = max([*sealed, end.length if end else 0])
    if count > last.number:
        check.found(of_entry(wrong.TAIL_CUT, last, missing=count - last.number))
    elif end is None or end.length < last.number or end.head != last.hash:
        check.found(of_entry(wrong.ADDED, last))


def check_subjects(check: Check) -> None:
    """The index by which a record's history is found holds a line for everything the entries tell, and no other."""
    lines = select(AuditSubject.table, AuditSubject.key, AuditSubject.entry_id).execution_options(yield_per=BATCH)
    for table, key, entry_id in check.connection.execute(lines):
        check.step()
        check.subjects -= hash((table, key, entry_id))
    if check.subjects:
        _name_subject(check)


def _name_subject(check: Check) -> None:
    told: set[tuple[str, UUID, UUID]] = set()
    for row in check.connection.execute(select(AuditEntry.id, AuditEntry.payload).execution_options(yield_per=BATCH)):
        try:
            changes = _payload.decode(row.payload).changes
        except MsgspecError:
            continue  # it has been named
        told |= {(change.table, change.key, row.id) for change in changes}
    lines = select(AuditSubject.table, AuditSubject.key, AuditSubject.entry_id)
    there = {(row.table, row.key, row.entry_id) for row in check.connection.execute(lines)}
    for message, lacking in ((wrong.SUBJECT_REMOVED, told - there), (wrong.SUBJECT_ADDED, there - told)):
        for table, key, _ in sorted(lacking):
            check.found(Finding(message, {"table": table, "key": key.hex}))
