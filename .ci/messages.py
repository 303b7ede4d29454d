"""Merges the translations of every area into the one catalogue that the program reads, and says what is wrong.

messages.py            write desktop_admin.mo, then report
messages.py --check    report only

Exit status 1 when anything is reported: a text without translation, a translation that nothing uses, two that
disagree, placeholders that differ, wording against the house style, a catalogue that is out of date.
"""

import argparse
import ast
import io
import re
import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "desktop_admin"
FOLDER = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES"
CATALOGUE = "desktop_admin.mo"
KEYWORDS = ("N_", "tr")
STYLE = {
    "您 is not used": re.compile("您"),
    "half-width punctuation beside Chinese": re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]"),
    "no exclamation mark": re.compile("[!\uff01]"),
}


@dataclass(frozen=True)
class Translation:
    """One entry of a .po file; text is empty while it is not translated or only guessed (fuzzy)."""

    message: str
    text: str
    place: str


class PlainCatalog(Catalog):
    """A catalogue without dates and versions: the same texts always make the same file."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", "text/plain; charset=utf-8"), ("Language", "zh_CN")]


def used_messages(source: Path = SOURCE) -> dict[str, str]:
    """Every literal text in N_() and tr(), with the first place that has it.

    Read from the syntax tree: babel's own reader looks into no f-string before Python 3.12, and joins the two sides
    of a condition.
    """
    used: dict[str, str] = {}
    for file in sorted(source.rglob("*.py")):
        for line, message in _literals(ast.parse(file.read_bytes(), file)):
            used.setdefault(message, f"{file.relative_to(source.parent).as_posix()}:{line}")
    return used


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    marked = (node.args[0] for node in calls if isinstance(node.func, ast.Name) and node.func.id in KEYWORDS)
    for argument in marked:
        for side in (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,):
            if isinstance(side, ast.Constant) and isinstance(side.value, str) and side.value:
                yield side.lineno, side.value


def read_translations(folder: Path = FOLDER) -> list[Translation]:
    """The entries of all areas, file by file."""
    return [entry for file in sorted(folder.glob("*.po")) for entry in _entries(file)]


def _entries(file: Path) -> Iterator[Translation]:
    with file.open("rb") as stream:
        catalog = read_po(stream, charset="utf-8", abort_invalid=True)
    for entry in catalog:
        if isinstance(entry.id, str) and entry.id:
            text = entry.string if isinstance(entry.string, str) and not entry.fuzzy else ""
            yield Translation(entry.id, text, f"{file.name}:{entry.lineno or 0}")


def catalogue(translations: Sequence[Translation]) -> bytes:
    """The merged .mo file."""
    catalog = PlainCatalog(charset="utf-8")
    for entry in translations:
        if entry.text:
            catalog.add(entry.message, entry.text)
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def find_problems(used: Mapping[str, str], translations: Sequence[Translation]) -> list[str]:
    """One line each: where, what, which text."""
    translated = {entry.message for entry in translations if entry.text}
    missing = [f"{place}: no translation of {text!r}" for text, place in used.items() if text not in translated]
    obsolete = [f"{entry.place}: nothing uses {entry.message!r}" for entry in translations if entry.message not in used]
    wrong = [line for entry in translations if entry.text for line in _faults(entry)]
    return [*missing, *obsolete, *_disagreements(translations), *wrong]


def _disagreements(translations: Sequence[Translation]) -> Iterator[str]:
    first: dict[str, Translation] = {}
    for entry in translations:
        other = first.setdefault(entry.message, entry) if entry.text else entry
        if other.text != entry.text:
            yield f"{entry.place}: {entry.message!r} is {entry.text!r} here and {other.text!r} in {other.place}"


def _faults(entry: Translation) -> Iterator[str]:
    if placeholders(entry.message) != placeholders(entry.text):
        yield f"{entry.place}: placeholders differ between {entry.message!r} and {entry.text!r}"
    yield from (f"{entry.place}: {rule}: {entry.text!r}" for rule, wrong in STYLE.items() if wrong.search(entry.text))


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        return {f"malformed: {error}"}


def is_stale(folder: Path = FOLDER) -> bool:
    """Whether the catalogue differs from what the .po files say now."""
    file = folder / CATALOGUE
    return not file.is_file() or file.read_bytes() != catalogue(read_translations(folder))


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Merge and check the translations.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(args).check
    translations = read_translations()
    problems = find_problems(used_messages(), translations)
    if check and is_stale():
        problems.append(f"{CATALOGUE}: out of date, run: python3 run.py messages")
    if not check:
        (FOLDER / CATALOGUE).write_bytes(catalogue(translations))
    print("\n".join([*problems, f"{len(translations)} translations, {len(problems)} problems"]))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
