"""At the foot of the rail: who is signed in, what they may do with the session, and how the data is reached."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.desk.base import Connection
from desktop_admin.views.kit.icons import IconMark, icon
from desktop_admin.views.kit.theme import Token, colour
from desktop_admin.views.kit.tokens import RAIL_NARROW
from desktop_admin.views.kit.widgets import Avatar, ElidedLabel, Hairline, Logo

_STATES: Final[dict[Connection, tuple[str, Token, str]]] = {
    Connection.HERE: ("pc", "ok", N_("Data on this PC")),
    Connection.CONNECTED: ("server", "ok", N_("Connected")),
    Connection.RECONNECTING: ("refresh", "warn", N_("Reconnecting")),
    Connection.OFFLINE: ("offline", "danger", N_("Offline")),
}


class Brand(QWidget):
    """The school above the modules."""

    def __init__(self, school: str) -> None:
        super().__init__()
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(12, 10, 8, 8)
        row.setSpacing(10)
        words.setSpacing(0)
        self.school, self._product = ElidedLabel(school, "strong"), ElidedLabel(tr(N_("School office")), "small")
        words.addWidget(self.school)
        words.addWidget(self._product)
        row.addWidget(Logo())
        row.addLayout(words, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self.school, self._product):
            part.setVisible(self.width() > RAIL_NARROW)


class PersonButton(QWidget):
    """The person's name; pressing it opens the menu of the session."""

    pressed = Signal()

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr(N_("{name}: account and settings"), name=name))
        self.setToolTip(name)
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(2, 4, 2, 4)
        row.setSpacing(8)
        words.setSpacing(0)
        self._parts: tuple[QWidget, ...] = (ElidedLabel(name, "strong"), ElidedLabel(role, "small"), IconMark("down"))
        words.addWidget(self._parts[0])
        words.addWidget(self._parts[1])
        row.addWidget(Avatar(name))
        row.addLayout(words, 1)
        row.addWidget(self._parts[2])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in self._parts:
            part.setVisible(self.width() > RAIL_NARROW)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)


class ConnectionLine(QWidget):
    """Connected, reconnecting, or offline with what waits here."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(6)
        self._mark, self.words = IconMark("pc", "ok", 14), ElidedLabel("", "small")
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        self.show_state(Connection.HERE, 0)

    def show_state(self, connection: Connection, unsent: int, server: str = "") -> None:
        """`unsent` counts what waits on this PC. server: whose data it is."""
        name, ink, text = _STATES[connection]
        said = tr(text)
        if unsent:
            said = tr(N_("{state}, {count} not sent"), state=said, count=unsent)
        if server:
            said = tr(N_("{state} · {server}"), state=said, server=server)
        self._mark.show_icon(name, ink)
        self.words.setText(said)
        self.setToolTip(said)
        self.setAccessibleName(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.words.setVisible(self.width() > RAIL_NARROW)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()


class Foot(QWidget):
    """Signals say what the person wants; who put the program together does it."""

    password_asked = Signal()
    lock_asked = Signal()
    settings_asked = Signal()
    sign_out_asked = Signal()

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 10, 10)
        layout.setSpacing(4)
        self.person, self.connection = PersonButton(name, role), ConnectionLine()
        layout.addWidget(Hairline())
        layout.addWidget(self.person)
        layout.addWidget(self.connection)
        self.menu = QMenu(self)
        for icon_name, text, wanted in (
            ("key", tr(N_("Change password")), self.password_asked),
            ("settings", tr(N_("Settings")), self.settings_asked),
            ("lock", tr(N_("Lock")), self.lock_asked),
            ("exit", tr(N_("Sign out")), self.sign_out_asked),
        ):
            self.menu.addAction(icon(icon_name), text).triggered.connect(wanted)
        self.person.pressed.connect(self._open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.setContentsMargins(12 if self.width() > RAIL_NARROW else 9, 0, 8, 10)

    def _open(self) -> None:
        above = self.person.mapToGlobal(QPoint(0, 0))
        self.menu.popup(above - QPoint(0, self.menu.sizeHint().height() + 4))
