"""Commands that wait on this PC until the server has answered them. They survive a power cut."""

import logging
import os
import sqlite3
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import MsgspecError, Struct
from msgspec.structs import asdict, replace

from desktop_admin.api import wire
from desktop_admin.api.base import Command, RecordCommand
from desktop_admin.api.sharing import Failure
from desktop_admin.core.errors import Refused
from desktop_admin.desk.base import UNTOLD, About, NotAccepted, Unsent

SCHEMA = """CREATE TABLE IF NOT EXISTS kept (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, owner TEXT NOT NULL,
    name TEXT NOT NULL, command BLOB NOT NULL, refusal BLOB)"""
LATER = {"about": "BLOB"}  # columns that files of an earlier version do not have yet
WAITING = (
    "SELECT place, name, command, about FROM kept WHERE owner = ? AND refusal IS NULL AND place > ? ORDER BY place"
)
REFUSED = "SELECT refusal, name, command, about FROM kept WHERE owner = ? AND refusal IS NOT NULL ORDER BY place"
BUSY = 10.0  # seconds to wait for another window of the program

_known: dict[str, type[Command[Any]]] = {}  # commands by their names on the wire

log = logging.getLogger(__name__)


class Outbox:
    """One person's part of the file: nobody else sees it or sends it."""

    def __init__(self, path: Path, owner: str) -> None:
        self._owner = owner
        self._moved: dict[tuple[UUID, int], int] = {}  # a record's version that a command was made for -> its newer one
        self._answered: set[UUID] = set()  # commands; asked again, they must be the same as they were
        self._lock = threading.Lock()
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._file = sqlite3.connect(path, timeout=BUSY, isolation_level=None, check_same_thread=False)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", SCHEMA):
            self._file.execute(statement)
        self._bring_up()

    def put(self, command: Command[Any], about: About = UNTOLD) -> None:
        """On the disk when it returns."""
        with self._lock:
            kept = command if command.id in self._answered else self._moved_on(command)
            row = (command.id.bytes, self._owner, command.wire_name(), wire.write(kept), wire.write(about))
            self._file.execute(
                "INSERT OR IGNORE INTO kept (id, owner, name, command, about) VALUES (?, ?, ?, ?, ?)", row
            )

    def next(self, after: int = 0) -> tuple[int, Command[Any]] | None:
        """The oldest that waits behind this place."""
        with self._lock:
            for place, name, data, _ in self._file.execute(WAITING, (self._owner, after)):
                command = _read(name, data)
                if command is not None:
                    return place, command
        return None

    def done(self, command: Command[Any], result: object) -> None:
        """What waits for the same record was asked after this; it goes on from the version that came back."""
        version = _version_of(result, command.key) if isinstance(command, RecordCommand) else None
        with self._lock, self._unhurried(), self._file:
            self._answered.add(command.id)
            self._file.execute("BEGIN IMMEDIATE")
            self._file.execute("DELETE FROM kept WHERE id = ?", (command.id.bytes,))
            if isinstance(command, RecordCommand) and version not in {None, command.version}:
                self._moved[command.key, command.version] = int(version or 0)
                self._move_all_on()

    def refuse(self, command: Command[Any], reason: Refused) -> None:
        with self._lock:
            row = (wire.write(Failure.of(reason)), command.id.bytes)
            self._file.execute("UPDATE kept SET refusal = ? WHERE id = ?", row)

    def drop(self, command: Command[Any]) -> None:
        with self._lock, self._unhurried():
            self._file.execute("DELETE FROM kept WHERE id = ?", (command.id.bytes,))

    def unsent(self) -> Unsent:
        with self._lock:
            waiting = self._file.execute(WAITING, (self._owner, 0)).fetchall()
            refused = self._file.execute(REFUSED, (self._owner,)).fetchall()
        commands = [(command, about) for _, name, data, about in waiting if (command := _read(name, data)) is not None]
        read = ((_read(name, data), wire.read(why, Failure).error(), about) for why, name, data, about in refused)
        return Unsent(
            tuple(command for command, _ in commands),
            tuple(NotAccepted(command, why, _about(about)) for command, why, about in read if command is not None),
            {command.id: _about(about) for command, about in commands},
        )

    def close(self) -> None:
        with self._lock:
            self._file.close()

    @contextmanager
    def _unhurried(self) -> Generator[None]:
        """What was answered goes from the disk when it may: after a power cut it is sent again, and answered again."""
        self._file.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            self._file.execute("PRAGMA synchronous=FULL")

    def _bring_up(self) -> None:
        """What a file of an earlier version holds stays in it. Two windows may come to it at once."""
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            known = {name for _, name, *_ in self._file.execute("PRAGMA table_info(kept)")}
            for name in LATER.keys() - known:
                self._file.execute(f"ALTER TABLE kept ADD COLUMN {name} {LATER[name]}")

    def _move_all_on(self) -> None:
        for place, name, data, _ in self._file.execute(WAITING, (self._owner, 0)).fetchall():
            command = _read(name, data)
            if command is not None and (moved := self._moved_on(command)) is not command:
                self._file.execute("UPDATE kept SET command = ? WHERE place = ?", (wire.write(moved), place))

    def _moved_on(self, command: Command[Any]) -> Command[Any]:
        while isinstance(command, RecordCommand):
            version = self._moved.get((command.key, command.version))
            if version is None:
                break
            command = replace(command, version=version)
        return command


def _version_of(result: object, key: UUID) -> int | None:
    """The record's version in what came back: the answer itself, or a part of it."""
    if isinstance(result, Struct):
        if getattr(result, "key", None) == key:
            return getattr(result, "version", None)
        found = (_version_of(part, key) for part in asdict(result).values())
        return next((version for version in found if version is not None), None)
    return None


def _read(name: str, data: bytes) -> Command[Any] | None:
    """None for what another version of the program kept: it stays in the file."""
    kind = _kind(name)
    try:
        return wire.read(data, kind) if kind is not None else None
    except MsgspecError:
        log.warning("a kept command cannot be read: %s", name)
        return None


def _about(data: bytes | None) -> About:
    """Nothing of what was kept without one, or by another version of the program."""
    try:
        return wire.read(data, About) if data else UNTOLD
    except MsgspecError:
        return UNTOLD


def _kind(name: str) -> type[Command[Any]] | None:
    if name not in _known:
        _known.update({kind.wire_name(): kind for kind in _kinds(Command)})
    return _known.get(name)


def _kinds(base: type[Command[Any]]) -> Iterator[type[Command[Any]]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)
