"""Guessing is counted before it is checked: parallel guesses cannot outrun the lock."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, bindparam, case, or_, select, text, update

from desktop_admin.api.accounts import Locked
from desktop_admin.core import policies
from desktop_admin.core.clock import local_day
from desktop_admin.core.keys import Keys
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import Account, KnownDevice, SignInAttempts
from desktop_admin.models.base import Key, UtcTime
from desktop_admin.services.accounts.names import LOGIN

ELSEWHERE = "elsewhere"  # all PCs together on which the account has never signed in

START_COUNTING = text(
    "INSERT INTO sign_in_attempts (login, place, count, until) VALUES (:login, :place, 0, :until)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("until", type_=UtcTime))
KNOW_DEVICE = text(
    "INSERT INTO known_device (account_key, device) VALUES (:account_key, :device) ON CONFLICT DO NOTHING"
).bindparams(bindparam("account_key", type_=Key))


class Attempts:
    """Every login is counted, known or not, so that a lock says nothing about who exists.

    A PC that the account knows is counted by itself, all others together: strangers lock nobody out of the own PC,
    and gain no guesses by going from PC to PC.
    """

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def reserve(self, login: str, device: bytes) -> str:
        """Takes one attempt, or raises Locked; nothing may be verified without. Returns where it is counted."""
        now = self._database.now()
        limits = policies.in_force(policies.declared().lockout, local_day(now))
        place = self._place(login, device)
        most = limits.elsewhere if place == ELSEWHERE else limits.attempts
        row = {"login": self.sealed(login), "place": place}
        mine = SignInAttempts.login == row["login"], SignInAttempts.place == place
        one_more = case((SignInAttempts.until <= now, 1), else_=SignInAttempts.count + 1)
        free = or_(SignInAttempts.until <= now, SignInAttempts.count < most)
        until = now + timedelta(minutes=limits.minutes)
        with self._database.writing() as connection:
            connection.execute(START_COUNTING, row | {"until": now})
            taken = update(SignInAttempts).where(*mine, free).values(count=one_more, until=until)
            if connection.execute(taken).rowcount == 0:
                locked_until = connection.scalar(select(SignInAttempts.until).where(*mine)) or until
                raise Locked(minutes=_minutes(now, locked_until))
        return place

    def forget(self, connection: Connection, login: str, place: str) -> None:
        """It was the right person: attempts counted at this place are forgotten."""
        mine = SignInAttempts.login == self.sealed(login), SignInAttempts.place == place
        connection.execute(update(SignInAttempts).where(*mine).values(count=0))

    def sealed(self, login: str) -> str:
        """What is stored and logged of a login that was typed: people type passwords into that box."""
        return self._keys.fingerprint("login", login)

    def _place(self, login: str, device: bytes) -> str:
        if not LOGIN.fullmatch(login):
            return ELSEWHERE  # nobody's
        known = select(KnownDevice.device).join(Account, Account.key == KnownDevice.account_key)
        with self._database.reading() as connection:
            mine = connection.scalar(known.where(Account.login == login, KnownDevice.device == device))
        return device.hex()[:64] if mine else ELSEWHERE


def remember(connection: Connection, account: Account, device: bytes) -> None:
    """The account has signed in from this PC."""
    connection.execute(KNOW_DEVICE, {"account_key": account.key, "device": device})


def _minutes(now: datetime, until: datetime) -> int:
    """How long one has to wait, rounded up; never nothing."""
    return max(1, ceil((until - now).total_seconds() / 60))
