"""The list of accounts, for the screen, the export and the printed roster alike."""

from desktop_admin.api.accounts.base import AccountStatus
from desktop_admin.api.accounts.people import (
    AccountRow,
    CreateAccount,
    DisableAccount,
    EditAccount,
    EnableAccount,
    IssueCode,
    ListAccounts,
)
from desktop_admin.api.accounts.roles import ChangeRoles
from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission


def _open(row: AccountRow) -> bool:
    return row.status in {AccountStatus.NEW, AccountStatus.ACTIVE}


def _disabled(row: AccountRow) -> bool:
    return row.status is AccountStatus.DISABLED


ACCOUNTS = ListSpec(
    name="accounts",
    title=N_("All accounts"),
    query=ListAccounts,
    columns=("name", "login", "number", "department", "roles", "kind", "status", "valid_until", "last_signed_in"),
    row_title="name",
    chips=(
        Chip(AccountStatus.NEW.label, {"status": AccountStatus.NEW}),
        Chip(AccountStatus.DISABLED.label, {"status": AccountStatus.DISABLED}),
    ),
    actions=(
        Action(EditAccount, bulk=False, icon="edit"),
        Action(ChangeRoles, bulk=False, icon="users"),
        Action(IssueCode, fits=_open, bulk=False, icon="key"),
        Action(
            DisableAccount,
            fits=_open,
            icon="minus",
            danger=True,
            effect=N_("{name}: can no longer sign in, and are signed out everywhere at once."),
        ),
        Action(EnableAccount, fits=_disabled, icon="check"),
    ),
    new=CreateAccount,
    export=Permission.ACCOUNTS_ACCOUNT_EXPORT,
    search_hint=N_("Name, user name, number or department"),
    empty=N_("There is no account yet."),
    icon="users",
    hidden=("number", "kind", "valid_until"),
    quiet=("login", "number"),
    counted=N_("{count} accounts"),
    widths={"roles": 190, "last_signed_in": 130},
    person=True,
)
