"""我的课程: a learner's own courses, homework, certificates and class hours."""

from typing import Any

from msgspec.structs import replace

from desktop_admin.api.lists import Action
from desktop_admin.api.training.assignments import AssignmentRow
from desktop_admin.api.training.courses import CourseRow
from desktop_admin.api.training.enrolment import (
    AcknowledgeRules,
    EnrolmentRow,
    EnrolmentState,
    EnrolMyself,
    WithdrawEnrolment,
)
from desktop_admin.api.training.lists import ASSIGNMENTS, CERTIFICATES, COURSES, CREDITS, ENROLMENTS
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.opening import Opens
from desktop_admin.views.kit.switched import Switched
from desktop_admin.views.kit.widgets import button
from desktop_admin.views.training.certificate import CertificateFacts
from desktop_admin.views.training.course import CourseScreen
from desktop_admin.views.training.enrolling import acknowledge, enrol, enrolled_text
from desktop_admin.views.training.hand_in import open_homework

COURSES_OF_MINE, TO_ENROL, TO_DO, EARNED, HOURS = range(5)


def _seat_kept(row: EnrolmentRow) -> bool:
    return row.state is EnrolmentState.APPROVED


OWN = replace(
    ENROLMENTS,
    person=False,
    name="training-mine",
    title=N_("My courses"),
    columns=("course", "state", "place", "applied_at", "mark", "attendance", "ended_on", "course_number"),
    row_title="course",
    chips=ENROLMENTS.chips[:2],
    actions=(
        Action(AcknowledgeRules, fits=_seat_kept, bulk=False, icon="check"),
        *(action for action in ENROLMENTS.actions if action.command is WithdrawEnrolment),
    ),
    export=None,
    hidden=("course_number",),
    quiet=("course_number",),
    search_hint=N_("Course"),
    empty=N_("You are enrolled in no course yet. Choose one under “Open courses”."),
    widths={"course": 280},
)
OFFERED = replace(
    COURSES,
    name="training-offered",
    title=N_("Open courses"),
    columns=("title", "subject", "teacher", "hours", "capacity", "taken", "waiting", "number"),
    chips=(),
    export=None,
    hidden=("number",),
    empty=N_("No course takes anybody new now."),
    widths={"title": 280},
    unsortable=("taken", "waiting"),
)
TASKS = replace(
    ASSIGNMENTS,
    name="training-my-homework",
    title=N_("My homework"),
    columns=("title", "course", "due", "marks", "mine"),
    chips=ASSIGNMENTS.chips[:1],
    actions=(),
    export=None,
    hidden=(),
    unsortable=("mine",),
    widths={"title": 260, "course": 220, "due": 140},
)
PAPERS = replace(
    CERTIFICATES,
    person=False,
    name="training-my-certificates",
    title=N_("My certificates"),
    columns=("course", "number", "hours", "mark", "issued_on", "valid_until", "status"),
    row_title="course",
    chips=(),
    actions=(),
    export=None,
    hidden=(),
    empty=N_("You have no certificate yet."),
    unsortable=("status",),
    widths={"course": 260, "number": 150},
)
CREDITED = replace(
    CREDITS,
    person=False,
    name="training-my-hours",
    title=N_("My class hours"),
    columns=("title", "day", "source", "hours", "certificate"),
    row_title="title",
    actions=(),
    new=None,
    export=None,
    hidden=(),
    unsortable=("certificate",),
    widths={"title": 300},
)


class OfferedPart(ListPage):
    """What one can enrol in; Enter opens the course."""

    def __init__(self, desk: QtDesk, home: "MinePage") -> None:
        super().__init__(desk, OFFERED, fixed={"open": True}, opens=home.open_course)
        self._home = home
        self.enrol = button(tr(EnrolMyself.caption), "primary", "plus")
        self.enrol.clicked.connect(self._enrol)
        self.header.add(self.enrol)
        self.table.selectionModel().currentRowChanged.connect(self._tell)
        self.rows.found.connect(self._tell)
        self._tell()

    def _tell(self, *_: object) -> None:
        self.enrol.setEnabled(self.table.current_record() is not None)

    def _enrol(self) -> None:
        row = self.table.current_record()
        if isinstance(row, CourseRow):
            self._home.dialog = enrol(self, self.desk, row, self._enrolled)

    def _enrolled(self, row: EnrolmentRow) -> None:
        self.messages.say(*enrolled_text(row))
        self.rows.refresh()


class MinePage(Opens):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.dialog: Any = None  # the one that was opened last
        self.parts = Switched(
            (
                (OWN.title, self._own),
                (OFFERED.title, lambda: OfferedPart(desk, self)),
                (TASKS.title, self._tasks),
                (PAPERS.title, lambda: ListPage(desk, PAPERS, fixed={"mine": True}, details=CertificateFacts)),
                (CREDITED.title, lambda: ListPage(desk, CREDITED, fixed={"person": desk.actor.account_id})),
            )
        )
        self.hold(self.parts)

    def open_course(self, row: Any) -> None:
        self.open_screen(CourseScreen, getattr(row, "course_key", None) or row.key)

    def part(self, place: int) -> ListPage:
        page = self.parts.show_part(place)
        if not isinstance(page, ListPage):
            raise TypeError(page)
        return page

    def _own(self) -> ListPage:
        page = ListPage(self.desk, OWN, fixed={"mine": True}, opens=self.open_course)
        page.doer.ways[AcknowledgeRules] = self._acknowledge
        return page

    def _tasks(self) -> ListPage:
        return ListPage(self.desk, TASKS, fixed={"learnt": True}, opens=self._open_task)

    def _acknowledge(self, row: EnrolmentRow) -> None:
        def done(answer: EnrolmentRow) -> None:
            self.part(COURSES_OF_MINE).messages.say(*enrolled_text(answer))

        self.dialog = acknowledge(self, self.desk, row, done)

    def _open_task(self, row: AssignmentRow) -> None:
        open_homework(self, self.desk, row, self._keep)

    def _keep(self, dialog: Dialog) -> None:
        self.dialog = dialog
