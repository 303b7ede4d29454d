"""Several lists in one page: a switch over them, each made when it is first wanted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.lists import ListSpec
from desktop_admin.core.i18n import tr
from desktop_admin.views.kit.list_page.page import ListPage
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import Segmented


class SwitchedLists(QWidget):
    """make: the page of one of the lists."""

    def __init__(self, specs: Sequence[ListSpec], make: Callable[[ListSpec], ListPage]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.specs, self._make = tuple(specs), make
        self.switch, self.stack = Segmented([tr(spec.title) for spec in specs]), QStackedWidget()
        self.lists: dict[str, ListPage] = {}
        row, whole = QHBoxLayout(), QVBoxLayout(self)
        row.setContentsMargins(PAGE_SIDE, 12, PAGE_SIDE, 0)
        row.addWidget(self.switch)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(row)
        whole.addWidget(self.stack, 1)
        self.switch.chosen.connect(self.show_register)

    def show_register(self, place: int) -> ListPage:
        """The list of this place, made if it is not there yet."""
        spec = self.specs[place]
        if spec.name not in self.lists:
            self.lists[spec.name] = page = self._make(spec)
            self.stack.addWidget(page)
        self.switch.choose(place)
        self.stack.setCurrentWidget(self.lists[spec.name])
        self.setFocusProxy(self.lists[spec.name])
        return self.lists[spec.name]
