"""What a list shows where there is too little room: with the panel open on a small screen, above all."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QTableView
from pytestqt.qtbot import QtBot

import desktop_admin.api
import desktop_admin.reports
import desktop_admin.views
from desktop_admin.api.base import fields as row_fields
from desktop_admin.api.base import row_type
from desktop_admin.api.lists import ListSpec
from desktop_admin.api.training.lists import ASSIGNMENTS
from desktop_admin.api.training.lists import COURSES as TAUGHT
from desktop_admin.core import i18n, paths
from desktop_admin.core.i18n import tr
from desktop_admin.core.labels import Labelled
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage, remember_in
from desktop_admin.views.kit.list_page.columns import TICK_WIDTH, Columns
from desktop_admin.views.kit.list_page.details import SIDE, WIDTH, foot_of
from desktop_admin.views.kit.list_page.memory import Memory
from desktop_admin.views.kit.list_page.rows import Rows
from desktop_admin.views.kit.list_page.table import Table
from desktop_admin.views.kit.widgets import button
from tests.views.kit.staff import STAFF, TODAY, StaffDesk

ALONE, BESIDE_A_PANEL = 1126, 818  # pixels that a table has in a window of 1366


def every_list() -> list[ListSpec]:
    known: dict[str, ListSpec] = {}
    for package in (desktop_admin.api, desktop_admin.views, desktop_admin.reports):
        for module in _modules(package):
            known |= {each.name: each for each in vars(module).values() if isinstance(each, ListSpec)}
    return list(known.values())


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param, paths.locale_folder())
    yield request.param
    i18n.use("en", paths.locale_folder())


@pytest.mark.parametrize("room", [ALONE, BESIDE_A_PANEL])
@pytest.mark.parametrize("spec", every_list(), ids=lambda spec: spec.name)
def test_no_list_scrolls_sideways_on_a_small_screen(
    qtbot: QtBot, dressed: theme.Look, language: str, spec: ListSpec, room: int
) -> None:
    assert dressed
    assert language
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(0, len(spec.columns) + 1))
    header = table.horizontalHeader()
    columns = Columns(header, spec, Memory(), lambda _place: 0)
    columns.arrange()
    columns.fit(room)
    shown = [name for place, name in enumerate(spec.columns, 1) if not header.isSectionHidden(place)]
    assert header.sectionSize(0) + sum(header.sectionSize(1 + spec.columns.index(name)) for name in shown) <= room
    fields = spec.fields()
    states = {name for name in columns.chosen() if isinstance(fields[name].type, type)}
    states = {name for name in states if issubclass(fields[name].type, Labelled)} - set(spec.gives_way)
    assert {spec.row_title, *states} <= set(shown)
    assert set(spec.gives_way) <= set(row_fields(row_type(spec.query)))
    assert set(columns.chosen()) == set(shown) | columns.given


@pytest.fixture
def page(qtbot: QtBot, dressed: theme.Look, tmp_path: Path) -> Iterator[ListPage]:
    assert dressed
    remember_in(tmp_path)
    desk = QtDesk(StaffDesk())
    made = ListPage(desk, STAFF, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(760, 700)
    made.show()
    qtbot.waitUntil(lambda: bool(made.rows.total))
    yield made
    desk.close()


def shown(page: ListPage) -> list[str]:
    return [name for place, name in enumerate(STAFF.columns, 1) if not page.table.isColumnHidden(place)]


def open_panel(qtbot: QtBot, page: ListPage) -> None:
    place = page.table.visualRect(page.rows.index(0, 1)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()
    assert page.panel.isVisible()


def test_columns_give_way_to_the_panel_and_come_back_when_it_is_closed(qtbot: QtBot, page: ListPage) -> None:
    whole = shown(page)
    open_panel(qtbot, page)
    assert shown(page) == ["name", "login", "status"]
    assert page.table.horizontalScrollBar().maximum() == 0
    assert page.table.columns_shown() == tuple(whole)  # an export has them all
    qtbot.keyClick(page.panel, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert shown(page) == whole


def test_what_was_ticked_stays_and_the_menu_says_what_has_no_room(qtbot: QtBot, page: ListPage) -> None:
    open_panel(qtbot, page)
    page.open_columns()
    entries = {entry.text(): entry for entry in page.menu.actions()}
    assert entries["Password until (no room)"].isChecked()
    entries["Password until (no room)"].trigger()
    page.open_columns()
    {entry.text(): entry for entry in page.menu.actions()}["Password until"].trigger()
    page.menu.close()
    assert "expires" in shown(page)


COURSES = replace(TAUGHT, columns=TAUGHT.columns[:9], hidden=())  # the last is a number


def widths(qtbot: QtBot, room: int, needs: dict[str, int], spec: ListSpec = ASSIGNMENTS) -> dict[str, int]:
    """Of the columns of a list that are shown, with pixels that the texts of some need."""
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(0, len(spec.columns) + 1))
    columns = Columns(table.horizontalHeader(), spec, Memory(), lambda place: needs.get(spec.columns[place - 1], 0))
    columns.arrange()
    columns.fit(room)
    sizes = {name: table.columnWidth(place) for place, name in enumerate(spec.columns, 1)}
    return {name: size for name, size in sizes.items() if size}


def test_a_long_title_takes_the_room_that_nothing_needs(qtbot: QtBot, dressed: theme.Look) -> None:
    assert dressed
    usual = widths(qtbot, 2000, {})["title"]
    assert widths(qtbot, 2000, {"title": 300})["title"] == 300 > usual
    assert widths(qtbot, 4000, {"title": 3000})["title"] == 420  # and no more than reads well


def test_columns_shrink_to_their_texts_before_any_gives_way(qtbot: QtBot, dressed: theme.Look) -> None:
    assert dressed
    whole = set(widths(qtbot, 4000, {}))
    room = TICK_WIDTH + sum(widths(qtbot, 4000, {}).values()) - 1
    assert set(widths(qtbot, room, {})) < whole
    assert set(widths(qtbot, room, {"course": 80})) == whole


def test_numbers_end_under_the_end_of_their_label(qtbot: QtBot, dressed: theme.Look) -> None:
    assert dressed
    rows = Rows(QtDesk(StaffDesk()), ASSIGNMENTS, lambda: TODAY)
    table = Table(rows, ASSIGNMENTS, Memory())
    qtbot.addWidget(table)
    table.resize(ALONE, 300)
    table.show()

    def side(name: str) -> Qt.AlignmentFlag:
        place = 1 + ASSIGNMENTS.columns.index(name)
        found: Qt.AlignmentFlag = rows.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        return found

    assert side("title") & Qt.AlignmentFlag.AlignLeft
    assert side("submitted") & Qt.AlignmentFlag.AlignRight


def test_a_number_at_the_end_stands_beside_the_others(qtbot: QtBot, dressed: theme.Look) -> None:
    assert dressed
    usual, wider = widths(qtbot, 1400, {}, COURSES), widths(qtbot, 2000, {}, COURSES)
    assert tuple(usual)[-1] == "waiting"
    assert wider["waiting"] <= usual["waiting"] + 4  # what does not divide
    assert wider["title"] == wider["subject"] > usual["title"]


def test_a_label_is_never_narrower_than_its_column_says(qtbot: QtBot, dressed: theme.Look) -> None:
    assert dressed
    narrow = replace(ASSIGNMENTS, widths={"submitted": 20})
    assert widths(qtbot, 2000, {}, narrow)["submitted"] == widths(qtbot, 2000, {})["submitted"]


@pytest.mark.parametrize("spec", every_list(), ids=lambda spec: spec.name)
def test_the_buttons_of_a_panel_show_their_whole_captions(
    qtbot: QtBot, dressed: theme.Look, language: str, spec: ListSpec
) -> None:
    assert dressed
    assert language
    made = QFrame()
    qtbot.addWidget(made)
    captions = [tr(action.command.caption) for action in spec.actions][:2]
    row = foot_of([button(caption) for caption in captions])
    made.setLayout(row)
    made.setFixedWidth(WIDTH - 2 * SIDE)
    made.show()
    for each in made.findChildren(QPushButton):
        assert each.sizeHint().width() <= each.width(), each.text()
