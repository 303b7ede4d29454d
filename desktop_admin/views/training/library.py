"""课程库: every course there is, written here and opened from here."""

from typing import Any

from msgspec.structs import replace

from desktop_admin.api.training.courses import CourseRow, WriteCourse
from desktop_admin.api.training.enrolment import ReadTrainingRules, SetTrainingRules, TrainingRules
from desktop_admin.api.training.lists import COURSES
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.opening import Opens
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.widgets import button
from desktop_admin.views.training.choices import PeopleChoices
from desktop_admin.views.training.course import APPROVAL, CourseScreen
from desktop_admin.views.training.plan_form import PlanDialog
from desktop_admin.views.training.rules import rules_form

WRITTEN = replace(
    COURSES,
    new=WriteCourse,
    widths={
        "title": 210,
        "number": 112,
        "hours": 72,
        "capacity": 64,
        "taken": 84,
        "waiting": 84,
        "teacher": 96,
        "subject": 100,
    },
)


class LibraryPage(Opens):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.dialog: Any = None  # the one that was opened last
        self._people = PeopleChoices(desk)
        self._people.follow(self)
        self.list = ListPage(desk, WRITTEN, opens=self._open, create=self.write, export=export_shown)
        self.rules = button(tr(N_("Rules for learners")))
        self.rules.clicked.connect(self._ask_rules)
        if desk.actor.may(SetTrainingRules.permission):
            self.list.header.add(self.rules)
        self.hold(self.list)

    def write(self) -> None:
        self.dialog = PlanDialog(self, self.desk, None, people=self._people, then=self._written)
        self.dialog.open()

    def open_course(self, row: CourseRow) -> CourseScreen:
        screen = self.open_screen(CourseScreen, row.key)
        if not isinstance(screen, CourseScreen):
            raise TypeError(screen)
        return screen

    def _written(self, row: CourseRow) -> None:
        """On to what it still needs, before it is submitted."""
        self.list.made(row)
        self.open_course(row).show_pane(APPROVAL)

    def _open(self, row: Any) -> None:
        self.open_course(row)

    def _ask_rules(self) -> None:
        self.desk.ask(ReadTrainingRules(), owner=self, then=self._open_rules)

    def _open_rules(self, rules: TrainingRules) -> None:
        self.dialog = rules_form(self, self.desk, rules)
        self.dialog.open()
