"""The checklist page with a sheet of its own and nobody behind it."""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from desktop_admin.core.errors import Invalid
from desktop_admin.views.kit.checklist_page import (
    Bar,
    Checked,
    Checklist,
    ChecklistPage,
    Details,
    Failure,
    Line,
    Owner,
    Result,
    Show,
    Value,
    Way,
)
from desktop_admin.views.kit.checklist_page.fields import KeyedEdit, ValueEdit
from desktop_admin.views.kit.checklist_page.paint import Columns
from desktop_admin.views.kit.checklist_page.panels import FailurePanel
from desktop_admin.views.kit.checklist_page.rows import Open, Part, Row, layout, spoken

K = Qt.Key
AREAS = ("storage", "kitchen", "staff")
LATEST = datetime(2026, 9, 2, 10, 30)  # noqa: DTZ001 - the school's hours
NOWHERE = QModelIndex()
TIMES, BOUND = 5, 6.0  # rounds, and how many times a bare table a page may cost


class Book:
    """Writes down what it is asked to keep."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def check(self, code: str, value: str, raw: str) -> Checked:
        del code, value
        if not raw.isdigit():
            raise Invalid(field="value", reason="digits only")
        return Checked(raw, int(raw) > 8)

    def answer(self, code: str, result: Result, reason: str) -> None:
        self.asked.append(("answer", code, result, reason))

    def confirm(self, code: str, reason: str) -> None:
        self.asked.append(("confirm", code, reason))

    def measure(self, code: str, value: str, raw: str, reason: str) -> None:
        self.asked.append(("measure", code, value, raw, reason))

    def describe(self, code: str, details: Details) -> None:
        self.asked.append(("describe", code, details))

    def add_photo(self, code: str) -> None:
        self.asked.append(("photo", code))

    def show_photos(self, code: str) -> None:
        self.asked.append(("photos", code))

    def primary(self) -> None:
        self.asked.append(("primary",))


def values(count: int) -> tuple[Value, ...]:
    return tuple(Value(f"v{number}", f"fridge {number}", "", "℃", "0 ~ 8 ℃") for number in range(count))


def line(number: int, way: Way = Way.SIGHT, **more: Any) -> Line:
    code = f"A{number:02}"
    return Line(
        code=code, area=AREAS[number // 15], title=f"item {number}", text=f"item {number}", limit="", way=way, **more
    )


def sheet(**changed: Line) -> Checklist:
    """45 items; every fifth has one reading, every tenth four."""
    lines: list[Line] = []
    for number in range(45):
        readings = 4 if number % 10 == 0 else 1 if number % 5 == 0 else 0
        made = line(number, Way.MEASURED, values=values(readings)) if readings else line(number)
        lines.append(changed.get(made.code, made))
    return Checklist(key="today", areas=AREAS, lines=tuple(lines), bar=Bar(primary="Sign", blocked="45 open"))


def but(kept: Checklist, code: str, **changes: Any) -> Checklist:
    lines = tuple(replace(each, **changes) if each.code == code else each for each in kept.lines)
    return replace(kept, lines=lines)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def page(qtbot: QtBot, book: Book) -> ChecklistPage:
    made = ChecklistPage(book, "Today")
    qtbot.addWidget(made)
    made.resize(1190, 640)
    made.show_sheet(sheet())
    made.show()
    made.activateWindow()
    made.view.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.view)
    return made


def press(*keys: Qt.Key | str) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        if isinstance(key, str):
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, key)


def test_rows_are_heads_items_and_what_is_open_below_them() -> None:
    failed = line(3, result=Result.FAIL, failure=Failure(latest=LATEST, missing=("owner",)))
    rows = layout(sheet(A03=failed), Open(current="A00", asking="A00", notes=("A01",)))
    assert rows[:5] == [
        Row(Part.HEAD, "storage"),
        Row(Part.LINE, "A00"),
        Row(Part.VALUES, "A00"),
        Row(Part.REASON, "A00"),
        Row(Part.LINE, "A01"),
    ]
    assert Row(Part.NOTE, "A01") in rows
    assert Row(Part.FAILURE, "A03") in rows
    assert sum(row.part is Part.HEAD for row in rows) == 3


def test_the_filter_hides_what_is_answered_but_never_the_current_item() -> None:
    kept = sheet(A01=line(1, result=Result.PASS), A02=line(2, result=Result.PASS))
    codes = [row.name for row in layout(kept, Open(current="A02", show=Show.OPEN)) if row.part is Part.LINE]
    assert "A01" not in codes
    assert "A02" in codes


def test_a_sheet_is_resumed_after_its_last_answer_or_at_a_fail_without_words() -> None:
    noon, later = datetime(2026, 9, 1, 4, tzinfo=UTC), datetime(2026, 9, 1, 5, tzinfo=UTC)
    kept = sheet(A07=line(7, result=Result.PASS, at=noon), A08=line(8, result=Result.PASS, at=later))
    assert kept.resumed() == "A09"
    bare = line(8, result=Result.FAIL, at=later, failure=Failure(latest=LATEST, missing=("owner",)))
    assert sheet(A08=bare).resumed() == "A08"


@pytest.mark.usefixtures("page")
def test_digits_answer_and_arrows_move(book: Book) -> None:
    press(K.Key_Down, K.Key_1, K.Key_Down, K.Key_Y, K.Key_Down, K.Key_2)
    assert book.asked == [
        ("answer", "A01", Result.PASS, ""),
        ("answer", "A02", Result.PASS, ""),
        ("answer", "A03", Result.FAIL, ""),
    ]


def test_digits_in_a_field_are_typed(page: ChecklistPage, book: Book) -> None:
    page.go("A05")
    press(K.Key_Return, K.Key_3, K.Key_1)
    edit = QApplication.focusWidget()
    assert isinstance(edit, ValueEdit)
    assert edit.text() == "31"
    assert book.asked == []


@pytest.mark.usefixtures("page")
def test_enter_while_an_input_method_composes_is_the_input_methods(book: Book) -> None:
    press(K.Key_Down, K.Key_3)
    edit = QApplication.focusWidget()
    assert isinstance(edit, KeyedEdit)
    QApplication.sendEvent(edit, QInputMethodEvent("ting", []))
    press(K.Key_Return)
    assert book.asked == []
    ended = QInputMethodEvent("", [])
    ended.setCommitString("停用")
    QApplication.sendEvent(edit, ended)
    press(K.Key_Return)
    assert book.asked == [("answer", "A01", Result.NOT_APPLICABLE, "停用")]


def test_a_button_below_a_row_lets_no_digit_through(page: ChecklistPage, book: Book) -> None:
    page.go("A01")
    page.show_sheet(but(sheet(), "A01", result=Result.FAIL, failure=Failure(latest=LATEST, missing=("owner",))))
    panel = page.view.panel(Part.FAILURE)
    assert isinstance(panel, FailurePanel)
    panel.photo.setFocus()
    press(K.Key_1, K.Key_Y)
    assert book.asked == []


def test_a_row_takes_no_input_method(page: ChecklistPage) -> None:
    assert not page.view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_enter_walks_through_the_readings_and_on(page: ChecklistPage, book: Book) -> None:
    press(K.Key_Return, "5", K.Key_Return, "6", K.Key_Return, "7", K.Key_Return, "8", K.Key_Return)
    assert [each[3] for each in book.asked] == ["5", "6", "7", "8"]
    assert page.view.opened.current == "A01"
    assert page.view.hasFocus()


def test_arrows_leave_a_field_and_keep_what_was_typed(page: ChecklistPage, book: Book) -> None:
    page.go("A05")
    press(K.Key_Return, "7", K.Key_Down)
    assert book.asked == [("measure", "A05", "v0", "7", "")]
    assert page.view.opened.current == "A06"
    press(K.Key_Up, K.Key_Return, "x", K.Key_Down)
    assert len(book.asked) == 1, "what was refused is not kept"
    assert page.view.delegate.typed["A05", "v0"] == "x", "but it stands there"


def test_what_someone_types_is_not_lost_to_news_from_elsewhere(page: ChecklistPage) -> None:
    press(K.Key_Return, "5")
    edit = QApplication.focusWidget()
    news = but(sheet(), "A20", result=Result.PASS, who="somebody")
    page.show_sheet(news)
    assert QApplication.focusWidget() is edit
    assert isinstance(edit, ValueEdit)
    assert edit.text() == "5"


def test_a_fail_without_words_leads_into_its_panel_once_it_is_kept(page: ChecklistPage) -> None:
    press(K.Key_Down, K.Key_2)
    page.show_sheet(but(sheet(), "A01", result=Result.FAIL, failure=Failure(latest=LATEST, missing=("owner",))))
    panel = page.view.panel(Part.FAILURE)
    assert panel is not None
    focus = QApplication.focusWidget()
    assert focus is not None
    assert panel.isAncestorOf(focus)


def test_the_chosen_owner_stays_whatever_comes_from_elsewhere(page: ChecklistPage, book: Book) -> None:
    bare = but(sheet(), "A01", result=Result.FAIL, failure=Failure(latest=LATEST, missing=("owner",)))
    page.go("A01")
    page.show_sheet(bare)
    panel = page.view.panel(Part.FAILURE)
    assert isinstance(panel, FailurePanel)
    assert panel.owner.count() == 1
    owners = (Owner(UUID(int=1), "李敏"), Owner(UUID(int=2), "陈师傅"))
    page.show_sheet(replace(bare, owners=owners))
    panel.owner.setFocus()
    press(K.Key_Down, K.Key_Down, K.Key_Return)
    assert book.asked[-1][2].owner == UUID(int=2)
    page.show_sheet(replace(but(bare, "A20", who="somebody"), owners=owners))
    assert panel.details().owner == UUID(int=2)


def test_a_blocked_action_is_locked_with_its_reason(page: ChecklistPage, book: Book) -> None:
    assert not page.bar.primary.isEnabled()
    assert page.bar.reason.text() == "45 open"
    QTest.keyClick(page.view, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert book.asked == []
    page.show_sheet(replace(sheet(), bar=Bar(primary="Sign")))
    QTest.keyClick(page.view, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert book.asked == [("primary",)]


def test_f6_goes_to_the_next_area_and_f8_to_what_waits(page: ChecklistPage) -> None:
    press(K.Key_F6)
    assert page.view.opened.current == "A15"
    page.show_sheet(but(sheet(), "A16", result=Result.PASS))
    press(K.Key_F8)
    assert page.view.opened.current == "A17"


def test_the_current_row_is_always_in_sight_below_the_sticky_head(page: ChecklistPage) -> None:
    for code in ("A44", "A20", "A00", "A30"):
        page.go(code)
        box, port = page.view.row_box(code), page.view.viewport().rect()
        assert port.contains(box), code
        head = page.view._sticky
        assert head.isHidden() or head.geometry().bottom() - page.view.viewport().y() <= box.top() + 1, code


def test_a_row_says_all_it_shows() -> None:
    said = spoken(line(4, result=Result.FAIL, who="王建国", when="08:05", unsent=True, key_item=True))
    assert all(part in said for part in ("A04", "item 4", "Fail", "王建国 08:05", "not sent yet", "key item"))


def test_nothing_is_answered_on_a_sheet_that_is_only_read(page: ChecklistPage, book: Book) -> None:
    page.show_sheet(replace(sheet(), key="old", editable=False, bar=Bar()))
    press(K.Key_1, K.Key_Return, K.Key_3, K.Key_2)
    assert book.asked == []
    assert page.bar.primary.isHidden()


def test_a_reading_stands_in_a_field_only_where_it_can_be_typed(page: ChecklistPage) -> None:
    """The frame of a field is painted around its left edge; what is only read is words."""

    def framed() -> bool:
        page.view.go("A02")
        QApplication.processEvents()
        field = Columns.of(QRectF(page.view.row_box("A02"))).field()
        picture = page.view.viewport().grab().toImage()
        left, middle = field.left(), field.center().y()
        return picture.pixelColor(left, middle) != picture.pixelColor(left - 6, middle)

    kept = sheet(A02=line(2, Way.MEASURED, values=values(1)))
    page.show_sheet(kept)
    assert framed()
    page.show_sheet(replace(kept, key="old", editable=False, bar=Bar()))
    assert not framed()


def test_the_page_fits_the_smallest_window(page: ChecklistPage) -> None:
    hint = page.minimumSizeHint()
    assert hint.width() <= 1320 - 176
    assert hint.height() <= 680 - 48


class Bare(QAbstractTableModel):
    """45 rows of six texts."""

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 45

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 6

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        return f"{index.row()} {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None


def milliseconds(make: Callable[[], Any], qtbot: QtBot) -> float:
    taken: list[float] = []
    for _ in range(TIMES):
        start = perf_counter()
        made = make()
        qtbot.addWidget(made)
        made.resize(1190, 640)
        made.show()
        QApplication.processEvents()
        made.grab()
        taken.append(1000 * (perf_counter() - start))
        made.hide()
    return median(taken)


def test_45_rows_are_shown_about_as_fast_as_a_bare_table(qtbot: QtBot, book: Book) -> None:
    def bare() -> QTableView:
        table = QTableView()
        table.setModel(Bare(table))
        return table

    def whole() -> ChecklistPage:
        made = ChecklistPage(book, "Today")
        made.show_sheet(sheet())
        return made

    milliseconds(whole, qtbot)  # fonts and icons are made once a run
    floor, cost = milliseconds(bare, qtbot), milliseconds(whole, qtbot)
    print(f"a checklist page {cost:.0f} ms, a bare table {floor:.0f} ms")  # noqa: T201 - for who runs it with -s
    assert cost < max(120.0, BOUND * floor), f"{cost:.0f} ms, a bare table {floor:.0f} ms"


@pytest.mark.parametrize("seed", [2, 7])
def test_whatever_is_pressed_while_news_arrives_the_page_stays_whole(page: ChecklistPage, seed: int) -> None:
    dice, kept = Random(seed), sheet()  # noqa: S311 - a repeatable walk, no secret
    keys = [*"123YN5x", *(K.Key_Return, K.Key_Up, K.Key_Down, K.Key_F6, K.Key_F8, K.Key_Escape, K.Key_Tab, K.Key_End)]
    for step in range(150):
        if QApplication.focusWidget() is None:
            page.view.setFocus()
        press(dice.choice(keys))
        if dice.random() < 0.3:
            result = dice.choice(list(Result))
            failure = Failure(latest=LATEST, missing=("owner",)) if result is Result.FAIL else None
            kept = but(kept, f"A{dice.randrange(45):02}", result=result, failure=failure)
            page.show_sheet(kept)
        if step % 40 == 39:
            kept = replace(kept, key=str(step))
            page.show_sheet(kept)
        if step % 25 == 24:
            page._filter(dice.randrange(3))
        assert page.view.opened.current in page.view.rows.codes()
    assert page.view.rows.rows == layout(kept, page.view.opened)
