"""Corrective actions as a list, a page and a print see them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.canteen.actions import ActionDetail, ActionRow, ActionStep, Recheck, ToRecheck
from desktop_admin.api.canteen.checklist import Item, Per, Slot, limit_text
from desktop_admin.db.work import Work
from desktop_admin.models.canteen import actions as rows
from desktop_admin.models.canteen.sheet import CanteenSheet, Reading, SheetItem
from desktop_admin.services.canteen import deadlines
from desktop_admin.services.canteen.judge import applied
from desktop_admin.services.canteen.slots import UNITS
from desktop_admin.services.canteen.versions import frozen
from desktop_admin.services.canteen.view import slot_of


def action_row(action: rows.CorrectiveAction, now: datetime) -> ActionRow:
    return ActionRow(
        key=action.key,
        version=action.version,
        number=action.number,
        state=action.state,
        severity=action.severity,
        canteen=action.canteen_name,
        day=action.day,
        code=action.code,
        text=action.text,
        description=action.description,
        owner=action.owner,
        deadline=action.deadline,
        round=action.round,
        overdue=deadlines.is_overdue(action, now),
        escalation=deadlines.escalation(action, now),
        closed_at=action.closed_at,
    )


def declared_of(work: Work, action: rows.CorrectiveAction) -> Item:
    """The item as it was declared on the sheet's day: a re-inspection is judged by the same limits."""
    sheet, item = work.get(CanteenSheet, action.sheet_key), work.get(SheetItem, action.item_key)
    return frozen(work, sheet.checklist_key)[item.declared_key]


def failed_readings(work: Work, action: rows.CorrectiveAction) -> list[Reading]:
    """What was out of limit; advice is not."""
    declared = declared_of(work, action)
    advice = [measure.name for measure in declared.measures if measure.advisory]
    found = select(Reading).where(
        Reading.item_key == action.item_key, Reading.superseded.is_(False), Reading.in_limit.is_(False)
    )
    return [one for one in work.session.scalars(found.order_by(Reading.key)) if one.measure not in advice]


def rechecks_of(work: Work, action: rows.CorrectiveAction) -> list[rows.Recheck]:
    found = select(rows.Recheck).where(rows.Recheck.action_key == action.key)
    return list(work.session.scalars(found.order_by(rows.Recheck.at, rows.Recheck.key)))


def action_detail(work: Work, action: rows.CorrectiveAction) -> ActionDetail:
    declared, sheet = declared_of(work, action), work.get(CanteenSheet, action.sheet_key)
    failed = failed_readings(work, action)
    where = {reading.slot: slot_of(reading) for reading in failed}
    rechecks = rechecks_of(work, action)
    return ActionDetail(
        row=action_row(action, work.now),
        sheet_key=sheet.key,
        sheet_number=sheet.number,
        item_key=action.item_key,
        owner_key=action.owner_key,
        precaution=action.precaution,
        cause=action.cause,
        done=action.done,
        evidence=action.evidence,
        latest_deadline=deadlines.latest(action.severity, action.made_at),
        to_recheck=tuple(_to_recheck(declared, reading) for reading in failed),
        rechecks=tuple(_recheck(declared, row, where) for row in rechecks),
        steps=_steps(work, action.key),
    )


def _to_recheck(declared: Item, reading: Reading) -> ToRecheck:
    measure = applied(declared.measure(reading.measure), reading.low, reading.high)
    return ToRecheck(slot_of(reading), measure, reading.value, is_twice(declared))


def is_twice(declared: Item) -> bool:
    """A fridge that has failed is trusted after two readings some hours apart."""
    per: Per = declared.per
    return per in UNITS


def _recheck(declared: Item, row: rows.Recheck, where: dict[str, Slot]) -> Recheck:
    slot = where.get(row.slot, Slot(row.slot))
    limit = limit_text(applied(declared.measure(row.measure), row.low, row.high))
    return Recheck(slot, row.measure, row.value, row.raw, row.unit, limit, row.in_limit, row.round, row.at, row.by)


def _steps(work: Work, action_key: UUID) -> tuple[ActionStep, ...]:
    found = select(rows.ActionStep).where(rows.ActionStep.action_key == action_key).order_by(rows.ActionStep.key)
    return tuple(
        ActionStep(step.before, step.after, step.round, step.at, step.by, step.remark)
        for step in work.session.scalars(found)
    )
