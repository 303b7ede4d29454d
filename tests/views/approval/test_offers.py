"""Buttons made from offers: what one may do is pressed, what one may not says why."""

from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api import flows
from desktop_admin.views.kit.decisions import Decisions
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.offers import OfferBar, Subject, WhyDialog
from desktop_admin.views.kit.widgets import Progress
from tests.services.approval.conftest import Board, Paper
from tests.services.approval.notices import (
    FLOW,
    STEPS,
    Notice,
    NoticeDetail,
    NoticeState,
    PutUp,
    ReadNotice,
    Return,
    Review,
    ReviewAlso,
    SignAsHead,
    Submit,
)
from tests.services.approval.test_delegation import delegate
from tests.views.approval.conftest import Shown

SIGNED_FOR = "First reviewer 吴代理 for 孙一审 Review (done) 2026-09-01 12:00 · revision 1 · signed; Put up (to come)"


class NoticePage(QWidget):
    """As a feature's page does it: history above, steps below, read again after each of them."""

    def __init__(self, desk: QtDesk, key: UUID) -> None:
        super().__init__()
        self._desk, self._key = desk, key
        self.detail: NoticeDetail | None = None
        self.history, self.bar = Decisions(), OfferBar(desk, STEPS)
        layout = QVBoxLayout(self)
        layout.addWidget(self.history)
        layout.addWidget(self.bar)
        self.bar.answered.connect(self._take)
        self.read()

    def read(self) -> None:
        self._desk.ask(ReadNotice(self._key), owner=self, then=self._take)

    def _take(self, detail: NoticeDetail) -> None:
        self.detail = detail
        self.history.show_decisions(detail.history, detail.offers)
        self.bar.show_offers(Subject(detail.key, detail.version, detail.revision, "运动会"), detail.offers)

    def button(self, step: type[Any]) -> Any:
        return self.bar.buttons[step.wire_name()]

    def texts(self) -> list[str]:
        return [made.text() for made in self.bar.buttons.values()]


def opened(qtbot: QtBot, shown: Shown, who: str, paper: Paper) -> NoticePage:
    page = shown(who, lambda desk: NoticePage(desk, paper.key))
    assert isinstance(page, NoticePage)
    qtbot.waitUntil(lambda: page.detail is not None)
    return page


def dialog(page: NoticePage, kind: type[Dialog]) -> Any:
    assert isinstance(page.bar.dialog, kind)
    return page.bar.dialog


def ctrl_enter(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_step_is_taken_with_its_form_and_the_page_shows_what_came_of_it(
    qtbot: QtBot, board: Board, shown: Shown
) -> None:
    page = opened(qtbot, shown, "first", board.write(reviews=1).in_review())
    assert page.texts() == ["Return", "Review"]
    assert page.button(Review).property("face") == "primary"
    page.button(Review).click()
    form = dialog(page, FormDialog)
    assert form.windowTitle() == "Review: 运动会"
    ctrl_enter(qtbot, form)
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.state is NoticeState.READY)
    assert page.texts() == ["Return", "Put up"]
    assert not page.button(PutUp).isEnabled()
    assert page.button(Return).property("face") != "primary"


def test_a_signature_without_fields_asks_what_is_signed(qtbot: QtBot, board: Board, shown: Shown) -> None:
    paper = board.write()
    paper.ask("author", Submit)
    page = opened(qtbot, shown, "head", paper)
    page.button(SignAsHead).click()
    asked = dialog(page, Dialog)
    said = " ".join(words.text() for words in asked.findChildren(type(page.bar.state).__base__))
    assert "You sign revision 1 of “运动会” as “Head”." in said
    ctrl_enter(qtbot, asked)
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.state is NoticeState.REVIEW)


def test_a_blocked_step_carries_its_reason(qtbot: QtBot, board: Board, shown: Shown) -> None:
    paper = board.write().in_review()
    paper.ask("first", Review)
    page = opened(qtbot, shown, "first", paper)
    blocked = page.button(ReviewAlso)
    reason = "孙一审 has already signed “运动会” as “First reviewer”. Another person takes this seat."
    assert not blocked.isEnabled()
    assert (blocked.toolTip(), page.bar.state.text()) == (reason, reason)
    assert page.button(Return).property("face") != "primary"  # it is another's turn, and no reason to send it back


def test_where_the_thing_itself_is_wrong_the_way_back_is_the_primary_one(
    qtbot: QtBot, board: Board, shown: Shown
) -> None:
    paper = board.write().in_review()
    with board.house.premises.backstage.database.work(board.house.actor(), "test") as work:
        work.get(Notice, paper.key).title = "偷换"
    page = opened(qtbot, shown, "first", paper)
    assert not page.button(Review).isEnabled()
    assert page.button(Return).property("face") == "primary"
    assert page.bar.state.text().startswith("The content of “偷换” is no longer what was signed")


def test_somebody_elses_step_has_no_button_but_is_explained(qtbot: QtBot, board: Board, shown: Shown) -> None:
    page = opened(qtbot, shown, "author", board.write().in_review())
    assert page.texts() == []
    assert page.bar.state.text() == "Waiting for: First reviewer, Second reviewer"
    qtbot.mouseClick(page.bar.why, Qt.MouseButton.LeftButton)
    why = dialog(page, WhyDialog)
    told = dict(zip([offer.caption for offer in page.detail.offers], why.reasons, strict=True))  # type: ignore[union-attr]
    assert told["Review"].startswith("You are not allowed to do this (Review check sheets).")
    assert told["Submit"] == "“运动会” is “in review”; this is not possible now."


def test_a_return_is_chosen_from_its_reasons_and_needs_its_words(qtbot: QtBot, board: Board, shown: Shown) -> None:
    page = opened(qtbot, shown, "first", board.write().in_review())
    page.button(Return).click()
    form = dialog(page, FormDialog)
    box = form.editor("reason").widget
    assert isinstance(box, QComboBox)
    assert [box.itemText(place) for place in range(box.count())][-2:] == ["Facts are wrong", "Wording"]
    form.editor("reason").write("wrong")
    ctrl_enter(qtbot, form)
    qtbot.waitUntil(lambda: "remark" in form.messages.text().lower())
    words = form.findChild(QPlainTextEdit)
    qtbot.keyClicks(words, "the date")
    ctrl_enter(qtbot, words)
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.state is NoticeState.RETURNED)
    last = page.detail.history[-1]  # type: ignore[union-attr]
    assert (last.reason, last.remark) == ("Facts are wrong", "the date")


def test_who_is_too_late_reads_who_was_first_and_keeps_what_was_typed(qtbot: QtBot, board: Board, shown: Shown) -> None:
    paper = board.write(reviews=1).in_review()
    page = opened(qtbot, shown, "second", paper)
    page.button(Review).click()
    form = dialog(page, FormDialog)
    form.editor("remark").write("同意")
    paper.ask("first", Review)
    ctrl_enter(qtbot, form)
    qtbot.waitUntil(lambda: "Already decided by 孙一审 at 12:00" in form.messages.text())
    assert form.editor("remark").read() == "同意"


def test_a_delegate_sees_for_whom_and_may_send_what_the_own_roles_do_not_allow(
    qtbot: QtBot, board: Board, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flows, "FLOWS", (FLOW,))
    board.house.add_account("deputy", "teacher", name="吴代理")
    board.people["deputy"] = board.house.desk(login="deputy", pc="PC-deputy")
    delegate(board, "first", what="notices/first")
    page = opened(qtbot, shown, "deputy", board.write(reviews=1).in_review())
    page.button(Review).click()
    form = dialog(page, FormDialog)
    assert form.windowTitle() == "Review, for 孙一审: 运动会"
    ctrl_enter(qtbot, form)
    qtbot.waitUntil(lambda: page.detail is not None and page.detail.state is NoticeState.READY)
    assert page.history.accessibleName().endswith(SIGNED_FOR)


def test_the_history_tells_what_is_signed_what_is_void_and_what_is_due(
    qtbot: QtBot, board: Board, shown: Shown
) -> None:
    paper = board.write().ready()
    paper.ask("first", Return, reason="style", remark="太长")
    page = opened(qtbot, shown, "author", paper)
    steps = page.history._steps
    assert [step.progress for step in steps] == [Progress.DONE] * 4 + [Progress.RETURNED, Progress.CURRENT]
    assert steps[1].detail == "2026-09-01 12:00 · revision 1 · signature void"
    assert steps[4].quote == "Wording: 太长"
    assert steps[5].title == "Submit (you)"
