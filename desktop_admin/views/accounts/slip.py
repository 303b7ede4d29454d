"""An activation code, shown once. Whoever closes the window before noting it issues another."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop_admin.api.accounts import ActivationSlip, IssueCode
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.accounts import SLIP, SlipData, slip_pages
from desktop_admin.reports.base import Period, Report, ReportRequest
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.paper import PaperView
from desktop_admin.views.kit.paper.making import now
from desktop_admin.views.kit.widgets import Banner, Kind, label

SlipPrinter = Callable[[QWidget, ActivationSlip], object]
CODE = 30  # pixels


class CodeDialog(Dialog):
    def __init__(self, parent: QWidget, slip: ActivationSlip, print_slip: SlipPrinter) -> None:
        super().__init__(parent, tr(N_("Activation code for {name}"), name=slip.name), width=520)
        self._slip, self._print_slip = slip, print_slip
        until = shown(slip.until)
        told = tr(N_("User name {login}. Valid once, until {until}."), login=slip.login, until=until)
        once = tr(N_("The code is shown only now. Hand it over in person; it is not a password."))
        self.body.addWidget(label(told, wrap=True))
        self.body.addWidget(self._code_frame())
        self.body.addWidget(Banner(once, Kind.INFO))
        self.body.addStretch(1)
        self.copied = label("", "small")
        self.copy = self.add_button(tr(N_("Copy")), self._copy)
        self.print = self.add_button(tr(N_("Print slip")), self._print)
        self.add_button(tr(N_("Close")), self.accept, "primary")

    def _code_frame(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("sunken")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 18, 12, 18)
        self.code = QLabel(self._slip.code)
        self.code.setTextFormat(Qt.TextFormat.PlainText)
        self.code.setStyleSheet(_monospace())
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setAccessibleName(tr(N_("Activation code")))
        inside.addWidget(self.code)
        return frame

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._slip.code)
        self.note.setText(tr(N_("Copied")))

    def _print(self) -> None:
        self._print_slip(self, self._slip)


def show_slip(desk: QtDesk, parent: QWidget, slip: ActivationSlip) -> None:
    """The slip on paper, before it is printed. Its file lies in a folder of its own until the preview is closed."""
    moment = now()
    report = Report(
        name="accounts-slip",
        title=SLIP,
        permission=IssueCode.permission,
        period=Period.NONE,
        gather=lambda _ask, request: SlipData(slip, request),
        rows=lambda _data: 1,
        pdf=slip_pages,
    )
    day = moment.date()
    view = PaperView(parent, desk, report, ReportRequest(day, day, moment, desk.actor.name))
    view.open()
    behind = parent.parentWidget()
    if behind is not None:  # as large as the program's window, not as the dialog
        over = behind.window()
        view.resize(over.size())
        view.move(over.mapToGlobal(over.rect().topLeft()))


def _monospace() -> str:
    """The program's style sheet names a family and a size for every label; this one has its own."""
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return f'font-family: "{family}"; font-size: {CODE}px; font-weight: 700;'
