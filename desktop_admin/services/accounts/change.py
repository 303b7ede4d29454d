"""ACC 4 and 5: a new password. It is proven, judged and hashed before the transaction; neither is ever stored."""

from pathlib import Path
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from desktop_admin.api.accounts import AccountStatus, ChangePassword, OwnRule, ReadOwnRule
from desktop_admin.core import policies
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Stale
from desktop_admin.core.passwords import Rule, UsedBefore
from desktop_admin.core.permissions import Actor
from desktop_admin.core.strength import Candidate, require
from desktop_admin.db import erasures
from desktop_admin.db.work import Who, Work
from desktop_admin.models.accounts import Account, Credential, SignedInSession
from desktop_admin.models.school import School
from desktop_admin.services.accounts import passwords, sessions
from desktop_admin.services.accounts.proof import prove
from desktop_admin.services.registry import Backstage, handles, prepares


class NewPassword(Struct, frozen=True):
    """before: the credential that was in force when the old password was proven. was, now: fingerprints.

    folder: where it is noted which hashes were wiped.
    """

    password_hash: str
    before: UUID | None
    by: str
    policy: str
    remembered: int
    was: str
    now: str
    folder: Path | None


@handles(ReadOwnRule)
def read_own_rule(work: Work, request: ReadOwnRule) -> OwnRule:  # noqa: ARG001 - the own
    rule, personal = _rule(work)
    mine = work.session.get(SignedInSession, work.actor.session_id)
    return OwnRule(rule, personal, by_code=mine is not None and mine.code_key is not None)


def _rule(work: Work) -> tuple[Rule, tuple[str, ...]]:
    account = work.get(Account, work.actor.account_id)
    school = work.get(School, work.school_id)
    return policies.password_rule(local_day(work.now)), passwords.personal_words(account, school.name)


@prepares(ChangePassword)
def make_password(backstage: Backstage, who: Who, command: ChangePassword) -> NewPassword:
    """The cheap checks first: a weak password costs no attempt. The old ones are compared only once it is proven
    who asks, or an open screen would tell what somebody's passwords were.
    """
    with backstage.database.look(who, "accounts.rule") as work:
        rule, personal = _rule(work)
        account_key = work.actor.account_id
    require(Candidate(command.new, rule, personal, command.old))
    proven = prove(backstage, who, command.old)
    with backstage.database.look(who, "accounts.history") as work:
        old = [each.password_hash for each in passwords.retired(work.session, account_key)[: rule.remembered]]
    current = [proven.password_hash] if proven.by == "code" and proven.password_hash else []
    if any(passwords.proves(backstage.hasher, command.new, each) for each in current + old):
        raise UsedBefore(remembered=rule.remembered)
    password_hash = passwords.hashed(backstage.hasher, command.new)
    fingerprint = backstage.keys.fingerprint
    return NewPassword(
        password_hash=password_hash,
        before=proven.credential_key,
        by=proven.by,
        policy=rule.version,
        remembered=rule.remembered,
        was=fingerprint("password", proven.password_hash) if proven.password_hash else "",
        now=fingerprint("password", password_hash),
        folder=backstage.folder,
    )


@handles(ChangePassword)
def change_password(work: Work, command: ChangePassword) -> Actor:  # noqa: ARG001 - prepared
    made: NewPassword = work.prepared
    account = work.hold(Account, work.actor.account_id)
    _replace(work, account, made)
    if account.status is AccountStatus.NEW:
        account.status = AccountStatus.ACTIVE
    mine = work.session.get(SignedInSession, work.actor.session_id)
    if mine is not None:
        mine.restricted, mine.code_key = False, None
    sessions.end_sessions(work, account.key, but=work.actor.session_id)
    work.saved(account)
    work.note(old=made.was, new=made.now, by=made.by, policy=made.policy)
    return replace(work.actor, restricted=False)


def _replace(work: Work, account: Account, made: NewPassword) -> None:
    """The old hash is remembered, those beyond the rule's number are wiped. Raises Stale if another was faster."""
    current = passwords.in_force(work.session, account.key)
    if (current.key if current else None) != made.before:
        raise Stale
    if current is not None:
        current.retired_at = work.now
    work.add(Credential(account_key=account.key, password_hash=made.password_hash, set_at=work.now))
    retired = passwords.retired(work.session, account.key)
    forgotten = [each for each in retired[made.remembered :] if each.password_hash]
    for each in forgotten:
        each.password_hash = ""
    erasures.remember(made.folder, work.now, erasures.PASSWORD, (each.key.bytes for each in forgotten))
