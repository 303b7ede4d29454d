"""What waits for a learner is on the first page, with the way to do it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.enrolment import EnrolmentState, EnrolPeople, ListEnrolments
from desktop_admin.views.training.overview import RunningPage
from desktop_admin.views.training.rules import RulesDialog
from tests.services.training.conftest import Centre
from tests.views.training.conftest import Shown


def test_who_was_enrolled_by_the_office_acknowledges_the_rules_from_the_first_page(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    course = centre.published()
    learner = centre.learner("冯雪")
    centre.boss.ask(EnrolPeople(course=course.row.key, learners=(learner.actor.account_id,)))
    page = shown("learner1", RunningPage)
    assert isinstance(page, RunningPage)
    qtbot.waitUntil(lambda: any(each.text() == "Acknowledge rules" for each in page.tasks.findChildren(QPushButton)))
    act = next(each for each in page.tasks.findChildren(QPushButton) if each.text() == "Acknowledge rules")
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    dialog = page.dialog
    assert isinstance(dialog, RulesDialog)
    qtbot.waitUntil(dialog.read.isEnabled)
    qtbot.keyClick(dialog.read, Qt.Key.Key_Space)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert [row.state for row in learner.ask(ListEnrolments(mine=True)).rows] == [EnrolmentState.ACTIVE]
    qtbot.waitUntil(lambda: not page.tasks.findChildren(QPushButton))
