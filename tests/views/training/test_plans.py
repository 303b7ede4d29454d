"""A plan is written, its hours are told as they are typed, and two who edit it lose nothing."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.courses import CourseState, ListCourses, PlanUnit, ReadCourse
from desktop_admin.api.training.flows import ApproveCourse, SubmitCourse
from desktop_admin.views.kit.conflict import ConflictDialog, Side
from desktop_admin.views.training.checks import CheckDialog
from desktop_admin.views.training.course import CourseScreen
from desktop_admin.views.training.library import LibraryPage
from desktop_admin.views.training.plan_form import PlanDialog
from tests.services.training.conftest import Centre, plan
from tests.views.training.conftest import Shown

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def write(dialog: Any, name: str, text: str) -> None:
    widget = dialog.editor(name).widget
    widget.setPlainText(text) if hasattr(widget, "setPlainText") else widget.setText(text)


def add_unit(qtbot: QtBot, dialog: PlanDialog, title: str, hours: str) -> None:
    qtbot.mouseClick(dialog.units.add_button, Qt.MouseButton.LeftButton)
    editors = dialog.units.lines[-1].editors
    title_line, hours_line = editors["title"].widget, editors["hours"].widget
    assert isinstance(title_line, QLineEdit)
    title_line.setText(title)
    qtbot.keyClicks(hours_line, hours)


def written(qtbot: QtBot, shown: Shown) -> tuple[LibraryPage, PlanDialog]:
    page = shown("teacher", LibraryPage)
    assert isinstance(page, LibraryPage)
    qtbot.mouseClick(page.list.new_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(page.dialog, PlanDialog) and page.dialog.isVisible())
    return page, page.dialog


@pytest.mark.usefixtures("centre")
def test_hours_that_dont_add_up_are_told_beside_the_field_while_they_are_typed(qtbot: QtBot, shown: Shown) -> None:
    _page, dialog = written(qtbot, shown)
    write(dialog, "title", "食品安全")
    write(dialog, "hours", "8")
    assert not dialog.fault("hours")
    add_unit(qtbot, dialog, "第一单元", "5.5")
    assert dialog.fault("hours") == "The units have 5.5 class hours together: 2.5 missing."
    assert dialog.units.sum.text() == "5.5 of 8 class hours"
    add_unit(qtbot, dialog, "第二单元", "4")
    assert dialog.fault("hours") == "The units have 9.5 class hours together: 1.5 too many."
    write(dialog, "hours", "9.5")
    assert not dialog.fault("hours")
    assert dialog.units.sum.property("face") == "done"


@pytest.mark.usefixtures("centre")
def test_a_unit_that_is_added_comes_into_sight_whole_and_nothing_slides_sideways(qtbot: QtBot, shown: Shown) -> None:
    _page, dialog = written(qtbot, shown)
    area = dialog._scroll
    assert area.verticalScrollBar().maximum() > 0  # the dialog is higher than the page it lies over
    for count in (1, 2, 3):
        add_unit(qtbot, dialog, f"第 {count} 单元", "1")
        for widget in dialog.units.lines[-1].widgets():
            qtbot.waitUntil(lambda widget=widget: widget.visibleRegion().boundingRect() == widget.rect())  # type: ignore[misc]  # a default binds it now
    assert area.horizontalScrollBar().maximum() == 0


def test_a_draft_is_saved_before_its_hours_add_up_and_opens_with_what_it_lacks(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    page, dialog = written(qtbot, shown)
    write(dialog, "title", "食品安全")
    write(dialog, "hours", "8")
    add_unit(qtbot, dialog, "第一单元", "5")
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: CourseScreen in page.screens)
    screen = page.screens[CourseScreen]
    assert isinstance(screen, CourseScreen)
    qtbot.waitUntil(lambda: screen.course is not None)
    assert [(row.title, row.state) for row in centre.teacher.ask(ListCourses()).rows] == [
        ("食品安全", CourseState.DRAFT)
    ]
    assert screen.course is not None
    assert screen.course.missing
    button = screen.bar.buttons[SubmitCourse.wire_name()]
    assert not button.isEnabled()
    assert "“Objectives” is empty" in button.toolTip()


def test_a_unit_that_is_not_complete_is_shown_and_nothing_is_saved(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    _page, dialog = written(qtbot, shown)
    write(dialog, "title", "食品安全")
    write(dialog, "hours", "8")
    qtbot.mouseClick(dialog.units.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    assert dialog.isVisible()
    assert "Units" in dialog.messages.text()
    assert not centre.teacher.ask(ListCourses()).rows


def opened(qtbot: QtBot, shown: Shown, login: str, key: Any) -> CourseScreen:
    screen = shown(login, CourseScreen)
    assert isinstance(screen, CourseScreen)
    screen.show_record(key)
    qtbot.waitUntil(lambda: screen.course is not None)
    return screen


def test_two_who_edit_the_plan_choose_field_by_field(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    course = centre.write(plan("4", "4"))
    screen = opened(qtbot, shown, "teacher", course.row.key)
    screen.edit_plan()
    dialog = screen.dialog
    write(dialog, "objectives", "我写的目标")
    write(dialog, "methods", "我写的方法")
    centre.edit(course, objectives="对方的目标", content="对方的内容")
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: dialog.conflict is not None and dialog.conflict.isVisible())
    assert list(dialog.conflict._choices) == ["objectives"]
    dialog.conflict.take("objectives", Side.MINE)
    qtbot.mouseClick(dialog.conflict.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    now = centre.teacher.ask(ReadCourse(key=course.row.key)).plan
    assert (now.objectives, now.content, now.methods) == ("我写的目标", "对方的内容", "我写的方法")


def conflict_of(qtbot: QtBot, screen: CourseScreen) -> ConflictDialog:
    """After saving what somebody else has changed meanwhile."""
    dialog = screen.dialog
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: dialog.conflict is not None and dialog.conflict.isVisible())
    found: ConflictDialog = dialog.conflict
    return found


def unit_typed(dialog: PlanDialog, place: int, name: str, text: str) -> None:
    widget = dialog.units.lines[place].editors[name].widget
    assert isinstance(widget, QLineEdit)
    widget.setText(text)


def test_two_who_edit_the_units_choose_unit_by_unit_and_the_rest_is_merged(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    course = centre.write(plan("4", "3", "2", "1"))
    one, two, three, four = course.plan.units
    screen = opened(qtbot, shown, "teacher", course.row.key)
    screen.edit_plan()
    dialog = screen.dialog
    unit_typed(dialog, 0, "hours", "5")
    unit_typed(dialog, 0, "method", "演练")
    unit_typed(dialog, 1, "title", "我的第二单元")
    qtbot.mouseClick(dialog.units.lines[3].remove, Qt.MouseButton.LeftButton)
    add_unit(qtbot, dialog, "我的新单元", "0.5")
    theirs = (
        replace(one, hours=Decimal(6), content="对方的内容"),
        PlanUnit(title="对方的新单元", hours=Decimal(1)),
        two,
        replace(three, title="对方的第三单元"),
        replace(four, hours=Decimal(8)),
    )
    centre.edit(course, units=theirs)
    conflict = conflict_of(qtbot, screen)
    rows = [radio.accessibleName() for radio in conflict.findChildren(QRadioButton)]
    assert rows == [
        "第1单元 · Class hours, Mine: 5",
        "第1单元 · Class hours, By 李老师: 6",
        "Unit “第4单元”, Mine: (none)",
        "Unit “第4单元”, By 李老师: 第4单元 · 8",
    ]
    conflict.take(f"{one.id} hours", Side.MINE)
    conflict.take(str(four.id), Side.THEIRS)
    qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    now = centre.teacher.ask(ReadCourse(key=course.row.key)).plan.units
    assert [(unit.title, unit.hours) for unit in now] == [
        ("第1单元", Decimal(5)),
        ("对方的新单元", Decimal(1)),
        ("我的第二单元", Decimal(3)),
        ("对方的第三单元", Decimal(2)),
        ("第4单元", Decimal(8)),
        ("我的新单元", Decimal("0.5")),
    ]
    assert (now[0].content, now[0].method) == ("对方的内容", "演练")
    assert [now[place].id for place in (0, 2, 3, 4)] == [unit.id for unit in course.plan.units]


def test_two_who_put_the_units_in_another_order_choose_one_and_later_writes_nothing(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    course = centre.write(plan("4", "3", "2"))
    one, two, three = course.plan.units
    screen = opened(qtbot, shown, "teacher", course.row.key)
    screen.edit_plan()
    dialog = screen.dialog
    qtbot.mouseClick(dialog.units.lines[1].up, Qt.MouseButton.LeftButton)
    centre.edit(course, units=(one, three, two))
    conflict = conflict_of(qtbot, screen)
    assert [radio.text() for radio in conflict.findChildren(QRadioButton)] == [
        "第2单元, 第1单元, 第3单元",
        "第1单元, 第3单元, 第2单元",
    ]
    conflict.reject()
    assert dialog.isVisible()
    assert centre.teacher.ask(ReadCourse(key=course.row.key)).plan.units == (one, three, two)
    conflict = conflict_of(qtbot, screen)
    conflict.take_all(Side.MINE)
    qtbot.mouseClick(conflict.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert centre.teacher.ask(ReadCourse(key=course.row.key)).plan.units == (two, one, three)


def test_a_reviewer_ticks_every_point_before_approving(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    course = centre.write(plan("4", "4"))
    centre.step(centre.teacher, SubmitCourse, course)
    screen = opened(qtbot, shown, "reviewer", course.row.key)
    qtbot.mouseClick(screen.bar.buttons[ApproveCourse.wire_name()], Qt.MouseButton.LeftButton)
    dialog = screen.dialog
    assert isinstance(dialog, CheckDialog)
    boxes = list(dialog.boxes.values())
    for box in boxes[:-1]:
        qtbot.keyClick(box, K.Key_Space)
    assert not dialog.approve.isEnabled()
    qtbot.keyClick(boxes[-1], K.Key_Space)
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    now = centre.teacher.ask(ReadCourse(key=course.row.key))
    assert now.row.state is CourseState.APPROVED
    assert len(now.reviews[0].points) == len(boxes)
    assert now.units_hours == Decimal(8)


def test_the_teacher_has_no_button_for_reviewing_the_own_course(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    course = centre.write(plan("4", "4"))
    centre.step(centre.teacher, SubmitCourse, course)
    screen = opened(qtbot, shown, "teacher", course.row.key)
    qtbot.waitUntil(lambda: bool(screen.bar.buttons))
    assert ApproveCourse.wire_name() not in screen.bar.buttons
