"""A PC that may be killed at any moment: `python -m tests.benchmarks.sharing.killed PLAN`, started again until it ends.

It answers items as its plan says, one after the other, online or not, and notes what it was told. Started again, it
does what a person does: whatever waits is sent, the sheet is looked at, and what was not confirmed and is not there is
answered anew.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from msgspec import Struct, json

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.canteen.entry import Answer, NotApplicable
from desktop_admin.api.canteen.refusals import AnsweredElsewhere
from desktop_admin.api.canteen.sheet import ItemLine, ReadSheet, Verdict
from desktop_admin.core.errors import Kept, Refused, Unreachable
from desktop_admin.desk.line import Cut, Line
from desktop_admin.desk.remote import RemoteDesk, RemoteDoor
from tests.benchmarks.sharing.school import PASSWORD, Pc

PAUSE, OFFLINE = 0.02, 0.15  # seconds between two answers
LOSE, DIE = "lose", "die"  # the answer to a command that was carried out, or the whole PC before it could note it


class Step(Struct, frozen=True):
    """One answer. applies: else not applicable. stale: as it was before somebody else answered it."""

    tag: str  # stands in the database as the reason
    item: UUID
    applies: bool = False
    stale: bool = False
    fault: str = ""


class Plan(Struct, frozen=True):
    pc: Pc
    sheet: UUID
    steps: tuple[Step, ...]

    @property
    def journal(self) -> Path:
        return Path(self.pc.folder) / "journal"


class Journal:
    """What survives the PC: a word a line, written before and after each answer."""

    def __init__(self, file: Path) -> None:
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        self.asked = {line.split()[1] for line in lines if line.startswith("asking")}
        self.failed = {line.split()[1] for line in lines if line.split()[0] in {LOSE, DIE}}
        self.told = {line.split()[1] for line in lines if line.split()[0] not in {"asking", LOSE, DIE}}
        self._file = file.open("a", encoding="utf-8")

    def note(self, word: str, tag: str) -> None:
        self._file.write(f"{word} {tag}\n")
        self._file.flush()


class Faults:
    """Stands between the desk and its line. What it loses, the server has carried out: its answer was here."""

    def __init__(self, steps: Iterable[Step], journal: Journal) -> None:
        """Each happens once, whoever sends the command and whenever."""
        waiting = {step.tag: step.fault for step in steps if step.fault and step.tag not in journal.failed}
        real = Line.post

        def post(line: Line, path: str, body: bytes) -> tuple[int, bytes]:
            answer = real(line, path, body)
            for tag in [tag for tag in waiting if tag.encode() in body]:
                fault = waiting.pop(tag)
                journal.note(fault, tag)
                if fault == DIE:
                    os.kill(os.getpid(), signal.SIGKILL)
                raise Cut(sent=True)
            return answer

        Line.post = post  # type: ignore[method-assign, assignment] # this process is made to fail


class Person:
    def __init__(self, plan: Plan) -> None:
        self._plan, self._journal = plan, Journal(plan.journal)
        Faults(plan.steps, self._journal)
        self._desk = self._sign_in()
        self._desk.watch(lambda _word: None)
        self._send_all()
        self._lines = {line.key: line for line in self._desk.ask(ReadSheet(plan.sheet)).items}

    def work(self) -> None:
        for step in self._plan.steps:
            if step.tag not in self._journal.told:
                time.sleep(PAUSE if self._do(step) else OFFLINE)
        self._send_all()
        for refused in self._desk.unsent().not_accepted:
            self._journal.note(type(refused.reason).__name__, getattr(refused.command, "reason", ""))
        self._desk.close()

    def _do(self, step: Step) -> bool:
        """Whether the server has answered."""
        line = self._lines[step.item]
        if step.tag in self._journal.asked and _has(line, step.tag):
            self._journal.note("there", step.tag)
            return True
        command = _command(step, 1 if step.stale else line.version)
        self._journal.note("asking", step.tag)
        try:
            self._lines[step.item] = self._desk.ask(command)
            self._journal.note("done", step.tag)
        except Kept:
            self._journal.note("kept", step.tag)
            return False
        except AnsweredElsewhere as error:
            self._journal.note(type(error).__name__, step.tag)
        return True

    def _sign_in(self) -> RemoteDesk:
        while True:
            try:
                return RemoteDoor(self._plan.pc.server, Path(self._plan.pc.folder)).sign_in(
                    SignIn(self._plan.pc.login, PASSWORD)
                )
            except Unreachable:
                time.sleep(0.1)

    def _send_all(self) -> None:
        """Nothing is looked at before it has arrived."""
        while self._desk.unsent().waiting:
            self._desk.deliver()
            time.sleep(0.05)


def _command(step: Step, version: int) -> Answer | NotApplicable:
    if step.applies:
        return Answer(step.item, version, verdict=Verdict.PASS, reason=step.tag)
    return NotApplicable(step.item, version, reason=step.tag)


def _has(line: ItemLine, tag: str) -> bool:
    return tag in {line.reason, *(each.reason for each in line.corrections)}


def main(file: str) -> int:
    try:
        Person(json.decode(Path(file).read_bytes(), type=Plan)).work()
    except Unreachable:
        return 3  # the server went while the sheet was looked at; a person tries again
    except Refused as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
