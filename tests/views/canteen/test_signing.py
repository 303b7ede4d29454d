"""Around the signature: who was first, late days, notes, photos, and answers that wait on the PC."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_admin.api.canteen.entry import AddNote, Answer, Confirm, EnterReading, NotApplicable, SignSheet, StartDay
from desktop_admin.api.canteen.sheet import ReadDay, ReadSheet, Sheet, SheetState, Verdict
from desktop_admin.api.school import AddCalendarDays
from desktop_admin.core.errors import Kept
from desktop_admin.desk.base import OUTBOX, Unsent
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.canteen.dialogs import HistoryDialog, SignDialog
from desktop_admin.views.canteen.start import why_not
from desktop_admin.views.kit.checklist_page import Result
from desktop_admin.views.kit.checklist_page.panels import FailurePanel
from desktop_admin.views.kit.checklist_page.rows import Part
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.paper import PaperView
from tests.views.canteen.conftest import TODAY, Kitchen, opened
from tests.views.canteen.test_pages import filled

Desks = Callable[..., QtDesk]
Shown = Callable[[QWidget], None]
YESTERDAY = TODAY - timedelta(days=1)


def screen_of(qtbot: QtBot, kitchen: Kitchen, desk: QtDesk, show: Shown, day: date = TODAY) -> DayScreen:
    screen = DayScreen(desk, "Sheet", back=True)
    show(screen)
    screen.show_day(kitchen.canteen, day)
    qtbot.waitUntil(lambda: screen._day is not None and screen._day.day == day)
    return screen


def test_who_signs_second_is_told_who_was_first(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    sheet = filled(kitchen, sign=False)
    screen = opened(qtbot, screen_of(qtbot, kitchen, desks("food_safety_officer"), show))
    screen._primary()
    qtbot.waitUntil(lambda: isinstance(screen.dialog, SignDialog) and screen.dialog.isVisible())
    assert sheet.sha256[:8] in screen.dialog.hash.text()
    second = kitchen.house.desk("food_safety_officer", login="zhou", name="周明")
    second.ask(SignSheet(sheet.key, sheet.version))
    screen.dialog.sign.click()
    qtbot.waitUntil(lambda: "周明" in screen.dialog.messages.text())
    assert screen.dialog.isVisible(), "the refusal is read before the dialog goes"
    screen.dialog.reject()
    qtbot.waitUntil(lambda: screen.sheet is not None and screen.sheet.state is SheetState.SIGNED)
    assert "周明" in screen.page.bar.checks.text()


def test_a_late_sheet_is_signed_only_once_the_director_has_allowed_it(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown
) -> None:
    ask = kitchen.officer.ask
    late = ask(StartDay(canteen=kitchen.canteen, day=YESTERDAY, late_reason="power cut"))
    for line in late.items:
        if line.proposal is not None and line.proposal.verdict is not None:
            ask(Confirm(line.key, line.version, verdict=line.proposal.verdict))
        else:
            ask(NotApplicable(line.key, line.version, reason="closed early"))
    officer = opened(qtbot, screen_of(qtbot, kitchen, desks("food_safety_officer"), show, YESTERDAY))
    assert not officer.page.bar.primary.isEnabled()
    assert "director" in officer.page.bar.reason.text()
    director = opened(qtbot, screen_of(qtbot, kitchen, desks("food_safety_director", name="李敏"), show, YESTERDAY))
    director._allow()
    qtbot.waitUntil(lambda: director.sheet is not None and director.sheet.late_allowed_at is not None)
    officer.activateWindow()
    qtbot.waitUntil(officer.page.bar.primary.isEnabled)
    officer._show_history()
    assert isinstance(officer.dialog, HistoryDialog)
    assert "power cut" in officer.dialog.timeline.accessibleName()
    assert "李敏" in officer.dialog.timeline.accessibleName()


def test_a_signed_sheet_takes_notes_only(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    filled(kitchen)
    screen = opened(qtbot, screen_of(qtbot, kitchen, desks("food_safety_officer"), show))
    qtbot.waitUntil(screen.add_note.isVisible)
    screen.add_note.click()
    screen.dialog.editor("text").write("photo of the slip is in the binder")
    screen.dialog.finish()
    qtbot.waitUntil(lambda: screen.sheet is not None and len(screen.sheet.notes) == 1)


def test_a_closed_day_says_so(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    director = kitchen.house.desk("food_safety_director", name="李敏")
    director.ask(AddCalendarDays(first=TODAY, last=TODAY, reason="sports day"))
    screen = screen_of(qtbot, kitchen, desks("food_safety_officer"), show)
    qtbot.waitUntil(lambda: screen.stack.currentWidget() is screen._nothing)
    assert screen._day is not None
    assert "sports day" in why_not(screen._day)


def test_a_photo_is_attached_and_a_text_file_is_refused_at_its_item(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown, tmp_path: Path
) -> None:
    sheet = kitchen.start()
    first = next(line for line in sheet.items if line.item.code == "A04")
    kitchen.officer.ask(Answer(first.key, first.version, verdict=Verdict.FAIL))
    screen = opened(qtbot, screen_of(qtbot, kitchen, desks("food_safety_officer"), show))
    fake, photo = tmp_path / "fake.jpg", tmp_path / "photo.png"
    fake.write_text("no picture")
    Image.new("RGB", (40, 30), "red").save(photo)
    screen.keeper.attach("A04", fake)
    qtbot.waitUntil(lambda: "A04" in screen.page.view.delegate.notes)
    screen.keeper.attach("A04", photo)

    def photos() -> int:
        assert screen.sheet is not None
        return len(next(line for line in screen.sheet.items if line.item.code == "A04").photos)

    qtbot.waitUntil(lambda: photos() == 1)
    line = screen.page.sheet.line("A04")
    assert line is not None
    assert line.failure is not None
    assert line.failure.photos == 1
    screen.page.go("A04")
    panel = screen.page.view.panel(Part.FAILURE)
    assert isinstance(panel, FailurePanel)
    panel.photos.click()
    shown = screen.keeper.photos
    assert shown is not None
    qtbot.waitUntil(lambda: all(not each.pixmap().isNull() for each in shown.pictures.values()))
    shown._remove(next(iter(shown.pictures)), QWidget())
    qtbot.waitUntil(lambda: photos() == 0)
    shown.accept()


def test_an_answer_that_waits_on_the_pc_is_marked(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = kitchen.start()
    desk = desks("food_safety_officer")
    screen = opened(qtbot, screen_of(qtbot, kitchen, desk, show))
    waiting = []

    def offline(request: object) -> Sheet:
        if isinstance(request, Answer):
            waiting.append(request)
            raise Kept
        return kitchen.officer.ask(ReadSheet(sheet.key))

    monkeypatch.setattr(desk._desk, "ask", offline)
    monkeypatch.setattr(desk._desk, "unsent", lambda: Unsent(tuple(waiting)))
    screen.page.go("A04")
    screen.page.hand.press(Result.PASS)
    qtbot.waitUntil(lambda: (line := screen.page.sheet.line("A04")) is not None and line.unsent)
    assert "not sent yet" in screen.page.view.currentIndex().data()
    waiting.clear()
    desk.changed.emit(OUTBOX)
    line = screen.page.sheet.line("A04")
    assert line is not None
    assert not line.unsent


def test_a_reading_typed_twice_while_offline_goes_on_from_the_one_that_waits(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen.start()
    desk = desks("food_safety_officer")
    screen = opened(qtbot, screen_of(qtbot, kitchen, desk, show))
    waiting, through = list[EnterReading](), desk._desk.ask

    def offline(request: Any) -> Any:
        if isinstance(request, EnterReading):
            waiting.append(request)
            raise Kept
        return through(request)

    monkeypatch.setattr(desk._desk, "ask", offline)
    monkeypatch.setattr(desk._desk, "unsent", lambda: Unsent(tuple(waiting)))
    line = screen.page.sheet.line("B01")
    assert line is not None
    value = line.values[0].id
    screen.keeper.measure("B01", value, "3", "")
    qtbot.waitUntil(lambda: len(waiting) == 1)
    screen.keeper.measure("B01", value, "4", "")
    qtbot.waitUntil(lambda: len(waiting) == 2)
    first, second = waiting
    assert (first.replaces, second.replaces) == (None, first.id)
    monkeypatch.undo()
    for each in waiting:
        kitchen.officer.ask(each)
    sheet = kitchen.officer.ask(ReadDay(kitchen.canteen, TODAY)).sheet
    assert sheet is not None
    [stands] = next(each for each in sheet.items if each.item.code == "B01").readings
    assert (stands.raw, stands.reason) == ("4", "Corrected on the PC before it was sent")


def test_a_note_can_be_added_to_a_day_that_is_long_over(
    qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown
) -> None:
    long_ago = TODAY - timedelta(days=6)
    kitchen.officer.ask(AddNote(canteen=kitchen.canteen, day=long_ago, text="the binder has the paper sheet"))
    screen = screen_of(qtbot, kitchen, desks("food_safety_officer"), show, long_ago)
    qtbot.waitUntil(lambda: screen.stack.currentWidget() is screen._nothing)
    assert screen.add_note.isVisible()


def test_a_sheet_is_printed_from_its_page(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    filled(kitchen)
    screen = opened(qtbot, screen_of(qtbot, kitchen, desks("food_safety_officer"), show))
    QTest.keyClick(screen.page.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(screen.dialog, PaperView)
    paper = screen.dialog
    assert paper.request.subject == kitchen.canteen
    assert (paper.request.first, paper.request.last) == (TODAY, TODAY)
    qtbot.waitUntil(lambda: paper.raster is not None)
    paper.reject()


def test_the_number_of_diners_can_be_mended(qtbot: QtBot, kitchen: Kitchen, desks: Desks, show: Shown) -> None:
    kitchen.start()
    screen = opened(qtbot, screen_of(qtbot, kitchen, desks("food_safety_officer"), show))
    assert "320" in screen.diners.text()
    screen.diners.click()
    screen.dialog.editor("diners").write(318)
    screen.dialog.finish()
    qtbot.waitUntil(lambda: "318" in screen.diners.text())
