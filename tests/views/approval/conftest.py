"""A board of notices with people, on real widgets."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from tests.services.approval.conftest import Board, board

__all__ = ["board"]

Shown = Callable[[str, Callable[[QtDesk], QWidget]], QWidget]


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def shown(qtbot: QtBot, board: Board) -> Iterator[Shown]:
    """A page of the person of this login, on the screen."""
    desks: list[QtDesk] = []

    def show(login: str, make: Callable[[QtDesk], QWidget]) -> QWidget:
        desks.append(QtDesk(board.desk(login)))
        page = make(desks[-1])
        qtbot.addWidget(page)
        page.resize(1190, 716)
        page.show()
        return page

    yield show
    for desk in desks:
        desk.close()
