"""A screen that is closed still has events to come; what renews it may be gone by then."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.renewal import Renewal
from tests.conftest import House


def test_events_of_a_screen_that_python_has_taken_apart_are_nobodys(qtbot: QtBot, house: House) -> None:
    desk, screen = QtDesk(house.sign_in()), QWidget()
    qtbot.addWidget(screen)
    renewal = Renewal(desk, screen, frozenset({"canteen"}), lambda: None)
    renewal.__dict__.clear()  # as the garbage collector leaves it, before Qt has ended it
    screen.show()
    screen.hide()
    desk.close()
