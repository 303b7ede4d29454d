"""The command line, also the contract for scripts: 0 done, 1 refused with a reason, 2 wrong usage, 130 interrupted.

No parser is built before the window is shown, and a command loads only what it needs.
"""
# ruff: noqa: PLC0415

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_admin.cli import commands
from desktop_admin.core import i18n, paths
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.settings import Settings

if TYPE_CHECKING:
    import argparse

WRONG_USAGE, INTERRUPTED = 2, 130


class Unforeseen(Refused):
    message = N_(
        "The program made a mistake and ended. Check the data with verify, and send {file} to whoever looks after it."
    )


STOPPED = N_("Stopped. What was not finished is as it was before.")


def main(given: Sequence[str] | None = None) -> int:
    words = sys.argv[1:] if given is None else given
    _speak_plainly()
    try:
        return _obey(words)
    except Refused as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        _complain(tr(STOPPED))
        return INTERRUPTED
    except BrokenPipeError:  # whoever read what is said has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _obey(words: Sequence[str]) -> int:
    if not words:  # as most days
        return commands.open_program(None, _speak(None, ""))
    _speak_at_first(words)
    from desktop_admin.cli.usage import WrongUsage
    from desktop_admin.cli.words import parse

    try:
        arguments = parse(words)
    except WrongUsage as error:
        _complain(str(error))
        return WRONG_USAGE
    return _run(arguments, _speak(arguments.data, arguments.lang))


def _run(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import log

    log.in_case(folder)
    run: commands.Run = arguments.run
    try:
        return run(arguments, folder)
    except (Refused, BrokenPipeError):
        raise
    except Exception as error:
        raise _noted(error, folder) from error


def _noted(error: Exception, folder: Path) -> Refused:
    """The program's inside is for whoever looks after it, not for whoever typed the command."""
    import logging

    from desktop_admin.app import log

    log.keep(folder)
    logging.getLogger(__name__).error("the command ended", exc_info=error)
    return Unforeseen(file=str(folder / log.FILE))


def _complain(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _speak_plainly() -> None:
    """A console or a file that has no Chinese shows another sign for it: no reason to end in the middle."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _speak(given: Path | None, language: str | None) -> Path:
    """The data folder, and from here on the language that is asked for, else this PC's, else the system's."""
    folder = paths.data_folder(given)
    _speak_as(folder, language)
    return folder


def _speak_at_first(words: Sequence[str]) -> None:
    """Until the words are understood: what is wrong with them, and help, are told in the same language."""
    from desktop_admin.cli.words import glance

    given, language = glance(words)
    i18n.use(language or i18n.system_language(), paths.locale_folder())
    _speak_as(paths.named_folder(given), language)


def _speak_as(folder: Path, language: str | None) -> None:
    i18n.use(language or Settings.load(folder).language or i18n.system_language(), paths.locale_folder())
