"""The month in figures: what canteen-month prints."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from desktop_admin.api.canteen.actions import ActionState
from desktop_admin.api.canteen.calendar import CanteenFigures, ItemFigures, MonthFigures, ReadMonthFigures
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.checklist import ChecklistItem
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.models.canteen.sheet import CanteenSheet, SheetItem
from desktop_admin.models.school import School
from desktop_admin.services.canteen.deadlines import is_overdue
from desktop_admin.services.canteen.lists import COLUMNS, sheet_row
from desktop_admin.services.canteen.month import bounds, month_view
from desktop_admin.services.registry import handles

CHECKED = (Verdict.PASS, Verdict.FAIL)


@handles(ReadMonthFigures)
def read_month_figures(work: Work, request: ReadMonthFigures) -> MonthFigures:
    first, last = bounds(request.month)
    school = work.get(School, work.school_id)
    if request.canteen is not None:
        canteens = [work.get(Canteen, request.canteen)]
    else:
        mine = select(Canteen).where(Canteen.school_id == work.school_id, Canteen.since <= last)
        canteens = list(work.session.scalars(mine.order_by(Canteen.position, Canteen.name)))
    return MonthFigures(school.name, first, last, tuple(_of(work, canteen, first, last) for canteen in canteens))


def _of(work: Work, canteen: Canteen, first: date, last: date) -> CanteenFigures:
    mine = CanteenSheet.canteen_key == canteen.key, CanteenSheet.day.between(first, last)
    listed: Any = select(*COLUMNS).where(*mine).order_by(CanteenSheet.day)
    sheets = tuple(sheet_row(row) for row in work.session.execute(listed))
    made = select(CorrectiveAction).where(
        CorrectiveAction.canteen_key == canteen.key, CorrectiveAction.day.between(first, last)
    )
    actions = [one for one in work.session.scalars(made) if one.state is not ActionState.WITHDRAWN]
    return CanteenFigures(
        month=month_view(work, canteen, first),
        sheets=sheets,
        passed=sum(sheet.passed for sheet in sheets),
        failed=sum(sheet.failed for sheet in sheets),
        not_applicable=sum(sheet.not_applicable for sheet in sheets),
        actions=len(actions),
        actions_closed=sum(one.state is ActionState.CLOSED for one in actions),
        actions_overdue=sum(is_overdue(one, work.now) for one in actions),
        items=_items(work, canteen, first, last),
    )


def _items(work: Work, canteen: Canteen, first: date, last: date) -> tuple[ItemFigures, ...]:
    """By code: a text that was revised within the month is told as it stood last."""
    counted = (
        select(SheetItem.code, SheetItem.verdict, func.count())
        .join(CanteenSheet, CanteenSheet.key == SheetItem.sheet_key)
        .where(CanteenSheet.canteen_key == canteen.key, CanteenSheet.day.between(first, last))
        .where(SheetItem.verdict.in_(CHECKED))
        .group_by(SheetItem.code, SheetItem.verdict)
    )
    counts = {(code, verdict): number for code, verdict, number in work.session.execute(counted)}
    codes = [code for code, verdict in counts if verdict is Verdict.FAIL]
    texts = {}
    if codes:
        told = select(ChecklistItem).where(ChecklistItem.code.in_(codes), ChecklistItem.school_id == work.school_id)
        texts = {row.code: row for row in work.session.scalars(told.order_by(ChecklistItem.key))}
    rows = [
        ItemFigures(code, texts[code].area, texts[code].text, failed, failed + counts.get((code, Verdict.PASS), 0))
        for code in codes
        for failed in (counts[code, Verdict.FAIL],)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.failed, row.code)))
