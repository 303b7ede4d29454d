"""The own password: the rule it follows, and its change."""

from typing import Annotated

from msgspec import Struct

from desktop_admin.api.base import Command, Query, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.passwords import Rule
from desktop_admin.core.permissions import Actor, Permission


class OwnRule(Struct, frozen=True):
    """personal: what a password of this person may not hold, for a meter on the PC; it never leaves their desk."""

    rule: Rule
    personal: tuple[str, ...]
    by_code: bool  # this session was opened by an activation code, which is then the current password


class ReadOwnRule(Query[OwnRule], frozen=True):
    permission = Permission.ACCOUNTS_OWN_MANAGE
    while_restricted = True


class ChangePassword(Command[Actor], frozen=True):
    """ACC 4 and 5: the old password proves the person; the answer is the same person, no longer restricted.

    Every other session of the account ends. Raises WrongPassword, Locked, and the WeakPassword of
    desktop_admin.core.passwords that tells what to mend.
    """

    permission = Permission.ACCOUNTS_OWN_MANAGE
    caption = N_("Change password")
    secret = True
    while_restricted = True

    old: Annotated[str, label(N_("Current password or activation code"), max_length=1024, editor="password")]
    new: Annotated[str, label(N_("New password"), max_length=1024, editor="password")]
