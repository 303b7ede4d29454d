"""A paper is held against the program that is said to have printed it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_admin.api.school import SealPaper
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.reports import ReportCard, ReportsPage
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


# --- a report of one record ---
@pytest.fixture
def office(qtbot: QtBot, house: House) -> Iterator[ReportsPage]:
    desk = QtDesk(house.desk("course_administrator"))
    made = ReportsPage(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    desk.close()


def card_of(page: ReportsPage, name: str) -> ReportCard:
    return next(card for card in page.cards if card.report.name == name)


def test_a_report_of_one_record_asks_for_its_number_before_anything_opens(qtbot: QtBot, office: ReportsPage) -> None:
    card = card_of(office, "training-plan")
    qtbot.keyClick(card.number, Qt.Key.Key_Return)
    assert office.view is None
    assert "Give its number (Course no.)" in office.messages.text()


def test_a_record_that_there_is_not_is_told_in_the_preview(qtbot: QtBot, office: ReportsPage) -> None:
    card = card_of(office, "training-plan")
    qtbot.keyClicks(card.number, "KC-2026-404")
    qtbot.keyClick(card.number, Qt.Key.Key_Return)
    view = office.view
    assert view is not None
    qtbot.waitUntil(lambda: "KC-2026-404" in view.messages.text())
    view.close()


def test_a_year_is_chosen_from_a_list_and_a_number_may_be_left_out(office: ReportsPage) -> None:
    card = card_of(office, "training-credit-hours")
    assert card.months.count() == 10
    first, last = card.days()
    assert (first, last) == (card.months.currentData(), None)
    assert not card.number.isHidden()
    assert card_of(office, "training-plan").months.parent() is None
