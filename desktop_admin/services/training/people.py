"""The school's accounts, as training needs them."""

from uuid import UUID

from sqlalchemy import ColumnElement

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.core.errors import NotFound
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account

GONE = (AccountStatus.DISABLED, AccountStatus.CANCELLED)


def here(work: Work) -> tuple[ColumnElement[bool], ...]:
    return Account.school_id == work.school_id, Account.status.not_in(GONE)


def find(work: Work, key: UUID) -> Account:
    """Raises NotFound for somebody who is no longer there."""
    account = work.get(Account, key)
    if account.status in GONE:
        raise NotFound
    return account
