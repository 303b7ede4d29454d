"""That somebody signed in is that person: every later proof goes through the same counted gate as a sign-in."""

import hmac
from uuid import UUID

from msgspec import Struct
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import Locked, WrongPassword
from desktop_admin.core.keys import Keys
from desktop_admin.db.work import Who, Work
from desktop_admin.models.accounts import Account, ActivationCode, SignedInSession
from desktop_admin.services.accounts import alarms, codes, passwords, sessions
from desktop_admin.services.accounts.attempts import Attempts
from desktop_admin.services.registry import Backstage

FAILED = "accounts.proof_failed"


class Proven(Struct, frozen=True):
    """credential_key, password_hash: what was in force when it was proven; none before the first password."""

    credential_key: UUID | None
    password_hash: str
    by: str  # "password", or "code" in a session that a code opened


class _Asked(Struct, frozen=True):
    login: str
    account_key: UUID
    device: bytes
    proven: Proven
    code_hash: bytes | None


def prove(backstage: Backstage, who: Who, password: str) -> Proven:
    """The actor's own password, or the code that opened this session. To be called in a preparation.

    Raises WrongPassword or Locked; the audit trail tells of both.
    """
    with backstage.database.look(who, "accounts.prove") as work:
        asked = _asked(work)
    alarms.watch_clock(backstage.database, asked.device)
    attempts = Attempts(backstage.database, backstage.keys)
    reason = "locked"
    try:
        place = attempts.reserve(asked.login, asked.device)
        reason = "wrong"
        by = _by(backstage, asked, password)
    except (Locked, WrongPassword):
        with backstage.database.work(who, FAILED) as work:
            work.note(reason=reason)
            sessions.count_failure(work, asked.account_key)
        raise
    with backstage.database.writing() as connection:
        attempts.forget(connection, asked.login, place)
    return Proven(asked.proven.credential_key, asked.proven.password_hash, by)


def _asked(work: Work) -> _Asked:
    account = work.get(Account, work.actor.account_id)
    mine = work.session.get(SignedInSession, work.actor.session_id)
    credential = passwords.in_force(work.session, account.key)
    found = Proven(credential.key if credential else None, credential.password_hash if credential else "", "")
    device = mine.device if mine else work.actor.session_id.bytes * 2
    return _Asked(account.login, account.key, device, found, _code(work.session, mine))


def _code(session: Session, mine: SignedInSession | None) -> bytes | None:
    """The code that opened this session stands for the password until one is set."""
    code = session.get(ActivationCode, mine.code_key) if mine and mine.code_key else None
    return code.code_hash if code else None


def _by(backstage: Backstage, asked: _Asked, secret: str) -> str:
    if _is_code(backstage.keys, asked.code_hash, secret):
        return "code"
    if passwords.proves(backstage.hasher, secret, asked.proven.password_hash or None):
        return "password"
    raise WrongPassword


def _is_code(keys: Keys, known: bytes | None, secret: str) -> bool:
    return known is not None and hmac.compare_digest(known, codes.code_hash(keys, secret))
