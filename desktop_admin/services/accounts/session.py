"""What a signed-in person does with the own session."""

from desktop_admin.api.accounts import SignInFailed, SignOut, Unlock
from desktop_admin.core.permissions import Actor
from desktop_admin.db.work import Who, Work
from desktop_admin.models.accounts import Account, SignedInSession
from desktop_admin.services.accounts.attempts import Attempts
from desktop_admin.services.accounts.passwords import Verifier, in_force
from desktop_admin.services.registry import Backstage, handles, prepares


def prove(backstage: Backstage, who: Who, password: str) -> None:
    """The actor's own password, through the same counted gate as a sign-in. Raises SignInFailed or Locked."""
    with backstage.database.look(who, "accounts.prove") as work:
        login, session_id = work.actor.login, work.actor.session_id
        credential = in_force(work.session, work.get(Account, work.actor.account_id))
        open_session = work.session.get(SignedInSession, session_id)
        device = open_session.device if open_session else session_id.bytes
    attempts = Attempts(backstage.database, backstage.keys)
    attempts.reserve(login, device)
    if not Verifier(backstage.hasher).proves(password, credential.password_hash if credential else None):
        raise SignInFailed
    attempts.forget(login, device)


@prepares(Unlock)
def prove_password(backstage: Backstage, who: Who, command: Unlock) -> None:
    prove(backstage, who, command.password)


@handles(Unlock)
def unlock(work: Work, command: Unlock) -> Actor:  # noqa: ARG001 - proven in the preparation
    work.note(unlocked=1)
    return work.actor


@handles(SignOut)
def sign_out(work: Work, command: SignOut) -> None:  # noqa: ARG001 - the session says who
    mine = work.session.get(SignedInSession, work.actor.session_id)
    if mine is not None:
        mine.ended_at = work.now
    work.note(signed_out=1)
