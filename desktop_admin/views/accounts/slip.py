"""An activation code, shown once. Whoever closes the window before noting it issues another."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop_admin.api.accounts import ActivationSlip
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.dialog import Dialog
from desktop_admin.views.kit.widgets import Banner, Kind, label

SlipPrinter = Callable[[QWidget, ActivationSlip], object]
CODE = 30  # pixels

_printers: list[SlipPrinter] = []


def print_with(printer: SlipPrinter | None) -> None:
    """Who prints slips in this process; none: the button is not there."""
    _printers[:] = [printer] if printer else []


class CodeDialog(Dialog):
    def __init__(self, parent: QWidget, slip: ActivationSlip) -> None:
        super().__init__(parent, tr(N_("Activation code for {name}"), name=slip.name), width=520)
        self._slip = slip
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
        self.print.setVisible(bool(_printers))
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
        for printer in _printers:
            printer(self, self._slip)


def _monospace() -> str:
    """The program's style sheet names a family and a size for every label; this one has its own."""
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    return f'font-family: "{family}"; font-size: {CODE}px; font-weight: 700;'
