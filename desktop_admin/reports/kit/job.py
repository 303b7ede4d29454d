"""Runs the making of a report: a large one in a process of its own, where it holds up nobody and can be stopped.

A new process costs about half a second, so small reports are made at once. What is handed over is plain data and a
function of a module; the child has no connection, no database and no window.
"""

import traceback
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, TypeVar

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, language, use
from desktop_admin.core.paths import locale_folder
from desktop_admin.core.reasons import reason
from desktop_admin.reports.kit.files import FileInUse, NotWritten, Progress, silent

Content = TypeVar("Content")
Make = Callable[[Path, Content, Progress], object]
"""Writes a file of the content; a function of a module, since a child finds it by its name."""

SMALL = 3_000  # rows; fewer are made here
_LOOK = 0.1  # seconds between looks at whether to stop
_TELL = 0.05  # seconds between messages of the child


class ReportStopped(Refused):
    message = N_("The report could not be finished: its process ended early. Narrow the period and try again.")


class ReportFailed(Exception):
    """A bug in the child; its traceback is the message."""


def run(make: Make[Content], path: Path, content: Content, progress: Progress = silent, *, rows: int = 0) -> None:
    """Makes the file, in a child process when it has many `rows`.

    Raises what `make` refuses, what `progress` raises to stop (the child is then killed and nothing is left behind),
    NotWritten or FileInUse, and ReportStopped when the child dies.
    """
    if rows < SMALL:
        make(path, content, progress)
        return
    with ExitStack() as held:
        folder = _folder_beside(path, held)
        made = folder / path.name
        _in_child(make, made, content, progress)
        try:
            made.replace(path)
        except PermissionError as error:
            raise FileInUse(name=path.name) from error
        except OSError as error:
            raise NotWritten(name=path.name, reason=reason(error)) from error


def _folder_beside(path: Path, held: ExitStack) -> Path:
    """On the same disk, so that the finished file only changes its name."""
    try:
        beside = TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent, ignore_cleanup_errors=True)
    except OSError as error:
        raise NotWritten(name=path.name, reason=reason(error)) from error
    return Path(held.enter_context(beside))


def _in_child(make: Make[Content], path: Path, content: Content, progress: Progress) -> None:
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(theirs, make, path, content, language()), daemon=True)
    with ours:
        child.start()
        theirs.close()
        try:
            _follow(ours, progress)
        finally:
            child.kill()
            child.join()
            child.close()


def _follow(pipe: Connection, progress: Progress) -> None:
    """Passes the child's progress on until it is done; asks at every look whether to stop."""
    done, total = 0, 0
    while True:
        if pipe.poll(_LOOK):
            try:
                kind, *said = pipe.recv()
            except EOFError:
                raise ReportStopped from None
            if kind == "done":
                return
            if kind != "progress":
                raise _error(kind, said)
            done, total = said
        progress(done, total)


def _error(kind: str, said: list[Any]) -> Exception:
    if kind == "refused":
        name, params = said
        return Refused.kinds.get(name, Refused)(**params)
    return ReportFailed(said[0])


def _work(pipe: Connection, make: Make[Any], path: Path, content: Any, spoken: str) -> None:
    """The child's whole life."""
    use(spoken, locale_folder())
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if monotonic() - told >= _TELL:
            told = monotonic()
            pipe.send(("progress", done, total))

    try:
        make(path, content, tell)
    except Refused as refused:
        pipe.send(("refused", type(refused).__name__, refused.params))
    except Exception:  # noqa: BLE001 - handed to the parent, which raises it
        pipe.send(("failed", traceback.format_exc()))
    else:
        pipe.send(("done",))
