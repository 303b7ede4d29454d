"""A school is shared from one program's window and joined from another's, with nothing but keys and clicks."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import randrange

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.api.school import SetUpSchool
from desktop_admin.api.sharing import NoAnswer, NotPaired, PortUnusable, ServingState, SuspendPc
from desktop_admin.app import sharing
from desktop_admin.app.premises import open_premises
from desktop_admin.app.window import Program
from desktop_admin.desk import paired
from desktop_admin.desk.base import Connection
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.list_page import remember_in
from desktop_admin.views.kit.preferences import PreferencesDialog
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.set_up import SetUpWindow
from desktop_admin.views.sharing import SharingPage
from desktop_admin.views.sharing.join import JoinWindow
from desktop_admin.views.sign_in import SignInWindow
from tests.conftest import PASSWORD, QUICK

PATIENCE = 60_000  # ms


class Pc:
    """A PC with the program open on it, on a folder of its own."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot, self.folder = qtbot, folder
        folder.mkdir(exist_ok=True)
        self.program = Program(folder, lambda: sharing.door(folder))
        self.program.start()

    def shows(self, kind: type) -> None:
        self._qtbot.waitUntil(lambda: isinstance(self.program.window, kind), timeout=PATIENCE)

    @property
    def sign_in_window(self) -> SignInWindow:
        assert isinstance(self.program.window, SignInWindow)
        return self.program.window

    @property
    def join_window(self) -> JoinWindow:
        assert isinstance(self.program.window, JoinWindow)
        return self.program.window

    @property
    def main(self) -> MainWindow:
        assert isinstance(self.program.window, MainWindow)
        return self.program.window

    def sign_in(self) -> None:
        self._qtbot.waitUntil(lambda: self.sign_in_window._ready, timeout=PATIENCE)
        self._qtbot.keyClicks(self.sign_in_window.login, "admin")
        self._qtbot.keyClicks(self.sign_in_window.password, PASSWORD)
        self._qtbot.keyClick(self.sign_in_window.password, Qt.Key.Key_Return)
        self.shows(MainWindow)

    def sharing_page(self) -> SharingPage:
        page = self.main.go("school", "Sharing")
        assert isinstance(page, SharingPage)
        self._qtbot.waitUntil(lambda: page.now is not None, timeout=PATIENCE)
        return page

    def share(self, port: int) -> SharingPage:
        page = self.sharing_page()
        page.server.port.setValue(port)
        self._qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
        self._qtbot.waitUntil(lambda: state(page) is ServingState.ON, timeout=PATIENCE)
        return page

    def seek(self, address: str) -> None:
        edit = self.join_window.address.edit
        edit.clear()
        self._qtbot.keyClicks(edit, address)
        self._qtbot.keyClick(edit, Qt.Key.Key_Return)
        self._qtbot.waitUntil(self.join_window.primary.isEnabled, timeout=PATIENCE)

    def type_code(self, code: str) -> None:
        edit = self.join_window.code.edit
        edit.clear()
        self._qtbot.keyClicks(edit, code)
        self._qtbot.keyClick(edit, Qt.Key.Key_Return)

    def close(self) -> None:
        if self.program.window is not None:
            self.program.window.close()
        self.program.close()


def state(page: SharingPage) -> ServingState:
    assert page.now is not None
    return page.now.serving.state


def free_port() -> int:
    """None of those that the system gives to whoever connects: one of these may be taken before it is used."""
    while True:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", randrange(20_000, 32_000)))  # noqa: S311 - no secret
            return int(probe.getsockname()[1])


@pytest.fixture
def host(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Pc]:
    """The PC that holds the data, the administrator signed in."""
    remember_in(tmp_path / "remembered")
    folder = tmp_path / "host"
    folder.mkdir()
    premises = open_premises(folder, hasher=QUICK)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    premises.close()
    pc = Pc(qtbot, folder)
    pc.shows(SignInWindow)
    pc.sign_in()
    yield pc
    pc.close()
    qapp.processEvents()


@pytest.fixture
def fresh(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Pc]:
    """A PC on which the program has never run."""
    pc = Pc(qtbot, tmp_path / "fresh")
    pc.shows(SetUpWindow)
    yield pc
    pc.close()
    qapp.processEvents()


def made_code(qtbot: QtBot, page: SharingPage) -> str:
    last = page.codes.code.text()
    qtbot.mouseClick(page.codes.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.codes.code.text() not in {"", last}, timeout=PATIENCE)
    return page.codes.code.text()


def joined(qtbot: QtBot, fresh: Pc, page: SharingPage) -> None:
    """From the first window to the sign-in window of the shared school."""
    window = fresh.program.window
    assert isinstance(window, SetUpWindow)
    qtbot.mouseClick(window.join, Qt.MouseButton.LeftButton)
    fresh.shows(JoinWindow)
    fresh.seek(f"127.0.0.1:{page.server.port.value()}")
    assert fresh.join_window.fingerprint.text() == page.server.fingerprint.text(), "both show the same"
    fresh.type_code(made_code(qtbot, page).lower())
    fresh.shows(SignInWindow)
    qtbot.waitUntil(lambda: fresh.sign_in_window._ready, timeout=PATIENCE)


def test_a_school_is_shared_from_its_window_and_joined_from_the_first_window_of_another_pc(
    qtbot: QtBot, host: Pc, fresh: Pc
) -> None:
    page = host.share(free_port())
    joined(qtbot, fresh, page)
    assert fresh.sign_in_window.brand.school.text() == "实验小学"
    assert "Shared" in fresh.sign_in_window.state.text()
    qtbot.waitUntil(lambda: page.rows.total == 1, timeout=PATIENCE)  # by itself
    qtbot.waitUntil(lambda: "paired with it" in page.codes.told.text(), timeout=PATIENCE)
    fresh.sign_in()
    assert fresh.main.desk.connection is Connection.CONNECTED
    theirs = fresh.sharing_page()
    assert theirs.now is not None
    assert not theirs.now.here
    assert theirs.switch.isHidden(), "it is switched where the data is"
    code = made_code(qtbot, theirs)
    qtbot.waitUntil(lambda: page.codes.code.text() == code, timeout=PATIENCE)
    assert 590 < page.codes.seconds_left() <= 600


def test_a_wrong_code_is_said_beside_it_and_a_pc_that_is_suspended_is_told_so(
    qtbot: QtBot, host: Pc, fresh: Pc
) -> None:
    page = host.share(free_port())
    made_code(qtbot, page)
    window = fresh.program.window
    assert isinstance(window, SetUpWindow)
    qtbot.mouseClick(window.join, Qt.MouseButton.LeftButton)
    fresh.shows(JoinWindow)
    fresh.seek(f"127.0.0.1:{page.server.port.value()}")
    fresh.type_code("AAAA-AAAA")
    qtbot.waitUntil(lambda: fresh.join_window.code.told.text() == str(NotPaired()), timeout=PATIENCE)
    fresh.type_code(page.codes.code.text())
    fresh.shows(SignInWindow)
    fresh.sign_in()
    qtbot.waitUntil(lambda: page.rows.record(0) is not None, timeout=PATIENCE)
    suspend = next(action for action in page.spec.actions if action.command is SuspendPc)
    page.doer.start(suspend, [page.rows.record(0)])
    page.doer.dialog._primary.click()
    fresh.shows(SignInWindow)
    fresh.sign_in_window.login.clear()
    qtbot.keyClicks(fresh.sign_in_window.login, "admin")
    qtbot.keyClicks(fresh.sign_in_window.password, PASSWORD)
    qtbot.keyClick(fresh.sign_in_window.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "suspended" in fresh.sign_in_window.notice.text.text(), timeout=PATIENCE)


def test_sharing_outlives_the_sign_out_begins_again_with_the_program_and_ends_with_it(qtbot: QtBot, host: Pc) -> None:
    port = free_port()
    page = host.share(port)
    first = page.server.fingerprint.text()
    assert host.program.session is not None
    host.program.session.sign_out()
    host.shows(SignInWindow)
    assert answers(port)
    host.close()
    assert not answers(port), "no server outlives its program"
    again = Pc(qtbot, host.folder)
    again.shows(SignInWindow)
    qtbot.waitUntil(lambda: answers(port), timeout=PATIENCE)
    again.sign_in()
    page = again.sharing_page()
    qtbot.waitUntil(lambda: state(page) is ServingState.ON, timeout=PATIENCE)
    assert page.server.fingerprint.text() == first
    qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
    page.dialog._primary.click()
    qtbot.waitUntil(lambda: state(page) is ServingState.OFF, timeout=PATIENCE)
    assert not answers(port)
    assert not page.codes.make.isEnabled()
    again.close()


def test_a_port_that_is_taken_is_said_beside_it_and_another_one_is_chosen(qtbot: QtBot, host: Pc) -> None:
    page = host.sharing_page()
    with socket.socket() as other:
        other.bind(("", 0))
        other.listen()
        taken = int(other.getsockname()[1])
        page.server.port.setValue(taken)
        qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
        told = str(PortUnusable(port=taken, reason="another program uses it"))
        qtbot.waitUntil(lambda: page.server.problem.text() == told, timeout=PATIENCE)
        assert page.server.problem.isVisible()
    assert host.share(free_port()).server.problem.isHidden()


def test_a_port_that_is_taken_when_the_program_begins_is_tried_again(qtbot: QtBot, host: Pc) -> None:
    port = free_port()
    host.share(port)
    host.close()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("", port))
        other.listen()
        again = Pc(qtbot, host.folder)
        again.shows(SignInWindow)
        again.sign_in()
        page = again.sharing_page()
        qtbot.waitUntil(lambda: state(page) is ServingState.FAILED, timeout=PATIENCE)
        assert page.server.problem.isVisible()
    qtbot.waitUntil(lambda: state(page) is ServingState.ON, timeout=PATIENCE)
    again.close()


def test_a_server_that_is_killed_is_told_and_started_again(qtbot: QtBot, host: Pc) -> None:
    port = free_port()
    page = host.share(port)
    premises = host.program._door._front  # type: ignore[union-attr]
    premises.host._process.kill()
    qtbot.waitUntil(lambda: state(page) is ServingState.FAILED, timeout=PATIENCE)
    assert "server.log" in page.server.problem.text()
    qtbot.waitUntil(lambda: state(page) is ServingState.ON, timeout=PATIENCE)
    assert answers(port)


def test_who_shares_the_own_data_is_warned_before_joining_another_school(
    qtbot: QtBot, host: Pc, fresh: Pc, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = host.share(free_port())
    assert sharing.is_shared(host.folder)
    assert not sharing.is_shared(fresh.folder)
    monkeypatch.setattr(sharing, "is_shared", lambda _folder: True)
    window = fresh.program.window
    assert isinstance(window, SetUpWindow)
    qtbot.mouseClick(window.join, Qt.MouseButton.LeftButton)
    fresh.shows(JoinWindow)
    fresh.seek(f"127.0.0.1:{page.server.port.value()}")
    fresh.join_window.code.edit.setText(made_code(qtbot, page))
    qtbot.keyClick(fresh.join_window.code.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Dialog), timeout=PATIENCE)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Dialog)
    asked.reject()
    assert fresh.join_window.code.told.text() == "Nothing has been changed."
    assert paired.read(fresh.folder) is None


def test_where_no_server_is_found_each_reason_stands_beside_the_address(qtbot: QtBot, fresh: Pc) -> None:
    window = fresh.program.window
    assert isinstance(window, SetUpWindow)
    qtbot.mouseClick(window.join, Qt.MouseButton.LeftButton)
    fresh.shows(JoinWindow)
    qtbot.keyClick(fresh.join_window.address.edit, Qt.Key.Key_Return)
    assert "Enter the address" in fresh.join_window.address.told.text()
    fresh.seek("not an address")
    assert "is not an address" in fresh.join_window.address.told.text()
    port = free_port()
    fresh.seek(f"127.0.0.1:{port}")
    assert fresh.join_window.address.told.text() == str(NoAnswer(address=f"127.0.0.1:{port}"))
    assert fresh.join_window.code.isHidden()
    qtbot.keyClick(fresh.join_window.address.edit, Qt.Key.Key_Escape)
    fresh.shows(SetUpWindow)
    assert paired.read(fresh.folder) is None


def test_a_paired_pc_is_its_own_again_from_the_settings(qtbot: QtBot, host: Pc, fresh: Pc) -> None:
    joined(qtbot, fresh, host.share(free_port()))
    fresh.sign_in()
    assert "Connected · " in fresh.main.foot.connection.words.text()
    fresh.main.foot.settings_asked.emit()
    qtbot.waitUntil(lambda: bool(fresh.main.findChildren(PreferencesDialog)))
    [dialog] = fresh.main.findChildren(PreferencesDialog)
    qtbot.mouseClick(dialog.unpair, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Dialog))
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Dialog)
    asked._primary.click()
    fresh.shows(SetUpWindow)
    assert paired.read(fresh.folder) is None


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
