"""Activation codes: shown once, stored as an HMAC, good for one sign-in."""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import (
    AccountNotOpen,
    AccountStatus,
    ActivationSlip,
    IssueCode,
    OwnAccount,
    SignInFailed,
)
from desktop_admin.core import policies
from desktop_admin.core.clock import local_day
from desktop_admin.core.keys import Keys
from desktop_admin.core.text import normal
from desktop_admin.db.work import Who, Work
from desktop_admin.models.accounts import Account, ActivationCode
from desktop_admin.models.school import School
from desktop_admin.services.accounts.grants import require_over
from desktop_admin.services.registry import Backstage, handles, prepares

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I L O 0 1: read aloud and copied from paper
GROUPS, GROUP = 4, 4  # 31 ** 16 is 79 bits


class Fresh(Struct, frozen=True):
    code: str
    code_hash: bytes


def make() -> str:
    """79 random bits in groups of four: 7KQM-X2PA-HT9C-4WDE."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def code_hash(keys: Keys, code: str) -> bytes:
    """Codes are typed with or without their dashes, in either case."""
    plain = normal(code[:100]).upper().replace("-", "").replace(" ", "")
    return hmac.digest(keys.key("activation code"), plain.encode("utf-8", "surrogatepass"), "sha256")


def usable(session: Session, account_key: UUID, hashed: bytes, now: datetime) -> ActivationCode | None:
    """A code of just this account that is neither used, voided nor expired."""
    mine = select(ActivationCode).where(
        ActivationCode.account_key == account_key,
        ActivationCode.code_hash == hashed,
        ActivationCode.used_at.is_(None),
        ActivationCode.voided_at.is_(None),
        ActivationCode.until > now,
    )
    return session.scalars(mine).one_or_none()


def pending(session: Session, account_key: UUID, now: datetime) -> datetime | None:
    """Until when the account's newest code can be used; none if there is no such code."""
    mine = select(ActivationCode.until).where(
        ActivationCode.account_key == account_key,
        ActivationCode.used_at.is_(None),
        ActivationCode.voided_at.is_(None),
        ActivationCode.until > now,
    )
    return session.scalar(mine.order_by(ActivationCode.until.desc()).limit(1))


def use(work: Work, code_key: UUID) -> None:
    """Of two who come with one code at once, one comes in. Raises SignInFailed for the other."""
    code = work.session.get(ActivationCode, code_key, with_for_update=True)
    if code is None or code.used_at is not None or code.voided_at is not None:
        raise SignInFailed
    code.used_at = work.now
    work.session.flush()


def void(work: Work, account_key: UUID) -> None:
    """No code of this account opens anything any more."""
    live = select(ActivationCode).where(
        ActivationCode.account_key == account_key,
        ActivationCode.used_at.is_(None),
        ActivationCode.voided_at.is_(None),
    )
    for code in work.session.scalars(live):
        code.voided_at = work.now


@prepares(IssueCode)
def make_code(backstage: Backstage, who: Who, command: IssueCode) -> Fresh:  # noqa: ARG001 - made for nobody yet
    code = make()
    return Fresh(code, code_hash(backstage.keys, code))


@handles(IssueCode)
def issue_code(work: Work, command: IssueCode) -> ActivationSlip:
    account = work.hold(Account, command.key, command.version)
    if account.key == work.actor.account_id:
        raise OwnAccount
    if account.status not in {AccountStatus.NEW, AccountStatus.ACTIVE}:
        raise AccountNotOpen
    require_over(work, account)
    void(work, account.key)
    fresh: Fresh = work.prepared
    days = policies.in_force(policies.declared().activation_code, local_day(work.now)).days
    until = work.now + timedelta(days=days)
    work.add(ActivationCode(account_key=account.key, code_hash=fresh.code_hash, until=until))
    account.revision += 1
    work.saved(account)
    return ActivationSlip(
        school=work.get(School, work.school_id).name,
        name=account.name,
        login=account.login,
        number=account.number,
        department=account.department,
        code=fresh.code,
        until=until,
    )
