"""What a first page shows: numbers with what they mean, and what waits for its reader with a way to it."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.tokens import TASK_ROW
from desktop_admin.views.kit.widgets import (
    Card,
    ElidedLabel,
    EmptyState,
    Hairline,
    Kind,
    Pill,
    button,
    discard,
    label,
    scrolled,
)


class ToDo(Struct, frozen=True):
    """action: what its button says, where there is one."""

    title: str
    detail: str
    state: str
    kind: Kind
    action: str
    go: Callable[[], object]


class Figure(Card):
    """One number, with what it means."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.number, self.told = label("", "kpi"), label("", "small", wrap=True)
        self.body.setSpacing(0)
        self.body.addWidget(label(title, "quiet"))
        self.body.addWidget(self.number)
        self.body.addWidget(self.told)

    def show_figure(self, number: str, told: str) -> None:
        self.number.setText(number)
        self.told.setText(told)


class TaskCard(Card):
    """first: whether the first of them has the page's primary button."""

    def __init__(self, title: str, empty: str = N_("Nothing waits for you."), *, first: bool = True) -> None:
        super().__init__(title)
        self._empty, self._first = empty, first
        self._listed: QWidget | None = None

    def show_tasks(self, tasks: Sequence[ToDo]) -> None:
        if self._listed is not None:
            discard(self.body, self._listed)
        self.count.setText(tr(N_("{count} waiting"), count=len(tasks)) if tasks else "")
        self._listed = self._list(tasks) if tasks else EmptyState(tr(self._empty), "check")
        self.body.addWidget(self._listed, 1)

    def _list(self, tasks: Sequence[ToDo]) -> QWidget:
        inner, rows = QWidget(), QVBoxLayout()
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(0)
        for place, each in enumerate(tasks):
            if place:
                rows.addWidget(Hairline())
            rows.addWidget(_row(each, first=self._first and not place))
        rows.addStretch(1)
        inner.setLayout(rows)
        return scrolled(inner, on_card=True)


def _row(task: ToDo, *, first: bool) -> QWidget:
    made, row, words = QWidget(), QHBoxLayout(), QVBoxLayout()
    made.setFixedHeight(TASK_ROW)
    words.setSpacing(1)
    words.addStretch(1)
    words.addWidget(ElidedLabel(task.title, "strong"))
    words.addWidget(ElidedLabel(task.detail, "small"))
    words.addStretch(1)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addLayout(words, 1)
    row.addWidget(Pill(task.state, task.kind))
    if task.action:
        act = button(task.action, "primary" if first else "")
        act.setMinimumWidth(96)
        act.clicked.connect(task.go)
        row.addWidget(act)
    made.setLayout(row)
    return made
