"""What one pass over everything knows so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from desktop_admin.api.audit import Finding

Told = Callable[[int, int], object]  # done, total; may raise, which ends the pass
Last = tuple[int, bool, str]  # version, deleted, digest: the greatest is how the trail left the record

MOST = 50  # findings that are kept
STEP = 2000  # rows between two words of progress
TOLERATED = timedelta(minutes=5)  # between the clocks of two servers, and while a command waits for its turn
BATCH = 1000  # rows fetched at once


@dataclass
class Check:
    connection: Connection
    told: Told
    total: int = 0
    done: int = 0
    entries: int = 0
    rows: int = 0
    seals: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])
    sealed: dict[UUID, dict[int, str]] = field(default_factory=dict[UUID, dict[int, str]])  # stream -> count -> hash
    last: dict[str, dict[UUID, Last]] = field(default_factory=dict[str, dict[UUID, Last]])  # table -> record
    marks: dict[int, datetime] = field(
        default_factory=dict[int, datetime]
    )  # of the clock: the times that were accepted
    subjects: int = 0  # a sum of hashes, as their order says nothing

    def found(self, finding: Finding) -> None:
        if len(self.findings) < MOST:
            self.findings.append(finding)

    def step(self) -> None:
        """One more row has been looked at."""
        self.done += 1
        if self.done % STEP == 0:
            self.told(self.done, max(self.done, self.total))
