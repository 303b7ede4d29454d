"""Each module's name and pages have room in each language, on the smallest screen, for who may see all of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.core import i18n, paths
from desktop_admin.desk.base import Connection
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.rail import BADGE, ICON, SIDE
from desktop_admin.views.kit.shell import MainWindow, Module, Page
from desktop_admin.views.kit.theme import font
from desktop_admin.views.kit.tokens import RAIL, SMALLEST
from desktop_admin.views.modules import MODULES
from tests.conftest import House


@pytest.fixture(params=i18n.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param, paths.locale_folder())
    yield request.param
    i18n.use("en", paths.locale_folder())


def _empty(_desk: QtDesk) -> QWidget:
    return QWidget()


def _everybodys(module: Module) -> Module:
    """Its names; what stands on its pages is another matter."""
    return Module(
        module.name, module.title, module.icon, tuple(Page(page.title, None, _empty) for page in module.pages)
    )


@pytest.fixture
def window(qtbot: QtBot, qapp: Any, house: House, language: str) -> Iterator[MainWindow]:
    assert i18n.language() == language
    theme.apply(qapp, theme.Scheme.LIGHT)
    desk = QtDesk(house.sign_in())
    made = MainWindow(desk, [_everybodys(module) for module in MODULES], school="实验小学")
    qtbot.addWidget(made)
    made.resize(*SMALLEST)
    made.show()
    yield made
    made.close()


def test_no_name_on_the_rail_is_cut_beside_its_count(window: MainWindow, language: str) -> None:
    bar, strong = window.rail.bar, QFontMetrics(font(strong=True))
    names = [bar.tabText(index) for index in range(bar.count())]
    room = bar.extent() - 2 * SIDE - ICON - BADGE
    assert [name for name in names if strong.horizontalAdvance(name) > room] == []
    assert (bar.extent() == RAIL) == (language == "zh_CN")
    assert bar.width() == bar.extent() - 1


def test_tabs_and_tools_do_not_overlap(window: MainWindow) -> None:
    for module in MODULES:
        window.go(module.name)
        QApplication.processEvents()
        pages = window.rail.currentWidget()
        bar = pages.tabBar()  # type: ignore[attr-defined]
        last = bar.mapTo(window.rail, bar.tabRect(bar.count() - 1).topRight())
        assert last.x() < window.tools.x(), module.name
    assert window.minimumSizeHint().width() <= SMALLEST[0]


def test_how_the_data_are_reached_and_how_much_waits_is_told_whole(window: MainWindow, language: str) -> None:
    line = window.foot.connection
    for connection in (Connection.OFFLINE, Connection.RECONNECTING):
        line.show_state(connection, 99)
        said = line.words.text()
        assert language == "en" or "99 条未发送" in said
        assert QFontMetrics(line.words.font()).horizontalAdvance(said) <= line.words.width(), said
