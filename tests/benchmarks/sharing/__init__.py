"""What sharing costs, and what it survives: `python3 run.py bench sharing`, about five minutes."""

from collections.abc import Generator
from importlib import import_module

from tests.benchmarks.measure import Row

PARTS = ("live", "load", "kills", "failover")


def rows() -> Generator[Row]:
    """The parts are loaded here, and not by the processes that need only one of them."""
    for part in PARTS:
        yield from import_module(f"{__name__}.{part}").rows()
