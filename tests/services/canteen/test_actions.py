"""A corrective action goes its way step by step; nobody verifies the own work, and the value is read again."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from desktop_admin.api.canteen.actions import (
    ActionDetail,
    ActionState,
    AssignAction,
    DeadlinePassed,
    DeadlineTooLate,
    Escalation,
    ExtendDeadline,
    ListActions,
    OwnWork,
    ReadAction,
    Reinspect,
    ReinspectionNeeded,
    ReportDone,
    Severity,
    SeverityTooLow,
    StillFailing,
    StillOutOfLimit,
    TwoReadingsNeeded,
    VerifyAction,
    WithdrawAction,
    WrongState,
)
from desktop_admin.api.canteen.calendar import ListFailures
from desktop_admin.api.canteen.entry import DescribeFailure
from desktop_admin.api.canteen.numbers import OutsideEntryRange
from desktop_admin.api.canteen.refusals import AnsweredElsewhere, OutOfOrder, ReasonNeeded
from desktop_admin.api.canteen.sheet import Finding, Verdict
from desktop_admin.desk.base import Desk
from tests.conftest import START
from tests.services.canteen.conftest import Kitchen
from tests.services.canteen.test_late import days_later


@dataclass
class Case:
    """One action and who acts on it."""

    kitchen: Kitchen
    finding: Finding

    def now(self) -> ActionDetail:
        return self.kitchen.director.ask(ReadAction(self.finding.action_key))

    def assign(self, owner: object = None, **more: object) -> ActionDetail:
        row = self.now().row
        person = owner or self.kitchen.cook.key
        return self.kitchen.director.ask(AssignAction(row.key, row.version, owner=person, **more))  # type: ignore[arg-type]

    def report(self, done: str = "更换门封条") -> ActionDetail:
        row = self.now().row
        return self.kitchen.officer.ask(ReportDone(row.key, row.version, done=done, cause="老化"))

    def read_again(self, raw: str) -> ActionDetail:
        detail = self.now()
        due = detail.to_recheck[0]
        ask = Reinspect(detail.row.key, detail.row.version, slot=due.slot.id, measure=due.measure.name, raw=raw)
        return self.kitchen.director.ask(ask)

    def verify(self, *, accepted: bool = True, remark: str = "", desk: Desk | None = None) -> ActionDetail:
        row = self.now().row
        return (desk or self.kitchen.director).ask(VerifyAction(row.key, row.version, accepted=accepted, remark=remark))


def case(kitchen: Kitchen, code: str = "E01") -> Case:
    kitchen.start()
    line = kitchen.read(code, "9.1") if code == "B01" else kitchen.answer(code, Verdict.FAIL)
    assert line.finding is not None
    return Case(kitchen, line.finding)


def test_an_action_is_assigned_done_and_verified_and_every_step_is_kept(kitchen: Kitchen) -> None:
    action = case(kitchen)
    assert action.assign().row.state is ActionState.RECTIFYING
    assert action.report().row.state is ActionState.TO_VERIFY
    closed = action.verify(remark="已复查")
    assert closed.row.state is ActionState.CLOSED
    assert closed.row.closed_at == START
    assert [(step.before, step.after) for step in closed.steps] == [
        (None, ActionState.TO_ASSIGN),
        (ActionState.TO_ASSIGN, ActionState.RECTIFYING),
        (ActionState.RECTIFYING, ActionState.TO_VERIFY),
        (ActionState.TO_VERIFY, ActionState.CLOSED),
    ]
    with pytest.raises(WrongState):
        action.verify()


def test_a_refused_acceptance_begins_another_round_and_needs_its_reason(kitchen: Kitchen) -> None:
    action = case(kitchen)
    action.assign()
    action.report()
    with pytest.raises(ReasonNeeded):
        action.verify(accepted=False)
    back = action.verify(accepted=False, remark="仍有积水")
    assert (back.row.state, back.row.round) == (ActionState.RECTIFYING, 2)
    action.report("重新疏通")
    assert action.verify().row.state is ActionState.CLOSED


def test_neither_the_owner_nor_who_reported_it_done_verifies_it(kitchen: Kitchen) -> None:
    action = case(kitchen)
    action.assign(kitchen.director.actor.account_id)
    action.report()
    with pytest.raises(OwnWork):
        action.verify()
    with pytest.raises(OwnWork):
        action.verify(desk=kitchen.officer)


def test_no_step_is_skipped(kitchen: Kitchen) -> None:
    action = case(kitchen)
    with pytest.raises(WrongState):
        action.report()
    with pytest.raises(WrongState):
        action.verify()
    action.assign()
    with pytest.raises(WrongState):
        action.verify()


def test_a_failed_value_is_read_again_before_it_is_accepted(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.read("C04", "65")
    finding = kitchen.line("C04").finding
    assert finding is not None
    action = Case(kitchen, finding)
    action.assign()
    action.report("重新加热")
    with pytest.raises(ReinspectionNeeded, match="C04 lunch 1"):
        action.verify()
    action.read_again("69.9")
    with pytest.raises(StillOutOfLimit):
        action.verify()
    with pytest.raises(OutsideEntryRange):
        action.read_again("700")
    action.read_again("７５")
    assert action.verify().row.state is ActionState.CLOSED


def test_a_failed_fridge_needs_two_good_readings_two_hours_apart(kitchen: Kitchen) -> None:
    action = case(kitchen, "B01")
    action.assign()
    action.report()
    assert action.now().to_recheck[0].twice
    action.read_again("5")
    with pytest.raises(TwoReadingsNeeded) as refused:
        action.verify()
    assert refused.value.params["left"] == 120
    kitchen.house.clock.forward(timedelta(minutes=119))
    action.read_again("5")
    with pytest.raises(TwoReadingsNeeded):
        action.verify()
    kitchen.house.clock.forward(timedelta(minutes=1))
    action.read_again("4.8")
    assert action.verify().row.state is ActionState.CLOSED


def test_a_bad_reading_between_starts_the_two_hours_again(kitchen: Kitchen) -> None:
    action = case(kitchen, "B01")
    action.assign()
    action.report()
    action.read_again("5")
    kitchen.house.clock.forward(timedelta(hours=1))
    action.read_again("8.6")
    kitchen.house.clock.forward(timedelta(hours=1))
    action.read_again("5")
    with pytest.raises(TwoReadingsNeeded):
        action.verify()
    kitchen.house.clock.forward(timedelta(hours=2))
    action.read_again("5")
    assert action.verify().row.state is ActionState.CLOSED


def test_a_severity_sets_the_latest_deadline(kitchen: Kitchen) -> None:
    action = case(kitchen, "B07")
    assert action.now().row.severity is Severity.GENERAL
    with pytest.raises(DeadlineTooLate):
        action.assign(deadline=START + timedelta(days=3, minutes=1))
    with pytest.raises(DeadlineTooLate):
        action.assign(severity=Severity.MINOR, deadline=START + timedelta(hours=12))
    with pytest.raises(DeadlinePassed):
        action.assign(deadline=START - timedelta(minutes=1))
    assert action.assign(deadline=START + timedelta(days=3)).row.deadline == START + timedelta(days=3)
    now = action.assign(severity=Severity.MAJOR).row
    assert (now.severity, now.deadline) == (Severity.MAJOR, START)


def test_a_key_item_is_never_less_than_that(kitchen: Kitchen) -> None:
    action = case(kitchen)
    assert action.now().row.severity is Severity.KEY
    with pytest.raises(SeverityTooLow):
        action.assign(severity=Severity.MINOR)
    assert action.assign().row.deadline == START + timedelta(hours=24)


def test_an_overdue_action_is_escalated_and_fails_g02_the_next_day(kitchen: Kitchen) -> None:
    action = case(kitchen)
    action.assign(deadline=START + timedelta(hours=2))
    assert action.now().row.escalation is Escalation.DIRECTOR
    days_later(kitchen, 1)
    tomorrow = START.date() + timedelta(days=1)
    kitchen.start(tomorrow)
    proposal = kitchen.line("G02", tomorrow).proposal
    assert proposal is not None
    assert proposal.verdict is Verdict.FAIL
    assert proposal.params["names"] == action.finding.action_number
    kitchen.house.clock.forward(timedelta(hours=3))
    assert action.now().row.overdue
    assert action.now().row.escalation is Escalation.PRINCIPAL


def test_an_action_that_nobody_assigned_becomes_overdue_too(kitchen: Kitchen) -> None:
    action = case(kitchen)
    assert action.now().row.deadline == START + timedelta(hours=24)
    days_later(kitchen, 2)
    assert action.now().row.overdue
    assert action.now().row.state is ActionState.TO_ASSIGN


def test_a_deadline_is_extended_with_a_reason_by_someone_else(kitchen: Kitchen) -> None:
    action = case(kitchen)
    row = action.assign().row
    later = START + timedelta(days=5)
    with pytest.raises(ReasonNeeded):
        kitchen.director.ask(ExtendDeadline(row.key, row.version, deadline=later, reason=""))
    with pytest.raises(OutOfOrder):
        kitchen.director.ask(ExtendDeadline(row.key, row.version, deadline=START, reason="等配件"))
    assert (
        kitchen.director.ask(ExtendDeadline(row.key, row.version, deadline=later, reason="等配件")).row.deadline
        == later
    )
    row = action.assign(kitchen.director.actor.account_id).row
    with pytest.raises(OwnWork):
        kitchen.director.ask(ExtendDeadline(row.key, row.version, deadline=later + timedelta(days=1), reason="等配件"))


def test_a_duplicate_is_withdrawn_only_after_its_sheet_is_signed(kitchen: Kitchen) -> None:
    action = case(kitchen)
    row = action.now().row
    with pytest.raises(StillFailing):
        kitchen.director.ask(WithdrawAction(row.key, row.version, reason="与昨日重复"))
    kitchen.fill()
    kitchen.describe("E01")
    kitchen.sign()
    row = action.now().row
    assert (
        kitchen.director.ask(WithdrawAction(row.key, row.version, reason="与昨日重复")).row.state
        is ActionState.WITHDRAWN
    )
    assert kitchen.sheet().intact


def test_two_people_describe_one_fail_the_second_is_told(kitchen: Kitchen) -> None:
    action = case(kitchen)
    other = kitchen.house.desk("food_safety_officer", login="wang2", name="王二", pc="PC-3")
    kitchen.officer.ask(DescribeFailure(action.finding.key, action.finding.version, description="积水"))
    with pytest.raises(AnsweredElsewhere) as refused:
        other.ask(DescribeFailure(action.finding.key, action.finding.version, description="异味"))
    assert (refused.value.params["theirs"], refused.value.params["mine"]) == ("积水", "异味")


def test_answers_to_other_slots_do_not_disturb_who_describes_a_fail(kitchen: Kitchen) -> None:
    action = case(kitchen, "B01")
    kitchen.read("B01", "5", slot=1)
    said = DescribeFailure(action.finding.key, action.finding.version, description="门封条脱落")
    finding = kitchen.officer.ask(said).finding
    assert finding is not None
    assert finding.description == "门封条脱落"


def test_actions_are_found_by_state_owner_and_text(kitchen: Kitchen) -> None:
    action = case(kitchen)
    kitchen.answer("B07", Verdict.FAIL)
    action.assign(kitchen.officer.actor.account_id, deadline=START + timedelta(hours=1))
    ask = kitchen.officer.ask
    assert ask(ListActions()).total == 2
    assert [row.code for row in ask(ListActions(state=ActionState.TO_ASSIGN)).rows] == ["B07"]
    assert [row.code for row in ask(ListActions(mine_only=True)).rows] == ["E01"]
    assert [row.code for row in ask(ListActions(search="散装")).rows] == ["B07"]
    assert [row.code for row in ask(ListActions(sort="-number")).rows] == ["B07", "E01"]
    assert ask(ListActions(overdue_only=True)).total == 0
    kitchen.house.clock.forward(timedelta(hours=2))
    assert [row.code for row in ask(ListActions(overdue_only=True)).rows] == ["E01"]
    action.report()
    action.verify()
    assert ask(ListActions(open_only=True)).total == 1


def test_fails_are_listed_with_their_values_and_actions(kitchen: Kitchen) -> None:
    case(kitchen, "B01")
    kitchen.answer("E01", Verdict.FAIL)
    kitchen.answer("E01", Verdict.PASS, reason="看错")
    page = kitchen.officer.ask(ListFailures())
    assert [(row.code, row.values, row.limits) for row in page.rows] == [("B01", "1 号冰箱 a.m. 9.1 ℃", "0 ~ 8 ℃")]
    assert kitchen.officer.ask(ListFailures(area="储存")).total == 1
    assert kitchen.officer.ask(ListFailures(area="加工")).total == 0
