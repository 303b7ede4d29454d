"""The panel beside a list that tells all about its current row."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_admin.api.lists import Action, ListSpec
from desktop_admin.api.shown import NOTHING, tone
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page.actions import Doer, forbid
from desktop_admin.views.kit.list_page.rows import Rows
from desktop_admin.views.kit.widgets import Avatar, ElidedLabel, Hairline, Kind, Pill, button, icon_button, label
from desktop_admin.views.kit.widgets.frames import scrolled

WIDTH, SIDE = 292, 16
_LABEL, _LABEL_MOST = 72, 96
_BUTTONS, _GAP = 2, 8

Details = Callable[[QtDesk, Any], QWidget]


def foot_of(buttons: Sequence[QPushButton]) -> QBoxLayout:
    """Beside each other where their texts have room."""
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(_GAP)
    needs = -_GAP
    for place, each in enumerate(buttons):
        each.ensurePolished()  # else its hint knows nothing of the style yet
        needs += each.sizeHint().width() + _GAP
        row.addWidget(each, 1 if not place else 0)
    if needs > WIDTH - 2 * SIDE:
        row.setDirection(QBoxLayout.Direction.TopToBottom)
    return row


class DetailPanel(QFrame):
    closed = Signal()

    def __init__(self, desk: QtDesk, spec: ListSpec, rows: Rows, doer: Doer, details: Details | None) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self._desk, self._spec, self._rows, self._doer, self._details = desk, spec, rows, doer, details
        self.record: Any = None
        self._inner: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SIDE, 12, SIDE, 14)
        self.hide()

    def show_row(self, record: Any) -> None:
        self.record = record
        if self._inner is not None:
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._head(record))
        layout.addWidget(Hairline())
        content = self._details(self._desk, record) if self._details else self._facts(record)
        layout.addWidget(scrolled(content, on_card=True), 1)
        layout.addLayout(self._foot(record))
        self._layout.addWidget(inner)
        self.setAccessibleName(self._rows.text(record, self._spec.row_title))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def close_panel(self) -> None:
        self.record = None
        self.hide()
        self.closed.emit()

    def _head(self, record: Any) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        name = self._rows.text(record, self._spec.row_title)
        words.setSpacing(0)
        words.addWidget(ElidedLabel(name, "h2"))
        quiet = [text for each in self._spec.quiet if (text := self._rows.text(record, each)) != NOTHING]
        if quiet:
            words.addWidget(ElidedLabel(" · ".join(quiet), "small"))
        close = icon_button("x", tr(N_("Close")), shortcut="Esc", size=18)
        close.clicked.connect(self.close_panel)
        row.setSpacing(10)
        if self._spec.person:
            row.addWidget(Avatar(name, 40))
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _facts(self, record: Any) -> QWidget:
        """Where nothing more is known: the row's own fields, those without a column included."""
        made, grid = QWidget(), QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        told = [(name, field) for name, field in self._spec.fields().items() if name != self._spec.row_title]
        for place, (name, field) in enumerate(told):
            named = label(tr(field.label), "quiet", wrap=True)
            named.setMaximumWidth(_LABEL_MOST)
            grid.addWidget(named, place, 0, Qt.AlignmentFlag.AlignTop)
            text, kind = self._rows.text(record, name), tone(getattr(record, name))
            if kind:
                grid.addWidget(Pill(text, Kind(kind.value)), place, 1, Qt.AlignmentFlag.AlignLeft)
            else:
                grid.addWidget(label(text, wrap=True), place, 1)
        grid.setColumnMinimumWidth(0, _LABEL)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(told), 1)
        made.setLayout(grid)
        return made

    def _foot(self, record: Any) -> QBoxLayout:
        """The two first actions that fit; the first of them is the primary one."""
        buttons: list[QPushButton] = []
        fitting = [action for action in self._spec.actions if action.possible(record)][:_BUTTONS]
        for place, action in enumerate(fitting):
            made = button(tr(action.command.caption), "danger" if action.danger else "primary" if not place else "")
            forbid(made, self._desk, action, possible=True)
            made.setIcon(made.icon() if not made.isEnabled() else button("").icon())
            made.clicked.connect(partial(self._start, action, record))
            buttons.append(made)
        return foot_of(buttons)

    def _start(self, action: Action, record: Any) -> None:
        self._doer.start(action, [record])
