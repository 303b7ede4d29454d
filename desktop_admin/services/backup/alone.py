"""One backup at a time, in whatever process."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from desktop_admin.api.backup import BackupFailed, BackupUnderway
from desktop_admin.core.hold import Held, Hold
from desktop_admin.core.reasons import reason

FILE = "backup.lock"


@contextmanager
def alone(data: Path) -> Generator[None]:
    """Raises BackupUnderway where another one holds it, BackupFailed where the folder cannot be written."""
    with _hold(data / FILE):
        yield


def _hold(file: Path) -> Hold:
    try:
        return Hold(file)
    except Held as error:
        raise BackupUnderway from error
    except OSError as error:
        raise BackupFailed(detail=f"{file}: {reason(error)}") from error
