"""A canteen's month: what each day is, and how many were missed."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from desktop_admin.api.canteen.calendar import DayCell, DayState, MonthView, ReadMonth
from desktop_admin.api.canteen.sheet import SheetState
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.models.canteen.sheet import CanteenSheet, DayNote
from desktop_admin.services.calendar import closed_days
from desktop_admin.services.registry import handles

DONE = (DayState.SIGNED, DayState.REVIEWED, DayState.LATE)
COLUMNS: tuple[Any, ...] = (
    CanteenSheet.key,
    CanteenSheet.number,
    CanteenSheet.day,
    CanteenSheet.state,
    CanteenSheet.late,
    CanteenSheet.review_due,
    CanteenSheet.passed,
    CanteenSheet.failed,
    CanteenSheet.not_applicable,
    CanteenSheet.open,
)


@handles(ReadMonth)
def read_month(work: Work, request: ReadMonth) -> MonthView:
    return month_view(work, work.get(Canteen, request.canteen), request.month)


def bounds(month: date) -> tuple[date, date]:
    """The first and the last day."""
    return month.replace(day=1), month.replace(day=monthrange(month.year, month.month)[1])


def month_view(work: Work, canteen: Canteen, month: date) -> MonthView:
    first, last = bounds(month)
    today, closed = local_day(work.now), closed_days(work, first, last)
    found: Any = select(*COLUMNS).where(CanteenSheet.canteen_key == canteen.key, CanteenSheet.day.between(first, last))
    sheets: dict[date, Any] = {row.day: row for row in work.session.execute(found)}
    notes = _notes(work, canteen, first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    cells = tuple(
        _cell(day, _state(canteen, day, today, sheets.get(day), closed), closed.get(day, ""), notes[day])
        if day not in sheets
        else _with_sheet(sheets[day], _state(canteen, day, today, sheets[day], closed), today, notes[day])
        for day in days
    )
    return _summed(canteen, first, cells)


def _notes(work: Work, canteen: Canteen, first: date, last: date) -> Counter[date]:
    found = select(DayNote.day, func.count()).where(DayNote.canteen_key == canteen.key)
    rows = work.session.execute(found.where(DayNote.day.between(first, last)).group_by(DayNote.day))
    return Counter({row[0]: row[1] for row in rows})


def _state(canteen: Canteen, day: date, today: date, sheet: Any, closed: dict[date, str]) -> DayState:
    """A sheet speaks for itself, even on a day that was closed afterwards; without one the calendar does."""
    if sheet is not None and sheet.state is not SheetState.OPEN:
        signed = DayState.REVIEWED if sheet.state is SheetState.REVIEWED else DayState.SIGNED
        return DayState.LATE if sheet.late else signed
    if sheet is not None:
        return DayState.OPEN if day >= today else DayState.MISSED
    if not canteen.in_use_on(day):
        return DayState.NOT_IN_USE
    if day in closed:
        return DayState.CLOSED
    if day < today:
        return DayState.MISSED
    return DayState.NOT_STARTED if day == today else DayState.UPCOMING


def _cell(day: date, state: DayState, closed_reason: str, notes: int) -> DayCell:
    return DayCell(day=day, state=state, closed_reason=closed_reason, notes=notes)


def _with_sheet(row: Any, state: DayState, today: date, notes: int) -> DayCell:
    overdue = row.state is SheetState.SIGNED and row.review_due is not None and today > row.review_due
    return DayCell(
        day=row.day,
        state=state,
        sheet_key=row.key,
        number=row.number,
        passed=row.passed,
        failed=row.failed,
        not_applicable=row.not_applicable,
        open=row.open,
        review_overdue=overdue,
        notes=notes,
    )


def _summed(canteen: Canteen, first: date, cells: Iterable[DayCell]) -> MonthView:
    days = tuple(cells)
    states = Counter(cell.state for cell in days)
    done, missed = sum(states[state] for state in DONE), states[DayState.MISSED]
    return MonthView(
        canteen_key=canteen.key,
        canteen=canteen.name,
        first=first,
        days=days,
        due=done + missed,
        done=done,
        late=states[DayState.LATE],
        missed=missed,
        reviewed=states[DayState.REVIEWED],
        review_overdue=sum(cell.review_overdue for cell in days),
    )
