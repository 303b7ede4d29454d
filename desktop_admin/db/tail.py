"""What no seal covers yet, noted beside the database: it can neither be cut nor written anew in the database alone."""

import hmac
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from uuid import UUID

from msgspec import MsgspecError, Struct, json

from desktop_admin.core.canonical import as_json

FILE = "audit.tail"
SLOTS, LENGTH = 2, 16384  # bytes of each: where a power cut tears one, the other still holds what was before
MOST = 100  # streams that are noted, the last that grew

Ends = dict[str, tuple[int, str]]  # stream -> number and hash of an entry, both as text


class Note(Struct, frozen=True):
    """Signed with the installation's key."""

    ends: Ends
    signature: str

    @classmethod
    def of(cls, key: bytes, ends: Ends) -> "Note":
        return cls(ends, _signature(key, ends))

    def genuine(self, key: bytes) -> bool:
        return hmac.compare_digest(self.signature, _signature(key, self.ends))


def _signature(key: bytes, ends: Ends) -> str:
    return hmac.digest(key, as_json(ends), "sha256").hex()


def read(folder: Path, key: bytes) -> Ends | None:
    """What is noted; None where nothing genuine is."""
    try:
        content = (folder / FILE).read_bytes()
    except OSError:
        return None
    slots = [_note(content[start : start + LENGTH]) for start in range(0, SLOTS * LENGTH, LENGTH)]
    genuine = [note.ends for note in slots if note is not None and note.genuine(key)]
    if not genuine:
        return None
    known: Ends = {}
    for ends in genuine:
        known |= {stream: end for stream, end in ends.items() if end[0] > known.get(stream, (0, ""))[0]}
    return known


def _note(slot: bytes) -> Note | None:
    try:
        return json.decode(slot, type=Note)
    except MsgspecError:
        return None


def _says(sealed: tuple[int, str], noted: tuple[int, str]) -> bool:
    return sealed == noted or sealed[0] > noted[0]


class Tail:
    """Of one process; where several write in one folder, each notes its own, and what is noted is so."""

    def __init__(self, folder: Path, key: bytes, *, afresh: bool) -> None:
        """afresh: what is noted there is of a database that has been replaced."""
        self._key, self._lock, self._turn = key, Lock(), 0
        self._path = folder / FILE
        self._ends: Ends = {} if afresh else read(folder, key) or {}
        if afresh or not self._path.exists():
            self._begin()

    def note(self, ends: Iterable[tuple[UUID, int, bytes]]) -> None:
        """Where streams end now: the number of the last entry and its hash. Raises OSError."""
        with self._lock:
            later = [end for end in ends if self._ends.get(end[0].hex, (0, ""))[0] < end[1]]
            for stream, number, head in later:
                self._ends.pop(stream.hex, None)
                self._ends[stream.hex] = number, head.hex()
            if later:
                self._write()

    def sealed(self, covered: Mapping[str, tuple[int, str]]) -> None:
        """Up to these ends a seal says it; what it says otherwise stays noted. Raises OSError."""
        with self._lock:
            self._ends = {
                stream: end for stream, end in self._ends.items() if not _says(covered.get(stream, (0, "")), end)
            }
            self._write()

    def _begin(self) -> None:
        content = self._content() * SLOTS
        with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())

    def _write(self) -> None:
        """In place, and not waited for: after a power cut a little less is noted, and nothing wrong."""
        self._ends = dict(list(self._ends.items())[-MOST:])
        with self._path.open("r+b", buffering=0) as stream:
            stream.seek(self._turn * LENGTH)
            stream.write(self._content())
        self._turn = (self._turn + 1) % SLOTS

    def _content(self) -> bytes:
        return json.encode(Note.of(self._key, self._ends)).ljust(LENGTH)
