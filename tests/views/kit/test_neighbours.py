"""From an opened record to the ones beside it in its list."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.list_page import ListPage, Neighbours
from desktop_admin.views.kit.list_page.neighbours import DOWN, UP
from desktop_admin.views.kit.list_page.rows import PAGE
from tests.views.kit.staff import StaffDesk
from tests.views.kit.test_list_page import Open, current, opened, people, settle

__all__ = ["opened", "people"]

ALT = Qt.KeyboardModifier.AltModifier


class Opened(QWidget):
    """A screen of one record over the list. shown: the logins of what it was told to show."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self.rows, self.shown = page.rows, list[str]()
        self.neighbours = Neighbours(page, self)
        QVBoxLayout(self).addWidget(self.neighbours)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.neighbours.wanted.connect(self._show)
        self.show()
        self.setFocus()

    def open(self, place: int) -> None:
        record = self.rows.record(place)
        assert record is not None
        self.neighbours.stand_at(record.key)
        self._show(record)

    def _show(self, record: Any) -> None:
        self.shown.append(record.login)


def test_alt_and_an_arrow_go_along_the_list_and_its_current_row_goes_along(qtbot: QtBot, opened: Open) -> None:
    page = opened()
    screen = Opened(page)
    screen.open(1)
    assert screen.neighbours.isVisible()
    assert screen.neighbours.place.text().startswith("2 of ")
    logins = [page.rows.record(place).login for place in range(3)]  # type: ignore[union-attr]
    qtbot.keyClick(screen, Qt.Key.Key_Down, ALT)
    assert (screen.shown[-1], current(page)) == (logins[2], logins[2])
    qtbot.mouseClick(screen.neighbours.buttons[UP], Qt.MouseButton.LeftButton)
    qtbot.keyClick(screen, Qt.Key.Key_Up, ALT)
    assert (screen.shown[-1], current(page)) == (logins[0], logins[0])
    assert not screen.neighbours.buttons[UP].isEnabled()
    qtbot.keyClick(screen, Qt.Key.Key_Up, ALT)
    assert screen.shown == [logins[1], logins[2], logins[1], logins[0]], "there is nothing above the first"


def test_a_row_that_is_not_loaded_is_shown_when_it_is(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    page = opened()
    screen = Opened(page)
    screen.open(PAGE - 1)
    assert page.rows.record(PAGE) is None
    people.hold.clear()
    screen.neighbours.step(DOWN)
    assert len(screen.shown) == 1
    people.hold.set()
    qtbot.waitUntil(lambda: len(screen.shown) == 2)
    settle(qtbot, page)
    assert page.rows.record(PAGE).login == screen.shown[-1]  # type: ignore[union-attr]
    assert screen.neighbours.place.text().startswith(f"{PAGE + 1} of ")


def test_what_is_none_of_the_lists_rows_has_no_neighbours(opened: Open) -> None:
    screen = Opened(opened())
    screen.open(0)
    screen.neighbours.stand_at(uuid7())
    assert not screen.neighbours.isVisible()
    screen.neighbours.step(DOWN)
    assert len(screen.shown) == 1
