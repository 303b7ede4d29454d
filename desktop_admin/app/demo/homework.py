"""The homework of a course, its marks, what they come to, and the certificates."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial

from desktop_admin.api.canteen.registers import ListWorkers, StopWorker
from desktop_admin.api.training.assignments import (
    AddAssignment,
    AssignmentRow,
    Criterion,
    ListSubmissions,
    MarkSubmission,
    ReadAssignment,
    ScoreGiven,
    SetAssignment,
    SubmissionRow,
    SubmissionState,
    SubmitWork,
)
from desktop_admin.api.training.certificates import CertificateRow, IssueCertificates, RevokeCertificate
from desktop_admin.api.training.enrolment import EnrolmentRow, EnrolmentState, ListEnrolments
from desktop_admin.api.training.grades import (
    EnterGrade,
    GradeItem,
    GradeKind,
    ReadGradeBook,
    ReleaseGrades,
    SetGradeItems,
)
from desktop_admin.app.demo.agenda import moment_of
from desktop_admin.app.demo.taught import ADMINISTRATOR, Way

DUE, MARKED, RELEASED, CERTIFIED = (timedelta(days=days) for days in (6, 8, 9, 12))  # after it was set
MOST = 500  # of a list
CRITERIA = (("内容准确", 50), ("方法可行", 30), ("表达清楚", 20))
WEIGHTS = (
    (GradeKind.HOMEWORK, "书面作业", 60),
    (GradeKind.ATTENDANCE, "出勤", 20),
    (GradeKind.ENTERED, "实操考核", 20),
)
TASK = "结合自己的工作写，500 字以内；抄录的内容注明出处。"
TEXT = "结合自己的工作，我写了以下几点：一、上岗前先核对要求；二、过程中留下记录；三、发现问题当场处置并报告。"
FEEDBACK = "要点齐全，举例具体；请把处置后的复查也写进去。"
GOOD, WEAK = (72, 98), (30, 45)  # per cent of the marks
FAILS, OFFICER = 5, "wangjg"  # who of the crew; who takes them off duty
LATE, UNMARKED = 2, 6  # of the course that still runs
LATE_REASON = "外出教研，回校后补交"


@dataclass
class Homework:
    way: Way
    set_on: date = field(init=False)
    row: AssignmentRow | None = field(default=None, init=False)
    weakest: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.set_on = self.way.session_day(self.way.told.after - 1)

    @property
    def runs(self) -> bool:
        return self.way.told.fate == "running"

    @property
    def given(self) -> AssignmentRow:
        if self.row is None:
            raise LookupError(self.way.told.homework)
        return self.row

    def enter(self) -> None:
        agenda = self.way.agenda
        agenda.on(self.set_on, time(17), self.set)
        agenda.on(self.set_on + MARKED, time(10), self.mark)
        if self.runs:
            return
        agenda.on(self.set_on + RELEASED, time(15), self.release)
        agenda.on(self.set_on + CERTIFIED, time(10), self.certify)
        agenda.on(self.set_on + CERTIFIED, time(11), self.way.close)

    def set(self) -> None:
        """Learners see it from now on; each hands in on a day of their own."""
        way, course = self.way, self.way.now.row.key
        criteria = tuple(Criterion(title=title, marks=Decimal(marks)) for title, marks in CRITERIA)
        due = moment_of(self.set_on + DUE, time(18))
        asked = AddAssignment(course=course, title=way.told.homework, text=TASK, due=due, criteria=criteria)
        self.row = way.ask(way.teacher, asked)
        way.ask(way.teacher, SetAssignment(self.row.key, self.row.version))
        self._count(self.row)
        people = way.ask(way.teacher, ListEnrolments(course=course, state=EnrolmentState.ACTIVE, limit=MOST)).rows
        for place, enrolment in enumerate(people):
            late = self.runs and place >= len(people) - LATE
            day = self.set_on + (DUE + timedelta(days=2) if late else timedelta(days=way.random.randint(1, 5)))
            at = time(way.random.randint(16, 21), way.random.randint(0, 59))
            way.agenda.on(day, at, partial(self.hand_in, enrolment, late=late))
        if way.told.crew:
            self.weakest = way.staff.with_role("canteen_worker")[FAILS].name

    def _count(self, row: AssignmentRow) -> None:
        """What counts in the grade book."""
        items = tuple(
            GradeItem(
                title=title,
                kind=kind,
                weight=Decimal(weight),
                assignment=row.key if kind is GradeKind.HOMEWORK else None,
            )
            for kind, title, weight in WEIGHTS
        )
        course = self.way.row()
        self.way.ask(self.way.teacher, SetGradeItems(course.key, course.version, items=items))

    def hand_in(self, enrolment: EnrolmentRow, *, late: bool) -> None:
        work = SubmitWork(assignment=self.given.key, text=TEXT, late_reason=LATE_REASON if late else "")
        self.way.ask(self.way.people[enrolment.key], work)

    def mark(self) -> None:
        """All of it; of a course that still runs, some is left."""
        way = self.way
        criteria = way.ask(way.teacher, ReadAssignment(self.given.key)).criteria
        waiting = ListSubmissions(assignment=self.given.key, state=SubmissionState.SUBMITTED, limit=MOST)
        rows = way.ask(way.teacher, waiting).rows
        for row in rows[: len(rows) - UNMARKED] if self.runs else rows:
            scores = tuple(ScoreGiven(each.id, self._of(row, each.marks)) for each in criteria)
            way.ask(way.teacher, MarkSubmission(row.key, row.version, scores=scores, feedback=FEEDBACK))

    def _of(self, row: SubmissionRow, most: Decimal) -> Decimal:
        return (most * self._share(row.learner)).quantize(Decimal(1))

    def _share(self, learner: str) -> Decimal:
        low, high = WEAK if learner == self.weakest else GOOD
        return Decimal(self.way.random.randint(low, high)) / 100

    def release(self) -> None:
        """The last item is entered by hand; then everyone's result is told at once."""
        way, course = self.way, self.way.now.row.key
        book = way.ask(way.teacher, ReadGradeBook(course))
        item = next(item.id for item in book.items if item.kind is GradeKind.ENTERED)
        for line in book.lines:
            if line.state is EnrolmentState.ACTIVE:
                mark = Decimal(100) * self._share(line.learner)
                way.ask(way.teacher, EnterGrade(enrolment=line.enrolment_key, item=item, mark=mark))
        row = way.row()
        way.ask(way.teacher, ReleaseGrades(row.key, row.version))

    def certify(self) -> None:
        """Where a course is over for good, one certificate was wrong and was issued again.

        Of the canteen's crew, who did not pass goes off duty until they have.
        """
        way = self.way
        if way.told.crew:
            officer = way.staff[OFFICER]
            found = way.ask(officer, ListWorkers(search=self.weakest, in_use=True)).rows
            for row in found:
                way.ask(officer, StopWorker(row.key, row.version))
        issued = self._issue()
        if way.told.fate == "archived":
            wrong = issued[1]
            why = "姓名用字有误，重新颁发"
            way.ask(way.staff[ADMINISTRATOR], RevokeCertificate(wrong.key, wrong.version, reason=why))
            self._issue()

    def _issue(self) -> tuple[CertificateRow, ...]:
        way = self.way
        lines = way.ask(way.teacher, ReadGradeBook(way.now.row.key)).lines
        asked = IssueCertificates(enrolments=tuple(line.enrolment_key for line in lines if line.may_issue))
        return way.ask(way.staff[ADMINISTRATOR], asked)
