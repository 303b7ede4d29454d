"""The page of an article, what waits for whom, and the registers, as their readers use them."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_admin.api.publishing.columns import ListNotices
from desktop_admin.api.publishing.flow import CHECKS, SignDepartment
from desktop_admin.api.publishing.jobs import RecordDone, RunJob
from desktop_admin.api.publishing.registers import ListDepartments
from desktop_admin.api.publishing.states import JobState, SubmissionState
from desktop_admin.api.publishing.submission import SubmissionRow
from desktop_admin.models.accounts import RoleGrant
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.list_page.neighbours import UP
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.publishing.handling import NO_PICTURE, RecordDialog
from desktop_admin.views.publishing.jobs import JobsPage
from desktop_admin.views.publishing.names import COLUMNS, DEPARTMENTS, JOBS, NAME, OVERVIEW, WORDS
from desktop_admin.views.publishing.overview import OverviewPage
from desktop_admin.views.publishing.reading.screen import ArticleScreen
from desktop_admin.views.publishing.registers import ColumnsPage, DepartmentsPage, WordsPage
from tests.services.publishing.conftest import Newsroom, picture
from tests.views.publishing.conftest import Window, articles

LEFT = Qt.MouseButton.LeftButton


def reading(qtbot: QtBot, shown: MainWindow, key: object) -> ArticleScreen:
    page = articles(shown)
    page.open_article(key)  # type: ignore[arg-type]  # a row's key
    screen = page.article
    assert screen is not None
    qtbot.waitUntil(lambda: screen.detail is not None)
    return screen


def _unanswered(screen: ArticleScreen, count: int) -> bool:
    return sum(line.found.open for line in screen.findings.lines) == count


def _listed(page: ListPage, count: int) -> bool:
    return page.rows.total == count


def test_an_article_is_opened_from_the_list_by_enter_and_left_by_escape(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    newsroom.at_department()
    page = articles(window("head"))
    qtbot.waitUntil(lambda: page.list.rows.total == 1 and page.list.table.currentIndex().isValid())
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.article is not None and page.article.detail is not None)
    assert page.article is not None
    assert page.article.title.text() == "校园科技节开幕"
    qtbot.keyClick(page.article.text.compared, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.list


def test_the_article_below_is_read_without_going_back_to_the_list(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    for title in ("第一篇", "第二篇", "第三篇"):
        newsroom.at_department(title=title)
    page = articles(window("head"))
    qtbot.waitUntil(lambda: page.list.rows.total == 3 and page.list.table.currentIndex().isValid())
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    screen = page.article
    assert screen is not None
    for title in ("第三篇", "第二篇", "第一篇"):
        qtbot.waitUntil(partial(_titled, screen, title))
        qtbot.keyClick(screen.text.compared, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    neighbours = page.neighbours
    assert neighbours is not None
    assert neighbours.place.text() == "3 of 3"
    qtbot.mouseClick(neighbours.buttons[UP], LEFT)
    qtbot.waitUntil(partial(_titled, screen, "第二篇"))
    qtbot.keyClick(screen.text.compared, Qt.Key.Key_Escape)
    row = page.list.table.current_record()
    assert isinstance(row, SubmissionRow)
    assert row.title == "第二篇"


def _titled(screen: ArticleScreen, title: str) -> bool:
    return screen.detail is not None and screen.title.text() == title


def test_whoever_had_nothing_to_do_with_it_reads_what_was_published(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    published, draft = newsroom.published(), newsroom.start(title="还没写完")
    shown = window("teacher")
    page = articles(shown)
    qtbot.waitUntil(lambda: page.list.rows.total == 1)
    screen = reading(qtbot, shown, published.row.key)
    assert "校园科技节开幕" in screen.text.compared.toPlainText()
    hidden = (screen.findings, screen.revisions, screen.offers, screen.print, screen.edit, page.neighbours)
    assert not any(part is not None and part.isVisible() for part in hidden)
    assert screen.decisions.isVisible()
    screen.show_article(draft.row.key)
    qtbot.waitUntil(lambda: bool(screen.messages.text()))
    assert screen.detail is None


def test_who_signed_an_earlier_revision_sees_what_changed_since(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    signed = newsroom.at_publicity()
    newsroom.edit(signed, html="<p>九月一日，校园读书节开幕。</p>", title="校园读书节开幕")
    newsroom.edit(signed, html="<p>九月一日，校园读书节开幕了。</p>")
    newsroom.hand_in(signed)
    screen = reading(qtbot, window("head"), signed.row.key)
    qtbot.waitUntil(lambda: "which you signed" in screen.text.told.text())
    assert screen.text.compared_with == 1
    assert "科技" in screen.text.compared.toPlainText()
    assert "读书" in screen.text.compared.toPlainText()
    told = [each.text() for each in screen.text.fields.findChildren(QLabel)]
    assert told == ["Title: 校园科技节开幕 → 校园读书节开幕"]
    screen.revisions.compare_asked.emit(2)
    qtbot.waitUntil(lambda: screen.text.told.text().startswith("since revision 2:"))
    assert "科技" not in screen.text.compared.toPlainText()


def test_a_finding_is_answered_with_a_reason_on_the_page(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    draft = newsroom.start(title="电话 13900005206", html="<p>校医室 13800005206。</p>")
    screen = reading(qtbot, window("informant"), draft.row.key)
    assert [line.found.part for line in screen.findings.lines] == ["title", "body"]
    assert "[2]" in screen.text.compared.toPlainText()
    assert not screen.offers.buttons["publishing.HandIn"].isEnabled()
    for left in (1, 0):
        unanswered = next(line for line in screen.findings.lines if line.found.open)
        qtbot.mouseClick(unanswered.answer, LEFT)
        assert isinstance(screen.dialog, FormDialog)
        screen.dialog.editor("reason").write("公开电话")
        screen.dialog.finish()
        qtbot.waitUntil(partial(_unanswered, screen, left))
    bar = screen.offers
    qtbot.waitUntil(lambda: bar.buttons["publishing.HandIn"].isEnabled() and not bar.state.text())


def test_a_right_that_is_taken_away_while_the_dialog_is_open_is_refused_in_it(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    waiting = newsroom.at_department()
    screen = reading(qtbot, window("head"), waiting.row.key)
    screen.offers.buttons[SignDepartment.wire_name()].click()
    form = screen.offers.dialog
    assert isinstance(form, FormDialog)
    for name in CHECKS:
        form.editor(name).write(value=True)
    house = newsroom.house
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        for grant in work.session.scalars(select(RoleGrant).where(RoleGrant.account_key == newsroom.key("head"))):
            work.session.delete(grant)
    form.finish()
    qtbot.waitUntil(lambda: bool(form.messages.text()))
    assert form.isVisible()
    assert newsroom.read(waiting).row.state is SubmissionState.DEPT


def test_another_ones_step_is_seen_without_asking(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    waiting = newsroom.at_department()
    screen = reading(qtbot, window("informant"), waiting.row.key)
    assert screen.state.text == "at the department"
    screen_of_head = reading(qtbot, window("head"), waiting.row.key)
    screen_of_head.activateWindow()
    newsroom.sign(waiting)
    qtbot.waitUntil(lambda: screen_of_head.state.text == "at the publicity office")


def test_the_pictures_of_the_text_are_on_the_phone_and_in_the_original(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    draft = newsroom.illustrated()
    screen = reading(qtbot, window("informant"), draft.row.key)
    digest = draft.content.files[0].sha256
    qtbot.waitUntil(lambda: digest in screen.pictures.known)
    assert screen.pictures.known[digest].width() == 320
    assert "现场.jpg" in [each.text() for each in screen.files.findChildren(type(screen.title))]


def test_a_job_by_hand_without_a_screenshot_is_refused_and_stays_open(
    qtbot: QtBot, newsroom: Newsroom, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing = newsroom.publishing()
    shown = window("operator")
    page = shown.go(NAME, JOBS)
    assert isinstance(page, JobsPage)
    qtbot.waitUntil(lambda: page.rows.total == 2)
    page.handler.record(newsroom.job(publishing, newsroom.wechat))
    dialog = page.handler.dialog
    assert isinstance(dialog, RecordDialog)
    dialog.editor("address").write("https://mp.weixin.qq.com/s/abc")
    dialog.finish()
    qtbot.waitUntil(lambda: "screenshot" in dialog.messages.text())
    place = tmp_path / "copy.html"
    monkeypatch.setattr(picking, "ask_place", lambda *_: str(place))
    qtbot.mouseClick(dialog.keep, LEFT)
    qtbot.waitUntil(place.exists)
    assert "校园科技节开幕" in place.read_text("utf-8")
    shot = tmp_path / "shot.png"
    shot.write_bytes(picture("PNG"))
    monkeypatch.setattr(picking, "ask_file", lambda *_: str(shot))
    qtbot.mouseClick(dialog.choose, LEFT)
    qtbot.waitUntil(lambda: bool(dialog.screenshot))
    dialog.finish()
    qtbot.waitUntil(lambda: newsroom.job(publishing, newsroom.wechat).state is JobState.MANUAL_DONE)


def test_a_screenshot_is_pasted_from_the_clipboard(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    publishing = newsroom.publishing()
    page = window("operator").go(NAME, JOBS)
    assert isinstance(page, JobsPage)
    page.handler.record(newsroom.job(publishing, newsroom.wechat))
    dialog = page.handler.dialog
    assert isinstance(dialog, RecordDialog)
    QApplication.clipboard().setText("not a picture")
    qtbot.mouseClick(dialog.paste, LEFT)
    assert (dialog.messages.text(), dialog.screenshot) == (NO_PICTURE, b"")
    shot = QImage(80, 60, QImage.Format.Format_RGB32)
    shot.fill(Qt.GlobalColor.darkGreen)
    QApplication.clipboard().setImage(shot)
    qtbot.mouseClick(dialog.paste, LEFT)
    assert QImage.fromData(dialog.screenshot).size() == shot.size()
    dialog.editor("address").write("https://mp.weixin.qq.com/s/abc")
    dialog.finish()
    qtbot.waitUntil(lambda: newsroom.job(publishing, newsroom.wechat).state is JobState.MANUAL_DONE)


def test_the_list_of_jobs_offers_what_fits_a_job(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    publishing = newsroom.publishing()
    page = window("operator").go(NAME, JOBS)
    assert isinstance(page, JobsPage)
    qtbot.waitUntil(lambda: page.rows.total == 2)
    by_hand = newsroom.job(publishing, newsroom.wechat)
    fitting = [action.command for action in page.spec.actions if action.possible(by_hand)]
    assert fitting[0] is RecordDone
    run = next(action for action in page.spec.actions if action.command is RunJob)
    page.doer.start(run, [newsroom.job(publishing, newsroom.website)])
    qtbot.waitUntil(lambda: newsroom.job(publishing, newsroom.website).state is JobState.CONFIRMED)


def test_a_job_is_opened_as_its_article(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    publishing = newsroom.publishing()
    shown = window("operator")
    page = shown.go(NAME, JOBS)
    assert isinstance(page, JobsPage)
    qtbot.waitUntil(lambda: page.rows.total == 2 and page.table.currentIndex().isValid())
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    article = articles(shown).article
    assert article is not None
    qtbot.waitUntil(lambda: article.detail is not None)
    assert article.key == publishing.row.key
    assert article.isVisible()


def test_the_badge_counts_what_waits_whatever_page_is_open(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    waiting = newsroom.at_department()
    shown = window("head")
    articles(shown)
    qtbot.waitUntil(lambda: shown.rail.bar.badge(0) == 1)
    newsroom.sign(waiting)
    qtbot.waitUntil(lambda: shown.rail.bar.badge(0) == 0)


def test_an_alarm_leads_to_the_notice_that_urges_a_column(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    page = window("publicity").go(NAME, OVERVIEW)
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(lambda: page.overview is not None and page.known.now is not None)
    act = next(each for each in page.alarms.findChildren(QPushButton) if each.text() == "Issue notice")
    act.click()
    assert page.dialog is not None
    page.dialog.editor("text").write("更新栏目")
    page.dialog.finish()
    desk = newsroom.desk("publicity")
    qtbot.waitUntil(lambda: desk.ask(ListNotices()).total == 1)
    assert desk.ask(ListNotices()).rows[0].column == "校园新闻"


def test_every_register_is_shown_with_its_rows(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    shown = window("publicity")
    for title, kind, wanted in (
        (COLUMNS, ColumnsPage, {"publishing-columns": 1, "publishing-notices": 0, "publishing-watch": 0}),
        (DEPARTMENTS, DepartmentsPage, {"publishing-departments": 1, "publishing-seats": 4, "publishing-channels": 2}),
    ):
        page = shown.go(NAME, title)
        assert isinstance(page, kind)
        for place, (name, count) in enumerate(wanted.items()):
            listed = page.show_register(place)
            qtbot.waitUntil(partial(_listed, listed, count))
            assert listed.spec.name == name
    words = shown.go(NAME, WORDS)
    assert isinstance(words, WordsPage)
    words.make_new()
    words.form.editor("category").write(words.form.editor("category")._values[1])
    words.form.editor("words").write("最有效")
    words.form.finish()
    qtbot.waitUntil(lambda: words.rows.total > 0)
    assert newsroom.desk("publicity").ask(ListDepartments()).rows[0].head == "李主任"
