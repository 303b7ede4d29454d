"""Proving a password, keeping it as a hash, and remembering the ones before it."""

import secrets
from collections.abc import Sequence
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.core.strength import normal
from desktop_admin.models.accounts import Account, Credential
from desktop_admin.services.accounts.names import reading

LONGEST = 1024  # characters; more is refused before anything is hashed


def hashed(hasher: PasswordHasher, password: str) -> str:
    return hasher.hash(_bytes(password))


def proves(hasher: PasswordHasher, password: str, password_hash: str | None) -> bool:
    """Whether it is the password. Where there is none, a password nobody has is checked: that takes as long."""
    if len(password) > LONGEST:
        return False
    try:
        hasher.verify(password_hash or _nobodys(hasher), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_hex())


def ready(hasher: PasswordHasher) -> None:
    """Hash nobody's password now, not while the first stranger waits."""
    _nobodys(hasher)


def _bytes(password: str) -> bytes:
    """One form for every way to type it; half a surrogate pair, which is no text, is a wrong password and no crash."""
    return normal(password).encode("utf-8", "surrogatepass")


def in_force(session: Session, account_key: UUID) -> Credential | None:
    """The account's credential, if it has ever set a password."""
    newest = select(Credential).where(Credential.account_key == account_key, Credential.retired_at.is_(None))
    return session.scalars(newest.order_by(Credential.set_at.desc(), Credential.key.desc()).limit(1)).one_or_none()


def retired(session: Session, account_key: UUID) -> Sequence[Credential]:
    """The account's earlier passwords that are still remembered, the newest first."""
    mine = select(Credential).where(
        Credential.account_key == account_key, Credential.retired_at.is_not(None), Credential.password_hash != ""
    )
    return session.scalars(mine.order_by(Credential.set_at.desc(), Credential.key.desc())).all()


def personal_words(account: Account, school: str) -> tuple[str, ...]:
    """What a password of this person must not hold: names in both scripts, user name, number, phone, school."""
    mine, ours = reading(account.name), reading(school)
    words = {
        account.name,
        account.login,
        account.number,
        account.phone,
        school,
        mine.pinyin,
        mine.initials,
        mine.login,
        "".join(mine.given),
        ours.pinyin,
        ours.initials,
    }
    return tuple(sorted(word for word in words if len(word) > 1))
