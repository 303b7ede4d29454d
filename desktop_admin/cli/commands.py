"""What each command does with what it was given."""
# ruff: noqa: PLC0415 - a command loads only what it needs

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import reason

if TYPE_CHECKING:
    from argparse import Namespace

    from desktop_admin.desk.base import Door

Run = Callable[["Namespace", Path], int]


class NotSaid(Refused):
    phrases = frozenset({"reason"})
    message = N_("What is to be said cannot be written ({reason}). Free disk space, or send it somewhere else.")


def has_display() -> bool:
    """Whether a window can be shown; a server or a build machine has none."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in shown)


def open_program(_arguments: "Namespace | None", folder: Path) -> int:
    gc.disable()  # what is loaded now is no garbage; later the window's collector sees to it
    from desktop_admin.app import bindings

    bindings.load()
    from desktop_admin.app.window import show

    return show(folder, lambda: _door(folder))


def _door(folder: Path) -> "Door":
    """Called while the sign-in window is already shown."""
    from desktop_admin.app import log, sharing

    log.keep(folder)
    return sharing.door(folder)


def serve(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import sharing

    if arguments.for_window:
        return sharing.serve_for_window(folder, arguments.listen, _say, sys.stdin)
    stdin = None if arguments.no_code else sys.stdin
    return sharing.serve(folder, arguments.database, arguments.listen, _say, stdin)


def pair(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import sharing

    return sharing.pair(folder, arguments.server, arguments.code, _say)


def paired_pcs(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import pcs, sharing

    if arguments.code:
        return sharing.pairing_code(folder, arguments.database, _say)
    for deed in pcs.DEEDS:
        if words := getattr(arguments, deed):
            return pcs.change(folder, arguments.database, pcs.Wanted(deed, *words), _say)
    return pcs.listed(folder, arguments.database, _say)


def unpair(_arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import sharing

    return sharing.unpair(folder, _say)


def _say(text: str) -> None:
    """At once, also where it is read by another program. Raises NotSaid."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NotSaid(reason=reason(error)) from error


def demo_school(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import demo

    if arguments.out or not has_display():
        for file in demo.write_today(folder / "demo", arguments.out or Path("out")):
            _say(f"{file}\n")
        return 0
    return demo.show(folder / "demo")


def reports(_arguments: "Namespace", _folder: Path) -> int:
    from desktop_admin.app import papers

    for name, title, formats in papers.listed():
        _say(f"{name:<24} {title} ({formats})\n")
    return 0


def report(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import papers

    first, last = arguments.first or arguments.date, arguments.last or arguments.date
    made = papers.write(folder, arguments.name, first, last, arguments.out, arguments.number)
    _say(f"{made}\n")
    return 0


def bring_in(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import imports

    if arguments.template:
        _say(f"{imports.write_template(arguments.kind, arguments.file)}\n")
        return 0
    wanted = imports.Wanted(arguments.kind, arguments.file, arguments.check, arguments.skip_bad, arguments.database)
    return imports.bring_in(folder, wanted, _say, sys.stderr.write)


def verify(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    return care.verify(folder, arguments.database, _say, sys.stderr.write)


def backup(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import backups

    if arguments.list:
        return backups.listed(folder, _say)
    if arguments.test:
        return backups.test(folder, arguments.database, arguments.test, _say, sys.stderr.write)
    return backups.back_up(folder, arguments.database, arguments.to, _say, sys.stderr.write)


def restore(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import backups

    despite: bool = arguments.despite_findings
    return backups.restored(folder, arguments.database, arguments.name, _say, despite=despite)


def move(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    return care.move(folder, arguments.to, _say)


def new_key(_arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    return care.new_key(folder, _say)


def clock(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    accept: bool = arguments.accept
    return care.clock(folder, arguments.database, arguments.reason, _say, accept=accept)


def upgrade(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import care, database

    if arguments.database or arguments.serve_as:
        _say(database.upgrade(folder, arguments.database, arguments.serve_as) + "\n")
        return 0
    return care.upgrade(folder, _say)


def set_up(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.api.school import SetUpSchool
    from desktop_admin.app import database

    given = SetUpSchool(
        school=arguments.school, name=arguments.name, login=arguments.login, password="", merged=arguments.merged
    )
    _say(database.set_up(folder, arguments.database, given, arguments.serve_as, sys.stdin) + "\n")
    return 0


def take_pictures(arguments: "Namespace", folder: Path) -> int:
    from desktop_admin.app import papers, screenshots

    papers.make_folder_of(arguments.folder / "light")
    for file in screenshots.take(folder / "demo", arguments.folder, arguments.only):
        _say(f"{file}\n")
    return 0
