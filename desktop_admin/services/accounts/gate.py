"""Who may come in, and whose session a token is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import Locked, SignedIn, SignIn, SignInFailed
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import SignedOut
from desktop_admin.core.keys import Keys
from desktop_admin.core.permissions import Actor
from desktop_admin.core.text import normal
from desktop_admin.db.work import JOINED, Database, Together, Who, Work
from desktop_admin.models.accounts import Account, Credential, Device
from desktop_admin.services.accounts import alarms, codes, passwords, sessions
from desktop_admin.services.accounts.attempts import Attempts, remember
from desktop_admin.services.accounts.names import LOGIN
from desktop_admin.services.registry import Backstage

SIGNED_IN = "accounts.signed_in"
FAILED = "accounts.sign_in_failed"


class Proof(Struct, frozen=True):
    """Whose secret it is. why_not: why nobody is let in, for the audit trail only."""

    account: Account | None
    why_not: str
    code_key: UUID | None = None
    credential_key: UUID | None = None
    outdated: str = ""  # the password's hash, if it was made with other parameters than today's


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who shows a token. Called with a transaction's session: the actor; raises SignedOut."""

    database: Database
    bearer: sessions.Bearer

    def __call__(self, session: Session) -> Actor:
        found = sessions.whose(session.connection(), [self.bearer], self.database.now()).get(self.bearer)
        if found is not None:
            return found
        if JOINED not in session.info:  # where it is, the others' transaction ends as well, and each is asked alone
            session.rollback()  # what is told of a copied token is a transaction of its own
            alarms.copied_token(self.database, *self.bearer)
        raise SignedOut


def recognised(several: Together, visitors: Sequence[Who]) -> list[Who]:
    """Each as the actor, of all that can be found with one question; the others as they are."""
    bearers = [visitor.bearer if isinstance(visitor, Visitor) else None for visitor in visitors]
    found = sessions.whose(several.connection, [bearer for bearer in bearers if bearer], several.now)
    return [
        found.get(bearer, visitor) if bearer else visitor for bearer, visitor in zip(bearers, visitors, strict=True)
    ]


class Gate:
    """Sign-in, and the session behind every later request."""

    def __init__(self, backstage: Backstage) -> None:
        self._database: Database = backstage.database
        self._keys: Keys = backstage.keys
        self._hasher = backstage.hasher
        self._attempts = Attempts(backstage.database, backstage.keys)
        passwords.ready(backstage.hasher)

    def enrol_device(self, device_key: bytes, name: str) -> None:
        """Make a PC known. Once; a known PC keeps its name."""
        row = {"key_hash": sessions.device_hash(device_key), "name": name[:80], "added_at": self._database.now()}
        with self._database.writing() as connection:
            if connection.scalar(select(Device.name).where(Device.key_hash == row["key_hash"])) is None:
                connection.execute(insert(Device), row)

    def sign_in(self, device_key: bytes, given: SignIn) -> SignedIn:
        """By password, or by an activation code, which opens a session restricted to setting a password.

        Raises SignInFailed with one text for every reason, and Locked.
        """
        device, login = sessions.device_hash(device_key), _as_login(given.login)
        alarms.watch_clock(self._database, device)
        try:
            place = self._attempts.reserve(login, device)
        except Locked:
            self._record_failure(login, device, None, "locked")
            raise
        proof = self._prove(login, given.secret)
        if proof.account is None or proof.why_not:
            self._record_failure(login, device, proof.account, proof.why_not)
            raise SignInFailed
        try:
            return self._begin(device, login, place, given.secret, proof)
        except SignInFailed:
            self._record_failure(login, device, proof.account, "too late")
            raise

    def actor(self, device_key: bytes, token: bytes) -> Visitor:
        """Whose session this is, to be found in the transaction it is for: someone signed out can do nothing more.

        A token that was given to another PC is nobody's, and the audit trail tells of it.
        """
        return Visitor(self._database, sessions.Bearer(sessions.token_hash(token), sessions.device_hash(device_key)))

    def _prove(self, login: str, secret: str) -> Proof:
        """One hash is computed and the same rows are looked for, whoever it is and whatever is wrong."""
        now = self._database.now()
        known = login if LOGIN.fullmatch(login) else ""  # nothing else can be one, and some of it no database takes
        with self._database.reading() as connection, Session(connection) as session:
            account = session.scalars(select(Account).where(Account.login == known)).one_or_none()
            key = account.key if account else alarms.NOBODY
            credential = passwords.in_force(session, key)
            code = codes.usable(session, key, codes.code_hash(self._keys, secret), now)
        known_hash = credential.password_hash if credential else None
        proven = passwords.proves(self._hasher, secret, known_hash)
        why_not = _why_not(account, now, proven=proven or code is not None)
        if code is not None or credential is None or known_hash is None:
            return Proof(account, why_not, code.key if code else None)
        outdated = known_hash if self._hasher.check_needs_rehash(known_hash) else ""
        return Proof(account, why_not, None, credential.key, outdated)

    def _begin(self, device: bytes, login: str, place: str, secret: str, proof: Proof) -> SignedIn:
        """One transaction. Raises SignInFailed if what was proven has been used, changed or disabled since."""
        account, token = proof.account, secrets.token_bytes(32)
        if account is None:
            raise SignInFailed
        fresh = passwords.hashed(self._hasher, secret) if proof.outdated else ""
        arrival = sessions.Arrival(sessions.token_hash(token), device, self._database.now(), proof.code_key)

        def come_in(session: Session) -> Actor:
            """One after the other into one account: what belongs to it is locked in one order."""
            session.get(Account, account.key, with_for_update={"key_share": True})
            sessions.begin(session.connection(), account, arrival)
            bearer = sessions.Bearer(arrival.token, device)
            found = sessions.whose(session.connection(), [bearer], arrival.now).get(bearer)
            if found is None:
                raise SignInFailed
            return found

        with self._database.work(come_in, SIGNED_IN) as work:
            if proof.code_key:
                codes.use(work, proof.code_key)
            else:
                _still_in_force(work, account, proof)
            if fresh:
                _rehash(work, proof, fresh)
            self._attempts.forget(work.session.connection(), login, place)
            remember(work.session.connection(), account, device)
            work.note(by="code" if proof.code_key else "password")
            return SignedIn(token, work.actor)

    def _record_failure(self, login: str, device: bytes, account: Account | None, why_not: str) -> None:
        """What was typed is kept only as a fingerprint: people type passwords into the user name's box."""
        who = alarms.stranger(self._database, device)
        if who is None:
            return
        with self._database.work(who, FAILED) as work:
            work.note(login=self._attempts.sealed(login), reason=why_not)
            sessions.count_failure(work, account.key if account else alarms.NOBODY)


def _as_login(typed: str) -> str:
    """Half a surrogate pair is no text, and could not be fingerprinted."""
    return normal(typed).lower().encode("utf-8", "replace").decode("utf-8")


def _why_not(account: Account | None, now: datetime, *, proven: bool) -> str:
    if account is None:
        return "unknown"
    return sessions.shut(account, local_day(now)) if proven else "wrong"


def _still_in_force(work: Work, account: Account, proof: Proof) -> None:
    """A password that was changed since it was proven opens nothing: the change has ended every other session."""
    current = passwords.in_force(work.session, account.key)
    if current is None or current.key != proof.credential_key:
        raise SignInFailed


def _rehash(work: Work, proof: Proof, fresh: str) -> None:
    """The parameters have changed since; only who knows the password can do this."""
    credential = work.session.get(Credential, proof.credential_key, with_for_update=True)
    if credential is not None and credential.password_hash == proof.outdated:
        credential.password_hash = fresh
        work.note(rehashed=1)
