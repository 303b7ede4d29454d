"""Whether a certificate is genuine: its number and code as printed, or the text of its QR code."""

from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import fields
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.api.training.certificates import CertificateCheck, Genuine, VerifyCertificate
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.editors import make_editor
from desktop_admin.views.kit.facts import facts
from desktop_admin.views.kit.form import FieldBox
from desktop_admin.views.kit.widgets import Kind, Pill, discard
from desktop_admin.views.training.names import plain

HOW = N_("Type the number and the code as printed, or read the QR code into the first field.")


class VerifyDialog(Dialog):
    def __init__(self, parent: QWidget, desk: QtDesk, number: str = "") -> None:
        super().__init__(parent, tr(N_("Check a certificate")), tr(HOW), icon_name="check", width=480)
        self._desk = desk
        known = fields(VerifyCertificate)
        self.boxes = {name: FieldBox(field, make_editor(field)) for name, field in known.items()}
        for box in self.boxes.values():
            self.body.addWidget(box)
        self.boxes["number"].editor.write(number)
        self.verdict = Pill("", Kind.NEUTRAL)
        self.answer: CertificateCheck | None = None
        self._facts: QWidget | None = None
        self.body.addWidget(self.verdict)
        self.body.addStretch(1)
        self.verdict.hide()
        self.add_button(tr(N_("Close")), self.reject)
        self.check = self.add_button(tr(N_("Check")), self._ask, "primary")
        self.boxes["code" if number else "number"].editor.focus()

    def _ask(self) -> None:
        try:
            number, code = (self.boxes[name].read() for name in ("number", "code"))
        except Invalid:
            return
        asked = VerifyCertificate(number=number, code=code)
        self._desk.ask(asked, owner=self, then=self._take, failed=self.show_refusal)

    def _take(self, answer: CertificateCheck) -> None:
        self.answer = answer
        self.verdict.show_state(choice_label(answer.result), Kind(answer.result.tone.value))
        self.verdict.show()
        if self._facts is not None:
            discard(self.body, self._facts)
        self._facts = _facts(answer)
        self.body.insertWidget(self.body.count() - 1, self._facts)
        self.body.activate()
        self.fit()


def _facts(answer: CertificateCheck) -> QWidget:
    """Only a genuine code tells whose it is."""
    told = (
        (N_("Certificate no."), answer.number),
        (N_("Full name"), answer.learner),
        (N_("Course"), answer.course),
        (N_("Class hours"), plain(answer.hours) if answer.hours is not None else ""),
        (N_("Issued on"), shown(answer.issued_on) if answer.issued_on else ""),
        (N_("Valid until"), shown(answer.valid_until) if answer.valid_until else ""),
        (N_("Revoked on"), shown(answer.revoked_on) if answer.revoked_on else ""),
    )
    known = answer.result not in {Genuine.FORGED, Genuine.UNKNOWN}
    return facts(told if known else told[:1])
