"""A course from empty to a verified certificate: a teacher, an administrator who also reviews, and a learner.

On the PC that holds the data, and from paired PCs through a real server.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.assignments import SetAssignment
from desktop_admin.api.training.certificates import CertificateCheck, Genuine, ListCertificates
from desktop_admin.api.training.courses import CourseState
from desktop_admin.api.training.credits import ReadCreditYear
from desktop_admin.api.training.flows import ApproveCourse, PublishCourse, SubmitCourse
from desktop_admin.core.settings import Settings
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.modules import MODULES
from desktop_admin.views.training.certificate import CertificateFacts
from desktop_admin.views.training.course import CourseScreen
from desktop_admin.views.training.gradebook import GradeBookPage
from desktop_admin.views.training.homework import HomeworkPage
from desktop_admin.views.training.library import LibraryPage
from desktop_admin.views.training.marking import MarkScreen
from desktop_admin.views.training.mine import EARNED, TO_DO, TO_ENROL, MinePage, OfferedPart
from desktop_admin.views.training.names import HOMEWORK, LIBRARY, MINE, NAME, RUNNING
from desktop_admin.views.training.overview import RunningPage
from tests.conftest import House

K = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
TEACHER, ADMINISTRATOR, LEARNER = "lilaoshi", "zhouzhuren", "fengxue"

Window = Callable[[str], MainWindow]


@pytest.fixture
def house(each_way: House) -> House:
    return each_way


@pytest.fixture
def window(qtbot: QtBot, house: House) -> Iterator[Window]:
    """The main window of the person of this login; each at a PC of their own."""
    house.add_account(TEACHER, "teacher", name="李老师")
    house.add_account(ADMINISTRATOR, "course_administrator", "course_reviewer", name="周主任")
    house.add_account(LEARNER, "learner", name="冯雪")
    made: dict[str, MainWindow] = {}

    def of(login: str) -> MainWindow:
        if login not in made:
            desk = QtDesk(house.sign_in(login, pc=f"PC-{login}"))
            made[login] = MainWindow(desk, MODULES, school="实验小学", role="", settings=Settings())
            qtbot.addWidget(made[login])
            made[login].show()
        made[login].activateWindow()
        return made[login]

    yield of
    for each in made.values():
        each.desk.close()


def page(window: MainWindow, title: str, kind: type[Any]) -> Any:
    found = window.go(NAME, title)
    assert isinstance(found, kind)
    return found


def put(dialog: Any, name: str, text: str) -> None:
    """Chinese text as from an input method."""
    widget = dialog.editor(name).widget
    if isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
    else:
        assert isinstance(widget, QLineEdit)
        widget.setText(text)


def open_dialog(qtbot: QtBot, holder: Any, name: str = "dialog") -> Any:
    qtbot.waitUntil(lambda: getattr(holder, name) is not None and getattr(holder, name).isVisible())
    return getattr(holder, name)


def finish(qtbot: QtBot, dialog: Any) -> None:
    """Ctrl+Enter, and it has been taken."""
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def take_step(qtbot: QtBot, screen: CourseScreen, step: type[Any], after: CourseState) -> None:
    name = step.wire_name()
    qtbot.waitUntil(lambda: name in screen.bar.buttons and screen.bar.buttons[name].isEnabled())
    qtbot.mouseClick(screen.bar.buttons[name], LEFT)
    if step is ApproveCourse:
        dialog = open_dialog(qtbot, screen)
        for box in dialog.boxes.values():
            qtbot.keyClick(box, K.Key_Space)
    else:
        dialog = screen.bar.dialog
    finish(qtbot, dialog)
    qtbot.waitUntil(lambda: screen.course is not None and screen.course.row.state is after)


def course_screen(holder: Any) -> CourseScreen:
    screen = holder.screens[CourseScreen]
    assert isinstance(screen, CourseScreen)
    return screen


def write_rules(qtbot: QtBot, window: MainWindow) -> None:
    library = page(window, LIBRARY, LibraryPage)
    qtbot.mouseClick(library.rules, LEFT)
    form = open_dialog(qtbot, library)
    put(form, "text", "按时参加，文明交流。")
    finish(qtbot, form)


def write_course(qtbot: QtBot, window: MainWindow) -> None:
    library = page(window, LIBRARY, LibraryPage)
    qtbot.mouseClick(library.list.new_button, LEFT)
    form = open_dialog(qtbot, library)
    told = {
        "title": "食品安全年度培训",
        "hours": "4",
        "objectives": "掌握食品安全要求",
        "content": "法规、操作、留样",
        "methods": "讲授与演练",
        "schedule": "九月，每周二",
    }
    for name, text in told.items():
        put(form, name, text)
    for title, hours in (("法规", "2.5"), ("操作", "1.5")):
        qtbot.mouseClick(form.units.add_button, LEFT)
        line = form.units.lines[-1]
        line.editors["title"].widget.setText(title)
        qtbot.keyClicks(line.editors["hours"].widget, hours)
    assert form.units.sum.text() == "4 of 4 class hours"
    finish(qtbot, form)
    screen = course_screen(library)
    take_step(qtbot, screen, SubmitCourse, CourseState.SUBMITTED)


def review_and_publish(qtbot: QtBot, window: MainWindow) -> None:
    running = page(window, RUNNING, RunningPage)
    qtbot.waitUntil(lambda: any(running._waits.values()))
    next(iter(running._waits["review"])).go()
    screen = course_screen(running)
    take_step(qtbot, screen, ApproveCourse, CourseState.APPROVED)
    take_step(qtbot, screen, PublishCourse, CourseState.PUBLISHED)


def enrol(qtbot: QtBot, window: MainWindow) -> None:
    mine = page(window, MINE, MinePage)
    part = mine.part(TO_ENROL)
    assert isinstance(part, OfferedPart)
    qtbot.waitUntil(part.enrol.isEnabled)
    qtbot.mouseClick(part.enrol, LEFT)
    dialog = open_dialog(qtbot, mine)
    qtbot.waitUntil(dialog.read.isEnabled)
    qtbot.keyClick(dialog.read, K.Key_Space)
    finish(qtbot, dialog)


def teach(qtbot: QtBot, window: MainWindow) -> None:
    """A session today, everyone marked by a digit, confirmed as held."""
    running = page(window, RUNNING, RunningPage)
    qtbot.waitUntil(lambda: running.table.cells.rowCount() == 1)
    qtbot.keyClick(running.table, K.Key_Return)
    screen = course_screen(running)
    card = screen.attendance
    qtbot.waitUntil(lambda: card.register is not None)
    qtbot.mouseClick(card.first, LEFT)
    form = open_dialog(qtbot, card, "form")
    put(form, "day", "2026-09-01")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: card.grid.register.rowCount() == 1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    card.grid.setFocus()
    qtbot.waitUntil(card.grid.hasFocus)
    qtbot.keyClick(card.grid, K.Key_1)
    qtbot.keyClick(card.grid, K.Key_S, CONTROL)
    qtbot.waitUntil(card.hold.isEnabled)
    qtbot.mouseClick(card.hold, LEFT)
    finish(qtbot, open_dialog(qtbot, card, "form"))
    qtbot.waitUntil(lambda: screen.course is not None and screen.course.held_hours == Decimal("2.5"))


def set_homework(qtbot: QtBot, window: MainWindow) -> None:
    homework = page(window, HOMEWORK, HomeworkPage)
    listed = homework.show_set()
    qtbot.waitUntil(lambda: bool(homework._courses.pairs))
    qtbot.mouseClick(listed.new_button, LEFT)
    form = open_dialog(qtbot, homework)
    form.course.editor.write(homework._courses.pairs[0][0])
    put(form, "title", "留样记录一份")
    put(form, "due", "2026-09-08 18:00")
    qtbot.mouseClick(form.criteria.add_button, LEFT)
    line = form.criteria.lines[-1]
    line.editors["title"].widget.setText("完整")
    qtbot.keyClicks(line.editors["marks"].widget, "100")
    finish(qtbot, form)
    qtbot.waitUntil(lambda: listed.table.current_record() is not None)
    listed.act(next(action for action in listed.spec.actions if action.command is SetAssignment))
    qtbot.waitUntil(lambda: listed.rows.text(listed.table.current_record(), "state") == "set")


def hand_in(qtbot: QtBot, window: MainWindow) -> str:
    """Answers the receipt's number."""
    mine = page(window, MINE, MinePage)
    part = mine.part(TO_DO)
    qtbot.waitUntil(lambda: part.rows.total == 1)
    mine.dialog = None
    qtbot.keyClick(part.table, K.Key_Return)
    dialog = open_dialog(qtbot, mine)
    dialog.text.setPlainText("九月一日午餐留样，六个品种。")
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: dialog.receipt is not None)
    dialog.reject()
    return str(dialog.receipt.row.number)


def mark(qtbot: QtBot, window: MainWindow, receipt: str) -> None:
    homework = page(window, HOMEWORK, HomeworkPage)
    listed = homework.show_handed_in()
    qtbot.waitUntil(lambda: listed.rows.total == 1)
    assert listed.rows.text(listed.table.current_record(), "number") == receipt
    qtbot.keyClick(listed.table, K.Key_Return)
    screen = homework.screens[MarkScreen]
    assert isinstance(screen, MarkScreen)
    qtbot.waitUntil(lambda: screen.work is not None)
    qtbot.keyClicks(next(iter(screen.rubric.editors.values())).widget, "88")
    qtbot.keyClick(screen, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: homework.stack.currentWidget() is homework.parts)


def release(qtbot: QtBot, window: MainWindow) -> None:
    grades: GradeBookPage = page(window, HOMEWORK, HomeworkPage).show_grades()
    qtbot.waitUntil(lambda: grades.items.isEnabled() and bool(grades._homework.pairs))
    qtbot.mouseClick(grades.items, LEFT)
    dialog = open_dialog(qtbot, grades)
    qtbot.mouseClick(dialog.items.add_button, LEFT)
    editors = dialog.items.lines[-1].editors
    editors["title"].widget.setText("作业")
    editors["kind"].write(editors["kind"].field.type.HOMEWORK)
    editors["assignment"].write(grades._homework.pairs[0][0])
    qtbot.keyClicks(editors["weight"].widget, "100")
    finish(qtbot, dialog)
    qtbot.waitUntil(grades.release.isEnabled)
    qtbot.mouseClick(grades.release, LEFT)
    finish(qtbot, open_dialog(qtbot, grades))
    qtbot.waitUntil(lambda: grades.book is not None and grades.book.passed == 1)


def certify(qtbot: QtBot, window: MainWindow) -> None:
    grades: GradeBookPage = page(window, HOMEWORK, HomeworkPage).show_grades()
    qtbot.waitUntil(grades.issue.isEnabled)
    qtbot.mouseClick(grades.issue, LEFT)
    qtbot.waitUntil(lambda: grades.book is not None and bool(grades.book.lines[0].certificate))


def check_own_certificate(qtbot: QtBot, window: MainWindow) -> Genuine:
    """By the number and code that stand beside it, typed into the check."""
    part = page(window, MINE, MinePage).part(EARNED)
    qtbot.waitUntil(lambda: part.rows.total == 1)
    part._show_details(0)
    facts = part.findChild(CertificateFacts)
    assert isinstance(facts, CertificateFacts)
    qtbot.waitUntil(lambda: facts.paper is not None)
    facts._check()
    dialog = open_dialog(qtbot, facts)
    assert facts.paper is not None
    qtbot.keyClicks(dialog.boxes["code"].editor.widget, facts.paper.code)
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: dialog.answer is not None)
    answer: CertificateCheck = dialog.answer
    dialog.reject()
    assert answer.learner == "冯雪"
    return answer.result


def test_a_course_from_empty_to_a_verified_certificate(qtbot: QtBot, house: House, window: Window) -> None:
    write_rules(qtbot, window(ADMINISTRATOR))
    write_course(qtbot, window(TEACHER))
    review_and_publish(qtbot, window(ADMINISTRATOR))
    enrol(qtbot, window(LEARNER))
    teach(qtbot, window(TEACHER))
    set_homework(qtbot, window(TEACHER))
    receipt = hand_in(qtbot, window(LEARNER))
    mark(qtbot, window(TEACHER), receipt)
    release(qtbot, window(TEACHER))
    certify(qtbot, window(ADMINISTRATOR))
    assert check_own_certificate(qtbot, window(LEARNER)) is Genuine.GENUINE
    learner = house.sign_in(LEARNER)
    assert [(row.course, row.mark) for row in learner.ask(ListCertificates()).rows] == [
        ("食品安全年度培训", Decimal(88))
    ]
    assert learner.ask(ReadCreditYear(2026)).total == Decimal(4)
