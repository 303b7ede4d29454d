"""The grade book of a course: what counts, everybody's marks, results released and certified."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from desktop_admin.api.shown import choice_label, shown
from desktop_admin.api.training.base import FULL
from desktop_admin.api.training.certificates import IssueCertificates
from desktop_admin.api.training.grades import (
    EnterGrade,
    GradeBook,
    GradeEventLine,
    GradeItem,
    GradeKind,
    GradeLine,
    ReadGradeBook,
    ReadGradeEvents,
    ReleaseGrades,
    ReopenResult,
    SetGradeItems,
)
from desktop_admin.core.errors import Invalid, Refused
from desktop_admin.core.feed import Touched
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog, confirm
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.widgets import Card, EmptyState, Kind, PageHeader, button, page_layout, place_of
from desktop_admin.views.training import printing
from desktop_admin.views.training.choices import GradeBookChoices, HomeworkChoices
from desktop_admin.views.training.names import AREA, DOT, plain
from desktop_admin.views.training.rows import RowsEditor
from desktop_admin.views.training.table import Cell, CellTable, Column

BEFORE_MARKS = 2  # columns
ITEM_WIDTHS = {"title": 200, "kind": 120, "assignment": 220, "weight": 72}
RELEASE = N_("{names}: the learners see their results, and who has passed is credited with the class hours.")
HOW = N_("What counts towards the final mark; the weights are 100 % together.")


class ItemsDialog(Dialog):
    """What counts, with its weights."""

    def __init__(self, parent: QWidget, desk: QtDesk, book: GradeBook, homework: HomeworkChoices) -> None:
        title = tr(N_("{verb}: {names}"), verb=tr(SetGradeItems.caption), names=book.course)
        super().__init__(parent, title, tr(HOW), width=760)
        self._desk, self._book, self._id = desk, book, uuid7()
        self.items = RowsEditor(
            GradeItem,
            title=tr(N_("Items")),
            add=tr(N_("Add item")),
            widths=ITEM_WIDTHS,
            wide=("title", "assignment"),
            summed="weight",
            choices={"assignment": homework, "kind": [(kind, choice_label(kind)) for kind in GradeKind]},
            rows=book.items,
        )
        self.body.addWidget(self.items)
        self.body.addStretch(1)
        self.add_cancel()
        self.save = self.add_button(tr(N_("Save")), self._send, "primary")
        self._opened = self.items.standing()
        self.losing = lambda: self.items.standing() != self._opened
        self.items.edited.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        total = self.items.total()
        self.items.tell(tr(N_("{total} of 100 %"), total=plain(total)), right=total == FULL)

    def _send(self) -> None:
        try:
            items = self.items.read()
        except Invalid as error:
            self.messages.say(tr(N_("{field}: {reason}"), field=tr(N_("Items")), reason=error.reason), Kind.DANGER)
            return
        command = SetGradeItems(self._book.course_key, self._book.version, items=items)
        self._desk.ask(command, owner=self, then=lambda _book: self.accept(), failed=self.show_refusal)


class EventsDialog(Dialog):
    """The ledger of one learner's marks."""

    def __init__(self, parent: QWidget, desk: QtDesk, line: GradeLine) -> None:
        super().__init__(parent, tr(N_("Marks of {who}"), who=line.learner), icon_name="clock", width=760)
        columns = (
            Column(tr(N_("Time")), 130),
            Column(tr(N_("Grade item"))),
            Column(tr(N_("Source")), 130),
            Column(tr(N_("Marks")), 72, right=True),
            Column(tr(N_("Entered by")), 90),
            Column(tr(N_("Reason")), 140),
        )
        self.table = CellTable(self.windowTitle(), columns)
        self.table.setMinimumHeight(240)
        self.body.addWidget(self.table, 1)
        self.add_button(tr(N_("Close")), self.accept, "primary")
        desk.ask(ReadGradeEvents(line.enrolment_key), owner=self, then=self._take, failed=self.show_refusal)

    def _take(self, events: tuple[GradeEventLine, ...]) -> None:
        self.table.show_rows([_event(event) for event in events])


def _event(event: GradeEventLine) -> tuple[Cell, ...]:
    old = not event.in_force
    return (
        Cell(shown(event.at), quiet=True),
        Cell(event.item or tr(N_("Final mark")), bold=event.in_force, quiet=old),
        Cell(choice_label(event.source), quiet=old),
        Cell("—" if event.mark is None else plain(event.mark), bold=event.in_force, quiet=old),
        Cell(event.by, quiet=True),
        Cell(event.reason, quiet=True),
    )


class GradeBookPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self.desk, self._courses = desk, GradeBookChoices(desk)
        self._courses.follow(self)
        self.book: GradeBook | None = None
        self.dialog: Any = None  # the one that was opened last
        self._homework = HomeworkChoices(desk)
        self._homework.follow(self)
        self.header, self.messages, self.word = PageHeader(tr(N_("Grade book"))), MessageBar(), QuietWord()
        self.course = QComboBox()
        self.course.setAccessibleName(tr(N_("Course")))
        self.course.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.course.setMinimumWidth(260)
        self.card, self.table = Card(), CellTable(tr(N_("Grade book")), (), picks=True)
        self.nothing = EmptyState(tr(N_("Choose a course in which somebody takes part.")), "course")
        self.items = self._button(N_("What counts"), self._set_items, "settings")
        self.events = self._button(N_("History of marks"), self._show_events, "clock")
        self.reopen = self._button(ReopenResult.caption, self._reopen, "undo")
        self.issue = self._button(IssueCertificates.caption, self._issue, "check")
        self.release = button(tr(ReleaseGrades.caption), "primary")
        self.release.clicked.connect(self._ask_release)
        self._lay_out()
        self._fill()
        self.table.opened.connect(self._enter)
        self.course.activated.connect(self._choose)
        self._courses.learnt.connect(self._fill)
        Renewal(desk, self, AREA, self.ask, self._concerns)

    def show_course(self, key: UUID) -> None:
        self._fill()
        self.course.setCurrentIndex(place_of(self.course, key))
        self._choose(0)

    def ask(self) -> None:
        key = self.course.currentData()
        if key is not None:
            self.desk.ask(ReadGradeBook(key), owner=self, then=self._take, failed=self._nobody)

    # What comes

    def _fill(self) -> None:
        """The courses, with the one that is shown still chosen."""
        chosen = self.course.currentData()
        self.course.clear()
        for key, text in self._courses():
            self.course.addItem(text, key)
        self.course.setCurrentIndex(max(0, place_of(self.course, chosen)))
        if self.course.currentData() != chosen:
            self._choose(0)

    def _choose(self, _place: int) -> None:
        key = self.course.currentData()
        if key is not None:
            self._homework.of(key)
            self.ask()

    def _nobody(self, _error: Refused) -> None:
        self.book = None
        self._show()

    def _take(self, book: GradeBook) -> None:
        if book.course_key == self.course.currentData():
            self.book = book
            self._show()

    def _show(self) -> None:
        book = self.book
        self.table.setVisible(book is not None and bool(book.lines))
        self.nothing.setVisible(book is None or not book.lines)
        may, lines = book is not None and book.may_edit, book.lines if book is not None else ()
        self.items.setEnabled(may)
        self.release.setEnabled(may and any(line.final is not None and line.released_at is None for line in lines))
        self.issue.setEnabled(any(line.may_issue for line in lines) and self._may(IssueCertificates))
        self.reopen.setEnabled(self._may(ReopenResult) and any(line.released_at is not None for line in lines))
        self.events.setEnabled(bool(lines))
        if book is None:
            self.header.context.setText("")
            return
        told = (
            tr(N_("pass with {marks} marks"), marks=plain(book.pass_mark)),
            tr(
                N_("{passed} passed, {failed} failed, {open} open"),
                passed=book.passed,
                failed=book.failed,
                open=book.open,
            ),
        )
        self.header.context.setText(DOT.join(told))
        self.table.show_rows([_line(line) for line in book.lines], _columns(book))

    # What is done

    def _enter(self, row: int) -> None:
        """Enter on a mark that is entered by a person."""
        line, item = self._line(row), self._item(self.table.currentIndex().column())
        if line is None or self.book is None or not self._may(EnterGrade):
            return
        if item is None or item.kind is not GradeKind.ENTERED:
            self._show_events()
            return
        place = self.book.items.index(item)
        seen = line.marks[place]
        self.dialog = FormDialog(
            self,
            self.desk,
            EnterGrade,
            title=tr(N_("{item}: {who}"), item=item.title, who=line.learner),
            verb=tr(N_("Save")),
            fixed={"enrolment": line.enrolment_key, "item": item.id, "seen": seen},
            initial={} if seen is None else {"mark": seen},
            then=self._take,
        )
        self.dialog.open()

    def _set_items(self) -> None:
        if self.book is not None:
            self.dialog = ItemsDialog(self, self.desk, self.book, self._homework)
            self.dialog.accepted.connect(self.ask)
            self.dialog.open()

    def _ask_release(self) -> None:
        """Of everyone whose marks are all there; who is not done yet is released later."""
        book = self.book
        if book is None:
            return
        ready = [line for line in book.lines if line.final is not None and line.released_at is None]
        names = tr(N_("{count} learners"), count=len(ready))
        title = tr(N_("{verb}: {names}"), verb=tr(ReleaseGrades.caption), names=book.course)
        command = ReleaseGrades(book.course_key, book.version, enrolments=tuple(line.enrolment_key for line in ready))

        def send() -> None:
            self.desk.ask(command, owner=self, then=self._take, failed=self.messages.show_refusal)

        self.dialog = confirm(self, title, tr(RELEASE, names=names), tr(ReleaseGrades.caption), send)

    def _issue(self) -> None:
        book = self.book
        if book is not None:
            due = tuple(line.enrolment_key for line in book.lines if line.may_issue)
            command = IssueCertificates(enrolments=due)
            self.desk.ask(command, owner=self, then=self._issued, failed=self.messages.show_refusal)

    def _issued(self, made: tuple[Any, ...]) -> None:
        self.word.say(tr(N_("{count} certificates issued"), count=len(made)))
        self.ask()

    def _reopen(self) -> None:
        line = self._line(self.table.currentIndex().row())
        if line is None or line.released_at is None:
            self.messages.say(tr(N_("Choose a learner whose result has been released.")), Kind.WARN)
            return
        self.dialog = FormDialog(
            self,
            self.desk,
            ReopenResult,
            title=tr(N_("{verb}: {names}"), verb=tr(ReopenResult.caption), names=line.learner),
            fixed={"key": line.enrolment_key, "version": line.version},
            then=self._take,
        )
        self.dialog.open()

    def _show_events(self) -> None:
        line = self._line(self.table.currentIndex().row())
        if line is not None:
            self.dialog = EventsDialog(self, self.desk, line)
            self.dialog.open()

    def _print(self) -> None:
        if self.book is not None:
            self.dialog = printing.print_about(self, self.desk, printing.GRADES, self.book.course_key)

    # Small things

    def _line(self, row: int) -> GradeLine | None:
        return self.book.lines[row] if self.book is not None and 0 <= row < len(self.book.lines) else None

    def _item(self, column: int) -> GradeItem | None:
        place = column - BEFORE_MARKS
        return self.book.items[place] if self.book is not None and 0 <= place < len(self.book.items) else None

    def _may(self, command: type[Any]) -> bool:
        return self.desk.actor.may(command.permission)

    def _button(self, text: str, clicked: Any, icon_name: str) -> QPushButton:
        made = button(tr(text), icon_name=icon_name)
        made.clicked.connect(clicked)
        return made

    def _concerns(self, _touched: Touched) -> bool:
        return self.course.currentData() is not None

    def _lay_out(self) -> None:
        page, inside = page_layout(self), QVBoxLayout()
        self.header.add(self.word)
        self.header.add(self.course)
        print_button = printing.print_button(self.desk, printing.GRADES, self._print)
        foot = PageHeader("")
        foot.title.hide()
        for part in (self.items, self.events, self.reopen, self.issue):
            foot.add(part)
        if print_button is not None:
            foot.add(print_button)
        foot.add(self.release)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.nothing, 1)
        self.card.body.addLayout(inside, 1)
        self.card.body.addWidget(foot)
        page.addWidget(self.header)
        page.addWidget(self.messages)
        page.addWidget(self.card, 1)
        self.setFocusProxy(self.table)
        self._show()


def _columns(book: GradeBook) -> tuple[Column, ...]:
    marks = [
        Column(f"{item.title} {plain(item.weight)}%", 0 if len(book.items) <= 5 else 110, right=True)  # noqa: PLR2004 - fits
        for item in book.items
    ]
    return (
        Column(tr(N_("Learner")), 110),
        Column(tr(N_("Department")), 110),
        *marks,
        Column(tr(N_("Attendance")), 84, right=True),
        Column(tr(N_("Final mark")), 84, right=True),
        Column("", 100),
        Column(tr(N_("Certificate no.")), 150),
    )


def _line(line: GradeLine) -> tuple[Cell, ...]:
    final = "" if line.final is None else plain(line.final)
    return (
        Cell(line.learner, bold=True),
        Cell(line.department, quiet=True),
        *(_mark(mark) for mark in line.marks),
        Cell("—" if line.attendance is None else f"{plain(line.attendance)} %", quiet=True),
        Cell(final or "—", bold=True),
        _state(line),
        Cell(line.certificate, quiet=True),
    )


def _mark(mark: Decimal | None) -> Cell:
    return Cell("—", quiet=True) if mark is None else Cell(plain(mark))


def _state(line: GradeLine) -> Cell:
    if line.passed is None:
        return Cell(tr(N_("open marks")), Kind.NEUTRAL)
    text = tr(N_("passed")) if line.passed else tr(N_("not passed"))
    if line.released_at is None:
        return Cell(tr(N_("to be released")), Kind.INFO)
    return Cell(text, Kind.OK if line.passed else Kind.DANGER)
