"""An article from the informant's first key to the published page, each person at a window of their own.

On the PC that holds the data, and from paired PCs through a real server.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.publishing.flow import CHECKS
from desktop_admin.api.publishing.jobs import JobRow, RecordDone, RunJob
from desktop_admin.api.publishing.states import JobState, SubmissionState
from desktop_admin.api.publishing.submission import ListSubmissions, ReadSubmission, SubmissionDetail
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.publishing.handling import RecordDialog
from desktop_admin.views.publishing.names import NAME, OVERVIEW
from desktop_admin.views.publishing.overview import OverviewPage
from desktop_admin.views.publishing.reading.screen import ArticleScreen
from desktop_admin.views.publishing.writing.screen import WritingScreen
from tests.conftest import House
from tests.services.publishing.conftest import Newsroom, picture
from tests.views.publishing.conftest import Window, articles, newsroom, window

__all__ = ["newsroom", "window"]

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
S = SubmissionState


@pytest.fixture
def house(each_way: House) -> House:
    return each_way


def keys(*pressed: str | Qt.Key, control: bool = False) -> None:
    """They go where the focus is."""
    for key in pressed:
        focus = QApplication.focusWidget() or QApplication.activeWindow()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key, CONTROL if control else Qt.KeyboardModifier.NoModifier)


def at(qtbot: QtBot, dialog: Dialog | None) -> None:
    """The keys go to the dialog."""
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.isVisible() and dialog.isAncestorOf(QApplication.focusWidget() or dialog))


def fill(screen: WritingScreen) -> None:
    """Every field that an article needs, each where a person finds it."""
    assert screen.form is not None
    boxes = screen.form.boxes
    boxes["title"].editor.focus()
    keys("Science week opens")
    boxes["summary"].editor.focus()
    keys("Three hundred pupils take part")
    channels = boxes["channels"].editor
    channels.focus()
    keys(K.Key_Home, K.Key_Space, K.Key_Down, K.Key_Space)
    for name in ("column_key", "theme"):
        boxes[name].editor.focus()
        keys(K.Key_Down)
    boxes["event_day"].editor.focus()
    keys("2026-08-31")
    boxes["statement"].editor.focus()
    keys("The programme of the week")
    for name in ("public_good", "secrecy", "privacy", "terms"):
        boxes[name].editor.focus()
        keys(K.Key_Space)
    screen.editor.edit.setFocus()
    keys("The science week opens today. Call 13800005206.")


def acts(overview: OverviewPage) -> list[QPushButton]:
    return [each for each in overview.tasks.findChildren(QPushButton) if each.isVisible()]


def opened(qtbot: QtBot, shown: MainWindow) -> ArticleScreen:
    """From what waits for this person to the article's own page."""
    overview = shown.go(NAME, OVERVIEW)
    assert isinstance(overview, OverviewPage)
    qtbot.waitUntil(lambda: len(acts(overview)) == 1)
    qtbot.mouseClick(acts(overview)[0], Qt.MouseButton.LeftButton)
    page = articles(shown)
    qtbot.waitUntil(lambda: page.article is not None and page.article.detail is not None)
    assert page.article is not None
    page.article.setFocus()
    return page.article


def primary(qtbot: QtBot, screen: ArticleScreen) -> None:
    """The step that Ctrl+Enter takes, once it can be taken; its dialog is open then."""
    bar = screen.offers
    qtbot.waitUntil(
        lambda: any(each.isVisible() and each.property("face") == "primary" for each in bar.buttons.values())
    )
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    keys(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.offers.dialog is not None and screen.offers.dialog.isVisible())
    at(qtbot, screen.offers.dialog)


def sign(qtbot: QtBot, screen: ArticleScreen, when: str = "") -> SubmissionDetail:
    """Tick everything that a signature says, and sign."""
    primary(qtbot, screen)
    form = screen.offers.dialog
    assert isinstance(form, FormDialog)
    for name in CHECKS:
        form.editor(name).focus()
        keys(K.Key_Space)
    if when:
        form.editor("publish_at").focus()
        keys(when)
    keys(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: not form.isVisible())
    assert screen.detail is not None
    return screen.detail


def job(screen: ArticleScreen, channel: str) -> JobRow:
    assert screen.detail is not None
    return next(each for each in screen.detail.jobs if each.channel == channel)


def write(qtbot: QtBot, shown: MainWindow) -> SubmissionDetail:
    page = articles(shown)
    page.list.table.setFocus()
    keys(K.Key_N, control=True)
    qtbot.waitUntil(lambda: page.writing is not None and page.writing.base is not None)
    screen = page.writing
    assert screen is not None
    fill(screen)
    qtbot.waitUntil(lambda: screen.check is not None and len(screen.check.findings) == 1, timeout=5000)
    keys(K.Key_S, control=True)
    qtbot.waitUntil(lambda: screen.keeper.detail is not None)
    keys(K.Key_Escape)
    qtbot.waitUntil(lambda: page.article is not None and page.article.isVisible() and page.article.detail is not None)
    assert page.article is not None
    assert page.article.detail is not None
    return page.article.detail


def hand_in(qtbot: QtBot, shown: MainWindow) -> SubmissionDetail:
    """What was found is answered first: until then the button is locked, and says why."""
    screen = articles(shown).article
    assert screen is not None
    qtbot.waitUntil(lambda: bool(screen.offers.buttons))
    assert "1 findings" in screen.offers.state.text()
    qtbot.mouseClick(screen.findings.lines[0].answer, Qt.MouseButton.LeftButton)
    assert isinstance(screen.dialog, FormDialog)
    at(qtbot, screen.dialog)
    screen.dialog.editor("reason").focus()
    keys("The school's own number")
    keys(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.detail is not None and not screen.detail.findings[0].open)
    primary(qtbot, screen)
    keys(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.detail is not None and screen.detail.row.state is S.DEPT)
    assert screen.detail is not None
    return screen.detail


def publish(qtbot: QtBot, screen: ArticleScreen, shot: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    primary(qtbot, screen)
    keys(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.detail is not None and len(screen.detail.jobs) == 2)
    qtbot.mouseClick(screen.jobs.buttons["学校网站", RunJob.wire_name()], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: job(screen, "学校网站").state is JobState.CONFIRMED)
    qtbot.mouseClick(screen.jobs.buttons["微信公众号", RecordDone.wire_name()], Qt.MouseButton.LeftButton)
    dialog = screen.handler.dialog
    assert isinstance(dialog, RecordDialog)
    at(qtbot, dialog)
    QApplication.clipboard().setText("before")
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "science week" in QApplication.clipboard().mimeData().html())
    monkeypatch.setattr(picking, "ask_file", lambda *_: str(shot))
    qtbot.mouseClick(dialog.choose, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog.screenshot))
    dialog.editor("address").focus()
    keys("https://mp.weixin.qq.com/s/abc")
    keys(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.detail is not None and screen.detail.row.state is S.PUBLISHED)


def test_an_article_goes_from_its_first_key_to_the_published_page(
    qtbot: QtBot, newsroom: Newsroom, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    informant = window("informant")
    draft = write(qtbot, informant)
    assert (draft.row.title, draft.row.revision, draft.missing) == ("Science week opens", 1, ())
    assert hand_in(qtbot, informant).row.state is S.DEPT
    assert sign(qtbot, opened(qtbot, window("head"))).row.state is S.PROP
    assert sign(qtbot, opened(qtbot, window("publicity")), "2026-09-01 12:00").row.state is S.PROP
    assert sign(qtbot, opened(qtbot, window("second"))).row.state is S.SCHEDULED
    shot = tmp_path / "shot.jpg"
    shot.write_bytes(picture(colour="green"))
    publish(qtbot, opened(qtbot, window("operator")), shot, monkeypatch)
    page = newsroom.page(draft)
    assert "The science week opens today" in page.read_text("utf-8")
    desk = newsroom.desk("informant")
    assert [row.state for row in desk.ask(ListSubmissions()).rows] == [S.PUBLISHED]
    told = desk.ask(ReadSubmission(draft.row.key))
    assert [seat.by for seat in told.seats] == ["李主任", "周宣", "孙复"]
    assert [(one.channel, one.address) for one in told.jobs if one.channel == "微信公众号"] == [
        ("微信公众号", "https://mp.weixin.qq.com/s/abc")
    ]
