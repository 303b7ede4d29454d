"""A school with a canteen, fridges, a supplier and a worker; people at desks; pages on a real window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.entry import StartDay
from desktop_admin.api.canteen.registers import (
    AddCanteen,
    AddSupplier,
    AddUnit,
    AddWorker,
    UnitKind,
)
from desktop_admin.api.canteen.sheet import Sheet
from desktop_admin.desk.base import Desk
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from tests.conftest import House

TODAY = date(2026, 9, 1)
CREDIT_CODE = "91350100M000100Y43"


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@dataclass
class Kitchen:
    """The house with its first canteen; keys of what was made."""

    house: House
    officer: Desk
    canteen: UUID = field(default_factory=lambda: UUID(int=0))

    def furnish(self) -> "Kitchen":
        ask = self.officer.ask
        today = TODAY
        self.canteen = ask(AddCanteen(name="一食堂", lunch=True, since=today - timedelta(days=7))).key
        ask(AddUnit(canteen_key=self.canteen, name="1 号冰箱", kind=UnitKind.CHILLED))
        ask(AddUnit(canteen_key=self.canteen, name="1 号冰柜", kind=UnitKind.FROZEN))
        later = today + timedelta(days=200)
        ask(AddSupplier(name="新良粮油", credit_code=CREDIT_CODE, licence_no="JY1", licence_expiry=later))
        ask(
            AddWorker(
                canteen_key=self.canteen,
                name="陈师傅",
                post="厨师长",
                certificate_no="J-1",
                certificate_issued=today - timedelta(days=30),
                certificate_expiry=later,
            )
        )
        return self

    def start(self, day: date = TODAY) -> Sheet:
        return self.officer.ask(StartDay(canteen=self.canteen, day=day, diners=320))


@pytest.fixture
def kitchen(house: House) -> Kitchen:
    return Kitchen(house, house.desk("food_safety_officer", name="王建国")).furnish()


@pytest.fixture
def desks(house: House) -> Iterator[Callable[..., QtDesk]]:
    """desks("food_safety_officer", name=...): a person at a desk of their own, closed at the end."""
    made: list[QtDesk] = []

    def desk(*roles: str, **who: str) -> QtDesk:
        made.append(QtDesk(house.desk(*roles, **who)))
        return made[-1]

    yield desk
    for each in made:
        each.close()


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[QWidget], None]]:
    """Put a page on the screen, with the focus in it; it lives until the test ends."""
    shown: list[QWidget] = []

    def put(page: QWidget) -> None:
        shown.append(page)
        qtbot.addWidget(page)
        page.resize(1190, 720)
        page.show()
        page.activateWindow()
        page.setFocus()
        qtbot.waitUntil(page.isVisible)

    yield put
    shown.clear()


def press(*keys: Qt.Key | str, control: bool = False) -> None:
    """Keys go where the focus is, as from a keyboard."""
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
            QTest.keyClick(focus, key, modifier)


def opened(qtbot: QtBot, screen: DayScreen) -> DayScreen:
    """Wait until the sheet is on the screen."""
    qtbot.waitUntil(lambda: screen.sheet is not None and screen.stack.currentWidget() is screen.page)
    return screen
