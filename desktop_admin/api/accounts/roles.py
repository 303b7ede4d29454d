"""Roles, the rights each of them gives, and who has which."""

from typing import Annotated

from msgspec import Struct

from desktop_admin.api.accounts.base import AccountKind
from desktop_admin.api.accounts.people import AccountRow
from desktop_admin.api.base import Query, RecordCommand, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.localised import Localised
from desktop_admin.core.permissions import Permission


class RoleInfo(Struct, frozen=True, kw_only=True):
    """A role as the school's data file declares it."""

    name: str
    title: Annotated[Localised, label(N_("Role"))]
    rights: Annotated[frozenset[Permission], label(N_("Rights"))]  # with those of everyone
    kinds: frozenset[AccountKind]  # who may have it
    holders: Annotated[int, label(N_("People"))]
    administers: bool
    audits: bool
    grantable: bool  # by the asker


class ReadRoles(Query[tuple[RoleInfo, ...]], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_READ


class ChangeRoles(RecordCommand[AccountRow], frozen=True):
    """The account has these roles and no others from now on.

    Raises OwnRoles, BeyondOwnRights, LastAdministrator, DutiesNotSeparated, RoleNotForKind, Stale.
    """

    permission = Permission.ACCOUNTS_ROLE_GRANT
    caption = N_("Change roles")

    roles: tuple[str, ...]
