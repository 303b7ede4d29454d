"""全部账号: everyone who may come in, and what is done with them."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_admin.api.accounts import (
    AccountChoices,
    AccountDetails,
    AccountFields,
    AccountRow,
    AccountStatus,
    ActivationSlip,
    ChangeRoles,
    DisableAccount,
    EditAccount,
    IssueCode,
    ReadAccount,
    ReadAccountChoices,
    ReadAccountFields,
)
from desktop_admin.api.accounts.lists import ACCOUNTS
from desktop_admin.api.base import fields
from desktop_admin.api.lists import Action
from desktop_admin.core.errors import Refused, Stale
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.accounts.create import CreateDialog
from desktop_admin.views.accounts.details import AccountPanel
from desktop_admin.views.accounts.grant import RolesDialog
from desktop_admin.views.accounts.slip import CodeDialog, show_slip
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.dialog import confirm
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.style import restyle
from desktop_admin.views.kit.widgets import Banner, Kind


class AccountsPage(ListPage):
    def __init__(self, desk: QtDesk) -> None:
        self._known = AccountChoices((), ())
        super().__init__(
            desk,
            ACCOUNTS,
            details=self._details,
            choices={"role": self._roles, "department": self._departments},
            create=self._create,
            export=export_shown,
        )
        self.dialog: Any = None  # the one that was opened last
        self.doer.ways |= {
            EditAccount: self._edit_account,
            ChangeRoles: self._change_roles,
            IssueCode: self._ask_code,
            DisableAccount: self._disable,
        }
        desk.ask(ReadAccountChoices(), owner=self, then=self._learn)

    def _learn(self, choices: AccountChoices) -> None:
        self._known = choices

    def _roles(self) -> list[tuple[str, str]]:
        return [(name, title.text()) for name, title in self._known.roles]

    def _departments(self) -> list[tuple[str, str]]:
        return [(name, name) for name in self._known.departments]

    def _details(self, desk: QtDesk, row: AccountRow) -> QWidget:
        return AccountPanel(desk, row, self._start)

    def _start(self, action: Action, row: AccountRow) -> None:
        self.doer.start(action, [row])

    # Dialogs

    def _create(self) -> None:
        self.dialog = CreateDialog(self, self.desk, self._created)
        self.dialog.open()

    def _created(self, row: AccountRow) -> None:
        self.desk.ask(ReadAccountChoices(), owner=self, then=self._learn)
        if not self.desk.actor.may(ChangeRoles.permission):
            self._offer_code(N_("{name} now has the user name {login}, and needs a code to come in."), row)
            return
        text = tr(
            N_("{name} now has the user name {login}. Give the roles, then the code."), name=row.name, login=row.login
        )
        self.messages.say(text, Kind.INFO, tr(ChangeRoles.caption), lambda: self._change_roles(row))

    def _offer_code(self, sentence: str, row: AccountRow) -> None:
        text, may = tr(sentence, name=row.name, login=row.login), self.desk.actor.may(IssueCode.permission)
        self.messages.say(text, Kind.INFO, tr(IssueCode.caption) if may else "", lambda: self._issue(row))

    def _edit_account(self, row: AccountRow) -> None:
        """The form shows what the list masks, so it asks first."""
        self.desk.ask(ReadAccountFields(row.key), owner=self, then=self._open_form, failed=self._tell)

    def _open_form(self, now: AccountFields) -> None:
        self.dialog = FormDialog(
            self,
            self.desk,
            EditAccount,
            title=tr(N_("Edit account: {name}"), name=now.name),
            verb=tr(N_("Save")),
            fixed={"key": now.key, "version": now.version},
            initial={name: getattr(now, name) for name in fields(EditAccount)},
            record=now.name,
            then=lambda _row: self.word.say(tr(N_("Saved"))),
        )
        self.dialog.open()

    def _change_roles(self, row: AccountRow) -> None:
        self.desk.ask(ReadAccount(row.key), owner=self, then=self._open_roles, failed=self._tell)

    def _open_roles(self, details: AccountDetails) -> None:
        self.dialog = RolesDialog(self, self.desk, details, self._roles_changed)
        self.dialog.open()

    def _roles_changed(self, row: AccountRow) -> None:
        """Who has never come in can be given a code, now that the roles are right."""
        self.word.say(tr(N_("Roles changed")))
        if row.status is AccountStatus.NEW:
            self._offer_code(N_("{name} has the roles, and needs a code to come in."), row)

    def _disable(self, row: AccountRow) -> None:
        """One dialog: what happens, why, and the button that does it."""
        self.dialog = dialog = FormDialog(
            self,
            self.desk,
            DisableAccount,
            title=tr(N_("Disable “{name}”"), name=row.name),
            verb=tr(DisableAccount.caption),
            fixed={"key": row.key, "version": row.version},
            then=lambda _row: self.word.say(tr(N_("Disabled"))),
        )
        effect = tr(N_("{name} can no longer sign in and is signed out everywhere at once."), name=row.name)
        restyle(dialog.primary, "face", "danger")
        dialog.body.insertWidget(0, Banner(effect, Kind.WARN))
        dialog.open()

    def _ask_code(self, row: AccountRow) -> None:
        effect = tr(
            N_("{name} can set a new password with it, once, within seven days. Earlier codes stop working."),
            name=row.name,
        )
        title, verb = tr(N_("Issue activation code: {name}"), name=row.name), tr(N_("Issue"))
        self.dialog = confirm(self, title, effect, verb, lambda: self._issue(row))

    def _issue(self, row: AccountRow) -> None:
        self.desk.ask(IssueCode(row.key, row.version), owner=self, then=self._show_code, failed=self._tell)

    def _show_code(self, slip: ActivationSlip) -> None:
        self.messages.dismiss()
        self.dialog = CodeDialog(self, slip, partial(show_slip, self.desk))
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._forget)  # with the code in it
        self.dialog.open()

    def _forget(self, _result: int) -> None:
        self.dialog = None

    def _tell(self, error: Refused) -> None:
        self.messages.show_refusal(error)
        if isinstance(error, Stale):
            self.rows.refresh()
