"""The review of a course or a resource: every point of the checklist is ticked, then it is approved."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from desktop_admin.api.approval import Offer
from desktop_admin.api.base import DecisionCommand
from desktop_admin.api.training.courses import CheckPoint
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.offers import Subject, titled
from desktop_admin.views.kit.widgets import label

REMARK_HEIGHT = 64
HOW = N_("Tick each point that holds. Where one does not, return it with a reason instead.")


class CheckDialog(Dialog):
    """Stays open with the refusal where the command is refused."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is reviewed, by which list, and who is told
        self,
        parent: QWidget,
        desk: QtDesk,
        command: type[DecisionCommand[Any]],
        offer: Offer,
        subject: Subject,
        points: Iterable[CheckPoint],
        done: Callable[[Any], object],
    ) -> None:
        super().__init__(parent, titled(offer, subject), tr(HOW), icon_name="check")
        self._desk, self._command, self._subject, self._done = desk, command, subject, done
        self.boxes = {point.code: QCheckBox(tr(point.text)) for point in points}
        for box in self.boxes.values():
            self.body.addWidget(box)
            box.toggled.connect(self._tell)
        self.remark = QPlainTextEdit()
        self.remark.setFixedHeight(REMARK_HEIGHT)
        self.remark.setTabChangesFocus(True)
        self.remark.setAccessibleName(tr(N_("Remark")))
        self.body.addWidget(label(tr(N_("Remark"))))
        self.body.addWidget(self.remark)
        self.add_cancel()
        self.approve = self.add_button(tr(offer.caption), self._send, "primary")
        self.losing = lambda: bool(self.remark.toPlainText().strip())
        self._tell()
        next(iter(self.boxes.values())).setFocus()

    def ticked(self) -> tuple[str, ...]:
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def _tell(self, _on: object = None) -> None:
        done, total = len(self.ticked()), len(self.boxes)
        self.approve.setEnabled(done == total)
        self.note.setText(tr(N_("{done} of {total} points"), done=done, total=total))

    def _send(self) -> None:
        subject, remark = self._subject, self.remark.toPlainText().strip()
        told: dict[str, Any] = {"revision": subject.revision, "ticked": self.ticked(), "remark": remark}
        command = self._command(subject.key, subject.version, **told)
        self._desk.ask(command, owner=self, then=self._accepted, failed=self.show_refusal)

    def _accepted(self, answer: Any) -> None:
        self.accept()
        self._done(answer)
