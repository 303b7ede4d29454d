"""The search over everything (Ctrl+K): one field, and a list below it fed by whoever has something to find."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.text import normal
from desktop_admin.views.kit.icons import icon
from desktop_admin.views.kit.theme import dress_view
from desktop_admin.views.kit.widgets import SearchEdit, label

TYPING = 150  # milliseconds without a key before the search starts
MOST = 8  # findings shown of one source
WIDTH = 420


class Finding(NamedTuple):
    """What can be opened: its name, where it stands, its icon, and the opening."""

    title: str
    detail: str
    icon: str
    open: Callable[[], object]


class Source(Protocol):
    """Anything that can be searched: answers by calling `then` once, now or later, on the GUI's thread."""

    def __call__(self, text: str, then: Callable[[Sequence[Finding]], None], /) -> None: ...


@lru_cache(maxsize=512)
def initials(text: str) -> str:
    """The first letters of the pinyin, lower case: 食堂日检 -> strj. Other characters stay."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its tables load slowly, and only a search needs them

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).casefold()


def matches(sought: str, title: str) -> bool:
    """By any part of the name, or by the beginning of a run of pinyin initials."""
    wanted = normal(sought).casefold()
    plain = normal(title).casefold()
    return wanted in plain or (wanted.isascii() and wanted.isalpha() and wanted in initials(title))


class Places:
    """A source over a fixed set: the program's own modules and pages."""

    def __init__(self, places: Sequence[Finding]) -> None:
        self._places = tuple(places)

    def __call__(self, text: str, then: Callable[[Sequence[Finding]], None], /) -> None:
        """By its own name first, then by the name of the module it stands in."""
        own = [place for place in self._places if matches(text, place.title)]
        near = [place for place in self._places if place not in own and matches(text, place.detail)]
        then((own + near)[:MOST])


class _Popup(QFrame):
    """The list under the field. The field keeps the focus; keys are handed on."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        self.list, self.nothing = QListWidget(), label(tr(N_("Nothing found. Try another word.")), "quiet")
        self.nothing.setContentsMargins(12, 8, 12, 8)
        dress_view(self.list)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr(N_("Search results")))
        layout.addWidget(self.list)
        layout.addWidget(self.nothing)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        self.list.clear()
        for finding in findings:
            item = QListWidgetItem(icon(finding.icon), f"{finding.title}  ·  {finding.detail}".rstrip(" ·"))
            item.setData(Qt.ItemDataRole.UserRole, finding)
            item.setSizeHint(QSize(0, 36))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(findings))
        self.nothing.setVisible(not findings)
        self.resize(WIDTH, 36 * min(len(findings), 10) + 10 if findings else 48)

    def current(self) -> Finding | None:
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def step(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)


class Finder(SearchEdit):
    """Type, ↓ and Enter; Esc closes. While an input method composes, its keys are its own."""

    def __init__(self) -> None:
        super().__init__(tr(N_("Search all")))
        self.sources: list[Source] = []
        self.popup: _Popup | None = None
        self._asked = 0
        self._composing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(self._typed)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[int, Callable[[], object]] = {
            int(Qt.Key.Key_Down): partial(self._step, 1),
            int(Qt.Key.Key_Up): partial(self._step, -1),
            int(Qt.Key.Key_Return): self._open,
            int(Qt.Key.Key_Enter): self._open,
            int(Qt.Key.Key_Escape): self.leave,
        }
        act = acts.get(event.key())
        if act and not self._composing:
            act()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Empty and closed."""
        self.clear()
        self._close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.popup is None:
            self.popup = _Popup(self.window())
            self.popup.list.itemClicked.connect(self._open)
            self.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.WindowDeactivate} and watched is self.window():
            self._close()
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        if normal(text):
            self._pause.start(TYPING)
        else:
            self._close()

    def _search(self) -> None:
        """An answer to an older question is thrown away."""
        self._asked += 1
        asked, found = self._asked, list[Finding]()
        self._show([])

        def arrived(findings: Sequence[Finding]) -> None:
            if isValid(self) and asked == self._asked:
                found.extend(findings[:MOST])
                self._show(found)

        for source in self.sources:
            source(normal(self.text()), arrived)

    def _show(self, findings: Sequence[Finding]) -> None:
        if self.popup:
            self.popup.show_findings(findings)
            corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
            self.popup.move(min(corner.x(), self.window().width() - WIDTH - 12), corner.y())
            self.popup.show()
            self.popup.raise_()

    def _step(self, by: int) -> None:
        if self.popup:
            self.popup.step(by)

    def _open(self, _item: object = None) -> None:
        if self._pause.isActive():  # Enter came before the pause was over
            self._pause.stop()
            self._search()
        finding = self.popup.current() if self.popup else None
        if finding:
            self.leave()
            finding.open()

    def _close(self) -> None:
        self._pause.stop()
        self._asked += 1
        if self.popup:
            self.popup.hide()
