"""What the tests of accounts have in common."""

from typing import Any

from msgspec import json
from sqlalchemy import select

from desktop_admin.api.accounts import (
    AccountKind,
    AccountRow,
    ActivationSlip,
    ChangeRoles,
    CreateAccount,
    IssueCode,
    ListAccounts,
    ReadAccount,
    SignIn,
)
from desktop_admin.desk.base import Desk
from desktop_admin.models.audit import AuditEntry
from tests.conftest import House

NEW = "Sunny#Harbour-71"


def account(desk: Desk, login: str) -> AccountRow:
    """The account as the list shows it now."""
    return next(row for row in desk.ask(ListAccounts()).rows if row.login == login)


def created(desk: Desk, name: str, **fields: Any) -> AccountRow:
    """A new person of the staff, numbered by their name."""
    return desk.ask(CreateAccount(name=name, **{"number": f"G{abs(hash(name)) % 10**6}", **fields}))


def code_for(desk: Desk, row: AccountRow) -> ActivationSlip:
    """A fresh activation code."""
    now = desk.ask(ReadAccount(row.key)).row
    return desk.ask(IssueCode(now.key, now.version))


def with_roles(desk: Desk, row: AccountRow, *roles: str) -> AccountRow:
    """The account with just these roles."""
    return desk.ask(ChangeRoles(row.key, row.version, roles=roles))


def arrived(house: House, slip: ActivationSlip, pc: str = "PC-1") -> Desk:
    """Signed in with the slip's code."""
    return house.door(pc).sign_in(SignIn(slip.login, slip.code))


def entries(house: House, action: str) -> list[dict[str, Any]]:
    """What the audit trail tells of an event, the oldest first."""
    found = select(AuditEntry.payload).where(AuditEntry.action == action).order_by(AuditEntry.at, AuditEntry.id)
    with house.premises.backstage.database.reading() as connection:
        return [json.decode(payload) for payload in connection.scalars(found)]


def notes(house: House, action: str) -> list[dict[str, Any]]:
    return [entry["note"] for entry in entries(house, action)]


STUDENT = {"kind": AccountKind.STUDENT}
