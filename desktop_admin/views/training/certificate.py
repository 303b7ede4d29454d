"""A certificate in the panel beside a list: what it certifies, and the code by which it is checked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_admin.api.shown import choice_label, shown
from desktop_admin.api.training.certificates import CertificatePaper, CertificateRow, ReadCertificate
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.facts import facts
from desktop_admin.views.kit.widgets import Kind, Pill, discard, label, link
from desktop_admin.views.training import printing
from desktop_admin.views.training.names import plain
from desktop_admin.views.training.verify import VerifyDialog


class CertificateFacts(QWidget):
    def __init__(self, desk: QtDesk, row: CertificateRow) -> None:
        super().__init__()
        self._desk = desk
        self.paper: CertificatePaper | None = None
        self.dialog: object = None  # the one that was opened last
        self._whole, self._inner = QVBoxLayout(self), QWidget()
        self._whole.setContentsMargins(0, 0, 4, 0)
        self._whole.addWidget(self._inner)
        self._key = row.key
        desk.ask(ReadCertificate(row.key), owner=self, then=self._take, failed=self._refused)

    def _take(self, paper: CertificatePaper) -> None:
        self.paper = paper
        discard(self._whole, self._inner)
        self._inner, rows, row = QWidget(), QVBoxLayout(), paper.row
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(Pill(choice_label(row.status), Kind(row.status.tone.value)), 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(_facts(paper))
        check = link(tr(N_("Check a certificate")), self._check)
        rows.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
        made = printing.print_button(self._desk, printing.CERTIFICATE, self._print)
        if made is not None:
            rows.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        self._inner.setLayout(rows)
        self._whole.addWidget(self._inner)

    def _refused(self, error: Refused) -> None:
        self._whole.addWidget(label(str(error), "error", wrap=True))

    def _check(self) -> None:
        if self.paper is not None:
            self.dialog = dialog = VerifyDialog(self, self._desk, self.paper.row.number)
            dialog.open()

    def _print(self) -> None:
        self.dialog = printing.print_about(self, self._desk, printing.CERTIFICATE, self._key)


def _facts(paper: CertificatePaper) -> QWidget:
    row = paper.row
    told = (
        (N_("Certificate no."), row.number),
        (N_("Certificate code"), paper.code),
        (N_("Course"), row.course),
        (N_("Class hours"), plain(row.hours)),
        (N_("Final mark"), plain(row.mark)),
        (N_("Issued on"), shown(row.issued_on)),
        (N_("Valid until"), shown(row.valid_until) if row.valid_until else tr(N_("for ever"))),
        (N_("Issued by"), row.issued_by),
        (N_("Revoked by"), row.revoked_by),
        (N_("Reason"), row.reason),
    )
    return facts(told, selectable=True)
