"""What is behind a course: its plan in full, revision by revision, its resources, and how it was approved."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.shown import shown
from desktop_admin.api.training.courses import (
    AttachedResource,
    AttachResource,
    CourseDetail,
    DetachResource,
    ReadCourse,
)
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.decisions import Decisions
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.widgets import (
    Banner,
    Card,
    EmptyState,
    Kind,
    Pill,
    discard,
    icon_button,
    label,
    link,
    page_layout,
    scrolled,
)
from desktop_admin.views.training.names import DOT, plain
from desktop_admin.views.training.plan_form import plan_texts
from desktop_admin.views.training.revisions import RevisionBox

SIDE = 400
INCOMPLETE = N_("Still empty: {parts}. The plan can be submitted once it is filled in.")


class ApprovalPane(QWidget):
    changed = Signal(object)  # a CourseDetail

    def __init__(self, desk: QtDesk, resources: Choices, edit: Callable[[], object]) -> None:
        super().__init__()
        self._desk, self._choices = desk, resources
        self.course: CourseDetail | None = None
        self.form: FormDialog | None = None
        self.plan, self.revisions = Card(tr(N_("Plan")), " "), RevisionBox()
        self.revisions.wanted.connect(self._choose)
        self.edit = link(tr(N_("Edit plan")), edit)
        self.plan.head.addWidget(self.revisions)
        self.plan.head.addWidget(self.edit)
        self.resources, self.decisions = Card(tr(N_("Resources")), " "), Decisions()
        self.attach = link(tr(AttachResource.caption), self._attach)
        self.resources.head.addWidget(self.attach)
        self.history = Card(tr(N_("Approval")))
        self._text: QWidget | None = None
        self._attached: QWidget | None = None
        self._lay_out()

    def show_course(self, course: CourseDetail) -> None:
        self.course = course
        self.edit.setVisible(course.may_teach)
        self.attach.setVisible(course.may_teach)
        self.revisions.show_revisions(course.revisions, course.plan_revision)
        self.show_plan(course)
        self._show_resources(course)
        self.decisions.show_decisions(course.history, course.offers)
        self.history.setVisible(bool(course.history or course.offers))

    def show_plan(self, course: CourseDetail) -> None:
        """Of the revision that was asked for."""
        if self._text is not None:
            discard(self.plan.body, self._text)
        facts = [tr(N_("{count} class hours"), count=plain(course.plan.hours))]
        facts += [tr(N_("pass with {marks} marks"), marks=plain(course.plan.pass_mark))]
        least = plain(course.plan.least_attendance)
        facts += [tr(N_("attendance of {percent} %"), percent=least)] if course.plan.least_attendance else []
        self.plan.count.setText(DOT.join(facts))
        self._text = scrolled(_plan_text(course), on_card=True)
        self.plan.body.addWidget(self._text, 1)

    def _choose(self, revision: int) -> None:
        if self.course is not None:
            asked = ReadCourse(key=self.course.row.key, revision=revision)
            self._desk.ask(asked, owner=self, then=self.show_plan)

    def _show_resources(self, course: CourseDetail) -> None:
        if self._attached is not None:
            discard(self.resources.body, self._attached)
        self.resources.count.setText(str(len(course.resources)) if course.resources else "")
        if course.resources:
            self._attached = scrolled(self._list(course.resources, may=course.may_teach), on_card=True)
        else:
            self._attached = EmptyState(tr(N_("No resource has been added.")), "file")
        self.resources.body.addWidget(self._attached, 1)

    def _list(self, attached: tuple[AttachedResource, ...], *, may: bool) -> QWidget:
        made, rows = QWidget(), QVBoxLayout()
        rows.setContentsMargins(0, 0, 6, 0)
        for each in attached:
            row = QHBoxLayout()
            row.addWidget(label(each.title))
            row.addStretch(1)
            state = (tr(each.blocked), Kind.DANGER) if each.blocked else (tr(each.kind), Kind.NEUTRAL)
            row.addWidget(Pill(*state))
            if may:
                away = icon_button("x", tr(DetachResource.caption), size=18)
                away.clicked.connect(partial(self._detach, each.key))
                row.addWidget(away)
            rows.addLayout(row)
        rows.addStretch(1)
        made.setLayout(rows)
        return made

    def _attach(self) -> None:
        if self.course is not None:
            row = self.course.row
            self.form = FormDialog(
                self,
                self._desk,
                AttachResource,
                fixed={"key": row.key, "version": row.version},
                choices={"resource": self._choices},
                then=self.changed.emit,
            )
            self.form.open()

    def _detach(self, resource: UUID, _checked: object = None) -> None:
        if self.course is not None:
            row = self.course.row
            command = DetachResource(row.key, row.version, resource=resource)
            self._desk.ask(command, owner=self, then=self.changed.emit)

    def _lay_out(self) -> None:
        page, row, side = page_layout(self), QHBoxLayout(), QVBoxLayout()
        row.setSpacing(12)
        side.setSpacing(12)
        self.history.setFixedWidth(SIDE)
        self.resources.setFixedWidth(SIDE)
        self.history.body.addWidget(scrolled(self.decisions, on_card=True), 1)
        side.addWidget(self.history, 3)
        side.addWidget(self.resources, 2)
        row.addWidget(self.plan, 1)
        row.addLayout(side)
        page.addLayout(row, 1)


def _plan_text(course: CourseDetail) -> QWidget:
    made, rows = QWidget(), QVBoxLayout()
    rows.setContentsMargins(0, 0, 6, 0)
    rows.setSpacing(6)
    if course.missing and course.may_teach:
        rows.addWidget(Banner(tr(INCOMPLETE, parts=tr(N_(", ")).join(map(tr, course.missing))), Kind.WARN))
    for name, text in plan_texts(course.plan):
        rows.addWidget(label(name, "strong"))
        rows.addWidget(label(text or "—", wrap=True))
    rows.addWidget(label(tr(N_("Units")), "strong"))
    for place, unit in enumerate(course.plan.units, 1):
        day = f"{unit.planned_on:%m-%d}" if unit.planned_on else ""
        told = (f"{place}. {unit.title}", tr(N_("{count} class hours"), count=plain(unit.hours)), day, unit.method)
        rows.addWidget(label(DOT.join(part for part in told if part), wrap=True))
        if unit.content:
            rows.addWidget(label(unit.content, "small", wrap=True))
    for review in course.reviews:
        held = tr(N_("{by} found every point of the review to hold"), by=review.by)
        rows.addWidget(label(DOT.join((held, shown(review.at))), "small"))
    rows.addStretch(1)
    made.setLayout(rows)
    return made
