"""All about one account, beside the list: its state, its facts, where it is signed in, and its history."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop_admin.api.accounts import AccountDetails, AccountRow, ReadAccount
from desktop_admin.api.accounts.lists import ACCOUNTS
from desktop_admin.api.audit import HistoryLine, RecordHistory
from desktop_admin.api.base import fields
from desktop_admin.api.lists import Action
from desktop_admin.api.shown import NOTHING, shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.list_page.actions import forbid
from desktop_admin.views.kit.list_page.details import foot_of
from desktop_admin.views.kit.list_page.rows import school_day
from desktop_admin.views.kit.widgets import Hairline, Kind, Pill, Progress, Step, Timeline, button, label

TABLE = "account"
IN_FOOT = 2  # actions that the panel itself shows
_LABEL = 72  # pixels
Start = Callable[[Action, AccountRow], object]


class AccountPanel(QWidget):
    """`start` begins an action with the account."""

    def __init__(self, desk: QtDesk, row: AccountRow, start: Start) -> None:
        super().__init__()
        self._row = row
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(Pill(tr(row.status.label), Kind(row.status.tone.value)), 0, Qt.AlignmentFlag.AlignLeft)
        self.told: dict[str, str] = {}  # label -> value, as they stand there
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(8)
        self.facts.setVerticalSpacing(8)
        self.facts.setColumnMinimumWidth(0, _LABEL)
        self.facts.setColumnStretch(1, 1)
        layout.addLayout(self.facts)
        layout.addLayout(self._more_actions(desk, row, start))
        layout.addWidget(Hairline())
        layout.addWidget(label(tr(N_("History")), "h2"))
        self.history = Timeline()
        layout.addWidget(self.history)
        layout.addStretch(1)
        desk.ask(ReadAccount(row.key), owner=self, then=self._show, failed=nothing)
        desk.ask(RecordHistory(TABLE, row.key), owner=self, then=self._show_history, failed=nothing)

    def _show(self, details: AccountDetails) -> None:
        today, row, known = school_day(), details.row, fields(AccountRow)
        pairs = [
            (tr(known[name].label), shown(getattr(row, name), known[name], today=today))
            for name in ("roles", "kind", "number", "department", "valid_until", "last_signed_in")
        ]
        pairs.insert(4, (tr(N_("Phone")), details.phone or NOTHING))
        where = tr(N_(", ")).join(session.device for session in details.sessions)
        pairs.append((tr(N_("Signed in on")), where or NOTHING))
        if details.code_until is not None:
            pairs.append((tr(N_("Code until")), shown(details.code_until, today=today)))
        self.told = dict(pairs)
        for place, (name, value) in enumerate(pairs):
            self.facts.addWidget(label(name, "quiet"), place, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(label(value, wrap=True), place, 1)

    def _show_history(self, lines: tuple[HistoryLine, ...]) -> None:
        today = school_day()
        self.history.show_steps(
            [
                Step(
                    str(line.action),
                    f"{shown(line.at, today=today)} · {line.person}",
                    Progress.DONE,
                )
                for line in lines
            ]
        )

    def _more_actions(self, desk: QtDesk, row: AccountRow, start: Start) -> QBoxLayout:
        """Those that are not at the panel's foot."""
        buttons: list[QPushButton] = []
        more = [action for action in ACCOUNTS.actions if action.possible(row)][IN_FOOT:]
        for action in more:
            made = button(tr(action.command.caption), "", action.icon, low=True)
            forbid(made, desk, action, possible=True)
            made.clicked.connect(partial(_begin, start, action, row))
            buttons.append(made)
        return foot_of(buttons)


def _begin(start: Start, action: Action, row: AccountRow, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - the signal's
    start(action, row)
