"""A paper is held against the program that is said to have printed it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_admin.api.school import SealPaper
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.reports import ReportsPage
from tests.conftest import House

DIGEST = "ab12" * 16


@pytest.fixture
def page(qtbot: QtBot, house: House) -> Iterator[ReportsPage]:
    desk = QtDesk(house.desk("food_safety_officer"))
    made = ReportsPage(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    desk.close()


def check(qtbot: QtBot, page: ReportsPage, code: str) -> str:
    page.check.click()
    assert page.form is not None
    field = page.form.findChildren(QLineEdit)[0]
    field.setText(code)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(page.messages.text()))
    return page.messages.text()


def test_a_code_of_this_school_is_genuine_and_a_changed_one_is_not(
    qtbot: QtBot, house: House, page: ReportsPage
) -> None:
    desk = house.desk("food_safety_officer")
    code = desk.ask(SealPaper(number="ST-20260901-01", revision=1, digest=DIGEST))
    assert "ST-20260901-01" in check(qtbot, page, code)
    page.messages.dismiss()
    assert "Do not rely" in check(qtbot, page, code.replace("|1|", "|2|"))
