"""A notice goes its way step by step, and every step is refused to whom it does not belong."""

import pytest

from desktop_admin.api.approval import (
    AlreadyDecided,
    ContentMoved,
    NotInState,
    NotTheHolder,
    OwnWorkRefused,
    ReasonMissing,
    RemarkMissing,
    SeatNotNeeded,
    SecondSeat,
)
from desktop_admin.core.errors import NotAllowed, Stale
from desktop_admin.models.approval import Decision
from desktop_admin.services.approval import engine
from tests.services.approval.conftest import Board
from tests.services.approval.notices import (
    PROCESS,
    EditNotice,
    Falls,
    Notice,
    NoticeState,
    NoTitle,
    PutUp,
    Return,
    Review,
    ReviewAlso,
    SignAsHead,
    Submit,
)

pytestmark = pytest.mark.as_owner  # of the table that these tests make


def test_a_notice_goes_from_draft_to_the_board_and_every_decision_is_told(board: Board) -> None:
    paper = board.write().ready()
    up = paper.ask("executor", PutUp)
    assert up.state is NoticeState.UP
    assert [(line.caption, line.by, line.before, line.after, line.seat) for line in up.history] == [
        ("Submit", "赵作者", "draft", "with the department", ""),
        ("Sign as head", "钱主任", "with the department", "in review", "head"),
        ("Review", "孙一审", "in review", "in review", "first"),
        ("Review as well", "李二审", "in review", "ready", "second"),
        ("Put up", "周执行", "ready", "on the board", ""),
    ]
    assert [line.counts for line in up.history] == [False, True, True, True, False]
    assert {line.revision for line in up.history} == {1}
    assert {line.sha256 for line in up.history} == {up.sha256}
    assert [line.number for line in up.history] == [1, 2, 3, 4, 5]
    assert (up.history[1].roles, up.history[1].pc) == ("食品安全员", "PC-head")


def test_who_wrote_the_revision_in_force_is_refused_as_well(board: Board) -> None:
    paper = board.write()
    paper.edit("运动会改期", "head")
    paper.ask("author", Submit)
    with pytest.raises(OwnWorkRefused):
        paper.ask("head", SignAsHead)


def test_the_final_reviewer_does_not_put_it_up(board: Board) -> None:
    board.house.add_account("both", "food_safety_officer", "food_safety_director", name="吴双")
    board.people["both"] = board.house.desk(login="both")
    paper = board.write().in_review()
    paper.ask("first", Review)
    paper.ask("both", ReviewAlso)
    with pytest.raises(SecondSeat):
        paper.ask("both", PutUp)
    assert paper.ask("executor", PutUp).state is NoticeState.UP


def test_only_the_head_of_the_department_signs_for_it(board: Board) -> None:
    paper = board.write()
    paper.ask("author", Submit)
    with pytest.raises(NotTheHolder, match="the head of the notice's department"):
        paper.ask("executor", SignAsHead)


def test_an_administrator_signs_nothing(board: Board) -> None:
    board.people["admin"] = board.house.sign_in()
    paper = board.write().in_review()
    for step in (Review, ReviewAlso, Return, PutUp):
        with pytest.raises(NotAllowed):
            paper.ask("admin", step)


def test_nobody_who_may_do_everything_approves_their_own(board: Board) -> None:
    paper = board.write()
    every = [*board.house.actor().permissions]
    actor = board.house.actor(*every)
    with board.house.premises.backstage.database.work(actor, "test") as work:
        notice = Notice(title="自己的", head_key=actor.account_id, reviews=1)
        key = engine.begin(work, PROCESS, notice).key
        engine.take(work, PROCESS, notice, Submit(key, notice.version, revision=1))
        with pytest.raises(OwnWorkRefused):
            engine.take(work, PROCESS, notice, SignAsHead(key, notice.version, revision=1))
    assert paper.seen_by().state is NoticeState.DRAFT


def test_an_edit_that_changes_nothing_voids_nothing(board: Board) -> None:
    paper = board.write().ready()
    seen = paper.edit("运动会")
    assert (seen.state, seen.revision) == (NoticeState.READY, 1)


def test_a_draft_is_edited_without_a_decision(board: Board) -> None:
    paper = board.write()
    assert paper.edit("运动会改期").history == ()
    assert paper.seen_by().revision == 2


def test_who_looked_at_an_older_revision_signs_nothing(board: Board) -> None:
    paper = board.write().in_review()
    seen = paper.seen_by("first")
    paper.edit("运动会改期")
    paper.in_review()
    with pytest.raises(ContentMoved):
        board.desk("first").ask(Review(paper.key, seen.version, revision=seen.revision))
    now = paper.seen_by("first")
    with pytest.raises(ContentMoved):
        board.desk("first").ask(Review(paper.key, now.version, revision=seen.revision))


def test_the_second_for_one_seat_is_told_who_has_taken_it(board: Board) -> None:
    paper = board.write().in_review()
    seen = paper.seen_by("second")
    paper.ask("first", Review)
    with pytest.raises(AlreadyDecided, match="孙一审"):
        board.desk("second").ask(Review(paper.key, seen.version, revision=1))


def test_a_signature_beside_the_own_one_is_no_obstacle(board: Board) -> None:
    paper = board.write().in_review()
    seen = paper.seen_by("second")
    paper.ask("first", Review)
    assert board.desk("second").ask(ReviewAlso(paper.key, seen.version, revision=1)).state is NoticeState.READY


def test_another_change_beside_a_step_that_is_taken_alone_is_one(board: Board) -> None:
    paper = board.write()
    paper.ask("author", Submit)
    seen = paper.seen_by("head")
    with board.house.premises.backstage.database.work(board.house.actor(), "test") as work:
        work.get(Notice, paper.key).reviews = 1
    with pytest.raises(Stale):
        board.desk("head").ask(SignAsHead(paper.key, seen.version, revision=1))


def test_seats_are_taken_in_any_order_and_only_those_that_are_needed(board: Board) -> None:
    paper = board.write().in_review()
    assert paper.ask("second", ReviewAlso).state is NoticeState.REVIEW
    assert paper.ask("first", Review).state is NoticeState.READY
    alone = board.write("家长会", reviews=1).in_review()
    assert {offer.caption for offer in alone.seen_by().offers} == {
        "Submit",
        "Sign as head",
        "Review",
        "Return",
        "Put up",
    }
    with pytest.raises(SeatNotNeeded, match="Second reviewer"):
        alone.ask("second", ReviewAlso)
    assert alone.ask("first", Review).state is NoticeState.READY


def test_a_return_needs_its_reason_and_words_and_voids_what_was_signed(board: Board) -> None:
    paper = board.write().ready()
    with pytest.raises(ReasonMissing):
        paper.ask("first", Return, remark="日期不对")
    with pytest.raises(ReasonMissing):
        paper.ask("first", Return, reason="whatever", remark="日期不对")
    with pytest.raises(RemarkMissing):
        paper.ask("first", Return, reason="wrong", remark="  ")
    back = paper.ask("first", Return, reason="wrong", remark="日期不对 ")
    assert back.state is NoticeState.RETURNED
    last = back.history[-1]
    assert (last.reason, last.remark) == ("Facts are wrong", "日期不对")
    assert not any(line.counts for line in back.history)
    assert paper.in_review().seen_by().history[-1].by == "钱主任"


def test_a_step_is_taken_only_where_it_belongs(board: Board) -> None:
    paper = board.write()
    with pytest.raises(NotInState, match="“运动会” is “draft”"):
        paper.ask("head", SignAsHead)


def test_a_guard_says_what_is_missing(board: Board) -> None:
    paper = board.write("")
    why = paper.seen_by().offer(Submit).why
    assert why is not None
    assert isinstance(why.error(), NoTitle)
    with pytest.raises(NoTitle):
        paper.ask("author", Submit)


def test_a_step_may_end_otherwise_and_what_is_over_is_not_edited(board: Board) -> None:
    paper = board.write().ready()
    assert paper.ask("executor", PutUp, burnt=True).state is NoticeState.BURNT
    with pytest.raises(NotInState):
        paper.edit("灰")


def test_what_follows_by_itself_is_told_by_its_own_name(board: Board) -> None:
    paper = board.write().ready()
    up = paper.ask("executor", PutUp)
    fallen = board.desk("author").ask(Falls(paper.key, up.version))
    assert (fallen.state, fallen.history[-1].caption, fallen.history[-1].remark) == (
        NoticeState.FALLEN,
        "Fell down",
        "wind",
    )
    with pytest.raises(NotInState):
        board.desk("author").ask(Falls(paper.key, fallen.version))


def test_offers_say_what_taking_the_step_would_say(board: Board) -> None:
    paper = board.write().in_review()
    paper.ask("first", Review)
    seen = paper.seen_by("first")
    assert {(offer.caption, offer.due, offer.possible) for offer in seen.offers} == {
        ("Submit", False, False),
        ("Sign as head", False, False),
        ("Review", False, False),
        ("Review as well", True, False),
        ("Return", True, True),
        ("Put up", False, False),
    }
    why = {offer.caption: offer.why for offer in seen.offers if offer.why}
    assert isinstance(why["Review"].error(), AlreadyDecided)
    assert isinstance(why["Review as well"].error(), SecondSeat)
    assert isinstance(why["Put up"].error(), NotInState)
    returning = seen.offer(Return)
    assert [reason.code for reason in returning.reasons] == ["wrong", "style"]
    assert returning.remark_needed
    assert seen.offer(ReviewAlso).seat == "Second reviewer"
    assert {offer.caption for offer in seen.offers if offer.voids} == {"Return"}
    assert {offer.caption for offer in seen.offers if not offer.onward} == {"Return"}


def test_a_decision_once_made_is_never_changed(board: Board) -> None:
    paper = board.write()
    paper.ask("author", Submit)
    decision = paper.seen_by().history[0]
    database = board.house.premises.backstage.database
    with pytest.raises(RuntimeError, match="only added"), database.work(board.house.actor(), "test") as work:
        work.get(Decision, decision.key).by = "别人"
    with pytest.raises(RuntimeError, match="only added"), database.work(board.house.actor(), "test") as work:
        work.session.delete(work.get(Decision, decision.key))
    assert paper.seen_by().history == (decision,)


def test_an_edit_needs_the_version_that_was_seen(board: Board) -> None:
    paper = board.write()
    seen = paper.seen_by()
    paper.ask("author", Submit)
    with pytest.raises(Stale):
        board.desk("author").ask(EditNotice(paper.key, seen.version, title="迟了"))
