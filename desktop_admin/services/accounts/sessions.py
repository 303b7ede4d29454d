"""Sessions in the database: whose they are, how one begins, how they end."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Connection, bindparam, insert, or_, select, text, update

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.core import policies
from desktop_admin.core.clock import local_day
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Actor
from desktop_admin.core.roles import permissions_of
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account, AccountVisit, Device, RoleGrant, SignedInSession
from desktop_admin.models.base import Key

CLOSED = frozenset({AccountStatus.DISABLED, AccountStatus.CANCELLED})

WHOSE = (  # one row a role
    select(
        SignedInSession.token_hash,
        SignedInSession.device.label("pc"),
        SignedInSession.id,
        SignedInSession.device_name,
        SignedInSession.restricted,
        Account.key,
        Account.school_id,
        Account.login,
        Account.name,
        RoleGrant.role,
    )
    .join(Account, Account.key == SignedInSession.account_key)
    .outerjoin(RoleGrant, RoleGrant.account_key == Account.key)
    .where(
        SignedInSession.token_hash.in_(bindparam("tokens", expanding=True)),
        SignedInSession.until > bindparam("now"),
        SignedInSession.ended_at.is_(None),
        *(Account.status != status for status in CLOSED),  # NOT IN would be written anew for each request
        or_(Account.valid_until.is_(None), Account.valid_until >= bindparam("today")),
    )
)
FIRST_VISIT = text(
    "INSERT INTO account_visit (account_key, device, failures)"
    " SELECT key, '', 0 FROM account WHERE key = :account_key ON CONFLICT DO NOTHING"
).bindparams(bindparam("account_key", type_=Key))


def device_hash(device_key: bytes) -> bytes:
    return sha256(device_key).digest()


def token_hash(token: bytes) -> bytes:
    return sha256(token).digest()


class Bearer(NamedTuple):
    """Who shows a token, and on which PC; both as hashes."""

    token: bytes
    device: bytes


def whose(connection: Connection, bearers: Collection[Bearer], now: datetime) -> dict[Bearer, Actor]:
    """Whose sessions they are, with the rights they have this moment; without those that are nobody's."""
    asked = {"tokens": [bearer.token for bearer in bearers], "now": now, "today": local_day(now)}
    found: dict[Bearer, list[Any]] = defaultdict(list)
    for row in connection.execute(WHOSE, asked):
        found[Bearer(row.token_hash, row.pc)].append(row)
    return {bearer: _actor(found[bearer]) for bearer in bearers if bearer in found}


def _actor(rows: Sequence[Any]) -> Actor:
    found, roles = rows[0], tuple(sorted(row.role for row in rows if row.role))
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


def shut(account: Account, today: date) -> str:
    """Why nobody comes in to this account, whatever they prove; empty if they do."""
    if account.status in CLOSED:
        return str(account.status.value)
    return "expired" if account.valid_until is not None and account.valid_until < today else ""


class Arrival(Struct, frozen=True):
    """Somebody proven comes in now; token and device as hashes."""

    token: bytes
    device: bytes
    now: datetime
    code_key: UUID | None = None  # the code that was used


def begin(connection: Connection, account: Account, arrival: Arrival) -> None:
    """A new session, restricted to setting a password if a code opened it."""
    name = connection.scalar(select(Device.name).where(Device.key_hash == arrival.device)) or ""
    hours = policies.in_force(policies.declared().session, local_day(arrival.now)).hours
    row: dict[str, Any] = {
        "id": uuid7(),
        "token_hash": arrival.token,
        "account_key": account.key,
        "device": arrival.device,
        "device_name": name,
        "began_at": arrival.now,
        "until": arrival.now + timedelta(hours=hours),
        "restricted": arrival.code_key is not None or account.status is AccountStatus.NEW,
        "code_key": arrival.code_key,
        **_last_visit(connection, account.key),
    }
    connection.execute(insert(SignedInSession), row)
    _visited(connection, account.key, name, arrival.now)


def _last_visit(connection: Connection, account_key: UUID) -> dict[str, Any]:
    """What the session will tell of the sign-in before it."""
    mine = select(AccountVisit.at, AccountVisit.device, AccountVisit.failures)
    last = connection.execute(mine.where(AccountVisit.account_key == account_key)).one_or_none()
    return {
        "last_at": last.at if last else None,
        "last_device": last.device if last else "",
        "failures": last.failures if last else 0,
    }


def _visited(connection: Connection, account_key: UUID, device_name: str, now: datetime) -> None:
    connection.execute(FIRST_VISIT, {"account_key": account_key})
    mine = update(AccountVisit).where(AccountVisit.account_key == account_key)
    connection.execute(mine.values(at=now, device=device_name, failures=0))


def count_failure(work: Work, account_key: UUID) -> None:
    """The account's owner will see it at the next sign-in. Nobody's is counted nowhere, in the same time."""
    connection = work.session.connection()
    connection.execute(FIRST_VISIT, {"account_key": account_key})
    mine = update(AccountVisit).where(AccountVisit.account_key == account_key)
    connection.execute(mine.values(failures=AccountVisit.failures + 1))


def end_sessions(work: Work, account_key: UUID, *, but: UUID | None = None) -> int:
    """Sign the account out everywhere, except in one session. Returns how many sessions that ended."""
    open_ones = SignedInSession.ended_at.is_(None), SignedInSession.until > work.now
    mine = update(SignedInSession).where(SignedInSession.account_key == account_key, *open_ones)
    others = mine.where(SignedInSession.id != but) if but else mine
    return work.session.connection().execute(others.values(ended_at=work.now)).rowcount
