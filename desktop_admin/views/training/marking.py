"""One piece of work: what was handed in on the left, the rubric on the right."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.api.training.assignments import (
    CriterionScore,
    DecideLate,
    MarkedMeanwhile,
    MarkSubmission,
    OwnPaper,
    ReadSubmission,
    ScoreGiven,
    SubmissionDetail,
    SubmissionState,
)
from desktop_admin.core.errors import Invalid, Refused
from desktop_admin.core.feed import Touched
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Editor, make_editor
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.opening import Screen
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import (
    RIGHT,
    Banner,
    Card,
    Hairline,
    Kind,
    PageHeader,
    Pill,
    button,
    discard,
    label,
    link,
    page_layout,
    scrolled,
)
from desktop_admin.views.training.files import Viewer
from desktop_admin.views.training.names import AREA, DOT, plain

RUBRIC = 440  # pixels
FEEDBACK_HEIGHT = 110
AGAIN = N_("It has been marked before; say why the marks change.")
MARKABLE = (SubmissionState.SUBMITTED, SubmissionState.MARKED)


class Rubric(QWidget):
    """The marks of each criterion, checked as they are typed, and what they come to."""

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[UUID, Editor] = {}
        self._most: dict[UUID, Decimal] = {}
        self.sum = label("", "strong")
        self.sum.setAlignment(RIGHT)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)

    def show_scores(self, scores: tuple[CriterionScore, ...]) -> None:
        field = fields(ScoreGiven)["marks"]
        for row, score in enumerate(scores):
            editor = make_editor(field)
            editor.widget.setFixedWidth(72)
            editor.widget.setAccessibleName(score.criterion.title)
            editor.write(score.marks)
            editor.edited.connect(self._tell)
            self.editors[score.criterion.id], self._most[score.criterion.id] = editor, score.criterion.marks
            self._grid.addWidget(label(score.criterion.title, wrap=True), row, 0)
            self._grid.addWidget(editor.widget, row, 1)
            self._grid.addWidget(label(f"/ {plain(score.criterion.marks)}", "quiet"), row, 2)
        self._grid.addWidget(self.sum, len(scores), 0, 1, 3)
        self._tell()

    def standing(self) -> dict[UUID, str]:
        return {key: str(editor.widget.property("text")) for key, editor in self.editors.items()}

    def restore(self, typed: dict[UUID, str]) -> None:
        for key, text in typed.items():
            line = self.editors[key].widget if key in self.editors else None
            if isinstance(line, QLineEdit):
                line.setText(text)

    def read(self) -> tuple[ScoreGiven, ...] | None:
        """None where one of them is not right; it is marked."""
        given: list[ScoreGiven] = []
        for key, editor in self.editors.items():
            try:
                marks = editor.read()
            except Invalid:
                marks = None
            right = isinstance(marks, Decimal) and marks <= self._most[key]
            restyle(editor.outlined(), "fault", not right)
            if isinstance(marks, Decimal) and right:
                given.append(ScoreGiven(key, marks))
        return tuple(given) if len(given) == len(self.editors) else None

    def lock(self) -> None:
        for editor in self.editors.values():
            editor.lock()

    def _tell(self) -> None:
        total = Decimal(0)
        for editor in self.editors.values():
            try:
                total += editor.read() or Decimal(0)
            except Invalid:
                continue
        most = sum(self._most.values(), Decimal(0))
        self.sum.setText(tr(N_("{given} of {whole} marks"), given=plain(total), whole=plain(most)))


class MarkScreen(Screen):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.work: SubmissionDetail | None = None
        self.form: Any = None
        self._key: UUID | None = None
        self.header, self.state, self.messages = PageHeader(""), Pill("", Kind.NEUTRAL), MessageBar()
        self.paper, self.marks = Card(tr(N_("Handed-in work")), " "), Card(tr(N_("Rubric")), " ")
        self.rubric, self.feedback, self.reason = Rubric(), QPlainTextEdit(), QLineEdit()
        self.viewer = Viewer(desk, self)
        self.late, self.blocked = link(tr(DecideLate.caption), self._decide), Banner("", Kind.LOCKED)
        self.save = button(f"{tr(MarkSubmission.caption)}  Ctrl+Enter", "primary")
        self._text: QWidget | None = None
        self._inner: QWidget | None = None
        self._lay_out()
        self.save.clicked.connect(self.send)
        Renewal(desk, self, AREA, self.ask, self._concerns)

    def show_record(self, key: UUID) -> None:
        if key != self._key:
            self._key, self.work = key, None
            self.messages.dismiss()
        self.ask()

    def ask(self) -> None:
        if self._key is not None:
            self._desk.ask(ReadSubmission(self._key), owner=self, then=self._take)

    def send(self) -> None:
        scores = self.rubric.read()
        if self.work is None or not self.save.isEnabled():
            return
        if scores is None:
            self.messages.say(tr(N_("Give marks for every criterion, within what it is worth.")), Kind.DANGER)
            return
        row, feedback, reason = self.work.row, self.feedback.toPlainText().strip(), self.reason.text().strip()
        command = MarkSubmission(row.key, row.version, scores=scores, feedback=feedback, reason=reason)
        self.save.setEnabled(False)
        self._desk.ask(command, owner=self, then=self._marked, failed=self._refused)

    # What comes

    def _take(self, work: SubmissionDetail) -> None:
        """What is being typed is not taken away by a change of somebody else's."""
        if work.row.key != self._key:
            return
        typed = self._typed() if self.work is not None else None
        keeps = typed is not None and self.unsaved()
        self.work = work
        self._show_paper(work)
        self._show_marks(work)
        if keeps and typed is not None:
            self.rubric.restore(typed[0])
            self.feedback.setPlainText(typed[1])
            self.reason.setText(typed[2])
        elif typed is None and work.may_mark and self.rubric.editors:
            next(iter(self.rubric.editors.values())).focus()

    def _typed(self) -> tuple[dict[UUID, str], str, str]:
        return self.rubric.standing(), self.feedback.toPlainText(), self.reason.text()

    def unsaved(self) -> bool:
        return self.work is not None and self._typed() != self._opened

    def forget(self) -> None:
        self.work, self._key = None, None

    def _marked(self, work: SubmissionDetail) -> None:
        self.messages.dismiss()
        self.work = None
        self._take(work)
        self.leave()

    def _refused(self, error: Refused) -> None:
        """Where somebody marked it meanwhile, theirs are read, and the own ones stay to be sent with a reason."""
        self.save.setEnabled(True)
        self.messages.show_refusal(error)
        if isinstance(error, MarkedMeanwhile):
            self.ask()

    # What is shown

    def _show_paper(self, work: SubmissionDetail) -> None:
        row = work.row
        self.header.title.setText(f"{row.learner}{DOT}{row.assignment}")
        self.header.context.setText(DOT.join((row.course, row.number)))
        self.state.show_state(choice_label(row.state), Kind(row.state.tone.value))
        self.paper.count.setText(tr(N_("handed in {at}, due {due}"), at=shown(row.at), due=shown(work.due)))
        if self._text is not None:
            discard(self.paper.body, self._text)
        self._text = scrolled(self._content(work), on_card=True)
        self.paper.body.addWidget(self._text, 1)

    def _content(self, work: SubmissionDetail) -> QWidget:
        made, rows = QWidget(), QVBoxLayout()
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(8)
        if work.late_reason:
            rows.addWidget(Banner(tr(N_("Handed in late: {reason}"), reason=work.late_reason), Kind.WARN))
        if work.decision:
            decided = tr(N_("Decided by {who}: {reason}"), who=work.decided_by, reason=work.decision)
            rows.addWidget(label(decided, "small", wrap=True))
        if work.task:
            rows.addWidget(label(tr(N_("Task")), "strong"))
            rows.addWidget(label(work.task, "quiet", wrap=True))
            rows.addWidget(Hairline())
        if work.text:
            rows.addWidget(label(work.text, wrap=True))
        if work.files:
            rows.addWidget(label(tr(N_("Files")), "strong"))
            rows.addWidget(self.viewer.links(work.files))
        rows.addStretch(1)
        made.setLayout(rows)
        return made

    def _show_marks(self, work: SubmissionDetail) -> None:
        if self._inner is not None:
            discard(self.marks.body, self._inner)
        self.rubric, self.feedback, self.reason = Rubric(), QPlainTextEdit(), QLineEdit()
        self.rubric.show_scores(work.scores)
        self.feedback.setPlainText(work.feedback)
        self.feedback.setFixedHeight(FEEDBACK_HEIGHT)
        self.feedback.setTabChangesFocus(True)
        self.feedback.setAccessibleName(tr(N_("Feedback")))
        self.reason.setAccessibleName(tr(N_("Reason")))
        again = work.row.state is SubmissionState.MARKED
        self._inner = scrolled(self._form(work, again=again), on_card=True)
        self.marks.body.insertWidget(0, self._inner, 1)
        may = work.may_mark and self._desk.actor.may(MarkSubmission.permission)
        markable = work.row.state in MARKABLE
        self.save.setEnabled(may and markable)
        self.late.setVisible(may and work.row.state is SubmissionState.LATE)
        self._tell_blocked(work, may=may)
        if not (may and markable):
            self.rubric.lock()
            self.feedback.setReadOnly(True)
            self.reason.setReadOnly(True)
        self._opened = self._typed()

    def _tell_blocked(self, work: SubmissionDetail, *, may: bool) -> None:
        own = work.row.learner_key == self._desk.actor.account_id
        marks = self._desk.actor.may(MarkSubmission.permission)
        self.blocked.setVisible(own and marks and not may)
        if own:
            self.blocked.say(str(OwnPaper(what=work.row.number)), Kind.LOCKED)
        self.save.setVisible(marks)

    def _form(self, work: SubmissionDetail, *, again: bool) -> QWidget:
        made, rows = QWidget(), QVBoxLayout()
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(8)
        rows.addWidget(self.rubric)
        rows.addWidget(label(tr(N_("Feedback"))))
        rows.addWidget(self.feedback)
        if again:
            rows.addWidget(label(tr(AGAIN), "small"))
            rows.addWidget(self.reason)
        for line in work.markings:
            by = tr(N_("{who}, {at}: {total} marks"), who=line.by, at=shown(line.at), total=plain(line.total))
            rows.addWidget(label(by if line.in_force else tr(N_("{marking}, put over later"), marking=by), "small"))
        rows.addStretch(1)
        made.setLayout(rows)
        return made

    def _decide(self) -> None:
        if self.work is not None:
            row = self.work.row
            self.form = FormDialog(
                self,
                self._desk,
                DecideLate,
                fixed={"key": row.key, "version": row.version},
                initial={"accepted": True},
                then=self._take,
            )
            self.form.open()

    def _lay_out(self) -> None:
        page, row = page_layout(self), QHBoxLayout()
        self.header.add_before(self.back)
        self.header.add_beside(self.state)
        self.header.add(self.late)
        self.header.add(self.save)
        row.setSpacing(12)
        row.addWidget(self.paper, 1)
        row.addWidget(self.marks)
        self.marks.setFixedWidth(RUBRIC)
        self.marks.body.addWidget(self.blocked)
        self.blocked.hide()
        page.addWidget(self.header)
        page.addWidget(self.messages)
        page.addLayout(row, 1)
        finish = QShortcut(QKeySequence("Ctrl+Return"), self)
        finish.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        finish.activated.connect(self.send)
        self._opened = self._typed()

    def _concerns(self, _touched: Touched) -> bool:
        return self._key is not None
