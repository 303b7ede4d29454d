"""A clock that is behind what was recorded: told to everybody, and set right by whom may. MODULE is the school's."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout

from desktop_admin.api.clock import AcceptClock, ClockState, ReadClock
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.form.dialog import MAY_NOT
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.kit.widgets import Card, Kind, button, label

EVERY = 5 * 60_000  # milliseconds between two looks at the clock
BEHIND = N_(
    "The clock of the PC that holds the data shows {present}, but records were made until {recorded}. Until then"
    " everything would be recorded with that time."
)
ASK = N_("Tell an administrator.")
RIGHT = N_("It is {present}, and nothing was recorded later.")
EFFECT = N_(
    "It is {present}: compare it with another clock first. Time goes on from there; what was recorded until {recorded}"
    " stays as it is. Sessions, codes and locks that began in the wrong time end."
)


def told(state: ClockState) -> str:
    return tr(BEHIND, present=shown(state.present), recorded=shown(state.recorded))


class ClockWarning(QObject):
    """Over every page for as long as the clock is behind."""

    def __init__(self, window: MainWindow, place: str) -> None:
        """place: the page on which it is set right."""
        super().__init__(window)
        self._window, self._desk, self._place = window, window.desk, place
        self._desk.changed.connect(self._on_change)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.ask)
        self._timer.start()
        self.ask()

    def ask(self) -> None:
        self._desk.ask(ReadClock(), owner=self, then=self._show, failed=nothing)

    def _on_change(self, area: str) -> None:
        if area == ReadClock.of_area():
            self.ask()

    def _show(self, state: ClockState) -> None:
        standing = self._window.standing
        if not state.behind:
            standing.dismiss()
        elif self._desk.actor.may(AcceptClock.permission):
            go = partial(self._window.go, "school", self._place)
            standing.say(told(state), Kind.DANGER, tr(N_("Set right")), go)
        else:
            standing.say(f"{told(state)} {tr(ASK)}", Kind.DANGER)


class ClockCard(Card):
    """On the school's page: how the clock stands to what was recorded, and the remedy."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__(tr(N_("Clock")))
        self._desk = desk
        self.state: ClockState | None = None
        self.dialog: FormDialog | None = None
        self.text, self.accept = label("", wrap=True), button(tr(AcceptClock.caption), "danger")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.text, 1)
        row.addWidget(self.accept)
        self.body.addLayout(row)
        self.accept.hide()
        self.accept.clicked.connect(self._ask_whether)
        Renewal(desk, self, frozenset({ReadClock.of_area()}), self.ask)
        self.ask()

    def ask(self) -> None:
        self._desk.ask(ReadClock(), owner=self, then=self._show)

    def _show(self, state: ClockState) -> None:
        self.state = state
        self.text.setText(told(state) if state.behind else tr(RIGHT, present=shown(state.present)))
        self.accept.setVisible(state.behind)
        may = self._desk.actor.may(AcceptClock.permission)
        self.accept.setEnabled(may)
        self.accept.setToolTip("" if may else tr(MAY_NOT))

    def _ask_whether(self) -> None:
        state = self.state
        if state is None:
            return
        form = FormDialog(self, self._desk, AcceptClock, then=self._show)
        form.body.insertWidget(
            0, label(tr(EFFECT, present=shown(state.present), recorded=shown(state.recorded)), wrap=True)
        )
        self.dialog = form
        form.open()
