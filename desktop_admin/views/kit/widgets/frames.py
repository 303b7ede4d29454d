"""What holds a page together: its header, cards, banners, empty states, scrolling and the bar of actions."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.icons import IconMark
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.tokens import ACTION_BAR, CONTROL, GAP, PAGE_SIDE
from desktop_admin.views.kit.widgets.buttons import button, icon_button
from desktop_admin.views.kit.widgets.marks import ICON_OF, INK_OF, Kind
from desktop_admin.views.kit.widgets.text import ElidedLabel, label


class Card(QFrame):
    """A white box with a title and a count; fill `body`, put links into `head`. Cards are never nested."""

    def __init__(self, title: str = "", count: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(GAP)
        top = QWidget()
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.head, self.body = QHBoxLayout(top), QVBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(GAP)
        self.body.setSpacing(GAP)
        self.title, self.count = label(title, "h2"), label(count, "quiet")
        if title:
            self.head.addWidget(self.title)
            self.head.addWidget(self.count)
            self.head.addStretch(1)
            layout.addWidget(top)
        layout.addLayout(self.body, 1)


class PageHeader(QWidget):
    """Title, context, then actions on the right: one line of 32 pixels. One primary action a page."""

    def __init__(self, title: str, context: str = "") -> None:
        super().__init__()
        self.setFixedHeight(CONTROL + 2)
        self.title, self.context = label(title, "h1"), ElidedLabel(context, "quiet")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self.title)
        self._row.addWidget(self.context, 1)

    def add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)

    def add_before(self, widget: QWidget) -> None:
        """What leads back, before the title."""
        self._row.insertWidget(0, widget)

    def add_beside(self, widget: QWidget) -> None:
        """The state, right of the title."""
        self._row.insertWidget(self._row.indexOf(self.context), widget)


class Banner(QFrame):
    """One sentence with its icon and at most one action. Success has no banner: it has the quiet text."""

    dismissed = Signal()

    def __init__(
        self, text: str = "", kind: Kind = Kind.INFO, action: QPushButton | None = None, *, closable: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8 if closable else 12, 6)
        row.setSpacing(10)
        self._icon, self.text = IconMark("info"), label("", wrap=True)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        if action:
            row.addWidget(action)
        if closable:
            close = icon_button("x", tr(N_("Close")), shortcut="Esc", size=18)
            close.clicked.connect(self.dismissed)
            row.addWidget(close)
        self.say(text, kind)

    def say(self, text: str, kind: Kind) -> None:
        self.text.setText(text)
        self.setAccessibleName(text)
        self._icon.show_icon(ICON_OF[kind], INK_OF[kind])
        restyle(self, "kind", {Kind.LOCKED: "neutral", Kind.EDIT: "info"}.get(kind, kind.value))
        restyle(self.text, "kind", kind.value)  # its colour hangs on the banner's kind

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)


class EmptyState(QWidget):
    """What is missing, in one sentence, and one button that fills it."""

    def __init__(self, sentence: str, icon_name: str = "info", action: QPushButton | None = None) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        self.sentence = label(sentence, "quiet", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        layout.addWidget(IconMark(icon_name, "text2", 24), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.sentence)
        if action:
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)


class ActionBar(QFrame):
    """At the foot of a page: what the state is on the left, what can be done on the right, the primary action last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actionBar")
        self.setFixedHeight(ACTION_BAR)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAGE_SIDE, 0, PAGE_SIDE, 0)
        self._row.setSpacing(10)
        self.state = ElidedLabel("", "strong")
        self._row.addWidget(self.state, 1)

    def add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)


def scrolled(inner: QWidget, *, on_card: bool = False) -> QScrollArea:
    """Put a widget in a scroll area whose ground is the page's, or a card's."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setObjectName("plainScroll" if on_card else "pageScroll")
    inner.setObjectName("plain" if on_card else "pageInner")
    inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(inner)
    area.setMinimumHeight(96)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def page_layout(page: QWidget) -> QVBoxLayout:
    """The ground and the margins of a page."""
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(PAGE_SIDE, 12, PAGE_SIDE, 16)
    layout.setSpacing(12)
    return layout


def link(text: str, clicked: Callable[[], object]) -> QPushButton:
    """A small command inside a card or a banner."""
    made = button(text, "ghost", low=True)
    made.clicked.connect(clicked)
    return made


def note(icon_name: str, text: str) -> tuple[QHBoxLayout, QLabel]:
    """An icon and small text beside it."""
    row, words = QHBoxLayout(), label(text, "small")
    row.setSpacing(6)
    row.addWidget(IconMark(icon_name, "text2", 14))
    row.addWidget(words, 1)
    return row, words


def discard(layout: QLayout, widget: QWidget) -> None:
    """Take a widget out of its layout for good.

    Keep the widget to find it again: what a layout tells as its items, PySide keeps when Qt has long
    deleted it, and takes the next widget at that address for it.
    """
    layout.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
