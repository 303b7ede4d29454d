"""An account as lists show it."""

from desktop_admin.api.accounts import AccountRow
from desktop_admin.core import roles
from desktop_admin.models.accounts import Account


def account_row(account: Account) -> AccountRow:
    return AccountRow(
        key=account.key,
        version=account.version,
        name=account.name,
        login=account.login,
        number=account.number,
        department=account.department,
        kind=account.kind,
        roles=tuple(roles.title(name) for name in account.roles),
        status=account.status,
        valid_until=account.valid_until,
        last_signed_in=account.visit.at if account.visit else None,
    )


def masked(phone: str) -> str:
    """PL 5(2): 13812345206 is 138****5206; of a short number only its last two digits are left."""
    keep = 4 if len(phone) > 7 else 2  # noqa: PLR2004 - digits
    front = phone[:3] if len(phone) > 7 else ""  # noqa: PLR2004
    return f"{front}****{phone[-keep:]}" if phone else ""
