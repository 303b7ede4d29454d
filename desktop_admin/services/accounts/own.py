"""What a signed-in person does with the own session, and sees of the own account."""

from desktop_admin.api.accounts import EndOtherSessions, OwnSecurity, ReadOwnSecurity, SignOut, Unlock
from desktop_admin.core import roles
from desktop_admin.core.permissions import Actor
from desktop_admin.db.work import Who, Work
from desktop_admin.models.accounts import Account, SignedInSession
from desktop_admin.services.accounts import passwords, sessions
from desktop_admin.services.accounts.people import open_sessions
from desktop_admin.services.accounts.proof import prove
from desktop_admin.services.registry import Backstage, handles, prepares


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


@handles(EndOtherSessions)
def end_other_sessions(work: Work, command: EndOtherSessions) -> int:  # noqa: ARG001 - all others
    ended = sessions.end_sessions(work, work.actor.account_id, but=work.actor.session_id)
    work.note(ended=ended)
    return ended


@handles(ReadOwnSecurity)
def read_own_security(work: Work, request: ReadOwnSecurity) -> OwnSecurity:  # noqa: ARG001 - the own
    account = work.get(Account, work.actor.account_id)
    mine = work.session.get(SignedInSession, work.actor.session_id)
    credential = passwords.in_force(work.session, account.key)
    return OwnSecurity(
        name=account.name,
        login=account.login,
        roles=tuple(roles.title(name) for name in account.roles),
        last_at=mine.last_at if mine else None,
        last_device=mine.last_device if mine else "",
        failures=(mine.failures if mine else 0) + (account.visit.failures if account.visit else 0),
        password_set_at=credential.set_at if credential else None,
        sessions=open_sessions(work, account),
        copied=mine.copied_at if mine else None,
    )
