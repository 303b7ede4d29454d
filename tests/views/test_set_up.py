"""The first run, as a person fills it in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit import theme
from desktop_admin.views.set_up import SetUpWindow


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> SetUpWindow:
    theme.apply(qapp, theme.Scheme.LIGHT)
    made = SetUpWindow()
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClicks(made.school, "Lindenschule")
    qtbot.keyClick(made.school, Qt.Key.Key_Return)
    return made


def test_a_weak_password_is_told_under_its_field_while_it_is_typed(qtbot: QtBot, window: SetUpWindow) -> None:
    qtbot.keyClicks(window.name, "Qin")
    qtbot.keyClicks(window.login, "qinhai")
    qtbot.keyClicks(window.password, "abc")
    assert window.told.isVisible()
    assert "8" in window.told.text()
    qtbot.keyClicks(window.repeat, "abc")
    qtbot.keyClick(window.repeat, Qt.Key.Key_Return)
    assert window.pages.currentIndex() == 1, "nobody comes to the last page with it"
    for edit in (window.password, window.repeat):
        edit.clear()
        qtbot.keyClicks(edit, "Lindenschule-1")
    assert window.weak, "the school's own name is no secret"
    for edit in (window.password, window.repeat):
        edit.clear()
        qtbot.keyClicks(edit, "Kiesel-42-Mond!")
    assert (window.weak, window.told.text()) == ("", "Very strong")
    qtbot.keyClick(window.repeat, Qt.Key.Key_Return)
    assert window.pages.currentIndex() == 2
    window.grab()
