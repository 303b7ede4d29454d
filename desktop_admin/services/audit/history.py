"""What has happened to one record."""

from uuid import UUID

from msgspec import json
from sqlalchemy import select

from desktop_admin.api.audit import HistoryLine, RecordHistory, Term
from desktop_admin.core.errors import NotAllowed, NotFound
from desktop_admin.core.permissions import Permission
from desktop_admin.db.audit import Payload, audited
from desktop_admin.db.work import Work
from desktop_admin.models.audit import AuditEntry, AuditSubject
from desktop_admin.services.audit.titles import action_term
from desktop_admin.services.audit.wording import Wording
from desktop_admin.services.registry import handles, require_in_sight

MOST = 100
_payload = json.Decoder(Payload)


@handles(RecordHistory)
def record_history(work: Work, request: RecordHistory) -> tuple[HistoryLine, ...]:
    _admit(work, request.table, request.key)
    mine = (
        select(AuditEntry)
        .join(AuditSubject, AuditSubject.entry_id == AuditEntry.id)
        .where(
            AuditSubject.table == request.table,
            AuditSubject.key == request.key,
            AuditEntry.school_id == work.school_id,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST)
    )
    told = [
        (entry, change)
        for entry in work.session.scalars(mine)
        for change in _payload.decode(entry.payload).changes
        if (change.table, change.key) == (request.table, request.key)
    ]
    told.sort(key=lambda one: (one[0].at, one[1].version), reverse=True)  # several may be of one moment
    wording = Wording(work, (change for _, change in told))
    return tuple(
        HistoryLine(
            entry.at,
            Term(entry.account_name, own=True),
            action_term(entry.action),
            Term(entry.device, own=True),
            wording.change(change).done,
            wording.fields(change),
        )
        for entry, change in told
    )


def _admit(work: Work, table: str, key: UUID) -> None:
    """Who may read a record may read its history; of a table that names no right, only readers of the trail."""
    model = audited().get(table)
    if model is None:
        raise NotFound
    if work.actor.may(Permission.AUDIT_ENTRY_READ):
        return
    needed = model.in_trail.permission
    if needed is None:
        raise NotAllowed(permission=Permission.AUDIT_ENTRY_READ)
    work.actor.require(needed)
    require_in_sight(work, model, key)
