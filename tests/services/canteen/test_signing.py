"""A sheet is signed complete or not at all; then it stands."""

from datetime import timedelta
from typing import Any

import pytest

from desktop_admin.api.audit import ListEntries
from desktop_admin.api.base import Request
from desktop_admin.api.canteen.actions import ActionState, ReadAction
from desktop_admin.api.canteen.entry import (
    AddNote,
    Answer,
    EditDay,
    RecordPrint,
    ReturnSheet,
    ReviewSheet,
    SignSheet,
)
from desktop_admin.api.canteen.refusals import (
    AlreadyReviewed,
    AlreadySigned,
    NotSigned,
    OwnSignature,
    ReasonNeeded,
    SheetIncomplete,
)
from desktop_admin.api.canteen.sheet import SheetState, SignatureKind, Verdict
from desktop_admin.core.errors import Stale
from desktop_admin.services.canteen.bulk import Failed, Said
from tests.conftest import START
from tests.services.canteen.conftest import TODAY, Kitchen, line_of


def failed(kitchen: Kitchen) -> Said:
    told = Failed("地面有积水", "已清扫并加铺防滑垫", "照片 12", kitchen.cook.key)
    return Said(START, Verdict.FAIL, failed=told)


def test_open_items_and_bare_fails_are_told_by_code(kitchen: Kitchen) -> None:
    kitchen.filled(E01=Said(START, Verdict.FAIL), E05=Said(START), B01=Said(START))
    with pytest.raises(SheetIncomplete) as refused:
        kitchen.sign()
    assert refused.value.params == {"count": 3, "open": "B01 E05", "fails": "E01"}
    assert kitchen.sheet().state is SheetState.OPEN


def test_a_fail_is_described_before_it_is_signed_and_then_goes_to_its_owner(kitchen: Kitchen) -> None:
    kitchen.filled(E01=Said(START, Verdict.FAIL))
    described = kitchen.describe("E01").finding
    assert described is not None
    assert described.missing == ()
    signed = kitchen.sign()
    finding = line_of(signed, "E01").finding
    assert finding is not None
    assert finding.action_state is ActionState.RECTIFYING
    action = kitchen.officer.ask(ReadAction(finding.action_key))
    assert action.row.owner == "陈师傅"
    assert action.row.description == "门封条脱落约 10 cm"


def test_a_day_without_problems_must_still_be_signed(kitchen: Kitchen) -> None:
    assert kitchen.filled().counts.open == 0
    assert kitchen.sheet().state is SheetState.OPEN
    assert kitchen.sign().state is SheetState.SIGNED


def test_both_sign_the_first_wins_and_the_second_is_told_who_and_when(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    other = kitchen.house.desk("food_safety_officer", login="wang2", name="王二", pc="PC-3")
    kitchen.officer.ask(SignSheet(sheet.key, sheet.version))
    with pytest.raises(AlreadySigned) as refused:
        other.ask(SignSheet(sheet.key, sheet.version))
    assert refused.value.params == {"who": "王建国", "when": "12:00"}


def test_who_signs_a_sheet_that_has_changed_looks_again(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    kitchen.officer.ask(EditDay(sheet.key, sheet.version, diners=431))
    with pytest.raises(Stale):
        kitchen.officer.ask(SignSheet(sheet.key, sheet.version))


def test_nothing_changes_after_signing_but_notes_and_the_review(kitchen: Kitchen) -> None:
    kitchen.filled(E01=failed(kitchen))
    signed = kitchen.sign()
    line = line_of(signed, "A04")
    changes: tuple[Request[Any], ...] = (
        Answer(line.key, line.version, verdict=Verdict.FAIL, reason="x"),
        EditDay(signed.key, signed.version, diners=1),
    )
    for change in changes:
        with pytest.raises(AlreadySigned):
            kitchen.officer.ask(change)
    with pytest.raises(AlreadySigned):
        kitchen.read("B01", "5", reason="x")
    with pytest.raises(AlreadySigned):
        kitchen.describe("E01")
    notes = kitchen.officer.ask(AddNote(canteen=kitchen.canteen.key, day=TODAY, text="晚间补充检查无异常"))
    assert [note.text for note in notes] == ["晚间补充检查无异常"]
    now = kitchen.sheet()
    assert now.sha256 == signed.sha256
    assert now.intact


def test_the_signature_covers_the_content_and_not_what_happens_to_the_action_later(kitchen: Kitchen) -> None:
    kitchen.filled(E01=failed(kitchen))
    signed = kitchen.sign()
    assert [(one.kind, one.by, one.sha256) for one in signed.signatures] == [
        (SignatureKind.SIGNED, "王建国", signed.sha256)
    ]
    kitchen.director.ask(ReviewSheet(signed.key, signed.version, remark="同意"))
    kitchen.house.clock.forward(timedelta(days=2))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    assert kitchen.sheet(TODAY).intact


def test_the_director_reviews_and_never_the_signer(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    with pytest.raises(NotSigned):
        kitchen.director.ask(ReviewSheet(sheet.key, sheet.version))
    both = kitchen.house.desk("food_safety_officer", "food_safety_director", login="both", name="兼任")
    signed = kitchen.sign(desk=both)
    with pytest.raises(OwnSignature):
        both.ask(ReviewSheet(signed.key, signed.version))
    reviewed = kitchen.director.ask(ReviewSheet(signed.key, signed.version, remark="同意"))
    assert reviewed.state is SheetState.REVIEWED
    assert (reviewed.signatures[-1].kind, reviewed.signatures[-1].remark) == (SignatureKind.REVIEWED, "同意")
    with pytest.raises(AlreadyReviewed):
        kitchen.director.ask(ReviewSheet(signed.key, signed.version))


def test_a_returned_sheet_is_open_again_and_keeps_its_voided_signature(kitchen: Kitchen) -> None:
    kitchen.filled()
    signed = kitchen.sign()
    with pytest.raises(ReasonNeeded):
        kitchen.director.ask(ReturnSheet(signed.key, signed.version, reason=" "))
    back = kitchen.director.ask(ReturnSheet(signed.key, signed.version, reason="B01 下午读数请核对"))
    assert (back.state, back.revision, back.number) == (SheetState.OPEN, 2, signed.number)
    assert [(one.kind, one.voided) for one in back.signatures] == [
        (SignatureKind.SIGNED, True),
        (SignatureKind.RETURNED, False),
    ]
    kitchen.house.clock.forward(timedelta(days=1))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    line = line_of(back, "A04")
    kitchen.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS))
    again = kitchen.sign(TODAY)
    assert again.state is SheetState.SIGNED
    assert not again.late, "it was signed in time once"
    assert again.sha256 != signed.sha256
    assert again.intact


def test_a_review_is_due_on_the_next_school_day(kitchen: Kitchen) -> None:
    kitchen.house.clock.forward(timedelta(days=3))
    kitchen.officer = kitchen.house.desk("food_safety_officer")
    friday = TODAY + timedelta(days=3)
    kitchen.filled(friday)
    signed = kitchen.sign(friday)
    assert signed.review_due == friday + timedelta(days=3)
    for days, overdue in ((3, False), (1, True)):
        kitchen.house.clock.forward(timedelta(days=days))
        kitchen.officer = kitchen.house.desk("food_safety_officer")
        assert kitchen.sheet(friday).review_overdue is overdue


def test_every_print_has_its_number_and_the_sheet_keeps_its_own(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    first = kitchen.officer.ask(RecordPrint(key=sheet.key))
    second = kitchen.director.ask(RecordPrint(key=sheet.key))
    assert [(one.number, one.count) for one in (first, second)] == [(sheet.number, 1), (sheet.number, 2)]
    assert kitchen.sheet().prints == 2


def test_the_trail_names_a_print_by_its_sheet(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    kitchen.officer.ask(RecordPrint(key=sheet.key))
    auditor = kitchen.house.desk("auditor")
    (row,) = auditor.ask(ListEntries(action="canteen.RecordPrint")).rows
    assert str(row.about) == f"Print {sheet.number}"
