"""The two cards over the attendance: the teaching plan against what was held, and the enrolment."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.training.courses import CourseDetail, EditEnrolment, UnitLine
from desktop_admin.api.training.enrolment import SEATED, EnrolmentRow, EnrolmentState
from desktop_admin.api.training.sessions import AttendanceSheet, CourseRegister
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.widgets import RIGHT, Banner, Card, ElidedLabel, Kind, discard, label, link
from desktop_admin.views.training.names import COMMA, DOT, plain
from desktop_admin.views.training.table import Cell, CellTable, Column

ENROLMENT_WIDTH = 340  # pixels, at least
PLAN_ROW = 28  # pixels
MOST_DEPARTMENTS = 4
ABSENT_TWICE = 2  # absences from which a learner is named


class PlanCard(Card):
    """Each unit with its day, its hours and what was held of them."""

    def __init__(self, edit: Callable[[], object]) -> None:
        super().__init__(tr(N_("Teaching plan")), " ")
        self.edit = link(tr(N_("Edit plan")), edit)
        self.head.addWidget(self.edit)
        self.course: CourseDetail | None = None
        self.sheets: tuple[AttendanceSheet, ...] = ()
        self.today = date.min
        self.table = CellTable(tr(N_("Teaching plan")), self._columns(), row=PLAN_ROW)
        self.table.setMinimumHeight(140)
        self.body.addWidget(self.table, 1)

    def show_course(self, course: CourseDetail) -> None:
        self.course = course
        units = tr(N_("{count} plan units"), count=len(course.units))
        held = tr(
            N_("{held} of {hours} class hours held"), held=plain(course.held_hours), hours=plain(course.row.hours)
        )
        self.count.setText(DOT.join((units, held)))
        self.edit.setVisible(course.may_teach)
        self._show()

    def show_register(self, register: CourseRegister) -> None:
        self.sheets, self.today = register.sheets, register.today
        self._show()

    @staticmethod
    def _columns() -> tuple[Column, ...]:
        return (
            Column(tr(N_("No.")), 44),
            Column(tr(N_("Date")), 76),
            Column(tr(N_("Content"))),
            Column(tr(N_("Teacher")), 96),
            Column(tr(N_("Class hours")), 76, right=True),
            Column("", 104, right=True),
        )

    def _show(self) -> None:
        lines = self.course.units if self.course is not None else ()
        self.table.show_rows([self._row(place, line) for place, line in enumerate(lines, 1)])

    def _row(self, place: int, line: UnitLine) -> tuple[Cell, ...]:
        mine = [sheet.row for sheet in self.sheets if sheet.row.unit_id == line.unit.id]
        day = mine[0].day if mine else line.unit.planned_on
        teacher = tr(COMMA).join(dict.fromkeys(row.teacher for row in mine))
        state, kind = _progress(line, [row.day for row in mine], self.today)
        return (
            Cell(str(place), quiet=True),
            Cell(f"{day:%m-%d}" if day else "—", quiet=True),
            Cell(line.unit.title, bold=kind is Kind.EDIT),
            Cell(teacher or (self.course.row.teacher if self.course else ""), quiet=True),
            Cell(plain(line.unit.hours)),
            Cell(state, kind),
        )


def _progress(line: UnitLine, days: Sequence[date], today: date) -> tuple[str, Kind]:
    if line.held >= line.unit.hours:
        return tr(N_("done")), Kind.OK
    if line.held:
        return tr(N_("{held} held"), held=plain(line.held)), Kind.EDIT
    if today in days:
        return tr(N_("today")), Kind.EDIT
    return tr(N_("scheduled")) if days else tr(N_("not begun yet")), Kind.NEUTRAL


class EnrolmentCard(Card):
    def __init__(self, people: Callable[[], object], settings: Callable[[], object]) -> None:
        super().__init__(tr(N_("Enrolment")))
        self.settings = link(tr(EditEnrolment.caption), settings)
        self.people = link(tr(N_("Manage people")), people)
        self.head.addWidget(self.settings)
        self.head.addWidget(self.people)
        self.taken, self.of, self.waiting = label("", "kpi"), label("", "quiet"), ElidedLabel("", "small")
        self.waiting.setAlignment(RIGHT)
        self.bar, self.note = QProgressBar(), Banner("", Kind.WARN)
        self.bar.setTextVisible(False)
        self._waits: list[str] = []
        self._absent: list[str] = []
        self._departments: QWidget | None = None
        self._list = QVBoxLayout()
        self._lay_out()

    def show_course(self, course: CourseDetail) -> None:
        row = course.row
        self.taken.setText(str(row.taken))
        self.of.setText(tr(N_("/ {count} seats"), count=row.capacity))
        state = tr(N_("enrolment open")) if row.open else tr(N_("enrolment closed"))
        waiting = [tr(N_("{count} on the waiting list"), count=row.waiting)] if row.waiting else []
        self.waiting.setText(DOT.join((*waiting, state)))
        self.bar.setRange(0, max(row.capacity, 1))
        self.bar.setValue(min(row.taken, row.capacity))
        self.bar.setAccessibleName(f"{self.taken.text()} {self.of.text()}")
        self.people.setVisible(course.may_teach)
        self.settings.setVisible(course.may_teach)

    def show_people(self, page: Page[EnrolmentRow]) -> None:
        """By department, the largest first."""
        seated = Counter(row.department for row in page.rows if row.state in SEATED)
        if self._departments is not None:
            discard(self._list, self._departments)
        self._departments = _departments(seated.most_common())
        self._list.addWidget(self._departments)
        applied = sum(row.state is EnrolmentState.APPLIED for row in page.rows)
        unread = sum(row.state is EnrolmentState.APPROVED for row in page.rows)
        self._waits = [tr(N_("{count} applications wait for a confirmation."), count=applied)] if applied else []
        self._waits += [tr(N_("{count} have not acknowledged the rules yet."), count=unread)] if unread else []
        self._tell()

    def show_register(self, register: CourseRegister, absences: Sequence[int]) -> None:
        """absences: of each learner."""
        often = sum(count >= ABSENT_TWICE for count in absences)
        told = tr(N_("Absent twice or more: {count}."), count=often)
        self._absent = [told] if often and register.may_mark else []
        self._tell()

    def _tell(self) -> None:
        sentences = self._absent + self._waits
        if sentences:
            self.note.say(" ".join(sentences), Kind.WARN)
        self.note.setVisible(bool(sentences))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.taken)
        row.addWidget(self.of)
        row.addWidget(self.waiting, 1)
        self._list.setContentsMargins(0, 4, 0, 0)
        self.body.setSpacing(5)
        self.body.addLayout(row)
        self.body.addWidget(self.bar)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.body.addWidget(self.note)
        self.note.hide()
        self.setFixedWidth(max(ENROLMENT_WIDTH, self.sizeHint().width()))


def _departments(counted: list[tuple[str, int]]) -> QWidget:
    made, rows = QWidget(), QVBoxLayout()
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(4)
    shown = counted if len(counted) <= MOST_DEPARTMENTS else counted[: MOST_DEPARTMENTS - 1]
    rest = sum(count for _, count in counted[len(shown) :])
    for name, count in [*shown, *([(tr(N_("others")), rest)] if rest else [])]:
        row = QHBoxLayout()
        row.addWidget(label(name or "—", "quiet"))
        row.addStretch(1)
        row.addWidget(label(str(count)))
        rows.addLayout(row)
    made.setLayout(rows)
    return made
