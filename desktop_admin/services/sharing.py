"""Which PCs may speak to this database: a short code makes one known, once."""

import hmac
import secrets
import threading
from datetime import datetime, timedelta

from sqlalchemy import select

from desktop_admin.api.sharing import LONGEST_NAME, NotPaired, Paired, PairOffer
from desktop_admin.core import pairing
from desktop_admin.core.text import one_line
from desktop_admin.models.accounts import Device
from desktop_admin.services import school
from desktop_admin.services.accounts import alarms, sessions
from desktop_admin.services.accounts.gate import Gate
from desktop_admin.services.registry import Backstage

LIFE = timedelta(minutes=10)
TRIES = 5
PAIRED = "sharing.pc_paired"
GUESSED = "sharing.pairing_code_guessed"


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


def _name(offer: PairOffer) -> str:
    return one_line(offer.device)[:LONGEST_NAME] or "?"
