"""What waits for a learner is on the first page, with the way to do it."""

from datetime import timedelta
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.assignments import AddAssignment, Criterion, SetAssignment
from desktop_admin.api.training.enrolment import EnrolmentState, EnrolPeople, ListEnrolments
from desktop_admin.views.training.hand_in import HandInDialog
from desktop_admin.views.training.overview import RunningPage
from desktop_admin.views.training.rules import RulesDialog
from tests.services.training.conftest import Centre
from tests.views.training.conftest import Shown


def done_by(qtbot: QtBot, page: RunningPage, verb: str) -> QPushButton:
    def there() -> list[QPushButton]:
        return [each for each in page.tasks.findChildren(QPushButton) if each.text() == verb]

    qtbot.waitUntil(lambda: bool(there()))
    return there()[0]


def test_who_was_enrolled_by_the_office_acknowledges_the_rules_from_the_first_page(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    course = centre.published()
    learner = centre.learner("冯雪")
    centre.boss.ask(EnrolPeople(course=course.row.key, learners=(learner.actor.account_id,)))
    page = shown("learner1", RunningPage)
    assert isinstance(page, RunningPage)
    qtbot.mouseClick(done_by(qtbot, page, "Acknowledge rules"), Qt.MouseButton.LeftButton)
    dialog = page.dialog
    assert isinstance(dialog, RulesDialog)
    qtbot.waitUntil(dialog.read.isEnabled)
    qtbot.keyClick(dialog.read, Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert [row.state for row in learner.ask(ListEnrolments(mine=True)).rows] == [EnrolmentState.ACTIVE]
    qtbot.waitUntil(lambda: not page.tasks.findChildren(QPushButton))


def test_homework_is_handed_in_from_the_first_page_and_gone_from_it_then(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    course = centre.published()
    centre.enrol(course, "冯雪")
    due = centre.house.clock.now() + timedelta(days=5)
    one = (Criterion(title="完整", marks=Decimal(100)),)
    row = centre.teacher.ask(
        AddAssignment(course=course.row.key, title="读书笔记", due=due, marks=Decimal(100), criteria=one)
    )
    centre.teacher.ask(SetAssignment(row.key, row.version))
    page = shown("learner1", RunningPage)
    assert isinstance(page, RunningPage)
    act = done_by(qtbot, page, "Hand in homework")
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(page.dialog, HandInDialog) and page.dialog.isVisible())
    dialog = page.dialog
    assert isinstance(dialog, HandInDialog)
    dialog.text.setPlainText("我的笔记")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: dialog.receipt is not None)
    dialog.reject()
    qtbot.waitUntil(lambda: not page.tasks.findChildren(QPushButton))
