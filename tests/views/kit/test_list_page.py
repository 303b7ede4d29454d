"""List screens, used as a person does: keys, clicks, and a look at what is there."""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.api.base import Page
from desktop_admin.core.errors import Refused
from desktop_admin.core.feed import Touched
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import Export, ListPage, memory, remember_in
from desktop_admin.views.kit.list_page.rows import PAGE, WAITING, Rows
from desktop_admin.views.kit.widgets import label
from tests.views.kit.conftest import EVERYTHING
from tests.views.kit.staff import DEPARTMENTS, STAFF, TODAY, AddMember, Approve, Disable, Move, StaffDesk

Open = Callable[..., ListPage]
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people() -> StaffDesk:
    return StaffDesk()


@pytest.fixture
def opened(qtbot: QtBot, dressed: theme.Look, people: StaffDesk, tmp_path: Path) -> Iterator[Open]:
    assert dressed
    remember_in(tmp_path)
    desk = QtDesk(people)

    def make(**more: Any) -> ListPage:
        choices = {"department": [(each, each) for each in DEPARTMENTS]}
        page = ListPage(desk, STAFF, choices=choices, today=lambda: TODAY, **more)
        qtbot.addWidget(page)
        page.resize(1190, 700)
        page.show()
        page.activateWindow()
        page.table.setFocus()
        settle(qtbot, page)
        return page

    yield make
    people.hold.set()
    desk.close()


def settle(qtbot: QtBot, page: ListPage) -> None:
    qtbot.waitUntil(lambda: not page.rows._anew and not page.rows._asked)


def cell(page: ListPage, row: int, column: str) -> str:
    return str(page.rows.index(row, 1 + STAFF.columns.index(column)).data())


def current(page: ListPage) -> str:
    record = page.table.current_record()
    return record.login if record is not None else ""


def press(qtbot: QtBot, widget: QWidget, *keys: Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def click(qtbot: QtBot, page: ListPage, row: int, column: int = 1) -> None:
    at = page.table.visualRect(page.rows.index(row, column)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_model_keeps_qts_contract(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(page.rows, fatal)
    press(qtbot, page.table, Key.Key_End)
    settle(qtbot, page)
    people.count = 250
    page.refresh()
    settle(qtbot, page)
    people.count = 310
    page.refresh()
    settle(qtbot, page)
    page.narrowing.apply({"status": AccountStatus.NEW})
    settle(qtbot, page)
    assert tester.model() is page.rows
    assert page.rows.rowCount() == page.rows.total


def test_rows_read_as_the_design_says(opened: Open) -> None:
    page = opened()
    assert cell(page, 1, "name") == "冯雪1"
    assert cell(page, 1, "expires") == "12-02"
    assert cell(page, 0, "expires") == "—"
    assert page.rows.headerData(1, Qt.Orientation.Horizontal) == "Name ↑"
    assert page.table.isColumnHidden(1 + STAFF.columns.index("seen"))
    assert page.foot.count.text() == "Total: 300 accounts"


def test_only_what_is_on_screen_of_a_million_rows_is_ever_asked_for(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    people.count = 1_000_000
    page = opened()
    assert page.rows.rowCount() == 1_000_000
    press(qtbot, page.table, Key.Key_End)
    qtbot.waitUntil(lambda: cell(page, 999_999, "login") == "user999999")
    assert len(people.queries()) <= 4
    assert len(page.rows._pages) <= 4


def test_scrolling_over_everything_asks_only_for_where_one_stops(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.count = 1_000_000
    page = opened()
    people.delay = 0.02
    bar = page.table.verticalScrollBar()
    for step in range(1, 60):
        bar.setValue(bar.maximum() * step // 60)
        page.table.viewport().repaint()
    first = page.table.rowAt(0)
    qtbot.waitUntil(lambda: page.rows.record(first) is not None)
    settle(qtbot, page)
    assert len(people.queries()) < 12


def test_a_slow_desk_never_holds_the_screen_up(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.count = 100_000
    page = opened()
    people.delay = 0.8
    beats: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start()
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    page.table.viewport().repaint()
    assert cell(page, 99_999, "name") == WAITING
    qtbot.waitUntil(lambda: page.rows.record(99_999) is not None)
    timer.stop()
    assert max(second - first for first, second in pairwise(beats)) < 0.6


def test_pages_far_from_the_eye_are_forgotten(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.count = PAGE * 200
    page = opened()
    for number in range(0, 200, 2):
        page.table.go_to(number * PAGE)
        qtbot.waitUntil(lambda at=number: page.rows.record(at * PAGE) is not None)  # type: ignore[misc]
    assert len(page.rows._pages) <= 64


def test_a_count_from_another_moment_is_no_filter(opened: Open) -> None:
    """Others write between the two answers: as in the audit trail, to which every step adds."""
    page = opened()
    page._counted(Page((), 301))
    assert page.foot.count.text() == "Total: 300 accounts"


def test_typing_searches_after_a_pause_and_an_older_answer_never_shows(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    page = opened()
    people.hold.clear()
    press(qtbot, page.table, Key.Key_F, modifier=CONTROL)
    assert page.narrowing.search.hasFocus()
    qtbot.keyClicks(page.narrowing.search, "1")
    qtbot.waitUntil(lambda: people.queries()[-1].search == "1")
    qtbot.keyClicks(page.narrowing.search, "7")
    qtbot.waitUntil(lambda: people.queries()[-1].search == "17")
    people.hold.set()
    settle(qtbot, page)
    assert {cell(page, row, "login") for row in range(page.rows.total)} >= {"user17", "user170"}
    assert all("17" in cell(page, row, "login") for row in range(page.rows.total))
    assert [each.search for each in people.queries()].count("17") == 1
    assert "filtered" in page.foot.count.text()


def test_a_header_click_sorts_and_a_second_one_turns_it_round(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    header = page.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 20, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle(qtbot, page)
    assert people.queries()[-1].sort == "-name"
    assert page.rows.headerData(1, Qt.Orientation.Horizontal) == "Name ↓"
    assert cell(page, 0, "login") == "user299"


def test_a_chip_narrows_the_list_and_tells_how_many(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    qtbot.waitUntil(lambda: [chip.count for chip in page.narrowing.chips.chips] == ["300", "100", "100", "100"])
    qtbot.mouseClick(page.narrowing.chips.chips[2], Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert page.rows.total == 100
    assert {cell(page, row, "status") for row in range(5)} == {"Active"}
    assert [chip.isChecked() for chip in page.narrowing.chips.chips] == [False, False, True, False]


def test_chips_without_room_give_way_but_never_the_one_that_is_on(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    row = page.narrowing.chips
    qtbot.waitUntil(lambda: all(chip.count and chip.isVisible() for chip in row.chips))
    qtbot.mouseClick(row.chips[-1], Qt.MouseButton.LeftButton)
    row.setFixedWidth(row.chips[0].width() + 20)
    assert [chip.isVisible() for chip in row.chips] == [True, False, False, True]
    assert page.minimumSizeHint().width() < 900


def test_filters_are_drawn_from_the_query_and_taken_back_one_by_one(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    page = opened()
    qtbot.mouseClick(page.narrowing.filter_button, Qt.MouseButton.LeftButton)
    form = page.narrowing.dialog
    assert form
    editor: Any = form.editor("department")
    editor.combo.setCurrentText("总务处")
    qtbot.keyClick(form, Key.Key_Return, CONTROL)
    settle(qtbot, page)
    assert people.queries()[-1].department == "总务处"
    chip = page.narrowing.applied.chips["department"]
    assert chip.text() == "Department: 总务处"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert people.queries()[-1].department is None
    assert not page.narrowing.applied.chips


def test_space_ticks_and_the_bulk_bar_counts_the_rows_an_action_fits(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    assert page.bulk.isHidden()
    press(qtbot, page.table, Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert page.bulk.isVisible()
    assert page.bulk.count.text() == "Selected: 3 accounts"
    texts = [made.text() for made in page.bulk.buttons.values()]
    assert texts == ["Approve (2)", "Move", "Disable"]
    press(qtbot, page.table, Key.Key_Escape)
    assert page.bulk.isHidden()


def test_a_click_on_the_box_ticks_without_opening_the_panel(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    click(qtbot, page, 2, column=0)
    assert [row.login for row in page.rows.ticks.values()] == ["user2"]
    assert page.panel.isHidden()


def test_all_are_ticked_by_key_also_what_was_never_on_screen(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    press(qtbot, page.table, Key.Key_A, modifier=CONTROL)
    qtbot.waitUntil(lambda: len(page.rows.ticks) == 300)


def test_too_many_are_not_ticked_but_explained(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.count = 6000
    page = opened()
    press(qtbot, page.table, Key.Key_A, modifier=CONTROL)
    assert "5,000" in page.messages.text()
    assert not page.rows.ticks


def test_a_bulk_action_sends_one_command_for_each_row_it_fits(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    press(qtbot, page.table, Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    qtbot.mouseClick(page.bulk.buttons[STAFF.actions[0]], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.word.text() != "")
    sent = [(each.key.int, each.version) for each in people.commands() if isinstance(each, Approve)]
    assert sent == [(1, 1), (4, 1)]
    assert page.word.text() == "Approve: 2 accounts, done"
    assert not page.rows.ticks


def test_what_cannot_be_taken_back_is_asked_first_by_name_and_effect(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    page = opened()
    press(qtbot, page.table, Key.Key_Space)
    qtbot.mouseClick(page.bulk.buttons[STAFF.actions[2]], Qt.MouseButton.LeftButton)
    asked = page.doer.dialog
    assert asked.title.text() == "Disable: 陈志强0"
    assert not people.commands()
    qtbot.keyClick(asked, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: [type(each) for each in people.commands()] == [Disable])


def test_refused_rows_are_named_with_the_reason(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    people.refusing[Approve] = Refused()
    press(qtbot, page.table, Key.Key_Space)
    qtbot.mouseClick(page.bulk.buttons[STAFF.actions[0]], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.messages.text()))
    assert "陈志强0: This cannot be done." in page.messages.text()
    assert page.rows.ticks  # to try again


def test_an_action_with_fields_asks_for_them_once_for_all(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    press(qtbot, page.table, Key.Key_Space, Key.Key_Down, Key.Key_Space)
    qtbot.mouseClick(page.bulk.buttons[STAFF.actions[1]], Qt.MouseButton.LeftButton)
    form = page.doer.dialog
    form.editor("department").combo.setCurrentText("办公室")
    qtbot.keyClick(form, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(people.commands()) == 2)
    assert [each.department for each in people.commands() if isinstance(each, Move)] == ["办公室"] * 2


def test_an_action_one_may_not_do_is_grey_and_says_why(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.actor = StaffDesk(permissions=EVERYTHING - {Permission.ACCOUNTS_ACCOUNT_DISABLE}).actor
    page = opened()
    press(qtbot, page.table, Key.Key_Space)
    disable = page.bulk.buttons[STAFF.actions[2]]
    assert not disable.isEnabled()
    assert "administrator" in disable.toolTip()


def test_a_click_opens_the_panel_which_follows_the_keys_and_closes_with_esc(qtbot: QtBot, opened: Open) -> None:
    page = opened(details=lambda _desk, row: label(f"about {row.login}"))
    click(qtbot, page, 3)
    assert page.panel.isVisible()
    assert page.panel.width() == 292
    assert page.panel.record.login == "user3"
    press(qtbot, page.table, Key.Key_Down)
    qtbot.waitUntil(lambda: page.panel.record.login == "user4")
    press(qtbot, page.table, Key.Key_Escape)
    assert page.panel.isHidden()
    assert page.table.hasFocus()


def test_enter_and_a_double_click_open_the_row(qtbot: QtBot, opened: Open) -> None:
    seen: list[str] = []
    page = opened(opens=lambda row: seen.append(row.login))
    press(qtbot, page.table, Key.Key_Down, Key.Key_Return)
    at = page.table.visualRect(page.rows.index(4, 1)).center()
    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert seen == ["user1", "user4"]


def test_a_change_elsewhere_keeps_place_ticks_and_current_row(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.count = 5000
    page = opened()
    page.table.go_to(1000)
    qtbot.waitUntil(lambda: page.rows.record(1000) is not None)
    settle(qtbot, page)
    press(qtbot, page.table, Key.Key_Space)
    top = page.table.verticalScrollBar().value()
    assert current(page) == "user1000"
    people.count, people.shift = 5003, 3  # three have come in before all others
    people.told("accounts")
    people.told("tests")
    page.rows.refresh()
    qtbot.waitUntil(lambda: current(page) == "user1000" and page.table.currentIndex().row() == 1003)
    settle(qtbot, page)
    assert abs(page.table.verticalScrollBar().value() - top) <= 3 * 36
    assert page.rows.is_ticked(1003)
    assert page.rows.total == 5003


def test_a_list_is_read_again_when_its_area_has_changed_only(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    before = len(people.queries())
    people.told("elsewhere")
    qtbot.wait(50)
    assert len(people.queries()) == before
    people.told(STAFF.query.of_area())
    qtbot.waitUntil(lambda: len(people.queries()) > before)
    settle(qtbot, page)


def test_a_list_that_names_its_kinds_is_read_again_for_these_only(
    qtbot: QtBot, opened: Open, people: StaffDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(STAFF.query, "kinds", frozenset({"member", "department"}))
    page = opened()
    before, area = len(people.queries()), STAFF.query.of_area()
    people.told(Touched(area, "credential", uuid7(), 2).word)
    qtbot.wait(300)
    assert len(people.queries()) == before
    people.told(Touched("elsewhere", "department", uuid7(), 2).word)
    qtbot.waitUntil(lambda: len(people.queries()) == before + 1)
    settle(qtbot, page)
    people.told(area)
    qtbot.waitUntil(lambda: len(people.queries()) == before + 2)
    settle(qtbot, page)


def test_many_changes_at_once_are_one_reading_and_none_while_nobody_looks(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    page = opened()
    before = len(people.queries())
    for _ in range(20):
        people.told(STAFF.query.of_area())
    qtbot.waitUntil(lambda: len(people.queries()) > before)
    settle(qtbot, page)
    assert len(people.queries()) == before + 1
    page.hide()
    people.told(STAFF.query.of_area())
    qtbot.wait(300)
    assert len(people.queries()) == before + 1
    page.show()
    qtbot.waitUntil(lambda: len(people.queries()) == before + 2)
    settle(qtbot, page)


def test_nothing_yet_offers_to_make_the_first(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.count = 0
    page = opened()
    assert page.stack.currentIndex() == 1
    assert page.nothing.sentence() == "There is no account yet."
    press(qtbot, page, Key.Key_N, modifier=CONTROL)
    assert page.form.windowTitle() == "New account"
    page.form.editor("name").line.setText("新人")
    qtbot.keyClick(page.form, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: [each.name for each in people.commands() if isinstance(each, AddMember)] == ["新人"])


def test_nothing_found_offers_to_see_everything_again(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    page.narrowing.search.setText("nobody")
    qtbot.waitUntil(lambda: page.stack.currentIndex() == 1)
    assert page.nothing.sentence() == "Nothing matches."
    page.narrowing.clear()
    settle(qtbot, page)
    assert page.stack.currentIndex() == 0
    assert page.rows.total == 300


def test_a_refused_page_is_told_and_can_be_tried_again(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    people.refusing[STAFF.query] = Refused()
    page.refresh()
    qtbot.waitUntil(lambda: page.messages.text() == "This cannot be done.")
    assert cell(page, 0, "name") == "陈志强0"  # what was there stays
    people.refusing.clear()
    press(qtbot, page.table, Key.Key_F5)
    settle(qtbot, page)
    assert page.messages.text() == ""


def test_columns_are_chosen_and_remembered(qtbot: QtBot, opened: Open, tmp_path: Path) -> None:
    page = opened()
    page.open_columns()
    entries = {entry.text(): entry for entry in page.menu.actions()}
    assert not entries["Name"].isEnabled()
    entries["Last signed in"].trigger()
    entries["Department"].trigger()
    page.menu.close()
    assert page.table.columns_shown() == ("name", "login", "status", "expires", "seen")
    assert memory.Memory(tmp_path).of("staff").shown == ("name", "login", "status", "expires", "seen")
    again = opened()
    assert again.table.columns_shown() == ("name", "login", "status", "expires", "seen")
    assert qtbot


def test_a_damaged_memory_costs_only_the_choice(tmp_path: Path) -> None:
    (tmp_path / memory.FILE).write_text("[1, {", "utf-8")
    assert memory.Memory(tmp_path).of("staff") == memory.Remembered()


def test_copied_rows_paste_into_a_sheet(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    press(qtbot, page.table, Key.Key_Down)
    press(qtbot, page.table, Key.Key_C, modifier=CONTROL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[:2] for line in lines] == [["Name", "User name"], ["冯雪1", "user1"]]


def test_the_export_gets_what_is_shown(qtbot: QtBot, opened: Open) -> None:
    wanted: list[Export] = []
    page = opened(export=wanted.append)
    page.narrowing.apply({"department": "总务处"})
    settle(qtbot, page)
    press(qtbot, page.table, Key.Key_Space)
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert wanted[0].query.department == "总务处"  # type: ignore[attr-defined]
    assert wanted[0].columns == ("name", "login", "department", "status", "expires")
    assert len(wanted[0].ticked) == 1


def test_screen_readers_are_told_what_things_are(opened: Open) -> None:
    page = opened()
    assert page.table.accessibleName() == "All accounts"
    assert page.narrowing.search.accessibleName()
    assert page.columns_button.accessibleName() == "Columns"
    accessible = Qt.ItemDataRole.AccessibleTextRole
    assert page.rows.headerData(0, Qt.Orientation.Horizontal, accessible) == "Ticked"


def test_rows_answer_only_the_roles_they_serve(opened: Open) -> None:
    rows: Rows = opened().rows
    unserved = (Qt.ItemDataRole.FontRole, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole)
    assert all(rows.data(rows.index(0, 1), role) is None for role in unserved)


def test_a_list_that_is_being_taken_apart_still_answers_qt(opened: Open) -> None:
    """Python may empty an object before Qt has sent it its last events."""
    page = opened()
    table, rows = page.table, page.rows
    vars(table).clear()
    vars(rows).clear()
    table.resize(table.width() + 10, table.height())
    assert rows.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) is None
