"""The own account: its password, and what everyone checks of it from time to time (ACC 7(3))."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_admin.api.accounts import EndOtherSessions, OwnRule, OwnSecurity, ReadOwnRule, ReadOwnSecurity
from desktop_admin.api.base import fields
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.accounts.password import PasswordForm
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.dialog import Dialog, confirm
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.widgets import (
    Banner,
    Card,
    Hairline,
    Kind,
    PageHeader,
    Pill,
    button,
    label,
    page_layout,
    scrolled,
)

CHANGED = N_("Password changed")


class PasswordDialog(Dialog):
    """Stays open, with everything typed, until the new password has been accepted."""

    def __init__(self, parent: QWidget, desk: QtDesk, own: OwnRule, then: Callable[[], object] = nothing) -> None:
        super().__init__(parent, tr(N_("Change password")), tr(N_("Every other sign-in of yours ends.")), width=480)
        self._desk, self._then = desk, then
        self.form = PasswordForm()
        self.form.show_rule(own)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.add_cancel()
        self.primary = self.add_button(tr(N_("Change")), self.finish, "primary")
        self.form.editor("old").focus()
        self.finished.connect(self.form.forget)

    def finish(self) -> None:
        self.form.send(self._desk, self.primary, self._changed, self.show_refusal)

    def _changed(self) -> None:
        self.accept()
        self._then()


def change_password(parent: QWidget, desk: QtDesk, then: Callable[[], object] = nothing) -> None:
    """Open the dialog over the parent's window; `then` is called once it has been changed."""

    def show(own: OwnRule) -> None:
        dialog = PasswordDialog(parent, desk, own, then)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    desk.ask(ReadOwnRule(), owner=parent, then=show)


class OwnPage(QWidget):
    """我的账号安全."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.header, self.messages, self.word = PageHeader(tr(N_("My account"))), MessageBar(), QuietWord()
        self.change = button(tr(N_("Change password")), "", "key")
        self.change.clicked.connect(self._change)
        self.end = button(tr(EndOtherSessions.caption), "", "exit")
        self.end.clicked.connect(self._ask_end)
        for part in (self.word, self.end, self.change):
            self.header.add(part)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        layout = page_layout(self)
        layout.addWidget(self.header)
        layout.addWidget(self.messages)
        inner = QWidget()
        inner.setLayout(self._cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(inner), 1)
        self.seen: OwnSecurity | None = None
        self.dialog: Dialog | None = None
        Renewal(desk, self, frozenset({ReadOwnSecurity.of_area()}), self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._desk.ask(ReadOwnSecurity(), owner=self, then=self._show)

    def _show(self, seen: OwnSecurity) -> None:
        self.seen = seen
        while (item := self._cards.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for banner in _warnings(seen):
            self._cards.addWidget(banner)
        self._cards.addWidget(_facts(seen))
        self._cards.addWidget(_sessions(seen))
        self._cards.addStretch(1)
        self.end.setEnabled(len(seen.sessions) > 1)

    def _change(self) -> None:
        change_password(self, self._desk, then=lambda: self.word.say(tr(CHANGED)))

    def _ask_end(self) -> None:
        others = len(self.seen.sessions) - 1 if self.seen else 0
        effect = tr(N_("{count} other sign-ins of yours end at once; unsaved work there is lost."), count=others)
        title, verb = tr(EndOtherSessions.caption), tr(N_("End"))
        self.dialog = confirm(self, title, effect, verb, self._end, danger=True)

    def _end(self) -> None:
        self._desk.ask(EndOtherSessions(), owner=self, then=self._ended, failed=self.messages.show_refusal)

    def _ended(self, count: int) -> None:
        self.word.say(tr(N_("Ended: {count}"), count=count))


def _warnings(seen: OwnSecurity) -> list[Banner]:
    """What should make one think, each with what to do about it."""
    told: list[Banner] = []
    if seen.copied:
        text = tr(N_("Your sign-in was tried on another PC and refused. Change your password and tell the IT teacher."))
        told.append(Banner(text, Kind.DANGER))
    if seen.failures:
        text = tr(
            N_(
                "{count} failed attempts at your user name since the last sign-in. Was it not you? Change the password."
            ),
            count=seen.failures,
        )
        told.append(Banner(text, Kind.WARN))
    return told


def _facts(seen: OwnSecurity) -> Card:
    known = fields(OwnSecurity)
    card, grid = Card(tr(N_("Account"))), QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    for place, name in enumerate(("name", "login", "roles", "password_set_at", "last_at", "last_device", "failures")):
        grid.addWidget(label(tr(known[name].label), "quiet"), place, 0)
        grid.addWidget(label(shown(getattr(seen, name), known[name])), place, 1)
    grid.setColumnMinimumWidth(0, 160)
    grid.setColumnStretch(1, 1)
    card.body.addLayout(grid)
    return card


def _sessions(seen: OwnSecurity) -> Card:
    card, grid = Card(tr(N_("Signed in on")), str(len(seen.sessions))), QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for place, session in enumerate(seen.sessions):
        if place:
            grid.addWidget(Hairline(), place * 2 - 1, 0, 1, 3)
        grid.addWidget(label(session.device or "—", "strong"), place * 2, 0)
        grid.addWidget(label(tr(N_("since {time}"), time=shown(session.began_at)), "quiet"), place * 2, 1)
        if session.this:
            grid.addWidget(Pill(tr(N_("this one")), Kind.OK), place * 2, 2)
    grid.setColumnMinimumWidth(0, 160)
    grid.setColumnStretch(1, 1)
    card.body.addLayout(grid)
    return card
