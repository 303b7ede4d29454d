"""Processes full of PCs: each PC is a thread with a desk of its own; a slow answer does not slow the asking."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.base import Command
from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer, Confirm, EnterReading, SignSheet, StartDay
from desktop_admin.api.canteen.sheet import ItemLine, ReadDay, Sheet, Verdict
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import TooBusy
from desktop_admin.core.errors import Kept, Unreachable
from desktop_admin.desk.remote import RemoteDesk, RemoteDoor
from tests.benchmarks.sharing.school import PASSWORD, Pc, reading

PROCESSES = 4
GREETING = 3.0  # seconds until the start, in which each PC opens the line that it keeps
LATE = 2  # times the time, after which a PC that cannot keep up asks no more
Saves = Iterator[Command[Any]]  # takes what was answered, gives what is asked next


@dataclass(frozen=True)
class Took:
    """One command: what it was, when it was due (seconds from the start), and how long it took from then."""

    name: str
    due: float
    seconds: float


@dataclass(frozen=True)
class Pace:
    """a_second: of all PCs together. seconds: for how long. whole: also begin and sign sheets, one after the other."""

    pcs: int
    a_second: float
    seconds: float
    today: date
    whole: bool


def answers(sheet: Sheet) -> Iterator[Command[Any]]:
    """What an inspector enters on a good day, in the order of the sheet."""
    for line in sheet.items:
        if line.verdict is None:
            yield from _of_line(line)


def _of_line(line: ItemLine) -> Iterator[Command[Any]]:
    if line.item.kind is ItemKind.MEASURED:
        there = {(one.slot.id, one.measure) for one in line.readings}
        for slot in line.slots:
            for name in line.item.groups[0]:
                if (slot.id, name) not in there:
                    raw = reading(line.item.code, name)
                    yield EnterReading(key=line.key, slot=slot.id, measure=name, raw=raw)
    elif line.proposal is not None and line.proposal.verdict is not None:
        yield Confirm(line.key, line.version, verdict=line.proposal.verdict)
    else:
        yield Answer(line.key, line.version, verdict=Verdict.PASS)


class _At:
    """One PC."""

    def __init__(self, pc: Pc, number: int, pace: Pace) -> None:
        self._pc, self._number, self._pace = pc, number, pace
        self.took: list[Took] = []
        self.failed = ""
        self.desk: RemoteDesk = RemoteDoor(pc.server, Path(pc.folder)).sign_in(SignIn(pc.login, PASSWORD))
        self._sheets = iter(pc.canteens)
        self._first: Sheet | None = self._sheet(next(self._sheets))

    def work(self, start: float) -> None:
        try:
            self._work(start)
        except Exception as error:  # noqa: BLE001 - reported by the process
            self.failed = f"{self._pc.login}: {type(error).__name__} {error}"

    def _work(self, start: float) -> None:
        self.desk.ask(ReadSchool())
        asked = self._commands()
        next(asked)
        answer: Any = None
        for turn in range(10**6):
            due = (turn * self._pace.pcs + self._number) / self._pace.a_second
            if due > self._pace.seconds or time.time() > start + self._pace.seconds * LATE:
                return
            try:
                command = asked.send(answer)
            except StopIteration:
                return
            time.sleep(max(0.0, start + due - time.time()))
            answer = self._ask(command)
            self.took.append(Took(command.wire_name().partition(".")[2], due, time.time() - start - due))

    def _ask(self, command: Command[Any]) -> Any:
        """Nothing, where no answer came in time: that is among what is measured."""
        try:
            return self.desk.ask(command)
        except (Kept, Unreachable, TooBusy):
            return None

    def _commands(self) -> Generator[Any, Any]:
        yield
        sheet: Sheet | None = self._first
        while sheet is not None:
            yield from answers(sheet)
            if not self._pace.whole:
                return
            yield SignSheet(sheet.key, sheet.version)
            canteen = next(self._sheets, None)
            sheet = (yield StartDay(canteen=canteen, day=self._pace.today, diners=420)) if canteen else None

    def _sheet(self, canteen: UUID) -> Sheet:
        found = self.desk.ask(ReadDay(canteen, self._pace.today)).sheet
        assert found is not None
        return found


def _process(pipe: Connection, pcs: Sequence[tuple[int, Pc]], pace: Pace) -> None:
    """Signs in, says so, waits for the start, works, tells what it took."""
    seats = [_At(pc, number, pace) for number, pc in pcs]
    pipe.send(len(seats))
    start: float = pipe.recv()
    threads = [threading.Thread(target=seat.work, args=(start,)) for seat in seats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.send(([took for seat in seats for took in seat.took], [seat.failed for seat in seats if seat.failed]))
    for seat in seats:
        seat.desk.close()


def run(pcs: Sequence[Pc], pace: Pace, begun: Callable[[], object] = lambda: None) -> list[Took]:
    """What every command took. Raises RuntimeError if one of them failed."""
    context = get_context("spawn")
    numbered = list(enumerate(pcs))
    pipes, children = list[Connection](), list[SpawnProcess]()
    for part in range(min(PROCESSES, len(pcs))):
        ours, theirs = context.Pipe()
        child = context.Process(target=_process, args=(theirs, numbered[part::PROCESSES], pace), daemon=True)
        child.start()
        theirs.close()
        pipes.append(ours)
        children.append(child)
    for pipe in pipes:
        pipe.recv()
    begun()
    start = time.time() + GREETING
    for pipe in pipes:
        pipe.send(start)
    told: list[tuple[list[Took], list[str]]] = [pipe.recv() for pipe in pipes]
    for child in children:
        child.join()
    failed = [line for _, lines in told for line in lines]
    if failed:
        raise RuntimeError("; ".join(failed[:5]))
    return [took for found, _ in told for took in found]
