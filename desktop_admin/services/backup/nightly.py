"""Every night a backup and its test, by whichever process runs then; and a word when there is none for too long."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from desktop_admin.api.backup import BackupKind, BackupUnderway
from desktop_admin.core.backups import due
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Actor
from desktop_admin.db.work import Database
from desktop_admin.models.audit import AuditEntry
from desktop_admin.services.accounts import alarms
from desktop_admin.services.backup import make, status
from desktop_admin.services.backup.prove import make_and_prove
from desktop_admin.services.registry import Backstage

MADE, FAILED, OVERDUE = "backup.made_at_night", "backup.failed_at_night", "backup.overdue"
FIRST = 60.0  # seconds after the start: nobody waits for a backup before the first screen
EVERY = 60.0  # seconds between two looks at the clock
AFTER_FAILURE = 60  # looks until the next attempt
STREAM = bytes(16)  # the trail of what no person does

log = logging.getLogger(__name__)


class Nightly:
    """stop() waits until a backup that is being made is there."""

    def __init__(self, backstage: Backstage, tell: Callable[[], object]) -> None:
        self._backstage, self._tell = backstage, tell
        self._ended, self._rest = threading.Event(), 0
        self._thread = threading.Thread(target=self._go_on, name="nightly", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> bool:
        """Make what is due. Whether a backup was made."""
        if self._rest:
            self._rest -= 1
            return False
        try:
            return night(self._backstage)
        except BackupUnderway:
            return False  # another process has just begun
        finally:
            self._tell()

    def _go_on(self) -> None:
        pause = FIRST
        while not self._ended.wait(pause):
            pause = EVERY
            try:
                self.look()
            except Exception as error:
                self._rest = AFTER_FAILURE
                log.warning("no backup could be made: %s", error, exc_info=not isinstance(error, Refused))


def night(backstage: Backstage) -> bool:
    """A backup if one is due. Raises what make() does, after the trail has been told; it is told of an alarm, too."""
    data, database, who = backstage.folder, backstage.database, _nobody(backstage.database)
    if data is None or who is None:
        return False
    try:
        return _make_due(backstage, data, who)
    except BackupUnderway:
        raise
    except Refused as error:
        with database.work(who, FAILED) as work:
            work.note(reason=str(error))
        raise
    finally:
        _alarm(database, data, who)


def _make_due(backstage: Backstage, data: Path, who: Actor) -> bool:
    database = backstage.database
    if not due(status.last_good(data, database.now()), database.now()):
        return False
    made, tested = make_and_prove(backstage, BackupKind.NIGHTLY, tr(N_("the program")))
    gone = make.prune(data, database.now())
    with database.work(who, MADE) as work:
        work.note(backup=made.path.name, result=tested.result.value, removed=len(gone))
    return True


def _alarm(database: Database, data: Path, who: Actor) -> None:
    """One entry each time that it has become too long; until there is a good one again, it is not repeated."""
    now, last = database.now(), status.last_good(data, database.now())
    with database.reading() as connection:
        if not status.is_overdue(connection, last, now):
            return
        told = select(AuditEntry.at).where(AuditEntry.school_id == who.school_id, AuditEntry.action == OVERDUE)
        before = connection.scalar(told.order_by(AuditEntry.at.desc()).limit(1))
    if before is None or (last is not None and before < last):
        with database.work(who, OVERDUE) as work:
            work.note(last_good=last.isoformat(timespec="seconds") if last else "—")


def _nobody(database: Database) -> Actor | None:
    """None before there is a school."""
    return alarms.stranger(database, STREAM)
