"""A whole sheet, and a canteen's day with or without one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import func, or_, select

from desktop_admin.api.canteen.entry import LATE_DAYS
from desktop_admin.api.canteen.sheet import (
    Counts,
    DayView,
    ItemLine,
    Note,
    ReadDay,
    ReadSheet,
    ReadSheetOf,
    Sheet,
    SheetState,
    Signature,
    SignatureKind,
    Verdict,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Work
from desktop_admin.models.canteen import sheet as rows
from desktop_admin.models.canteen.checklist import ChecklistVersion
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.models.school import School
from desktop_admin.services.calendar import closed_days, next_school_day
from desktop_admin.services.canteen import content
from desktop_admin.services.canteen.versions import frozen
from desktop_admin.services.canteen.view import lines
from desktop_admin.services.registry import handles


@handles(ReadSheet)
def read_sheet(work: Work, request: ReadSheet) -> Sheet:
    return sheet_view(work, work.get(rows.CanteenSheet, request.key))


@handles(ReadSheetOf)
def read_sheet_of(work: Work, request: ReadSheetOf) -> Sheet:
    of_finding = select(rows.Finding.item_key).where(rows.Finding.key == request.key)
    mine = rows.SheetItem.school_id == work.school_id
    either = or_(rows.SheetItem.key == request.key, rows.SheetItem.key.in_(of_finding))
    key = work.session.scalar(select(rows.SheetItem.sheet_key).where(mine, either))
    if key is None:
        raise NotFound
    return sheet_view(work, work.get(rows.CanteenSheet, key))


@handles(ReadDay)
def read_day(work: Work, request: ReadDay) -> DayView:
    canteen, today = work.get(Canteen, request.canteen), local_day(work.now)
    closed = closed_days(work, request.day, request.day)
    is_due = request.day not in closed and canteen.in_use_on(request.day)
    found = of_day(work, canteen.key, request.day)
    signed = found is not None and found.state is not SheetState.OPEN
    in_time = today - timedelta(days=LATE_DAYS) <= request.day <= today
    return DayView(
        canteen_key=canteen.key,
        canteen=canteen.name,
        day=request.day,
        closed=request.day in closed,
        closed_reason=closed.get(request.day, ""),
        missed=is_due and request.day < today and not signed,
        can_start=is_due and in_time and found is None,
        needs_reason=request.day < today and (found is None or not (found.late or found.revision > 1)),
        sheet=None if found is None else sheet_view(work, found),
        notes=notes_of(work, canteen.key, request.day),
    )


def of_day(work: Work, canteen_key: UUID, day: date) -> rows.CanteenSheet | None:
    mine = rows.CanteenSheet.canteen_key == canteen_key, rows.CanteenSheet.day == day
    return work.session.scalars(select(rows.CanteenSheet).where(*mine)).one_or_none()


def notes_of(work: Work, canteen_key: UUID, day: date) -> tuple[Note, ...]:
    mine = rows.DayNote.canteen_key == canteen_key, rows.DayNote.day == day
    found = work.session.scalars(select(rows.DayNote).where(*mine).order_by(rows.DayNote.key))
    return tuple(Note(note.text, note.at, note.by) for note in found)


def items_of(work: Work, sheet: rows.CanteenSheet) -> list[rows.SheetItem]:
    found = select(rows.SheetItem).where(rows.SheetItem.sheet_key == sheet.key).order_by(rows.SheetItem.position)
    return list(work.session.scalars(found))


def sheet_view(work: Work, sheet: rows.CanteenSheet, known: Sequence[rows.SheetItem] | None = None) -> Sheet:
    """known: its items, where they have been read already."""
    version = work.get(ChecklistVersion, sheet.checklist_key)
    items = lines(work, sheet, items_of(work, sheet) if known is None else known, frozen(work, version.key))
    signatures = _signatures(work, sheet)
    due = sheet.review_due or next_school_day(work, sheet.day)
    prints = select(func.count()).where(rows.Print.sheet_key == sheet.key)
    view = Sheet(
        key=sheet.key,
        version=sheet.version,
        number=sheet.number,
        revision=sheet.revision,
        state=sheet.state,
        school=work.get(School, work.school_id).name,
        canteen_key=sheet.canteen_key,
        canteen=sheet.canteen,
        contractor=sheet.contractor,
        day=sheet.day,
        diners=sheet.diners,
        started_at=sheet.started_at,
        ended_at=max((line.answered_at for line in items if line.answered_at is not None), default=None),
        late=sheet.late,
        late_reason=sheet.late_reason,
        late_allowed_by=sheet.late_allowed_by,
        late_allowed_at=sheet.late_allowed_at,
        checklist=version.name,
        areas=tuple(version.areas),
        items=items,
        counts=counts(items),
        signatures=signatures,
        notes=notes_of(work, sheet.canteen_key, sheet.day),
        sha256="",
        intact=True,
        prints=work.session.scalar(prints) or 0,
        review_due=due,
        review_overdue=sheet.state is SheetState.SIGNED and local_day(work.now) > due,
    )
    now = content.digest(view)
    return replace(view, sha256=now, intact=all(one.sha256 == now for one in _in_force(signatures)))


def counts(items: tuple[ItemLine, ...]) -> Counts:
    verdicts = Counter(line.verdict for line in items)
    return Counts(len(items), verdicts[Verdict.PASS], verdicts[Verdict.FAIL], verdicts[Verdict.NOT_APPLICABLE])


def _signatures(work: Work, sheet: rows.CanteenSheet) -> tuple[Signature, ...]:
    found = select(rows.Signature).where(rows.Signature.sheet_key == sheet.key).order_by(rows.Signature.key)
    return tuple(map(signature_view, work.session.scalars(found)))


def signature_view(row: rows.Signature) -> Signature:
    return Signature(row.kind, row.revision, row.at, row.by_key, row.by, row.sha256, row.remark, row.voided)


def _in_force(signatures: tuple[Signature, ...]) -> list[Signature]:
    return [one for one in signatures if not one.voided and one.kind is not SignatureKind.RETURNED]
