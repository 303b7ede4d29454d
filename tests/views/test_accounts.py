"""The accounts' screens, used as a person does: keys, clicks, and a look at what is there."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.accounts import AccountStatus, ActivationSlip, ChangePassword, IssueCode, SignIn
from desktop_admin.api.school import ReadSchool
from desktop_admin.app.premises import DATABASE
from desktop_admin.core.errors import SignedOut
from desktop_admin.core.permissions import Permission
from desktop_admin.desk.base import Desk
from desktop_admin.views.accounts import MODULE
from desktop_admin.views.accounts.create import CreateDialog
from desktop_admin.views.accounts.details import AccountPanel
from desktop_admin.views.accounts.forced import FirstPasswordWindow
from desktop_admin.views.accounts.grant import RolesDialog
from desktop_admin.views.accounts.matrix import RolesPage
from desktop_admin.views.accounts.own import OwnPage, PasswordDialog, change_password
from desktop_admin.views.accounts.page import AccountsPage
from desktop_admin.views.accounts.slip import CodeDialog
from desktop_admin.views.accounts.words import role_titles
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.list_page import remember_in
from desktop_admin.views.kit.paper import PaperView
from desktop_admin.views.kit.shell import MainWindow
from tests.conftest import PASSWORD, House
from tests.services.accounts.makers import NEW, account, arrived, code_for, created, with_roles

WidgetT = TypeVar("WidgetT", bound=QWidget)
CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """One database is enough for screens."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"


@pytest.fixture
def admin(house: House) -> Desk:
    desk = house.sign_in()
    with_roles(desk, created(desk, "陈志强", number="T1001", department="教务处", phone="13812345206"), "teacher")
    created(desk, "李敏", number="T1002")
    return desk


@pytest.fixture
def desk(admin: Desk, qapp: Any, tmp_path: Path) -> Iterator[QtDesk]:
    theme.apply(qapp, theme.Scheme.LIGHT)
    remember_in(tmp_path / "remembered")
    made = QtDesk(admin)
    yield made
    made.close()


def settle(qtbot: QtBot, page: AccountsPage) -> None:
    qtbot.waitUntil(lambda: not page.rows._anew and not page.rows._asked)


@pytest.fixture
def page(qtbot: QtBot, desk: QtDesk) -> AccountsPage:
    made = AccountsPage(desk)
    qtbot.addWidget(made)
    made.resize(1190, 700)
    made.show()
    made.activateWindow()
    made.table.setFocus()
    settle(qtbot, made)
    return made


def go_to(qtbot: QtBot, page: AccountsPage, login: str) -> None:
    """Down the list with the arrow key, then Enter."""
    qtbot.keyClick(page.table, Key.Key_Home, CONTROL)
    for _ in range(10):
        record = page.table.current_record()
        if record is not None and record.login == login:
            qtbot.keyClick(page.table, Key.Key_Return)
            return
        qtbot.keyClick(page.table, Key.Key_Down)
    raise LookupError(login)


def opened(qtbot: QtBot, page: QWidget, kind: type[WidgetT]) -> WidgetT:
    """The dialog of this kind, once it is there."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
    return next(each for each in page.findChildren(kind) if each.isVisible())


def press(qtbot: QtBot, inside: QWidget, text: str) -> None:
    """The button that says so."""
    [made] = [each for each in inside.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def typed(qtbot: QtBot, dialog: FormDialog, field: str, text: str) -> None:
    """Chinese comes from an input method, all at once."""
    widget = dialog.editor(field).widget
    widget.setFocus()
    if text.isascii():
        qtbot.keyClicks(widget, text)
    else:
        QGuiApplication.clipboard().setText(text)
        qtbot.keyClick(widget, Key.Key_V, CONTROL)


def panel(qtbot: QtBot, page: AccountsPage) -> AccountPanel:
    found = opened(qtbot, page, AccountPanel)
    qtbot.waitUntil(lambda: bool(found.told))
    return found


def test_an_account_is_made_by_keyboard_and_gets_its_roles_and_then_its_code(
    qtbot: QtBot, page: AccountsPage, house: House, admin: Desk
) -> None:
    qtbot.keyClick(page.table, Key.Key_N, CONTROL)
    dialog = opened(qtbot, page, CreateDialog)
    typed(qtbot, dialog, "name", "韩雨桐")
    qtbot.waitUntil(lambda: dialog.editor("login").read() == "hanyt")
    typed(qtbot, dialog, "number", "T1003")
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "hanyt" in page.messages.text())
    press(qtbot, page.messages, "Change roles")
    roles = opened(qtbot, page, RolesDialog)
    qtbot.waitUntil(lambda: bool(roles.boxes))
    roles.boxes["teacher"].click()
    qtbot.keyClick(roles, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "has the roles" in page.messages.text())
    assert len(account(admin, "hanyt").roles) == 1
    press(qtbot, page.messages, "Issue activation code")
    shown = opened(qtbot, page, CodeDialog)
    assert arrived(house, code_on(shown)).actor.restricted
    assert account(admin, "hanyt").status is AccountStatus.NEW


def code_on(dialog: CodeDialog) -> ActivationSlip:
    assert dialog.code.text() == dialog._slip.code
    return dialog._slip


def test_a_user_name_typed_by_hand_is_left_alone(qtbot: QtBot, page: AccountsPage) -> None:
    page.make_new()
    dialog = opened(qtbot, page, CreateDialog)
    typed(qtbot, dialog, "login", "yutong")
    typed(qtbot, dialog, "name", "韩雨桐")
    qtbot.wait(350)
    assert dialog.editor("login").read() == "yutong"
    dialog.losing = lambda: False
    dialog.reject()


def test_what_is_wrong_stands_under_its_field_and_nothing_typed_is_lost(qtbot: QtBot, page: AccountsPage) -> None:
    page.make_new()
    dialog = opened(qtbot, page, CreateDialog)
    typed(qtbot, dialog, "name", "韩雨桐")
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "number" in dialog.fault("number"))
    assert dialog.editor("name").read() == "韩雨桐"
    typed(qtbot, dialog, "number", "T1001")
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "陈志强" in dialog.messages.text())
    dialog.losing = lambda: False
    dialog.reject()


def test_the_panel_tells_all_about_an_account(qtbot: QtBot, page: AccountsPage) -> None:
    go_to(qtbot, page, "chenzq")
    found = panel(qtbot, page)
    assert found.told["Phone"] == "138****5206"
    assert found.told["Number"] == "T1001"
    assert found.told["Roles"] == "Teacher"
    qtbot.waitUntil(lambda: "New account" in found.history.accessibleName())
    assert "Change roles" in found.history.accessibleName()


def test_an_edit_shows_the_whole_phone_number_and_is_saved(qtbot: QtBot, page: AccountsPage, admin: Desk) -> None:
    go_to(qtbot, page, "chenzq")
    press(qtbot, page.panel, "Edit account")
    dialog = opened(qtbot, page, FormDialog)
    assert dialog.editor("phone").read() == "13812345206"
    name = dialog.editor("department").widget
    qtbot.keyClick(name, Key.Key_A, CONTROL)
    typed(qtbot, dialog, "department", "Office")
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: account(admin, "chenzq").department == "Office")


def test_roles_are_ticked_and_their_rights_shown_before_they_are_given(
    qtbot: QtBot, page: AccountsPage, admin: Desk
) -> None:
    go_to(qtbot, page, "chenzq")
    press(qtbot, page.panel, "Change roles")
    dialog = opened(qtbot, page, RolesDialog)
    qtbot.waitUntil(lambda: bool(dialog.boxes))
    assert not dialog.primary.isEnabled()
    box = dialog.boxes["office_clerk"]
    box.setFocus()
    qtbot.keyClick(box, Key.Key_Space)
    assert Permission.ACCOUNTS_ACCOUNT_CREATE in dialog.rights(dialog.chosen())
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(account(admin, "chenzq").roles) == 2)


def test_every_role_is_in_sight_as_soon_as_the_dialog_knows_them(qtbot: QtBot, page: AccountsPage) -> None:
    go_to(qtbot, page, "chenzq")
    press(qtbot, page.panel, "Change roles")
    dialog = opened(qtbot, page, RolesDialog)
    qtbot.waitUntil(lambda: bool(dialog.boxes))
    last = [*dialog.boxes.values()][-1]
    qtbot.waitUntil(lambda: last.isVisible() and last.visibleRegion().boundingRect() == last.rect())


def test_roles_changed_meanwhile_are_shown_before_anything_is_sent_again(
    qtbot: QtBot, page: AccountsPage, admin: Desk
) -> None:
    go_to(qtbot, page, "chenzq")
    press(qtbot, page.panel, "Change roles")
    dialog = opened(qtbot, page, RolesDialog)
    qtbot.waitUntil(lambda: bool(dialog.boxes))
    with_roles(admin, account(admin, "chenzq"), "principal")
    dialog.boxes["office_clerk"].setChecked(True)
    dialog.finish()
    qtbot.waitUntil(lambda: bool(dialog.messages.text()))
    assert dialog.chosen() == {"principal"}
    dialog.reject()


@pytest.fixture
def theirs(house: House, admin: Desk) -> Desk:
    """陈志强, signed in."""
    slip = code_for(admin, account(admin, "chenzq"))
    desk = arrived(house, slip)
    desk.ask(ChangePassword(old=slip.code, new=NEW))
    return desk


def test_disabling_names_whom_asks_why_and_ends_their_sessions(
    qtbot: QtBot, theirs: Desk, page: AccountsPage, admin: Desk
) -> None:
    go_to(qtbot, page, "chenzq")
    press(qtbot, panel(qtbot, page), "Disable")
    dialog = opened(qtbot, page, FormDialog)
    assert "陈志强" in dialog.windowTitle()
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    assert dialog.fault("reason")
    typed(qtbot, dialog, "reason", "left")
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: account(admin, "chenzq").status is AccountStatus.DISABLED)
    with pytest.raises(SignedOut):
        theirs.ask(ReadSchool())


def test_a_code_is_shown_once_copied_and_printed(qtbot: QtBot, page: AccountsPage, house: House) -> None:
    go_to(qtbot, page, "limin")
    press(qtbot, panel(qtbot, page), "Issue activation code")
    press(qtbot, opened(qtbot, page, Dialog), "Issue")
    dialog = opened(qtbot, page, CodeDialog)
    press(qtbot, dialog, "Copy")
    assert QGuiApplication.clipboard().text() == dialog.code.text()
    slip = code_on(dialog)
    press(qtbot, dialog, "Print slip")
    paper = opened(qtbot, dialog, PaperView)
    qtbot.waitUntil(lambda: paper.raster is not None)
    [file] = Path(paper._behind.folder.name).glob("*.pdf")
    text = PdfDocument(file)[0].get_textpage().get_text_range()
    assert slip.code in text
    assert "李敏" in text
    paper.close()
    press(qtbot, dialog, "Close")
    assert house.door().sign_in(SignIn("limin", slip.code)).actor.restricted


def test_a_refusal_stands_over_the_list(qtbot: QtBot, page: AccountsPage, admin: Desk) -> None:
    page._issue(account(admin, "admin"))
    qtbot.waitUntil(lambda: "own account" in page.messages.text())


def test_filters_know_the_roles_and_departments_there_are(qtbot: QtBot, page: AccountsPage) -> None:
    qtbot.waitUntil(lambda: page._departments() == [("教务处", "教务处")])
    assert ("auditor", "Auditor") in page._roles()


def test_who_may_only_look_finds_no_button_that_works(qtbot: QtBot, house: House, admin: Desk, tmp_path: Path) -> None:
    assert admin
    remember_in(tmp_path / "remembered")
    principal = QtDesk(house.desk("principal"))
    page = AccountsPage(principal)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, page)
    assert not page.new_button.isEnabled()
    go_to(qtbot, page, "chenzq")
    buttons = {each.text(): each for each in page.panel.findChildren(QPushButton) if each.text()}
    assert set(buttons) == {"Edit account", "Change roles", "Issue activation code", "Disable"}
    assert not any(each.isEnabled() for each in buttons.values())
    principal.close()


def test_a_role_taken_away_while_the_window_is_open_is_said_at_the_next_step(
    qtbot: QtBot, house: House, admin: Desk, tmp_path: Path
) -> None:
    remember_in(tmp_path / "remembered")
    clerk = QtDesk(house.desk("office_clerk"))
    page = AccountsPage(clerk)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, page)
    page.make_new()
    dialog = opened(qtbot, page, CreateDialog)
    typed(qtbot, dialog, "name", "韩雨桐")
    typed(qtbot, dialog, "number", "T1003")
    with_roles(admin, account(admin, "office_clerk"), "teacher")
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "not allowed" in dialog.messages.text())
    assert dialog.editor("name").read() == "韩雨桐"
    dialog.losing = lambda: False
    dialog.reject()
    clerk.close()


def test_every_page_fits_the_smallest_window(qtbot: QtBot, desk: QtDesk) -> None:
    """1320 by 680 pixels, less the rail and the tabs."""
    for declared in MODULE.pages:
        made = declared.make(desk)
        qtbot.addWidget(made)
        made.show()
        qtbot.wait(100)
        assert made.minimumSizeHint().width() <= 1320 - 176
        assert made.minimumSizeHint().height() <= 680 - 48


# The own account


@pytest.fixture
def own(qtbot: QtBot, desk: QtDesk) -> OwnPage:
    made = OwnPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 680)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.seen is not None)
    return made


def fill(qtbot: QtBot, form: QWidget, old: str, new: str, repeat: str) -> None:
    for name, text in (("old", old), ("new", new), ("repeat", repeat)):
        widget = form.editor(name).widget  # type: ignore[attr-defined]
        widget.clear()
        qtbot.keyClicks(widget, text)


def test_a_password_is_changed_with_the_rule_in_sight(qtbot: QtBot, own: OwnPage, house: House) -> None:
    qtbot.mouseClick(own.change, Qt.MouseButton.LeftButton)
    dialog = opened(qtbot, own, PasswordDialog)
    assert dialog.form.met() == [False] * 5
    assert dialog._scroll.verticalScrollBar().maximum() == 0  # the whole rule is in sight
    fill(qtbot, dialog.form, PASSWORD, "sunny 7", "sunny 7")
    assert dialog.form.met()[:2] == [False, True]
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    assert "8" in dialog.form.fault("new")
    fill(qtbot, dialog.form, PASSWORD, NEW, "another")
    assert (dialog.form.met(), dialog.form.meter.word()) == ([True] * 5, "Very strong")
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    assert "differ" in dialog.form.fault("repeat")
    fill(qtbot, dialog.form, "wrong", NEW, NEW)
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "wrong" in dialog.form.fault("old"))
    fill(qtbot, dialog.form, PASSWORD, NEW, NEW)
    qtbot.keyClick(dialog, Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: own.word.text() == "Password changed")
    assert house.sign_in(password=NEW)


def test_the_meter_knows_the_persons_own_words(qtbot: QtBot, own: OwnPage) -> None:
    change_password(own, own._desk)
    dialog = opened(qtbot, own, PasswordDialog)
    fill(qtbot, dialog.form, PASSWORD, "Qinhai#Harbour-71", "x")
    assert dialog.form.met() == [True, True, True, False, True]
    fill(qtbot, dialog.form, PASSWORD, "Canteen-2027!", "x")
    assert dialog.form.met()[-1] is False
    dialog.reject()


def test_other_sign_ins_are_seen_and_ended(qtbot: QtBot, own: OwnPage, house: House) -> None:
    other = house.sign_in(pc="elsewhere")
    own.refresh()
    qtbot.waitUntil(
        lambda: own.seen is not None and "elsewhere" in {each.device for each in own.seen.sessions}, timeout=5000
    )
    press(qtbot, own, "End other sign-ins")
    press(qtbot, opened(qtbot, own, Dialog), "End")
    qtbot.waitUntil(lambda: own.seen is not None and len(own.seen.sessions) == 1)
    with pytest.raises(SignedOut):
        other.ask(ReadSchool())


def test_the_first_sign_in_asks_for_a_password_and_nothing_else(qtbot: QtBot, house: House, admin: Desk) -> None:
    row = account(admin, "limin")
    slip = admin.ask(IssueCode(row.key, row.version))
    restricted = QtDesk(arrived(house, slip))
    window = FirstPasswordWindow(restricted, slip.code)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: len(window.form.met()) == 5)
    assert not window.form.boxes["old"].isVisible()
    for name in ("new", "repeat"):
        qtbot.keyClicks(window.form.editor(name).widget, NEW)
    with qtbot.waitSignal(window.changed):
        qtbot.keyClick(window.form.editor("repeat").widget, Key.Key_Return)
    assert not restricted.actor.restricted
    assert window.form.editor("new").widget.property("text") == ""
    restricted.close()


def test_who_will_not_set_a_password_leaves(qtbot: QtBot, house: House, admin: Desk) -> None:
    slip = code_for(admin, account(admin, "limin"))
    restricted = QtDesk(arrived(house, slip))
    window = FirstPasswordWindow(restricted)
    qtbot.addWidget(window)
    window.show()
    assert window.form.boxes["old"].isVisible()
    with qtbot.waitSignal(window.sign_out_asked):
        press(qtbot, window, "Sign out")
    qtbot.waitUntil(lambda: len(window.form.met()) == 5)
    restricted.close()


# Roles, and the module


def test_the_matrix_shows_what_each_role_gives(qtbot: QtBot, desk: QtDesk) -> None:
    page = RolesPage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.table.rowCount() > 0)
    assert page.gives("auditor", Permission.AUDIT_ENTRY_READ)
    assert not page.gives("teacher", Permission.AUDIT_ENTRY_READ)
    heads = [page.table.horizontalHeaderItem(column) for column in range(page.table.columnCount())]
    assert "Teacher\n1 people" in [head.text() for head in heads if head is not None]
    across = page.table.horizontalScrollBar()
    across.setValue(across.maximum())
    assert page.table.verticalHeader().isVisible()  # the rights stay in sight beside the last role
    assert page.table.verticalHeader().sizeHint().width() > 0


def test_no_name_in_the_matrix_is_cut(qtbot: QtBot, desk: QtDesk) -> None:
    page = RolesPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 600)
    page.show()
    qtbot.waitUntil(lambda: page.table.rowCount() > 0)
    table, across, down = page.table, page.table.horizontalHeader(), page.table.verticalHeader()
    metrics = QFontMetrics(across.font())
    heads = [head.text().split("\n") for place in range(across.count()) if (head := table.horizontalHeaderItem(place))]
    assert ["Food-safety", "officer", "0 people"] in heads
    widest = max(metrics.horizontalAdvance(line) for head in heads for line in head)
    assert widest < min(across.sectionSize(place) for place in range(across.count()))
    assert across.height() >= metrics.height() * max(map(len, heads))
    rights = [right.text() for place in range(down.count()) if (right := table.verticalHeaderItem(place))]
    assert max(QFontMetrics(down.font()).horizontalAdvance(right) for right in rights) < down.width()


def test_the_module_opens_in_the_main_window(qtbot: QtBot, desk: QtDesk) -> None:
    window = MainWindow(desk, (MODULE,), school="实验小学", role=role_titles(desk.actor.roles))
    qtbot.addWidget(window)
    window.show()
    assert window.pages() == [
        ("accounts", "All accounts"),
        ("accounts", "Roles and rights"),
        ("accounts", "My account"),
    ]
    for _, title in window.pages():
        assert window.go("accounts", title)
    qtbot.wait(50)


def test_a_teacher_sees_only_the_own_account(qtbot: QtBot, house: House) -> None:
    teacher = QtDesk(house.desk("teacher"))
    window = MainWindow(teacher, (MODULE,), school="实验小学")
    qtbot.addWidget(window)
    assert window.pages() == [("accounts", "My account")]
    teacher.close()


def test_role_titles_read_as_a_line() -> None:
    assert role_titles(("auditor", "teacher")) == "Auditor, Teacher"
    assert role_titles(("gone",)) == "gone"
