"""Records, calendar, corrective actions, registers and the overview, as their readers use them."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.actions import ActionRow, ActionState
from desktop_admin.api.canteen.checklist import ItemKind, ListPeople
from desktop_admin.api.canteen.entry import Answer, Confirm, DescribeFailure, EnterReading, NotApplicable, SignSheet
from desktop_admin.api.canteen.limits import LimitRow, measure_key
from desktop_admin.api.canteen.sheet import ItemLine, ReadSheet, Sheet, SheetState, SignatureKind, Verdict
from desktop_admin.views.canteen import MODULE
from desktop_admin.views.canteen.dialogs import HistoryDialog, ReviewDialog
from desktop_admin.views.canteen.month import MonthPage
from desktop_admin.views.canteen.overview import OverviewPage
from desktop_admin.views.canteen.records import RecordsPage
from desktop_admin.views.canteen.rectify import ActionFacts, RectifyPage
from desktop_admin.views.canteen.registers import LIMITS, REGISTERS, LimitHistory, RegistersPage
from desktop_admin.views.kit.calendar import DayState as Look
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.shell import MainWindow
from tests.views.canteen.conftest import Kitchen, opened, press

K = Qt.Key
Desks = Callable[..., QtDesk]
Shown = Callable[[QWidget], None]


def describe(kitchen: Kitchen, failed: ItemLine) -> None:
    """As the officer does, who owns the corrective action."""
    ask, finding = kitchen.officer.ask, failed.finding
    assert finding is not None
    owner = next(person for person in ask(ListPeople()) if person.name == "王建国")
    ask(
        DescribeFailure(
            finding.key,
            finding.version,
            description="地面有积水",
            precaution="已清理",
            document_no="TH-1",
            owner=owner.key,
            deadline=finding.latest_deadline,
        )
    )


def filled(kitchen: Kitchen, *, failing: str = "", sign: bool = True) -> Sheet:
    """A sheet that the officer has filled; readings are left out as not applicable."""
    sheet, ask = kitchen.start(), kitchen.officer.ask
    for line in sheet.items:
        computed = line.item.kind is ItemKind.AUTO and line.proposal is not None and line.proposal.verdict is not None
        if line.item.kind is ItemKind.MEASURED and line.item.code == failing:
            describe(kitchen, ask(EnterReading(key=line.key, slot="day", measure="core_temperature", raw="60")))
        elif line.item.kind is ItemKind.MEASURED:
            ask(NotApplicable(line.key, line.version, reason="no delivery"))
        elif computed:
            ask(Confirm(line.key, line.version, verdict=Verdict.PASS))
        elif line.item.code == failing:
            describe(kitchen, ask(Answer(line.key, line.version, verdict=Verdict.FAIL)))
        else:
            ask(Answer(line.key, line.version, verdict=Verdict.PASS))
    sheet = ask(ReadSheet(sheet.key))
    return ask(SignSheet(sheet.key, sheet.version)) if sign else sheet


def test_the_director_opens_a_signed_sheet_from_the_records_and_passes_its_review(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown
) -> None:
    filled(kitchen)
    page = RecordsPage(desks("food_safety_director", name="李敏"))
    show(page)
    qtbot.waitUntil(lambda: page.list.rows.total == 1)
    qtbot.waitUntil(lambda: page.list.table.currentIndex().isValid())
    page.list.table.setFocus()
    press(K.Key_Return)
    qtbot.waitUntil(lambda: page.inspection is not None)
    assert page.inspection is not None
    screen = opened(qtbot, page.inspection)
    assert not screen.page.sheet.editable
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.page.view)
    press(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: isinstance(screen.dialog, ReviewDialog) and screen.dialog.isVisible())
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.dialog.remark)
    press("seen")
    press(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.sheet is not None and screen.sheet.state is SheetState.REVIEWED)
    assert screen.sheet is not None
    assert screen.sheet.signatures[-1].remark == "seen"
    page.activateWindow()  # as the system does once the dialog is gone
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.page.view)
    press(K.Key_Escape)
    assert page.stack.currentWidget() is page.list


def test_a_return_needs_its_reason_and_opens_the_sheet_again(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown
) -> None:
    sheet = filled(kitchen)
    page = RecordsPage(desks("food_safety_director", name="李敏"))
    show(page)
    page.open_sheet(sheet.key)
    assert page.inspection is not None
    screen = opened(qtbot, page.inspection)
    screen._primary()
    qtbot.waitUntil(lambda: isinstance(screen.dialog, ReviewDialog) and screen.dialog.isVisible())
    screen.dialog.back.click()
    assert screen.dialog.isVisible()
    assert screen.dialog.remark.property("fault")
    screen.dialog.remark.setPlainText("read the fridge again")
    screen.dialog.back.click()
    qtbot.waitUntil(lambda: screen.sheet is not None and screen.sheet.state is SheetState.OPEN)
    assert screen.sheet is not None
    assert screen.sheet.revision == 2
    screen.history.click()
    assert isinstance(screen.dialog, HistoryDialog)
    kinds = [each.kind for each in screen.sheet.signatures]
    assert SignatureKind.RETURNED in kinds or any(each.voided for each in screen.sheet.signatures)
    assert "read the fridge again" in screen.dialog.timeline.accessibleName()


def test_records_are_found_and_narrowed(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    filled(kitchen, failing="E01")
    page = RecordsPage(desks("principal"))
    show(page)
    listed = page.list
    qtbot.waitUntil(lambda: listed.rows.total == 1)
    inspecting, to_review, with_fails = listed.narrowing.chips.chips[1:4]
    inspecting.click()
    qtbot.waitUntil(lambda: listed.rows.total == 0)
    with_fails.click()
    qtbot.waitUntil(lambda: listed.rows.total == 1)
    to_review.click()
    qtbot.waitUntil(lambda: listed.rows.total == 1)
    listed.narrowing.search.setText("nothing like it")
    listed.narrowing._search_now()
    qtbot.waitUntil(lambda: listed.rows.total == 0)
    listed.narrowing.search.setText("ST-20260901")
    listed.narrowing._search_now()
    qtbot.waitUntil(lambda: listed.rows.total == 1)


@pytest.mark.usefixtures("kitchen")
def test_a_missed_day_is_red_and_opens_for_a_late_entry(qtbot: QtBot, desks: Desks, show: Shown) -> None:
    page = MonthPage(desks("food_safety_officer"))
    show(page)
    qtbot.waitUntil(lambda: page.month is not None)
    calendar = page.calendar
    assert calendar is not None
    calendar.grid.setFocus()
    press(K.Key_Left)  # yesterday was a Monday, in the month before
    qtbot.waitUntil(lambda: page.month is not None and page.month.first == date(2026, 8, 1))
    assert calendar.grid._states[date(2026, 8, 31)] is Look.MISSED
    assert calendar.grid._states[date(2026, 8, 30)] is Look.CLOSED
    assert page.figures.missed.text() != "Missed 0"
    press(K.Key_Return)
    qtbot.waitUntil(
        lambda: page.inspection is not None and page.inspection.stack.currentWidget() is page.inspection.start
    )
    screen = page.inspection
    assert screen is not None
    screen.start._start()
    assert screen.start.reason.property("fault"), "a late entry needs its reason"
    screen.start.reason.setText("power cut")
    screen.start._start()
    opened(qtbot, screen)
    assert screen.sheet is not None
    assert screen.sheet.late
    assert "power cut" in screen._banner.text.text()  # type: ignore[union-attr]
    press(K.Key_Escape)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is not screen)


def test_a_fail_becomes_an_action_with_its_steps(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    filled(kitchen, failing="E01")
    page = RectifyPage(desks("food_safety_director", name="李敏"))
    show(page)
    qtbot.waitUntil(lambda: page.rows.total == 1)
    row = page.rows.record(0)
    assert row is not None
    assert row.state is ActionState.RECTIFYING, "signing has handed it out"
    page.narrowing.chips.chips[2].click()  # overdue
    qtbot.waitUntil(lambda: page.rows.total == 0)
    page.narrowing.chips.chips[1].click()  # not closed
    qtbot.waitUntil(lambda: page.rows.total == 1)
    facts = ActionFacts(page.desk, row)
    show(facts)
    qtbot.waitUntil(lambda: facts.detail is not None)
    assert "李敏" not in facts.timeline.accessibleName()
    assert facts.timeline.accessibleName().count(";") >= 1


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("place", range(len(REGISTERS)))
def test_each_register_opens_with_its_rows_and_its_form(qtbot: QtBot, desks: Desks, show: Shown, place: int) -> None:
    page = RegistersPage(desks("food_safety_officer"))
    show(page)
    page.switch.choose(place)
    page.show_register(place)
    listed = page.lists[REGISTERS[place].name]
    qtbot.waitUntil(lambda: listed.rows.total >= 1)
    if listed.spec.new is None:
        return
    listed.make_new()
    assert listed.form is not None
    assert listed.form.isVisible()
    listed.form.reject()


@pytest.mark.usefixtures("kitchen")
def test_a_limit_is_changed_from_its_row_and_its_history_stands_beside_it(
    qtbot: QtBot, desks: Desks, show: Shown
) -> None:
    page = RegistersPage(desks("food_safety_officer"))
    show(page)
    page.show_register(REGISTERS.index(LIMITS))
    listed = page.lists[LIMITS.name]
    qtbot.waitUntil(lambda: listed.rows.total > 20)
    place = listed.rows.place_of(measure_key("B02", "temperature"))
    listed.doer.start(LIMITS.actions[0], [listed.rows.record(place)])
    form = listed.doer.dialog
    _, most, begins, reason = form.findChildren(QLineEdit)
    assert most.text() == "-12"
    for edit, text in ((most, "-18"), (begins, "2026-09-01"), (reason, "own rule")):
        edit.clear()
        qtbot.keyClicks(edit, text)
    qtbot.keyClick(most, K.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def now() -> LimitRow:
        row: LimitRow | None = listed.rows.record(place)
        assert row is not None
        return row

    qtbot.waitUntil(lambda: bool(now().past))
    facts = LimitHistory(listed.desk, now())
    qtbot.addWidget(facts)
    words = [each.text() for each in facts.findChildren(QLabel)]
    assert {"≤ −12 ℃", "≤ −18 ℃", "own rule"} <= set(words)


@pytest.mark.usefixtures("kitchen")
def test_the_overview_tells_what_waits_and_leads_there(qtbot: QtBot, desks: Desks) -> None:
    window = MainWindow(desks("food_safety_officer"), [MODULE])
    qtbot.addWidget(window)
    window.show()
    page = window.go("canteen", "Overview")
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(lambda: any("not been started" in each.title for each in page.to_do))
    qtbot.waitUntil(lambda: page.missed.number.text() == "0")
    next(each for each in page.to_do if "not been started" in each.title).go()
    assert window._current() is not None
    pages = window._current()
    assert pages is not None
    assert pages.tabText(pages.currentIndex()) == "Today's inspection"


def test_the_overview_shows_rates_and_fails(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    filled(kitchen, failing="E01")
    page = OverviewPage(desks("food_safety_director", name="李敏"))
    show(page)
    qtbot.waitUntil(lambda: hasattr(page, "rate") and len(page.rate.chart.series.marks) == 1)
    qtbot.waitUntil(lambda: hasattr(page, "items") and [mark.value for mark in page.items.chart.series.marks] == [1])
    qtbot.waitUntil(lambda: any("review" in each.title for each in page.to_do))
    qtbot.waitUntil(page.items.isVisible)
    page.items.toggle.click()
    assert page.items.table.isVisible()


def test_every_page_fits_the_smallest_window(qtbot: QtBot, kitchen: Kitchen, desks: Desks) -> None:
    kitchen.start()
    window = MainWindow(desks("food_safety_officer"), [MODULE])
    qtbot.addWidget(window)
    window.resize(1320, 680)
    window.show()
    for each in MODULE.pages:
        window.go("canteen", each.title)
        qtbot.wait(30)
    assert window.minimumSizeHint().width() <= 1320
    assert window.minimumSizeHint().height() <= 680


def test_a_worker_sees_their_own_corrective_actions_only(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown
) -> None:
    filled(kitchen, failing="E01")  # the officer's own
    officer, worker = OverviewPage(desks("food_safety_officer")), OverviewPage(desks("canteen_worker", name="陈师傅"))
    show(officer)
    show(worker)
    qtbot.waitUntil(lambda: officer.open.number.text() == worker.open.number.text() == "1")
    qtbot.waitUntil(lambda: any("地面有积水" in each.title for each in officer.to_do))
    assert not any("地面有积水" in each.title for each in worker.to_do)


def test_a_failed_value_is_read_again_in_the_panel(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    filled(kitchen, failing="C06")
    page = RectifyPage(desks("food_safety_officer"))
    show(page)
    qtbot.waitUntil(lambda: page.rows.record(0) is not None)
    row = page.rows.record(0)
    assert isinstance(row, ActionRow)
    facts = ActionFacts(page.desk, row)
    show(facts)
    qtbot.waitUntil(lambda: len(facts.fields) == 1)
    facts.fields[0].setFocus()
    press("4O", K.Key_Return)
    qtbot.waitUntil(lambda: bool(facts.fault.text()))
    assert facts.fields[0].text() == "4O", "what was typed stays"
    facts.fields[0].selectAll()
    press("75,5", K.Key_Return)
    qtbot.waitUntil(lambda: facts.detail is not None and len(facts.detail.rechecks) == 1)
    assert facts.detail is not None
    assert str(facts.detail.rechecks[0].value) == "75.5"
    assert facts.detail.rechecks[0].in_limit
