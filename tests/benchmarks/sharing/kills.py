"""Server and PCs are killed while answers are given: each has its effect once, in order, and only planted conflicts.

Everything is a process of its own. Ten of twenty dead PCs die at the worst moment: the server has carried a command
out and answered, and the PC could not note it. Other answers are lost while the PC lives.
"""

import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from msgspec import json
from sqlalchemy import select, text

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import NotApplicable
from desktop_admin.api.canteen.sheet import ReadDay, Sheet
from desktop_admin.db.engine import open_engine
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.models.audit import AuditEntry
from tests.benchmarks.measure import Row
from tests.benchmarks.sharing.killed import DIE, LOSE, Plan, Step
from tests.benchmarks.sharing.school import PASSWORD, Pc, School, Serving, free_port

ANSWERS = ("canteen.Answer", "canteen.NotApplicable")
PATIENCE = 240.0  # seconds
AGAIN = 3  # how a PC ends that found no server just then


@dataclass(frozen=True)
class Ordeal:
    """How much is done, and how often is killed. lost: answers that get lost while the PC lives."""

    commands: int = 1000
    conflicts: int = 20
    server_kills: int = 20
    pc_kills: int = 20
    lost: int = 20
    pcs: int = 4


@dataclass
class Outcome:
    """once: commands with exactly one effect. moved: effects that came before an earlier one of the same PC.

    lost: answers to commands that were carried out, which did not arrive; the PCs that died of it included.
    """

    planned: int
    once: int
    several: int
    moved: tuple[str, ...]
    planted: frozenset[str]
    conflicts: frozenset[str]
    server_kills: int
    pc_kills: int
    lost: int
    verified: bool
    seconds: float


@dataclass
class _Run:
    """The processes, and what has been done to them."""

    serving: Serving
    plans: Sequence[Plan]
    folder: Path
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict[int, "subprocess.Popen[bytes]"])
    server_kills: int = 0
    pc_kills: int = 0

    def start(self, place: int) -> None:
        file = self.folder / f"plan{place}.json"
        file.write_bytes(json.encode(self.plans[place]))
        command = [sys.executable, "-m", "tests.benchmarks.sharing.killed", str(file)]
        self.processes[place] = subprocess.Popen(command)

    def progress(self) -> int:
        files = (plan.journal for plan in self.plans)
        lines = chain.from_iterable(file.read_text("utf-8").splitlines() for file in files if file.exists())
        return len({line for line in lines if line.startswith("asking")})

    def tend(self) -> None:
        """Who died is started again, who has ended is done. Raises RuntimeError for one that gave up."""
        for place, process in list(self.processes.items()):
            code = process.poll()
            if code == 0:
                del self.processes[place]
            elif code in {-signal.SIGKILL, AGAIN}:
                self.pc_kills += code == -signal.SIGKILL
                self.start(place)
            elif code is not None:
                raise RuntimeError(f"a PC ended with {code}")

    def kill_server(self) -> None:
        self.serving.kill()
        self.server_kills += 1
        self.serving.start()

    def kill_pc(self, choose: random.Random) -> bool:
        """Whether it was not too late for the one that was chosen."""
        chosen = self.processes[choose.choice(sorted(self.processes))]
        if chosen.poll() is not None:
            return False
        chosen.kill()
        return chosen.wait() == -signal.SIGKILL

    def end(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()


def undergo(ordeal: Ordeal, folder: Path, hasher: PasswordHasher | None = None) -> Outcome:
    """In an empty folder, over SQLite: the killed process is the one that writes the file."""
    school = School(folder, f"sqlite:///{folder / 'data' / 'data.sqlite'}")
    school.make(1, hasher=hasher)
    school.begin_sheets(school.canteens)
    port, began = free_port(), time.monotonic()
    *pcs, rival = school.people([f"pc{number}" for number in range(ordeal.pcs + 1)], port, hasher=hasher)
    serving = Serving(school, port)
    serving.start()
    try:
        plans = _plans(ordeal, pcs, _answered_by(rival, school))
        run = _Run(serving, plans, folder)
        try:
            _go(run, ordeal)
        finally:
            run.end()
    finally:
        serving.stop()
    return _judge(school, run, time.monotonic() - began)


def _answered_by(rival: Pc, school: School) -> Sheet:
    """The sheet as it was before; somebody else has answered everything that is measured since."""
    desk = RemoteDoor(rival.server, Path(rival.folder)).sign_in(SignIn(rival.login, PASSWORD))
    sheet = desk.ask(ReadDay(school.canteens[0], school.today)).sheet
    assert sheet is not None
    for line in sheet.items:
        if line.item.kind is ItemKind.MEASURED:
            desk.ask(NotApplicable(line.key, line.version, reason="停用"))
    desk.close()
    return sheet


def _plans(ordeal: Ordeal, pcs: Sequence[Pc], sheet: Sheet) -> list[Plan]:
    """Each PC has items of its own, which it turns from one answer into the other; conflicts are spread among them."""
    free = [line.key for line in sheet.items if line.item.kind is ItemKind.SIGHT]
    taken = [line.key for line in sheet.items if line.item.kind is ItemKind.MEASURED]
    plans = list[Plan]()
    for place, pc in enumerate(pcs):
        mine, turns = free[place :: len(pcs)], Counter[UUID]()
        count = ordeal.commands // len(pcs) + (place < ordeal.commands % len(pcs))
        conflicts = ordeal.conflicts // len(pcs) + (place < ordeal.conflicts % len(pcs))
        faults = _spread(count, {DIE: _share(ordeal.pc_kills // 2, place, pcs), LOSE: _share(ordeal.lost, place, pcs)})
        steps = list[Step]()
        for number in range(count):
            item = mine[number % len(mine)]
            steps.append(Step(f"#{place}-{number:04d}", item, turns[item] % 2 == 1, fault=faults.get(number, "")))
            turns[item] += 1
        for number in range(conflicts):
            at = (number + 1) * len(steps) // (conflicts + 1)
            steps.insert(at, Step(f"!{place}-{number:04d}", taken[number % len(taken)], stale=True))
        plans.append(Plan(pc, sheet.key, tuple(steps)))
    return plans


def _share(of: int, place: int, pcs: Sequence[Any]) -> int:
    return of // len(pcs) + (place < of % len(pcs))


def _spread(count: int, faults: dict[str, int]) -> dict[int, str]:
    """At different steps, evenly."""
    names = [name for name, number in faults.items() for _ in range(number)]
    random.Random(count).shuffle(names)  # noqa: S311 - the same each time
    return {(place + 1) * count // (len(names) + 1): name for place, name in enumerate(names)}


def _go(run: _Run, ordeal: Ordeal) -> None:
    """Raises RuntimeError where it does not come to an end."""
    choose, end = random.Random(7), time.monotonic() + PATIENCE  # noqa: S311 - the same each time
    whole = ordeal.commands + ordeal.conflicts
    servers = [whole * (number + 1) // (ordeal.server_kills + 1) for number in range(ordeal.server_kills)]
    others = ordeal.pc_kills - ordeal.pc_kills // 2
    pcs = [whole * (2 * number + 1) // (2 * others + 1) for number in range(others)]
    for place in range(len(run.plans)):
        run.start(place)
    while run.processes:
        if time.monotonic() > end:
            raise RuntimeError(f"no end after {PATIENCE} s, at {run.progress()} of {whole}")
        time.sleep(0.01)
        done = run.progress()
        if servers and done >= servers[0]:
            servers.pop(0)
            run.kill_server()
        if pcs and done >= pcs[0] and run.kill_pc(choose):
            pcs.pop(0)
        run.tend()


def _judge(school: School, run: _Run, seconds: float) -> Outcome:
    steps = [step for plan in run.plans for step in plan.steps]
    planned = [step.tag for step in steps if not step.stale]
    effects = _effects(school)
    counted = Counter(effects)
    told = [line for plan in run.plans for line in plan.journal.read_text("utf-8").splitlines()]
    conflicts = frozenset(line.split()[1] for line in told if line.startswith("AnsweredElsewhere"))
    verify = [sys.executable, "-m", "desktop_admin", "verify", "--data", str(school.data)]
    return Outcome(
        planned=len(planned),
        once=sum(counted[tag] == 1 for tag in planned),
        several=sum(number > 1 for number in counted.values()) + len(counted.keys() - set(planned)),
        moved=_moved(effects),
        planted=frozenset(step.tag for step in steps if step.stale),
        conflicts=conflicts,
        server_kills=run.server_kills,
        pc_kills=run.pc_kills,
        lost=sum(line.split()[0] in {LOSE, DIE} for line in told),
        verified=subprocess.run(verify, stdout=subprocess.DEVNULL, check=False).returncode == 0,
        seconds=seconds,
    )


def _effects(school: School) -> list[str]:
    """The answers' tags in the order in which they were written, by the audit trail."""
    engine = open_engine(school.url)
    with engine.connect() as connection:
        found = select(AuditEntry.payload).where(AuditEntry.action.in_(ANSWERS)).order_by(text("rowid"))
        told = [_tag(json.decode(payload)) for payload in connection.scalars(found)]
    engine.dispose()
    return [tag for tag in told if re.match(r"[#!]\d", tag)]


def _tag(payload: dict[str, Any]) -> str:
    """The reason of the correction that an answer made, or of the first answer."""
    of = {change["table"]: change["fields"].get("reason", ["", ""])[1] for change in payload["changes"]}
    return str(of.get("canteen_correction") or of.get("canteen_item") or "")


def _moved(effects: Sequence[str]) -> tuple[str, ...]:
    last: dict[str, str] = {}
    moved = list[str]()
    for tag in effects:
        pc = tag.partition("-")[0]
        if tag < last.get(pc, ""):
            moved.append(f"{tag} after {last[pc]}")
        last[pc] = tag
    return tuple(moved)


def rows() -> list[Row]:
    ordeal = Ordeal()
    with tempfile.TemporaryDirectory(prefix="desktop-admin-kills-") as folder:
        told = undergo(ordeal, Path(folder))
    kills = f"{told.server_kills} server, {told.pc_kills} PC kills, {told.lost} lost answers"
    right = len(told.conflicts & told.planted) - len(told.conflicts - told.planted)
    wanted = ordeal.server_kills, ordeal.pc_kills, ordeal.lost
    killed = all(done >= many for done, many in zip((told.server_kills, told.pc_kills, told.lost), wanted, strict=True))
    return [
        _exactly(f"{told.planned} answers, {kills}: done exactly once", told.once, told.planned, also=killed),
        _exactly("  effects too many, or of nobody", told.several, 0),
        _exactly("  effects out of their PC's order", len(told.moved), 0),
        _exactly("  conflicts told, all planted", right, len(told.planted)),
        _exactly("  audit trail verified afterwards", int(told.verified), 1),
    ]


def _exactly(name: str, value: int, wanted: int, *, also: bool = True) -> Row:
    ratio = value / wanted if wanted else float(value)
    return Row(name, value, wanted, ratio, f"= {wanted}", also and value == wanted)
