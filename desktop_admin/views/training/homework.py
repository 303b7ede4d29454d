"""作业与成绩: what was set, what was handed in, and the grade book."""

from functools import partial
from typing import Any

from msgspec.structs import replace

from desktop_admin.api.lists import Action
from desktop_admin.api.training.assignments import (
    AddAssignment,
    AssignmentDetail,
    AssignmentRow,
    EditAssignment,
    ReadAssignment,
)
from desktop_admin.api.training.lists import ASSIGNMENTS, SUBMISSIONS
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.opening import Opens
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.switched import Switched
from desktop_admin.views.training.choices import CourseChoices, HomeworkChoices
from desktop_admin.views.training.gradebook import GradeBookPage
from desktop_admin.views.training.homework_form import HomeworkDialog
from desktop_admin.views.training.marking import MarkScreen

SET, HANDED_IN, GRADES = range(3)
SET_HERE = replace(
    ASSIGNMENTS,
    new=AddAssignment,
    chips=ASSIGNMENTS.chips[1:],
    columns=tuple(name for name in ASSIGNMENTS.columns if name not in {"mine", "past"}),
    hidden=("overdue",),
    actions=(Action(EditAssignment, bulk=False, icon="edit", shortcut="F2"), *ASSIGNMENTS.actions),
    widths={"title": 220, "course": 180},
)
TO_MARK = replace(
    SUBMISSIONS,
    chips=SUBMISSIONS.chips[:-1],
    hidden=(*SUBMISSIONS.hidden, "late", "days"),
    widths={"number": 150, "assignment": 170, "course": 170},
)


class HomeworkPage(Opens):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.dialog: Any = None  # the one that was opened last
        self._courses, self._homework = CourseChoices(desk), HomeworkChoices(desk)
        self._courses.follow(self)
        self._homework.follow(self)
        self.parts = Switched(
            (
                (ASSIGNMENTS.title, self._make_set),
                (SUBMISSIONS.title, self._make_handed_in),
                (N_("Grade book"), partial(GradeBookPage, desk)),
            )
        )
        self.hold(self.parts)

    def show_set(self) -> ListPage:
        return _list(self.parts.show_part(SET))

    def show_handed_in(self) -> ListPage:
        return _list(self.parts.show_part(HANDED_IN))

    def show_grades(self) -> GradeBookPage:
        page = self.parts.show_part(GRADES)
        if not isinstance(page, GradeBookPage):
            raise TypeError(page)
        return page

    def _make_set(self) -> ListPage:
        choices = {"course": self._courses}
        page = ListPage(
            self.desk, SET_HERE, choices=choices, create=self._create, opens=self._see_work, export=export_shown
        )
        page.doer.ways[EditAssignment] = self._ask_edit
        return page

    def _make_handed_in(self) -> ListPage:
        choices = {"course": self._courses, "assignment": self._homework}
        return ListPage(self.desk, TO_MARK, choices=choices, opens=self._open, export=export_shown)

    def _create(self) -> None:
        self.dialog = HomeworkDialog(self, self.desk, None, courses=self._courses, then=self._created)
        self.dialog.open()

    def _created(self, row: AssignmentRow) -> None:
        page = self.show_set()
        page.made(row)
        page.word.say(tr(N_("Saved as a draft; learners see it once it is set.")))

    def _ask_edit(self, row: AssignmentRow) -> None:
        self.desk.ask(ReadAssignment(row.key), owner=self, then=self._edit)

    def _edit(self, homework: AssignmentDetail) -> None:
        self.dialog = HomeworkDialog(self, self.desk, homework, then=lambda _detail: self.show_set().refresh())
        self.dialog.open()

    def _see_work(self, row: AssignmentRow) -> None:
        """What was handed in to it."""
        self.show_handed_in().narrowing.apply({"assignment": row.key})

    def _open(self, row: Any) -> None:
        self.open_screen(MarkScreen, row.key)


def _list(page: object) -> ListPage:
    if not isinstance(page, ListPage):
        raise TypeError(page)
    return page
