"""From the sign-in window to a signed sheet, with the keyboard only; once more on a real X server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.calendar import ListSheets
from desktop_admin.api.canteen.sheet import SheetState, Verdict
from desktop_admin.app.window import Program
from desktop_admin.views.canteen.dialogs import SignDialog
from desktop_admin.views.canteen.today import TodayPage
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.sign_in import SignInWindow
from tests.conftest import PASSWORD, House
from tests.views.canteen.conftest import Kitchen, opened, press
from tests.views.canteen.test_today import inspect, settled

K = Qt.Key
LIMIT = 120  # seconds that the journey may take on a real X server


@pytest.fixture
def program(qapp: QApplication, house: House) -> Iterator[Program]:
    Kitchen(house, house.desk("food_safety_officer", name="王建国")).furnish()
    program = Program(house.folder, house.door)
    program.start()
    yield program
    if program.window is not None:
        program.window.close()
    qapp.processEvents()


def focused(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def sign_in(qtbot: QtBot, program: Program) -> MainWindow:
    window = program.window
    assert isinstance(window, SignInWindow)
    window.activateWindow()
    focused(qtbot)
    press("food_safety_officer", K.Key_Tab, PASSWORD, K.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow))
    assert isinstance(program.window, MainWindow)
    program.window.activateWindow()
    return program.window


def test_a_day_from_sign_in_to_signature_by_keyboard_alone(qtbot: QtBot, house: House, program: Program) -> None:
    window = sign_in(qtbot, program)
    focused(qtbot)
    QTest.keyClick(window, K.Key_1, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, K.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(TodayPage)) and window.findChildren(TodayPage)[0].isVisible())
    screen = window.findChildren(TodayPage)[0].inspection
    qtbot.waitUntil(lambda: screen.stack.currentWidget() is screen.start)
    qtbot.waitUntil(lambda: screen.start.isAncestorOf(QApplication.focusWidget() or window))
    press("320", K.Key_Return)
    opened(qtbot, screen)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.page.view)
    for code in [line.code for line in screen.page.sheet.lines]:
        inspect(qtbot, screen, code)
        if code != "G04":
            press(K.Key_F8)
    settled(qtbot, screen, "G04", Verdict.PASS)
    qtbot.waitUntil(lambda: not screen.page.sheet.bar.blocked)
    press(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: isinstance(screen.dialog, SignDialog) and screen.dialog.isVisible())
    qtbot.waitUntil(lambda: screen.dialog.isAncestorOf(QApplication.focusWidget() or window))
    press(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.sheet is not None and screen.sheet.state is SheetState.SIGNED)
    signed = house.sign_in("food_safety_officer", pc="PC-2").ask(ListSheets()).rows
    assert [(row.state, row.passed + row.not_applicable, row.signed_by) for row in signed] == [
        (SheetState.SIGNED, 45, "王建国")
    ]


@pytest.mark.skipif("DESKTOP_ADMIN_REAL_X" in os.environ, reason="this is that run")
def test_the_same_journey_on_a_real_x_server(tmp_path: Path) -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb: not found on this machine; python3 run.py test installs it where it may")
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"], pass_fds=[write])
    os.close(write)
    with os.fdopen(read) as told:
        display = told.readline().strip()
    seen = {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb", "DESKTOP_ADMIN_REAL_X": "1"}
    here = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", __file__]
    try:
        done = subprocess.run(
            [*here, "--basetemp", str(tmp_path / "x")],
            env={**os.environ, **seen},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
    finally:
        server.terminate()
        server.wait()
    assert done.returncode == 0, done.stdout[-4000:]
    assert "1 passed" in done.stdout
