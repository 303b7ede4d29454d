"""The first administrator: made by the first run, never by default, under the same password rule as everyone."""

from msgspec import Struct

from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.api.school import SetUpSchool
from desktop_admin.core import policies
from desktop_admin.core.clock import local_day
from desktop_admin.core.strength import Candidate, require
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account, Credential, RoleGrant
from desktop_admin.services.accounts import passwords
from desktop_admin.services.accounts.names import checked_login, reading
from desktop_admin.services.registry import Backstage
from desktop_admin.services.texts import checked_text

ROLES = ("system_administrator",)
MERGED = ("auditor",)  # as well, where the school has recorded that one person does all three


class First(Struct, frozen=True):
    """Checked and ready to be written."""

    login: str
    name: str
    password_hash: str
    policy: str
    fingerprint: str


def prepare(backstage: Backstage, given: SetUpSchool) -> First:
    """Raises Invalid, naming the field, and WeakPassword."""
    school = checked_text(given, "school", required=True)
    name = checked_text(given, "name", required=True)
    login = checked_login(given.login)
    rule = policies.password_rule(local_day(backstage.database.now()))
    person = Account(login=login, name=name, number="", phone="")
    require(Candidate(given.password, rule, passwords.personal_words(person, school)))
    password_hash = passwords.hashed(backstage.hasher, given.password)
    return First(login, name, password_hash, rule.version, backstage.keys.fingerprint("password", password_hash))


def add_administrator(work: Work, given: SetUpSchool, first: First) -> None:
    read = reading(first.name)
    account = Account(
        login=first.login,
        name=first.name,
        pinyin=read.pinyin[:200],
        initials=read.initials[:40],
        kind=AccountKind.STAFF,
        status=AccountStatus.ACTIVE,
    )
    work.add(account)
    for role in ROLES + (MERGED if given.merged else ()):
        work.add(RoleGrant(account_key=account.key, role=role))
    work.add(Credential(account_key=account.key, password_hash=first.password_hash, set_at=work.now))
    work.note(new=first.fingerprint, policy=first.policy, merged=int(given.merged))
