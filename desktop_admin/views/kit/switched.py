"""Several parts of one page: a switch over them, each made when it is first wanted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.core.i18n import tr
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import Segmented

Part = tuple[str, Callable[[], QWidget]]  # what it is called, and how it is made


class Switched(QWidget):
    """The first part is there at once. made: the parts there are, by place."""

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._parts = tuple(parts)
        self.made: dict[int, QWidget] = {}
        self.switch, self.stack = Segmented([tr(name) for name, _ in parts]), QStackedWidget()
        row, whole = QHBoxLayout(), QVBoxLayout(self)
        row.setContentsMargins(PAGE_SIDE, 12, PAGE_SIDE, 0)
        row.addWidget(self.switch)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(self.stack, 1)
        self.switch.setVisible(len(self._parts) > 1)
        self.switch.chosen.connect(self.show_part)
        self.show_part(0)

    def show_part(self, place: int) -> QWidget:
        if place not in self.made:
            self.made[place] = self._parts[place][1]()
            self.stack.addWidget(self.made[place])
        self.switch.choose(place)
        self.stack.setCurrentWidget(self.made[place])
        self.setFocusProxy(self.made[place])
        hand_over(self.switch, self.made[place])
        return self.made[place]


def hand_over(switch: Segmented, shown: QWidget) -> None:
    """The keys go to what is shown now, unless the person is moving along the switch with them."""
    focus = QApplication.focusWidget()
    if shown.isVisible() and (focus is None or not switch.isAncestorOf(focus)):
        shown.setFocus()
