"""Dialogs over a darkened page: the command's name as the title, buttons on the right, the primary one last."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.theme import tokens
from desktop_admin.views.kit.widgets import Hairline, button, icon_button, label
from desktop_admin.views.kit.widgets.buttons import ButtonFace

WIDTH = 640
SIDE = 24
HANDLE = 60  # pixels at the top by which it is moved
MARGIN = 48  # pixels left free above and below, taken together
_BAR = 14  # pixels that a scroll bar takes with its margins


class Scrim(QWidget):
    """Darkens a window and follows its size, as long as the dialog over it lives."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().scrim))


class _Body(QScrollArea):
    """As high as what it holds, until the window is lower."""

    outgrown = Signal()  # what it holds has become higher than what is seen of it

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        inner.setObjectName("plain")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("plainScroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = inner
        self.setWidget(inner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        done = super().eventFilter(watched, event)
        seen = self.viewport().size()
        if event.type() == QEvent.Type.LayoutRequest and self.wanted(seen.width()) > seen.height():
            self.outgrown.emit()
        return done

    def least_width(self) -> int:
        return self._inner.minimumSizeHint().width()

    def wanted(self, width: int) -> int:
        layout = self._inner.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return self._inner.sizeHint().height()


class Dialog(QDialog):
    """Fill `body`; add buttons from left to right; open() shows it over its parent's window without blocking.

    `losing` tells whether closing would lose something: only then does Esc ask.
    """

    def __init__(
        self, parent: QWidget, title: str, subtitle: str = "", *, icon_name: str = "", width: int = WIDTH
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.losing: Callable[[], bool] = lambda: False
        self._scrim: Scrim | None = None
        self._parent, self._primary = parent, QPushButton()
        self._width = width
        self.messages, self.note = MessageBar(self), label("", "small")
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(SIDE, 4, SIDE, 12)
        self.body.setSpacing(12)
        self._scroll = _Body(inner)
        self._scroll.outgrown.connect(self._grow, Qt.ConnectionType.QueuedConnection)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(SIDE, 12, SIDE, 14)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.note, 1)
        self._build(self._head(title, subtitle, icon_name))

    def _build(self, head: QHBoxLayout) -> None:
        frame = QFrame()
        frame.setObjectName("dialog")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addLayout(head)
        warning = QVBoxLayout()
        warning.setContentsMargins(SIDE, 0, SIDE, 0)
        warning.addWidget(self.messages)
        rows.addLayout(warning)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(Hairline())
        rows.addLayout(self._foot)

    def _head(self, title: str, subtitle: str, icon_name: str) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setContentsMargins(SIDE, 18, 16, 10)
        row.setSpacing(12)
        words.setSpacing(2)
        self.title, self.subtitle = label(title, "h1", wrap=True), label(subtitle, "small", wrap=True)
        self.subtitle.setVisible(bool(subtitle))
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        close = icon_button("x", tr(N_("Close")), shortcut="Esc", size=18)
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.reject)
        if icon_name:
            row.addWidget(
                IconMark(icon_name, "danger" if icon_name == "warn" else "accent", 20), 0, Qt.AlignmentFlag.AlignTop
            )
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def add_button(
        self, text: str, clicked: Callable[[], object], face: ButtonFace = "", *, left: bool = False
    ) -> QPushButton:
        """The primary button answers to Ctrl+Enter from anywhere, and to Enter only when it has the focus."""
        made = button(text, face)
        made.setAutoDefault(False)
        made.clicked.connect(clicked)
        if face in {"primary", "danger"}:
            made.setToolTip("Ctrl+Enter")
            self._primary = made
        self._foot.insertWidget(0, made) if left else self._foot.addWidget(made)
        return made

    def add_cancel(self) -> QPushButton:
        return self.add_button(tr(N_("Cancel")), self.reject)

    def show_refusal(self, error: Refused) -> None:
        self.messages.show_refusal(error)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if control:
                self._primary.click()
            return  # Enter inside a field is the field's own
        super().keyPressEvent(event)

    def reject(self) -> None:
        if self.losing():
            confirm(
                self,
                tr(N_("Discard changes")),
                tr(N_("What has been typed here has not been saved.")),
                tr(N_("Discard")),
                lambda: self.done(QDialog.DialogCode.Rejected),
                danger=True,
            )
            return
        super().reject()

    def done(self, result: int) -> None:
        if self._scrim:
            self._scrim.deleteLater()
            self._scrim = None
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        over = self._over()
        if self._scrim is None and over.isVisible():
            self._scrim = Scrim(over)
        self.fit()
        super().showEvent(event)

    def _over(self) -> QWidget:
        return self._parent.window()

    def _grow(self) -> None:
        if self.isVisible() and self.height() < self._room():
            self.fit()

    def _room(self) -> int:
        over = self._over()
        return max(240, (over.height() if over.isVisible() and not isinstance(over, Dialog) else 680) - MARGIN)

    def fit(self) -> None:
        """As high as what it holds now, and no higher than the window that it lies over."""
        over, room = self._over(), self._room()
        around = self.sizeHint().height() - self._scroll.sizeHint().height()
        width = max(self._width, self._scroll.least_width() + 2)  # nothing scrolls sideways, nothing is cut
        wanted = around + self._scroll.wanted(width - 2)
        if wanted > room:
            width = max(width, self._scroll.least_width() + 2 + _BAR)
        self.resize(width, min(wanted, room))
        middle = over.mapToGlobal(over.rect().center())
        self.move(middle.x() - self.width() // 2, middle.y() - self.height() // 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It has no title bar, so its own head moves it."""
        handle = self.windowHandle()
        if event.position().y() < HANDLE and handle:
            handle.startSystemMove()
        super().mousePressEvent(event)


def confirm(  # noqa: PLR0913 - each is a word a person reads
    parent: QWidget,
    title: str,
    effect: str,
    verb: str,
    then: Callable[[], object],
    *,
    danger: bool = False,
) -> Dialog:
    """Ask before something that cannot be taken back: the title names the object, `effect` what happens, `verb` the
    button. The focus stands on 取消."""
    asked = Dialog(parent, title, icon_name="warn" if danger else "info", width=480)
    asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    asked.body.addWidget(label(effect, wrap=True))
    asked.add_cancel().setFocus()

    def agreed() -> None:
        asked.accept()
        then()

    asked.add_button(verb, agreed, "danger" if danger else "primary")
    asked.open()
    return asked
