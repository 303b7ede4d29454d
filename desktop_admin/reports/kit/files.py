"""Files are written whole or not at all, and a person may stop the writing."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import reason

Progress = Callable[[int, int], None]
"""Told (done, total) now and then, total 0 when it is not known; raises Cancelled to stop the work."""


class Cancelled(Refused):
    message = N_("Stopped. No file was written.")


class NotWritten(Refused):
    phrases = frozenset({"reason"})
    message = N_(
        "{name} could not be written ({reason}). The earlier file is kept. Free space or choose another folder."
    )


class FileInUse(Refused):
    message = N_("{name} is open in another program or its folder is protected. Close it or choose another name.")


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """A file beside `path` to write; it takes the place of `path` once the block ends well, else it is removed.

    Raises NotWritten or FileInUse for what the operating system refuses; `path` is then as it was.
    """
    beside = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        yield beside
        _flush(beside)
        beside.replace(path)
    except PermissionError as error:
        raise FileInUse(name=path.name) from error
    except OSError as error:
        raise NotWritten(name=path.name, reason=reason(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
