"""Checks the whole trail on somebody's request: beside everything else, with a word on how far it is, until stopped."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock, Thread
from uuid import UUID

from desktop_admin.api.audit import Progress, Report, StopVerifying, VerifyProgress, VerifyTrail
from desktop_admin.core.permissions import Actor
from desktop_admin.db.seals import Seals
from desktop_admin.db.verify import verify
from desktop_admin.db.work import Who, Work
from desktop_admin.services.registry import Backstage, handles, prepares

KEPT = 20  # checks whose result is still known
log = logging.getLogger(__name__)


class _Unwanted(Exception):
    """Ends a check from within."""


@dataclass
class Check:
    """One check; written by its own thread, but for unwanted."""

    progress: Progress = Progress(0, 0)  # noqa: RUF009 - frozen
    unwanted: bool = False

    def step(self, done: int, total: int) -> None:
        if self.unwanted:
            raise _Unwanted
        self.progress = Progress(done, total)

    def end(self, report: Report | None) -> None:
        self.progress = Progress(self.progress.total, self.progress.total, ended=True, report=report)


class Checks:
    """Those of this process. With several servers, another one knows nothing of them."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Check] = OrderedDict()
        self._lock = Lock()

    def begin(self, key: UUID) -> Check | None:
        """None for one that has begun before."""
        with self._lock:
            if key in self._known:
                return None
            made = self._known[key] = Check()
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            return made

    def find(self, key: UUID) -> Check:
        return self._known.get(key) or Check(Progress(0, 0, ended=True))


CHECKS = Checks()


@prepares(VerifyTrail)
def begin(backstage: Backstage, who: Who, command: VerifyTrail) -> None:
    with backstage.database.look(who, command.wire_name()) as work:
        actor = work.actor
    check = CHECKS.begin(command.id)
    if check is not None:
        Thread(target=run, args=(backstage, actor, check), name="verify", daemon=True).start()


def run(backstage: Backstage, actor: Actor, check: Check) -> None:
    """What was found sound is sealed. That somebody checked, and the result, stands in the trail."""
    report = None
    try:
        report = verify(backstage.database, backstage.keys, backstage.folder, check.step)
        if report.clean:
            Seals(backstage.database, backstage.keys, backstage.folder).written(1, seal=True)
        with backstage.database.work(actor, VerifyTrail.wire_name()) as work:
            work.note(entries=report.entries, findings=len(report.findings))
    except _Unwanted:
        log.info("the check of the audit trail was stopped")
    except Exception:
        log.exception("the audit trail could not be checked")
    finally:
        check.end(report)


@handles(VerifyTrail)
def verify_trail(work: Work, command: VerifyTrail) -> None:
    """It has begun in the preparation, and goes on beside this transaction."""


@handles(VerifyProgress)
def verify_progress(work: Work, request: VerifyProgress) -> Progress:  # noqa: ARG001 - nothing of the database
    return CHECKS.find(request.of).progress


@handles(StopVerifying)
def stop_verifying(work: Work, request: StopVerifying) -> None:  # noqa: ARG001 - nothing of the database
    CHECKS.find(request.of).unwanted = True
