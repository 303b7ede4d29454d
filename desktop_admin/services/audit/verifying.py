"""Checks the whole trail on somebody's request, tells how far it is, and stops when asked to."""

from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID

from desktop_admin.api.audit import Progress, Report, Stopped, StopVerifying, VerifyProgress, VerifyTrail
from desktop_admin.db.seals import Seals
from desktop_admin.db.verify import verify
from desktop_admin.db.work import Who, Work
from desktop_admin.services.registry import Backstage, handles, prepares

NONE = Progress(0, 0)


class Running:
    """The checks of this process that have not ended. With several servers, another one knows nothing of them."""

    def __init__(self) -> None:
        self._steps: dict[UUID, Progress] = {}
        self._unwanted: set[UUID] = set()

    def of(self, check: UUID) -> Progress:
        return self._steps.get(check, NONE)

    def stop(self, check: UUID) -> None:
        if check in self._steps:
            self._unwanted.add(check)

    def step(self, check: UUID, done: int, total: int) -> None:
        if check in self._unwanted:
            raise Stopped
        self._steps[check] = Progress(done, total)

    @contextmanager
    def running(self, check: UUID) -> Generator[None]:
        self._steps[check] = NONE
        try:
            yield
        finally:
            self._steps.pop(check, None)
            self._unwanted.discard(check)


RUNNING = Running()


@prepares(VerifyTrail)
def check_everything(backstage: Backstage, who: Who, command: VerifyTrail) -> Report:  # noqa: ARG001 - as declared
    """Outside any transaction: others go on writing meanwhile. What was found sound is sealed."""
    with RUNNING.running(command.id):
        report = verify(
            backstage.database,
            backstage.keys,
            backstage.folder,
            lambda done, total: RUNNING.step(command.id, done, total),
        )
    if report.clean:
        Seals(backstage.database, backstage.keys, backstage.folder).seal()
    return report


@handles(VerifyTrail)
def verify_trail(work: Work, command: VerifyTrail) -> Report:  # noqa: ARG001 - done in the preparation
    report: Report = work.prepared
    work.note(entries=report.entries, findings=len(report.findings))
    return report


@handles(VerifyProgress)
def verify_progress(work: Work, request: VerifyProgress) -> Progress:  # noqa: ARG001 - nothing of the database
    return RUNNING.of(request.of)


@handles(StopVerifying)
def stop_verifying(work: Work, command: StopVerifying) -> None:  # noqa: ARG001 - nothing of the database
    RUNNING.stop(command.of)
