"""A column is as wide as its title and its pills need it, however they are called."""

from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from desktop_admin.views.kit.widgets import Kind, pill_width
from desktop_admin.views.training.table import Cell, CellTable, Column

LONG = "Attendance of all sessions"


def table(qtbot: QtBot) -> CellTable:
    made = CellTable("Courses", (Column("Course"), Column(LONG, 40, right=True), Column("", 40)))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_title_is_not_cut(qtbot: QtBot) -> None:
    header = table(qtbot).horizontalHeader()
    assert header.sectionSize(1) > QFontMetrics(header.font()).horizontalAdvance(LONG)


def test_a_pill_is_not_cut(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.show_rows([(Cell("急救"), Cell("4"), Cell("enrolment closed", Kind.NEUTRAL))])
    assert made.horizontalHeader().sectionSize(2) > pill_width("enrolment closed")


def test_what_is_left_is_enough_for_a_name(qtbot: QtBot) -> None:
    made = table(qtbot)
    made.resize(made.minimumSizeHint().width(), 200)
    made.resize(made.minimumWidth(), 200)
    qtbot.waitUntil(lambda: made.horizontalHeader().sectionSize(0) >= 100)
