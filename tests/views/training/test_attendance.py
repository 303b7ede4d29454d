"""The register is filled with the keyboard: nothing typed is lost, nothing of others is overwritten."""

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.courses import CourseDetail
from desktop_admin.api.training.sessions import AddSession, MarkAttendance, Marked, Presence, ReadRegister, SessionRow
from desktop_admin.views.kit.paper import PaperView
from desktop_admin.views.training.course import SESSIONS, TEACHING, CourseScreen
from tests.services.training.conftest import TODAY, Centre
from tests.views.training.conftest import Shown

K = Qt.Key
NAMES = ("冯雪", "李敏", "秦海")


@pytest.fixture
def course(centre: Centre) -> CourseDetail:
    made = centre.published(capacity=10)
    for name in NAMES:
        centre.enrol(made, name)
    return made


def add_session(centre: Centre, course: CourseDetail, *, days: int = 0) -> SessionRow:
    day = TODAY + timedelta(days=days)
    return centre.teacher.ask(AddSession(course=course.row.key, day=day, hours=Decimal(2), topic="第一课"))


def opened(qtbot: QtBot, shown: Shown, course: CourseDetail, login: str = "teacher") -> CourseScreen:
    screen = shown(login, CourseScreen)
    assert isinstance(screen, CourseScreen)
    screen.show_record(course.row.key)
    qtbot.waitUntil(lambda: bool(screen.attendance.grid.register.learners))
    screen.attendance.grid.setFocus()
    return screen


def presences(centre: Centre, course: CourseDetail) -> dict[str, Presence | None]:
    sheet = centre.teacher.ask(ReadRegister(course.row.key)).sheets[0]
    return {line.learner: line.presence for line in sheet.lines}


def test_digits_mark_from_line_to_line_and_ctrl_s_saves_them_at_once(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    add_session(centre, course)
    screen = opened(qtbot, shown, course)
    grid = screen.attendance.grid
    for key in (K.Key_1, K.Key_2, K.Key_4):
        qtbot.keyClick(grid, key)
    assert presences(centre, course) == dict.fromkeys(NAMES)
    assert screen.attendance.save.isEnabled()
    qtbot.keyClick(grid, K.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not grid.register.typed)
    assert presences(centre, course) == {"冯雪": Presence.PRESENT, "李敏": Presence.LATE, "秦海": Presence.ABSENT}
    qtbot.waitUntil(lambda: not screen.attendance.save.isEnabled())


def test_arrows_move_and_delete_takes_back_what_has_not_been_saved(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    add_session(centre, course)
    grid = opened(qtbot, shown, course).attendance.grid
    qtbot.keyClick(grid, K.Key_3)
    qtbot.keyClick(grid, K.Key_Up)
    assert list(grid.register.typed.values()) == [Presence.LEAVE]
    qtbot.keyClick(grid, K.Key_Delete)
    assert not grid.register.typed


def test_the_rest_is_present_only_where_nothing_stands_yet(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    add_session(centre, course)
    screen = opened(qtbot, shown, course)
    qtbot.keyClick(screen.attendance.grid, K.Key_4)
    qtbot.mouseClick(screen.attendance.rest, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(screen.attendance.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen.attendance.is_unsaved)
    assert presences(centre, course) == {"冯雪": Presence.ABSENT, "李敏": Presence.PRESENT, "秦海": Presence.PRESENT}


def test_a_session_ahead_is_not_marked_and_the_reason_is_told(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    add_session(centre, course, days=7)
    screen = opened(qtbot, shown, course)
    qtbot.keyClick(screen.attendance.grid, K.Key_1)
    assert not screen.attendance.grid.register.typed
    assert "still ahead" in screen.attendance.messages.text()
    assert not screen.attendance.save.isEnabled()


def test_todays_session_is_the_one_that_the_keys_are_for(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    for days in (-7, 0, 7):
        add_session(centre, course, days=days)
    grid = opened(qtbot, shown, course).attendance.grid
    sheet = grid.register.sheet_at(grid.chosen)
    assert sheet is not None
    assert sheet.row.day == TODAY
    assert grid.register.headerData(grid.chosen, Qt.Orientation.Horizontal) == "09-01 today"


def test_what_someone_else_marked_meanwhile_stays_and_the_rest_of_what_was_typed_too(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    session = add_session(centre, course)
    screen = opened(qtbot, shown, course)
    grid = screen.attendance.grid
    screen.attendance.ask = lambda: None  # type: ignore[method-assign]  # the change has not been heard of yet
    for key in (K.Key_1, K.Key_1):
        qtbot.keyClick(grid, key)
    line = next(
        line for line in centre.boss.ask(ReadRegister(course.row.key)).sheets[0].lines if line.learner == "冯雪"
    )
    centre.boss.ask(MarkAttendance(key=session.key, marks=(Marked(line.enrolment_key, Presence.ABSENT),)))
    del screen.attendance.ask
    qtbot.mouseClick(screen.attendance.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "冯雪" in screen.attendance.messages.text())
    assert presences(centre, course) == {"冯雪": Presence.ABSENT, "李敏": None, "秦海": None}
    assert list(grid.register.typed.values()) == [Presence.PRESENT]
    qtbot.mouseClick(screen.attendance.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not screen.attendance.is_unsaved)
    assert presences(centre, course) == {"冯雪": Presence.ABSENT, "李敏": Presence.PRESENT, "秦海": None}


@pytest.mark.parametrize("pane", [TEACHING, SESSIONS])
def test_the_sheet_to_be_signed_is_printed_of_the_open_session(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown, pane: int
) -> None:
    for days in (0, 7):
        add_session(centre, course, days=days)
    screen = opened(qtbot, shown, course)
    screen.show_pane(pane)
    if screen.sessions is None:
        qtbot.keyClick(screen.attendance.grid, K.Key_Right)
        sheet = next(
            each for each in screen.attendance.findChildren(QPushButton) if each.text() == "Print sign-in sheet"
        )
    else:
        table = screen.sessions.table
        qtbot.waitUntil(lambda: table.current_record() is not None)
        qtbot.keyClick(table, K.Key_Down)
        assert screen.sessions.sheet is not None
        sheet = screen.sessions.sheet
    qtbot.waitUntil(sheet.isEnabled)
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton)
    paper = screen.dialog if screen.sessions is None else screen.sessions.dialog
    assert isinstance(paper, PaperView)
    assert paper.report.name == "training-sign-in"
    assert (paper.request.first, paper.request.subject) == (TODAY + timedelta(days=7), course.row.key)
    qtbot.waitUntil(lambda: paper.raster is not None)
    paper.reject()


def test_a_learner_has_no_switch_to_others_records(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    add_session(centre, course)
    screen = shown("learner2", CourseScreen)
    assert isinstance(screen, CourseScreen)
    screen.show_record(course.row.key)
    qtbot.waitUntil(lambda: screen.course is not None)
    assert screen.panes.isHidden()
    assert [each.text() for each in screen.own.findChildren(QToolButton)] == ["Lessons", "Plan"]
    qtbot.mouseClick(screen.own.findChildren(QToolButton)[1], Qt.MouseButton.LeftButton)
    assert screen.stack.currentWidget() is screen.approval
    assert screen.approval.history.isHidden()
    assert not screen.enrolment.people.isVisible()
    prints = [each.text() for each in screen.findChildren(QPushButton) if each.text().startswith("Print")]
    assert prints == []
    teacher = opened(qtbot, shown, course)
    assert (teacher.panes.isHidden(), teacher.own.isHidden()) == (False, True)


def test_a_learner_sees_the_own_line_and_marks_nothing(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    add_session(centre, course)
    screen = opened(qtbot, shown, course, "learner2")
    assert [learner.name for learner in screen.attendance.grid.register.learners] == ["李敏"]
    qtbot.keyClick(screen.attendance.grid, K.Key_1)
    assert not screen.attendance.grid.register.typed
    assert screen.attendance.save.isHidden()


def test_leaving_with_marks_that_are_not_saved_asks_first(
    qtbot: QtBot, centre: Centre, course: CourseDetail, shown: Shown
) -> None:
    add_session(centre, course)
    screen = opened(qtbot, shown, course)
    gone: list[bool] = []
    screen.left.connect(lambda: gone.append(True))
    qtbot.keyClick(screen.attendance.grid, K.Key_1)
    assert screen.unsaved()
    qtbot.keyClick(screen.attendance.grid, K.Key_Escape)
    assert not gone
    qtbot.keyClick(screen.asked, K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: gone == [True])
    assert not screen.unsaved()
    assert presences(centre, course) == dict.fromkeys(NAMES)
