"""The trail as a list, and one entry of it."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from msgspec import json
from sqlalchemy import ColumnElement, Select, or_, select

from desktop_admin.api.audit import (
    Choice,
    Entry,
    EntryChoices,
    EntryRow,
    Fact,
    ListEntries,
    ReadEntry,
    ReadEntryChoices,
    Term,
)
from desktop_admin.api.base import Page
from desktop_admin.core.clock import SCHOOL_ZONE
from desktop_admin.core.errors import NotFound
from desktop_admin.core.i18n import tr
from desktop_admin.core.text import normal
from desktop_admin.db.audit import Payload
from desktop_admin.db.work import Work
from desktop_admin.models.audit import AuditEntry, AuditSeal, AuditStream
from desktop_admin.services.audit.titles import AREAS, action_term, actions, area_of, area_term, fact_term, value_term
from desktop_admin.services.audit.wording import HEADS, Wording
from desktop_admin.services.registry import handles

COLUMNS = {
    "-at": AuditEntry.at,
    "person": AuditEntry.account_name,
    "action": AuditEntry.action,
    "device": AuditEntry.device,
    "number": AuditEntry.number,
}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)  # the ends of the calendar itself have no neighbour
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")
_payload = json.Decoder(Payload)


@handles(ListEntries)
def list_entries(work: Work, request: ListEntries) -> Page[EntryRow]:
    found = _narrowed(select(AuditEntry).where(AuditEntry.school_id == work.school_id), request)
    for word in normal(request.search).split():
        found = found.where(_mentions(word))
    page: Page[Any] = work.page(request, found, COLUMNS, lambda entry: entry)
    told = [_payload.decode(entry.payload) for entry in page.rows]
    wording = Wording(work, (change for payload in told for change in payload.changes[:HEADS]), fields=False)
    rows = (_row(entry, payload, wording) for entry, payload in zip(page.rows, told, strict=True))
    return Page(tuple(rows), page.total)


def _narrowed(found: Select[Any], request: ListEntries) -> Select[Any]:
    if request.period is not None:
        first, last = max(request.period.first, FIRST_DAY), min(request.period.last, LAST_DAY)
        found = found.where(AuditEntry.at >= _begins(first), AuditEntry.at < _begins(last + timedelta(days=1)))
    if request.area:
        found = found.where(AuditEntry.action.startswith(f"{request.area}.", autoescape=True))
    if request.action:
        found = found.where(AuditEntry.action == request.action)
    for column, wanted in ((AuditEntry.account_name, request.person), (AuditEntry.device, request.device)):
        if wanted:
            found = found.where(column.contains(normal(wanted), autoescape=True))
    return found


def _begins(day: Any) -> datetime:
    """The first moment of a school day."""
    return datetime.combine(day, time.min, SCHOOL_ZONE)


def _mentions(word: str) -> ColumnElement[bool]:
    """People, PCs, actions by their titles, and whatever was changed."""
    named = [name for name, title in actions().items() if word.casefold() in tr(title).casefold()]
    mentioned = [place.contains(word, autoescape=True) for place in (AuditEntry.account_name, AuditEntry.device)]
    told = f'"{word}' if _HEXADECIMAL.fullmatch(word) else word  # keys and digests are full of such letters
    mentioned.append(AuditEntry.payload.contains(told, autoescape=True))
    return or_(AuditEntry.action.in_(named), *mentioned)


def _row(entry: AuditEntry, payload: Payload, wording: Wording) -> EntryRow:
    return EntryRow(
        entry.id,
        1,
        entry.at,
        Term(entry.account_name, own=True),
        action_term(entry.action),
        wording.about(payload.changes),
        Term(entry.device, own=True),
        area_term(area_of(entry.action)),
        entry.number,
    )


@handles(ReadEntryChoices)
def read_entry_choices(work: Work, request: ReadEntryChoices) -> EntryChoices:  # noqa: ARG001 - the same for all
    return EntryChoices(
        tuple(Choice(area, Term(title)) for area, title in AREAS.items()),
        tuple(Choice(action, Term(title)) for action, title in actions().items()),
    )


@handles(ReadEntry)
def read_entry(work: Work, request: ReadEntry) -> Entry:
    entry = work.session.get(AuditEntry, request.key)
    if entry is None or entry.school_id != work.school_id:
        raise NotFound
    payload = _payload.decode(entry.payload)
    wording = Wording(work, payload.changes)
    stream = work.session.get(AuditStream, entry.stream)
    return Entry(
        row=_row(entry, payload, wording),
        changes=tuple(wording.change(change) for change in payload.changes),
        facts=tuple(
            Fact(fact_term(name), value_term(payload.action, name, value)) for name, value in payload.note.items()
        ),
        stream=entry.stream,
        hash=entry.hash.hex(),
        previous=entry.previous.hex(),
        length=stream.count if stream else entry.number,
        seal=_seal_over(work, entry.stream, entry.number),
    )


def _seal_over(work: Work, stream: UUID, number: int) -> int | None:
    """The first seal that covers the entry."""
    mine = select(AuditSeal.number, AuditSeal.heads).where(AuditSeal.heads.contains(stream.hex))
    for seal in work.session.execute(mine.order_by(AuditSeal.number)):
        if json.decode(seal.heads, type=dict[str, tuple[int, str]])[stream.hex][0] >= number:
            return int(seal.number)
    return None
