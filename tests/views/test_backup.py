"""The backups as an administrator uses them, from the page to the restore and back to the sign-in window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.backup import BackupKind, ReadBackupState
from desktop_admin.api.school import EditSchool, ReadSchool, SetUpSchool
from desktop_admin.app import sharing
from desktop_admin.app.premises import open_premises
from desktop_admin.app.session import OpenSession
from desktop_admin.app.window import Program
from desktop_admin.core.permissions import Permission
from desktop_admin.services.backup import make, store
from desktop_admin.services.backup.nightly import night
from desktop_admin.views import school
from desktop_admin.views.backup import TITLE, BackupPage
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.sign_in import SignInWindow
from tests.conftest import PASSWORD, QUICK, House
from tests.server.site import serving

PATIENCE = 30_000  # milliseconds


@pytest.fixture(scope="module", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


def opened(qtbot: QtBot, desk: QtDesk) -> BackupPage:
    page = BackupPage(desk)
    qtbot.addWidget(page)
    page.resize(1180, 680)
    page.show()
    qtbot.waitUntil(lambda: page.state is not None, timeout=PATIENCE)
    return page


@pytest.fixture
def desk(house: House) -> Iterator[QtDesk]:
    made = QtDesk(house.sign_in())
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, desk: QtDesk) -> BackupPage:
    return opened(qtbot, desk)


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget))


def press(qtbot: QtBot, within: QWidget, text: str) -> None:
    button = next(each for each in within.findChildren(QPushButton) if each.text() == text and each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def cells(page: BackupPage, row: int = 0) -> list[str]:
    model = page.list.rows
    return [str(model.index(row, column).data()) for column in range(1, model.columnCount())]


def test_one_click_makes_a_backup_tests_it_and_says_so(qtbot: QtBot, page: BackupPage, house: House) -> None:
    assert "There is no good backup" in page.banner.text.text()
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert not page.make.isEnabled(), "one at a time"
    page.back_up()
    assert "being made or tested just now" in page.list.messages.text()
    qtbot.waitUntil(lambda: "restored and verified" in page.list.word.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Can be restored" in cells(page), timeout=PATIENCE)
    assert {"By hand", "秦海"} <= set(cells(page))
    assert page.make.isEnabled()
    qtbot.waitUntil(lambda: "on the same disk" in page.banner.text.text(), timeout=PATIENCE)
    assert page.list.header.context.text() == str(house.folder / "backups")


def test_a_backup_that_cannot_be_used_is_told_with_the_reason(qtbot: QtBot, page: BackupPage, house: House) -> None:
    backup = make.make(house.premises.backstage, BackupKind.BY_HAND, "秦海")
    (backup.path / store.SQLITE).write_bytes(b"x")
    page.list.refresh()
    qtbot.waitUntil(lambda: page.list.rows.total == 1, timeout=PATIENCE)
    page.list.table.go_to(0)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(page.list.panel.isVisible, timeout=PATIENCE)
    press(qtbot, page.list.panel, "Test restore")
    qtbot.waitUntil(lambda: "database.sqlite is not as it was written" in page.list.messages.text(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Not usable" in cells(page), timeout=PATIENCE)
    qtbot.waitUntil(lambda: "is not as it was written" in words(page.list.panel), timeout=PATIENCE)


def test_another_folder_is_typed(qtbot: QtBot, page: BackupPage, house: House, tmp_path: Path) -> None:
    qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    form = page.dialog
    assert form is not None
    [edit] = form.findChildren(QLineEdit)
    assert edit.text() == str(house.folder / "backups")
    edit.clear()
    qtbot.keyClicks(edit, "usb")
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "whole path" in words(form), timeout=PATIENCE)
    edit.clear()
    qtbot.keyClicks(edit, str(tmp_path / "usb"))
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.list.header.context.text() == str(tmp_path / "usb"), timeout=PATIENCE)


def test_the_page_is_for_who_makes_backups(house: House) -> None:
    [declared] = [page for page in school.MODULE.pages if page.title == TITLE]
    assert declared.permission is Permission.BACKUP_COPY_MAKE
    nobody = house.actor(Permission.SCHOOL_PROFILE_READ)
    assert not declared.is_for(nobody)


def test_at_a_paired_pc_the_server_makes_the_backup_and_does_not_restore_it(qtbot: QtBot, house: House) -> None:
    with serving(house) as site:
        desk = QtDesk(site.sign_in(pc="PC-3"))
        page = opened(qtbot, desk)
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.list.rows.total == 1, timeout=PATIENCE)
        qtbot.waitUntil(page.make.isEnabled, timeout=PATIENCE)
        [backup] = store.listed(house.folder / "backups")
        page._ask_restore(backup.row())
        asked = page.dialog
        assert asked is not None
        assert "will be gone" in words(asked)
        press(qtbot, asked, "Restore")
        qtbot.waitUntil(lambda: f"restore {backup.path.name}" in page.list.messages.text(), timeout=PATIENCE)
        page.close()
        desk.close()


def test_who_signs_in_is_warned_when_there_is_no_backup_for_too_long(
    qtbot: QtBot, house: House, tmp_path: Path
) -> None:
    night(house.premises.backstage)
    house.clock.forward(timedelta(hours=27))
    session = OpenSession(house.sign_in(), "实验小学", tmp_path)
    session.start()
    window = session.window
    assert isinstance(window, MainWindow)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "older than 26 hours" in window.messages.text(), timeout=PATIENCE)
    press(qtbot, window.messages, "View")
    assert isinstance(window.go("school", TITLE), BackupPage)
    window.close()


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    """On the PC that holds the data, as it is started there."""
    folder = tmp_path / "data"
    folder.mkdir()
    premises = open_premises(folder, hasher=QUICK)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    premises.close()
    made = Program(folder, lambda: sharing.door(folder))
    made.start()
    yield made
    if made.window is not None:
        made.window.close()
    made.close()
    qapp.processEvents()


def signed_in(qtbot: QtBot, program: Program) -> MainWindow:
    qtbot.waitUntil(
        lambda: isinstance(program.window, SignInWindow) and program.window.button.isEnabled(), timeout=PATIENCE
    )
    window = program.window
    assert isinstance(window, SignInWindow)
    window.login.clear()
    qtbot.keyClicks(window.login, "admin")
    qtbot.keyClicks(window.password, PASSWORD)
    qtbot.keyClick(window.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=PATIENCE)
    main = program.window
    assert isinstance(main, MainWindow)
    return main


def test_a_restore_leads_to_the_sign_in_window_and_the_data_are_as_they_were(qtbot: QtBot, program: Program) -> None:
    main = signed_in(qtbot, program)
    page = main.go("school", TITLE)
    assert isinstance(page, BackupPage)
    qtbot.waitUntil(lambda: page.state is not None and page.state.here, timeout=PATIENCE)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.rows.total == 1 and "Can be restored" in cells(page), timeout=PATIENCE)
    qtbot.waitUntil(page.make.isEnabled, timeout=PATIENCE)
    known = main.desk.gather(ReadSchool())
    main.desk.gather(EditSchool(known.key, known.version, name="第二小学"))
    page.list.table.go_to(0)
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(page.list.panel.isVisible, timeout=PATIENCE)
    press(qtbot, page.list.panel, "Restore")
    qtbot.waitUntil(lambda: isinstance(page.dialog, Dialog), timeout=PATIENCE)
    assert page.dialog is not None
    press(qtbot, page.dialog, "Restore")
    qtbot.waitUntil(lambda: isinstance(program.window, SignInWindow), timeout=PATIENCE)
    sign_in = program.window
    assert isinstance(sign_in, SignInWindow)
    qtbot.waitUntil(lambda: "is restored" in sign_in.notice.text.text(), timeout=PATIENCE)
    main = signed_in(qtbot, program)
    assert main.desk.gather(ReadSchool()).name == "实验小学"
    state = main.desk.gather(ReadBackupState())
    kinds = [each.manifest.kind for each in store.listed(Path(state.folder))]
    assert sorted(kind.value for kind in kinds) == ["before restore", "by hand"]
