"""What a module declares, and its pages as tabs on top."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import tr
from desktop_admin.core.permissions import Actor, Permission
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.outbox import Decide
from desktop_admin.views.kit.tokens import MODULE_TABS, MODULE_TABS_LEFT, PAGE_SIDE
from desktop_admin.views.kit.waiting import Waiting

MOST_PAGES = 6
ROOM_FOR_QUIET = 110  # pixels between the tabs and the search


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a module; without a permission it is everybody's, or of who `fits`. Made when it is first shown.

    help: what its chapter of the guide is asked for by, where it is not the module's.
    """

    title: str
    permission: Permission | None
    make: Callable[[QtDesk], QWidget]
    fits: Callable[[Actor], bool] | None = None
    help: str = ""

    def is_for(self, actor: Actor) -> bool:
        may = self.permission is None or actor.may(self.permission)
        return may and (self.fits is None or self.fits(actor))


@dataclass(frozen=True, slots=True)
class Module:
    """A tab of the rail. Hidden from who may see none of its pages. waiting: what its badge counts.

    decides: for which refusals of what waited on this PC the person decides what is to stand, and how they are asked.
    """

    name: str
    title: str
    icon: str
    pages: tuple[Page, ...]
    waiting: Waiting | None = None
    decides: Mapping[type[Refused], Decide] = field(default_factory=dict[type[Refused], Decide])

    def __post_init__(self) -> None:
        if not 0 < len(self.pages) <= MOST_PAGES:
            raise ValueError(f"{self.name}: a module has 1 to {MOST_PAGES} pages")


class PageHolder(QWidget):
    """The place of a page before there is one; the message bar stands above it."""

    def __init__(self, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make = make
        self.page: QWidget | None = None
        self.top = QVBoxLayout()
        self.top.setContentsMargins(PAGE_SIDE, 0, PAGE_SIDE, 0)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(self.top)

    def built(self) -> QWidget:
        if self.page is None:
            self.page = self._make()
            self._layout.addWidget(self.page, 1)
        return self.page

    def showEvent(self, event: QShowEvent) -> None:
        self.built().show()  # Qt would show what is added now only after the next turn of the event loop
        super().showEvent(event)


class ModulePages(QTabWidget):
    """The pages of one module. Room is left on the right for the corner that all modules share."""

    def __init__(self, desk: QtDesk, module: Module, pages: Sequence[Page]) -> None:
        super().__init__()
        self.module, self._declared = module, pages
        self.setObjectName("module")
        self.setDocumentMode(True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabBar().setDrawBase(False)
        self.tabBar().setExpanding(False)
        self.tabBar().setAccessibleName(tr(module.title))
        for page in pages:
            self.addTab(PageHolder(partial(page.make, desk)), tr(page.title))

    def tabs_width(self) -> int:
        """In pixels, with what lies before them."""
        self.tabBar().ensurePolished()  # else its hint knows nothing of the style yet
        return MODULE_TABS_LEFT + self.tabBar().sizeHint().width()

    def leave_room(self, width: int, least: int) -> None:
        """width: of the corner; least: what pages, tabs and it have on a small screen.

        A quiet word has room before the corner where the tabs leave some.
        """
        room, left = QWidget(), least - self.tabs_width() - width
        room.setFixedSize(width + max(0, min(ROOM_FOR_QUIET, left)), MODULE_TABS - 2)
        self.setCornerWidget(room, Qt.Corner.TopRightCorner)

    def help(self) -> str:
        """What the guide calls the page that is open."""
        return self._declared[self.currentIndex()].help or self.module.name

    def holder(self) -> PageHolder:
        widget = self.currentWidget()
        if not isinstance(widget, PageHolder):
            raise TypeError(widget)
        return widget
