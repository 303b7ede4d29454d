"""The day's sheet: made once, however many PCs start it; late ones with a reason, for ever marked."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop_admin.api.canteen.checklist import Item
from desktop_admin.api.canteen.entry import AddNote, AllowLate, EditDay, ExplainLate, RecordPrint, StartDay
from desktop_admin.api.canteen.refusals import (
    AlreadySigned,
    ClosedThatDay,
    InTheFuture,
    LateReasonNeeded,
    NotServedYet,
    OwnRequest,
    ReasonNeeded,
)
from desktop_admin.api.canteen.sheet import Note, PrintNumber, Sheet, SheetState
from desktop_admin.core.clock import local_day, moment_text
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.models.canteen.sheet import CanteenSheet, DayNote, Print, SheetItem
from desktop_admin.models.school import School
from desktop_admin.services.calendar import closed_days
from desktop_admin.services.canteen import checklists, versions
from desktop_admin.services.canteen.numbering import sheet_number
from desktop_admin.services.canteen.sheet_view import notes_of, of_day, sheet_view
from desktop_admin.services.canteen.times import is_late, require_day, require_open
from desktop_admin.services.registry import handles


@handles(StartDay)
def start_day(work: Work, command: StartDay) -> Sheet:
    canteen = work.get(Canteen, command.canteen)
    work.hold(School, work.school_id)  # of two PCs that start together the second finds the first one's sheet
    found = of_day(work, canteen.key, command.day)
    if found is None:
        _require_startable(work, canteen, command)
        found = make(work, canteen, command.day, command.diners)
        if is_late(work, found):
            _mark_late(work, found, command.late_reason)
    return sheet_view(work, found)


def _require_startable(work: Work, canteen: Canteen, command: StartDay) -> None:
    today, day = local_day(work.now), command.day
    if day > today:
        raise InTheFuture(given=str(day), now=str(today))
    if not canteen.in_use_on(day):
        raise NotServedYet(canteen=canteen.name, day=str(day))
    require_day(work, day)
    if day in closed_days(work, day, day):
        raise ClosedThatDay(day=str(day))
    if day < today and not prose(command.late_reason):
        raise LateReasonNeeded(day=str(day))


def make(work: Work, canteen: Canteen, day: date, diners: int) -> CanteenSheet:
    """The sheet with all items of the checklist valid on its day, which it keeps."""
    sheet = add_sheet(work, canteen, day, diners)
    declared = versions.frozen(work, sheet.checklist_key).items()
    work.insert_rows(SheetItem, [item_row(sheet, key, item, n) for n, (key, item) in enumerate(declared, 1)])
    return sheet


def add_sheet(work: Work, canteen: Canteen, day: date, diners: int) -> CanteenSheet:
    """Without its items."""
    version = checklists.for_day(work, day)
    return work.add(
        CanteenSheet(
            canteen_key=canteen.key,
            canteen=canteen.name,
            contractor=canteen.contractor,
            day=day,
            number=sheet_number(work, day, canteen.position),
            checklist_key=version.key,
            diners=diners,
            started_at=work.now,
            revision=1,
            state=SheetState.OPEN,
        )
    )


def item_row(sheet: CanteenSheet, declared_key: UUID, item: Item, position: int) -> dict[str, Any]:
    where: dict[str, Any] = {"key": uuid7(), "sheet_key": sheet.key, "declared_key": declared_key}
    return where | {"position": position, "code": item.code, "computed": {}}


@handles(EditDay)
def edit_day(work: Work, command: EditDay) -> Sheet:
    sheet = work.hold(CanteenSheet, command.key)
    require_open(work, sheet)
    sheet = work.get(CanteenSheet, command.key, command.version)
    sheet.diners = command.diners
    return sheet_view(work, work.saved(sheet))


@handles(ExplainLate)
def explain_late(work: Work, command: ExplainLate) -> Sheet:
    """Raises AlreadySigned, TooLate, ReasonNeeded, Invalid on the day itself."""
    sheet = work.hold(CanteenSheet, command.key, command.version)
    if sheet.state is not SheetState.OPEN:
        raise AlreadySigned(who=sheet.signed_by, when=moment_text(sheet.signed_at, work.now))
    if not is_late(work, sheet):
        raise Invalid(field=N_("Date"), reason=N_("the day is not over; go on without a reason"))
    require_day(work, sheet.day)
    _mark_late(work, sheet, command.reason)
    return sheet_view(work, sheet)


def _mark_late(work: Work, sheet: CanteenSheet, reason: str) -> None:
    sheet.late, sheet.late_reason = True, prose(reason)
    if not sheet.late_reason:
        raise ReasonNeeded
    sheet.late_by_key = work.actor.account_id
    sheet.late_allowed_by, sheet.late_allowed_at = "", None
    work.saved(sheet)


@handles(AllowLate)
def allow_late(work: Work, command: AllowLate) -> Sheet:
    sheet = work.hold(CanteenSheet, command.key, command.version)
    require_open(work, sheet)
    if not sheet.late:
        raise LateReasonNeeded(day=str(sheet.day))
    if sheet.late_by_key == work.actor.account_id:
        raise OwnRequest
    sheet.late_allowed_by, sheet.late_allowed_at = work.actor.name, work.now
    return sheet_view(work, work.saved(sheet))


@handles(AddNote)
def add_note(work: Work, command: AddNote) -> tuple[Note, ...]:
    canteen, text = work.get(Canteen, command.canteen), prose(command.text)
    if not text:
        raise Invalid(field=N_("Note"), reason=N_("write what is to be noted"))
    if command.day > local_day(work.now):
        raise InTheFuture(given=str(command.day), now=str(local_day(work.now)))
    note = DayNote(canteen_key=canteen.key, day=command.day, text=text, at=work.now)
    note.by_key, note.by = work.actor.account_id, work.actor.name
    work.add(note)
    return notes_of(work, canteen.key, command.day)


@handles(RecordPrint)
def record_print(work: Work, command: RecordPrint) -> PrintNumber:
    sheet = work.hold(CanteenSheet, command.key)
    before = work.session.scalar(select(func.count()).where(Print.sheet_key == sheet.key)) or 0
    made = Print(sheet_key=sheet.key, count=before + 1, revision=sheet.revision, at=work.now)
    made.by_key, made.by = work.actor.account_id, work.actor.name
    work.add(made)
    return PrintNumber(sheet.number, made.count, made.at, made.by)
