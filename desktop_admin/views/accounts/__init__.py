"""用户账号: the module of accounts, roles and the own account."""

from desktop_admin.api.accounts import ListAccounts, ReadRoles
from desktop_admin.core.i18n import N_
from desktop_admin.views.accounts.matrix import RolesPage
from desktop_admin.views.accounts.own import OwnPage
from desktop_admin.views.accounts.page import AccountsPage
from desktop_admin.views.kit.shell import Module, Page

__all__ = ["MODULE"]

MODULE = Module(
    name="accounts",
    title=N_("Accounts"),
    icon="users",
    pages=(
        Page(N_("All accounts"), ListAccounts.permission, AccountsPage),
        Page(N_("Roles and rights"), ReadRoles.permission, RolesPage),
        Page(N_("My account"), None, OwnPage),
    ),
)
