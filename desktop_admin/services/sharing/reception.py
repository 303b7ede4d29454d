"""Who may speak to this database from another PC, before anyone is signed in there."""

import hmac
import logging
import secrets
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from desktop_admin.api.sharing import LONGEST_NAME, NotPaired, Paired, PairOffer
from desktop_admin.core import pairing
from desktop_admin.core.errors import DatabaseAway
from desktop_admin.core.text import one_line
from desktop_admin.models.accounts import Device
from desktop_admin.models.sharing import PairedPc
from desktop_admin.services import school
from desktop_admin.services.accounts import alarms, sessions
from desktop_admin.services.registry import Backstage
from desktop_admin.services.sharing import codes

log = logging.getLogger(__name__)

PAIRED = "sharing.pc_paired"
GUESSED = "sharing.pairing_code_guessed"
SEEN = timedelta(minutes=5)  # how exactly it is known when a PC was last seen


class Reception:
    """Makes PCs known by the code that is in force, and tells known ones from others."""

    def __init__(self, backstage: Backstage, name: str) -> None:
        """name: of this PC, told to those that are paired with it."""
        self._backstage, self._name = backstage, name
        self._seen: dict[bytes, datetime] = {}

    def show_code(self, made_by: str = "") -> str:
        """A new code; the last one is no longer good."""
        school_id = school.key_of(self._backstage)
        with self._backstage.database.writing() as connection:
            key = codes.issue(connection, school_id, made_by, self.now())
        return codes.spelt(self._backstage.keys, key)

    def pair(self, offer: PairOffer, certificate: bytes) -> Paired:
        """certificate: this server's own, in DER. Raises NotPaired; CodeExpired where no code is in force."""
        with self._backstage.database.writing() as connection:
            issued = codes.reserve(connection, self.now())
        proofs = pairing.proofs(codes.spelt(self._backstage.keys, issued.key), certificate, offer.nonce)
        if not hmac.compare_digest(offer.proof, proofs.pc):
            self._record_guess(offer)
            raise NotPaired
        key = secrets.token_bytes(32)
        self._make_known(key, _name(offer), issued)
        return Paired(proofs.server, key, self._name, school.belongs_to(self._backstage))

    def knows(self, device_key: bytes) -> bool:
        """Whether this PC was paired, and neither suspended nor removed since."""
        mine = Device.key_hash == sessions.device_hash(device_key), Device.revoked_at.is_(None)
        with self._backstage.database.reading() as connection:
            return connection.scalar(select(Device.name).where(*mine)) is not None

    def saw(self, device_key: bytes) -> None:
        """A known PC has just been heard of: written down once in five minutes, if it can be."""
        device, now = sessions.device_hash(device_key), self.now()
        if now - self._seen.get(device, now - SEEN) < SEEN:
            return
        self._seen[device] = now
        try:
            with self._backstage.database.writing() as connection:
                connection.execute(update(Device).where(Device.key_hash == device).values(seen_at=now))
        except (DBAPIError, DatabaseAway):
            log.warning("when a PC was last seen could not be written down", exc_info=True)

    def now(self) -> datetime:
        return self._backstage.database.now()

    def school(self) -> str:
        return school.belongs_to(self._backstage)

    def _make_known(self, key: bytes, name: str, issued: codes.Issued) -> None:
        """The code is used and the PC is known, or neither. Raises CodeExpired if another PC was quicker."""
        device, database = sessions.device_hash(key), self._backstage.database
        who = alarms.stranger(database, device)
        if who is None:
            raise NotPaired
        with database.work(who, PAIRED) as work:
            connection = work.session.connection()
            codes.use(connection, issued.key, name, work.now)
            row = {"key_hash": device, "name": name, "added_at": work.now, "seen_at": work.now}
            connection.execute(insert(Device), row)
            pc = PairedPc(device=device, number=number_of(device), name=name)
            pc.added_at, pc.added_by = work.now, issued.made_by
            work.add(pc)
            work.note(pc=name)

    def _record_guess(self, offer: PairOffer) -> None:
        who = alarms.stranger(self._backstage.database, sessions.device_hash(secrets.token_bytes(32)))
        if who is not None:
            with self._backstage.database.work(who, GUESSED) as work:
                work.note(pc=_name(offer))


def number_of(device: bytes) -> str:
    """By which a PC is called on the command line, and in the server's log. device: the hash of its key."""
    return device.hex()[:8]


def _name(offer: PairOffer) -> str:
    return one_line(offer.device)[:LONGEST_NAME] or "?"
