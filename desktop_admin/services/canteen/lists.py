"""The list of sheets and the list of fails."""

from functools import partial
from typing import Any

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.calendar import FailureRow, ListFailures, ListSheets, SheetRow
from desktop_admin.api.canteen.checklist import limits_text
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.api.canteen.texts import readings_text
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.checklist import ChecklistItem
from desktop_admin.models.canteen.sheet import CanteenSheet, Finding, SheetItem
from desktop_admin.services.canteen.gather import gather
from desktop_admin.services.canteen.versions import frozen
from desktop_admin.services.canteen.view import readings_in_force
from desktop_admin.services.narrowing import equal, within
from desktop_admin.services.registry import handles

COLUMNS: tuple[Any, ...] = (
    CanteenSheet.key,
    CanteenSheet.version,
    CanteenSheet.number,
    CanteenSheet.day,
    CanteenSheet.canteen,
    CanteenSheet.state,
    CanteenSheet.diners,
    CanteenSheet.passed,
    CanteenSheet.failed,
    CanteenSheet.not_applicable,
    CanteenSheet.open,
    CanteenSheet.late,
    CanteenSheet.signed_by,
    CanteenSheet.signed_at,
    CanteenSheet.reviewed_by,
    CanteenSheet.reviewed_at,
    CanteenSheet.revision,
)
SORTED_BY: dict[str, Any] = {"-day": CanteenSheet.day} | {
    column.key: column for column in COLUMNS[2:] if column.key != "day"
}
FAILURES_BY = {
    "-action_number": CorrectiveAction.number,
    "day": CorrectiveAction.day,
    "canteen": CorrectiveAction.canteen_name,
    "code": CorrectiveAction.code,
    "severity": CorrectiveAction.severity,
    "action_state": CorrectiveAction.state,
    "owner": CorrectiveAction.owner,
    "deadline": CorrectiveAction.deadline,
}


@handles(ListSheets)
def list_sheets(work: Work, request: ListSheets) -> Page[SheetRow]:
    found: Any = select(*COLUMNS).where(CanteenSheet.school_id == work.school_id)
    wanted = {CanteenSheet.canteen_key: request.canteen, CanteenSheet.state: request.state}
    found = found.where(*equal(wanted), *within(CanteenSheet.day, request.period))
    if request.has_fails:
        failed = select(SheetItem.sheet_key).where(SheetItem.verdict == Verdict.FAIL)
        found = found.where(CanteenSheet.key.in_(failed))
    if request.late_only:
        found = found.where(CanteenSheet.late)
    if request.search:
        found = found.where(matching(work.session, CanteenSheet, request.search))
    return work.page(request, found, SORTED_BY, sheet_row)


def sheet_row(row: Any) -> SheetRow:
    return SheetRow(**dict(zip(SheetRow.__struct_fields__, row, strict=True)))


@handles(ListFailures)
def list_failures(work: Work, request: ListFailures) -> Page[FailureRow]:
    """One row a fail in force; its action tells day, canteen and item."""
    action = CorrectiveAction
    found = (
        select(action)
        .join(Finding, Finding.action_key == action.key)
        .where(action.school_id == work.school_id, Finding.withdrawn.is_(False))
    )
    found = found.where(*equal({action.canteen_key: request.canteen}), *within(action.day, request.period))
    if request.area:
        in_area = select(SheetItem.key).join(ChecklistItem, ChecklistItem.key == SheetItem.declared_key)
        found = found.where(action.item_key.in_(in_area.where(ChecklistItem.area == request.area)))
    if request.search:
        found = found.where(matching(work.session, action, request.search))
    return work.page(request, found, FAILURES_BY, partial(_failure, work))


def _failure(work: Work, action: CorrectiveAction) -> FailureRow:
    item, sheet = work.get(SheetItem, action.item_key), work.get(CanteenSheet, action.sheet_key)
    declared = frozen(work, sheet.checklist_key)[item.declared_key]
    readings = readings_in_force(
        declared, gather(work, sheet, (item,), {item.declared_key: declared}).readings[item.key]
    )
    return FailureRow(
        key=item.key,
        sheet_key=sheet.key,
        action_key=action.key,
        day=action.day,
        canteen=action.canteen_name,
        code=action.code,
        area=declared.area,
        text=action.text,
        values=readings_text(readings),
        limits=limits_text(declared),
        description=action.description,
        severity=action.severity,
        action_number=action.number,
        action_state=action.state,
        owner=action.owner,
        deadline=action.deadline,
    )
