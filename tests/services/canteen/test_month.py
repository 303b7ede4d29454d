"""The month: what each day is, what was missed, and the figures that are printed."""

from datetime import date, timedelta

import pytest

from desktop_admin.api.base import Period
from desktop_admin.api.canteen.calendar import DayState, ListSheets, ReadMonth, ReadMonthFigures
from desktop_admin.api.canteen.entry import ReviewSheet
from desktop_admin.api.canteen.registers import StopCanteen
from desktop_admin.api.canteen.sheet import SheetState, Verdict
from desktop_admin.api.school import (
    AddCalendarDays,
    CalendarOverlap,
    ListCalendarDays,
    PeriodTurned,
    RemoveCalendarDay,
)
from desktop_admin.core.errors import Invalid
from desktop_admin.services.canteen.bulk import Failed, Said
from tests.conftest import START
from tests.services.canteen.conftest import TODAY, Kitchen
from tests.services.canteen.test_late import days_later

SATURDAY = date(2026, 9, 5)


def states(kitchen: Kitchen) -> dict[int, DayState]:
    month = kitchen.officer.ask(ReadMonth(kitchen.canteen.key, date(2026, 9, 15)))
    return {cell.day.day: cell.state for cell in month.days}


def week(kitchen: Kitchen) -> None:
    """Tuesday signed and reviewed, Wednesday signed with a fail, Thursday missed, today is Friday."""
    kitchen.filled()
    signed = kitchen.sign()
    kitchen.director.ask(ReviewSheet(signed.key, signed.version))
    days_later(kitchen, 1)
    wednesday = TODAY + timedelta(days=1)
    told = Failed("积水", "已清扫", "照片 3", kitchen.cook.key)
    kitchen.filled(wednesday, E01=Said(START + timedelta(days=1), Verdict.FAIL, failed=told))
    kitchen.sign(wednesday)
    days_later(kitchen, 2)


def test_every_day_of_the_month_has_its_state(kitchen: Kitchen) -> None:
    kitchen.director.ask(AddCalendarDays(first=SATURDAY, last=SATURDAY, reason="调休上课", works=True))
    kitchen.director.ask(AddCalendarDays(first=date(2026, 9, 25), last=date(2026, 9, 27), reason="中秋节"))
    week(kitchen)
    found = states(kitchen)
    assert len(found) == 30
    assert [found[day] for day in (1, 2, 3, 4, 5, 6, 7, 25)] == [
        DayState.REVIEWED,
        DayState.SIGNED,
        DayState.MISSED,
        DayState.NOT_STARTED,
        DayState.UPCOMING,
        DayState.CLOSED,
        DayState.UPCOMING,
        DayState.CLOSED,
    ]
    kitchen.start(TODAY + timedelta(days=3))
    assert states(kitchen)[4] is DayState.OPEN


def test_the_months_sums_count_school_days_only(kitchen: Kitchen) -> None:
    week(kitchen)
    month = kitchen.officer.ask(ReadMonth(kitchen.canteen.key, TODAY))
    assert (month.due, month.done, month.missed, month.reviewed, month.review_overdue) == (3, 2, 1, 1, 1)
    assert month.missed_rate == pytest.approx(1 / 3)
    cells = {cell.day.day: cell for cell in month.days}
    assert (cells[2].passed, cells[2].failed, cells[2].open) == (44, 1, 0)


def test_days_before_a_canteen_opened_and_after_it_stopped_are_not_missed(kitchen: Kitchen) -> None:
    august = kitchen.officer.ask(ReadMonth(kitchen.canteen.key, date(2026, 8, 1)))
    assert august.days[0].state is DayState.NOT_IN_USE
    assert august.missed == 6
    kitchen.officer.ask(StopCanteen(kitchen.canteen.key, kitchen.canteen.version))
    days_later(kitchen, 1)
    assert states(kitchen)[2] is DayState.NOT_IN_USE


def test_sheets_are_found_by_state_period_fails_and_text(kitchen: Kitchen) -> None:
    week(kitchen)
    ask = kitchen.officer.ask
    assert [row.day.day for row in ask(ListSheets()).rows] == [2, 1]
    assert [row.day.day for row in ask(ListSheets(sort="day")).rows] == [1, 2]
    assert [row.day.day for row in ask(ListSheets(sort="-failed")).rows] == [2, 1]
    assert [row.day.day for row in ask(ListSheets(state=SheetState.REVIEWED)).rows] == [1]
    assert [row.failed for row in ask(ListSheets(has_fails=True)).rows] == [1]
    assert [row.day.day for row in ask(ListSheets(period=Period(TODAY, TODAY))).rows] == [1]
    assert [row.reviewed_by for row in ask(ListSheets(search="李敏")).rows] == ["李敏"]
    assert ask(ListSheets(search="ST-20260902")).total == 1
    assert ask(ListSheets(late_only=True)).total == 0
    assert ask(ListSheets(canteen=kitchen.canteen.key, limit=1)).total == 2


def test_the_months_figures_add_up(kitchen: Kitchen) -> None:
    week(kitchen)
    figures = kitchen.officer.ask(ReadMonthFigures(TODAY))
    assert (figures.school, figures.first, figures.last) == ("实验小学", date(2026, 9, 1), date(2026, 9, 30))
    (canteen,) = figures.canteens
    assert [sheet.day.day for sheet in canteen.sheets] == [1, 2]
    assert (canteen.passed, canteen.failed, canteen.not_applicable) == (89, 1, 0)
    assert (canteen.actions, canteen.actions_closed, canteen.actions_overdue) == (1, 0, 1)
    assert [(item.code, item.area, item.failed, item.checked) for item in canteen.items] == [("E01", "环境卫生", 1, 2)]


def test_the_calendar_takes_whole_holidays_or_nothing(kitchen: Kitchen) -> None:
    ask = kitchen.director.ask
    days = ask(AddCalendarDays(first=date(2026, 10, 1), last=date(2026, 10, 8), reason="国庆节"))
    assert len(days) == 8
    with pytest.raises(CalendarOverlap, match="2026-10-08"):
        ask(AddCalendarDays(first=date(2026, 10, 8), last=date(2026, 10, 10), reason="x"))
    with pytest.raises(PeriodTurned):
        ask(AddCalendarDays(first=date(2026, 10, 8), last=date(2026, 10, 1), reason="x"))
    with pytest.raises(Invalid):
        ask(AddCalendarDays(first=date(2026, 11, 1), last=date(2027, 11, 1), reason="x"))
    with pytest.raises(Invalid):
        ask(AddCalendarDays(first=date(2026, 11, 1), last=date(2026, 11, 1), reason=" "))
    ask(RemoveCalendarDay(days[-1].key, days[-1].version))
    listed = ask(ListCalendarDays(period=Period(date(2026, 10, 1), date(2026, 10, 31))))
    assert listed.total == 7
