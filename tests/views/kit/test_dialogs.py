"""Dialogs, messages and progress."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.core.errors import NotFound
from desktop_admin.views.kit.conflict import Clash, ConflictDialog, Side
from desktop_admin.views.kit.dialog import Dialog, Scrim, confirm
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.progress import ProgressLine
from desktop_admin.views.kit.widgets import Kind

CLASHES = (
    Clash("role", "角色", "教师", "教师、信息员", "教师、年级组长"),
    Clash("until", "有效期至", "2027-07-31", "2028-07-31", "2027-12-31"),
)


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[QWidget]:
    shown = QWidget()
    shown.resize(1320, 680)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.close()


def scrims(page: QWidget) -> list[Scrim]:
    return [each for each in page.findChildren(Scrim) if each.isVisible()]


def test_a_dialog_darkens_its_window_and_gives_it_back(page: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(page, "登记到货验收", "带 * 的必填")
    dialog.open()
    assert [each.size() for each in scrims(page)] == [page.size()]
    page.resize(1400, 700)
    assert scrims(page)[0].size() == page.size()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not scrims(page))
    assert not dialog.isVisible()


def test_escape_asks_only_when_something_would_be_lost(page: QWidget, qtbot: QtBot) -> None:
    dialog = Dialog(page, "登记到货验收")
    field = QLineEdit()
    dialog.body.addWidget(field)
    dialog.losing = lambda: bool(field.text())
    dialog.open()
    qtbot.keyClicks(field, "48.5")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    asked = next(each for each in dialog.findChildren(Dialog) if each.isVisible())
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert field.text() == "48.5"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    asked = next(each for each in dialog.findChildren(Dialog) if each.isVisible())
    qtbot.keyClick(asked, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()


def test_enter_in_a_field_sends_nothing_and_ctrl_enter_does(page: QWidget, qtbot: QtBot) -> None:
    dialog, field, sent = Dialog(page, "新建账号"), QLineEdit(), list[str]()
    dialog.body.addWidget(field)
    dialog.add_cancel()
    dialog.add_button("保存", lambda: sent.append(field.text()), "primary")
    dialog.open()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert sent == []
    assert dialog.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == [""]
    dialog.reject()


def test_a_dialog_stays_inside_its_window_and_scrolls_what_does_not_fit(page: QWidget) -> None:
    dialog = Dialog(page, "很长")
    for number in range(60):
        dialog.body.addWidget(QLabel(f"第 {number} 行"))
    dialog.open()
    assert dialog.height() <= page.height()
    assert dialog.width() == 640
    dialog.reject()


def test_a_dialog_grows_when_its_content_is_wider_than_it(page: QWidget) -> None:
    dialog, wide = Dialog(page, "宽", width=480), QWidget()
    wide.setMinimumWidth(700)
    dialog.body.addWidget(wide)
    dialog.open()
    assert dialog.width() > 700
    dialog.reject()


def test_buttons_of_a_dialog_are_not_cut(page: QWidget) -> None:
    dialog = Dialog(page, "保存", width=480)
    made = [dialog.add_cancel(), dialog.add_button("Save and continue with the next", lambda: None, "primary")]
    dialog.open()
    assert all(each.sizeHint().width() <= each.width() for each in made)
    dialog.reject()


def test_a_dangerous_command_names_its_effect_and_its_verb(page: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    asked = confirm(page, "停用“陈志强”", "本人将不能登录。", "停用", lambda: done.append("stopped"), danger=True)
    act = next(each for each in asked.findChildren(QPushButton) if each.text() == "停用")
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    assert done == ["stopped"]


def test_doing_nothing_about_a_dangerous_command_does_nothing(page: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    asked = confirm(page, "停用“陈志强”", "本人将不能登录。", "停用", lambda: done.append("stopped"), danger=True)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert done == []


def test_a_conflict_is_saved_only_when_every_field_has_been_chosen(page: QWidget, qtbot: QtBot) -> None:
    dialog = ConflictDialog(page, what="账号", who="李敏", explained="陈志强", clashes=CLASHES, merged=("备注",))
    dialog.open()
    assert not dialog.save.isEnabled()
    qtbot.mouseClick(dialog.radio("role", Side.MINE), Qt.MouseButton.LeftButton, pos=middle(dialog, "role", Side.MINE))
    assert not dialog.save.isEnabled()
    qtbot.mouseClick(
        dialog.radio("until", Side.THEIRS), Qt.MouseButton.LeftButton, pos=middle(dialog, "until", Side.THEIRS)
    )
    assert dialog.radio("role", Side.MINE).isChecked()
    assert not dialog.radio("role", Side.THEIRS).isChecked()
    with qtbot.waitSignal(dialog.resolved) as told:
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert told.args == [{"role": Side.MINE, "until": Side.THEIRS}]


def middle(dialog: ConflictDialog, field: str, side: Side) -> QPoint:
    """On the mark, where the button can be clicked."""
    return QPoint(12, dialog.radio(field, side).height() // 2)


def test_a_conflict_can_be_taken_whole_or_left_for_later(page: QWidget, qtbot: QtBot) -> None:
    dialog = ConflictDialog(page, what="账号", who="李敏", explained="陈志强", clashes=CLASHES)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.resolved):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.open()
    dialog.take_all(Side.THEIRS)
    with qtbot.waitSignal(dialog.resolved) as told:
        dialog.save.click()
    assert told.args == [{"role": Side.THEIRS, "until": Side.THEIRS}]


def test_a_choice_says_field_and_side_to_a_screen_reader(page: QWidget) -> None:
    dialog = ConflictDialog(page, what="账号", who="李敏", explained="陈志强", clashes=CLASHES)
    assert dialog.radio("role", Side.THEIRS).accessibleName().startswith("角色")
    assert "教师、年级组长" in dialog.radio("role", Side.THEIRS).accessibleName()


def test_a_newer_message_takes_the_place_of_an_older_one(page: QWidget, qtbot: QtBot) -> None:
    bar, done = MessageBar(page), list[str]()
    bar.show_refusal(NotFound())
    bar.say("还有 8 项未查。", Kind.WARN, "查看", lambda: done.append("seen"))
    assert bar.text() == "还有 8 项未查。"
    act = next(each for each in bar.findChildren(QPushButton) if each.text() == "查看")
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    assert done == ["seen"]
    bar.dismiss()
    assert bar.text() == ""
    assert bar.isHidden()


def test_a_saving_is_told_quietly_in_the_schools_own_time(qtbot: QtBot) -> None:
    word = QuietWord()
    qtbot.addWidget(word)
    word.saved(datetime(2026, 11, 20, 0, 12, tzinfo=UTC))
    assert "08:12" in word.text()


def test_nothing_is_shown_of_work_that_ends_within_the_patience(page: QWidget, qtbot: QtBot) -> None:
    line = ProgressLine(patience=60)
    line.setParent(page)
    line.begin("导出账号", 3000)
    line.finish()
    qtbot.wait(90)
    assert line.isHidden()


def test_longer_work_shows_n_of_total_and_is_cancelled_once(page: QWidget, qtbot: QtBot) -> None:
    line = ProgressLine(patience=1)
    line.setParent(page)
    line.begin("导出账号", 3000)
    qtbot.waitUntil(line.isVisible)
    line.advance(1200)
    assert line.count.text() == "1,200 / 3,000"
    assert line.bar.height() == 6
    with qtbot.waitSignal(line.cancelled):
        qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(line.cancelled):
        qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    line.finish()
    assert line.isHidden()
