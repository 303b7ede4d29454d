"""Readings: saved as read, judged at once, replaced only with a reason."""

from decimal import Decimal

import pytest

from desktop_admin.api.canteen.actions import ActionState
from desktop_admin.api.canteen.entry import EnterReading
from desktop_admin.api.canteen.numbers import NotANumber, OutsideEntryRange
from desktop_admin.api.canteen.refusals import AnsweredElsewhere, NoSuchSlot, NotMeasured, ReasonNeeded
from desktop_admin.api.canteen.registers import StopUnit
from desktop_admin.api.canteen.sheet import Verdict
from tests.services.canteen.conftest import Kitchen


def test_every_unit_is_read_in_the_morning_and_in_the_afternoon(kitchen: Kitchen) -> None:
    kitchen.start()
    assert [(slot.subject, slot.part) for slot in kitchen.line("B01").slots] == [
        ("1 号冰箱", "a.m."),
        ("1 号冰箱", "p.m."),
    ]
    assert kitchen.read("B01", "4.5").verdict is None
    done = kitchen.read("B01", "5", slot=1)
    assert done.verdict is Verdict.PASS
    assert [reading.value for reading in done.readings] == [Decimal("4.5"), Decimal(5)]


@pytest.mark.parametrize(("typed", "kept"), [("４.５", "4.5"), ("4,5", "4.5"), (" 4.50 ", "4.50"), ("－1", "-1")])
def test_odd_numerals_are_understood_and_kept_as_typed_too(kitchen: Kitchen, typed: str, kept: str) -> None:
    kitchen.start()
    reading = kitchen.read("B01", typed).readings[0]
    assert str(reading.value) == kept
    assert reading.raw == typed


def test_what_cannot_be_read_is_refused_and_nothing_is_kept(kitchen: Kitchen) -> None:
    kitchen.start()
    for typed in ("-", "4O", "", "4 5"):
        with pytest.raises(NotANumber):
            kitchen.read("B01", typed)
    with pytest.raises(OutsideEntryRange) as refused:
        kitchen.read("B01", "450")
    assert refused.value.params == {"value": "450", "low": "−20", "high": "40", "unit": "℃"}
    with pytest.raises(OutsideEntryRange):
        kitchen.read("B01", "-20.1")
    assert kitchen.line("B01").readings == ()


def test_nine_point_one_is_saved_as_read_fails_and_makes_an_action(kitchen: Kitchen) -> None:
    kitchen.start()
    done = kitchen.read("B01", "9.1")
    assert done.verdict is Verdict.FAIL
    reading = done.readings[0]
    assert (reading.value, reading.in_limit, reading.limit) == (Decimal("9.1"), False, "0 ~ 8 ℃")
    assert done.finding is not None
    assert done.finding.action_state is ActionState.TO_ASSIGN


def test_eight_and_seventy_are_inside(kitchen: Kitchen) -> None:
    kitchen.start()
    assert kitchen.read("B01", "8.0").readings[0].in_limit
    kitchen.read("C04", "70.0")
    assert kitchen.read("C04", "70", slot=1).verdict is Verdict.PASS


def test_a_correction_keeps_both_values_with_the_reason(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.read("B01", "9.1")
    with pytest.raises(ReasonNeeded):
        kitchen.read("B01", "6.1")
    assert kitchen.line("B01").readings[0].value == Decimal("9.1")
    mended = kitchen.read("B01", "6.1", reason="看错小数点")
    assert [reading.value for reading in mended.readings] == [Decimal("6.1")]
    assert [reading.value for reading in mended.superseded] == [Decimal("9.1")]
    assert mended.readings[0].reason == "看错小数点"
    assert mended.verdict is None, "the afternoon is still missing"
    assert mended.finding is None
    assert (mended.corrections[0].before, mended.corrections[0].after) == ("fail", "")


def test_two_managers_on_two_units_merge_and_on_one_slot_both_values_are_shown(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("B01")
    other = kitchen.house.desk("food_safety_officer", login="wang2", name="王二", pc="PC-3")
    morning = EnterReading(key=line.key, slot=line.slots[0].id, measure="temperature", raw="4")
    kitchen.officer.ask(morning)
    other.ask(EnterReading(key=line.key, slot=line.slots[1].id, measure="temperature", raw="5"))
    with pytest.raises(AnsweredElsewhere) as refused:
        other.ask(EnterReading(key=line.key, slot=line.slots[0].id, measure="temperature", raw="7"))
    assert refused.value.params["theirs"] == "4 ℃"
    assert refused.value.params["mine"] == "7 ℃"
    assert refused.value.params["who"] == "王建国"
    assert len(kitchen.line("B01").readings) == 2


def test_what_was_not_applicable_can_be_measured_after_all_with_a_reason(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.not_applicable("C06", "今日无隔餐食品")
    with pytest.raises(ReasonNeeded):
        kitchen.read("C06", "75")
    done = kitchen.read("C06", "75", reason="下午有再加热")
    assert done.verdict is Verdict.PASS
    assert (done.corrections[0].before, done.corrections[0].after) == ("not applicable", "pass")


def test_not_applicable_keeps_the_readings_that_were_taken(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.read("B01", "4")
    done = kitchen.not_applicable("B01", "冰箱除霜停用")
    assert done.readings == ()
    assert [reading.value for reading in done.superseded] == [Decimal(4)]


def test_a_further_sample_may_be_added_and_then_counts(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.read("C04", "78")
    line = kitchen.read("C04", "80", slot=1)
    assert line.verdict is Verdict.PASS
    assert [slot.id for slot in line.extra_slots] == ["lunch:3"]
    third = EnterReading(key=line.key, slot="lunch:3", measure="core_temperature", raw="65")
    failed = kitchen.officer.ask(third)
    assert failed.verdict is Verdict.FAIL
    assert len(failed.slots) == 3
    with pytest.raises(NoSuchSlot):
        kitchen.officer.ask(EnterReading(key=line.key, slot="lunch:9", measure="core_temperature", raw="75"))


def test_a_labels_temperature_read_later_changes_what_its_neighbour_is_judged_by(kitchen: Kitchen) -> None:
    kitchen.start()
    assert kitchen.read("A05", "7.5", measure="surface_temperature").verdict is Verdict.PASS
    done = kitchen.read("A05", "4", measure="label_temperature")
    assert done.verdict is Verdict.FAIL
    surface = next(reading for reading in done.readings if reading.measure == "surface_temperature")
    assert (surface.in_limit, surface.limit) == (False, "≤ 7 ℃")


def test_an_unknown_slot_or_measure_is_refused(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("B01")
    with pytest.raises(NoSuchSlot):
        kitchen.officer.ask(EnterReading(key=line.key, slot="attic", measure="temperature", raw="4"))
    with pytest.raises(NoSuchSlot):
        kitchen.read("B01", "4", measure="humidity")
    sight = kitchen.line("E01")
    with pytest.raises(NotMeasured):
        kitchen.officer.ask(EnterReading(key=sight.key, slot="day", measure="temperature", raw="4"))


def test_a_stopped_unit_is_asked_for_no_more(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.officer.ask(StopUnit(kitchen.chilled.key, kitchen.chilled.version))
    assert kitchen.line("B01").slots == ()
    assert kitchen.line("B01").verdict is None, "a missing answer is never a pass"
