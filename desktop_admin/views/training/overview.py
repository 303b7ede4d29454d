"""开课: the courses that run, the next sessions, and what waits for who looks after them."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_admin.api.base import Page, PageQuery
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.api.training.assignments import AssignmentRow, ListAssignments, SubmitWork
from desktop_admin.api.training.courses import CourseRow, CourseState, ListCourses
from desktop_admin.api.training.enrolment import AcknowledgeRules, EnrolmentRow, EnrolmentState, ListEnrolments
from desktop_admin.api.training.sessions import ListSessions, SessionRow
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.opening import Opens
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.kit.tasks import TaskCard, ToDo
from desktop_admin.views.kit.widgets import Card, EmptyState, Kind, PageHeader, page_layout
from desktop_admin.views.training.choices import MOST
from desktop_admin.views.training.course import APPROVAL, PEOPLE, TEACHING, CourseScreen
from desktop_admin.views.training.enrolling import acknowledge
from desktop_admin.views.training.hand_in import open_homework
from desktop_admin.views.training.names import AREA, DOT, HOMEWORK, NAME, RUNNING, plain
from desktop_admin.views.training.table import Cell, CellTable, Column

MOST_SESSIONS = 12
NOTHING_RUNS = N_("No course runs now. Courses are written and published in the library.")
MAY_TEACH = Permission.TRAINING_COURSE_TEACH


class RunningPage(Opens):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.courses: tuple[CourseRow, ...] = ()
        self._waits: dict[str, list[ToDo]] = {}
        self.dialog: Dialog | None = None  # the one that was opened last
        first = QWidget()
        page, grid = page_layout(first), QGridLayout()
        self.header = PageHeader(tr(RUNNING))
        self.running, self.table = Card(tr(N_("Courses")), " "), CellTable(tr(RUNNING), _columns(), picks=True)
        self.empty = EmptyState(
            tr(N_("No course runs now. Courses are written and published in the library.")), "course"
        )
        self.tasks, self.next = (
            TaskCard(tr(N_("My to-dos"))),
            TaskCard(tr(N_("Next sessions")), N_("No session is planned."), first=False),
        )
        self.running.body.addWidget(self.table, 1)
        self.running.body.addWidget(self.empty, 1)
        self.empty.hide()
        grid.setSpacing(12)
        grid.addWidget(self.running, 0, 0, 2, 1)
        grid.addWidget(self.tasks, 0, 1)
        grid.addWidget(self.next, 1, 1)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 3)
        page.addWidget(self.header)
        page.addLayout(grid, 1)
        first.setFocusProxy(self.table)
        self.hold(first)
        self.table.opened.connect(self._open_row)
        Renewal(desk, self, AREA, self.ask)
        self.ask()

    def ask(self) -> None:
        ask: Callable[..., None] = partial(self.desk.ask, owner=self, failed=nothing)
        ask(ListCourses(state=CourseState.PUBLISHED, limit=MOST), then=self._take_courses)
        ask(ListSessions(held=False, limit=MOST_SESSIONS), then=self._take_sessions)
        for name, query, tell in self._questions():
            ask(query, then=partial(self._take_waiting, name, tell))

    def open_course(self, key: UUID, pane: int = TEACHING) -> None:
        screen = self.open_screen(CourseScreen, key)
        if isinstance(screen, CourseScreen):
            screen.show_pane(pane)

    # What comes

    def _take_courses(self, page: Page[CourseRow]) -> None:
        """One's own first."""
        me = self.desk.actor.account_id
        self.courses = tuple(sorted(page.rows, key=lambda row: row.teacher_key != me))
        self.running.count.setText(tr(N_("{count} courses"), count=page.total) if page.total else "")
        self.table.show_rows([_row(row) for row in self.courses])
        self.table.setVisible(bool(self.courses))
        self.empty.setVisible(not self.courses)

    def _take_sessions(self, page: Page[SessionRow]) -> None:
        self.next.show_tasks([self._session(row) for row in page.rows])
        self.next.count.setText("")

    def _session(self, row: SessionRow) -> ToDo:
        starts = f"{row.starts:%H:%M}" if row.starts else ""
        told = DOT.join(part for part in (row.course, starts, row.place) if part)
        day, today = row.day, school_day()
        kind = Kind.INFO if day > today else Kind.WARN
        state = tr(N_("today")) if day == today else shown(day, today=today)
        return ToDo(row.topic or row.unit or row.course, told, state, kind, tr(N_("Open")), self._to(row.course_key))

    def _questions(self) -> list[tuple[str, PageQuery[Any], Callable[[Any], ToDo]]]:
        """What could wait for this person: what to ask, and how a row of it is told."""
        may = self.desk.actor.may
        found: list[tuple[str, PageQuery[Any], Callable[[Any], ToDo]]] = []
        if may(Permission.TRAINING_COURSE_REVIEW):
            found.append(("review", ListCourses(state=CourseState.SUBMITTED, limit=30), self._to_review))
        if may(Permission.TRAINING_COURSE_MANAGE):
            found.append(("publish", ListCourses(state=CourseState.APPROVED, limit=30), self._to_publish))
            found.append(("overdue", ListCourses(overdue=True, limit=30), self._overdue))
        if may(MAY_TEACH):
            found.append(("returned", ListCourses(state=CourseState.RETURNED, mine=True, limit=30), self._returned))
            found.append(("confirm", ListEnrolments(state=EnrolmentState.APPLIED, limit=30), self._to_confirm))
        if may(AcknowledgeRules.permission):
            kept = ListEnrolments(state=EnrolmentState.APPROVED, mine=True, limit=30)
            found.append(("kept", kept, self._to_acknowledge))
            found.append(("hand in", ListAssignments(mine=True, limit=30), self._to_hand_in))
        if may(Permission.TRAINING_ASSIGNMENT_MARK):
            found.append(("mark", ListAssignments(to_mark=True, limit=30), self._to_mark))
        return found

    def _take_waiting(self, name: str, tell: Callable[[Any], ToDo], page: Page[Any]) -> None:
        self._waits[name] = [tell(row) for row in page.rows]
        to_do = [each for tasks in self._waits.values() for each in tasks]
        self.tasks.show_tasks(to_do)
        window = self.window()
        if isinstance(window, MainWindow):
            window.set_badge(NAME, len(to_do))

    # To-dos

    def _to(self, course: UUID, pane: int = TEACHING) -> Callable[[], object]:
        return lambda: self.open_course(course, pane)

    def _to_review(self, row: CourseRow) -> ToDo:
        told = tr(N_("{who}, revision {revision}"), who=row.teacher, revision=row.revision)
        go = self._to(row.key, APPROVAL)
        return ToDo(row.title, told, tr(N_("to review")), Kind.INFO, tr(N_("Review")), go)

    def _to_publish(self, row: CourseRow) -> ToDo:
        go = self._to(row.key, APPROVAL)
        return ToDo(row.title, row.teacher, tr(N_("to publish")), Kind.INFO, tr(N_("Open")), go)

    def _overdue(self, row: CourseRow) -> ToDo:
        day = f"{row.review_due:%m-%d}" if row.review_due else ""
        told = tr(N_("Its review was due on {day}; nobody new is enrolled."), day=day)
        return ToDo(row.title, told, tr(N_("overdue")), Kind.DANGER, tr(N_("Open")), self._to(row.key, APPROVAL))

    def _returned(self, row: CourseRow) -> ToDo:
        told = tr(N_("The review returned it with a reason."))
        return ToDo(row.title, told, tr(N_("returned")), Kind.WARN, tr(N_("Open")), self._to(row.key, APPROVAL))

    def _to_confirm(self, row: Any) -> ToDo:
        told = DOT.join(part for part in (row.learner, row.department) if part)
        go = self._to(row.course_key, PEOPLE)
        return ToDo(row.course, told, tr(N_("applied")), Kind.INFO, tr(N_("Confirm")), go)

    def _to_acknowledge(self, row: EnrolmentRow) -> ToDo:
        told = tr(N_("A seat is kept for you until you acknowledge the rules."))
        return ToDo(
            row.course, told, choice_label(row.state), Kind.WARN, tr(AcknowledgeRules.caption), partial(self._read, row)
        )

    def _read(self, row: EnrolmentRow) -> None:
        self.dialog = acknowledge(self, self.desk, row, lambda _row: self.ask())

    def _to_hand_in(self, row: AssignmentRow) -> ToDo:
        told = DOT.join((row.course, tr(N_("due {due}"), due=shown(row.due, today=school_day()))))
        state = tr(N_("overdue")) if row.past else tr(N_("homework to do"))
        kind = Kind.DANGER if row.past else Kind.INFO
        go = partial(open_homework, self, self.desk, row, self._keep)
        return ToDo(row.title, told, state, kind, tr(SubmitWork.caption), go)

    def _keep(self, dialog: Dialog) -> None:
        self.dialog = dialog

    def _to_mark(self, row: Any) -> ToDo:
        told = tr(N_("{course}: {count} to be marked"), course=row.course, count=row.unmarked)
        late = bool(row.overdue)
        state = tr(N_("overdue")) if late else tr(N_("to be marked"))
        return ToDo(row.title, told, state, Kind.DANGER if late else Kind.INFO, tr(N_("Mark")), self._to_homework)

    def _to_homework(self) -> None:
        window = self.window()
        if isinstance(window, MainWindow):
            window.go(NAME, HOMEWORK)

    def _open_row(self, place: int) -> None:
        self.open_course(self.courses[place].key)


def _columns() -> tuple[Column, ...]:
    return (
        Column(tr(N_("Course"))),
        Column(tr(N_("Teacher")), 84),
        Column(tr(N_("Class hours")), 72, right=True),
        Column(tr(N_("Enrolment")), 84, right=True),
        Column(tr(N_("Queue")), 72, right=True),
        Column("", 112, right=True),
    )


def _row(row: CourseRow) -> tuple[Cell, ...]:
    full = row.taken >= row.capacity
    state = (
        (N_("enrolment closed"), Kind.NEUTRAL)
        if not row.open
        else (N_("all seats taken"), Kind.WARN)
        if full
        else (N_("seats free"), Kind.OK)
    )
    state = (N_("Review overdue"), Kind.DANGER) if row.overdue else state
    return (
        Cell(row.title, bold=True),
        Cell(row.teacher, quiet=True),
        Cell(plain(row.hours)),
        Cell(f"{row.taken} / {row.capacity}"),
        Cell(str(row.waiting) if row.waiting else "", quiet=True),
        Cell(tr(state[0]), state[1]),
    )
