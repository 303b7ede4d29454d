"""The main window: modules in the rail, the pages of one of them, and what the program has to say."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.settings import Settings
from desktop_admin.desk.base import OUTBOX, Unsent
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import Dialog, confirm
from desktop_admin.views.kit.finder import Finding, Places, Source
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.outbox import OutboxDialog
from desktop_admin.views.kit.person import Brand, Foot
from desktop_admin.views.kit.preferences import PreferencesDialog
from desktop_admin.views.kit.rail import Rail
from desktop_admin.views.kit.shell.module import Module, ModulePages, PageHolder
from desktop_admin.views.kit.shell.tools import Tools
from desktop_admin.views.kit.tokens import SMALLEST
from desktop_admin.views.kit.widgets import Kind


class MainWindow(QMainWindow):
    """Signals say what the person wants of the session; who put the program together does it."""

    password_asked = Signal()
    lock_asked = Signal()
    sign_out_asked = Signal()
    notices_asked = Signal()
    help_asked = Signal(str)  # the module's name, or a page's own
    settings_chosen = Signal(object)  # the new Settings
    unpair_asked = Signal()

    def __init__(  # noqa: PLR0913 - what differs between people and PCs; all but the first are named
        self,
        desk: QtDesk,
        modules: Sequence[Module],
        *,
        school: str = "",
        role: str = "",
        settings: Settings | None = None,
        server: str = "",
    ) -> None:
        """server: the name of the PC that holds the data; empty where it is this one."""
        super().__init__()
        self.desk, self.settings, self._server = desk, settings or Settings(), server
        self._keeps_desk = self._gives_up = False
        self.asked: Dialog | None = None  # before something is lost
        self.setWindowTitle(" · ".join(part for part in (school, desk.actor.name) if part))
        self.messages, self.tools = MessageBar(), Tools()
        self.standing = MessageBar()  # what holds on every page, until it holds no more
        self.foot = Foot(desk.actor.name, role or desk.actor.login)
        self.rail = Rail(Brand(school), self.foot)
        self._modules: list[ModulePages] = []
        for module in modules:
            self._add(module)
        self._leave_room()
        self.tools.setParent(self.rail)
        self.setCentralWidget(self.rail)
        self._connect()
        self._bind_keys()
        self._show_connection()
        self.resize(1366, 768)

    def add_source(self, source: Source) -> None:
        """Something more for the search over everything."""
        self.tools.finder.sources.append(source)

    def go(self, module: str, page: str = "") -> QWidget:
        """Show a page by the names it was declared with, and return it; KeyError where this person has none."""
        for index, pages in enumerate(self._modules):
            if pages.module.name == module:
                self.rail.setCurrentIndex(index)
                if page:
                    titles = [pages.tabText(each) for each in range(pages.count())]
                    if tr(page) not in titles:
                        raise KeyError(page)
                    pages.setCurrentIndex(titles.index(tr(page)))
                return pages.holder().built()
        raise KeyError(module)

    def pages(self) -> list[tuple[str, str]]:
        """Every (module name, page title as shown) this person has."""
        return [(each.module.name, each.tabText(index)) for each in self._modules for index in range(each.count())]

    def set_badge(self, module: str, count: int) -> None:
        """How much waits for this person in a module; 0 takes the mark away."""
        for index, pages in enumerate(self._modules):
            if pages.module.name == module:
                self.rail.bar.set_badge(index, count)

    def say_refused(self, error: Refused) -> None:
        """In the dialog that is open, else over the page."""
        over = QApplication.activeModalWidget()
        if isinstance(over, Dialog):
            over.show_refusal(error)
        else:
            self.messages.show_refusal(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(narrow=self.width() < SMALLEST[0])
        self.tools.place(self.rail.width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        pages = self._current()
        if pages and not self.focusWidget():
            pages.holder().built().setFocus()

    def keep_desk(self) -> None:
        """Another window takes the desk over, as when the language changes: this one goes without closing it."""
        self._keeps_desk = True
        self.desk.refused.disconnect(self.say_refused)
        self.desk.changed.disconnect(self._on_change)

    def would_lose(self) -> bool:
        """Whether a page that is on the screen has something that is not saved: it says so by `unsaved()`."""
        built = (self._holder(pages, index).page for pages in self._modules for index in range(pages.count()))
        open_ = self.isVisible() and not self._gives_up
        return open_ and any(page is not None and _unsaved(page) for page in built)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.would_lose():
            event.ignore()
            self._ask_first(self.close)
            return
        if not self._keeps_desk:
            self.desk.close()
        super().closeEvent(event)

    def _ask_first(self, then: Callable[[], object]) -> None:
        """Before something is lost that a page has not saved."""

        def give_up() -> None:
            self._gives_up = True
            then()

        lost, verb = tr(N_("What has been written has not been saved.")), tr(N_("Discard"))
        self.asked = confirm(self, tr(N_("Discard changes")), lost, verb, give_up, danger=True)

    def _sign_out(self) -> None:
        if self.would_lose():
            self._ask_first(self.sign_out_asked.emit)
        else:
            self.sign_out_asked.emit()

    def _holder(self, pages: ModulePages, index: int) -> PageHolder:
        widget = pages.widget(index)
        if not isinstance(widget, PageHolder):
            raise TypeError(widget)
        return widget

    def _add(self, module: Module) -> None:
        allowed = [page for page in module.pages if page.is_for(self.desk.actor)]
        if not allowed:
            return
        pages = ModulePages(self.desk, module, allowed)
        pages.currentChanged.connect(self._page_changed)
        self._modules.append(pages)
        self.rail.add(pages, tr(module.title), module.icon)
        if module.waiting is not None:
            module.waiting.follow(self.desk, self, partial(self.set_badge, module.name))

    def _leave_room(self) -> None:
        """For the tools beside the tabs of every module, which are longer in some languages, on a small screen."""
        least = SMALLEST[0] - self.rail.bar.extent()
        self.tools.fit(least - max((pages.tabs_width() for pages in self._modules), default=0))
        for pages in self._modules:
            pages.leave_room(self.tools.sizeHint().width(), least)

    def _connect(self) -> None:
        self.rail.currentChanged.connect(self._page_changed)
        self.desk.refused.connect(self.say_refused)
        self.desk.changed.connect(self._on_change)
        self.foot.password_asked.connect(self.password_asked)
        self.foot.lock_asked.connect(self.lock_asked)
        self.foot.sign_out_asked.connect(self._sign_out)
        self.foot.settings_asked.connect(self._choose_settings)
        self.foot.connection.pressed.connect(self._show_unsent)
        self.tools.bell.clicked.connect(self.notices_asked)
        self.tools.help.clicked.connect(self._help)
        self.add_source(
            Places([self._place(pages, index) for pages in self._modules for index in range(pages.count())])
        )
        self._page_changed()

    def _place(self, pages: ModulePages, index: int) -> Finding:
        """A page is found by its own name and by its module's."""
        title, module = pages.tabText(index), tr(pages.module.title)
        return Finding(title, module, pages.module.icon, partial(self._open, pages, index))

    def _open(self, pages: ModulePages, index: int) -> None:
        self.rail.setCurrentWidget(pages)
        pages.setCurrentIndex(index)
        pages.holder().built().setFocus()

    def _bind_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            f"Alt+{number}": partial(self.rail.setCurrentIndex, number - 1) for number in range(1, 10)
        }
        keys |= {
            "Ctrl+K": partial(self.tools.finder.setFocus, Qt.FocusReason.ShortcutFocusReason),
            "Ctrl+Tab": partial(self._turn, 1),
            "Ctrl+Shift+Tab": partial(self._turn, -1),
            "F1": self._help,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _turn(self, by: int) -> None:
        pages = self._current()
        if pages:
            pages.setCurrentIndex((pages.currentIndex() + by) % pages.count())

    def _current(self) -> ModulePages | None:
        widget = self.rail.currentWidget()
        return widget if isinstance(widget, ModulePages) else None

    def _page_changed(self, _index: int = 0) -> None:
        """A message belongs to the page it came from."""
        self.messages.dismiss()
        pages = self._current()
        if pages:
            pages.holder().top.addWidget(self.standing)
            pages.holder().top.addWidget(self.messages)
            self._hand_over(pages)

    def _hand_over(self, pages: ModulePages) -> None:
        """The keys go to the page that is shown now, unless the person is moving along the tabs with them."""
        if self.isVisible() and QApplication.focusWidget() not in {pages.tabBar(), self.rail.bar}:
            pages.holder().built().setFocus()

    def _on_change(self, area: str) -> None:
        if area == OUTBOX:
            self._show_connection()

    def _show_connection(self) -> None:
        unsent = self.desk.unsent()
        self.foot.connection.show_state(self.desk.connection, len(unsent.waiting), self._server)
        if unsent.not_accepted:
            count = len(unsent.not_accepted)
            text = tr(N_("{count} of your entries were not accepted by the server."), count=count)
            self.messages.say(text, Kind.DANGER, tr(N_("View")), self._show_unsent)

    def _show_unsent(self) -> None:
        if self.desk.unsent() != Unsent():
            decides = {kind: decide for each in self._modules for kind, decide in each.module.decides.items()}
            dialog = OutboxDialog(self, self.desk, decides)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _help(self) -> None:
        pages = self._current()
        self.help_asked.emit(pages.help() if pages else "")

    def _choose_settings(self) -> None:
        dialog = PreferencesDialog(self, self.settings, self._server)
        dialog.unpair_asked.connect(self.unpair_asked)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._take_settings)
        dialog.open()

    def _take_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.settings_chosen.emit(settings)


def _unsaved(page: QWidget) -> bool:
    told: Callable[[], bool] | None = getattr(page, "unsaved", None)
    return told is not None and told()
