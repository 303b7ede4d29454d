"""What a signature signs: the sheet's content in one canonical form, whatever the language and the database."""

from hashlib import sha256
from typing import Any

from desktop_admin.api.canteen.sheet import Finding, ItemLine, Reading, Sheet
from desktop_admin.core.canonical import as_json


def digest(sheet: Sheet) -> str:
    """SHA-256 in hexadecimal. Signatures, notes, prints and the later way of corrective actions are not part of it."""
    return sha256(as_json(_content(sheet))).hexdigest()


def _content(sheet: Sheet) -> dict[str, Any]:
    return {
        "number": sheet.number,
        "revision": sheet.revision,
        "canteen": [sheet.canteen_key.hex, sheet.canteen, sheet.contractor],
        "day": sheet.day,
        "diners": sheet.diners,
        "started_at": sheet.started_at,
        "late": [sheet.late, sheet.late_reason, sheet.late_allowed_by, sheet.late_allowed_at],
        "checklist": sheet.checklist,
        "items": [_item(line) for line in sheet.items],
    }


def _item(line: ItemLine) -> dict[str, Any]:
    by = None if line.answered_by_key is None else line.answered_by_key.hex
    return {
        "code": line.item.code,
        "text": line.item.text,
        "verdict": line.verdict,
        "by_sight": line.by_sight,
        "reason": line.reason,
        "answered": [line.answered_at, by, line.answered_by],
        "readings": [_reading(reading) for reading in sorted(line.readings, key=lambda one: one.key)],
        "superseded": [_reading(reading) for reading in line.superseded],
        "corrections": line.corrections,
        "photos": [photo.sha256 for photo in line.photos],
        "finding": _finding(line.finding),
        "computed": None if line.by_sight else line.proposal,
    }


def _reading(reading: Reading) -> list[Any]:
    where = [reading.slot.id, reading.slot.subject, reading.slot.part, reading.slot.number, reading.measure]
    what = [reading.value, reading.raw, reading.unit, reading.in_limit]
    return [*where, *what, reading.at, reading.by_key.hex, reading.by, reading.reason]


def _finding(finding: Finding | None) -> list[Any] | None:
    if finding is None:
        return None
    said = [finding.description, finding.precaution, finding.document_no, finding.severity]
    return [*said, finding.owner, finding.deadline, finding.action_number]
