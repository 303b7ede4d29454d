"""The page 共享 as different people see it, and where the first window and the rail say the data are."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.api.sharing import CodeShown, CodeState, ListPcs, MakeCode, PcState, StartSharing, UnknownPc
from desktop_admin.app import window as program_window
from desktop_admin.app.window import Program
from desktop_admin.core.clock import SystemClock
from desktop_admin.desk.base import Connection
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.server.tls import certificate
from desktop_admin.services.sharing import Reception
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.person import ConnectionLine
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.school import MODULE
from desktop_admin.views.sharing import SharingPage
from desktop_admin.views.sharing.code import CodeCard
from desktop_admin.views.sign_in import SignInWindow
from tests.conftest import House, SettableClock
from tests.server.site import Site, serving
from tests.services.test_sharing import Host, hosted, paired

PATIENCE = 30_000  # ms


@pytest.fixture(scope="module", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def shown(qtbot: QtBot, house: House, host: Host) -> Iterator[Callable[..., SharingPage]]:
    """The page of the person with this login, with its answers."""
    desks: list[QtDesk] = []

    def show(login: str = "admin") -> SharingPage:
        desks.append(QtDesk(hosted(house, host, login)))
        page = SharingPage(desks[-1])
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        qtbot.waitUntil(lambda: page.now is not None)
        return page

    yield show
    for desk in desks:
        desk.close()


def test_the_port_goes_when_it_is_shared_and_the_address_comes(qtbot: QtBot, shown: Callable[..., SharingPage]) -> None:
    page = shown()
    assert page.server.port.isVisible()
    assert not page.server.address.isVisible()
    assert not page.codes.make.isEnabled()
    page.server.port.setFocus()
    page.server.port.selectAll()
    qtbot.keyClicks(page.server.port, "9443")
    qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.server.address.isVisible)
    assert page.server.address.text() == "192.168.1.20:9443"
    assert not page.server.port.isVisible()
    assert page.codes.make.isEnabled()
    assert "9443" in page.server.hint.text()


def test_who_only_looks_sees_the_pcs_and_neither_switch_nor_code(
    house: House, host: Host, shown: Callable[..., SharingPage]
) -> None:
    house.add_account("auditor", "auditor")
    hosted(house, host).ask(StartSharing())
    page = shown("auditor")
    assert page.server.address.isVisible()
    assert not page.switch.isVisible()
    assert not page.codes.isVisible()


def test_a_code_counts_down_and_asks_anew_when_it_may_have_been_used(qtbot: QtBot) -> None:
    card = CodeCard()
    qtbot.addWidget(card)
    card.show()
    card.show_code(CodeShown(state=CodeState.VALID, code="ABCD-EFGH", seconds_left=65), possible=True)
    assert "1:05" in card.told.text()
    with qtbot.waitSignal(card.outdated):
        pass
    assert "1:0" in card.told.text()
    assert card.seconds_left() < 65
    card.show_code(CodeShown(state=CodeState.USED, used_by="食堂电脑"), possible=True)
    assert (card.code.text(), "食堂电脑" in card.told.text()) == ("", True)
    card.show_code(CodeShown(state=CodeState.GUESSED), possible=True)
    assert "five times" in card.told.text()


def test_a_pc_is_removed_after_a_question_and_stays_in_the_list_as_removed(
    qtbot: QtBot, house: House, host: Host, shown: Callable[..., SharingPage]
) -> None:
    desk = hosted(house, host)
    desk.ask(StartSharing())
    paired(Reception(house.premises.backstage, "主机"), desk.ask(MakeCode()).code, "食堂电脑")
    page = shown()
    qtbot.waitUntil(lambda: page.rows.record(0) is not None)
    remove = page.spec.actions[-1]
    page.doer.start(remove, [page.rows.record(0)])
    assert "食堂电脑" in page.doer.dialog.title.text()
    page.doer.dialog._primary.click()
    qtbot.waitUntil(lambda: desk.ask(ListPcs(state=PcState.REMOVED)).total == 1)


def test_f1_on_the_page_asks_for_its_own_chapter(qtbot: QtBot, house: House) -> None:
    window = MainWindow(QtDesk(house.sign_in()), (MODULE,), school="实验小学")
    qtbot.addWidget(window)
    window.show()
    window.go("school", "Sharing")
    with qtbot.waitSignal(window.help_asked) as told:
        window.tools.help.click()
    assert told.args == ["sharing"]
    window.go("school", "School")
    with qtbot.waitSignal(window.help_asked) as told:
        window.tools.help.click()
    assert told.args == ["school"]
    window.close()


def test_the_rail_says_how_whose_data_are_reached_and_what_waits(qtbot: QtBot) -> None:
    line = ConnectionLine()
    qtbot.addWidget(line)
    said = []
    for connection, unsent in ((Connection.CONNECTED, 0), (Connection.RECONNECTING, 0), (Connection.OFFLINE, 3)):
        line.show_state(connection, unsent, "教导处电脑")
        said.append(line.words.text())
    assert said == ["Connected · 教导处电脑", "Reconnecting · 教导处电脑", "Offline, 3 not sent · 教导处电脑"]
    line.show_state(Connection.HERE, 0)
    assert line.words.text() == "Data on this PC"


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    with serving(house) as site:
        yield site


def test_a_server_that_cannot_be_reached_is_said_at_the_sign_in_window_and_found_by_itself(
    qtbot: QtBot, qapp: QApplication, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program_window, "LOOK_AGAIN", 50)
    known, door = site.known(), site.door()
    door._server = Server(known.host, 1, known.certificate, known.device_key, known.name, known.school)
    program = Program(tmp_path / "pc", lambda: door)
    (tmp_path / "pc").mkdir()
    program.start()
    window = program.window
    assert isinstance(window, SignInWindow)
    qtbot.waitUntil(lambda: "cannot be reached" in window.state.text(), timeout=PATIENCE)
    assert "教导处电脑" in window.state.text()
    door._server = known
    qtbot.waitUntil(lambda: window.state.text() == "Shared · 教导处电脑", timeout=PATIENCE)
    program.close()
    window.close()
    qapp.processEvents()


def test_a_server_that_shows_another_certificate_is_said_and_the_right_one_found_by_itself(
    qtbot: QtBot, qapp: QApplication, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program_window, "LOOK_AGAIN", 50)
    (tmp_path / "other").mkdir()
    known, door = site.known(), site.door()
    door._server = replace(known, certificate=certificate(tmp_path / "other", SystemClock()).der)
    program = Program(tmp_path / "pc", lambda: door)
    (tmp_path / "pc").mkdir()
    program.start()
    window = program.window
    assert isinstance(window, SignInWindow)
    qtbot.waitUntil(lambda: "its certificate differs" in window.notice.text.text(), timeout=PATIENCE)
    assert not window.password.isEnabled()
    door._server = known
    qtbot.waitUntil(lambda: window.state.text() == "Shared · 教导处电脑", timeout=PATIENCE)
    assert window.password.isEnabled()
    assert not window.notice.isVisible()
    program.close()
    window.close()
    qapp.processEvents()


def test_who_was_removed_can_join_anew_from_the_sign_in_window(
    qtbot: QtBot, qapp: QApplication, site: Site, tmp_path: Path
) -> None:
    stranger = Server("127.0.0.1", site.port, site.certificate, b"x" * 32)
    folder = tmp_path / "pc"
    folder.mkdir()
    program = Program(folder, lambda: RemoteDoor(stranger, folder))
    program.start()
    window = program.window
    assert isinstance(window, SignInWindow)
    qtbot.waitUntil(window.join.isEnabled, timeout=PATIENCE)
    assert window.notice.text.text() == str(UnknownPc(address=f"127.0.0.1:{site.port}"))
    qtbot.mouseClick(window.join, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.window is not window, timeout=PATIENCE)
    assert program.window is not None
    program.window.close()
    program.close()
    qapp.processEvents()


def test_a_pc_that_was_seen_is_told_when(
    qtbot: QtBot, house: House, host: Host, clock: SettableClock, shown: Callable[..., SharingPage]
) -> None:
    desk, reception = hosted(house, host), Reception(house.premises.backstage, "主机")
    desk.ask(StartSharing())
    key = paired(reception, desk.ask(MakeCode()).code, "食堂电脑")
    clock.forward(timedelta(hours=1))
    reception.saw(key)
    page = shown()
    qtbot.waitUntil(lambda: page.rows.record(0) is not None)
    row = page.rows.record(0)
    assert row is not None
    assert row.seen_at - row.added_at == timedelta(hours=1)
