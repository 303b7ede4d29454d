"""Two people at one record: who was quicker, when, and what it holds now. Read from the trail, so for every record."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from msgspec import json
from sqlalchemy import inspect, select

from desktop_admin.api.audit import ChangedSince, ChangeMade
from desktop_admin.api.base import RecordCommand, fields
from desktop_admin.core.clock import moment_text
from desktop_admin.core.errors import ChangedBy, NotFound, Stale
from desktop_admin.db.audit import Change, Payload, audited, stored
from desktop_admin.db.changes import areas
from desktop_admin.db.work import Work
from desktop_admin.models.audit import AuditEntry, AuditSubject
from desktop_admin.services.registry import REQUESTS, handles, require_in_sight

MOST = 100  # entries that are looked through
ENDINGS = ("", "_key", "_id")  # of a field's column
_payload = json.Decoder(Payload)
Told = tuple[AuditEntry, Change]


@handles(ChangedSince)
def changed_since(work: Work, request: ChangedSince) -> ChangeMade | None:
    """Raises NotFound for what is no command on a record, or out of sight; NotAllowed for who may not give it."""
    command = REQUESTS.get(request.command)
    if command is None or not issubclass(command, RecordCommand):
        raise NotFound
    work.actor.require(command.permission)
    later = list(_later(work, command, request.key, request.version))
    for table in {change.table for _, change in later}:
        require_in_sight(work, audited()[table], request.key)
    if not later:
        return None
    entry, last = max(later, key=lambda each: each[1].version)
    values: dict[str, Any] = {}
    for _, change in sorted(later, key=lambda each: each[1].version):
        values |= _set_by(command, change)
    return ChangeMade(last.version, entry.account_name, entry.at, values)


def told(work: Work, command: RecordCommand[Any]) -> Stale:
    """The refusal, with who was quicker where the trail knows."""
    later = list(_later(work, type(command), command.key, command.version))
    if not later:
        return Stale()
    entry, _ = max(later, key=lambda each: each[1].version)
    return ChangedBy(who=entry.account_name, when=moment_text(entry.at, work.now))


def _later(work: Work, command: type[RecordCommand[Any]], key: UUID, version: int) -> Iterator[Told]:
    """What the trail tells of the command's own kind of record since that version."""
    tables = [table for table, area in areas().items() if area == command.of_area()]
    found = (
        select(AuditEntry)
        .join(AuditSubject, AuditSubject.entry_id == AuditEntry.id)
        .where(AuditSubject.table.in_(tables), AuditSubject.key == key, AuditEntry.school_id == work.school_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST)
    )
    for entry in work.session.scalars(found):
        for change in _payload.decode(entry.payload).changes:
            if change.key == key and change.table in tables and change.version > version:
                yield entry, change


def _set_by(command: type[RecordCommand[Any]], change: Change) -> dict[str, Any]:
    """The command's own fields among those that were changed; what names a record is a column with `_key` or `_id`."""
    open_ones = {name for name, column in stored(inspect(audited()[change.table])) if not column.info.get("secret")}
    after = {name: pair[1] for name, pair in change.fields.items() if name in open_ones}
    columns = ((name, f"{name}{ending}") for name in fields(command) for ending in ENDINGS)
    return {name: after[column] for name, column in columns if column in after}
