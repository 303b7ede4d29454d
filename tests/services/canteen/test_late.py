"""A missed day is seen; what is entered late says so for ever."""

from datetime import date, timedelta

import pytest

from desktop_admin.api.canteen.calendar import DayState, ReadMonth
from desktop_admin.api.canteen.entry import AddNote, AllowLate, ExplainLate
from desktop_admin.api.canteen.refusals import LateNotAllowed, LateReasonNeeded, OwnRequest, ReasonNeeded, TooLate
from desktop_admin.api.canteen.sheet import ReadDay
from desktop_admin.core.errors import Invalid
from tests.services.canteen.conftest import TODAY, Kitchen


def days_later(kitchen: Kitchen, days: int) -> None:
    """Everyone signs in again: a session lasts eight hours."""
    kitchen.house.clock.forward(timedelta(days=days))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    kitchen.director = kitchen.house.desk("food_safety_director", pc="PC-2")


def state(kitchen: Kitchen, day: date) -> DayState:
    month = kitchen.officer.ask(ReadMonth(kitchen.canteen.key, day))
    return next(cell.state for cell in month.days if cell.day == day)


def test_a_missed_day_is_red_and_counts(kitchen: Kitchen) -> None:
    days_later(kitchen, 1)
    view = kitchen.officer.ask(ReadDay(kitchen.canteen.key, TODAY))
    assert view.missed
    assert view.needs_reason
    month = kitchen.officer.ask(ReadMonth(kitchen.canteen.key, TODAY))
    assert state(kitchen, TODAY) is DayState.MISSED
    assert (month.due, month.missed, month.done, month.missed_rate) == (1, 1, 0, 1.0)


def test_a_late_entry_needs_a_reason_and_the_directors_leave_and_stays_marked(kitchen: Kitchen) -> None:
    days_later(kitchen, 3)
    with pytest.raises(LateReasonNeeded):
        kitchen.start(TODAY)
    late = kitchen.start(TODAY, late_reason="停电，纸质记录")
    assert late.late
    kitchen.fill(TODAY)
    with pytest.raises(LateNotAllowed):
        kitchen.sign(TODAY)
    allowed = kitchen.director.ask(AllowLate(late.key, late.version))
    assert allowed.late_allowed_by == "李敏"
    signed = kitchen.sign(TODAY)
    assert (signed.late, signed.late_reason) == (True, "停电，纸质记录")
    assert state(kitchen, TODAY) is DayState.LATE


def test_after_three_days_only_a_note_is_taken(kitchen: Kitchen) -> None:
    days_later(kitchen, 4)
    with pytest.raises(TooLate) as refused:
        kitchen.start(TODAY, late_reason="停电")
    assert refused.value.params == {"day": "2026-09-01", "days": 3}
    kitchen.officer.ask(AddNote(canteen=kitchen.canteen.key, day=TODAY, text="当日停电，纸质记录存档"))
    view = kitchen.officer.ask(ReadDay(kitchen.canteen.key, TODAY))
    assert [note.text for note in view.notes] == ["当日停电，纸质记录存档"]
    assert view.missed
    assert not view.can_start


def test_a_sheet_left_open_overnight_goes_on_only_as_a_late_entry(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    days_later(kitchen, 1)
    assert state(kitchen, TODAY) is DayState.MISSED
    with pytest.raises(LateReasonNeeded):
        kitchen.sign(TODAY)
    with pytest.raises(ReasonNeeded):
        kitchen.officer.ask(ExplainLate(sheet.key, sheet.version, reason=" "))
    late = kitchen.officer.ask(ExplainLate(sheet.key, sheet.version, reason="忘记签名"))
    assert late.late
    kitchen.director.ask(AllowLate(late.key, late.version))
    assert kitchen.sign(TODAY).late


def test_a_sheet_left_open_too_long_takes_nothing_more(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    days_later(kitchen, 4)
    with pytest.raises(TooLate):
        kitchen.officer.ask(ExplainLate(sheet.key, sheet.version, reason="忘记签名"))
    with pytest.raises(TooLate):
        kitchen.sign(TODAY)


def test_nobody_allows_the_own_late_entry(kitchen: Kitchen) -> None:
    both = kitchen.house.desk("food_safety_officer", "food_safety_director", login="both", name="兼任")
    days_later(kitchen, 1)
    both = kitchen.house.desk("food_safety_officer", "food_safety_director", login="both")
    late = kitchen.start(TODAY, desk=both, late_reason="出差")
    with pytest.raises(OwnRequest):
        both.ask(AllowLate(late.key, late.version))


def test_on_the_day_itself_nothing_is_late(kitchen: Kitchen) -> None:
    sheet = kitchen.start()
    with pytest.raises(Invalid):
        kitchen.officer.ask(ExplainLate(sheet.key, sheet.version, reason="x"))
    with pytest.raises(LateReasonNeeded):
        kitchen.director.ask(AllowLate(sheet.key, sheet.version))
