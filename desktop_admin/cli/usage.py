"""A parser that speaks the program's language: what is wrong with a command in one sentence, and its help."""

import argparse
import re
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn
from unicodedata import east_asian_width

from desktop_admin.core import i18n
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr

PROGRAM = "desktop-admin"


class WrongUsage(Refused):
    message = N_("The command is not understood ({detail}). How it is written: {command} --help")


class NoSuchCommand(WrongUsage):
    message = N_("There is no command “{word}”. All commands: {command} --help")


class NotThisCommand(WrongUsage):
    message = N_("There is no command “{word}”. Did you mean “{near}”? All commands: {command} --help")


class WordsMissing(WrongUsage):
    message = N_("This is missing: {what}. How it is written: {command} --help")


class WordsTooMany(WrongUsage):
    message = N_("“{what}” does not belong here. How it is written: {command} --help")


class ValueMissing(WrongUsage):
    message = N_("Something is missing behind {what}. How it is written: {command} --help")


class ValueTooMuch(WrongUsage):
    message = N_("{what} takes nothing behind it. How it is written: {command} --help")


class NotTogether(WrongUsage):
    message = N_("{what} and {other} cannot be given together. How it is written: {command} --help")


class NotADay(WrongUsage):
    message = N_("“{text}” is not a date. Write the year, the month and the day, like 2026-11-20.")


class NotALanguage(WrongUsage):
    message = N_("The program does not speak “{text}”. Choose one of: {languages}")


class NothingNamed(WrongUsage):
    message = N_("Empty quotation marks name nothing. Write what is meant between them, or leave the option out.")


SAID: dict[str, type[WrongUsage]] = {  # what argparse says in English only, and what it is
    r"the following arguments are required: (?P<what>.+)": WordsMissing,
    r"unrecognized arguments: (?P<what>.+)": WordsTooMany,
    r"argument (?P<what>\S+): expected .+": ValueMissing,
    r"argument (?P<what>\S+): ignored explicit argument .+": ValueTooMuch,
    r"argument (?P<what>\S+): not allowed with argument (?P<other>\S+)": NotTogether,
}


class Parser(argparse.ArgumentParser):
    """Options are written in full, so that a script means the same in every version."""

    def __init__(self, **given: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=Help, **given)
        self._positionals.title, self._optionals.title = tr(N_("What is named")), tr(N_("Options"))
        self.add_argument("-h", "--help", action="help", help=tr(N_("show this")))

    def error(self, message: str) -> NoReturn:
        for pattern, kind in SAID.items():
            if found := re.fullmatch(pattern, message, re.DOTALL):
                raise kind(**found.groupdict(), command=self.prog)
        raise WrongUsage(detail=message, command=self.prog)

    def format_help(self) -> str:
        """With the stops of the language behind its headings."""
        text = super().format_help()
        return re.sub(r":$", "：", text, flags=re.MULTILINE) if i18n.language() == "zh_CN" else text


class Filled(argparse.Action):
    """A variable of a script that is not set must not mean the default. Raises NothingNamed."""

    def __call__(self, _parser: Any, namespace: argparse.Namespace, value: Any, _option: str | None = None) -> None:
        words = [_filled(str(word)) for word in value] if self.nargs else _filled(str(value))
        setattr(namespace, self.dest, words)


class Help(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, tr(N_("Usage: ")) if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width) if i18n.language() == "zh_CN" else super()._split_lines(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most so many columns. Chinese may be broken anywhere but before a stop, a word of letters not."""
    lines, used = [""], 0
    for piece in re.findall(r"[!-~]+|\s+|.[。，；：、）”]*", text):
        columns = sum(2 if east_asian_width(sign) in "FWA" else 1 for sign in piece)
        if used and used + columns > width:
            lines, used = [*lines, ""], 0
        if used or piece.strip():
            lines[-1], used = lines[-1] + piece, used + columns
    return [line.rstrip() for line in lines]


def require_known(word: str, commands: list[str]) -> None:
    """Raises NoSuchCommand, NotThisCommand."""
    if word in commands:
        return
    near = get_close_matches(word, commands, 1)
    if near:
        raise NotThisCommand(word=word, near=near[0], command=PROGRAM)
    raise NoSuchCommand(word=word, command=PROGRAM)


# What an option may hold


def _filled(text: str) -> str:
    if not text.strip():
        raise NothingNamed
    return text


def path(text: str) -> Path:
    """Raises NothingNamed, as Filled does: an empty path would be the present folder."""
    return Path(_filled(text))


def day(text: str) -> date:
    """Raises NotADay."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotADay(text=text) from error


def language(text: str) -> str:
    """Raises NotALanguage."""
    if text not in i18n.LANGUAGES:
        raise NotALanguage(text=text, languages=", ".join(i18n.LANGUAGES))
    return text
