"""The locked screen: every window of the program is covered, open dialogs too, until the password is given.

What stood on the screen is kept as it was. Windows that open meanwhile are covered as well.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import Errands
from desktop_admin.views.kit.dialog import Scrim
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.theme import colour
from desktop_admin.views.kit.widgets import Avatar, PasswordEdit, button, label

WIDTH = 400
LOOK_OUT = 50  # milliseconds until a window that opens while locked is covered


class Cover(Scrim):
    """Hides one window, and takes every key and click that would reach it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ChildAdded:
            self.raise_()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colour("bg"))


class LockDialog(QDialog):
    """Asks for the password over everything; modal for the whole program, above dialogs that are modal themselves."""

    wanted = Signal(str)  # the password
    sign_out_asked = Signal()

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle(tr(N_("Locked")))
        self.setFixedWidth(WIDTH)
        self.password, self.notice = PasswordEdit(), label("", "error", wrap=True)
        self.password.setAccessibleName(tr(N_("Password")))
        self.password.setPlaceholderText(tr(N_("Password")))
        self.notice.setFixedHeight(34)
        self.unlock = button(tr(N_("Unlock")), "primary", "lock")
        leave = button(tr(N_("Sign out")), "ghost")
        self.unlock.setAutoDefault(False)
        leave.setAutoDefault(False)
        self._lay_out(name, leave)
        self.unlock.clicked.connect(self._ask)
        self.password.returnPressed.connect(self._ask)
        leave.clicked.connect(self.sign_out_asked)

    def refuse(self, error: Refused) -> None:
        self.notice.setText(str(error))
        self.notice.setAccessibleName(str(error))
        self._busy(busy=False)
        self.password.selectAll()
        self.password.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)  # Esc opens nothing here

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 does not unlock."""
        event.ignore()

    def _ask(self) -> None:
        if self.password.text() and self.unlock.isEnabled():
            self._busy(busy=True)
            self.notice.clear()
            self.wanted.emit(self.password.text())

    def _busy(self, *, busy: bool) -> None:
        self.unlock.setEnabled(not busy)
        self.password.setReadOnly(busy)

    def _lay_out(self, name: str, leave: QWidget) -> None:
        frame = QFrame()
        frame.setObjectName("dialog")
        whole, rows, head, foot = QVBoxLayout(self), QVBoxLayout(frame), QHBoxLayout(), QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        rows.setContentsMargins(24, 20, 24, 18)
        rows.setSpacing(8)
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(name, "h2"))
        words.addWidget(label(tr(N_("Locked. What you were doing is kept.")), "small"))
        head.addWidget(Avatar(name, 40))
        head.addLayout(words, 1)
        head.addWidget(IconMark("lock", "text2", 20))
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(self.unlock)
        rows.addLayout(head)
        rows.addSpacing(8)
        rows.addWidget(self.password)
        rows.addWidget(self.notice)
        rows.addLayout(foot)


class Lock(QObject):
    """lock() covers everything; the given `unlock` is called with the password on another thread and raises Refused
    when it is wrong."""

    locked = Signal()
    unlocked = Signal()
    sign_out_asked = Signal()

    def __init__(self, parent: QObject, name: str, unlock: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._name, self._unlock = name, unlock
        self._errands = Errands(1, "unlock")
        self._covers: list[Cover] = []
        self.dialog: LockDialog | None = None
        self._look_out = QTimer(self)
        self._look_out.setInterval(LOOK_OUT)
        self._look_out.timeout.connect(self._cover_new)

    def is_locked(self) -> bool:
        return self.dialog is not None

    def lock(self) -> None:
        if self.dialog:
            return
        popup = QApplication.activePopupWidget()
        if popup:
            popup.close()
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        self.dialog = LockDialog(QApplication.activeModalWidget() or _largest(windows), self._name)
        for window in windows:
            self._cover(window)
        self.dialog.wanted.connect(self._try)
        self.dialog.sign_out_asked.connect(self._leave)
        self._look_out.start()
        self.dialog.show()
        self.dialog.activateWindow()
        self.dialog.password.setFocus()
        self.locked.emit()

    def close(self) -> None:
        self._open()
        self._errands.close()

    def _cover_new(self) -> None:
        """Windows that opened meanwhile. Not by a filter over the whole application: see IdleWatch."""
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window is not self.dialog and window.windowType() in _REAL_WINDOWS:
                self._cover(window)

    def _cover(self, window: QWidget) -> None:
        if all(cover.parentWidget() is not window for cover in self._covers if isValid(cover)):
            self._covers.append(Cover(window))
            if self.dialog:
                self.dialog.raise_()

    def _try(self, password: str) -> None:
        if self.dialog:
            self._errands.run(partial(self._unlock, password), owner=self, then=self._opened, failed=self._failed)

    def _opened(self, _answer: object) -> None:
        self._open()
        self.unlocked.emit()

    def _failed(self, error: Refused) -> None:
        if self.dialog:
            self.dialog.refuse(error)

    def _leave(self) -> None:
        self._open()
        self.sign_out_asked.emit()

    def _open(self) -> None:
        self._look_out.stop()
        for cover in self._covers:
            if isValid(cover):
                cover.hide()
                cover.deleteLater()
        self._covers.clear()
        if self.dialog and isValid(self.dialog):
            self.dialog.hide()
            self.dialog.deleteLater()
        self.dialog = None


_REAL_WINDOWS = {Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Tool, Qt.WindowType.Sheet}


def _largest(windows: list[QWidget]) -> QWidget | None:
    return max(windows, key=lambda window: window.width() * window.height(), default=None)
