"""Accounts: who may come in, and what is done with an account from its first day to its last."""

from typing import Annotated

from msgspec import Struct

from desktop_admin.api.base import Command, label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Actor, Permission


class AccountKind(Labelled):
    """RR 5: the platform's users are staff, students and parents."""

    STAFF = "staff", N_("Staff")
    STUDENT = "student", N_("Student")
    PARENT = "parent", N_("Parent")


class AccountStatus(Labelled):
    NEW = "new", N_("Not activated"), Tone.INFO  # has an activation code, has never set a password
    ACTIVE = "active", N_("Active"), Tone.OK
    DISABLED = "disabled", N_("Disabled"), Tone.NEUTRAL
    CANCELLED = "cancelled", N_("Cancelled"), Tone.NEUTRAL


class SignInFailed(Refused):
    message = N_("The user name or password is wrong.")


class Locked(Refused):
    message = N_("Too many attempts. Try again in {minutes} minutes.")


class MustChangePassword(Refused):
    message = N_("Set a new password first; until then only that and signing out are possible.")


class SignIn(Struct, frozen=True):
    """Not a request: nobody is signed in yet. The secret is a password or an activation code."""

    login: Annotated[str, label(N_("User name"), max_length=200)]
    secret: Annotated[str, label(N_("Password or activation code"), max_length=1024, editor="password")]


class SignedIn(Struct, frozen=True):
    token: bytes
    actor: Actor


class Unlock(Command[Actor], frozen=True):
    """The same person proves the password again: the screen was locked."""

    permission = Permission.ACCOUNTS_OWN_MANAGE
    caption = N_("Unlock")
    secret = True
    while_restricted = True

    password: Annotated[str, label(N_("Password"), max_length=1024, editor="password")]


class ChangePassword(Command[Actor], frozen=True):
    """ACC 4 and 5: the old password proves the person; the answer is the same person, no longer restricted."""

    permission = Permission.ACCOUNTS_OWN_MANAGE
    caption = N_("Change password")
    secret = True
    while_restricted = True

    old: Annotated[str, label(N_("Current password or activation code"), max_length=1024, editor="password")]
    new: Annotated[str, label(N_("New password"), max_length=1024, editor="password")]


class SignOut(Command[None], frozen=True):
    permission = Permission.ACCOUNTS_OWN_MANAGE
    caption = N_("Sign out")
    while_restricted = True
