"""A file that one process holds at a time: the lock is the system's, and goes with a process that is killed."""

import os
import sys
from pathlib import Path
from types import TracebackType

BEHIND = 1 << 30  # where it is locked: what is locked nobody else can read on Windows, and the note stands before it
LONGEST = 200  # bytes of a note


class Held(Exception):
    """note: what the holder has written into it."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


class Hold:
    """Of a file, until it is closed. Raises Held, and OSError where it cannot be written."""

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise Held(file.read_bytes()[:LONGEST].decode("utf-8", "replace")) from error

    def note(self, text: str) -> None:
        """For whoever finds the file held."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.truncate(self._handle, os.write(self._handle, text.encode()[:LONGEST]))

    def __enter__(self) -> "Hold":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, BEHIND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
