"""Answering: each at once, each with who and when, and nothing lost when it is corrected."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop_admin.api.canteen.actions import ActionState, ReadAction
from desktop_admin.api.canteen.entry import Answer, Confirm, NotApplicable, StartDay
from desktop_admin.api.canteen.refusals import (
    AnotherDay,
    AnsweredElsewhere,
    ClosedThatDay,
    ComputedNotTyped,
    InTheFuture,
    MeasuredNotTyped,
    NotComputed,
    NotServedYet,
    OutOfOrder,
    ReasonNeeded,
    VerdictMoved,
)
from desktop_admin.api.canteen.registers import AddCanteen, DeleteSupplier, EditSupplier, InUse, StopSupplier
from desktop_admin.api.canteen.sheet import ReadDay, ReadSheetOf, Verdict
from desktop_admin.api.school import AddCalendarDays
from desktop_admin.core.errors import NotFound
from tests.conftest import START
from tests.services.canteen.conftest import TODAY, Kitchen, line_of


def test_looking_at_a_day_writes_nothing(kitchen: Kitchen) -> None:
    view = kitchen.officer.ask(ReadDay(kitchen.canteen.key, TODAY))
    assert view.sheet is None
    assert view.can_start
    assert not view.needs_reason


def test_two_pcs_that_start_one_day_get_one_sheet(kitchen: Kitchen) -> None:
    first = kitchen.start()
    second = kitchen.start(desk=kitchen.house.desk("food_safety_officer", login="wang2", name="王二", pc="PC-3"))
    assert second.key == first.key
    assert len(second.items) == 45
    assert first.number == "ST-20260901-01"


def test_a_second_canteen_has_the_next_number(kitchen: Kitchen) -> None:
    kitchen.start()
    other = kitchen.officer.ask(AddCanteen(name="二食堂", position=2))
    assert kitchen.officer.ask(StartDay(canteen=other.key, day=TODAY)).number == "ST-20260901-02"
    third = kitchen.officer.ask(AddCanteen(name="三食堂", position=2))
    assert kitchen.officer.ask(StartDay(canteen=third.key, day=TODAY)).number == "ST-20260901-03"


def test_a_day_that_is_closed_or_to_come_or_before_the_canteen_cannot_be_started(kitchen: Kitchen) -> None:
    with pytest.raises(InTheFuture):
        kitchen.start(TODAY + timedelta(days=1))
    kitchen.director.ask(AddCalendarDays(first=TODAY, last=TODAY, reason="开学典礼"))
    with pytest.raises(ClosedThatDay):
        kitchen.start()
    other = kitchen.officer.ask(AddCanteen(name="二食堂", since=TODAY))
    with pytest.raises(NotServedYet):
        kitchen.officer.ask(StartDay(canteen=other.key, day=TODAY - timedelta(days=1), late_reason="停电"))


def test_two_managers_on_different_items_merge(kitchen: Kitchen) -> None:
    kitchen.start()
    seen = kitchen.sheet()
    other = kitchen.house.desk("food_safety_officer", login="wang2", name="王二", pc="PC-3")
    first, second = line_of(seen, "A04"), line_of(seen, "E01")
    kitchen.officer.ask(Answer(first.key, first.version, verdict=Verdict.PASS))
    other.ask(Answer(second.key, second.version, verdict=Verdict.PASS))
    now = kitchen.sheet()
    assert [line_of(now, code).answered_by for code in ("A04", "E01")] == ["王建国", "王二"]


def test_two_managers_on_the_same_item_both_values_are_shown_and_the_first_stays(kitchen: Kitchen) -> None:
    kitchen.start()
    seen = kitchen.line("A04")
    other = kitchen.house.desk("food_safety_officer", login="wang2", name="王二", pc="PC-3")
    kitchen.officer.ask(Answer(seen.key, seen.version, verdict=Verdict.PASS))
    with pytest.raises(AnsweredElsewhere) as refused:
        other.ask(Answer(seen.key, seen.version, verdict=Verdict.FAIL))
    assert refused.value.params == {
        "who": "王建国", "when": "12:00", "code": "A04", "theirs": "pass", "mine": "fail",
    }  # fmt: skip
    assert kitchen.line("A04").verdict is Verdict.PASS


def test_a_fail_makes_its_corrective_action_at_once(kitchen: Kitchen) -> None:
    kitchen.start()
    finding = kitchen.answer("E01", Verdict.FAIL).finding
    assert finding is not None
    assert finding.action_number == "ZG-20260901-01"
    assert finding.action_state is ActionState.TO_ASSIGN
    assert finding.missing == ("description", "precaution", "evidence", "owner", "deadline")
    assert finding.latest_deadline == START + timedelta(hours=24)
    second = kitchen.answer("B07", Verdict.FAIL).finding
    assert second is not None
    assert second.action_number == "ZG-20260901-02"
    assert second.latest_deadline == START + timedelta(days=3)


def test_a_corrected_answer_needs_a_reason_keeps_both_and_withdraws_the_action(kitchen: Kitchen) -> None:
    kitchen.start()
    failed = kitchen.answer("E01", Verdict.FAIL)
    assert failed.finding is not None
    with pytest.raises(ReasonNeeded):
        kitchen.answer("E01", Verdict.PASS)
    assert kitchen.line("E01").verdict is Verdict.FAIL
    mended = kitchen.answer("E01", Verdict.PASS, reason="看错了区域")
    assert mended.verdict is Verdict.PASS
    assert mended.finding is None
    correction = mended.corrections[0]
    assert (correction.before, correction.after, correction.reason) == ("fail", "pass", "看错了区域")
    action = kitchen.officer.ask(ReadAction(failed.finding.action_key))
    assert action.row.state is ActionState.WITHDRAWN
    assert action.steps[-1].remark == "看错了区域"


def test_failing_again_makes_another_action(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.answer("E01", Verdict.FAIL)
    kitchen.answer("E01", Verdict.PASS, reason="看错了区域")
    again = kitchen.answer("E01", Verdict.FAIL, reason="又发现积水")
    assert again.finding is not None
    assert again.finding.action_number == "ZG-20260901-02"


def test_the_same_answer_again_changes_nothing(kitchen: Kitchen) -> None:
    kitchen.start()
    first = kitchen.answer("E01")
    assert kitchen.answer("E01").version == first.version


def test_not_applicable_needs_a_reason(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("C06")
    with pytest.raises(ReasonNeeded):
        kitchen.officer.ask(NotApplicable(line.key, line.version, reason="  "))
    done = kitchen.not_applicable("C06", "今日无隔餐食品")
    assert done.verdict is Verdict.NOT_APPLICABLE
    assert done.reason == "今日无隔餐食品"


def test_measured_and_computed_items_are_never_typed(kitchen: Kitchen) -> None:
    kitchen.start()
    with pytest.raises(MeasuredNotTyped):
        kitchen.answer("B01")
    with pytest.raises(ComputedNotTyped):
        kitchen.answer("C01")
    with pytest.raises(ComputedNotTyped):
        kitchen.not_applicable("C01", "健康证在办理")


def test_an_item_without_its_register_is_answered_by_sight_and_says_so(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("A02")
    assert line.proposal is not None
    assert line.proposal.verdict is None
    assert "once it is in use" in line.proposal.source_note
    with pytest.raises(NotComputed):
        kitchen.officer.ask(Confirm(line.key, line.version, verdict=Verdict.PASS))
    assert line.verdict is None
    assert kitchen.answer("A02").by_sight


def test_a_computed_verdict_is_confirmed_by_a_person(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("A01")
    assert line.verdict is None
    assert line.proposal is not None
    assert line.proposal.verdict is Verdict.PASS
    assert line.proposal.params == {"count": 1}
    done = kitchen.officer.ask(Confirm(line.key, line.version, verdict=Verdict.PASS))
    assert (done.verdict, done.by_sight, done.answered_by) == (Verdict.PASS, False, "王建国")


def test_a_confirmed_verdict_is_computed_again(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("A01")
    row = kitchen.supplier
    edit = EditSupplier(
        row.key, row.version, name=row.name, credit_code=row.credit_code, licence_no=row.licence_no,
        licence_expiry=date(2026, 8, 31),
    )  # fmt: skip
    kitchen.officer.ask(edit)
    with pytest.raises(VerdictMoved):
        kitchen.officer.ask(Confirm(line.key, line.version, verdict=Verdict.PASS))
    done = kitchen.officer.ask(Confirm(line.key, line.version, verdict=Verdict.FAIL))
    assert done.finding is not None
    assert done.proposal is not None
    assert done.proposal.params["names"] == "绿源农产品有限公司"


def test_a_supplier_that_an_inspection_relied_on_cannot_be_deleted_only_stopped(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("A01")
    kitchen.officer.ask(Confirm(line.key, line.version, verdict=Verdict.PASS))
    with pytest.raises(InUse):
        kitchen.officer.ask(DeleteSupplier(kitchen.supplier.key, kitchen.supplier.version))
    assert not kitchen.officer.ask(StopSupplier(kitchen.supplier.key, kitchen.supplier.version)).in_use
    assert kitchen.line("A01").verdict is Verdict.PASS


def test_without_any_supplier_nothing_passes_in_silence(kitchen: Kitchen) -> None:
    kitchen.officer.ask(StopSupplier(kitchen.supplier.key, kitchen.supplier.version))
    kitchen.start()
    proposal = kitchen.line("A01").proposal
    assert proposal is not None
    assert proposal.verdict is None
    assert proposal.source_note


def at(hour: int, minute: int, day: int = 1) -> datetime:
    """School time as the program keeps it."""
    return datetime(2026, 9, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def test_a_time_more_than_five_minutes_ahead_of_the_database_is_refused(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("E01")
    with pytest.raises(InTheFuture):
        kitchen.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS, seen_at=at(12, 6)))
    done = kitchen.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS, seen_at=at(12, 4)))
    assert done.answered_at == at(12, 0), "never after the database's own time"


def test_a_time_without_a_zone_is_the_schools(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("E01")
    typed = datetime(2026, 9, 1, 8, 15)  # noqa: DTZ001 - as a form gives it
    assert kitchen.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS, seen_at=typed)).answered_at == at(
        8, 15
    )


def test_a_record_belongs_to_its_own_day_and_does_not_run_backwards(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("E01")
    yesterday = datetime(2026, 8, 31, 2, tzinfo=UTC)
    with pytest.raises(AnotherDay):
        kitchen.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS, seen_at=yesterday))
    line = kitchen.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS, seen_at=at(9, 30)))
    earlier = Answer(line.key, line.version, verdict=Verdict.FAIL, seen_at=at(9, 0), reason="更正")
    with pytest.raises(OutOfOrder):
        kitchen.officer.ask(earlier)


def test_a_clock_set_back_does_not_turn_back_the_records(kitchen: Kitchen) -> None:
    kitchen.start()
    first = kitchen.answer("E01")
    kitchen.house.clock.forward(-timedelta(hours=3))
    second = kitchen.answer("E02")
    assert first.answered_at is not None
    assert second.answered_at is not None
    assert second.answered_at >= first.answered_at


def test_a_sheet_is_found_by_an_item_or_a_fail_on_it(kitchen: Kitchen) -> None:
    kitchen.start()
    finding = kitchen.answer("E01", Verdict.FAIL).finding
    assert finding is not None
    sheet = kitchen.sheet()
    for key in (sheet.items[0].key, finding.key):
        assert kitchen.officer.ask(ReadSheetOf(key)) == sheet
    with pytest.raises(NotFound):
        kitchen.officer.ask(ReadSheetOf(sheet.key))
