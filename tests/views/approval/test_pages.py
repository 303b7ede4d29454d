"""Delegations are made and ended on their page; the flow charts paint what is declared."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.api import flows
from desktop_admin.api.approval import Flow
from desktop_admin.api.approval.delegation import DelegationState, EndDelegation, ListDelegations
from desktop_admin.api.lists import Action
from desktop_admin.api.shown import choice_label
from desktop_admin.views.approval import MODULE
from desktop_admin.views.approval import delegations as page_module
from desktop_admin.views.approval.delegations import DelegationsPage
from desktop_admin.views.approval.flows import FlowsPage
from desktop_admin.views.kit.flow_diagram import FlowDiagram, told
from desktop_admin.views.kit.form import FormDialog
from tests.services.approval.conftest import Board
from tests.services.approval.notices import FLOW, NoticeState
from tests.views.approval.conftest import Shown

TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _the_flow_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "FLOWS", (FLOW,))
    monkeypatch.setattr(page_module, "school_day", lambda: TODAY)


def delegations(qtbot: QtBot, shown: Shown, who: str) -> DelegationsPage:
    page = shown(who, DelegationsPage)
    assert isinstance(page, DelegationsPage)
    qtbot.waitUntil(lambda: bool(page.delegates.pairs))
    return page


def test_a_seat_is_delegated_by_keyboard_and_the_delegation_is_ended(qtbot: QtBot, board: Board, shown: Shown) -> None:
    page = delegations(qtbot, shown, "first")
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = page.form
    assert isinstance(form, FormDialog)
    form.editor("to_key").write(board.desk("second").actor.account_id)
    form.editor("what").write("notices/first")
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 1)
    row = board.desk("second").ask(ListDelegations(to_me=True)).rows[0]
    assert (row.from_name, str(row.scope), row.first_day, row.last_day) == (
        "孙一审",
        "Notices · First reviewer",
        TODAY,
        TODAY,
    )
    end: Action = next(action for action in page.spec.actions if action.command is EndDelegation)
    page.doer.start(end, [row])
    qtbot.keyClick(page.doer.dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: board.desk("first").ask(ListDelegations()).rows[0].state is DelegationState.ENDED)


def test_only_own_seats_are_offered(qtbot: QtBot, board: Board, shown: Shown) -> None:
    page = delegations(qtbot, shown, "head")
    page.make_new()
    form = page.form
    assert form is not None
    texts = [text for _, text in page_module.own_scopes(page.desk)]
    assert texts == ["every flow", "Notices", "Notices · Head"]
    assert board.desk("head").actor.account_id not in {key for key, _ in page.delegates.pairs}


def test_a_flow_is_painted_with_every_state_and_every_step(qtbot: QtBot, shown: Shown) -> None:
    page = shown("first", lambda desk: FlowsPage(desk, (FLOW,)))
    assert isinstance(page, FlowsPage)
    diagram = page.diagram
    assert {place.state for place in diagram.places} == set(NoticeState)
    below = [leg for leg in diagram.legs if leg.title]
    assert [leg.title for leg in below] == [
        "Submit",
        "Sign as head",
        "Return",
        "Review",
        "Review as well",
        "Return",
        "Return",
        "Put up",
        "Fell down",
        "Submit",
    ]
    assert page.note.text().startswith("An edit of the content brings it back to “draft”")
    assert "First reviewer + Second reviewer" in [leg.words for leg in diagram.legs if not leg.title]
    lines = diagram.accessibleName().splitlines()
    assert lines == list(told(FLOW))
    assert (
        "in review → ready: Review · signs as First reviewer · by: Review check sheets · in any order, until all are"
        " there · never the same person as: author, Head, Second reviewer"
    ) in lines
    picture = diagram.grab().toImage()
    qtbot.waitUntil(lambda: picture.height() >= diagram.minimumHeight() > 0)


@pytest.mark.parametrize("width", [700, 1190])
@pytest.mark.parametrize("flow", [FLOW, *flows.FLOWS], ids=lambda flow: flow.name)
def test_nothing_of_a_diagram_overlaps(qtbot: QtBot, flow: Flow, width: int) -> None:
    diagram = FlowDiagram(flow)
    qtbot.addWidget(diagram)
    diagram.resize(width, 100)
    diagram.show()
    qtbot.waitUntil(lambda: diagram.width() == width)
    boxes = [place.box for place in diagram.places] + [leg.room for leg in diagram.legs]
    clashes = [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.intersects(b)]
    assert clashes == []
    assert all(box.right() <= width and box.bottom() <= diagram.minimumHeight() for box in boxes)
    assert {choice_label(place.state) for place in diagram.places} == {choice_label(state) for state in flow.states}


def test_who_sees_no_flow_sees_no_approvals(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.views.approval.FLOWS", ())
    assert not any(page.is_for(board.desk("first").actor) for page in MODULE.pages)
    monkeypatch.setattr("desktop_admin.views.approval.FLOWS", (FLOW,))
    assert all(page.is_for(board.desk("first").actor) for page in MODULE.pages)
