"""The main window, driven by keys and clicks."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_admin.api.base import Command, label
from desktop_admin.core.errors import NotFound, Stale, Unreachable
from desktop_admin.core.permissions import Permission
from desktop_admin.core.settings import Settings
from desktop_admin.desk.base import Connection, NotAccepted
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.finder import Finding, initials, matches
from desktop_admin.views.kit.outbox import Ended, OutboxDialog
from desktop_admin.views.kit.preferences import PreferencesDialog
from desktop_admin.views.kit.shell import MainWindow, Module, Page
from desktop_admin.views.kit.tokens import DARK, LIGHT, RAIL, RAIL_NARROW
from desktop_admin.views.kit.widgets import PageHeader, page_layout
from tests.views.kit.conftest import DeskOfOne


class Note(Command[None], frozen=True):
    """Something that waited to be sent."""

    text: Annotated[str, label("Note")]


class Plain(QWidget):
    """A page that counts how often it was made, with one field."""

    made: list[str] = []  # noqa: RUF012 - cleared by the fixture

    def __init__(self, title: str) -> None:
        super().__init__()
        self.made.append(title)
        layout: QVBoxLayout = page_layout(self)
        layout.addWidget(PageHeader(title))
        self.field = QLineEdit()
        layout.addWidget(self.field)
        layout.addStretch(1)


def page(title: str, permission: Permission | None = None) -> Page:
    def make(_desk: QtDesk) -> QWidget:
        return Plain(title)

    return Page(title, permission, make)


MODULES = (
    Module("home", "工作台", "home", (page("我的工作台"), page("通知"))),
    Module(
        "accounts",
        "用户账号",
        "users",
        (page("全部账号", Permission.ACCOUNTS_ACCOUNT_READ), page("角色与权限", Permission.ACCOUNTS_ROLE_GRANT)),
    ),
    Module("audit", "审计", "audit", (page("记录", Permission.AUDIT_ENTRY_READ),)),
    Module("canteen", "食堂日检", "canteen", tuple(page(f"食堂第 {number} 页") for number in range(1, 7))),
)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Plain.made.clear()


@pytest.fixture
def opened(desk: QtDesk, qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    windows: list[MainWindow] = []

    def make(**given: Any) -> MainWindow:
        window = MainWindow(desk, MODULES, school="实验小学", role="食品安全员", **given)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def window(opened: Callable[..., MainWindow]) -> MainWindow:
    return opened()


def write(field: QLineEdit, text: str) -> None:
    """Chinese comes from an input method, in one piece."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def rail_names(window: MainWindow) -> list[str]:
    return [window.rail.tabText(index) for index in range(window.rail.count())]


def page_shown(window: MainWindow) -> str:
    shown = next(each for each in window.findChildren(Plain) if each.isVisible())
    return shown.findChild(PageHeader).title.text()  # type: ignore[union-attr]


def test_a_module_without_a_permitted_page_is_hidden(desk: QtDesk, person: DeskOfOne, qtbot: QtBot) -> None:
    person.renew(
        person.actor.__class__(
            person.actor.account_id,
            person.actor.school_id,
            person.actor.session_id,
            "limin",
            "李敏",
            "PC-1",
            frozenset({Permission.ACCOUNTS_ACCOUNT_READ}),
        )
    )
    window = MainWindow(desk, MODULES)
    qtbot.addWidget(window)
    assert rail_names(window) == ["工作台", "用户账号", "食堂日检"]
    assert ("accounts", "角色与权限") not in window.pages()
    assert ("accounts", "全部账号") in window.pages()


def test_pages_are_made_when_they_are_first_shown(window: MainWindow) -> None:
    assert Plain.made == ["我的工作台"]
    window.go("accounts")
    window.go("home")
    window.go("accounts")
    assert Plain.made == ["我的工作台", "全部账号"]


def test_going_where_one_has_no_page_is_an_error(window: MainWindow) -> None:
    with pytest.raises(KeyError):
        window.go("training")
    with pytest.raises(KeyError):
        window.go("home", "证书")


def test_alt_and_a_number_opens_a_module_and_ctrl_tab_its_next_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page_shown(window) == "全部账号"
    qtbot.keyClick(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page_shown(window) == "角色与权限"
    qtbot.keyClick(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page_shown(window) == "全部账号"
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Backtab, shift)
    assert page_shown(window) == "角色与权限"
    qtbot.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert page_shown(window) == "角色与权限", "there is no ninth module"


def test_ctrl_tab_turns_the_page_from_inside_a_field(window: MainWindow, qtbot: QtBot) -> None:
    shown = window.go("home", "我的工作台")
    assert isinstance(shown, Plain)
    shown.field.setFocus()
    qtbot.keyClick(shown.field, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page_shown(window) == "通知"


def test_a_page_that_is_opened_with_the_mouse_has_the_keys_and_no_field_of_it(window: MainWindow, qtbot: QtBot) -> None:
    pages = window.rail.currentWidget()
    assert isinstance(pages, QTabWidget)
    for place in (1, 0):
        middle = pages.tabBar().tabRect(place).center()
        qtbot.mouseClick(pages.tabBar(), Qt.MouseButton.LeftButton, pos=middle)
        assert QApplication.focusWidget() is pages.currentWidget().findChild(Plain)


def test_who_moves_along_the_tabs_with_the_arrows_stays_there(window: MainWindow, qtbot: QtBot) -> None:
    pages = window.rail.currentWidget()
    assert isinstance(pages, QTabWidget)
    pages.tabBar().setFocus()
    qtbot.keyClick(pages.tabBar(), Qt.Key.Key_Right)
    assert pages.currentIndex() == 1
    assert QApplication.focusWidget() is pages.tabBar()


def test_a_click_on_the_rail_opens_a_module(window: MainWindow, qtbot: QtBot) -> None:
    middle = window.rail.bar.tabRect(3).center()
    qtbot.mouseClick(window.rail.bar, Qt.MouseButton.LeftButton, pos=middle)
    assert page_shown(window) == "食堂第 1 页"


def test_the_rail_stands_upright_between_brand_and_foot(window: MainWindow) -> None:
    bar = window.rail.bar
    rects = [bar.tabRect(index) for index in range(bar.count())]
    assert all((rect.width(), rect.height()) == (RAIL, 44) for rect in rects)
    assert [rect.top() for rect in rects] == [0, 44, 88, 132]
    foot = window.foot.geometry()
    assert bar.geometry().bottom() < foot.top()
    assert foot.bottom() == window.rail.rect().bottom()


def test_a_narrow_window_shows_icons_only_and_pages_get_the_room(window: MainWindow, qtbot: QtBot) -> None:
    def left() -> int:
        return window.rail.currentWidget().mapTo(window.rail, QPoint(0, 0)).x()

    window.resize(1366, 768)
    assert left() == RAIL
    window.resize(1180, 700)
    qtbot.waitUntil(lambda: left() == RAIL_NARROW)
    assert window.rail.bar.tabRect(0).width() == RAIL_NARROW
    assert not window.foot.connection.words.isVisible()
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: left() == RAIL)


def test_no_window_needs_more_than_the_smallest_screen(window: MainWindow) -> None:
    for name, title in window.pages():
        window.go(name, title)
    least = window.minimumSizeHint()
    assert least.width() <= 1320
    assert least.height() <= 680


def test_tabs_and_tools_do_not_overlap_in_the_smallest_window(window: MainWindow) -> None:
    window.resize(1320, 680)
    window.go("canteen")
    window.tools.quiet.say("已保存 08:12")
    QApplication.processEvents()
    pages = window.rail.currentWidget()
    bar = pages.tabBar()  # type: ignore[attr-defined]
    last = bar.mapTo(window.rail, bar.tabRect(bar.count() - 1).topRight())
    assert last.x() < window.tools.x()
    assert window.tools.geometry().right() <= window.rail.width()


def test_a_count_on_the_rail_is_read_out(window: MainWindow) -> None:
    window.set_badge("canteen", 8)
    assert window.rail.bar.badge(3) == 8
    assert window.rail.bar.accessibleTabName(3) == "食堂日检 8"
    window.set_badge("canteen", 0)
    assert window.rail.bar.accessibleTabName(3) == "食堂日检"


def test_every_control_without_words_has_a_name(window: MainWindow) -> None:
    buttons = [each for each in window.findChildren(QAbstractButton) if not each.text()]
    named = [each for each in buttons if each.accessibleName() or each.objectName().startswith(("qt_", "Scroll"))]
    unnamed = [each for each in buttons if each not in named and not isinstance(each.parent(), QLineEdit)]
    assert not [each for each in unnamed if each.isVisible()]


def test_a_refusal_stands_over_the_page_until_escape_or_the_next_page(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.refused.emit(NotFound())
    assert window.messages.isVisible()
    assert window.messages.text() == str(NotFound())
    qtbot.keyClick(window.messages.banner, Qt.Key.Key_Escape)
    assert not window.messages.isVisible()
    window.desk.refused.emit(NotFound())
    window.go("accounts")
    assert not window.messages.isVisible()


def test_a_refusal_while_a_dialog_is_open_stands_in_the_dialog(window: MainWindow, qtbot: QtBot) -> None:
    dialog = Dialog(window, "新建账号")
    qtbot.addWidget(dialog)
    dialog.open()
    window.desk.refused.emit(NotFound())
    assert dialog.messages.text() == str(NotFound())
    assert not window.messages.isVisible()
    dialog.reject()


def test_the_connection_is_told_with_what_has_not_been_sent(
    window: MainWindow, person: DeskOfOne, qtbot: QtBot
) -> None:
    line = window.foot.connection
    here = line.words.text()
    person.connection, person.waiting = Connection.OFFLINE, (object(), object(), object())
    person.told()
    qtbot.waitUntil(lambda: line.words.text() != here)
    assert "3" in line.words.text()
    assert line.accessibleName() == line.words.text()


def test_what_was_not_accepted_is_told_and_stays_until_it_has_been_read(
    window: MainWindow, person: DeskOfOne, qtbot: QtBot
) -> None:
    refused = NotAccepted(Note(text="08:05 显示 9.6 ℃"), NotFound())
    person.refused = (refused,)
    person.told()
    qtbot.waitUntil(window.messages.isVisible)
    act = next(each for each in window.messages.findChildren(QPushButton) if each.text())
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    dialog = window.findChild(OutboxDialog)
    assert dialog is not None
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert any("08:05 显示 9.6 ℃" in each for each in said)
    assert str(NotFound()) in said
    qtbot.mouseClick(dialog.read, Qt.MouseButton.LeftButton)
    assert person.dismissed == [refused]


def test_what_is_to_be_decided_is_not_put_away_by_reading_it_unless_it_is_no_more(
    window: MainWindow, desk: QtDesk, person: DeskOfOne, qtbot: QtBot
) -> None:
    refused = NotAccepted(Note(text="08:05 显示 9.6 ℃"), Stale())
    person.refused = (refused,)
    asked = list[NotAccepted]()

    def decide(_desk: QtDesk, _over: QWidget, entry: NotAccepted, ended: Ended) -> None:
        asked.append(entry)
        ended(Unreachable() if len(asked) == 1 else NotFound())

    dialog = OutboxDialog(window, desk, {Stale: decide})
    dialog.open()
    for readable in (False, True):
        assert not dialog.read.isVisible()
        choose = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Choose which stands")
        qtbot.mouseClick(choose, Qt.MouseButton.LeftButton)
        assert dialog.read.isVisible() is readable
        assert dialog.messages.isVisible()
        qtbot.wait(1)  # what was shown before is gone
    qtbot.mouseClick(dialog.read, Qt.MouseButton.LeftButton)
    assert (person.dismissed, asked) == ([refused], [refused, refused])
    dialog.reject()


def test_the_person_opens_the_menu_by_keyboard_and_signs_out(window: MainWindow, qtbot: QtBot) -> None:
    window.foot.person.setFocus()
    qtbot.keyClick(window.foot.person, Qt.Key.Key_Return)
    menu = window.foot.menu
    qtbot.waitUntil(menu.isVisible)
    with qtbot.waitSignal(window.sign_out_asked):
        qtbot.keyClick(menu, Qt.Key.Key_Up)
        qtbot.keyClick(menu, Qt.Key.Key_Return)


def test_help_names_the_module(window: MainWindow, qtbot: QtBot) -> None:
    window.go("canteen")
    with qtbot.waitSignal(window.help_asked) as told:
        qtbot.keyClick(window, Qt.Key.Key_F1)
    assert told.args == ["canteen"]


def test_ctrl_k_finds_a_page_by_its_pinyin_initials(window: MainWindow, qtbot: QtBot) -> None:
    finder = window.tools.finder
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert finder.hasFocus()
    qtbot.keyClicks(finder, "jsyqx")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert page_shown(window) == "角色与权限"
    assert finder.text() == ""


def test_the_list_of_findings_is_walked_by_arrows_and_closed_by_escape(window: MainWindow, qtbot: QtBot) -> None:
    finder = window.tools.finder
    finder.setFocus()
    write(finder, "账号")
    qtbot.waitUntil(lambda: finder.popup is not None and finder.popup.list.count() == 2)
    assert finder.popup is not None
    assert finder.popup.isVisible()
    assert window.rect().contains(finder.popup.geometry())
    qtbot.keyClick(finder, Qt.Key.Key_Down)
    assert finder.popup.list.currentRow() == 1
    qtbot.keyClick(finder, Qt.Key.Key_Escape)
    assert not finder.popup.isVisible()
    assert finder.text() == ""


def test_no_key_is_taken_from_an_input_method_that_composes(window: MainWindow, qtbot: QtBot) -> None:
    finder = window.tools.finder
    finder.setFocus()
    write(finder, "权限")
    QApplication.sendEvent(finder, QInputMethodEvent("zhang", []))
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert page_shown(window) == "我的工作台"
    done = QInputMethodEvent("", [])
    QApplication.sendEvent(finder, done)
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert page_shown(window) == "角色与权限"


def test_a_late_answer_to_an_older_search_is_thrown_away(window: MainWindow, qtbot: QtBot) -> None:
    finder, late = window.tools.finder, []
    finder.sources[:] = [lambda text, then: late.append((text, then))]
    finder.setFocus()
    write(finder, "王")
    qtbot.waitUntil(lambda: len(late) == 1)
    write(finder, "建")
    qtbot.waitUntil(lambda: len(late) == 2)
    late[0][1]([Finding("旧", "", "users", lambda: None)])
    late[1][1]([Finding("新", "", "users", lambda: None)])
    assert finder.popup is not None
    assert [finder.popup.list.item(i).text() for i in range(finder.popup.list.count())] == ["新"]


def test_nothing_found_is_said(window: MainWindow, qtbot: QtBot) -> None:
    finder = window.tools.finder
    finder.setFocus()
    write(finder, "没有这样的页")
    qtbot.waitUntil(lambda: finder.popup is not None and finder.popup.isVisible())
    assert finder.popup is not None
    assert finder.popup.nothing.isVisible()


@pytest.mark.parametrize(
    ("sought", "title", "found"),
    [
        ("strj", "食堂日检", True),
        ("ｓｔ", "食堂日检", True),
        ("日检", "食堂日检", True),
        ("rj", "食堂日检", True),
        ("zz", "食堂日检", False),
    ],
)
def test_names_are_matched_by_part_and_by_initials(sought: str, title: str, found: bool) -> None:  # noqa: FBT001
    assert matches(sought, title) is found


def test_initials_leave_other_characters_alone() -> None:
    assert initials("食堂 A1") == "st a1"


def test_settings_show_the_look_at_once_and_take_it_back_on_cancel(window: MainWindow, qtbot: QtBot) -> None:
    dialog = PreferencesDialog(window, Settings(scheme="light"))
    qtbot.addWidget(dialog)
    dialog.open()
    theme.look().switch(theme.Scheme.LIGHT)
    dialog.scheme.chosen.emit(2)
    assert theme.tokens() is DARK
    dialog.reject()
    assert theme.tokens() is LIGHT


def test_settings_are_given_out_when_they_are_saved(window: MainWindow, qtbot: QtBot) -> None:
    window.foot.settings_asked.emit()
    dialog = window.findChild(PreferencesDialog)
    assert dialog is not None
    dialog.idle.setValue(30)
    dialog.language.setCurrentIndex(2)
    with qtbot.waitSignal(window.settings_chosen) as told:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [Settings(language="en", idle_minutes=30)]
    assert window.settings == told.args[0]


def test_a_module_has_at_most_six_pages() -> None:
    with pytest.raises(ValueError, match="canteen"):
        Module("canteen", "x", "x", tuple(page(str(number)) for number in range(7)))


def test_closing_the_window_closes_the_desk(window: MainWindow, person: DeskOfOne) -> None:
    window.close()
    assert person.closed


def test_a_window_may_be_made_anew_over_the_same_desk(
    opened: Callable[..., MainWindow], person: DeskOfOne, qtbot: QtBot
) -> None:
    old = opened()
    old.keep_desk()
    new = opened()
    old.close()
    assert not person.closed
    new.desk.refused.emit(NotFound())
    assert new.messages.text() == str(NotFound())
    assert old.messages.text() == ""
    assert qtbot
