"""An Excel file brought in from the command line: its columns are those that the kind's lines declare."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from desktop_admin.api.base import Field, fields
from desktop_admin.api.imports import (
    KINDS,
    MOST_LINES,
    BadRow,
    CellEmpty,
    Imported,
    ImportKind,
    NotAChoice,
    TextOfCellTooLong,
)
from desktop_admin.app.care import reached
from desktop_admin.core.clock import SystemClock, local_time
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.labels import Labelled
from desktop_admin.core.operator import operator
from desktop_admin.core.reasons import reason
from desktop_admin.core.text import prose
from desktop_admin.reports.kit.files import NotWritten
from desktop_admin.reports.kit.reader import Line, Table, Value, read_table
from desktop_admin.reports.kit.sheet import Book, Column, Sheet

Say = Callable[[str], object]
MIDNIGHT = time()


class NoSuchImport(Refused):
    message = N_("“{name}” cannot be imported. There are: {names}.")


class NoSuchFile(Refused):
    message = N_("{file} is not there.")


class FileThere(Refused):
    message = N_("{file} is there already, and may hold rows. Name a new file for the template.")


class ColumnMissing(Refused):
    message = N_("{name} has no column “{column}” in its first row. Its columns: {found}. Start from a template.")


class NothingInFile(Refused):
    message = N_("{name} has no rows below its headings.")


class TooManyLines(Refused):
    message = N_("{name} has {rows} rows; at most {limit} at a time. Split it and try again.")


FORMULAS = N_("{count} cells hold formulas; what they show was taken as it stands.")
BAD = N_("Row {row}, {column}: {reason}")
DONE = N_("{count} rows were imported.")
COULD = N_("{count} rows can be imported; nothing was written.")
LEFT_OUT = N_("{count} rows were left out.")
NOTHING = N_("{bad} rows cannot be imported. Nothing was written; mend them, or leave them out with --skip-bad.")
CHOICES = N_("One of: {choices}")
LONGEST = N_("At most {limit} characters")
TAKES = N_("What it takes")
NEEDED = N_("Must be filled in")


def find(name: str) -> ImportKind:
    """Raises NoSuchImport."""
    kind = next((kind for kind in KINDS if kind.name == name), None)
    if kind is None:
        raise NoSuchImport(name=name, names="、".join(kind.name for kind in KINDS))
    return kind


@dataclass(frozen=True, slots=True)
class Wanted:
    """check: look only. skip_bad: leave bad rows out. database: its URL; empty for the data folder's own."""

    kind: str
    file: Path
    check: bool = False
    skip_bad: bool = False
    database: str = ""


def bring_in(folder: Path, wanted: Wanted, say: Say, warn: Say) -> int:
    """1 where nothing was written though it should have been.

    Raises NoSuchImport, NoSuchFile, NotSetUp, and what reading the file and the command refuse.
    """
    kind = find(wanted.kind)
    if not wanted.file.is_file():
        raise NoSuchFile(file=str(wanted.file))
    table = read_table(wanted.file)
    lines, bad = lines_of(kind, table, wanted.file.name)
    if table.formulas:
        warn(tr(FORMULAS, count=len(table.formulas)) + "\n")
    check = wanted.check or (bool(bad) and not wanted.skip_bad)
    with reached(folder, wanted.database) as premises:
        desk = premises.console(operator())
        answer: Imported = desk.ask(kind.command(lines=lines, check=check, skip_bad=wanted.skip_bad))
    return _tell(answer, [*bad, *answer.bad], say, warn, check=wanted.check)


def _tell(answer: Imported, bad: Sequence[BadRow], say: Say, warn: Say, *, check: bool) -> int:
    for one in sorted(bad, key=lambda one: one.row):
        warn(tr(BAD, row=one.row, column=tr(one.column), reason=str(one.why.error())) + "\n")
    if answer.done:
        say(tr(DONE, count=answer.good) + "\n")
        if bad:
            say(tr(LEFT_OUT, count=len(bad)) + "\n")
        return 0
    if check:
        say(tr(COULD, count=answer.good) + "\n")
        return 1 if bad else 0
    warn(tr(NOTHING, bad=len(bad)) + "\n")
    return 1


# --- reading ---
def lines_of(kind: ImportKind, table: Table, name: str) -> tuple[tuple[Any, ...], list[BadRow]]:
    """Lines that hold by their own declaration, and what is wrong with the others.

    Raises ColumnMissing, NothingInFile, TooManyLines.
    """
    if len(table.lines) <= 1:
        raise NothingInFile(name=name)
    head, *rows = table.lines
    if len(rows) > MOST_LINES:
        raise TooManyLines(name=name, rows=len(rows), limit=MOST_LINES)
    places = _places(kind, head, name)
    lines: list[Any] = []
    bad: list[BadRow] = []
    for row in rows:
        values, wrong = _values(kind, row, places)
        if wrong is None:
            lines.append(kind.line(row=row.number, **values))
        else:
            bad.append(wrong)
    return tuple(lines), bad


def _places(kind: ImportKind, head: Line, name: str) -> dict[str, int]:
    """Where each field stands; a column that the kind does not know is passed over."""
    found = {prose(shown(cell)): place for place, cell in enumerate(head.cells)}
    places: dict[str, int] = {}
    for field in fields(kind.line).values():
        place = found.get(tr(field.label), found.get(field.label))
        if place is not None:
            places[field.name] = place
        elif field.required:
            columns = "、".join(text for text in found if text)
            raise ColumnMissing(name=name, column=tr(field.label), found=columns)
    return places


def _values(kind: ImportKind, row: Line, places: dict[str, int]) -> tuple[dict[str, Any], BadRow | None]:
    values: dict[str, Any] = {}
    for name, place in places.items():
        field = fields(kind.line)[name]
        try:
            values[name] = _value(field, shown(row.cells[place] if place < len(row.cells) else None))
        except Refused as refused:
            return {}, BadRow.of(row.number, field.label, refused)
    return values, None


def _value(field: Field, text: str) -> object:
    """Raises CellEmpty, TextOfCellTooLong, NotAChoice."""
    text = prose(text)
    if field.required and not text:
        raise CellEmpty
    if field.max_length is not None and len(text) > field.max_length:
        raise TextOfCellTooLong(used=len(text), limit=field.max_length)
    choices = _choices(field)
    if not choices:
        return text
    for choice in choices:
        if text in {tr(choice.label), choice.label, choice.value}:
            return choice
    raise NotAChoice(given=text, choices="、".join(tr(choice.label) for choice in choices))


def _choices(field: Field) -> tuple[Labelled, ...]:
    kind: Any = field.type
    return tuple(kind) if isinstance(kind, type) and issubclass(kind, Labelled) else ()


def shown(cell: Value) -> str:
    """As the cell shows it: a number without a tail, a day without its midnight."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == MIDNIGHT else f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


# --- the template ---
def write_template(name: str, file: Path) -> Path:
    """The columns with an example, and a second sheet that says what each takes.

    Raises NoSuchImport, FileThere, NotWritten.
    """
    from desktop_admin.reports.kit.sheet.write import write_book  # noqa: PLC0415 - openpyxl, only when it is needed

    kind, made = find(name), local_time(SystemClock().now()).replace(tzinfo=None)
    if file.exists():
        raise FileThere(file=str(file))
    title = tr(kind.title)
    columns = tuple(Column(tr(field.label), width=24) for field in fields(kind.line).values())
    rows = [tuple(tr(value) for value in example) for example in kind.examples]
    told = (Column(tr(N_("Column")), width=20), Column(tr(TAKES), width=70))
    sheets = (Sheet(title, columns, rows), Sheet(tr(TAKES), told, list(_told(kind)), filters=False))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_book(file, Book(title, "", made, sheets))
    except OSError as error:
        raise NotWritten(name=file.name, reason=reason(error)) from error
    return file


def _told(kind: ImportKind) -> Iterator[tuple[str, str]]:
    for field in fields(kind.line).values():
        yield tr(field.label), "；".join(_limits(field))


def _limits(field: Field) -> Iterable[str]:
    if field.required:
        yield tr(NEEDED)
    choices = _choices(field)
    if choices:
        yield tr(CHOICES, choices="、".join(tr(choice.label) for choice in choices))
    elif field.max_length is not None:
        yield tr(LONGEST, limit=field.max_length)
