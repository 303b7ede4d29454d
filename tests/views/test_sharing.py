"""Two people at two PCs of one server, from the sign-in window to the conflict and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.api.accounts import AccountRow, DisableAccount
from desktop_admin.app.window import Program
from desktop_admin.desk.base import Connection
from desktop_admin.views.accounts.page import AccountsPage
from desktop_admin.views.kit.conflict import Side
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.list_page import remember_in
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.sign_in import SignInWindow
from tests.conftest import PASSWORD, House
from tests.server.site import Site, serving
from tests.services.accounts.makers import created
from tests.views.test_accounts import opened, settle, typed

PATIENCE = 30_000  # ms


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    house.add_account("limin", "system_administrator", name="李敏")
    created(house.sign_in(), "陈志强", number="T1001", department="教务处")
    with serving(house) as site:
        yield site


class Pc:
    """One PC with the program open on it."""

    def __init__(self, qtbot: QtBot, site: Site, name: str, folder: Path) -> None:
        self._qtbot = qtbot
        folder.mkdir()
        self.program = Program(folder, lambda: site.door(name))
        self.program.start()

    def sign_in(self, login: str) -> None:
        self._qtbot.waitUntil(lambda: "教导处电脑" in self.sign_in_window.state.text(), timeout=PATIENCE)
        window = self.sign_in_window
        window.login.clear()
        self._qtbot.keyClicks(window.login, login)
        self._qtbot.keyClicks(window.password, PASSWORD)
        self._qtbot.keyClick(window.password, Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: isinstance(self.program.window, MainWindow), timeout=PATIENCE)

    @property
    def sign_in_window(self) -> SignInWindow:
        assert isinstance(self.program.window, SignInWindow)
        return self.program.window

    @property
    def main(self) -> MainWindow:
        assert isinstance(self.program.window, MainWindow)
        return self.program.window

    def accounts(self) -> AccountsPage:
        page = self.main.go("accounts")
        assert isinstance(page, AccountsPage)
        settle(self._qtbot, page)
        return page

    def row(self, login: str) -> AccountRow:
        page = self.accounts()
        rows = (page.rows.record(place) for place in range(page.rows.rowCount()))
        found: AccountRow = next(row for row in rows if row is not None and row.login == login)
        return found

    def edit(self, login: str, department: str) -> FormDialog:
        """The form, with another department typed."""
        page = self.accounts()
        page._edit_account(self.row(login))
        dialog = opened(self._qtbot, page, FormDialog)
        self._qtbot.keyClick(dialog.editor("department").widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        typed(self._qtbot, dialog, "department", department)
        return dialog

    def close(self) -> None:
        if self.program.window is not None:
            self.program.window.close()


@pytest.fixture
def pcs(qtbot: QtBot, qapp: QApplication, site: Site, tmp_path: Path) -> Iterator[tuple[Pc, Pc]]:
    remember_in(tmp_path / "remembered")
    first = Pc(qtbot, site, "PC-1", tmp_path / "one")
    first.sign_in("admin")
    second = Pc(qtbot, site, "PC-2", tmp_path / "two")
    second.sign_in("limin")
    yield first, second
    first.close()
    second.close()
    qapp.processEvents()


def test_two_people_edit_one_record_and_the_second_decides_with_both_values_in_sight(
    qtbot: QtBot, pcs: tuple[Pc, Pc]
) -> None:
    first, second = pcs
    assert first.main.desk.connection is Connection.CONNECTED
    mine, theirs = first.edit("chenzq", "总务处"), second.edit("chenzq", "德育处")
    mine.primary.click()
    qtbot.waitUntil(lambda: second.row("chenzq").department == "总务处", timeout=PATIENCE)  # by itself
    theirs.primary.click()
    qtbot.waitUntil(lambda: theirs.conflict is not None, timeout=PATIENCE)
    conflict = theirs.conflict
    assert conflict is not None
    assert conflict.radio("department", Side.THEIRS).text() == "总务处"
    qtbot.mouseClick(conflict.radio("department", Side.MINE), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: first.row("chenzq").department == "德育处", timeout=PATIENCE)


def test_who_is_signed_out_by_another_is_back_at_the_sign_in_window_at_once(qtbot: QtBot, pcs: tuple[Pc, Pc]) -> None:
    first, second = pcs
    second.accounts()
    row = first.row("limin")
    first.main.desk.gather(DisableAccount(row.key, row.version, reason="离职"))
    qtbot.waitUntil(lambda: isinstance(second.program.window, SignInWindow), timeout=PATIENCE)
