"""A new account: its user name is suggested from the pinyin while the name is typed."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_admin.api.accounts import AccountRow, CreateAccount, SuggestLogin
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.form import FormDialog

TYPING = 200  # milliseconds without a key before a name is read


class CreateDialog(FormDialog):
    def __init__(self, parent: QWidget, desk: QtDesk, then: Callable[[AccountRow], object] = nothing) -> None:
        super().__init__(
            parent,
            desk,
            CreateAccount,
            title=tr(CreateAccount.caption),
            verb=tr(N_("Create")),
            then=then,
        )
        self._suggested = ""
        self._pause = QTimer(self, interval=TYPING, singleShot=True)
        self._pause.timeout.connect(self._ask)
        self.editor("name").edited.connect(self._pause.start)

    def _login(self) -> str:
        try:
            return str(self.editor("login").read())
        except Invalid:
            return "?"

    def _ask(self) -> None:
        """Only as long as nobody has typed a user name of their own."""
        if self._login() not in {"", self._suggested}:
            return
        try:
            name = str(self.editor("name").read())
        except Invalid:
            return
        self._desk.ask(SuggestLogin(name), owner=self, then=self._suggest, failed=nothing)

    def _suggest(self, login: str) -> None:
        if self._login() in {"", self._suggested}:
            self._suggested = login
            self.editor("login").write(login)
