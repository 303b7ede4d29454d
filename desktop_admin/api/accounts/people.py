"""Accounts as a list, one account in full, and what is done with it from its first day on."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.accounts.base import AccountKind, AccountStatus
from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.core.i18n import N_
from desktop_admin.core.localised import Localised
from desktop_admin.core.permissions import Permission

Name = Annotated[str, label(N_("Full name"), max_length=40)]
Number = Annotated[str, label(N_("Staff or student number"), max_length=40, hint=N_("Needed for staff and students"))]
Department = Annotated[str, label(N_("Department"), max_length=40)]
Phone = Annotated[str, label(N_("Phone"), max_length=20)]
ValidUntil = Annotated[date | None, label(N_("Valid until"), hint=N_("The last day; empty: without end"))]


class AccountRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    name: Annotated[str, label(N_("Full name"))]
    login: Annotated[str, label(N_("User name"))]
    number: Annotated[str, label(N_("Number"))]
    department: Annotated[str, label(N_("Department"))]
    kind: Annotated[AccountKind, label(N_("Kind"))]
    roles: Annotated[tuple[Localised, ...], label(N_("Roles"))]
    status: Annotated[AccountStatus, label(N_("Status"))]
    valid_until: Annotated[date | None, label(N_("Valid until"))]
    last_signed_in: Annotated[datetime | None, label(N_("Last sign-in"))]


class ListAccounts(PageQuery[AccountRow], frozen=True):
    """Searched by name, its pinyin and initials, user name, number and department. Sorted by name's pinyin."""

    permission = Permission.ACCOUNTS_ACCOUNT_READ
    kinds = frozenset({"account", "role_grant"})

    status: Annotated[AccountStatus | None, label(N_("Status"))] = None
    kind: Annotated[AccountKind | None, label(N_("Kind"))] = None
    role: Annotated[str, label(N_("Role"), editor="choice", max_length=40)] = ""
    department: Annotated[str, label(N_("Department"), editor="choice", max_length=40)] = ""


class AccountChoices(Struct, frozen=True):
    """What the list can be filtered by: names of roles with their titles, and departments, in order."""

    roles: tuple[tuple[str, Localised], ...]
    departments: tuple[str, ...]


class ReadAccountChoices(Query[AccountChoices], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_READ


class OpenSession(Struct, frozen=True):
    """Somebody is signed in on this PC since then."""

    device: Annotated[str, label(N_("PC"))]
    began_at: Annotated[datetime, label(N_("Since"))]
    this: bool = False  # the asker's own


class AccountDetails(Struct, frozen=True, kw_only=True):
    """Everything one may see of an account. The phone number is masked (PL 5(2))."""

    row: AccountRow
    role_names: tuple[str, ...]
    phone: Annotated[str, label(N_("Phone"))]
    sessions: Annotated[tuple[OpenSession, ...], label(N_("Signed in on"))]
    password_set_at: Annotated[datetime | None, label(N_("Password set"))]
    code_until: Annotated[datetime | None, label(N_("Activation code valid until"))]


class ReadAccount(Query[AccountDetails], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_READ

    key: UUID


class AccountFields(Struct, frozen=True):
    """What EditAccount would change, as it is now, unmasked."""

    key: UUID
    version: int
    name: str
    number: str
    department: str
    phone: str
    valid_until: date | None


class ReadAccountFields(Query[AccountFields], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_EDIT

    key: UUID


class SuggestLogin(Query[str], frozen=True):
    """A free user name from the pinyin of a name, numbered if it must be; empty for an empty name."""

    permission = Permission.ACCOUNTS_ACCOUNT_CREATE

    name: Name


class CreateAccount(Command[AccountRow], frozen=True):
    """A person's account, to be activated by a code. RR 6: staff and students give their number.

    An empty login is made from the name. Raises Invalid, LoginTaken, NumberTaken.
    """

    permission = Permission.ACCOUNTS_ACCOUNT_CREATE
    caption = N_("New account")

    name: Name
    login: Annotated[
        str, label(N_("User name"), max_length=40, hint=N_("Lower-case letters, digits, . _ -; empty: from the name"))
    ] = ""
    kind: Annotated[AccountKind, label(N_("Kind"))] = AccountKind.STAFF
    number: Number = ""
    department: Department = ""
    phone: Phone = ""
    valid_until: ValidUntil = None


class EditAccount(RecordCommand[AccountRow], frozen=True):
    """Nobody prolongs their own account.

    Raises Invalid, NumberTaken, OwnAccount, LastAdministrator, BeyondOwnRights, Stale.
    """

    permission = Permission.ACCOUNTS_ACCOUNT_EDIT
    caption = N_("Edit account")

    name: Name
    number: Number = ""
    department: Department = ""
    phone: Phone = ""
    valid_until: ValidUntil = None


class DisableAccount(RecordCommand[AccountRow], frozen=True):
    """Ends the account's sessions at once. Raises OwnAccount, LastAdministrator, BeyondOwnRights, Stale."""

    permission = Permission.ACCOUNTS_ACCOUNT_DISABLE
    caption = N_("Disable")

    reason: Annotated[str, label(N_("Reason"), max_length=200, editor="lines", wide=True)]


class EnableAccount(RecordCommand[AccountRow], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_DISABLE
    caption = N_("Enable")


class ActivationSlip(Struct, frozen=True, kw_only=True):
    """What is handed to a person, once, on the screen or on paper. The code opens one session in which nothing but
    setting a password is possible; there is never a password on paper (ACC 7(1))."""

    school: Annotated[str, label(N_("School name"))]
    name: Annotated[str, label(N_("Full name"))]
    login: Annotated[str, label(N_("User name"))]
    number: Annotated[str, label(N_("Number"))]
    department: Annotated[str, label(N_("Department"))]
    code: Annotated[str, label(N_("Activation code"))]  # groups of four, with dashes
    until: Annotated[datetime, label(N_("Valid until"))]


class IssueCode(RecordCommand[ActivationSlip], frozen=True):
    """A new activation code; earlier ones no longer open anything. It is answered once and stored only as an HMAC.

    Raises OwnAccount, BeyondOwnRights, AccountNotOpen, Stale.
    """

    permission = Permission.ACCOUNTS_CODE_ISSUE
    caption = N_("Issue activation code")
    secret = True
