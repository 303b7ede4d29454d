"""Twenty PCs that inspect, and sixty-four that save, through one server: SQLite and PostgreSQL, on the disk.

A sheet is what an inspector does with one: it is begun, every answer and reading is a command of its own, and in the
end it is signed. PCs, server and database share one machine; a command's time runs from the moment when it was due.
"""

import hashlib
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from msgspec.structs import replace

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.canteen.sheet import ReadDay, Sheet
from desktop_admin.app.premises import open_premises
from desktop_admin.core.clock import SystemClock
from desktop_admin.core.ids import uuid7
from desktop_admin.desk.remote import RemoteDoor
from tests.benchmarks.measure import Row, at_most
from tests.benchmarks.sharing.pcs import Pace, Took, answers, run
from tests.benchmarks.sharing.school import PASSWORD, Pc, School, free_port, serving
from tests.postgres import QUICK, Cluster, find_binaries

INSPECTING, SAVING = 20, 64  # PCs
SHEETS, SAVES = 1.0, 200.0  # a second
FOR_SHEETS, FOR_SAVES = 20.0, 12.0  # seconds
SAFE = {name: value for name, value in QUICK.items() if name not in {"fsync", "full_page_writes", "synchronous_commit"}}
PAYLOAD = "x" * 700  # as long as the entry of an answer
ITEM = "UPDATE canteen_item SET verdict = ?, answered_at = ?, version = version + 1 WHERE key = ?"
COMMAND = "INSERT INTO command_log (id, account_id, at, name, digest, result) VALUES (?, ?, ?, ?, ?, ?)"
ENTRY = (
    "INSERT INTO audit_entry (id, school_id, stream, number, at, clock, account_name, device, action, payload, digest,"
    " previous, hash) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)"
)

Save = Callable[[UUID], object]  # of the item with this key


def rows() -> Generator[Row]:
    yield from _on("SQLite", None)
    if find_binaries() is not None:
        yield from _on("PostgreSQL", SAFE)


def _on(name: str, settings: dict[str, str] | None) -> Generator[Row]:
    with _school(settings) as school:
        school.make(2 * INSPECTING + SAVING + 2)
        port = free_port()
        pcs = school.people([f"pc{number:02d}" for number in range(SAVING)], port)
        begun, fresh = school.canteens[:INSPECTING], school.canteens[INSPECTING : 2 * INSPECTING]
        school.begin_sheets(begun, [place / INSPECTING for place in range(INSPECTING)])
        rest = school.canteens[2 * INSPECTING :]
        school.begin_sheets(rest)
        last, other = (_sheet(school, key) for key in rest[-2:])
        each = len(list(answers(last))) + 2  # with beginning and signing
        with serving(school, port):
            took = run(
                [replace(pc, canteens=keys) for pc, *keys in zip(pcs[:INSPECTING], begun, fresh, strict=True)],
                Pace(INSPECTING, SHEETS * each, FOR_SHEETS, school.today, whole=True),
            )
            yield _p95(f"20 PCs, a sheet of {each} commands a second, {name}: p95 of a command, ms", took, 50)
            signed = [one for one in took if one.name == "SignSheet"]
            yield _p95(f"  of them, signing the whole sheet, {name}: p95, ms", signed, 50)
            took = run(
                [replace(pc, canteens=(key,)) for pc, key in zip(pcs, rest[:SAVING], strict=True)],
                Pace(SAVING, SAVES, FOR_SAVES, school.today, whole=False),
            )
            yield _p95(f"64 PCs, {_rate(took):.0f} saves a second, {name}: p95 of a save, ms", took, 100)
            ours = _one_after_another(pcs[0], last)
        driver = "sqlite3" if settings is None else "psycopg"
        floor = _directly(school, [line.key for line in other.items])
        ratio = ours / floor
        yield Row(
            f"one save after another, {name}, ms / its rows by {driver} alone", ours, floor, ratio, "told", met=True
        )


@contextmanager
def _school(settings: dict[str, str] | None) -> Generator[School]:
    """On the disk, and safe from a power cut."""
    with tempfile.TemporaryDirectory(prefix="desktop-admin-load-") as folder:
        place = Path(folder)
        if settings is None:
            yield School(place, f"sqlite:///{place / 'data' / 'data.sqlite'}")
            return
        binaries = find_binaries()
        assert binaries is not None
        cluster = Cluster(binaries, settings, on_disk=True)
        cluster.start()
        try:
            yield School(place, cluster.fresh_url())
        finally:
            cluster.stop()


def _sheet(school: School, canteen: UUID) -> Sheet:
    premises = open_premises(school.data, school.url)
    try:
        found = premises.console("bench").ask(ReadDay(canteen, school.today)).sheet
    finally:
        premises.close()
    assert found is not None
    return found


def _p95(name: str, took: Sequence[Took], limit: float) -> Row:
    times = sorted(one.seconds for one in took)
    median, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"  ({len(times)} times; median {median * 1000:.1f} ms, longest {times[-1] * 1000:.1f} ms)", flush=True)
    return at_most(name, p95 * 1000, limit)


def _rate(took: Sequence[Took]) -> float:
    """Answered, and not only asked, in a second."""
    ended = [one.due + one.seconds for one in took]
    return len(ended) / (max(ended) - min(one.due for one in took))


def _one_after_another(pc: Pc, sheet: Sheet) -> float:
    """Median milliseconds of a save from one PC, while nobody else asks for anything."""
    desk = RemoteDoor(pc.server, Path(pc.folder)).sign_in(SignIn(pc.login, PASSWORD))
    times = list[float]()
    for command in answers(sheet):
        start = time.perf_counter()
        desk.ask(command)
        times.append(time.perf_counter() - start)
    desk.close()
    return statistics.median(times) * 1000


def _directly(school: School, items: Sequence[UUID]) -> float:
    """The same without a program: the item, its audit entry and its place in the command log, each in a transaction."""
    times = list[float]()
    with _driver(school.url) as save:
        for key in items:
            start = time.perf_counter()
            save(key)
            times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


@contextmanager
def _driver(url: str) -> Generator[Save]:
    if url.startswith("sqlite"):
        file = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        file.execute("PRAGMA synchronous=FULL")
        yield lambda key: _save(file, "BEGIN IMMEDIATE", "?", key.bytes, lambda made: made.bytes)
        file.close()
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as line:
        yield lambda key: _save(line, "BEGIN", "%s", key, lambda made: made)


def _save(line: Any, begin: str, mark: str, key: Any, as_key: Callable[[UUID], Any]) -> None:
    moment = SystemClock().now()
    now: Any = moment if mark == "%s" else moment.replace(tzinfo=None).isoformat(" ")
    made, nobody, digest = as_key(uuid7()), as_key(UUID(int=9)), hashlib.sha256(PAYLOAD.encode()).digest()
    line.execute(begin)
    line.execute(ITEM.replace("?", mark), ("pass", now, key))
    line.execute(COMMAND.replace("?", mark), (made, nobody, now, "canteen.Answer", digest, digest))
    told = ("王建国", "PC-1", "canteen.Answer", PAYLOAD, digest, digest, digest)
    line.execute(ENTRY.replace("?", mark), (made, nobody, made, 1, now, *told))
    line.execute("COMMIT")
