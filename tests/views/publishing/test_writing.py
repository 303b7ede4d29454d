"""Writing: counters, findings, files, pastes, conflicts, signatures that go, and leaving without saving."""

from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.publishing.content import Licence, Purpose, SourceKind
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import ReadFile, SubmissionDetail
from desktop_admin.views.kit import picking
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.form import ValuesDialog
from desktop_admin.views.publishing.articles import ArticlesPage
from desktop_admin.views.publishing.names import ARTICLES, NAME
from desktop_admin.views.publishing.writing.screen import WritingScreen
from tests.services.publishing.conftest import Newsroom, picture
from tests.views.publishing.conftest import Window, articles

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def writing(qtbot: QtBot, page: ArticlesPage, detail: SubmissionDetail | None = None) -> WritingScreen:
    screen = page.write_article() if detail is None else page.edit_article(detail)
    qtbot.waitUntil(lambda: screen.base is not None)
    return screen


def save(qtbot: QtBot, screen: WritingScreen) -> None:
    qtbot.mouseClick(screen.save_button, Qt.MouseButton.LeftButton)


def press(dialog: Dialog | None, text: str) -> None:
    assert dialog is not None
    next(each for each in dialog.findChildren(QPushButton) if each.text() == text).click()


def write(screen: WritingScreen, text: str) -> None:
    screen.editor.edit.selectAll()
    screen.editor.edit.insertPlainText(text)


def test_a_title_of_33_is_red_before_it_is_handed_in(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    screen = writing(qtbot, articles(window("informant")), newsroom.start())
    assert screen.form is not None
    title = screen.form.boxes["title"].editor
    title.write("长" * 32)
    assert screen.counters.labels["title"].property("face") == "small"
    title.write("长" * 31 + "😀")
    shown = screen.counters.labels["title"]
    assert (shown.property("face"), shown.text()) == ("error", "Title 33 / 32, 1 too many")


def test_what_is_found_is_shown_while_one_types_and_a_click_selects_it(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    screen = writing(qtbot, articles(window("informant")), newsroom.start())
    write(screen, "😀 电话 13800005206。")
    qtbot.waitUntil(lambda: len(screen.findings.lines) == 1)
    qtbot.mouseClick(screen.findings.lines[0], Qt.MouseButton.LeftButton)
    assert screen.editor.edit.textCursor().selectedText() == "13800005206"
    assert len(screen.editor.edit.extraSelections()) == 1
    write(screen, "无电话。")
    qtbot.waitUntil(lambda: not screen.findings.lines)


def test_a_paste_from_word_is_cleaned_and_what_went_is_listed(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    screen = writing(qtbot, articles(window("informant")), newsroom.start())
    data = QMimeData()
    data.setHtml("<p class='MsoNormal'>通知<script>x()</script><img src='file:///c:/a.png'></p>")
    QApplication.clipboard().setMimeData(data)
    screen.editor.edit.selectAll()
    screen.editor.edit.paste()
    qtbot.waitUntil(lambda: "通知" in screen.editor.edit.toPlainText())
    assert screen.editor.edit.body() == "<p>通知</p>"
    assert screen.messages.text().startswith("Not taken over: ")
    assert "program" in screen.messages.text()


def pasted(screen: WritingScreen, data: QMimeData) -> None:
    QApplication.clipboard().setMimeData(data)
    screen.editor.edit.paste()


def test_a_picture_on_the_clipboard_is_attached_small_and_without_what_was_noted_in_it(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    draft = newsroom.start()
    screen = writing(qtbot, articles(window("informant")), draft)
    photo = QImage(4000, 3000, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.darkBlue)
    photo.setText("GPSPosition", "39.9 N 116.4 E")
    data = QMimeData()
    data.setImageData(photo)
    data.setHtml('<img src="https://elsewhere.example/a.png">')
    pasted(screen, data)
    qtbot.waitUntil(lambda: isinstance(screen.attachments.dialog, ValuesDialog))
    (file,) = newsroom.read(draft).files
    assert (file.purpose, file.kind, file.width, file.height) == (Purpose.PICTURE, "jpg", 2000, 1500)
    assert f'<img src="attachment:{file.sha256}"' in screen.editor.edit.body()
    assert "elsewhere" not in screen.editor.edit.body()
    kept = newsroom.desk("informant").ask(ReadFile(draft.row.key, file.sha256))
    assert sha256(kept).hexdigest() == file.sha256
    assert b"GPS" not in kept


def test_a_picture_that_comes_with_words_gives_way_to_them(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    screen = writing(qtbot, articles(window("informant")), newsroom.start())
    data = QMimeData()
    data.setImageData(QImage(40, 40, QImage.Format.Format_RGB32))
    data.setHtml("<p>表中的字</p>")
    data.setText("表中的字")
    screen.editor.edit.selectAll()
    pasted(screen, data)
    qtbot.waitUntil(lambda: screen.editor.edit.body() == "<p>表中的字</p>")
    assert not screen.attachments.files


def test_a_file_is_pasted_one_at_a_time_and_only_if_it_is_a_picture(
    qtbot: QtBot, newsroom: Newsroom, window: Window, tmp_path: Path
) -> None:
    draft = newsroom.start()
    screen = writing(qtbot, articles(window("informant")), draft)
    before = screen.editor.edit.body()
    places = tmp_path / "现场.jpg", tmp_path / "a.png"
    places[0].write_bytes(picture(located=True))
    places[1].write_bytes(b"GIF89a" + b"\0" * 100)
    for chosen, told in ((places, "one picture at a time"), (places[1:], "GIF")):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(place)) for place in chosen])
        pasted(screen, data)
        qtbot.waitUntil(partial(_told, screen, told))
    assert screen.editor.edit.body() == before
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(places[0]))])
    pasted(screen, data)
    qtbot.waitUntil(lambda: isinstance(screen.attachments.dialog, ValuesDialog))
    assert [file.name for file in newsroom.read(draft).files] == ["现场.jpg"]


def _told(screen: WritingScreen, words: str) -> bool:
    return words in screen.messages.text()


def test_a_new_article_is_saved_before_a_picture_is_added_to_it(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(picture(located=True))
    monkeypatch.setattr(picking, "ask_file", lambda *_: str(photo))
    screen = writing(qtbot, articles(window("informant")))
    write(screen, "开幕。")
    qtbot.mouseClick(screen.picture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(screen.attachments.dialog, ValuesDialog))
    form = screen.attachments.dialog
    assert form is not None
    form.editor("source").write("本校拍摄")
    form.editor("author").write("王老师")
    form.editor("licence").write(Licence.OWN)
    form.finish()
    save(qtbot, screen)
    qtbot.waitUntil(lambda: screen.keeper.detail is not None and screen.keeper.detail.row.revision == 2)
    assert screen.keeper.detail is not None
    content = screen.keeper.detail.content
    digest = content.files[0].sha256
    assert (content.files[0].name, content.files[0].purpose) == ("现场.jpg", Purpose.PICTURE)
    assert f'<img src="attachment:{digest}" alt="现场.jpg">' in content.html
    assert [(one.kind, one.sha256, one.author) for one in content.sources] == [(SourceKind.PICTURE, digest, "王老师")]
    write(screen, "没有图。")
    save(qtbot, screen)
    qtbot.waitUntil(lambda: screen.keeper.detail is not None and screen.keeper.detail.row.revision == 3)
    assert screen.keeper.detail.content.files == ()


def test_a_file_that_is_no_picture_is_told_and_nothing_is_lost(
    qtbot: QtBot, newsroom: Newsroom, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trick = tmp_path / "a.jpg"
    trick.write_bytes(b"GIF89a" + b"\0" * 100)
    monkeypatch.setattr(picking, "ask_file", lambda *_: str(trick))
    screen = writing(qtbot, articles(window("informant")), newsroom.start())
    write(screen, "写了一半")
    qtbot.mouseClick(screen.picture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "GIF" in screen.messages.text())
    assert screen.editor.edit.toPlainText() == "写了一半"
    monkeypatch.setattr(picking, "ask_file", lambda *_: str(tmp_path / "gone.jpg"))
    qtbot.mouseClick(screen.picture, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "gone.jpg" in screen.messages.text())


def test_two_who_save_one_article_choose_a_side_and_lose_nothing(
    qtbot: QtBot, newsroom: Newsroom, window: Window
) -> None:
    draft = newsroom.start()
    screen = writing(qtbot, articles(window("informant")), draft)
    newsroom.edit(draft, login="head", html="<p>九月二日，校园科技节开幕。</p>", summary="五百名学生参加")
    write(screen, "九月三日，校园科技节开幕。")
    assert screen.form is not None
    screen.form.boxes["statement"].editor.write("方案")
    save(qtbot, screen)
    qtbot.waitUntil(lambda: isinstance(screen.dialog, ConflictDialog))
    conflict = screen.dialog
    assert isinstance(conflict, ConflictDialog)
    assert conflict.windowTitle() == "李主任 has just changed “校园科技节开幕”"
    assert "九月二日" in conflict.radio("html", Side.THEIRS).text()
    conflict.reject()
    assert screen.editor.edit.toPlainText() == "九月三日，校园科技节开幕。"
    screen.dialog = None
    save(qtbot, screen)
    qtbot.waitUntil(lambda: isinstance(screen.dialog, ConflictDialog))
    again = screen.dialog
    assert isinstance(again, ConflictDialog)
    again.radio("html", Side.MINE).click()
    again.save.click()
    qtbot.waitUntil(lambda: screen.keeper.detail is not None and screen.keeper.detail.row.revision == 3)
    content = newsroom.read(draft).content
    assert (content.html, content.summary, content.statement) == (
        "<p>九月三日，校园科技节开幕。</p>",
        "五百名学生参加",
        "方案",
    )


def test_saving_tells_whose_signatures_go_before_they_do(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    signed = newsroom.at_publicity()
    screen = writing(qtbot, articles(window("informant")), newsroom.read(signed))
    write(screen, "改了")
    save(qtbot, screen)
    asked = screen.dialog
    assert asked is not None
    told = " ".join(each.text() for each in asked.findChildren(type(screen.heading)))
    assert "李主任" in told
    assert newsroom.read(signed).row.revision == 1
    press(asked, "Save")
    qtbot.waitUntil(lambda: newsroom.read(signed).row.state is SubmissionState.DRAFT)
    assert not any(seat.by for seat in newsroom.read(signed).seats)


def test_leaving_asks_only_where_something_would_be_lost(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    page = articles(window("informant"))
    screen = writing(qtbot, page, newsroom.start())
    other = newsroom.start(title="另一篇")
    write(screen, "没有保存")
    page.open_article(other.row.key)
    assert page.stack.currentWidget() is screen
    assert "not saved" in screen.messages.text()
    qtbot.keyClick(screen.editor.edit, K.Key_Escape)
    assert page.stack.currentWidget() is screen
    press(screen.asked, "Leave")
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.article)
    writing(qtbot, page, newsroom.read(other)).leave()
    assert page.stack.currentWidget() is page.article


def test_a_window_is_not_closed_over_what_is_not_saved(qtbot: QtBot, newsroom: Newsroom, window: Window) -> None:
    shown = window("informant")
    screen = writing(qtbot, articles(shown), newsroom.start())
    write(screen, "没有保存")
    shown.close()
    assert shown.isVisible()
    assert shown.asked is not None
    with qtbot.assertNotEmitted(shown.sign_out_asked):
        shown.foot.sign_out_asked.emit()
    press(shown.asked, "Discard")
    qtbot.waitUntil(lambda: not shown.would_lose())
    shown.close()
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_who_writes_for_no_department_is_told_so(qtbot: QtBot, window: Window) -> None:
    shown = window("teacher")
    page = shown.go(NAME, ARTICLES)
    assert isinstance(page, ArticlesPage)
    screen = page.write_article()
    qtbot.waitUntil(lambda: "Ask the publicity office" in screen.messages.text())
