"""The first sign-in (ACC 4(2)): a new password, or out again. The services allow nothing else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.accounts import OwnRule, ReadOwnRule
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.accounts.password import PasswordForm
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.widgets import Logo, button, label
from desktop_admin.views.kit.widgets.frames import scrolled

WIDTH = 480  # pixels of the card


class FirstPasswordWindow(QWidget):
    """Opened instead of the main window while the desk's actor is restricted.

    secret: the password or code that was just signed in with, so that it need not be typed again; asked for if empty.
    changed: the desk's actor is free now, and the main window may open. sign_out_asked: the person leaves instead.
    """

    changed = Signal()
    sign_out_asked = Signal()

    def __init__(self, desk: QtDesk, secret: str = "") -> None:
        super().__init__()
        self._desk = desk
        self.setWindowTitle(tr(N_("Set a new password")))
        self.form, self.messages = PasswordForm(secret, by_code=True), MessageBar()
        self.primary = button(tr(N_("Set password")), "primary")
        self.primary.setToolTip("Ctrl+Enter")
        self.primary.clicked.connect(self.finish)
        self.leave = button(tr(N_("Sign out")), "ghost")
        self.leave.clicked.connect(self.sign_out_asked)
        self._lay_out()
        self.resize(1000, 720)
        self.form.editor("new" if secret else "old").focus()
        desk.ask(ReadOwnRule(), owner=self, then=self._show_rule, failed=self.messages.show_refusal)

    def finish(self) -> None:
        self.form.send(self._desk, self.primary, self._changed, self.messages.show_refusal)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.finish()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 20)
        inside.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Logo())
        head.addWidget(label(tr(N_("Set a new password")), "h1"), 1)
        inside.addLayout(head)
        who = tr(
            N_("{name}, this is your first sign-in or your password must be changed. Afterwards you go on as usual."),
            name=self._desk.actor.name,
        )
        inside.addWidget(label(who, "quiet", wrap=True))
        inside.addWidget(self.messages)
        inside.addWidget(self.form)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.primary)
        inside.addLayout(foot)
        middle = QWidget()
        centred = QVBoxLayout(middle)
        centred.addStretch(1)
        centred.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        centred.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(middle))

    def _show_rule(self, own: OwnRule) -> None:
        self.form.show_rule(own)

    def _changed(self) -> None:
        self.form.forget()
        self.changed.emit()
