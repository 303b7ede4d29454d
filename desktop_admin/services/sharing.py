"""Which PCs may speak to this database: a short code makes one known, once."""

import hmac
import secrets
import threading
from datetime import datetime, timedelta

from sqlalchemy import select, update

from desktop_admin.api.sharing import LONGEST_NAME, NoSuchPc, NotPaired, Paired, PairedPc, PairOffer
from desktop_admin.core import pairing
from desktop_admin.core.permissions import Actor
from desktop_admin.core.text import one_line
from desktop_admin.models.accounts import Device, SignedInSession
from desktop_admin.services import school
from desktop_admin.services.accounts import alarms, sessions
from desktop_admin.services.accounts.gate import Gate
from desktop_admin.services.registry import Backstage

LIFE = timedelta(minutes=10)
TRIES = 5
PAIRED = "sharing.pc_paired"
GUESSED = "sharing.pairing_code_guessed"
SENT_AWAY = "sharing.pc_sent_away"
OWN = "this PC"  # the purpose of the key of the PC that holds the data


class Reception:
    """Makes PCs known by a code of 8 characters: one PC a code, ten minutes, five tries."""

    def __init__(self, backstage: Backstage, gate: Gate, name: str) -> None:
        self._backstage, self._gate, self._name = backstage, gate, name
        self._lock = threading.Lock()
        self._code, self._tries = "", 0
        self._until = backstage.database.now()

    def show_code(self) -> str:
        """A new code; the last one is no longer good."""
        with self._lock:
            self._code, self._tries = pairing.new_code(), TRIES
            self._until = self._backstage.database.now() + LIFE
            return self._code

    def pair(self, offer: PairOffer, certificate: bytes) -> Paired:
        """certificate: this server's own, in DER. Raises NotPaired, with one text for every reason."""
        code = self._reserve()
        proofs = pairing.proofs(code, certificate, offer.nonce)
        if not (hmac.compare_digest(offer.proof, proofs.pc) and self._use(code)):
            self._record(GUESSED, offer, secrets.token_bytes(32))
            raise NotPaired
        key = secrets.token_bytes(32)
        self._gate.enrol_device(key, _name(offer))
        self._record(PAIRED, offer, key)
        return Paired(proofs.server, key, self._name, school.belongs_to(self._backstage))

    def knows(self, device_key: bytes) -> bool:
        """Whether this PC was paired, and not sent away since."""
        mine = Device.key_hash == sessions.device_hash(device_key), Device.revoked_at.is_(None)
        with self._backstage.database.reading() as connection:
            return connection.scalar(select(Device.name).where(*mine)) is not None

    def now(self) -> datetime:
        return self._backstage.database.now()

    def school(self) -> str:
        return school.belongs_to(self._backstage)

    def _reserve(self) -> str:
        """One try is taken before the proof is looked at: parallel guesses do not outrun the limit."""
        with self._lock:
            if self._tries <= 0 or self._backstage.database.now() >= self._until:
                raise NotPaired
            self._tries -= 1
            return self._code

    def _use(self, code: str) -> bool:
        """Whether nobody has used it in the meantime."""
        with self._lock:
            if code != self._code:
                return False
            self._code, self._tries = "", 0
            return True

    def _record(self, action: str, offer: PairOffer, key: bytes) -> None:
        who = alarms.stranger(self._backstage.database, sessions.device_hash(key))
        if who is not None:
            with self._backstage.database.work(who, action) as work:
                work.note(pc=_name(offer))


def paired_pcs(backstage: Backstage) -> list[PairedPc]:
    """In the order in which they were paired, those that were sent away among them; without the PC of the data."""
    own = sessions.device_hash(backstage.keys.key(OWN))
    found = select(Device).where(Device.key_hash != own).order_by(Device.added_at, Device.name)
    with backstage.database.reading() as connection:
        rows = connection.execute(found).all()
    return [PairedPc(_number(row.key_hash), row.name, row.added_at, row.revoked_at) for row in rows]


def send_away(backstage: Backstage, who: Actor, number: str) -> str:
    """The PC's key opens nothing any more, and whoever is signed in there is signed out. Returns its name.

    Raises NoSuchPc, also for one that was sent away before.
    """
    with backstage.database.work(who, SENT_AWAY) as work:
        connection = work.session.connection()
        known = connection.execute(select(Device.key_hash, Device.name).where(Device.revoked_at.is_(None))).all()
        found = next((row for row in known if _number(row.key_hash) == number.strip().lower()), None)
        if found is None:
            raise NoSuchPc(number=number)
        connection.execute(update(Device).where(Device.key_hash == found.key_hash).values(revoked_at=work.now))
        open_there = SignedInSession.device == found.key_hash, SignedInSession.ended_at.is_(None)
        connection.execute(update(SignedInSession).where(*open_there).values(ended_at=work.now))
        work.note(pc=found.name)
        name: str = found.name
        return name


def _number(key_hash: bytes) -> str:
    return key_hash.hex()[:8]


def _name(offer: PairOffer) -> str:
    return one_line(offer.device)[:LONGEST_NAME] or "?"
