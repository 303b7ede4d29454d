"""The audit page as an auditor uses it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.core.permissions import Permission
from desktop_admin.models.accounts import Account
from desktop_admin.views.audit import MODULE, HistoryView
from desktop_admin.views.audit.details import EntryDetails
from desktop_admin.views.audit.page import TrailPage
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from tests.conftest import House

PATIENCE = 30_000  # milliseconds


@pytest.fixture(scope="module", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def desk(house: House) -> Iterator[QtDesk]:
    admin = house.sign_in()
    school = admin.ask(ReadSchool())
    admin.ask(EditSchool(school.key, school.version, name="第二\u202e小学", phone="010"))
    made = QtDesk(house.desk("auditor", name="方明"))
    yield made
    made.close()


@pytest.fixture
def page(desk: QtDesk, qtbot: QtBot) -> TrailPage:
    made = TrailPage(desk)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    qtbot.waitUntil(lambda: made.list.rows.total > 0, timeout=PATIENCE)
    return made


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def cells(page: TrailPage, row: int) -> list[str]:
    model = page.list.rows
    return [str(model.index(row, column).data()) for column in range(1, model.columnCount())]


def row_of(page: TrailPage, action: str) -> int:
    return next(row for row in range(page.list.rows.total) if action in cells(page, row))


def test_the_page_is_for_readers_of_the_trail() -> None:
    [declared] = MODULE.pages
    assert declared.permission is Permission.AUDIT_ENTRY_READ


def test_the_newest_entry_is_on_top_and_says_who_did_what_where(page: TrailPage) -> None:
    assert {"方明", "Signed in"} <= set(cells(page, 0))
    edited = cells(page, row_of(page, "Edit school"))
    assert {"秦海", "PC-1", "School 第二\\u202e小学"} <= set(edited)


def test_enter_on_an_entry_shows_what_was_changed_and_its_place_in_the_chain(page: TrailPage, qtbot: QtBot) -> None:
    page.list.table.go_to(row_of(page, "Edit school"))
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "2 of 2 in this session" in words(page.list.panel), timeout=PATIENCE)
    said = words(page.list.panel)
    assert "实验小学 → 第二\\u202e小学" in said
    assert "— → 010" in said
    shown = [details.entry for details in page.list.panel.findChildren(EntryDetails) if details.entry]
    assert shown[-1].hash[:8] in said


def test_typing_finds_entries_by_what_was_changed(page: TrailPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    everything = page.list.rows.total
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClicks(focused, "010")
    qtbot.waitUntil(lambda: page.list.rows.total < everything, timeout=PATIENCE)
    assert "Edit school" in cells(page, 0)


def test_the_check_says_that_all_is_sound(page: TrailPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.verify, Qt.MouseButton.LeftButton)
    assert not page.verify.isEnabled()
    qtbot.waitUntil(page.verify.isEnabled, timeout=PATIENCE)
    assert "Nothing has been tampered with" in page.list.messages.text()
    qtbot.waitUntil(lambda: "Verify audit trail" in cells(page, 0), timeout=PATIENCE)


def test_the_check_names_what_was_changed_and_lists_the_rest(page: TrailPage, house: House, qtbot: QtBot) -> None:
    with house.premises.backstage.database.engine.begin() as connection:
        connection.execute(text("UPDATE account SET name = '钱多' WHERE login = 'admin'"))
        connection.execute(text("UPDATE account SET name = '孙立' WHERE login = 'auditor'"))
    qtbot.mouseClick(page.verify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.verify.isEnabled, timeout=PATIENCE)
    said = page.list.messages.text()
    assert "was changed in the database" in said
    assert page.list.messages.banner
    buttons = page.list.messages.banner.findChildren(QPushButton)
    more = next(each for each in buttons if "2" in each.text())
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert page.dialog
    listed = words(page.dialog)
    assert "秦海 → 钱多" in listed
    assert "方明 → 孙立" in listed
    qtbot.keyClick(page.dialog, Qt.Key.Key_Escape)


def test_who_may_not_verify_cannot_press_it(house: House, qtbot: QtBot) -> None:
    desk = QtDesk(house.desk("principal"))
    made = TrailPage(desk)
    qtbot.addWidget(made)
    assert not made.verify.isEnabled()
    desk.close()


def test_a_panel_shows_a_records_history(house: House, desk: QtDesk, qtbot: QtBot) -> None:
    with house.premises.backstage.database.reading() as connection:
        key = connection.scalar(select(Account.key).where(Account.login == "admin"))
    assert key
    view = HistoryView(desk, "account", key)
    qtbot.addWidget(view)
    qtbot.waitUntil(lambda: "Set up school" in view.timeline.accessibleName(), timeout=PATIENCE)
    assert "First set-up" in view.timeline.accessibleName()
