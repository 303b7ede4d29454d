"""What thousands of short tests have in common is done once. A conftest imports the hooks and calls the others."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

ROOMY = 2**31  # bytes free in memory that make it a better place than the disk
STATEMENTS = 4000  # as many as the whole suite has
LONG_FIRST = (  # so that at the end no worker waits for another; the rest stays in order
    "tests/test_architecture.py",
    "tests/views/test_sharing_program.py",
    "tests/server/attacks/test_records.py",
    "tests/services/publishing/test_way.py",
    "tests/test_set_up.py",
    "tests/services/backup/test_restore.py",
    "tests/services/backup/test_make.py",
    "tests/journeys/test_demo.py",
    "tests/journeys/test_inspection.py",
    "tests/db/test_move.py",
    "tests/db/test_verify.py",
    "tests/server/test_kills.py",
    "tests/server/test_process.py",
    "tests/server/attacks/test_tokens.py",
    "tests/server/attacks/test_guessing.py",
)
PATIENCE = 30_000  # ms that a test waits for what happens at once on a PC with nothing else to do


def roomiest(least: int = ROOMY) -> str | None:
    """Memory where there is enough of it: nothing waits for the disk there."""
    memory = Path("/dev/shm")  # noqa: S108 - what is made in it is private
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > least else None


def hash_quickly() -> None:
    """Whoever opens premises in this process and names no hasher; other processes hash as the program does."""
    defaults = (1, 64, 1, 32, 16, "utf-8", Type.ID)  # time, memory in KiB, threads, ...
    setattr(PasswordHasher.__init__, "__defaults__", defaults)  # noqa: B010 - of a function, for a type checker


def wait_patiently() -> None:
    """Where a test does not say for how long: what never happens is found out later, and what happens is not missed."""
    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed, QtBot.waitActive):
        getattr(wait, "__kwdefaults__")["timeout"] = PATIENCE  # noqa: B009 - of a function, for a type checker


def share_compiled() -> None:
    """A test's engine is new and its statements are not: what SQLAlchemy compiled for one engine serves the next one,
    as in a program that runs for longer than a test."""
    kept = LRUCache[object, object](STATEMENTS)
    cache = property(lambda _engine: kept, lambda _engine, _its_own: None)
    for owner, name, value in (
        (Engine, "_compiled_cache", cache),
        (DefaultDialect, "__hash__", _hash),
        (DefaultDialect, "__eq__", _equal),
    ):
        setattr(owner, name, value)


def _hash(dialect: DefaultDialect) -> int:
    return hash(type(dialect))


def _equal(dialect: DefaultDialect, other: object) -> bool:
    """Whether both put the same statement into the same words."""
    return dialect is other or (isinstance(other, DefaultDialect) and _words(dialect) == _words(other))


def _words(dialect: DefaultDialect) -> tuple[object, ...]:
    return type(dialect), dialect.paramstyle, dialect.server_version_info


def pytest_configure(config: pytest.Config) -> None:
    """The tests' folders are in memory, unless the user named a place."""
    place = roomiest()
    if place and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", place)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {name: number for number, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


def pytest_collection_finish() -> None:
    """What has been imported by now is no garbage: no later collection looks through it."""
    gc.collect()
    gc.freeze()
