"""Reads a table from an .xlsx file that someone brings: looked at before it is parsed, and never run."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import (
    CalamineError,
    CalamineSheet,
    load_workbook,  # pyright: ignore[reportUnknownVariableType] - a bare PathLike in its stub
)

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_

Value = str | int | float | bool | date | datetime | time | timedelta | None

LARGEST_FILE = 30 * 2**20  # bytes
LARGEST_UNPACKED = 400 * 2**20  # bytes, of all entries
STEEPEST = 250  # how far an entry may have been compressed; real sheets stay under 60
MOST_ENTRIES = 2_000
MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 20_000_000
_CHUNK = 2**20
_EXACT = 10**15  # beyond, a float does not tell one whole number from the next
_OVERLAP = 300  # longer than the opening of a formula's cell
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b')
_FAR = re.compile(rb"""r=["'](?:([A-Z]{2,3})(\d+)|[A-Z]?(\d{6,}))""")
"""Places of cells and rows beyond column Z or row 99,999; the others need no counting."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


class FileTooLarge(Refused):
    message = N_("{name} is larger than {limit} MB. Split it and try again.")


class NotASheet(Refused):
    message = N_("{name} is not an .xlsx workbook: it looks like {found}. Open it in Excel and save it as .xlsx.")


class Suspicious(Refused):
    message = N_("{name} unpacks to far more than a table needs and was not read. Copy the table into a new workbook.")


class Damaged(Refused):
    message = N_("{name} is damaged or protected by a password and cannot be read. Save it again from Excel.")


class NoSuchSheet(Refused):
    message = N_("{name} has no sheet {sheet}. Its sheets: {sheets}.")


class TableTooLarge(Refused):
    message = N_("{name} has more than {rows} rows or {columns} columns. Split it and try again.")


@dataclass(frozen=True)
class Line:
    """`number` is the row's number as Excel shows it."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    sheet: str
    lines: tuple[Line, ...]  # without wholly empty rows
    formulas: tuple[str, ...]  # addresses as 'A1', of the whole workbook; the cells hold their last results


def read_table(path: Path, sheet: str | None = None) -> Table:
    """The named sheet, else the first.

    Raises FileTooLarge, NotASheet, Suspicious, Damaged, NoSuchSheet or TableTooLarge, each naming the file.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise FileTooLarge(name=path.name, limit=LARGEST_FILE // 2**20)
    _sniff(path)
    try:
        formulas = _inspect(path)
        with load_workbook(str(path)) as workbook:
            names = workbook.sheet_names
            if sheet is not None and sheet not in names:
                raise NoSuchSheet(name=path.name, sheet=sheet, sheets="、".join(names[:20]))
            page = workbook.get_sheet_by_name(sheet if sheet is not None else names[0])
            if page.end and page.end[0] >= MOST_ROWS:
                raise _too_large(path.name)
            return Table(page.name, tuple(_lines(page)), formulas)
    except (CalamineError, BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, IndexError) as error:
        raise Damaged(name=path.name) from error


def _sniff(path: Path) -> None:
    """By the first bytes, whatever the file is called."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(b"PK\x03\x04"):
        return
    raise NotASheet(name=path.name, found=_look(head))


def _look(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return ".xls"
    if head.startswith(b"%PDF"):
        return "PDF"
    if text.startswith(b"<"):
        return "HTML" if b"html" in text or b"<table" in text else "XML"
    return "CSV" if b"," in head or b"\t" in head else "?"


def _inspect(path: Path) -> tuple[str, ...]:
    """Checks the package and unpacks it once without keeping it, since a header may lie; the formulas' addresses."""
    with ZipFile(path) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
            raise NotASheet(name=path.name, found="ZIP")
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
            raise Suspicious(name=path.name)
        if any(entry.file_size > _CHUNK and entry.file_size > STEEPEST * entry.compress_size for entry in entries):
            raise Suspicious(name=path.name)
        return tuple(dict.fromkeys(address for entry in entries for address in _formulas(archive, entry)))


def _formulas(archive: ZipFile, entry: ZipInfo) -> Iterator[str]:
    """Unpacking checks the entry's length and checksum against what its header says."""
    looked_at = _SHEET.fullmatch(entry.filename) is not None
    before = b""
    with archive.open(entry) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            if looked_at:
                xml = before + chunk
                _check_places(xml, archive.filename or "")
                if b"<f" in xml or b":f" in xml:
                    yield from (found.decode() for found in _FORMULA.findall(xml))
            before = chunk[-_OVERLAP:]


def _check_places(xml: bytes, name: str) -> None:
    """A parser keeps the whole rectangle up to the farthest cell, however few cells are in it."""
    for found in _FAR.finditer(xml):
        column, row = _column_number(found[1] or b"A"), int(found[2] or found[3])
        if row > MOST_ROWS or column > MOST_COLUMNS or row * column > MOST_CELLS:
            raise _too_large(name)


def _too_large(name: str) -> TableTooLarge:
    return TableTooLarge(name=Path(name).name, rows=MOST_ROWS, columns=MOST_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _lines(page: CalamineSheet) -> Iterator[Line]:
    """Empty cells are None; Excel keeps every number as a float, whole ones are given back as int."""
    for number, cells in enumerate(page.to_python(skip_empty_area=False), 1):
        if any(cells) or any(cell != "" for cell in cells):
            kept = [_whole(cell) if type(cell) is float else None if cell == "" else cell for cell in cells]
            yield Line(number, tuple(kept))


def _whole(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) < _EXACT else number
