"""Beside a record that was opened from a list: the one above it and the one below, by a click or by Alt+↑ and Alt+↓."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.list_page.page import ListPage
from desktop_admin.views.kit.widgets import icon_button, label

UP, DOWN = -1, 1
_SHOWN = (  # way, icon, name, key, how the key is called
    (UP, "up", N_("The one above in the list"), "Alt+Up", "Alt+↑"),
    (DOWN, "down", N_("The one below in the list"), "Alt+Down", "Alt+↓"),
)


class Neighbours(QWidget):
    """Hidden where the record is none of the list's rows, such as one that was opened from elsewhere.

    The list is not read again while one goes through it: a row that a step has taken out of its filter stays a place.
    The list's own current row goes along.
    """

    wanted = Signal(object)  # a row of the list

    def __init__(self, page: ListPage, screen: QWidget) -> None:
        """screen: of the record, in which the keys hold."""
        super().__init__()
        self._page, self._rows = page, page.rows
        self._key: UUID | None = None
        self._waiting = 0
        self.place = label("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.buttons: dict[int, QToolButton] = {}
        for way, icon, name, key, called in _SHOWN:
            made = self.buttons[way] = icon_button(icon, tr(name), shortcut=called)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(partial(self._clicked, way))
            shortcut = QShortcut(QKeySequence(key), screen)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.step, way))
            row.addWidget(made)
        row.addWidget(self.place)
        self._rows.renewed.connect(self._renewed)
        self._rows.found.connect(self._renewed)
        self.hide()

    def stand_at(self, key: UUID) -> None:
        self._key, self._waiting = key, 0
        self._tell()

    def step(self, way: int) -> None:
        """Where the row is not loaded yet, as soon as it is."""
        here = self._here()
        if here < 0 or not 0 <= here + way < self._rows.total:
            return
        record = self._rows.record(here + way)
        self._waiting = 0 if record is not None else way
        self._page.table.go_to(here + way)
        if record is None:
            self._rows.want(here + way)
        else:
            self.stand_at(record.key)
            self.wanted.emit(record)

    def _clicked(self, way: int, _checked: object = None) -> None:
        self.step(way)

    def _renewed(self) -> None:
        self._tell()
        if self._waiting:
            self.step(self._waiting)

    def _here(self) -> int:
        return self._rows.place_of(self._key) if self._key is not None else -1

    def _tell(self) -> None:
        here, total = self._here(), self._rows.total
        self.setVisible(here >= 0 and total > 1)
        for way, made in self.buttons.items():
            made.setEnabled(0 <= here + way < total)
        self.place.setText(tr(N_("{place} of {total}"), place=f"{here + 1:,}", total=f"{total:,}"))
