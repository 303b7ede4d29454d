"""What the program says to a person: one sentence over the page when something was refused, a quiet word when not."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.core.clock import local_time
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.widgets import Banner, Kind, label, link

QUIET_FOR = 8000  # milliseconds a quiet word stays


class MessageBar(QWidget):
    """At most one banner; a newer message takes the place of an older one. Closes with Esc or ×."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 12, 0, 0)
        self.banner: Banner | None = None
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.dismiss)
        self.hide()

    def show_refusal(self, error: Refused) -> None:
        self.say(str(error), Kind.DANGER)

    def say(
        self, text: str, kind: Kind = Kind.INFO, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """One sentence and at most one action, whose button says `action`."""
        self.dismiss()
        act = link(action, on_action) if action and on_action else None
        self.banner = Banner(text, kind, act, closable=True)
        self.banner.dismissed.connect(self.dismiss)
        self._layout.addWidget(self.banner)
        self.show()

    def text(self) -> str:
        return self.banner.text.text() if self.banner else ""

    def dismiss(self) -> None:
        if self.banner:
            self.banner.hide()
            self.banner.deleteLater()
        self.banner = None
        self.hide()


class QuietWord(QWidget):
    """Success needs no banner: “Saved 08:12”, which fades by itself."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._mark, self._text = IconMark("check", "ok", 14), label("", "small")
        row.addWidget(self._mark)
        row.addWidget(self._text)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.timeout.connect(self.hide)
        self.hide()

    def saved(self, at: datetime) -> None:
        """`at` is the time of the saving, in UTC."""
        self.say(tr(N_("Saved {time}"), time=f"{local_time(at):%H:%M}"))

    def say(self, text: str) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._fade.start(QUIET_FOR)

    def text(self) -> str:
        return self._text.text() if not self.isHidden() else ""
