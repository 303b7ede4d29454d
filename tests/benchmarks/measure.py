"""What a benchmark says, and how it measures: medians side by side in one run, memory in children."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MIB = 2**20


@dataclass(frozen=True)
class Row:
    """One goal: `value` is ours and `floor` what it is measured against, in the unit that `name` tells."""

    name: str
    value: float
    floor: float
    ratio: float
    goal: str
    met: bool

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def faster(name: str, value: float, floor: float, times: float) -> Row:
    """Goal: `times` as fast (or as small) as the floor, which is what others need."""
    ratio = floor / value
    return Row(name, value, floor, ratio, f">= {times:g} x", ratio >= times)


def within(name: str, value: float, floor: float, times: float) -> Row:
    """Goal: at most `times` the floor, which is the least possible."""
    ratio = value / floor
    return Row(name, value, floor, ratio, f"<= {times:g} x", ratio <= times)


def at_most(name: str, value: float, limit: float) -> Row:
    """Goal: an absolute limit."""
    return Row(name, value, limit, value / limit, f"<= {limit:g}", value <= limit)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def side_by_side(*works: Callable[[], object], rounds: int = 3) -> tuple[float, ...]:
    """Median seconds of each, taken in turns so that a noisy moment hits them alike."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for times, work in zip(taken, works, strict=True):
            times.append(seconds(work))
    return tuple(statistics.median(times) for times in taken)


def _report_peak(pipe: Connection, work: Callable[..., object], args: tuple[Any, ...]) -> None:
    work(*args)
    pipe.send(_own_peak_kib() / 1024)
    pipe.close()


def _own_peak_kib() -> float:
    """Not getrusage: on Linux its peak counts what the parent held when the child was started."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return float(line.split()[1])
    raise RuntimeError("no peak memory in /proc/self/status")


def peak_mib(work: Callable[..., object], *args: Any) -> float:
    """Peak resident memory in MiB of a fresh child that does the work; `work` is a function of a module."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_report_peak, args=(theirs, work, args))
    child.start()
    theirs.close()
    try:
        peak: float = ours.recv()
    finally:
        child.join()
    return peak
