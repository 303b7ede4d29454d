"""Guessing is counted before it is checked: parallel guesses cannot outrun the lock."""

from datetime import timedelta

from sqlalchemy import bindparam, case, delete, insert, or_, select, text, update

from desktop_admin.api.accounts import Locked
from desktop_admin.core.keys import Keys
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import Account, KnownDevice, SignInAttempts
from desktop_admin.models.base import UtcTime

EVERYWHERE = "everywhere"  # beside each PC
ATTEMPTS = 5  # wrong passwords for a login from one PC
ATTEMPTS_EVERYWHERE = 20  # and from all PCs where the account has never signed in before
LOCK = timedelta(minutes=15)  # after the last attempt; never for ever

START_COUNTING = text(
    "INSERT INTO sign_in_attempts (login, place, count, until) VALUES (:login, :place, 0, :until)"
    " ON CONFLICT DO NOTHING"
).bindparams(bindparam("until", type_=UtcTime))


class Attempts:
    """Every login is counted, known or not, so that a lock says nothing about who exists."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def reserve(self, login: str, device: bytes) -> None:
        """Takes one attempt, or raises Locked. On a PC the account knows, strangers' attempts do not count."""
        now, name = self._database.now(), self._sealed(login)
        one_more = case((SignInAttempts.until <= now, 1), else_=SignInAttempts.count + 1)
        with self._database.engine.begin() as connection:
            for place, most in self._places(login, device):  # always in this order: no deadlock
                row = {"login": name, "place": place}
                connection.execute(START_COUNTING, row | {"until": now})
                free = update(SignInAttempts).filter_by(**row)
                free = free.where(or_(SignInAttempts.until <= now, SignInAttempts.count < most))
                if connection.execute(free.values(count=one_more, until=now + LOCK)).rowcount == 0:
                    raise Locked(minutes=LOCK.seconds // 60)

    def forget(self, login: str, device: bytes) -> None:
        """The password was right: attempts from this PC are forgotten."""
        places = [place for place, _ in self._places(login, device)]
        with self._database.engine.begin() as connection:
            mine = SignInAttempts.login == self._sealed(login), SignInAttempts.place.in_(places)
            connection.execute(update(SignInAttempts).where(*mine).values(count=0))

    def remember(self, account: Account, device: bytes) -> None:
        """The account has signed in from this PC."""
        row = {"account_key": account.key, "device": device}
        with self._database.engine.begin() as connection:
            connection.execute(delete(KnownDevice).filter_by(**row))
            connection.execute(insert(KnownDevice), row)

    def sealed(self, login: str) -> str:
        """What is stored and logged of a login that was typed: people type passwords into that box."""
        return self._sealed(login)

    def _sealed(self, login: str) -> str:
        return self._keys.fingerprint("login", login)

    def _places(self, login: str, device: bytes) -> list[tuple[str, int]]:
        known = select(KnownDevice.device).join(Account, Account.key == KnownDevice.account_key)
        with self._database.reading() as connection:
            mine = connection.scalar(known.where(Account.login == login, KnownDevice.device == device))
        everywhere = [] if mine else [(EVERYWHERE, ATTEMPTS_EVERYWHERE)]
        return [*everywhere, (device.hex()[:64], ATTEMPTS)]
