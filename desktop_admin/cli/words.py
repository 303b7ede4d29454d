"""Every command with its options, declared once: read from here are the words, and the help."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_admin import __version__
from desktop_admin.cli import commands
from desktop_admin.cli.commands import Run
from desktop_admin.cli.usage import (
    PROGRAM,
    Filled,
    Parser,
    WordsMissing,
    WordsTooMany,
    day,
    language,
    path,
    require_known,
)
from desktop_admin.core import i18n
from desktop_admin.core.i18n import N_, tr

Add = Callable[..., Parser]


def parse(words: Sequence[str]) -> argparse.Namespace:
    """run: what to do; beside it what the command was given. Raises WrongUsage."""
    made, known = _parsers()
    word = next((word for word in _others(words) if not word.startswith("-")), "")
    if word:
        require_known(word, known)
    arguments, left = made.parse_known_args(words)
    if left:
        raise WordsTooMany(what=" ".join(left), command=f"{PROGRAM} {arguments.command}".strip())
    if arguments.command == "clock" and arguments.reason and not arguments.accept:
        raise WordsMissing(what="--accept", command=f"{PROGRAM} clock")
    return arguments


def glance(words: Sequence[str]) -> tuple[Path | None, str]:
    """The data folder and the language that stand among words of which nobody knows yet whether they make sense."""
    found = _common_alone().parse_known_args(words)[0]
    return Path(found.data) if found.data else None, found.lang if found.lang in i18n.LANGUAGES else ""


def _others(words: Sequence[str]) -> list[str]:
    return _common_alone().parse_known_args(words)[1]


def _common_alone() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name in ("--data", "--lang"):
        parser.add_argument(name, nargs="?")
    return parser


def _parsers() -> tuple[Parser, list[str]]:
    """The parser, and the names of the commands."""
    parser = Parser(prog=PROGRAM)
    parser.set_defaults(run=commands.open_program, command="")
    parser.add_argument("--version", action="version", version=__version__, help=tr(N_("show the version")))
    _common(parser, None)
    below = parser.add_subparsers(title=tr(N_("Commands")), metavar="COMMAND", prog=PROGRAM)
    add = below.add_parser
    _demo_commands(add)
    _report_commands(add)
    _import_command(add)
    _serve_command(add)
    _pairing_commands(add)
    _backup_commands(add)
    _care_commands(add)
    _owner_commands(add)
    return parser, list(below.choices)


def _demo_commands(add: Add) -> None:
    demo = _command(add, "demo", commands.demo_school, N_("a demo school with a full term of data"))
    demo.add_argument(
        "--out", type=path, metavar="FOLDER", help=tr(N_("write today's inspection there, and open no window"))
    )
    pictures = _command(add, "screenshots", commands.take_pictures, N_("every page of the demo school as PNG"))
    pictures.add_argument("folder", type=path, metavar="FOLDER", help=tr(N_("where the pictures go")))
    pictures.add_argument(
        "--only", default="", metavar="NAME", help=tr(N_("those of panels and dialogs with this in their name"))
    )


def _report_commands(add: Add) -> None:
    _command(add, "reports", commands.reports, N_("list the reports"))
    report = _command(add, "report", commands.report, N_("write one report"))
    report.add_argument("name", action=Filled, metavar="NAME", help=tr(N_("one of those that “reports” lists")))
    report.add_argument("--date", type=day, metavar="DATE", help=tr(N_("the day, or a day of the month")))
    report.add_argument("--from", type=day, dest="first", metavar="DATE", help=tr(N_("the first day")))
    report.add_argument("--to", type=day, dest="last", metavar="DATE", help=tr(N_("the last day")))
    report.add_argument(
        "--number",
        action=Filled,
        default="",
        metavar="NUMBER",
        help=tr(N_("of the article, course, certificate or person it is about")),
    )
    report.add_argument("--out", type=path, required=True, metavar="FILE", help=tr(N_("a .pdf or .xlsx file")))


def _import_command(add: Add) -> None:
    brought = _command(add, "import", commands.bring_in, N_("bring in the rows of an Excel file: all of them, or none"))
    brought.add_argument("kind", action=Filled, metavar="KIND", help=tr(N_("words, departments or participants")))
    brought.add_argument("file", type=path, metavar="FILE.xlsx", help=tr(N_("its first sheet is read")))
    how = brought.add_mutually_exclusive_group()
    how.add_argument(
        "--check", action="store_true", help=tr(N_("only look, and name every row that cannot be brought in"))
    )
    how.add_argument("--skip-bad", action="store_true", help=tr(N_("bring in the others, where some rows are bad")))
    how.add_argument(
        "--template", action="store_true", help=tr(N_("write an empty table with the columns to that file"))
    )
    _database(brought)


def _serve_command(add: Add) -> None:
    serve = _command(add, "serve", commands.serve, N_("share the database with other PCs"))
    serve.add_argument(
        "--listen",
        action=Filled,
        default="0.0.0.0:8443",  # other PCs are to reach it
        metavar="HOST:PORT",
        help=tr(N_("where other PCs reach it; usually %(default)s")),
    )
    _database(serve)
    serve.add_argument("--no-code", action="store_true", help=tr(N_("show no pairing code, as for a service")))
    serve.add_argument("--for-window", action="store_true", help=argparse.SUPPRESS)


def _pairing_commands(add: Add) -> None:
    pair = _command(add, "pair", commands.pair, N_("make this PC one of a server's, with the code that it shows"))
    pair.add_argument("server", action=Filled, metavar="HOST:PORT", help=tr(N_("the address that the server shows")))
    pair.add_argument("code", action=Filled, metavar="CODE", help=tr(N_("the pairing code that the server shows")))
    pcs = _command(
        add, "pcs", commands.paired_pcs, N_("list the PCs that are paired with this one, pair another, or change one")
    )
    one = pcs.add_mutually_exclusive_group()
    one.add_argument("--code", action="store_true", help=tr(N_("make a pairing code for one PC and ten minutes")))
    _pc_options(one)
    _database(pcs)
    _command(add, "unpair", commands.unpair, N_("open the data on this PC again"))


def _pc_options(one: argparse._MutuallyExclusiveGroup) -> None:  # pyright: ignore[reportPrivateUsage] - its only name
    """Each with the PC's number, as the list shows it."""
    named: dict[str, tuple[tuple[str, ...], str]] = {
        "--rename": (("NUMBER", "NAME"), N_("by which people know it, such as the room it stands in")),
        "--suspend": (("NUMBER",), N_("it may not speak to this server until it is let in again")),
        "--resume": (("NUMBER",), N_("it is let in again")),
        "--remove": (("NUMBER",), N_("it may no longer speak to this server")),
    }
    for option, (places, text) in named.items():
        one.add_argument(option, action=Filled, nargs=len(places), metavar=places, help=tr(text))


def _backup_commands(add: Add) -> None:
    backup = _command(add, "backup", commands.backup, N_("make a backup while everybody works, and test it"))
    one = backup.add_mutually_exclusive_group()
    one.add_argument(
        "--to",
        type=path,
        metavar="FOLDER",
        help=tr(N_("a folder that is there; else the one that was chosen in the program")),
    )
    one.add_argument("--list", action="store_true", help=tr(N_("name the backups there are, and make none")))
    one.add_argument("--test", action=Filled, default="", metavar="NAME", help=tr(N_("test that one, and make none")))
    _database(backup)
    restore = _command(
        add, "restore", commands.restore, N_("put a backup in the place of the data, after a backup of those")
    )
    restore.add_argument("name", action=Filled, metavar="NAME", help=tr(N_("of a backup, or its folder")))
    restore.add_argument(
        "--despite-findings", action="store_true", help=tr(N_("also where its audit trail does not verify"))
    )
    _database(restore)


def _care_commands(add: Add) -> None:
    verify = _command(add, "verify", commands.verify, N_("check the audit trail and every record against it"))
    _database(verify)
    clock = _command(
        add, "clock", commands.clock, N_("whether the clock is behind what was recorded, and how to go on then")
    )
    clock.add_argument("--accept", action="store_true", help=tr(N_("it was wrong; go on with the present time")))
    clock.add_argument(
        "--reason", action=Filled, default="", metavar="TEXT", help=tr(N_("why it was, for the audit trail"))
    )
    _database(clock)
    _command(add, "new-key", commands.new_key, N_("a new master.key, where the old one and every copy of it are lost"))


def _owner_commands(add: Add) -> None:
    """What on PostgreSQL is done by the role that owns the database."""
    move = _command(add, "move", commands.move, N_("move the data from this PC into an empty PostgreSQL database"))
    move.add_argument("--to", action=Filled, required=True, metavar="URL", help="postgresql+psycopg://OWNER@HOST/NAME")
    upgrade = _command(add, "upgrade", commands.upgrade, N_("bring the database to this version, after a backup"))
    _database(upgrade)
    _role(upgrade)
    set_up = _command(
        add, "set-up", commands.set_up, N_("name the school and its first administrator, whose password is asked for")
    )
    set_up.add_argument("--school", action=Filled, required=True, metavar="NAME", help=tr(N_("the school's name")))
    set_up.add_argument("--name", action=Filled, required=True, metavar="NAME", help=tr(N_("the administrator's name")))
    set_up.add_argument(
        "--login", action=Filled, required=True, metavar="NAME", help=tr(N_("the administrator's user name"))
    )
    set_up.add_argument(
        "--merged", action="store_true", help=tr(N_("a small school: one person administers and audits"))
    )
    _database(set_up)
    _role(set_up)


def _command(add: Add, name: str, run: Run, text: str) -> Parser:
    parser = add(name, help=tr(text), description=tr(text))
    parser.set_defaults(run=run, command=name)
    _common(parser, argparse.SUPPRESS)
    return parser


def _database(parser: Parser) -> None:
    parser.add_argument(
        "--database", action=Filled, default="", metavar="URL", help=tr(N_("else the one in the data folder"))
    )


def _role(parser: Parser) -> None:
    parser.add_argument(
        "--serve-as",
        action=Filled,
        default="",
        metavar="ROLE",
        help=tr(N_("who may serve, and do no more (PostgreSQL)")),
    )


def _common(parser: Parser, default: str | None) -> None:
    """Options that may stand before the command or after it."""
    parser.add_argument(
        "--data", type=path, default=default, metavar="FOLDER", help=tr(N_("the folder that holds the data"))
    )
    parser.add_argument("--lang", type=language, default=default, metavar="LANGUAGE", help=" / ".join(i18n.LANGUAGES))
