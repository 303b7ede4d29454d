"""Two people at two desks edit one record in the program's own forms; the second decides field by field."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.registers import EditWorker, ListSuppliers, ListWorkers
from desktop_admin.core import i18n, paths
from desktop_admin.views.canteen.registers import RegistersPage
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from tests.views.canteen.conftest import Kitchen, desks, kitchen, show

__all__ = ["desks", "kitchen", "show"]

Desks = Callable[..., QtDesk]
SUPPLIERS, WORKERS = 0, 2


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, theme.Scheme.LIGHT)
    i18n.use("zh_CN", paths.locale_folder())
    yield
    i18n.use("en", paths.locale_folder())


class Person:
    """At a desk of their own, with the registers in front of them."""

    def __init__(self, qtbot: QtBot, desk: QtDesk, show: Callable[[Any], None], register: int = SUPPLIERS) -> None:
        self._qtbot, self.desk = qtbot, desk
        self.page = RegistersPage(desk)
        show(self.page)
        self.page.show_register(register)
        self.list = list(self.page.lists.values())[-1]
        qtbot.waitUntil(lambda: self.list.rows.rowCount() > 0 and self.list.rows.record(0) is not None)

    def edit(self) -> FormDialog:
        """F2 on the first row."""
        self.page.activateWindow()
        self._qtbot.waitUntil(self.page.isActiveWindow)
        self.list.table.setFocus()
        self.list.table.selectRow(0)
        self._qtbot.keyClick(self.list.table, Qt.Key.Key_F2)
        doer = self.list.doer
        self._qtbot.waitUntil(lambda: isinstance(doer.dialog, FormDialog) and doer.dialog.isVisible())
        form: FormDialog = doer.dialog
        return form

    def save(self, form: FormDialog) -> None:
        self._qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def asked(self, form: FormDialog) -> ConflictDialog:
        self._qtbot.waitUntil(lambda: form.conflict is not None and form.conflict.isVisible())
        assert form.conflict is not None
        return form.conflict


def typed(form: FormDialog, name: str, text: str) -> None:
    editor = form.editor(name).widget
    assert isinstance(editor, QLineEdit)
    editor.setText(text)


@pytest.fixture
def both(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Any) -> tuple[Person, Person]:
    assert kitchen.canteen
    officer = Person(qtbot, desks("food_safety_officer"), show)
    director = Person(qtbot, desks("food_safety_director", name="王老师", pc="PC-2"), show)
    return officer, director


def now(kitchen: Kitchen) -> Any:
    return kitchen.officer.ask(ListSuppliers()).rows[0]


def test_both_values_stand_side_by_side_with_who_and_when(
    qtbot: QtBot, kitchen: Kitchen, both: tuple[Person, Person]
) -> None:
    mine, theirs = (person.edit() for person in both)
    typed(theirs, "phone", "62270001")
    both[1].save(theirs)
    qtbot.waitUntil(lambda: not theirs.isVisible())
    kitchen.house.clock.forward(timedelta(minutes=5))
    typed(mine, "phone", "62270002")
    typed(mine, "address", "河东路 12 号")
    both[0].save(mine)
    asked = both[0].asked(mine)
    assert asked.title.text() == "王老师刚改过“新良粮油”"
    assert "12:00 保存" in asked.subtitle.text()
    assert asked.radio("phone", Side.MINE).text() == "62270002"
    assert asked.radio("phone", Side.THEIRS).text() == "62270001"
    qtbot.mouseClick(asked.radio("phone", Side.THEIRS), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(asked.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not mine.isVisible())
    assert (now(kitchen).phone, now(kitchen).address) == ("62270001", "河东路 12 号")


def test_what_only_one_of_them_changed_is_kept_without_a_question(
    qtbot: QtBot, kitchen: Kitchen, both: tuple[Person, Person]
) -> None:
    mine, theirs = (person.edit() for person in both)
    typed(theirs, "licence_expiry", "2028-01-31")
    both[1].save(theirs)
    qtbot.waitUntil(lambda: not theirs.isVisible())
    typed(mine, "phone", "62270002")
    both[0].save(mine)
    qtbot.waitUntil(lambda: not mine.isVisible())
    assert mine.conflict is None
    assert (now(kitchen).phone, str(now(kitchen).licence_expiry)) == ("62270002", "2028-01-31")


def test_a_choice_reads_in_a_conflict_as_it_reads_in_the_form(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Any
) -> None:
    """Never a key."""
    kitchen.house.add_account("zhaols", "teacher", name="赵老师")
    kitchen.house.add_account("qianls", "teacher", name="钱老师")
    officer = Person(qtbot, desks("food_safety_officer"), show, WORKERS)
    people = {text.strip(): key for key, text in officer.page.people()}
    form = officer.edit()
    row = kitchen.officer.ask(ListWorkers()).rows[0]
    known = {name: getattr(row, name) for name in ("canteen_key", "name", "post", "certificate_no")}
    dates = {name: getattr(row, name) for name in ("certificate_issued", "certificate_expiry")}
    kitchen.officer.ask(EditWorker(row.key, row.version, **known, **dates, account_key=people["赵老师"]))
    form.editor("account_key").write(people["钱老师"])
    officer.save(form)
    asked = officer.asked(form)
    assert {side: asked.radio("account_key", side).text() for side in Side} == {
        Side.MINE: "钱老师",
        Side.THEIRS: "赵老师",
    }
    qtbot.mouseClick(asked.radio("account_key", Side.MINE), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(asked.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not form.isVisible())
    assert kitchen.officer.ask(ListWorkers()).rows[0].account_key == people["钱老师"]
