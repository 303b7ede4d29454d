"""Who is away lets somebody act for them; every decision names both, and both count."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.api import flows
from desktop_admin.api.accounts import ChangeRoles, DisableAccount, ListAccounts
from desktop_admin.api.approval import NotTheHolder, OwnWorkRefused, SecondSeat
from desktop_admin.api.approval.delegation import (
    CannotSee,
    DelegateSeat,
    DelegateToOneself,
    DelegationOver,
    DelegationRow,
    DelegationState,
    DelegationTooLong,
    EndDelegation,
    ListDelegates,
    ListDelegations,
    NothingToDelegate,
    NotYourDelegation,
)
from desktop_admin.api.audit import ChangedSince, ListEntries, ReadEntry
from desktop_admin.core.errors import Invalid, NotAllowed, NotFound
from desktop_admin.core.permissions import Permission
from desktop_admin.models.approval import Decision
from tests.services.approval.conftest import Board
from tests.services.approval.notices import FLOW, NoticeState, Review, ReviewAlso, SignAsHead, Submit

pytestmark = pytest.mark.as_owner  # of the table that these tests make
TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _the_flow_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "FLOWS", (FLOW,))


@pytest.fixture
def board(board: Board) -> Board:
    board.house.add_account("deputy", "teacher", name="吴代理")
    board.people["deputy"] = board.house.desk(login="deputy", pc="PC-deputy")
    return board


def delegate(board: Board, who: str, to: str = "deputy", **more: Any) -> DelegationRow:
    given: dict[str, Any] = {"what": "", "first_day": TODAY, "last_day": TODAY + timedelta(days=2)} | more
    return board.desk(who).ask(DelegateSeat(to_key=board.desk(to).actor.account_id, **given))


def test_the_delegate_signs_and_both_names_are_kept(board: Board) -> None:
    paper = board.write(reviews=1).in_review()
    with pytest.raises(NotAllowed):
        paper.ask("deputy", Review)
    delegate(board, "first", what="notices/first", reason="出差")
    offer = paper.seen_by("deputy").offer(Review)
    assert (offer.possible, offer.on_behalf) == (True, ("孙一审",))
    signed = paper.ask("deputy", Review)
    assert signed.state is NoticeState.READY
    assert (signed.history[-1].by, signed.history[-1].on_behalf_of) == ("吴代理", "孙一审")


def test_a_delegate_counts_as_both(board: Board) -> None:
    board.house.add_account("both", "food_safety_director", name="郑兼任")
    board.people["both"] = board.house.desk(login="both", pc="PC-both")
    delegate(board, "head", to="both")
    paper = board.write()
    paper.ask("author", Submit)
    paper.ask("both", SignAsHead)
    with pytest.raises(SecondSeat, match="郑兼任"):
        paper.ask("both", Review)
    other = board.write("家长会").in_review()
    delegate(board, "first", what="notices/first")
    other.ask("deputy", Review)
    with pytest.raises(SecondSeat, match="孙一审"):
        other.ask("first", ReviewAlso)


def test_nobody_has_their_own_work_signed_by_a_delegate_nor_signs_it_as_one(board: Board) -> None:
    delegate(board, "author")
    own = board.write(head="author")
    own.ask("author", Submit)
    with pytest.raises(OwnWorkRefused, match="赵作者"):
        own.ask("deputy", SignAsHead)
    delegate(board, "head", to="author")
    mine = board.write("家长会")
    mine.ask("author", Submit)
    with pytest.raises(OwnWorkRefused):
        mine.ask("author", SignAsHead)


def test_the_delegate_is_the_head_only_where_the_other_is(board: Board) -> None:
    delegate(board, "executor", to="author")
    paper = board.write(who="head")
    paper.ask("head", Submit)
    with pytest.raises(NotTheHolder):
        paper.ask("author", SignAsHead)


def test_what_became_of_a_delegation_or_a_decision_is_told_to_nobody_else(board: Board) -> None:
    given = delegate(board, "first", what="notices/first")
    board.write().in_review()
    with Session(board.house.premises.backstage.database.engine) as session:
        decision = session.scalars(select(Decision.key)).first()
    assert decision is not None
    board.house.add_account("watch", "auditor")
    watch, name = board.house.desk(login="watch", pc="PC-watch"), EndDelegation.wire_name()
    for desk in (board.desk("first"), board.desk("deputy"), watch):
        assert desk.ask(ChangedSince(name, given.key, 0)) is not None
    for key in (given.key, decision):
        with pytest.raises(NotFound):
            board.desk("second").ask(ChangedSince(name, key, 0))
    assert watch.ask(ChangedSince(name, decision, 0)) is not None, "who reads the whole trail reads this, too"


def test_another_seat_another_day_and_an_ended_delegation_are_none(board: Board) -> None:
    paper = board.write().in_review()
    given = delegate(board, "first", what="notices/second", first_day=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        paper.ask("deputy", ReviewAlso)
    board.house.clock.forward(timedelta(days=1))
    board.people |= {who: board.house.sign_in(who, pc=f"PC-{who}") for who in ("first", "deputy")}
    with pytest.raises(NotAllowed):
        paper.ask("deputy", Review)
    board.desk("first").ask(EndDelegation(given.key, given.version))
    with pytest.raises(NotAllowed):
        paper.ask("deputy", ReviewAlso)
    again = delegate(board, "first", what="notices/second", last_day=TODAY + timedelta(days=1))
    assert paper.ask("deputy", ReviewAlso).state is NoticeState.REVIEW
    board.house.clock.forward(timedelta(days=1))
    late = board.house.sign_in("first", pc="PC-first")
    assert late.ask(ListDelegations(state=DelegationState.OVER)).rows[0].key == again.key


def test_a_right_that_is_gone_was_lent_to_nobody(board: Board) -> None:
    paper = board.write().in_review()
    delegate(board, "first")
    admin = board.house.sign_in()
    row = admin.ask(ListAccounts(search="孙一审")).rows[0]
    admin.ask(ChangeRoles(row.key, row.version, roles=()))
    with pytest.raises(NotAllowed):
        paper.ask("deputy", Review)
    delegate(board, "second")
    row = admin.ask(ListAccounts(search="李二审")).rows[0]
    admin.ask(DisableAccount(row.key, row.version, reason="x"))
    with pytest.raises(NotAllowed):
        paper.ask("deputy", Review)


def test_what_was_delegated_is_not_passed_on(board: Board) -> None:
    paper = board.write().in_review()
    delegate(board, "first", to="deputy")
    board.house.add_account("third", "teacher", name="冯三手")
    board.people["third"] = board.house.desk(login="third", pc="PC-third")
    delegate(board, "deputy", to="third")
    with pytest.raises(NotAllowed):
        paper.ask("third", Review)
    with pytest.raises(NothingToDelegate):
        delegate(board, "deputy", to="third", what="notices/first")


def test_a_delegation_that_makes_no_sense_is_refused_with_its_reason(board: Board) -> None:
    with pytest.raises(DelegateToOneself):
        delegate(board, "first", to="first")
    with pytest.raises(Invalid, match="before the first day"):
        delegate(board, "first", last_day=TODAY - timedelta(days=1))
    with pytest.raises(Invalid, match="past"):
        delegate(board, "first", first_day=TODAY - timedelta(days=3), last_day=TODAY - timedelta(days=1))
    with pytest.raises(DelegationTooLong):
        delegate(board, "first", last_day=TODAY + timedelta(days=366))
    for what in ("nothing", "notices/nobody", "/first"):
        with pytest.raises(Invalid, match="no flow or seat"):
            delegate(board, "first", what=what)
    with pytest.raises(NotFound):
        board.desk("first").ask(
            DelegateSeat(to_key=board.house.school_id, what="", first_day=TODAY, last_day=TODAY),
        )


def test_who_may_not_see_the_papers_can_be_nobodys_delegate(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = replace(FLOW, permission=Permission.CANTEEN_SHEET_EXPORT)
    monkeypatch.setattr(flows, "FLOWS", (hidden,))
    with pytest.raises(CannotSee, match="吴代理 may not see “Notices”"):
        delegate(board, "first")


def test_everyone_sees_their_own_delegations_and_the_auditor_all(board: Board) -> None:
    given = delegate(board, "first", what="notices/first")
    assert (str(given.scope), given.state, given.own) == (
        "Notices · First reviewer",
        DelegationState.IN_FORCE,
        True,
    )
    assert [row.key for row in board.desk("deputy").ask(ListDelegations(to_me=True)).rows] == [given.key]
    assert board.desk("deputy").ask(ListDelegations(by_me=True)).total == 0
    assert board.desk("second").ask(ListDelegations()).total == 0
    auditor = board.house.desk("auditor")
    seen = auditor.ask(ListDelegations(search="吴代理")).rows
    assert [(row.from_name, row.own) for row in seen] == [("孙一审", False)]
    with pytest.raises(NotYourDelegation, match="孙一审"):
        auditor.ask(EndDelegation(given.key, given.version))
    ended = board.desk("deputy").ask(EndDelegation(given.key, given.version))
    assert ended.state is DelegationState.ENDED
    with pytest.raises(DelegationOver):
        board.desk("first").ask(EndDelegation(ended.key, ended.version))
    for state in DelegationState:
        assert board.desk("first").ask(ListDelegations(state=state)).total == (state is DelegationState.ENDED)


def test_only_who_has_something_to_delegate_is_told_who_is_there(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {person.name for person in board.desk("first").ask(ListDelegates())}
    assert "吴代理" in names
    assert "孙一审" not in names
    without_submit = replace(FLOW, steps=FLOW.steps[1:], drafts=FLOW.way[1:2], way=FLOW.way[1:])
    monkeypatch.setattr(flows, "FLOWS", (without_submit,))
    assert board.desk("deputy").ask(ListDelegates()) == ()


def test_the_trail_tells_codes_in_the_words_of_the_flow(board: Board) -> None:
    delegate(board, "first", what="notices/first")
    board.write(reviews=1).in_review().ask("deputy", Review, remark="同意")
    auditor = board.house.desk("auditor")
    found = [auditor.ask(ReadEntry(row.key)) for row in auditor.ask(ListEntries(sort="-at")).rows]
    told = {
        (str(change.about.title), str(field.label)): str(field.after)
        for entry in reversed(found)
        for change in entry.changes
        for field in change.fields
    }
    wanted = {"Flow": "Notices", "Step": "Review", "State before": "in review", "State": "ready"}
    assert {label: told["Decision", label] for label in wanted} == wanted
    assert told["Decision", "Seat"] == told["Delegation", "Seat"] == "First reviewer"
    assert told["Decision", "On behalf of"] == "孙一审"
