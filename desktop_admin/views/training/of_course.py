"""The lists of one course: who is enrolled, and its sessions."""

from functools import partial
from typing import Any

from msgspec.structs import replace

from desktop_admin.api.base import fields
from desktop_admin.api.training.courses import CourseDetail
from desktop_admin.api.training.enrolment import EnrolPeople
from desktop_admin.api.training.lists import ENROLMENTS, SESSIONS
from desktop_admin.api.training.sessions import EditSession, SessionRow
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.training import printing
from desktop_admin.views.training.attendance import session_form

COURSE_COLUMNS = {"course", "course_number"}
PEOPLE = replace(
    ENROLMENTS,
    name="training-course-people",
    columns=tuple(name for name in ENROLMENTS.columns if name not in COURSE_COLUMNS),
    hidden=tuple(name for name in ENROLMENTS.hidden if name not in COURSE_COLUMNS),
    quiet=(),
    chips=ENROLMENTS.chips[:-1],
    actions=tuple(action for action in ENROLMENTS.actions if action.bulk),
    new=EnrolPeople,
)
MEETINGS = replace(
    SESSIONS,
    name="training-course-sessions",
    columns=tuple(name for name in SESSIONS.columns if name not in COURSE_COLUMNS),
    hidden=("unit", "teacher"),
    chips=SESSIONS.chips[:1],
)


class PeoplePane(ListPage):
    def __init__(self, desk: QtDesk, course: CourseDetail, people: Choices) -> None:
        self._course, self._people = course, people
        fixed = {"course": course.row.key}
        choices = {"learner": people}
        super().__init__(desk, PEOPLE, fixed=fixed, choices=choices, create=self._enrol, export=export_shown)

    def _enrol(self) -> None:
        self.form = FormDialog(
            self,
            self.desk,
            EnrolPeople,
            fixed={"course": self._course.row.key},
            choices={"learners": self._people},
            then=lambda _rows: self.refresh(),
        )
        self.form.open()


class SessionsPane(ListPage):
    def __init__(self, desk: QtDesk, course: CourseDetail) -> None:
        self._course = course
        fixed = {"course": course.row.key}
        super().__init__(desk, MEETINGS, fixed=fixed, create=self._add, export=export_shown)
        self.doer.ways[EditSession] = self._edit
        self.dialog: Any = None  # the one that was opened last
        self.sheet = printing.print_button(desk, printing.SIGN_IN, self._print)
        whole = printing.print_button(desk, printing.ATTENDANCE, self._print_all)
        if whole is not None:
            self.header.add(whole)
        if self.sheet is not None:
            self.header.add(self.sheet)
            self.table.selectionModel().currentRowChanged.connect(self._tell)
            self.rows.found.connect(self._tell)
            self._tell()

    def _tell(self, *_: object) -> None:
        if self.sheet is not None:
            self.sheet.setEnabled(self.table.current_record() is not None)

    def _print_all(self) -> None:
        self.dialog = printing.print_about(self, self.desk, printing.ATTENDANCE, self._course.row.key)

    def _print(self) -> None:
        row = self.table.current_record()
        if isinstance(row, SessionRow):
            self.dialog = printing.print_session(self, self.desk, row)

    def _add(self) -> None:
        self.form = session_form(self, self.desk, self._course, ())
        self.form.open()

    def _edit(self, row: SessionRow) -> None:
        """The list shows the unit by its title, the form chooses it by its key."""
        self.form = edit_session(self, self.desk, row, [(line.unit.id, line.unit.title) for line in self._course.units])


def edit_session(page: ListPage, desk: QtDesk, row: SessionRow, units: Choices) -> FormDialog:
    known: dict[str, Any] = {name: getattr(row, name) for name in fields(EditSession)}
    form = FormDialog(
        page,
        desk,
        EditSession,
        title=tr(N_("{verb}: {names}"), verb=tr(EditSession.caption), names=f"{row.day:%m-%d}"),
        verb=tr(EditSession.caption),
        fixed={"key": row.key, "version": row.version},
        initial=known | {"unit": row.unit_id},
        choices={"unit": units},
        then=partial(_said, page),
    )
    form.open()
    return form


def _said(page: ListPage, _answer: object) -> None:
    page.word.say(tr(N_("Saved")))
