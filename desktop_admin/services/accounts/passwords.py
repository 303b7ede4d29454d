"""Proving a password, and what a good one is."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.models.accounts import Account, Credential


class Verifier:
    """Takes as long to refuse an unknown login as a known one."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._nobody = hasher.hash(secrets.token_hex())

    def proves(self, password: str, password_hash: str | None) -> bool:
        try:
            self._hasher.verify(password_hash or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        return self._hasher.check_needs_rehash(password_hash)


def in_force(session: Session, account: Account) -> Credential | None:
    """The account's credential, if it has ever set a password."""
    newest = select(Credential).where(Credential.account_key == account.key, Credential.retired_at.is_(None))
    return session.scalars(newest.order_by(Credential.set_at.desc()).limit(1)).one_or_none()
