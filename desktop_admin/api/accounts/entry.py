"""Coming in, locking, going out."""

from typing import Annotated

from msgspec import Struct

from desktop_admin.api.base import Command, label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Actor, Permission


class SignInFailed(Refused):
    """One text for every reason: unknown, wrong, disabled, expired, a code used or not this person's."""

    message = N_("The user name or password is wrong.")


class WrongPassword(SignInFailed):
    """Somebody signed in did not prove to be that person."""

    message = N_("The password is wrong. Check the keyboard and try again.")


class Locked(Refused):
    message = N_("Too many attempts. Try again in {minutes} minutes.")


class MustChangePassword(Refused):
    message = N_("Set a new password first; until then only that and signing out are possible.")


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Not a request: nobody is signed in yet. The secret is a password or an activation code."""

    login: Annotated[str, label(N_("User name"), max_length=200)]
    secret: Annotated[str, label(N_("Password or activation code"), max_length=1024, editor="password")]


class SignedIn(Struct, frozen=True):
    token: bytes
    actor: Actor


class Unlock(Command[Actor], frozen=True):
    """The same person proves the password again: the screen was locked. Raises WrongPassword, Locked."""

    permission = Permission.ACCOUNTS_OWN_MANAGE
    caption = N_("Unlock")
    secret = True
    while_restricted = True

    password: Annotated[str, label(N_("Password"), max_length=1024, editor="password")]


class SignOut(Command[None], frozen=True):
    permission = Permission.ACCOUNTS_OWN_MANAGE
    caption = N_("Sign out")
    while_restricted = True


class EndOtherSessions(Command[int], frozen=True):
    """ACC 7(3): signs the own account out everywhere else; the answer is how many sessions were ended."""

    permission = Permission.ACCOUNTS_OWN_MANAGE
    caption = N_("End other sign-ins")
