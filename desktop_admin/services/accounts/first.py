"""The first administrator: made by the first run, never by default."""

from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.api.school import SetUpSchool
from desktop_admin.core.text import normal
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account, Credential, RoleGrant
from desktop_admin.services.registry import Backstage

ROLES = ("system_administrator",)
MERGED = ("auditor",)  # as well, where the school has recorded that one person does all three


def prepare(backstage: Backstage, given: SetUpSchool) -> str:
    """The password's hash."""
    return backstage.hasher.hash(given.password)


def add_administrator(work: Work, given: SetUpSchool, password_hash: str) -> None:
    account = Account(
        login=normal(given.login), name=normal(given.name), kind=AccountKind.STAFF, status=AccountStatus.ACTIVE
    )
    work.add(account)
    for role in ROLES + (MERGED if given.merged else ()):
        work.add(RoleGrant(account_key=account.key, role=role))
    work.add(Credential(account_key=account.key, password_hash=password_hash, set_at=work.now))
