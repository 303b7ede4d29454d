"""The PostgreSQL primary is killed while PCs save; its synchronous standby takes over, and no PC is started again.

Every save that a PC was told of must be there, once.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count, pairwise
from pathlib import Path

import psycopg

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.canteen.registers import AddSupplier
from desktop_admin.app import database
from desktop_admin.core.errors import DatabaseAway, Refused
from desktop_admin.desk.base import Desk
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.services.canteen.credit_code import check_character
from tests.benchmarks.measure import Row, at_most
from tests.benchmarks.sharing.school import PASSWORD, School, free_port, serving
from tests.postgres import REPLICATED, RUNTIME, Cluster, find_binaries

PCS = 8
BEFORE, AFTER = 6.0, 4.0  # seconds of saving, before the kill and after the promotion
AWAY = 1.0  # seconds until somebody, or a watchdog, promotes the standby
LATEST = 2.0  # seconds from the promotion to the next save


@dataclass
class Pair:
    """A primary, and a standby that has every commit before anyone is told of it."""

    primary: Cluster
    standby: Cluster

    def url(self, name: str) -> str:
        """Both hosts, for the role that serves."""
        hosts = (f"host=127.0.0.1:{each.port}" for each in (self.primary, self.standby))
        return f"postgresql+psycopg://{RUNTIME}@/{name}?{'&'.join(hosts)}"


@contextmanager
def pair() -> Generator[Pair]:
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("PostgreSQL: not found")
    both = [Cluster(binaries, REPLICATED), Cluster(binaries, REPLICATED)]
    try:
        both[0].start()
        both[1].start(both[0])
        yield Pair(*both)
    finally:
        for each in both:
            each.stop()


@dataclass
class Saver:
    """Somebody at a PC, who adds one supplier after another, and tries again if told to."""

    desk: Desk
    number: int
    acknowledged: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])  # when, and what
    told_to_try_again: int = 0
    failed: str = ""

    def save(self, stop: threading.Event) -> None:
        try:
            for turn in count():
                if stop.is_set():
                    return
                self._add(f"{self.number}-{turn}", turn, stop)
        except Refused as error:
            self.failed = f"{type(error).__name__}: {error}"

    def _add(self, name: str, turn: int, stop: threading.Event) -> None:
        code = f"91110000{self.number:02}{turn:07}"
        code += check_character(code)
        command = AddSupplier(name=name, credit_code=code, licence_no=name, licence_expiry=date(2099, 1, 1))
        while not stop.is_set():
            try:
                self.desk.ask(command)
            except DatabaseAway:
                self.told_to_try_again += 1
            else:
                self.acknowledged.append((time.monotonic(), name))
                return


@dataclass(frozen=True)
class Outcome:
    acknowledged: int
    lost: int
    doubled: int
    gap: float  # seconds without a save around the kill
    after_promotion: float  # seconds from the standby's taking writes to the first save
    told_to_try_again: int


def fail_over(desks: Sequence[Desk], both: Pair, name: str, *, before: float, after: float) -> Outcome:
    """Raises RuntimeError where somebody was refused for good."""
    savers, stop = [Saver(desk, number) for number, desk in enumerate(desks)], threading.Event()
    threads = [threading.Thread(target=saver.save, args=(stop,)) for saver in savers]
    for thread in threads:
        thread.start()
    time.sleep(before)
    both.primary.kill()
    time.sleep(AWAY)
    both.standby.promote()
    promoted = time.monotonic()
    time.sleep(after)
    stop.set()
    for thread in threads:
        thread.join()
    if failed := [saver.failed for saver in savers if saver.failed]:
        raise RuntimeError("; ".join(failed))
    told = sorted(each for saver in savers for each in saver.acknowledged)
    times = [at for at, _ in told]
    there = _there(both.standby.port, name)
    return Outcome(
        acknowledged=len(told),
        lost=sum(each not in there for _, each in told),
        doubled=len(there) - len(set(there)),
        gap=max(later - earlier for earlier, later in pairwise(times)),
        after_promotion=next((at for at in times if at > promoted), promoted + after) - promoted,
        told_to_try_again=sum(saver.told_to_try_again for saver in savers),
    )


def _there(port: int, name: str) -> list[str]:
    with psycopg.connect(host="127.0.0.1", port=port, user=RUNTIME, dbname=name) as connection:
        found = connection.execute("SELECT name FROM canteen_supplier WHERE licence_no = name").fetchall()
    return [row[0] for row in found]


def rows() -> list[Row]:
    """Measured through a server in a process of its own."""
    with pair() as both, ExitStack() as kept:
        folder = Path(tempfile.mkdtemp())
        kept.callback(shutil.rmtree, folder, ignore_errors=True)
        owned = both.primary.fresh_url()
        database.upgrade(folder, owned, RUNTIME)
        name = owned.rpartition("/")[2]
        school, port = School(folder, both.url(name)), free_port()
        school.make(0)
        pcs = school.people([f"pc{number}" for number in range(PCS)], port)
        kept.enter_context(serving(school, port))
        desks = [RemoteDoor(pc.server, Path(pc.folder)).sign_in(SignIn(pc.login, PASSWORD)) for pc in pcs]
        for desk in desks:
            kept.callback(desk.close)
        seen = fail_over(desks, both, name, before=BEFORE, after=AFTER)
    none = _none_of(seen.acknowledged)
    return [
        none("saves lost, of those acknowledged, PostgreSQL killed", seen.lost),
        none("saves done twice, PostgreSQL killed", seen.doubled),
        none("saves that a person had to repeat, PostgreSQL killed", seen.told_to_try_again),
        at_most("from the standby's promotion to the next save, s", seen.after_promotion, LATEST),
        at_most("longest time without a save, the second until the promotion in it, s", seen.gap, AWAY + LATEST),
    ]


def _none_of(all_of_them: int) -> Callable[[str, int], Row]:
    """Goal: not one of so many."""

    def row(name: str, value: int) -> Row:
        return Row(name, value, all_of_them, value / all_of_them, "none", value == 0)

    return row
