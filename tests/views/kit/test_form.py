"""Forms, filled in as a person does: what is understood, what is refused and where, and that nothing is ever lost."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, to_builtins
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.api.audit import ChangedSince, ChangeMade
from desktop_admin.api.base import Command, Period, RecordCommand, fields, label
from desktop_admin.core.errors import Invalid, NotAllowed, Refused, Stale
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.conflict import Side
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import make_editor
from desktop_admin.views.kit.editors.dates import read_date, read_time
from desktop_admin.views.kit.editors.numbers import number
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.form.field import FieldBox
from tests.views.kit.conftest import EVERYTHING
from tests.views.kit.staff import PAPERS, SUPPLIERS, TODAY, Receiving, StaffDesk

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., FormDialog]


@pytest.fixture
def people() -> StaffDesk:
    return StaffDesk()


@pytest.fixture
def window(qtbot: QtBot, dressed: theme.Look) -> QWidget:
    assert dressed
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def opened(window: QWidget, people: StaffDesk) -> Iterator[Open]:
    desk = QtDesk(people)

    def make(command: type[Command[Any]] = Receiving, **more: Any) -> FormDialog:
        choices = {"supplier": SUPPLIERS, "papers": lambda: PAPERS}
        form = FormDialog(window, desk, command, choices=choices, **more)
        form.open()
        return form

    yield make
    people.hold.set()
    desk.close()


def line(form: FormDialog, name: str) -> QLineEdit:
    editor: Any = form.editor(name)
    return editor.line  # type: ignore[no-any-return]


def fill(form: FormDialog) -> None:
    supplier: Any = form.editor("supplier")
    supplier.combo.setCurrentText(SUPPLIERS[3][1])
    for name, text in (("arrived", "2026-11-20 06:40"), ("item", "鲜猪后腿肉"), ("quantity", "48.50")):
        line(form, name).setText(text)


def finish(qtbot: QtBot, form: FormDialog) -> None:
    qtbot.keyClick(form, Key.Key_Return, CONTROL)


def test_a_form_fills_the_command_it_was_drawn_from(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    answers: list[Any] = []
    form = opened(then=answers.append)
    fill(form)
    line(form, "price").setText("12.5元")
    line(form, "made").setText("11-19")
    form.editor("papers").write(("q", "m"))
    form.editor("opened").write(Period(date(2026, 11, 20), date(2026, 11, 22)))
    state: Any = form.editor("state")
    state.combo.setCurrentIndex(2)
    finish(qtbot, form)
    qtbot.waitUntil(lambda: len(answers) == 1)
    (sent,) = people.commands()
    assert isinstance(sent, Receiving)
    assert sent.arrived.astimezone(UTC) == datetime(2026, 11, 19, 22, 40, tzinfo=UTC)
    assert (sent.supplier, sent.item, sent.quantity) == ("s3", "鲜猪后腿肉", Decimal("48.50"))
    assert str(sent.quantity) == "48.50"  # digit for digit
    assert (sent.boxes, sent.price, sent.kind, sent.state) == (1, 1250, AccountKind.STAFF, AccountStatus.ACTIVE)
    assert sent.made is not None
    assert (sent.made.month, sent.made.day) == (11, 19)
    assert (sent.papers, sent.cold, sent.note) == (("q", "m"), False, "")
    assert sent.opened == Period(date(2026, 11, 20), date(2026, 11, 22))
    assert not form.isVisible()


def test_what_is_missing_or_wrong_is_said_at_its_field_and_listed_on_top(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    form = opened()
    line(form, "quantity").setText("777")
    line(form, "made").setText("2026-02-30")
    finish(qtbot, form)
    assert form.fault("item") == "This must be filled in."
    assert form.fault("quantity") == "Above the upper limit of 500 kg."
    assert form.fault("made") == "2026 has no 2-30; correct it."
    assert form.fault("note") == ""
    assert form.messages.text() == "To be corrected: Supplier, Arrived, Item, Quantity, Made on."
    supplier: Any = form.editor("supplier")
    assert form.focusWidget() in {supplier.combo, supplier.combo.lineEdit()}
    assert not people.commands()
    assert line(form, "made").text() == "2026-02-30"


def test_a_mended_field_is_not_blamed_any_longer_and_shows_its_hint_again(qtbot: QtBot, opened: Open) -> None:
    form = opened()
    line(form, "made").setText("31-31")
    finish(qtbot, form)
    assert form.fault("made")
    height = form.boxes["made"].height()
    line(form, "made").setFocus()
    line(form, "made").selectAll()
    qtbot.keyClicks(line(form, "made"), "2026-11-19")
    assert form.fault("made") == ""
    assert form.boxes["made"].line.text() == "Printed on the box"
    assert form.boxes["made"].height() == height  # nothing jumped


@pytest.mark.parametrize(
    "typed",
    ["2026-11-20", "20261120", "11-20", "11.20", "２０２６－１１－２０", "2026年11月20日", "今天", "2026/11/20"],
)
def test_a_day_is_understood_in_every_usual_way(typed: str) -> None:
    assert read_date(typed, TODAY) == TODAY


def test_the_calendar_of_a_field_is_not_called_the_schools(opened: Open) -> None:
    """校历 is the school's calendar of holidays."""
    assert [action.text() for action in line(opened(), "made").actions()] == ["Choose a day"]


@pytest.mark.parametrize(
    ("typed", "said"), [("2026-02-30", "no 2-30"), ("20261301", "no 13-1"), ("soon", "Not a date"), ("1", "Not a date")]
)
def test_a_day_that_is_none_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_date(typed, TODAY)


@pytest.mark.parametrize("typed", ["6:40", "06:40", "0640", "６：４０", "6时40分", "6.40"])
def test_a_time_is_understood_in_every_usual_way(typed: str) -> None:
    assert read_time(typed) == time(6, 40)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("48.5", "48.5"), ("４８．５", "48.5"), ("1,234.50", "1234.50"), ("-0.5", "-0.5"), ("−18", "-18"), (".5", "0.5")],
)
def test_a_number_is_understood_in_every_usual_way(typed: str, value: str) -> None:
    assert number(typed) == Decimal(value)


@given(st.text(max_size=30))
def test_whatever_is_typed_as_number_or_day_is_understood_or_refused(typed: str) -> None:
    found = number(typed)
    assert found is None or found.is_finite()
    with suppress(ValueError):
        assert isinstance(read_date(typed, TODAY), date)


def test_a_number_is_shown_in_its_usual_form_when_it_is_left(qtbot: QtBot, opened: Open) -> None:
    form = opened()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    quantity, price = line(form, "quantity"), line(form, "price")
    quantity.setFocus()
    quantity.insert("４８．５０")  # as an input method does
    qtbot.keyClick(quantity, Key.Key_Tab)
    assert quantity.text() == "48.50"
    price.setFocus()
    qtbot.keyClicks(price, "1234.5")
    qtbot.keyClick(price, Key.Key_Tab)
    assert price.text() == "1,234.50"


def test_a_long_list_is_searched_by_any_part_of_a_name(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    form = opened()
    fill(form)
    supplier: Any = form.editor("supplier")
    supplier.combo.lineEdit().setText("公司 1")  # 1, 10 and 11
    finish(qtbot, form)
    assert form.fault("supplier") == "Not in the list; choose one of it."
    supplier.combo.lineEdit().setText("公司 10")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: len(people.commands()) == 1)
    sent = people.commands()[0]
    assert isinstance(sent, Receiving)
    assert sent.supplier == "s10"


def test_a_refusal_that_names_a_field_is_shown_there_and_nothing_typed_is_lost(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    people.refusing[Receiving] = Invalid(field="item", reason="Already recorded today.")
    form = opened()
    fill(form)
    finish(qtbot, form)
    qtbot.waitUntil(lambda: form.fault("item") == "Already recorded today.")
    assert form.isVisible()
    assert line(form, "quantity").text() == "48.50"
    people.refusing[Receiving] = Invalid(field="Quantity", reason="More than was ordered.")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: form.fault("quantity") == "More than was ordered.")


def test_another_refusal_stands_over_the_form_and_it_can_be_sent_again(
    qtbot: QtBot, opened: Open, people: StaffDesk
) -> None:
    people.refusing[Receiving] = Refused()
    form = opened()
    fill(form)
    finish(qtbot, form)
    qtbot.waitUntil(lambda: form.messages.text() == "This cannot be done.")
    assert form.isVisible()
    people.refusing.clear()
    finish(qtbot, form)
    qtbot.waitUntil(lambda: not form.isVisible())
    first, second = people.commands()
    assert first.id == second.id  # the same wish: carried out once, whatever became of the first answer


def test_while_it_is_sent_a_second_press_sends_nothing(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    form = opened()
    fill(form)
    people.hold.clear()
    finish(qtbot, form)
    finish(qtbot, form)
    people.hold.set()
    qtbot.waitUntil(lambda: not form.isVisible())
    assert len(people.commands()) == 1


def test_esc_asks_only_when_something_would_be_lost(qtbot: QtBot, opened: Open) -> None:
    form = opened()
    qtbot.keyClick(form, Key.Key_Escape)
    assert not form.isVisible()
    form = opened()
    line(form, "item").setText("鸡蛋")
    qtbot.keyClick(form, Key.Key_Escape)
    assert form.isVisible()
    assert line(form, "item").text() == "鸡蛋"


def test_who_may_not_do_it_sees_why_and_cannot_send(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.actor = StaffDesk(permissions=EVERYTHING - {Permission.CANTEEN_REGISTER_EDIT}).actor
    form = opened()
    fill(form)
    assert not form.primary.isEnabled()
    assert "administrator" in form.note.text()
    finish(qtbot, form)
    assert not people.commands()


def test_the_limits_are_those_of_the_declaration(opened: Open) -> None:
    form = opened()
    for name, text in (("boxes", "100"), ("boxes", "0"), ("boxes", "1.5"), ("item", "一二三四五六七八九十一")):
        line(form, name).setText(text)
        with pytest.raises(Invalid):
            form.editor(name).read()


def test_several_fields_are_checked_together_by_the_form(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    form = opened(check=lambda values: {"boxes": "At least 2 boxes."} if values["boxes"] < 2 else {})
    fill(form)
    finish(qtbot, form)
    assert form.fault("boxes") == "At least 2 boxes."
    assert not people.commands()


class Secret(Struct):
    password: Annotated[str, label("Password", editor="password", max_length=100)]


def test_a_password_stays_unknown_to_input_methods_when_it_is_shown(qtbot: QtBot, window: QWidget) -> None:
    editor: Any = make_editor(fields(Secret)["password"])
    qtbot.addWidget(editor.widget)
    editor.line.actions()[0].trigger()
    assert editor.line.echoMode() == QLineEdit.EchoMode.Normal
    assert editor.line.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText
    editor.line.setText(" spaces count ")
    assert editor.read() == " spaces count "
    assert window


class Person(Struct, frozen=True):
    key: UUID
    version: int
    name: str
    phone: str
    until: date | None
    changed_by: str
    changed_at: datetime


class EditPerson(RecordCommand[Person], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_EDIT
    caption = "Edit account"

    name: Annotated[str, label("Name", max_length=20)]
    phone: Annotated[str, label("Phone", max_length=20)] = ""
    until: Annotated[date | None, label("Valid until")] = None


BEFORE: dict[str, Any] = {"name": "陈志强", "phone": "138", "until": date(2027, 7, 31)}
AT = datetime(2026, 11, 20, 0, 21, tzinfo=UTC)


class Contested(StaffDesk):
    """Somebody else has saved version 2."""

    def __init__(self, **theirs: Any) -> None:
        super().__init__()
        self.theirs = Person(UUID(int=1), 2, **(BEFORE | theirs), changed_by="李敏", changed_at=AT)
        made = ChangeMade(2, "李敏", AT, to_builtins(theirs))
        self.answers = {EditPerson: self._edit, ChangedSince: lambda _: made}

    def _edit(self, command: EditPerson) -> Person:
        if command.version != 2:
            raise Stale
        return self.theirs


def contest(window: QWidget, desk: QtDesk) -> FormDialog:
    form = FormDialog(
        window,
        desk,
        EditPerson,
        initial=BEFORE,
        fixed={"key": UUID(int=1), "version": 1},
        record="account",
    )
    form.open()
    return form


def test_two_who_change_one_field_choose_a_side_and_the_rest_is_merged(qtbot: QtBot, window: QWidget) -> None:
    people = Contested(until=date(2027, 12, 31), phone="139")
    desk = QtDesk(people)
    form = contest(window, desk)
    line(form, "until").setText("2028-07-31")
    line(form, "name").setText("陈志刚")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: form.conflict is not None)
    asked = form.conflict
    assert asked
    assert "李敏" in asked.title.text()
    assert "08:21" in asked.subtitle.text()
    asked.take("until", Side.THEIRS)
    qtbot.mouseClick(asked.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not form.isVisible())
    sent = people.commands()[-1]
    assert isinstance(sent, EditPerson)
    assert (sent.version, sent.name, sent.phone, sent.until) == (2, "陈志刚", "139", date(2027, 12, 31))
    assert sent.id != people.commands()[0].id
    desk.close()


def test_changes_of_different_fields_are_merged_without_a_question(qtbot: QtBot, window: QWidget) -> None:
    people = Contested(phone="139")
    desk = QtDesk(people)
    form = contest(window, desk)
    line(form, "name").setText("陈志刚")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: not form.isVisible())
    sent = people.commands()[-1]
    assert isinstance(sent, EditPerson)
    assert (sent.version, sent.name, sent.phone) == (2, "陈志刚", "139")
    desk.close()


def test_who_decides_later_overwrites_nothing_meanwhile(qtbot: QtBot, window: QWidget) -> None:
    people = Contested(name="陈强")
    desk = QtDesk(people)
    form = contest(window, desk)
    line(form, "name").setText("陈志刚")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: form.conflict is not None)
    first = form.conflict
    assert first
    first.reject()
    assert line(form, "name").text() == "陈志刚"
    finish(qtbot, form)
    qtbot.waitUntil(lambda: form.conflict is not first)
    assert {each.version for each in people.commands() if isinstance(each, EditPerson)} == {1}
    desk.close()


def test_what_the_trail_does_not_know_is_told_as_it_is(qtbot: QtBot, window: QWidget) -> None:
    people = Contested()
    people.answers[ChangedSince] = lambda _: None
    desk = QtDesk(people)
    form = contest(window, desk)
    line(form, "name").setText("陈志刚")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: "Someone else" in form.messages.text())
    assert line(form, "name").text() == "陈志刚"
    desk.close()


def test_a_new_record_in_conflict_is_told(qtbot: QtBot, opened: Open, people: StaffDesk) -> None:
    people.refusing[Receiving] = Stale()
    form = opened()
    fill(form)
    finish(qtbot, form)
    qtbot.waitUntil(lambda: "Someone else" in form.messages.text())
    people.refusing[Receiving] = NotAllowed(permission="x")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: "not allowed" in form.messages.text())


class Sorted(Command[None], frozen=True, kw_only=True):
    permission = Permission.SCHOOL_PROFILE_READ
    caption = "Sort"

    kind: Annotated[str, label("Kind")] = ""


def test_a_choice_of_words_that_may_be_left_out_is_left_out(window: QWidget, people: StaffDesk) -> None:
    desk = QtDesk(people)
    form = FormDialog(window, desk, Sorted, choices={"kind": [("a", "Letters"), ("b", "Bills")]})
    assert form.editor("kind").read() == ""
    needed = FormDialog(window, desk, Sorted, choices={"kind": [("a", "Letters")]}, needed=["kind"])
    needed.finish()
    assert needed.fault("kind") == "This must be filled in."
    desk.close()


def test_every_label_names_its_editor_to_a_screen_reader(opened: Open) -> None:
    form = opened()
    for name, field in fields(Receiving).items():
        assert form.editor(name).widget.accessibleName() == field.label


def test_the_wheel_over_a_closed_list_changes_nothing(qtbot: QtBot, opened: Open) -> None:
    form = opened()
    state: Any = form.editor("state")

    before = state.combo.currentIndex()
    at = QPointF(5, 5)
    none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(at, at, QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton, none, phase, False)  # noqa: FBT003
    QApplication.sendEvent(state.combo, wheel)
    assert state.combo.currentIndex() == before
    assert qtbot


def test_two_fields_share_a_line_evenly_and_leave_no_hole(opened: Open) -> None:
    boxes = opened().findChildren(FieldBox)
    lines = [[box for box in boxes if box.y() == line] for line in sorted({box.y() for box in boxes})]
    pairs = [line for line in lines if len(line) == 2]
    assert pairs
    for left, right in pairs:
        assert abs(left.width() - right.width()) <= 8
        assert right.geometry().right() == max(box.geometry().right() for box in boxes)


def test_hours_are_written_without_idle_zeros_and_a_measurement_keeps_its_digits(opened: Open) -> None:
    assert opened()
    quantity = fields(Receiving)["quantity"]
    for field, text in ((quantity, "2.50"), (replace(quantity, trimmed=True), "2.5")):
        editor: Any = make_editor(field)
        editor.write(Decimal("2.50"))
        assert editor.line.text() == text
        assert editor.read() == Decimal("2.5")
