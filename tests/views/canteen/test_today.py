"""Today's sheet, filled as a person does it: with keys, at the row that has the focus."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer, EnterReading, StartDay
from desktop_admin.api.canteen.registers import AddCanteen
from desktop_admin.api.canteen.sheet import ItemLine, ReadSheet, SheetState, Verdict
from desktop_admin.core.feed import Touched
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.canteen.dialogs import SignDialog
from desktop_admin.views.canteen.today import TodayPage
from desktop_admin.views.kit.checklist_page import Show
from desktop_admin.views.kit.checklist_page.fields import KeyedEdit, LinesEdit, ValueEdit
from desktop_admin.views.kit.checklist_page.panels import FailurePanel
from desktop_admin.views.kit.checklist_page.rows import Part, Row
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.kit.desk import QtDesk
from tests.views.canteen.conftest import TODAY, Kitchen, opened, press

K = Qt.Key
ODD = [("4,5", "4.5"), ("４．５", "4.5"), ("８", "8"), ("-0", "0"), ("4。5", "4.5")]
Desks = Callable[..., QtDesk]
Shown = Callable[[QWidget], None]


@pytest.fixture
def screen(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> DayScreen:
    """The officer at today's sheet, which has been started."""
    kitchen.start()
    page = TodayPage(desks("food_safety_officer"))
    show(page)
    return opened(qtbot, page.inspection)


def item(screen: DayScreen, code: str) -> ItemLine:
    assert screen.sheet is not None
    return next(each for each in screen.sheet.items if each.item.code == code)


def now(screen: DayScreen, code: str) -> ItemLine:
    """As the database has it."""
    assert screen.sheet is not None
    sheet = screen._desk.gather(ReadSheet(screen.sheet.key))
    return next(each for each in sheet.items if each.item.code == code)


def settled(qtbot: QtBot, screen: DayScreen, code: str, verdict: Verdict | None) -> None:
    qtbot.waitUntil(lambda: item(screen, code).verdict is verdict)


def value_for(edit: ValueEdit) -> str:
    """Something inside every limit of the default checklist."""
    item_code, name = edit.value.limit, edit.value.id.rpartition("/")[2]
    good = {
        "label_temperature": "4",
        "surface_temperature": "-15" if "−9" in item_code else "5",
        "humidity": "55",
        "core_temperature": "82.5",
        "holding_temperature": "65",
        "holding_minutes": "60",
        "room_temperature": "22",
        "disinfection_minutes": "35",
        "inhibition": "12",
        "steam_temperature": "100",
        "steam_minutes": "15",
        "infrared_temperature": "125",
        "infrared_minutes": "15",
        "seconds": "60",
        "chlorine": "260",
        "minutes": "6",
    }
    if name == "temperature":
        return "-18.4" if "−12" in edit.value.limit else "86" if "85" in edit.value.limit else "4.5"
    return good[name]


@pytest.mark.usefixtures("kitchen")
def test_a_whole_day_is_inspected_and_signed_by_keyboard_alone(qtbot: QtBot, desks: Desks, show: Shown) -> None:
    page = TodayPage(desks("food_safety_officer"))
    screen = page.inspection
    show(page)
    qtbot.waitUntil(lambda: screen.stack.currentWidget() is screen.start)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press("320", K.Key_Return)
    opened(qtbot, screen)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.page.view)
    pressed = 0
    for code in [line.code for line in screen.page.sheet.lines]:
        assert screen.page.view.opened.current == code
        pressed += inspect(qtbot, screen, code)
        if code != "G04":
            press(K.Key_F8)
    assert pressed < 200
    settled(qtbot, screen, "G04", Verdict.PASS)
    qtbot.waitUntil(lambda: not screen.page.sheet.bar.blocked)
    press(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: isinstance(screen.dialog, SignDialog) and screen.dialog.isVisible())
    qtbot.waitUntil(lambda: screen.dialog.isAncestorOf(QApplication.focusWidget()))
    press(K.Key_Return, control=True)
    qtbot.waitUntil(lambda: screen.sheet is not None and screen.sheet.state is SheetState.SIGNED)
    assert screen.sheet is not None
    assert screen.sheet.diners == 320
    assert screen.sheet.counts.answered == 45
    assert not screen.page.sheet.editable


def inspect(qtbot: QtBot, screen: DayScreen, code: str) -> int:
    """Answer the current item by keys; returns how many were pressed."""
    line = item(screen, code)
    if line.item.kind is ItemKind.MEASURED:
        press(K.Key_Return)
        count = 1
        while isinstance(edit := QApplication.focusWidget(), ValueEdit):
            press(value_for(edit), K.Key_Return)
            count += 2
        settled(qtbot, screen, code, Verdict.PASS)
        if code != screen.page.view.opened.current:  # Enter has gone on already
            press(K.Key_Up)
        return count
    computed = line.proposal is not None and line.proposal.verdict is not None
    press(K.Key_Return if computed else K.Key_1)
    settled(qtbot, screen, code, Verdict.PASS)
    return 1


def test_digits_answer_only_on_the_row(screen: DayScreen) -> None:
    screen.page.go("C06")
    press(K.Key_Return)
    edit = QApplication.focusWidget()
    assert isinstance(edit, ValueEdit)
    press("3", "1")
    assert edit.text() == "31"
    assert item(screen, "C06").verdict is None
    press(K.Key_Escape)
    assert QApplication.focusWidget() is screen.page.view
    assert edit.text() == ""


@pytest.mark.parametrize(
    ("typed", "kept"), [("4,5", "4.5"), ("４．５", "4.5"), ("８", "8"), ("-0", "0"), ("4。5", "4.5")]
)
def test_odd_numerals_are_normalised_and_shown(qtbot: QtBot, screen: DayScreen, typed: str, kept: str) -> None:
    screen.page.go("B01")
    press(K.Key_Return)
    edit = QApplication.focusWidget()
    assert isinstance(edit, ValueEdit)
    edit.insert(typed)
    edit.setModified(True)
    press(K.Key_Return)
    assert edit.text() == kept
    qtbot.waitUntil(lambda: bool(item(screen, "B01").readings))
    assert str(now(screen, "B01").readings[0].value) == kept
    assert QApplication.focusWidget() is not edit, "Enter goes on to the next reading"


@pytest.mark.parametrize("typed", ["450", "4O", "-"])
def test_what_cannot_be_a_reading_is_refused_at_the_field_and_stays_as_typed(
    qtbot: QtBot, screen: DayScreen, typed: str
) -> None:
    screen.page.go("B01")
    press(K.Key_Return)
    edit = QApplication.focusWidget()
    assert isinstance(edit, ValueEdit)
    press(typed, K.Key_Return)
    assert QApplication.focusWidget() is edit
    assert edit.text() == typed
    assert edit.property("fault")
    assert screen.page.view.delegate.notes["B01"]
    assert not now(screen, "B01").readings
    press(K.Key_F8)
    screen.page.go("B01")
    assert screen.page.view.fields()[0].text() == typed, "it still stands there after a walk"
    press(K.Key_Return)
    screen.page.view.fields()[0].selectAll()
    press("4", K.Key_Return)
    assert "B01" not in screen.page.view.delegate.notes
    qtbot.waitUntil(lambda: bool(item(screen, "B01").readings))


def test_a_value_out_of_limit_fails_at_once_and_leads_into_its_description(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("C06")
    press(K.Key_Return, "60", K.Key_Return)
    settled(qtbot, screen, "C06", Verdict.FAIL)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), LinesEdit))
    assert screen.page.view.panel(Part.FAILURE) is not None
    line = screen.page.sheet.line("C06")
    assert line is not None
    assert line.unfinished
    assert line.values[0].bad


def test_a_fail_is_described_by_keyboard_and_its_panel_stays_until_then(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("A04")
    press(K.Key_2)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), LinesEdit))
    panel = screen.page.view.panel(Part.FAILURE)
    assert isinstance(panel, FailurePanel)
    press(K.Key_Escape, K.Key_Down)
    assert panel.isVisible(), "it is open though another row is the current one"
    screen.page.go("A04")
    press(K.Key_Return)
    assert QApplication.focusWidget() is panel.description
    press(
        "leaking", K.Key_Return, "returned", K.Key_Return, "TH-7", K.Key_Return, K.Key_Down, K.Key_Return, K.Key_Return
    )
    qtbot.waitUntil(lambda: (found := item(screen, "A04").finding) is not None and not found.missing)
    finding = now(screen, "A04").finding
    assert finding is not None
    assert (finding.description, finding.precaution, finding.document_no) == ("leaking", "returned", "TH-7")
    assert finding.owner_key is not None
    assert screen.page.view.opened.current == "A05", "the last Enter goes on"
    qtbot.waitUntil(lambda: Row(Part.FAILURE, "A04") not in screen.page.view.panels)


def test_not_applicable_asks_why(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("D06")
    press(K.Key_3)
    edit = QApplication.focusWidget()
    assert isinstance(edit, KeyedEdit)
    press(K.Key_Return)
    assert edit.property("fault"), "an empty reason is not taken"
    assert item(screen, "D06").verdict is None
    press("washed here", K.Key_Return)
    settled(qtbot, screen, "D06", Verdict.NOT_APPLICABLE)
    assert now(screen, "D06").reason == "washed here"
    assert screen.page.view.opened.current == "E01"


def test_a_changed_answer_asks_for_its_reason_and_both_are_kept(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("E01")
    press(K.Key_1)
    settled(qtbot, screen, "E01", Verdict.PASS)
    press(K.Key_N)
    assert isinstance(QApplication.focusWidget(), KeyedEdit)
    press("seen again", K.Key_Return)
    settled(qtbot, screen, "E01", Verdict.FAIL)
    assert [(each.before, each.reason) for each in now(screen, "E01").corrections] == [("pass", "seen again")]


def test_a_replaced_reading_asks_for_its_reason_and_both_are_kept(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("C06")
    press(K.Key_Return, "80", K.Key_Return)
    settled(qtbot, screen, "C06", Verdict.PASS)
    screen.page.go("C06")
    press(K.Key_Return, "85", K.Key_Return)
    assert isinstance(QApplication.focusWidget(), KeyedEdit)
    press("misread", K.Key_Return)
    qtbot.waitUntil(lambda: [str(each.value) for each in now(screen, "C06").readings] == ["85"])
    assert [str(each.value) for each in now(screen, "C06").superseded] == ["80"]


def test_a_computed_item_is_confirmed_and_never_typed(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("A01")
    press(K.Key_2)
    assert "A01" in screen.page.view.delegate.notes
    screen.page.view.note("A01", "")
    press(K.Key_3)
    assert "A01" in screen.page.view.delegate.notes, "nor does what the registers know not apply"
    press(K.Key_Return)
    settled(qtbot, screen, "A01", Verdict.PASS)
    assert not now(screen, "A01").by_sight


def test_a_measured_item_is_not_answered_by_a_digit(screen: DayScreen) -> None:
    screen.page.go("B01")
    press(K.Key_1)
    assert screen.page.view.delegate.notes["B01"]


def test_a_held_key_answers_one_item_only(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("E01")
    press(K.Key_1, K.Key_1, K.Key_1)
    settled(qtbot, screen, "E01", Verdict.PASS)
    assert screen.page.view.opened.current == "E01"
    assert item(screen, "E02").verdict is None


def test_signing_is_blocked_with_its_reason(screen: DayScreen) -> None:
    bar = screen.page.bar
    assert not bar.primary.isEnabled()
    assert "45" in bar.reason.text()
    press(K.Key_Return, control=True)
    assert screen.dialog is None


def test_one_more_delivery_can_be_read(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("A06")
    press(K.Key_Return, "-15", K.Key_Return)
    settled(qtbot, screen, "A06", Verdict.PASS)
    screen.page.go("A06")
    press(K.Key_Plus, "-10", K.Key_Return)
    qtbot.waitUntil(lambda: len(item(screen, "A06").readings) == 2)


def test_a_click_on_a_result_answers(qtbot: QtBot, screen: DayScreen) -> None:
    view = screen.page.view
    screen.page.go("A04")
    box = view.row_box("A04")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.right() - 300, box.center().y()))
    settled(qtbot, screen, "A04", Verdict.PASS)


def test_two_desks_on_one_sheet_see_each_other(qtbot: QtBot, screen: DayScreen, desks: Desks, show: Shown) -> None:
    other = TodayPage(desks("canteen_worker", login="chen", name="陈师傅"))
    show(other)
    opened(qtbot, other.inspection)
    other.inspection.page.go("E02")
    press(K.Key_1)
    settled(qtbot, screen, "E02", Verdict.PASS)
    line = screen.page.sheet.line("E02")
    assert line is not None
    assert line.who == "陈师傅"
    screen.window().activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.page.go("E03")
    press(K.Key_1)
    settled(qtbot, other.inspection, "E03", Verdict.PASS)


def test_a_sheet_is_read_again_for_what_is_on_it_and_not_for_other_sheets(
    qtbot: QtBot, screen: DayScreen, kitchen: Kitchen
) -> None:
    told, renewal = list[Touched](), screen.keeper.renewal
    screen._desk.touched.connect(told.append)
    second = kitchen.officer.ask(AddCanteen(name="二食堂", lunch=True, since=TODAY))
    sheet = kitchen.officer.ask(StartDay(canteen=second.key, day=TODAY, diners=10))
    qtbot.waitUntil(lambda: sheet.key in {each.key for each in told} and not renewal.pause.isActive())
    lines = [each for each in sheet.items if each.item.code in {"E02", "E03"}]
    for line in lines:
        kitchen.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS))
    qtbot.waitUntil(lambda: {(line.key, line.version + 1) for line in lines} <= {(t.key, t.version) for t in told})
    assert not renewal.pause.isActive()
    mine = item(screen, "E02")
    kitchen.officer.ask(Answer(mine.key, mine.version, verdict=Verdict.PASS))
    settled(qtbot, screen, "E02", Verdict.PASS)


def test_the_same_item_shows_both_values_and_one_chooses(qtbot: QtBot, screen: DayScreen, kitchen: Kitchen) -> None:
    line = item(screen, "E05")
    screen.keeper.renewal.pause.setInterval(60_000)  # this desk has not heard of it yet
    worker = kitchen.house.desk("canteen_worker", name="陈师傅")
    worker.ask(Answer(line.key, line.version, verdict=Verdict.PASS))
    screen.page.go("E05")
    press(K.Key_2)
    qtbot.waitUntil(lambda: screen.keeper.conflict is not None and screen.keeper.conflict.isVisible())
    conflict = screen.keeper.conflict
    assert isinstance(conflict, ConflictDialog)
    assert "陈师傅" in conflict.title.text()
    assert now(screen, "E05").verdict is Verdict.PASS, "nothing is overwritten before someone has chosen"
    conflict.take("E05", Side.MINE)
    conflict.save.click()
    settled(qtbot, screen, "E05", Verdict.FAIL)
    assert now(screen, "E05").corrections[0].before == "pass"


def test_the_same_reading_shows_both_values_and_theirs_can_stay(
    qtbot: QtBot, screen: DayScreen, kitchen: Kitchen
) -> None:
    line = item(screen, "C06")
    screen.keeper.renewal.pause.setInterval(60_000)
    worker = kitchen.house.desk("canteen_worker", name="陈师傅")
    worker.ask(EnterReading(key=line.key, slot="day", measure="core_temperature", raw="75"))
    screen.page.go("C06")
    press(K.Key_Return, "90", K.Key_Return)
    qtbot.waitUntil(lambda: screen.keeper.conflict is not None and screen.keeper.conflict.isVisible())
    conflict = screen.keeper.conflict
    assert isinstance(conflict, ConflictDialog)
    conflict.take("C06", Side.THEIRS)
    conflict.save.click()
    qtbot.wait(50)
    assert [str(each.value) for each in now(screen, "C06").readings] == ["75"]


def test_a_sheet_is_continued_where_it_was_left(qtbot: QtBot, screen: DayScreen, desks: Desks, show: Shown) -> None:
    screen.page.go("D04")
    press(K.Key_1)
    settled(qtbot, screen, "D04", Verdict.PASS)
    again = TodayPage(desks("food_safety_officer"))
    show(again)
    opened(qtbot, again.inspection)
    assert again.inspection.page.view.opened.current == "D05"


def test_the_filter_keeps_what_waits(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("A04")
    press(K.Key_1)
    settled(qtbot, screen, "A04", Verdict.PASS)
    press(K.Key_Down)
    screen.page._filter(list(Show).index(Show.OPEN))
    assert "A04" not in screen.page.view.rows.codes()
    assert len(screen.page.view.rows.codes()) == 44


def test_f6_and_f8_lead_on(screen: DayScreen) -> None:
    press(K.Key_F6)
    assert screen.page.view.opened.current == "B01"
    press(K.Key_F8)
    assert screen.page.view.opened.current == "B02"


def test_a_row_is_read_aloud_whole(qtbot: QtBot, screen: DayScreen) -> None:
    screen.page.go("A04")
    press(K.Key_1)
    settled(qtbot, screen, "A04", Verdict.PASS)
    view = screen.page.view
    said = view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in said for part in ("A04", "感官", "Pass", "王建国"))


def test_who_may_only_read_cannot_answer(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    kitchen.start()
    page = TodayPage(desks("principal"))
    show(page)
    screen = opened(qtbot, page.inspection)
    press(K.Key_Down, K.Key_1, K.Key_3)
    assert not isinstance(QApplication.focusWidget(), KeyedEdit)
    assert not screen.page.sheet.editable
    assert screen.page.bar.primary.isHidden()


def test_the_chosen_canteen_stays_when_the_canteens_are_read_again(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown
) -> None:
    second = kitchen.officer.ask(AddCanteen(name="二食堂", lunch=True)).key
    page = TodayPage(desks("food_safety_officer"))
    show(page)
    qtbot.waitUntil(lambda: page.canteens.count() == 2)
    page.go(UUID(str(second)))
    assert page.canteens.currentText() == "二食堂", "asked for from the calendar"
    kitchen.officer.ask(AddCanteen(name="三食堂", lunch=True))
    page._ask()
    qtbot.waitUntil(lambda: page.canteens.count() == 3)
    assert page.canteens.currentText() == "二食堂"
