"""A learner's homework: the task, what is handed in, the receipt, and afterwards marks and feedback."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_admin.api.shown import choice_label, shown
from desktop_admin.api.training.assignments import (
    AssignmentDetail,
    LateWithoutReason,
    ReadAssignment,
    ReadSubmission,
    SubmissionDetail,
    SubmissionState,
    SubmitWork,
)
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.ids import uuid7
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.widgets import Banner, Kind, Pill, label
from desktop_admin.views.training.files import FilesField, Viewer
from desktop_admin.views.training.names import DOT, plain

TEXT_HEIGHT = 130
RECEIPT = N_("Handed in. Receipt {number}, {at}.")
AGAIN = N_("You handed in {number} at {at}. What you hand in now takes its place until it is marked.")


class HandInDialog(Dialog):
    """Stays open with what was typed until it has been taken; then it shows the receipt."""

    def __init__(self, parent: QWidget, desk: QtDesk, homework: AssignmentDetail) -> None:
        row = homework.row
        about = DOT.join((row.course, tr(N_("due {due}"), due=shown(row.due))))
        super().__init__(parent, tr(N_("{verb}: {names}"), verb=tr(SubmitWork.caption), names=row.title), about)
        self._desk, self._homework, self._id = desk, homework, uuid7()
        self.receipt: SubmissionDetail | None = None
        self.text, self.files, self.reason = QPlainTextEdit(), FilesField(desk, tr(N_("Files"))), QLineEdit()
        self._late = QWidget()
        self._fill(homework)
        self.leave = self.add_cancel()
        self.send = self.add_button(tr(SubmitWork.caption), self._send, "primary")
        self.losing = lambda: self.receipt is None and bool(self.text.toPlainText().strip() or self.files.stored)
        self.files.refused.connect(self.show_refusal)
        self.text.setFocus()

    def _fill(self, homework: AssignmentDetail) -> None:
        last = homework.submissions[-1] if homework.submissions else None
        if last is not None:
            told = tr(AGAIN, number=last.number, at=shown(last.at))
            self.body.addWidget(Banner(told, Kind.INFO))
        if homework.text:
            self.body.addWidget(label(homework.text, wrap=True))
        rubric = DOT.join(f"{each.title} {plain(each.marks)}" for each in homework.criteria)
        self.body.addWidget(label(tr(N_("Marks: {rubric}"), rubric=rubric), "small", wrap=True))
        self.body.addWidget(label(tr(N_("Text"))))
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr(N_("Text")))
        self.body.addWidget(self.text)
        self.body.addWidget(self.files)
        late = QVBoxLayout()
        late.setContentsMargins(0, 0, 0, 0)
        late.addWidget(label(tr(N_("It is late. Reason for handing it in late:"))))
        late.addWidget(self.reason)
        self.reason.setAccessibleName(tr(N_("Reason")))
        self._late.setLayout(late)
        self.body.addWidget(self._late)
        self._late.setVisible(homework.row.past)

    def _send(self) -> None:
        if self.files.waiting:
            self.messages.say(tr(N_("A file is still being stored; hand in again in a moment.")), Kind.WARN)
            return
        command = SubmitWork(
            id=self._id,
            assignment=self._homework.row.key,
            text=self.text.toPlainText().strip(),
            files=tuple(file.key for file in self.files.stored),
            late_reason=self.reason.text().strip(),
        )
        self.send.setEnabled(False)
        self._desk.ask(command, owner=self, then=self._taken, failed=self._refused)

    def _refused(self, error: Refused) -> None:
        self._id = uuid7()
        self.send.setEnabled(True)
        self.show_refusal(error)
        if isinstance(error, LateWithoutReason):
            self._late.show()
            self.reason.setFocus()

    def _taken(self, receipt: SubmissionDetail) -> None:
        self.receipt = receipt
        for part in (self.text, self.files, self._late):
            part.setEnabled(False)
        told = tr(RECEIPT, number=receipt.row.number, at=shown(receipt.row.at))
        self.messages.say(told, Kind.OK)
        self.send.hide()
        self.leave.setText(tr(N_("Close")))


class WorkDialog(Dialog):
    """What was handed in, and what it was given."""

    def __init__(self, parent: QWidget, desk: QtDesk, work: SubmissionDetail) -> None:
        row = work.row
        super().__init__(parent, row.assignment, DOT.join((row.course, row.number)), icon_name="edit")
        self.viewer = Viewer(desk, self)
        self.body.addWidget(Pill(choice_label(row.state), Kind(row.state.tone.value)))
        if row.total is not None:
            told = tr(N_("{given} of {whole} marks"), given=plain(row.total), whole=plain(work.marks))
            self.body.addWidget(label(told, "h2"))
            for score in work.scores:
                given = "—" if score.marks is None else plain(score.marks)
                most = plain(score.criterion.marks)
                self.body.addWidget(label(f"{score.criterion.title}  {given} / {most}", wrap=True))
            by = DOT.join((row.marker, shown(row.marked_at)))
            self.body.addWidget(label(tr(N_("Feedback")), "strong"))
            self.body.addWidget(label(work.feedback or "—", wrap=True))
            self.body.addWidget(label(by, "small"))
        if work.decision:
            self.body.addWidget(label(tr(N_("Decided by {who}: {reason}"), who=work.decided_by, reason=work.decision)))
        self.body.addWidget(label(tr(N_("Handed-in work")), "strong"))
        self.body.addWidget(label(work.text or "—", wrap=True))
        self.body.addWidget(self.viewer.links(work.files))
        self.add_button(tr(N_("Close")), self.accept, "primary")


def open_homework(page: QWidget, desk: QtDesk, row: Any, opened: Callable[[Dialog], object]) -> None:
    """Handing in while that is possible, else what came of it."""
    marked = row.mine in {SubmissionState.MARKED, SubmissionState.LATE, SubmissionState.REFUSED}

    def show(dialog: Dialog) -> None:
        opened(dialog)
        dialog.open()

    if marked:
        desk.ask(ReadSubmission(row.mine_key), owner=page, then=lambda work: show(WorkDialog(page, desk, work)))
    else:
        desk.ask(
            ReadAssignment(row.key),
            owner=page,
            then=lambda homework: show(HandInDialog(page, desk, homework)),
        )
