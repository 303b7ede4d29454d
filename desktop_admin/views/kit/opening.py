"""A list, and what was opened from it in its place."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import confirm
from desktop_admin.views.kit.widgets import button


class Screen(QWidget):
    """What is opened from a list. Esc and 返回 leave it, unless it has something that would be lost.

    parting: what is asked then, what leaving means, and its verb. asked: the dialog that asks.
    """

    left = Signal()
    parting = N_("Discard changes"), N_("What has been typed here has not been saved."), N_("Discard")

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = button(tr(N_("Go back")), "ghost", "undo")
        self.back.setToolTip("Esc")
        self.back.clicked.connect(self.leave)

    def show_record(self, key: UUID) -> None:
        """For Opens.open_screen."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc comes here when nothing nearer had something to close."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def unsaved(self) -> bool:
        """Whether leaving would lose something."""
        return False

    def forget(self) -> None:
        """What was not saved is given up."""

    def leave(self) -> None:
        if not self.unsaved():
            self.left.emit()
            return
        title, effect, verb = map(tr, self.parting)
        self.asked = confirm(self, title, effect, verb, self._give_up, danger=True)

    def _give_up(self) -> None:
        self.forget()
        self.left.emit()


class Opens(QWidget):
    """Esc and 返回 come back to where it was opened from."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self.desk = desk
        self.stack = QStackedWidget()
        self.screens: dict[type[Screen], Screen] = {}
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def hold(self, first: QWidget) -> None:
        """What is shown while nothing is open."""
        self._first = first
        self.stack.addWidget(first)
        self.setFocusProxy(first)

    def open_screen(self, kind: type[Screen], key: UUID) -> Screen:
        """Made when it is first wanted, and kept."""
        if kind not in self.screens:
            self.screens[kind] = made = kind(self.desk)
            made.left.connect(self.close_screen)
            self.stack.addWidget(made)
        screen = self.screens[kind]
        screen.show_record(key)
        self.turn(screen)
        return screen

    def unsaved(self) -> bool:
        """The window asks before it closes."""
        current = self.stack.currentWidget()
        return isinstance(current, Screen) and current.unsaved()

    def close_screen(self) -> None:
        self.turn(self._first)

    def turn(self, screen: QWidget) -> None:
        self.stack.setCurrentWidget(screen)
        self.setFocusProxy(screen)
        screen.show()  # or what was just added gets no focus until the next turn of the event loop
        screen.setFocus(Qt.FocusReason.OtherFocusReason)
