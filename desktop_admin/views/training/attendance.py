"""签到: the register of a course with what is done with it; nothing typed is lost, nothing of others is overwritten."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_admin.api.training.courses import CourseDetail
from desktop_admin.api.training.sessions import (
    AddSession,
    AttendanceMoved,
    AttendanceSheet,
    CourseRegister,
    HoldSession,
    MarkAttendance,
    Marked,
    ReadRegister,
)
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.widgets import Card, EmptyState, KeyHints, Kind, button, link
from desktop_admin.views.training.names import COMMA, DOT
from desktop_admin.views.training.register import RegisterGrid

AHEAD = N_("This session is still ahead; it is attended on its day.")
MOVED = N_("Someone else has meanwhile marked {who}; their marks stand here now. Look at them and mark again.")
NOT_HERE = N_("Nobody is to be marked here.")


class AttendanceCard(Card):
    read = Signal(object)  # a CourseRegister

    def __init__(self, desk: QtDesk) -> None:
        super().__init__(tr(N_("Attendance")), " ")
        self._desk = desk
        self.course: CourseDetail | None = None
        self.register: CourseRegister | None = None
        self.form: FormDialog | None = None
        self.grid, self.messages = RegisterGrid(), MessageBar()
        self.add = link(tr(AddSession.caption), self.add_session)
        self.hold = button(tr(HoldSession.caption), low=True)
        self.rest = button(tr(N_("Rest present")), low=True)
        self.save = button(f"{tr(N_('Save attendance'))}  Ctrl+S", "primary", low=True)
        self.hold.clicked.connect(self.hold_session)
        self.rest.clicked.connect(lambda: self.grid.register.mark_rest(self.grid.chosen))
        self.save.clicked.connect(self.save_marks)
        self.first = button(tr(AddSession.caption), "primary", "plus")
        self.first.clicked.connect(self.add_session)
        self.stack = QStackedWidget()
        self._lay_out()
        self.grid.register.changed.connect(self._tell)
        self.grid.moved.connect(self._tell)
        self.grid.blocked.connect(self._tell_blocked)
        self._key("Ctrl+S", self.save_marks)

    def show_course(self, course: CourseDetail) -> None:
        if self.course is None or self.course.row.key != course.row.key:
            self.register = None
            self.grid.register.typed.clear()
            self.grid.register.sheets = ()
            self.messages.dismiss()
        self.course = course
        self.ask()

    def ask(self) -> None:
        if self.course is not None:
            key = self.course.row.key
            self._desk.ask(ReadRegister(key), owner=self, then=partial(self._take, key), failed=self._no_register)

    @property
    def is_unsaved(self) -> bool:
        return bool(self.grid.register.typed)

    # What is done

    def save_marks(self) -> None:
        """One command a session: all marks of it or none."""
        if not self.save.isEnabled():
            return
        self.save.setEnabled(False)
        for session, marks in self.grid.register.unsaved().items():
            told = tuple(Marked(line.enrolment_key, presence, line.presence, line.remark) for line, presence in marks)
            command = MarkAttendance(key=session, marks=told)
            self._desk.ask(command, owner=self, then=partial(self._saved, session), failed=self._refused)

    def add_session(self) -> None:
        if self.course is not None:
            sheets = self.register.sheets if self.register is not None else ()
            self.form = session_form(self, self._desk, self.course, {sheet.row.unit_id for sheet in sheets})
            self.form.open()

    def hold_session(self) -> None:
        sheet = self.chosen()
        if sheet is not None:
            self.form = FormDialog(
                self,
                self._desk,
                HoldSession,
                title=tr(N_("{verb}: {names}"), verb=tr(HoldSession.caption), names=f"{sheet.row.day:%m-%d}"),
                fixed={"key": sheet.row.key, "version": sheet.row.version},
                initial={"held": sheet.row.held or sheet.row.hours, "log": sheet.row.log},
                then=lambda _sheet: self.ask(),
            )
            self.form.open()

    def chosen(self) -> AttendanceSheet | None:
        return self.grid.register.sheet_at(self.grid.chosen)

    # What comes

    def _take(self, key: UUID, register: CourseRegister) -> None:
        if self.course is None or self.course.row.key != key:
            return
        self.register = register
        moved = self.grid.show_register(register)
        if moved:
            self.messages.say(tr(MOVED, who=tr(COMMA).join(moved)), Kind.WARN)
        self.stack.setCurrentIndex(0 if register.sheets else 1)
        self._tell()
        self.read.emit(register)

    def _no_register(self, _error: Refused) -> None:
        """Who has no part in the course sees that there is nothing for them."""
        self.stack.setCurrentIndex(1)
        self._tell()

    def _saved(self, session: UUID, _sheet: AttendanceSheet) -> None:
        typed = self.grid.register.typed
        self.grid.register.typed = {place: each for place, each in typed.items() if place[0] != session}
        self.messages.dismiss()
        self.ask()

    def _refused(self, error: Refused) -> None:
        """What was typed stays, but for those whom someone else has marked."""
        if isinstance(error, AttendanceMoved):
            self.ask()
        else:
            self.messages.show_refusal(error)
        self._tell()

    def _tell_blocked(self) -> None:
        sheet = self.chosen()
        ahead = sheet is not None and self.register is not None and sheet.row.day > self.register.today
        self.messages.say(tr(AHEAD if ahead else NOT_HERE), Kind.WARN)

    def _tell(self) -> None:
        grid, sheet = self.grid.register, self.chosen()
        may = grid.may_type(self.grid.chosen)
        marked, all_of_them = grid.marked(self.grid.chosen)
        self.count.setText(self._counted(sheet, marked, all_of_them) if sheet else "")
        for part in (self.hold, self.rest, self.save):
            part.setVisible(grid.may_mark and bool(grid.sheets))
        self.hints.setVisible(grid.may_mark and bool(grid.learners))
        may_add = self.course is not None and self.course.may_teach
        self.add.setVisible(may_add and bool(grid.sheets))
        self.first.setVisible(may_add)
        self.save.setEnabled(self.is_unsaved)
        self.rest.setEnabled(may and marked < all_of_them)
        self.hold.setEnabled(may and not self.is_unsaved and marked == all_of_them)

    def _counted(self, sheet: AttendanceSheet, marked: int, all_of_them: int) -> str:
        number = self.grid.chosen - 1
        told = [
            tr(N_("session {number}"), number=number),
            tr(N_("marked {done} / {total}"), done=marked, total=all_of_them),
        ]
        told += [tr(N_("held"))] if sheet.row.held is not None else []
        told += [tr(N_("{count} not saved"), count=len(self.grid.register.typed))] if self.is_unsaved else []
        return DOT.join(told)

    # Putting it together

    def _lay_out(self) -> None:
        self.hints = KeyHints(
            ("1", tr(N_("present"))),
            ("2", tr(N_("late"))),
            ("3", tr(N_("on leave"))),
            ("4", tr(N_("absent"))),
        )
        self.head.insertWidget(2, self.hints)
        for part in (self.add, self.hold, self.rest, self.save):
            self.head.addWidget(part)
        self.stack.addWidget(self.grid)
        self.stack.addWidget(EmptyState(tr(N_("There is no session yet.")), "calendar", self.first))
        self.body.addWidget(self.messages)
        self.body.addWidget(self.stack, 1)
        self.setFocusProxy(self.grid)
        self._tell()

    def _key(self, key: str, does: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(does)


def session_form(parent: QWidget, desk: QtDesk, course: CourseDetail, known: Collection[UUID | None]) -> FormDialog:
    """A new session, with the first unit that has none. known: the units of the sessions that there are."""
    units = [(line.unit.id, line.unit.title) for line in course.units]
    due = next((line.unit for line in course.units if line.unit.id not in known), None)
    initial = {"unit": due.id, "topic": due.title, "hours": due.hours, "day": due.planned_on} if due else {}
    return FormDialog(
        parent,
        desk,
        AddSession,
        fixed={"course": course.row.key},
        initial=initial,
        choices={"unit": units},
    )
