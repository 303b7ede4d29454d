"""The keys of a list work at once: after its part of a page is chosen with the mouse, and where it is empty."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.training.course import PANES, PEOPLE, CourseScreen
from desktop_admin.views.training.homework import HomeworkPage
from tests.services.training.conftest import Centre
from tests.views.training.conftest import Shown

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_n_enrols_somebody_as_soon_as_the_people_are_shown(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    screen = shown("boss", CourseScreen)
    assert isinstance(screen, CourseScreen)
    screen.show_record(centre.published(capacity=1).row.key)
    qtbot.waitUntil(lambda: screen.course is not None)
    segment = next(each for each in screen.panes.findChildren(QToolButton) if each.text() == PANES[PEOPLE])
    qtbot.mouseClick(segment, Qt.MouseButton.LeftButton)
    assert screen.people is not None
    focus = QApplication.focusWidget()
    assert focus is not None
    assert screen.people.isAncestorOf(focus)
    qtbot.keyClick(focus, K.Key_N, CONTROL)
    people = screen.people
    qtbot.waitUntil(lambda: isinstance(getattr(people, "form", None), FormDialog) and people.form.isVisible())


def test_a_list_that_is_empty_takes_its_keys_too(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    assert centre
    page = shown("teacher", HomeworkPage)
    assert isinstance(page, HomeworkPage)
    listed = page.show_set()
    page.setFocus()
    qtbot.waitUntil(lambda: listed.stack.currentWidget() is listed.nothing)
    listed.refresh()
    qtbot.wait(200)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert listed.isAncestorOf(focus)
    qtbot.keyClick(focus, K.Key_N, CONTROL)
    qtbot.waitUntil(lambda: page.dialog is not None and page.dialog.isVisible())
