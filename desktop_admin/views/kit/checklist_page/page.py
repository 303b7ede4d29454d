"""A whole checklist page: header with filter, areas, rows, and the bar with the primary action."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.core.clock import local_time
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.checklist_page.declare import Checklist, Keeper, Line, Result, Show
from desktop_admin.views.kit.checklist_page.hand import Hand
from desktop_admin.views.kit.checklist_page.paint import HeadRow
from desktop_admin.views.kit.checklist_page.sides import AreaCard, SheetBar
from desktop_admin.views.kit.checklist_page.view import SCROLL_BAR, SheetView
from desktop_admin.views.kit.tokens import PAGE_SIDE
from desktop_admin.views.kit.widgets import PageHeader, Segmented, button, label


class ChecklistPage(QWidget):
    """show_sheet() with every new state; what a person does goes to the keeper at once."""

    print_asked = Signal()

    def __init__(self, keeper: Keeper, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._keeper = keeper
        self.header, self.saved = PageHeader(title), label("", "small")
        self.view, self.areas, self.bar = SheetView(), AreaCard(), SheetBar()
        self.hand = Hand(self.view, keeper)
        self.filter = Segmented([tr(each.value, count=0) for each in Show])
        self.print = button(tr(N_("Print")), icon_name="print")
        self.notice = QVBoxLayout()  # room for a banner over the rows
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.view)

    @property
    def sheet(self) -> Checklist:
        return self.view.rows.sheet

    def show_sheet(self, sheet: Checklist) -> None:
        new = sheet.key != self.sheet.key
        self.view.show_sheet(sheet)
        counts = (len(sheet.lines), sheet.count(Result.OPEN), sheet.count(Result.FAIL))
        for place, (show, count) in enumerate(zip(Show, counts, strict=True)):
            self.filter.set_text(place, tr(show.value, count=count))
        self._show_area()
        self.bar.show_sheet(sheet)
        self.hand.settle(sheet)
        if new:
            self.filter.choose(list(Show).index(self.view.opened.show))
            self.view.reveal()

    def show_saved(self, at: datetime) -> None:
        """The quiet word after an answer was kept; `at` in UTC."""
        self.saved.setText(tr(N_("Saved by itself {time}"), time=f"{local_time(at):%H:%M}"))

    def refuse(self, code: str, sentence: str, value: str = "", raw: str = "") -> None:
        """One sentence below the item it belongs to; a value that was refused stays in its field as typed."""
        self.hand.refuse(code, sentence, value, raw)

    def go(self, code: str) -> None:
        self.view.go(code)

    def next_open(self) -> None:
        """The next item that waits for an answer, or a fail for its description."""
        found = self._after(_waiting)
        if found:
            self.view.go(found.code)

    def next_area(self) -> None:
        line = self.view.line()
        areas = [area for area in self.sheet.areas if self.sheet.of(area)]
        if line and areas:
            self.go_area(areas[(areas.index(line.area) + 1) % len(areas)])

    def go_area(self, area: str) -> None:
        """To the first item of an area that waits, else its first."""
        lines = self.sheet.of(area)
        if lines:
            self.view.go(next((line for line in lines if _waiting(line)), lines[0]).code)

    def primary(self) -> None:
        """Do it, or show what stands in the way."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)  # a text that is being typed is kept first
        if self.sheet.bar.blocked:
            self.next_open()
        elif self.sheet.bar.primary:
            self._keeper.primary()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.view.setFocus(event.reason())

    def _after(self, wanted: Callable[[Line], bool]) -> Line | None:
        lines = self.sheet.lines
        line = self.view.line()
        start = lines.index(line) + 1 if line in lines else 0
        return next((each for each in lines[start:] + lines[:start] if wanted(each)), None)

    def _lay_out(self) -> None:
        for part in (self.saved, self.filter, self.print):
            self.header.add(part)
        card, rows = QFrame(), QVBoxLayout()
        card.setObjectName("card")
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addWidget(HeadRow(SCROLL_BAR))
        rows.addWidget(self.view, 1)
        card.setLayout(rows)
        inner, both, whole = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        both.setSpacing(16)
        both.addWidget(self.areas)
        both.addWidget(card, 1)
        inner.setContentsMargins(PAGE_SIDE, 12, PAGE_SIDE, 12)
        inner.setSpacing(12)
        inner.addWidget(self.header)
        inner.addLayout(self.notice)
        inner.addLayout(both, 1)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.bar)

    def _connect(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "F6": self.next_area,
            "F8": self.next_open,
            "Ctrl+Return": self.primary,
            "Ctrl+Enter": self.primary,
            "Ctrl+P": self.print_asked.emit,
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.view.moved.connect(self._show_area)
        self.areas.list.chosen.connect(self.go_area)
        self.filter.chosen.connect(self._filter)
        self.print.clicked.connect(self.print_asked)
        self.bar.next.clicked.connect(self.next_open)
        self.bar.primary.clicked.connect(self.primary)

    def _filter(self, place: int) -> None:
        self.view.show_only(list(Show)[place])

    def _show_area(self, _code: str = "") -> None:
        line = self.view.line()
        self.areas.list.show_sheet(self.sheet, line.area if line else "")


def _waiting(line: Line) -> bool:
    return line.result is Result.OPEN or line.unfinished
