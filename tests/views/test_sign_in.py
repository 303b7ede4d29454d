"""The first window, driven as a person would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop_admin.api.accounts import EndOtherSessions, ListAccounts
from desktop_admin.app.premises import open_premises
from desktop_admin.app.window import Program
from desktop_admin.core.errors import SignedOut
from desktop_admin.core.settings import Settings
from desktop_admin.desk.local import LocalDoor
from desktop_admin.models.audit import AuditSeal
from desktop_admin.views.kit.widgets import Banner
from desktop_admin.views.set_up import SetUpWindow
from desktop_admin.views.sign_in import SignInWindow
from tests.conftest import PASSWORD, QUICK, House, SettableClock


def test_both_fields_are_asked_for(qtbot: QtBot) -> None:
    window = SignInWindow()
    qtbot.addWidget(window)
    window.show()
    window.ready("实验小学")
    with qtbot.assertNotEmitted(window.submitted):
        qtbot.keyClick(window.login, Qt.Key.Key_Return)
    assert window.notice.isVisible()


def test_what_is_submitted_while_the_data_opens_goes_in_when_it_is_open(qtbot: QtBot) -> None:
    window = SignInWindow()
    qtbot.addWidget(window)
    qtbot.keyClicks(window.login, "admin")
    qtbot.keyClicks(window.password, "x")
    with qtbot.assertNotEmitted(window.submitted):
        qtbot.keyClick(window.password, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.submitted) as submitted:
        window.ready("实验小学")
    assert submitted.args == ["admin", "x", False]


def test_a_refusal_keeps_the_name_and_asks_for_the_password_again(qtbot: QtBot) -> None:
    window = SignInWindow("admin")
    qtbot.addWidget(window)
    window.show()
    window.ready("实验小学")
    qtbot.keyClicks(window.password, "wrong")
    window.button.click()
    assert not window.button.isEnabled()
    window.refuse("The user name or password is wrong.")
    assert (window.login.text(), window.password.text()) == ("admin", "")
    assert window.button.isEnabled()
    assert window.password.hasFocus() or not window.isActiveWindow()


def test_the_window_can_be_used_before_it_is_whole(qtbot: QtBot) -> None:
    window = SignInWindow("admin", settled=False)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert window.focusWidget() is window.password
    places = {each: each.geometry() for each in (window.login, window.password, window.button, window.remember)}
    qtbot.keyClicks(window.password, "half")
    window.settle()
    qtbot.keyClicks(window.password, " typed")
    assert window.password.text() == "half typed"
    assert window.password.echoMode() is QLineEdit.EchoMode.Password
    assert window.password.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
    layout = window.layout()
    assert layout is not None
    layout.activate()
    assert {each: each.geometry() for each in places} == places, "nothing may move under the person's hand"
    window.ready("<b>实验小学</b>")
    assert window.brand.school.textFormat() is Qt.TextFormat.PlainText
    with qtbot.waitSignal(window.submitted) as submitted:
        qtbot.keyClick(window.password, Qt.Key.Key_Return)
    assert submitted.args == ["admin", "half typed", True]


def test_what_is_wrong_is_said_even_before_the_window_is_whole(qtbot: QtBot) -> None:
    window = SignInWindow(settled=False)
    qtbot.addWidget(window)
    window.show()
    qtbot.keyClick(window.login, Qt.Key.Key_Return)
    assert window.notice.isVisible()
    window.settle()
    assert len(window.findChildren(Banner)) == 1


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, url: str, clock: SettableClock) -> Iterator[Program]:
    premises = open_premises(tmp_path, url, clock=clock, hasher=QUICK)

    def door() -> LocalDoor:
        return premises.door(b"this PC", "PC-1")

    program = Program(tmp_path, door)
    yield program
    if program.window is not None:
        program.window.close()
    premises.close()
    qapp.processEvents()


def test_the_first_run_sets_the_school_up_and_goes_in(qtbot: QtBot, program: Program) -> None:
    program.start()
    qtbot.waitUntil(lambda: isinstance(program.window, SetUpWindow))
    window = program.window
    assert isinstance(window, SetUpWindow)
    qtbot.keyClick(window.school, Qt.Key.Key_Return)
    assert window.notice.isVisible(), "an empty name is not accepted"
    window.school.setText("青禾实验学校")
    qtbot.keyClick(window.school, Qt.Key.Key_Return)
    window.name.setText("秦海")
    qtbot.keyClicks(window.login, "qinhai")
    qtbot.keyClicks(window.password, PASSWORD)
    qtbot.keyClicks(window.repeat, "something else")
    qtbot.keyClick(window.repeat, Qt.Key.Key_Return)
    assert window.pages.currentIndex() == 1, "two different passwords are not accepted"
    window.repeat.setText(PASSWORD)
    qtbot.keyClick(window.repeat, Qt.Key.Key_Return)
    assert "青禾实验学校" in window.summary.text()
    window.next.click()
    qtbot.waitUntil(lambda: program.session is not None)


def test_the_name_is_remembered_only_if_asked(qtbot: QtBot, tmp_path: Path, house: House, program: Program) -> None:
    del house  # it set the school up in the same database
    program.start()
    qtbot.waitUntil(lambda: isinstance(program.window, SignInWindow) and "PC" in program.window.state.text())
    window = program.window
    assert isinstance(window, SignInWindow)
    window.login.setText("admin")
    window.password.setText(PASSWORD)
    window.remember.setChecked(True)
    window.button.click()
    qtbot.waitUntil(lambda: program.session is not None)
    assert Settings.load(tmp_path).login == "admin"


def test_who_is_signed_out_elsewhere_is_told_so_at_the_sign_in_window(
    qtbot: QtBot, house: House, program: Program
) -> None:
    program.start()
    qtbot.waitUntil(lambda: isinstance(program.window, SignInWindow) and "PC" in program.window.state.text())
    window = program.window
    assert isinstance(window, SignInWindow)
    window.login.setText("admin")
    window.password.setText(PASSWORD)
    window.button.click()
    qtbot.waitUntil(lambda: program.session is not None and program.session.window is not None)
    house.sign_in(pc="PC-2").ask(EndOtherSessions())
    session = program.session
    assert session is not None
    session.desk.ask(ListAccounts(), owner=session)
    qtbot.waitUntil(lambda: isinstance(program.window, SignInWindow) and program.window is not window)
    again = program.window
    assert isinstance(again, SignInWindow)
    assert again.notice.isVisible()
    assert again.notice.text.text() == str(SignedOut())
    assert again.button.isEnabled()


def test_what_was_written_is_sealed_when_the_program_ends(qtbot: QtBot, house: House, program: Program) -> None:
    program.start()
    qtbot.waitUntil(lambda: program._door is not None)
    with house.premises.backstage.database.reading() as connection:
        before = connection.scalar(select(func.count()).select_from(AuditSeal))
    program.close()
    with house.premises.backstage.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(AuditSeal)) == (before or 0) + 1
