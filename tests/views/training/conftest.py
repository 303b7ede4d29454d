"""A training centre with people at desks, on real widgets."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from tests.conftest import House
from tests.services.training.conftest import centre

__all__ = ["centre"]

Page = TypeVar("Page", bound=QWidget)
Shown = Callable[[str, Callable[[QtDesk], QWidget]], QWidget]
K = Qt.Key


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def shown(qtbot: QtBot, house: House) -> Iterator[Callable[[str, Callable[[QtDesk], Page]], Page]]:
    """A page of the person of this login, on the screen, with the focus in it."""
    desks: list[QtDesk] = []

    def show(login: str, make: Callable[[QtDesk], Page]) -> Page:
        desks.append(QtDesk(house.sign_in(login, pc=f"PC-{len(desks) + 20}")))
        page = make(desks[-1])
        qtbot.addWidget(page)
        page.resize(1190, 720)
        page.show()
        page.activateWindow()
        page.setFocus()
        return page

    yield show
    for desk in desks:
        desk.close()


def press(widget: QWidget, *keys: Qt.Key | str, control: bool = False) -> None:
    """Keys go where the focus is, else to the widget."""
    for key in keys:
        focus = widget.focusWidget() or widget
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(focus, key, modifier)
