"""A newsroom with people at desks of their own, on real widgets."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.core.settings import Settings
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.publishing import MODULE
from desktop_admin.views.publishing.articles import ArticlesPage
from desktop_admin.views.publishing.names import ARTICLES, NAME
from tests.services.publishing.conftest import Newsroom, newsroom

__all__ = ["newsroom"]

W = TypeVar("W", bound=QWidget)
Window = Callable[[str], MainWindow]


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def window(qtbot: QtBot, newsroom: Newsroom) -> Iterator[Window]:
    """The window of the person of this login, with the publishing module alone."""
    made: list[MainWindow] = []

    def show(login: str) -> MainWindow:
        desk = QtDesk(newsroom.house.sign_in(login, pc=f"PC-{login}"))
        one = MainWindow(desk, (MODULE,), school="实验小学", role=login, settings=Settings())
        qtbot.addWidget(one)
        one.resize(1366, 768)
        one.show()
        one.activateWindow()
        qtbot.waitUntil(one.isActiveWindow)
        made.append(one)
        return one

    yield show
    for each in made:
        each.close()
        each.desk.close()


def articles(window: MainWindow) -> ArticlesPage:
    page = window.go(NAME, ARTICLES)
    assert isinstance(page, ArticlesPage)
    return page
