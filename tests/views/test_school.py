"""The school's own record and its calendar, as an administrator sees them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.school import ListCalendarDays, ReadSchool
from desktop_admin.app.session import OpenSession
from desktop_admin.desk.local import LocalDesk
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.school import SCHOOL, SchoolPage, calendar_page
from tests.conftest import House


@pytest.fixture(scope="module", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def shown(qtbot: QtBot, house: House) -> Iterator[Callable[[Callable[[QtDesk], QWidget], str], QWidget]]:
    """A page of the person with this login, on the screen."""
    desks: list[QtDesk] = []

    def show(make: Callable[[QtDesk], QWidget], login: str = "admin") -> QWidget:
        desks.append(QtDesk(house.sign_in(login)))
        page = make(desks[-1])
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        return page

    yield show
    for desk in desks:
        desk.close()


def test_the_school_is_edited_and_shown_anew(qtbot: QtBot, house: House, shown: Callable[..., SchoolPage]) -> None:
    page = shown(SchoolPage)
    qtbot.waitUntil(page.edit.isEnabled)
    page.edit.click()
    form = page.dialog
    assert form is not None
    phone = next(edit for edit in form.findChildren(QLineEdit) if edit.accessibleName().startswith("Phone"))
    qtbot.keyClicks(phone, "0571-1234")
    qtbot.keyClick(phone, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: house.sign_in().ask(ReadSchool()).phone == "0571-1234")
    qtbot.waitUntil(lambda: page.profile is not None and page.profile.phone == "0571-1234")


def test_who_may_not_edit_sees_the_school_only(qtbot: QtBot, house: House, shown: Callable[..., SchoolPage]) -> None:
    house.add_account("teacher", "teacher")
    page = shown(SchoolPage, "teacher")
    qtbot.waitUntil(lambda: page.profile is not None)
    assert not page.edit.isEnabled()


def test_a_holiday_is_added_by_keyboard(qtbot: QtBot, house: House, shown: Callable[..., QWidget]) -> None:
    page = shown(calendar_page)
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    form = QApplication.activeModalWidget()
    assert form is not None
    first, last, reason = form.findChildren(QLineEdit)[:3]
    for edit, text in ((first, "20261001"), (last, "2026-10-07"), (reason, "National Day")):
        edit.clear()
        qtbot.keyClicks(edit, text)
    qtbot.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: house.sign_in().ask(ListCalendarDays()).total == 7)
    assert house.sign_in().ask(ListCalendarDays(sort="day")).rows[0].day == date(2026, 10, 1)


@pytest.fixture
def behind(house: House) -> House:
    """Somebody worked a year ahead; the clock has been corrected since."""
    house.clock.forward(timedelta(days=365))
    house.sign_in()
    house.clock.forward(-timedelta(days=365))
    return house


def windows(qtbot: QtBot, house: House, folder: Path, login: str = "admin") -> tuple[OpenSession, MainWindow]:
    session = OpenSession(house.sign_in(login), "实验小学", folder)
    session.start()
    window = session.window
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.show()
    return session, window


def test_an_administrator_sets_a_clock_right_that_was_a_year_ahead(qtbot: QtBot, behind: House, tmp_path: Path) -> None:
    session, window = windows(qtbot, behind, tmp_path)
    qtbot.waitUntil(lambda: "2027-09-01" in window.standing.text())
    window.go("accounts")
    assert "2026-09-01 12:00" in window.standing.text(), "it stands on every page"
    [go] = [each for each in window.standing.findChildren(QPushButton) if each.text() == "Set right"]
    go.click()
    page = window.go("school", SCHOOL)
    assert isinstance(page, SchoolPage)
    qtbot.waitUntil(page.clock.accept.isVisible)
    page.clock.accept.click()
    form = page.clock.dialog
    assert form is not None
    [reason] = form.findChildren(QLineEdit)
    qtbot.keyClicks(reason, "battery")
    qtbot.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.standing.text())
    qtbot.waitUntil(page.clock.accept.isHidden)
    assert behind.premises.backstage.database.now() == behind.clock.now()
    session.close()


def test_others_are_told_whom_to_ask(qtbot: QtBot, behind: House, tmp_path: Path) -> None:
    behind.add_account("teacher", "teacher")
    session, window = windows(qtbot, behind, tmp_path, "teacher")
    qtbot.waitUntil(lambda: window.standing.text().endswith("Tell an administrator."))
    page = window.go("school", SCHOOL)
    assert isinstance(page, SchoolPage)
    qtbot.waitUntil(page.clock.accept.isVisible)
    assert not page.clock.accept.isEnabled()
    session.close()


def test_who_signs_out_is_not_kept_by_a_server_that_does_not_answer(
    qtbot: QtBot, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, window = windows(qtbot, house, tmp_path)
    answers = Event()
    session.patience = 50
    monkeypatch.setattr(LocalDesk, "ask", lambda *_: answers.wait(20))
    with qtbot.waitSignal(session.ended, timeout=5000):
        session.sign_out()
        assert not window.isEnabled(), "nobody goes on working with it"
    answers.set()
    with qtbot.assertNotEmitted(session.ended, wait=100):
        pass
    window.close()
