"""One backup at a time, in whatever process: the lock is the system's, and goes with a process that is killed."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from desktop_admin.api.backup import BackupUnderway

FILE = "backup.lock"


@contextmanager
def alone(data: Path) -> Generator[None]:
    """Raises BackupUnderway where another one holds it."""
    with (data / FILE).open("ab") as stream:
        try:
            _lock(stream.fileno())
        except OSError as error:
            raise BackupUnderway from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
