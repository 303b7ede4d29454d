"""Every page is gone to with the keyboard, and nothing else opens meanwhile."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.core.settings import Settings
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.modules import MODULES
from tests.conftest import House
from tests.views.canteen.conftest import Kitchen

EVERYTHING = ("food_safety_officer", "food_safety_director", "system_administrator", "auditor", "office_clerk")


class Opened(QObject):
    """The windows that were shown while it watched, by their class."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it so
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


@pytest.fixture
def window(qtbot: QtBot, house: House) -> Iterator[MainWindow]:
    Kitchen(house, house.desk("food_safety_officer", name="王建国")).furnish()
    house.add_account("all", *EVERYTHING)
    desk = QtDesk(house.sign_in("all"))
    made = MainWindow(desk, MODULES, school="实验小学", role="", settings=Settings())
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    desk.close()


def test_no_page_opens_a_window_or_takes_the_keyboard_away(
    qtbot: QtBot, qapp: QApplication, window: MainWindow
) -> None:
    opened = Opened()
    qapp.installEventFilter(opened)
    try:
        for number in range(window.rail.count()):
            QTest.keyClick(
                QApplication.focusWidget() or window, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.AltModifier
            )
            for _ in range(8):
                qtbot.wait(30)
                QTest.keyClick(
                    QApplication.focusWidget() or window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier
                )
            qtbot.wait(100)
            assert (window.rail.currentIndex(), opened.windows, window.isActiveWindow()) == (number, [], True)
    finally:
        qapp.removeEventFilter(opened)
