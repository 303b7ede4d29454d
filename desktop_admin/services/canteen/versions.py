"""A checklist's versions in the tables: never changed once made; the last made of those valid on a day counts."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from desktop_admin.api.canteen.checklist import Checklist, Item
from desktop_admin.core.ids import uuid7
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.checklist import ChecklistItem, ChecklistVersion
from desktop_admin.models.school import School

_frozen: dict[UUID, dict[UUID, Item]] = {}  # by version: a version never changes once it is made


def valid_on(work: Work, day: date, *, shipped: bool = False) -> ChecklistVersion | None:
    """shipped: as it came with the program, with no limit changed since."""
    mine = ChecklistVersion.school_id == work.school_id, ChecklistVersion.valid_from <= day
    valid = select(ChecklistVersion).where(*mine, *([ChecklistVersion.reason == ""] if shipped else []))
    order = ChecklistVersion.valid_from.desc(), ChecklistVersion.number.desc()
    return work.session.scalars(valid.order_by(*order).limit(1)).one_or_none()


def add(work: Work, checklist: Checklist, reason: str) -> ChecklistVersion:
    """reason: of a limit that the school changed; empty for one that came with the program. Hold the school first."""
    last = select(func.max(ChecklistVersion.number)).where(ChecklistVersion.school_id == work.school_id)
    version = work.add(
        ChecklistVersion(
            name=checklist.version,
            number=(work.session.scalar(last) or 0) + 1,
            valid_from=checklist.valid_from,
            areas=list(checklist.areas),
            reason=reason,
        )
    )
    rows = [
        {
            "key": uuid7(),
            "checklist_key": version.key,
            "position": position,
            "code": item.code,
            "area": item.area,
            "text": item.text,
            "declared": msgspec.to_builtins(item),
        }
        for position, item in enumerate(checklist.items, 1)
    ]
    work.insert_rows(ChecklistItem, rows)
    return version


def frozen(work: Work, checklist_key: UUID) -> dict[UUID, Item]:
    """A version's items by the key of their row, in order."""
    if checklist_key not in _frozen:
        rows = select(ChecklistItem).where(ChecklistItem.checklist_key == checklist_key)
        found = work.session.scalars(rows.order_by(ChecklistItem.position))
        _frozen[checklist_key] = {row.key: row.item() for row in found}
    return _frozen[checklist_key]


def as_checklist(work: Work, version: ChecklistVersion) -> Checklist:
    items = tuple(frozen(work, version.key).values())
    return Checklist(version.name, version.valid_from, tuple(version.areas), items)


def next_name(work: Work, name: str) -> str:
    """2026-09, then 2026-09.1, 2026-09.2, …"""
    work.hold(School, work.school_id)
    base = name.partition(".")[0]
    like = ChecklistVersion.name.startswith(base + ".", autoescape=True)
    taken = work.session.scalars(
        select(ChecklistVersion.name).where(ChecklistVersion.school_id == work.school_id, like)
    )
    return f"{base}.{max((int(each.rpartition('.')[2]) for each in taken), default=0) + 1}"
