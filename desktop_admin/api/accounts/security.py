"""ACC 7(3): what everyone checks of the own account."""

from datetime import datetime
from typing import Annotated

from msgspec import Struct

from desktop_admin.api.accounts.people import OpenSession
from desktop_admin.api.base import Query, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.localised import Localised
from desktop_admin.core.permissions import Permission


class OwnSecurity(Struct, frozen=True, kw_only=True):
    """last_*: the sign-in before this session; none at the first. failures: wrong passwords for this user name since
    then. copied: when this session's token was last seen on another PC, where it was refused."""

    name: Annotated[str, label(N_("Full name"))]
    login: Annotated[str, label(N_("User name"))]
    roles: Annotated[tuple[Localised, ...], label(N_("Roles"))]
    last_at: Annotated[datetime | None, label(N_("Last sign-in"))]
    last_device: Annotated[str, label(N_("From the PC"))]
    failures: Annotated[int, label(N_("Failed attempts since"))]
    password_set_at: Annotated[datetime | None, label(N_("Password set"))]
    sessions: Annotated[tuple[OpenSession, ...], label(N_("Signed in on"))]
    copied: Annotated[datetime | None, label(N_("Refused on another PC"))]


class ReadOwnSecurity(Query[OwnSecurity], frozen=True):
    permission = Permission.ACCOUNTS_OWN_MANAGE
