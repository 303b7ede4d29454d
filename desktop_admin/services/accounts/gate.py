"""Who may come in, and whose session a token is."""

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import AccountStatus, SignedIn, SignIn, SignInFailed
from desktop_admin.core.errors import SignedOut
from desktop_admin.core.ids import uuid7
from desktop_admin.core.keys import Keys
from desktop_admin.core.permissions import Actor
from desktop_admin.core.text import normal
from desktop_admin.db.work import Database, Work
from desktop_admin.models.accounts import (
    Account,
    ActivationCode,
    Device,
    RoleGrant,
    SignedInSession,
)
from desktop_admin.models.school import School
from desktop_admin.services.accounts.attempts import Attempts
from desktop_admin.services.accounts.passwords import Verifier, in_force
from desktop_admin.services.accounts.roles import permissions_of
from desktop_admin.services.registry import Backstage

LIFE = timedelta(hours=8)  # of a session, whatever happens

SIGNED_IN = (
    select(
        SignedInSession.id,
        SignedInSession.device_name,
        SignedInSession.restricted,
        Account.key,
        Account.school_id,
        Account.login,
        Account.name,
        Account.status,
    )
    .join(Account, Account.key == SignedInSession.account_key)
    .where(
        SignedInSession.token_hash == bindparam("sealed"),
        SignedInSession.until > bindparam("now"),
        SignedInSession.ended_at.is_(None),
    )
)
GRANTED = select(RoleGrant.role).where(RoleGrant.account_key == bindparam("account"))


def device_hash(device_key: bytes) -> bytes:
    return sha256(device_key).digest()


class Gate:
    """Sign-in, and the session behind every later request."""

    def __init__(self, backstage: Backstage) -> None:
        self._database: Database = backstage.database
        self._keys: Keys = backstage.keys
        self._verifier = Verifier(backstage.hasher)
        self._attempts = Attempts(backstage.database, backstage.keys)

    def enrol_device(self, device_key: bytes, name: str) -> None:
        """Make a PC known. Once; a known PC keeps its name."""
        row = {"key_hash": device_hash(device_key), "name": name, "added_at": self._database.now()}
        with self._database.engine.begin() as connection:
            if connection.scalar(select(Device.name).where(Device.key_hash == row["key_hash"])) is None:
                connection.execute(insert(Device), row)

    def sign_in(self, device_key: bytes, given: SignIn) -> SignedIn:
        """By password, or by an activation code, which opens a session restricted to setting a password.

        Raises SignInFailed with one text for every reason, and Locked.
        """
        device, login = device_hash(device_key), normal(given.login).lower()
        self._attempts.reserve(login, device)
        account, code = self._prove(login, given.secret)
        if account is None or account.status in {AccountStatus.DISABLED, AccountStatus.CANCELLED}:
            self._record_failure(login, device)
            raise SignInFailed
        self._attempts.forget(login, device)
        self._attempts.remember(account, device)
        return self._begin(device_key, account, code)

    def actor(self, device_key: bytes, token: bytes) -> Callable[[Session], Actor]:
        """Whose session this is, to be found in the transaction it is for: someone signed out can do nothing more.

        A token without the key of the PC it was given to opens nothing.
        """
        sealed = _seal(device_key, token)

        def find(session: Session) -> Actor:
            mine = {"sealed": sealed, "now": self._database.now()}
            found = session.connection().execute(SIGNED_IN, mine).one_or_none()
            if found is None or found.status in {AccountStatus.DISABLED, AccountStatus.CANCELLED}:
                raise SignedOut
            return _actor(session, found)

        return find

    def _prove(self, login: str, secret: str) -> tuple[Account | None, UUID | None]:
        """The account whose password or whose activation code it is."""
        with self._database.reading() as connection, Session(connection) as session:
            account = session.scalars(select(Account).where(Account.login == login)).one_or_none()
            credential = in_force(session, account) if account else None
            code = self._code(session, account, secret) if account else None
        proven = self._verifier.proves(secret, credential.password_hash if credential else None)
        if code is not None:
            return account, code.key
        return (account if proven else None), None

    def _code(self, session: Session, account: Account, secret: str) -> ActivationCode | None:
        """An unused code of this account that has not expired."""
        mine = select(ActivationCode).where(
            ActivationCode.account_key == account.key,
            ActivationCode.code_hash == code_hash(self._keys, secret),
            ActivationCode.used_at.is_(None),
            ActivationCode.until > self._database.now(),
        )
        return session.scalars(mine).one_or_none()

    def _begin(self, device_key: bytes, account: Account, code: UUID | None) -> SignedIn:
        token, now = secrets.token_bytes(32), self._database.now()
        row = {
            "id": uuid7(),
            "token_hash": _seal(device_key, token),
            "account_key": account.key,
            "device": device_hash(device_key),
            "began_at": now,
            "until": now + LIFE,
            "restricted": code is not None or account.status is AccountStatus.NEW,
        }
        with self._database.engine.begin() as connection:
            names = select(Device.name).where(Device.key_hash == row["device"])
            row["device_name"] = connection.scalar(names) or ""
            connection.execute(insert(SignedInSession), row)
        who = self.actor(device_key, token)
        with self._database.work(who, "accounts.signed_in") as work:
            mine = work.get(Account, account.key)
            mine.last_signed_in = now
            work.note(by="code" if code else "password")
            return SignedIn(token, work.actor)

    def _record_failure(self, login: str, device: bytes) -> None:
        """Who it was is not known; what was typed is kept only as a fingerprint."""
        with self._database.reading() as connection:
            school = connection.scalar(select(School.key))
            pc = connection.scalar(select(Device.name).where(Device.key_hash == device))
        if school is not None:
            nobody = UUID(int=0)
            stranger = Actor(nobody, school, UUID(bytes=device[:16]), "", "", pc or "", frozenset())
            with self._database.work(stranger, "accounts.sign_in_failed") as work:
                work.note(login=self._attempts.sealed(login))


def end_sessions(work: Work, account_key: UUID, *, but: UUID | None = None) -> None:
    """Sign the account out everywhere, except in one session."""
    mine = update(SignedInSession).where(SignedInSession.account_key == account_key, SignedInSession.ended_at.is_(None))
    others = mine.where(SignedInSession.id != but) if but else mine
    work.session.connection().execute(others.values(ended_at=work.now))


def code_hash(keys: Keys, code: str) -> bytes:
    """Codes are typed with or without their dashes, in either case."""
    plain = normal(code).upper().replace("-", "").replace(" ", "")
    return hmac.digest(keys.key("activation code"), plain.encode(), "sha256")


def _actor(session: Session, found: SqlRow[tuple[object, ...]]) -> Actor:
    roles = tuple(sorted(session.connection().scalars(GRANTED, {"account": found.key})))
    return Actor(
        account_id=found.key,
        school_id=found.school_id,
        session_id=found.id,
        login=found.login,
        name=found.name,
        device=found.device_name,
        permissions=permissions_of(roles),
        roles=roles,
        restricted=found.restricted,
    )


def _seal(device_key: bytes, token: bytes) -> bytes:
    return hmac.digest(device_key, token, "sha256")
