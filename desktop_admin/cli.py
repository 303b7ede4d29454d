"""The command line, also the contract for scripts: 0 done, 1 refused with a reason, 2 wrong usage."""
# ruff: noqa: PLC0415 - a command loads only what it needs

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_admin import __version__
from desktop_admin.core import i18n, paths
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.settings import Settings

if TYPE_CHECKING:
    import argparse

    from desktop_admin.desk.base import Door


class Unforeseen(Refused):
    message = N_(
        "The program made a mistake and ended. Check the data with verify, and send {file} to whoever looks after it."
    )


Run = Callable[["argparse.Namespace", Path], int]
Add = Callable[..., "argparse.ArgumentParser"]


def main(given: Sequence[str] | None = None) -> int:
    words = sys.argv[1:] if given is None else given
    try:
        return _obey(words)
    except Refused as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _obey(words: Sequence[str]) -> int:
    if not words:  # as most days: no parser is built before the window is shown
        return _open(None, _speak(None, ""))
    arguments = _parser().parse_args(words)
    folder = _speak(arguments.data, arguments.lang)
    run: Run = arguments.run
    try:
        return run(arguments, folder)
    except Refused:
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


def has_display() -> bool:
    """Whether a window can be shown; a server or a build machine has none."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in shown)


def _speak(given: Path | None, language: str | None) -> Path:
    """The data folder, and from here on the language that is asked for, else this PC's, else the system's."""
    try:
        folder = paths.data_folder(given)
    except Refused:
        i18n.use(language or i18n.system_language(), paths.locale_folder())
        raise
    i18n.use(language or Settings.load(folder).language or i18n.system_language(), paths.locale_folder())
    return folder


def _parser() -> "argparse.ArgumentParser":
    import argparse
    from datetime import date

    parser = argparse.ArgumentParser("desktop-admin")
    parser.set_defaults(run=_open)
    parser.add_argument("--version", action="version", version=__version__)
    _common(parser, None)
    add = parser.add_subparsers(title="commands").add_parser
    demo = _command(add, "demo", _demo, "a demo school with a full term of data")
    demo.add_argument("--out", type=Path, help="write today's inspection PDF and xlsx there, and open no window")
    _command(add, "reports", _reports, "list the reports")
    report = _command(add, "report", _report, "write one report")
    report.add_argument("name")
    report.add_argument("--date", type=date.fromisoformat)
    report.add_argument("--from", type=date.fromisoformat, dest="first")
    report.add_argument("--to", type=date.fromisoformat, dest="last")
    report.add_argument("--number", default="", help="of the article, course, certificate or person it is about")
    report.add_argument("--out", type=Path, required=True, help="a .pdf or .xlsx file")
    _import_command(add)
    _sharing_commands(add)
    _care_commands(add)
    pictures = _command(add, "screenshots", _screenshots, "every page of the demo school as PNG")
    pictures.add_argument("folder", type=Path)
    return parser


def _import_command(add: Add) -> None:
    brought = _command(add, "import", _import, "bring in the rows of an Excel file: all of them, or none")
    brought.add_argument("kind", help="words, departments or participants")
    brought.add_argument("file", type=Path, metavar="FILE.xlsx")
    brought.add_argument("--check", action="store_true", help="only look, and name every row that cannot be brought in")
    brought.add_argument("--skip-bad", action="store_true", help="bring in the others, where some rows are bad")
    brought.add_argument("--template", action="store_true", help="write an empty table with the columns to that file")
    brought.add_argument("--database", default="", metavar="URL", help="default: the one in the data folder")


def _sharing_commands(add: Add) -> None:
    import argparse

    serve = _command(add, "serve", _serve, "share the database with other PCs")
    serve.add_argument("--listen", default="0.0.0.0:8443", metavar="HOST:PORT", help="default: %(default)s")
    serve.add_argument("--database", default="", metavar="URL", help="default: the one in the data folder")
    serve.add_argument("--no-code", action="store_true", help="show no pairing code, as for a service")
    serve.add_argument("--for-window", action="store_true", help=argparse.SUPPRESS)
    pair = _command(add, "pair", _pair, "make this PC one of a server's, with the code that the server shows")
    pair.add_argument("server", metavar="HOST:PORT")
    pair.add_argument("code")
    pcs = _command(add, "pcs", _pcs, "list the PCs that are paired with this one, pair another, or send one away")
    pcs.add_argument("--code", action="store_true", help="make a pairing code for one PC and ten minutes")
    pcs.add_argument("--remove", default="", metavar="NUMBER", help="it may no longer speak to this server")
    pcs.add_argument("--database", default="", metavar="URL", help="default: the one in the data folder")
    _command(add, "unpair", _unpair, "open the data on this PC again")


def _care_commands(add: Add) -> None:
    verify = _command(add, "verify", _verify, "check the audit trail and every record against it")
    verify.add_argument("--database", default="", metavar="URL", help="default: the one in the data folder")
    _backup_commands(add)
    clock = _command(add, "clock", _clock, "whether the clock is behind what was recorded, and how to go on then")
    clock.add_argument("--accept", action="store_true", help="it was wrong; go on with the present time")
    clock.add_argument("--reason", default="", metavar="TEXT", help="why it was, for the audit trail")
    clock.add_argument("--database", default="", metavar="URL", help="default: the one in the data folder")
    upgrade = _command(add, "upgrade", _upgrade, "bring the database to this version, after a backup")
    _database(upgrade)
    _command(add, "new-key", _new_key, "a new master.key, where the old one and every copy of it are lost")
    set_up = _command(
        add, "set-up", _set_up, "name the school and its first administrator, whose password is asked for"
    )
    set_up.add_argument("--school", required=True, metavar="NAME")
    set_up.add_argument("--name", required=True, help="the administrator's")
    set_up.add_argument("--login", required=True, metavar="NAME", help="the administrator's user name")
    set_up.add_argument("--merged", action="store_true", help="a small school: one person administers and audits")
    _database(set_up)


def _backup_commands(add: Add) -> None:
    url = "default: the one in the data folder"
    backup = _command(add, "backup", _backup, "make a backup while everybody works, and test it")
    backup.add_argument("--to", type=Path, metavar="FOLDER", help="default: the folder that was chosen in the program")
    backup.add_argument("--list", action="store_true", help="name the backups there are, and make none")
    backup.add_argument("--test", default="", metavar="NAME", help="test that one, and make none")
    backup.add_argument("--database", default="", metavar="URL", help=url)
    restore = _command(add, "restore", _restore, "put a backup in the place of the data, after a backup of those")
    restore.add_argument("name", help="of a backup, or its folder")
    restore.add_argument("--despite-findings", action="store_true", help="also where its audit trail does not verify")
    restore.add_argument("--database", default="", metavar="URL", help=url)
    move = _command(add, "move", _move, "move the data from this PC into an empty PostgreSQL database")
    move.add_argument("--to", required=True, metavar="URL", help="postgresql+psycopg://OWNER@HOST/NAME")


def _command(add: Add, name: str, run: Run, text: str) -> "argparse.ArgumentParser":
    import argparse

    parser = add(name, help=text, description=text)
    parser.set_defaults(run=run)
    _common(parser, argparse.SUPPRESS)
    return parser


def _database(parser: "argparse.ArgumentParser") -> None:
    """Options of what the owner of a PostgreSQL database does."""
    parser.add_argument("--database", default="", metavar="URL", help="default: the one in the data folder")
    parser.add_argument("--serve-as", default="", metavar="ROLE", help="who may serve, and do no more (PostgreSQL)")


def _common(parser: "argparse.ArgumentParser", default: str | None) -> None:
    """Options that may stand before the command or after it."""
    parser.add_argument("--data", type=Path, default=default, help="the folder that holds the data")
    parser.add_argument("--lang", choices=i18n.LANGUAGES, default=default)


def _open(_arguments: "argparse.Namespace | None", folder: Path) -> int:
    gc.disable()  # what is loaded now is no garbage; later the window's collector sees to it
    from desktop_admin.app.window import show

    return show(folder, lambda: _door(folder))


def _door(folder: Path) -> "Door":
    """Called while the sign-in window is already shown."""
    from desktop_admin.app import log, sharing

    log.keep(folder)
    return sharing.door(folder)


def _serve(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import sharing

    if arguments.for_window:
        return sharing.serve_for_window(folder, arguments.listen, _say, sys.stdin)
    stdin = None if arguments.no_code else sys.stdin
    return sharing.serve(folder, arguments.database, arguments.listen, _say, stdin)


def _pair(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import sharing

    return sharing.pair(folder, arguments.server, arguments.code, _say)


def _pcs(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import sharing

    return sharing.pcs(folder, arguments.database, arguments.remove, _say, code=arguments.code)


def _unpair(_arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import sharing

    return sharing.unpair(folder, _say)


def _say(text: str) -> None:
    """At once, also where it is read by another program."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _demo(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import demo

    if arguments.out or not has_display():
        for file in demo.write_today(folder / "demo", arguments.out or Path("out")):
            sys.stdout.write(f"{file}\n")
        return 0
    return demo.show(folder / "demo")


def _reports(_arguments: "argparse.Namespace", _folder: Path) -> int:
    from desktop_admin.app import papers

    for name, title, formats in papers.listed():
        sys.stdout.write(f"{name:<24} {title} ({formats})\n")
    return 0


def _report(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import papers

    first, last = arguments.first or arguments.date, arguments.last or arguments.date
    made = papers.write(folder, arguments.name, first, last, arguments.out, arguments.number)
    sys.stdout.write(f"{made}\n")
    return 0


def _import(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import imports

    if arguments.template:
        _say(f"{imports.write_template(arguments.kind, arguments.file)}\n")
        return 0
    wanted = imports.Wanted(arguments.kind, arguments.file, arguments.check, arguments.skip_bad, arguments.database)
    return imports.bring_in(folder, wanted, _say, sys.stderr.write)


def _verify(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    return care.verify(folder, arguments.database, sys.stdout.write, sys.stderr.write)


def _backup(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import backups

    if arguments.list:
        return backups.listed(folder, _say)
    if arguments.test:
        return backups.test(folder, arguments.database, arguments.test, _say, sys.stderr.write)
    return backups.back_up(folder, arguments.database, arguments.to, _say, sys.stderr.write)


def _restore(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import backups

    despite: bool = arguments.despite_findings
    return backups.restored(folder, arguments.database, arguments.name, _say, despite=despite)


def _move(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    return care.move(folder, arguments.to, _say)


def _new_key(_arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    return care.new_key(folder, sys.stdout.write)


def _clock(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import care

    accept: bool = arguments.accept
    return care.clock(folder, arguments.database, arguments.reason, _say, accept=accept)


def _upgrade(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import care, database

    if arguments.database or arguments.serve_as:
        _say(database.upgrade(folder, arguments.database, arguments.serve_as) + "\n")
        return 0
    return care.upgrade(folder, sys.stdout.write)


def _set_up(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.api.school import SetUpSchool
    from desktop_admin.app import database

    given = SetUpSchool(
        school=arguments.school, name=arguments.name, login=arguments.login, password="", merged=arguments.merged
    )
    _say(database.set_up(folder, arguments.database, given, arguments.serve_as, sys.stdin) + "\n")
    return 0


def _screenshots(arguments: "argparse.Namespace", folder: Path) -> int:
    from desktop_admin.app import screenshots

    for file in screenshots.take(folder / "demo", arguments.folder):
        sys.stdout.write(f"{file}\n")
    return 0
