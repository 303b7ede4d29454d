"""What an approval must hold, on the PC that has the data and through a server, on both databases."""

from datetime import timedelta

import pytest

from desktop_admin.api.accounts import ChangeRoles, EditAccount, ListAccounts
from desktop_admin.api.approval import (
    AlreadyDecided,
    ContentMoved,
    OwnWorkRefused,
    SecondSeat,
)
from desktop_admin.api.audit import ListEntries, ReadEntry
from desktop_admin.core.errors import NotAllowed
from desktop_admin.services.approval import engine
from tests.services.approval.conftest import Board
from tests.services.approval.notices import (
    PROCESS,
    Notice,
    NoticeState,
    PutUp,
    Return,
    Review,
    ReviewAlso,
    SignAsHead,
    Submit,
)

pytestmark = pytest.mark.as_owner  # of the table that these tests make


def test_who_wrote_it_is_refused_and_the_attempt_is_in_the_trail(board: Board) -> None:
    paper = board.write(head="author")
    paper.ask("author", Submit)
    with pytest.raises(OwnWorkRefused, match=r"运动会.*own work of 赵作者"):
        paper.ask("author", SignAsHead)
    assert paper.seen_by().state is NoticeState.DEPARTMENT
    auditor = board.house.desk("auditor")
    entry = auditor.ask(ListEntries(action="approval.refused")).rows[0]
    assert (str(entry.person), str(entry.action)) == ("赵作者", "Decision refused")
    facts = {str(fact.label): str(fact.value) for fact in auditor.ask(ReadEntry(entry.key)).facts}
    assert facts == {"Step": "Sign as head", "Object": "运动会", "Reason": "own work"}


def test_one_person_takes_no_second_seat_whichever_is_first(board: Board) -> None:
    paper = board.write().in_review()
    paper.ask("first", Review)
    with pytest.raises(SecondSeat, match="孙一审 has already signed “运动会” as “First reviewer”"):
        paper.ask("first", ReviewAlso)
    other = board.write("家长会").in_review()
    other.ask("first", ReviewAlso)
    with pytest.raises(SecondSeat, match="Second reviewer"):
        other.ask("first", Review)
    assert len(board.house.desk("auditor").ask(ListEntries(action="approval.refused")).rows) == 2


def test_an_edit_voids_every_signature_and_brings_the_draft_back(board: Board) -> None:
    paper = board.write().ready()
    assert paper.edit("运动会改期").state is NoticeState.DRAFT
    seen = paper.seen_by()
    assert seen.revision == 2
    assert not any(line.counts for line in seen.history)
    assert (seen.history[-1].caption, seen.history[-1].by) == ("Edited", "赵作者")
    paper.ready()
    assert [line.seat for line in paper.seen_by().history if line.counts] == ["head", "first", "second"]


def test_content_changed_past_the_flow_blocks_every_step(board: Board) -> None:
    paper = board.write().ready()
    with board.house.premises.backstage.database.work(board.house.actor(), "test") as work:
        work.saved(work.get(Notice, paper.key)).title = "偷换"
    seen = paper.seen_by("executor")
    assert seen.offer(PutUp).why is not None
    with pytest.raises(ContentMoved, match="偷换"):
        paper.ask("executor", PutUp)
    with board.house.premises.backstage.database.work(board.house.actor(), "test") as work, pytest.raises(ContentMoved):
        engine.check_content(work, PROCESS, work.get(Notice, paper.key))
    assert paper.ask("first", Return, reason="wrong", remark="偷换").state is NoticeState.RETURNED


def test_the_second_to_decide_is_told_who_was_first_and_when(board: Board) -> None:
    paper = board.write(reviews=1).in_review()
    seen = paper.seen_by("second")
    board.house.clock.forward(timedelta(minutes=32))
    paper.ask("first", Review)
    board.house.clock.forward(timedelta(minutes=5))
    with pytest.raises(AlreadyDecided, match="by 孙一审 at 12:32: it is “ready” now"):
        board.desk("second").ask(Return(paper.key, seen.version, revision=1, reason="wrong", remark="日期不对"))
    board.house.clock.forward(timedelta(days=1))
    board.people["second"] = board.house.sign_in("second", pc="PC-second")
    with pytest.raises(AlreadyDecided, match="at 2026-09-01 12:32"):
        board.desk("second").ask(Return(paper.key, seen.version, revision=1, reason="wrong", remark="日期不对"))


def test_a_right_revoked_while_the_dialog_is_open_is_refused_when_it_is_sent(board: Board) -> None:
    paper = board.write().in_review()
    seen = paper.seen_by("first")
    assert seen.offer(Review).possible
    admin = board.house.sign_in()
    row = next(row for row in admin.ask(ListAccounts(search="孙一审")).rows)
    admin.ask(ChangeRoles(row.key, row.version, roles=()))
    with pytest.raises(NotAllowed):
        board.desk("first").ask(Review(paper.key, seen.version, revision=seen.revision))
    assert paper.seen_by().state is NoticeState.REVIEW


def test_a_signer_who_was_renamed_keeps_the_name_on_what_was_signed(board: Board) -> None:
    paper = board.write().in_review()
    admin = board.house.sign_in()
    row = next(row for row in admin.ask(ListAccounts(search="钱主任")).rows)
    admin.ask(EditAccount(row.key, row.version, name="钱校长", number="002"))
    assert [line.by for line in paper.seen_by().history] == ["赵作者", "钱主任"]
