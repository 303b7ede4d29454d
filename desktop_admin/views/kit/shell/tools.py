"""The corner that all modules share."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.finder import Finder
from desktop_admin.views.kit.messages import QuietWord
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.tokens import MODULE_TABS
from desktop_admin.views.kit.widgets import icon_button, label

FINDER, FINDER_LEAST = 196, 120  # pixels


class Tools(QWidget):
    """Search, notices and help; one for all modules."""

    def __init__(self) -> None:
        super().__init__()
        self._right = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 7, 20, 7)
        row.setSpacing(6)
        self.quiet, self.finder = QuietWord(), Finder()
        self.finder.setFixedWidth(FINDER)
        self.finder.setToolTip("Ctrl+K")
        restyle(self.finder, "low", value=True)
        self.bell = icon_button("bell", tr(N_("Notices")))
        self.help = icon_button("help", tr(N_("Help")), shortcut="F1")
        row.addStretch(1)
        row.addWidget(self.quiet)
        self.key = label("Ctrl+K", "key")
        for part in (self.finder, self.key):
            row.addWidget(part)
        row.addSpacing(4)
        row.addWidget(self.bell)
        row.addWidget(self.help)

    def fit(self, room: int) -> None:
        """room: pixels; with less than they need, the key stands in the tool tip alone, and the field is shorter."""
        missing = self.sizeHint().width() - room
        if missing > 0:
            self.key.hide()
            missing = self.sizeHint().width() - room
            self.finder.setFixedWidth(max(FINDER_LEAST, FINDER - max(0, missing)))

    def place(self, right: int) -> None:
        self._right = right
        width = self.sizeHint().width()
        self.setGeometry(right - width, 0, width, MODULE_TABS - 1)
        self.raise_()

    def event(self, event: QEvent) -> bool:
        answered = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # the quiet word came or went
            self.place(self._right)
        return answered

    def show_notices(self, count: int) -> None:
        name = tr(N_("Notices ({count})"), count=count) if count else tr(N_("Notices"))
        self.bell.setAccessibleName(name)
        self.bell.setToolTip(name)
