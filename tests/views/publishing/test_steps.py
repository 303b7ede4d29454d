"""The steps of an article as buttons: which one is blue, and what each asks for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.publishing.flow import Authorise, HandIn, RecallSubmission, RejectSubmission, WithdrawSubmission
from desktop_admin.api.publishing.jobs import RecordDone, RunJob
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.publishing.handling import RecordDialog
from desktop_admin.views.publishing.reading.screen import ArticleScreen
from tests.services.publishing.conftest import Newsroom
from tests.views.publishing.conftest import Window, articles

FILL_IN = "This must be filled in."


def reading(qtbot: QtBot, window: Window, login: str, key: object) -> ArticleScreen:
    page = articles(window(login))
    page.open_article(key)  # type: ignore[arg-type]  # a row's key
    screen = page.article
    assert screen is not None
    qtbot.waitUntil(lambda: screen.detail is not None)
    return screen


def test_a_draft_that_cannot_be_handed_in_yet_is_not_withdrawn_by_the_blue_button(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    draft = newsroom.start(html="<p>校医室 13800005206。</p>")
    buttons = reading(qtbot, window, "informant", draft.row.key).offers.buttons
    assert not buttons[HandIn.wire_name()].isEnabled()
    assert buttons[WithdrawSubmission.wire_name()].isEnabled()
    assert "primary" not in {made.property("face") for made in buttons.values()}
    assert all(made.shortcut().isEmpty() for made in buttons.values())


@pytest.mark.parametrize(("step", "login"), [(RejectSubmission, "publicity"), (RecallSubmission, "publicity")])
def test_what_ends_an_article_asks_why_and_not_what_has_to_be_changed(
    qtbot: QtBot, newsroom: Newsroom, window: Window, step: type[RejectSubmission | RecallSubmission], login: str
) -> None:
    shown = newsroom.at_publicity() if step is RejectSubmission else newsroom.published()
    offers = reading(qtbot, window, login, shown.row.key).offers
    qtbot.mouseClick(offers.buttons[step.wire_name()], Qt.MouseButton.LeftButton)
    form = offers.dialog
    assert isinstance(form, FormDialog)
    assert [box.field.label for box in form.boxes.values()] == ["Reason", "Remark"]
    assert all(box.editor.needed for box in form.boxes.values())
    form.finish()
    assert [form.fault(name) for name in form.boxes] == [FILL_IN, FILL_IN]
    assert form.isVisible()


def test_what_is_taken_down_is_not_called_publishing(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    out = newsroom.published()
    newsroom.step(RecallSubmission, out, "publicity", reason="privacy", remark="写出了学生电话")
    screen = reading(qtbot, window, "operator", out.row.key)
    act = screen.jobs.buttons["学校网站", RunJob.wire_name()]
    assert isinstance(act, QPushButton)
    assert act.text() == "Take down from channel"


def test_the_hour_of_publishing_and_the_address_of_the_page_carry_a_star(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    waiting = newsroom.at_publicity()
    offers = reading(qtbot, window, "publicity", waiting.row.key).offers
    qtbot.mouseClick(offers.buttons[Authorise.wire_name()], Qt.MouseButton.LeftButton)
    form = offers.dialog
    assert isinstance(form, FormDialog)
    form.finish()
    assert form.fault("publish_at") == FILL_IN
    out = newsroom.publishing(newsroom.scheduled(waiting))
    screen = reading(qtbot, window, "operator", out.row.key)
    qtbot.mouseClick(screen.jobs.buttons["微信公众号", RecordDone.wire_name()], Qt.MouseButton.LeftButton)
    dialog = screen.handler.dialog
    assert isinstance(dialog, RecordDialog)
    dialog.finish()
    assert dialog.fault("address") == FILL_IN
