"""One course: its plan against what was held, its seats, its attendance, and the steps of its approval."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.shown import choice_label
from desktop_admin.api.training.courses import CourseDetail, EditEnrolment, ReadCourse
from desktop_admin.api.training.enrolment import EnrolmentRow, EnrolMyself, ListEnrolments
from desktop_admin.api.training.flows import COURSE_FLOW, ApproveCourse
from desktop_admin.api.training.sessions import CourseRegister
from desktop_admin.core.feed import Touched
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.offers import OfferBar, Subject
from desktop_admin.views.kit.opening import Screen
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.switched import hand_over
from desktop_admin.views.kit.widgets import Banner, Kind, PageHeader, Pill, Segmented, button, page_layout
from desktop_admin.views.training import printing
from desktop_admin.views.training.approval import ApprovalPane
from desktop_admin.views.training.attendance import AttendanceCard
from desktop_admin.views.training.cards import EnrolmentCard, PlanCard
from desktop_admin.views.training.checks import CheckDialog
from desktop_admin.views.training.choices import MOST, PeopleChoices, ResourceChoices
from desktop_admin.views.training.enrolling import enrol, enrolled_text
from desktop_admin.views.training.names import AREA, DOT, hours
from desktop_admin.views.training.of_course import PeoplePane, SessionsPane
from desktop_admin.views.training.plan_form import PlanDialog

TEACHING, PEOPLE, SESSIONS, APPROVAL = range(4)
PANES = (N_("Teaching"), N_("Learners"), N_("Sessions"), N_("Plan and approval"))
OWN = {TEACHING: N_("Lessons"), APPROVAL: N_("Plan")}
"""For who only learns: the others, and what was decided by whom, are not theirs to know."""


class CourseScreen(Screen):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.course: CourseDetail | None = None
        self.dialog: Any = None  # the one that was opened last
        self._key: UUID | None = None
        self._people, self._resources = PeopleChoices(desk), ResourceChoices(desk)
        self._people.follow(self)
        self._resources.follow(self)
        self.header, self.state = PageHeader(""), Pill("", Kind.NEUTRAL)
        self.panes, self.own = Segmented([tr(each) for each in PANES]), Segmented([tr(each) for each in OWN.values()])
        self.stack, self.told = QStackedWidget(), Banner()
        self.plan = PlanCard(self.edit_plan)
        self.enrolment = EnrolmentCard(partial(self.show_pane, PEOPLE), self._edit_enrolment)
        self.attendance = AttendanceCard(desk)
        self.approval = ApprovalPane(desk, self._resources, self.edit_plan)
        self.people: PeoplePane | None = None
        self.sessions: SessionsPane | None = None
        self.enrol = button(tr(EnrolMyself.caption), "primary")
        self.bar = OfferBar(desk, [step.command for step in COURSE_FLOW.steps], ways={ApproveCourse: self._approve})
        self._lay_out()
        self._connect()

    # What is asked for

    def show_record(self, key: UUID) -> None:
        if key != self._key:
            self._key, self.course = key, None
            self.told.hide()
            self.show_pane(TEACHING)
            for pane in (self.people, self.sessions):
                if pane is not None:
                    self.stack.removeWidget(pane)
                    pane.deleteLater()
            self.people = self.sessions = None
        self.ask()

    def ask(self) -> None:
        if self._key is not None:
            self._desk.ask(ReadCourse(key=self._key), owner=self, then=self._take)

    def unsaved(self) -> bool:
        return self.attendance.is_unsaved

    def forget(self) -> None:
        self.attendance.grid.register.forget()

    def show_pane(self, pane: int) -> None:
        if pane in {PEOPLE, SESSIONS} and self.course is not None:
            self._show_list(pane, self.course)
        else:
            self.stack.setCurrentIndex(0 if pane == TEACHING else 1)
        self.panes.choose(pane)
        self.own.choose(list(OWN).index(pane) if pane in OWN else -1)
        hand_over(self.panes, self.attendance if pane == TEACHING else self.stack.currentWidget() or self.stack)

    def _show_own(self, place: int) -> None:
        self.show_pane(list(OWN)[place])

    # What comes

    def _take(self, course: CourseDetail) -> None:
        if course.row.key != self._key:
            return
        self.course = course
        row = course.row
        self.header.title.setText(row.title)
        self.state.show_state(choice_label(row.state), Kind(row.state.tone.value))
        self.header.context.setText(DOT.join((row.number, hours(row.hours), row.teacher)))
        self.plan.show_course(course)
        self.enrolment.show_course(course)
        self.attendance.show_course(course)
        self.approval.show_course(course)
        self.bar.show_offers(Subject(row.key, row.version, row.revision, row.title), course.offers)
        self.bar.setVisible(bool(course.offers))
        may_enrol = row.open and course.mine is None and self._desk.actor.may(EnrolMyself.permission)
        self.enrol.setVisible(may_enrol and not course.may_teach)
        looks_after = course.may_teach or self._desk.actor.may(Permission.TRAINING_RECORD_READ)
        self.panes.setVisible(looks_after)
        self.own.setHidden(looks_after)
        if looks_after:
            asked = ListEnrolments(course=row.key, limit=MOST)
            self._desk.ask(asked, owner=self, then=partial(self._take_people, row.key), failed=nothing)

    def _take_people(self, course: UUID, page: Page[EnrolmentRow]) -> None:
        if course == self._key:
            self.enrolment.show_people(page)

    def _take_register(self, register: CourseRegister) -> None:
        grid = self.attendance.grid.register
        self.plan.show_register(register)
        self.enrolment.show_register(register, [grid.absences(row) for row in range(len(grid.learners))])

    # What is done

    def edit_plan(self) -> None:
        if self.course is not None:
            self.dialog = PlanDialog(self, self._desk, self.course, then=self._take)
            self.dialog.open()

    def _edit_enrolment(self) -> None:
        if self.course is not None:
            row = self.course.row
            self.dialog = FormDialog(
                self,
                self._desk,
                EditEnrolment,
                fixed={"key": row.key, "version": row.version},
                initial={"capacity": row.capacity, "confirmed": row.confirmed, "open": row.open},
                record=row.title,
                then=lambda _row: self.ask(),
            )
            self.dialog.open()

    def _approve(self, offer: Any) -> None:
        if self.course is not None:
            row = self.course.row
            subject = Subject(row.key, row.version, row.revision, row.title)
            self.dialog = CheckDialog(
                self, self._desk, ApproveCourse, offer, subject, self.course.checklist, self._take
            )
            self.dialog.open()

    def _enrol(self) -> None:
        if self.course is not None:
            self.dialog = enrol(self, self._desk, self.course.row, self._enrolled)

    def _enrolled(self, row: EnrolmentRow) -> None:
        text, kind = enrolled_text(row)
        self.told.say(text, kind)
        self.told.show()
        self.ask()

    def _show_list(self, pane: int, course: CourseDetail) -> None:
        """Made when it is first wanted."""
        if pane == PEOPLE:
            if self.people is None:
                self.people = PeoplePane(self._desk, course, self._people)
                self.stack.addWidget(self.people)
            self.stack.setCurrentWidget(self.people)
        else:
            if self.sessions is None:
                self.sessions = SessionsPane(self._desk, course)
                self.stack.addWidget(self.sessions)
            self.stack.setCurrentWidget(self.sessions)

    def _print_plan(self) -> None:
        if self._key is not None:
            self.dialog = printing.print_about(self, self._desk, printing.PLAN, self._key)

    def _print_sheet(self) -> None:
        """Of the session that the register is open at."""
        sheet = self.attendance.chosen()
        if sheet is not None:
            self.dialog = printing.print_session(self, self._desk, sheet.row)

    # Putting it together

    def _lay_out(self) -> None:
        whole, top, head = QVBoxLayout(self), QWidget(), QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        head.setContentsMargins(24, 12, 24, 0)
        head.addWidget(self.header)
        head.addWidget(self.told)
        self.told.hide()
        top.setLayout(head)
        self.header.add_before(self.back)
        self.header.add_beside(self.state)
        self.header.add(self.panes)
        self.header.add(self.own)
        self.own.hide()
        for card, name, does in (
            (self.plan, printing.PLAN, self._print_plan),
            (self.attendance, printing.SIGN_IN, self._print_sheet),
        ):
            made = printing.print_button(self._desk, name, does, face="ghost")
            if made is not None:
                card.head.insertWidget(card.head.indexOf(card.count) + 2, made)
        self.header.add(self.enrol)
        self.stack.addWidget(self._teaching())
        self.stack.addWidget(self.approval)
        whole.addWidget(top)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.bar)
        self.panes.choose(TEACHING)
        self.setFocusProxy(self.attendance)

    def _teaching(self) -> QWidget:
        made, row = QWidget(), QHBoxLayout()
        page = page_layout(made)
        row.setSpacing(12)
        row.addWidget(self.plan, 1)
        row.addWidget(self.enrolment)
        page.addLayout(row, 9)
        page.addWidget(self.attendance, 10)
        return made

    def _connect(self) -> None:
        self.panes.chosen.connect(self.show_pane)
        self.own.chosen.connect(self._show_own)
        self.bar.answered.connect(self._take)
        self.approval.changed.connect(self._take)
        self.attendance.read.connect(self._take_register)
        self.enrol.clicked.connect(self._enrol)
        Renewal(self._desk, self, AREA, self.ask, self._concerns)

    def _concerns(self, _touched: Touched) -> bool:
        return self._key is not None
