"""An article is written, pasted, compared and previewed as a person would do it."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.api.publishing.text import Change, ChangeKind, Cleaned, Finding, FindingKind, Removed, RemovedKind
from desktop_admin.services.publishing.text.html import clean, plain
from desktop_admin.views.publishing.article.body import html_of
from desktop_admin.views.publishing.article.compare import Compared
from desktop_admin.views.publishing.article.editor import ArticleEditor, Then
from desktop_admin.views.publishing.article.phone import Phone

DIGEST = "ab" * 32
BODY = (
    '<h2>安排</h2><p style="text-align:center"><strong>粗</strong>与<em>斜</em>&lt;b&gt;<br>行 '
    '<a href="https://x.cn/?a=1&amp;b=2">看</a></p><ol><li>一</li><li>二<strong>三</strong></li></ol>'
    '<ul><li>点</li></ul><table><tbody><tr><td colspan="2">格</td></tr><tr><td>甲</td><td>乙</td></tr></tbody></table>'
    f'<p>图<img src="attachment:{DIGEST}" alt="操场"></p><p>H<sub>2</sub>O<u>线</u></p>'
)


@pytest.fixture
def editor(qtbot: QtBot) -> ArticleEditor:
    """Its pastes are cleaned as a service does."""

    def answer(html: str, then: Then) -> None:
        then(clean(html))

    made = ArticleEditor(answer)
    qtbot.addWidget(made)
    made.show()
    return made


def paste(editor: ArticleEditor, html: str) -> None:
    data = QMimeData()
    data.setHtml(html)
    QApplication.clipboard().setMimeData(data)
    editor.edit.paste()


def test_a_body_is_the_same_after_it_was_opened_and_saved(editor: ArticleEditor) -> None:
    editor.edit.show_body(BODY)
    assert editor.edit.body() == BODY
    assert clean(BODY).html == BODY


def test_what_the_editor_shows_is_what_is_searched(editor: ArticleEditor) -> None:
    editor.edit.show_body("<h2>一</h2><p>二<br>三</p><ul><li>四</li></ul>")
    assert editor.edit.toPlainText() == plain(editor.edit.body())


def test_keys_and_tools_make_what_is_stored(qtbot: QtBot, editor: ArticleEditor) -> None:
    edit, tools = editor.edit, editor.tools
    edit.setFocus()
    qtbot.keyClicks(edit, "plain ")
    qtbot.mouseClick(tools.faces["B"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(edit, "bold")
    qtbot.mouseClick(tools.faces["B"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "title")
    tools.level.choose(1)
    tools.level.chosen.emit(1)
    edit.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    tools.level.chosen.emit(0)
    qtbot.mouseClick(tools.numbers, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(edit, "one")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClicks(edit, "two")
    assert edit.body() == "<p>plain <strong>bold</strong></p><h2>title</h2><ol><li>one</li><li>two</li></ol>"


def test_a_paste_is_cleaned_first_and_what_went_is_told(qtbot: QtBot, editor: ArticleEditor) -> None:
    with qtbot.waitSignal(editor.edit.removed) as told:
        paste(editor, "<p style='color:red'>通知<script>x()</script></p>")
    assert editor.edit.body() == "<p>通知</p>"
    assert told.args == [(Removed(RemovedKind.SCRIPT, "<script>"),)]


def test_a_paste_that_has_nothing_to_remove_says_nothing(qtbot: QtBot, editor: ArticleEditor) -> None:
    with qtbot.assertNotEmitted(editor.edit.removed):
        paste(editor, "<p>通知</p>")


def test_a_picture_is_named_by_what_it_holds(editor: ArticleEditor) -> None:
    editor.edit.insert_picture(DIGEST, QImage(900, 600, QImage.Format.Format_RGB32), "操场")
    assert editor.edit.body() == f'<p><img src="attachment:{DIGEST}" alt="操场"></p>'


def test_what_changed_and_what_was_found_is_seen(qtbot: QtBot) -> None:
    view = Compared()
    qtbot.addWidget(view)
    changes = (
        Change(ChangeKind.SAME, "电话"),
        Change(ChangeKind.REMOVED, "旧"),
        Change(ChangeKind.ADDED, "13800138000"),
        Change(ChangeKind.SAME, "。"),
    )
    view.show_changes(changes, (Finding(FindingKind.PHONE, 2, 13, "13800138000"),))
    assert view.toPlainText() == "电话旧13800138000[1]。"
    struck, underlined = _format_at(view.document(), 3), _format_at(view.document(), 5)
    assert struck.fontStrikeOut()
    assert underlined.fontUnderline()


def test_a_phone_shows_title_and_text(qtbot: QtBot) -> None:
    phone = Phone("实验小学")
    qtbot.addWidget(phone)
    phone.resize(250, 500)
    phone.show_article("甲 < 乙", "<p>正文</p>")
    phone.show()
    assert phone.text() == "甲 < 乙\n正文"
    phone.resize(500, 500)
    assert phone.page.document.textWidth() == 343  # as wide as a common phone
    phone.resize(250, 500)
    assert phone.page.scale() * 16 >= 12  # and never too small to be read


def _format_at(document: QTextDocument, place: int) -> QTextCharFormat:
    cursor = QTextCursor(document)
    cursor.setPosition(place)
    return cursor.charFormat()


def test_html_of_an_empty_document_is_nothing() -> None:
    assert html_of(QTextDocument()) == ""
    assert Cleaned("").removed == ()
