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
_CHUNK = 2**20
_OVERLAP = 300  # longer than the opening of a formula's cell
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b')
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
            _measure(page, path.name)
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
        return tuple(address for entry in entries for address in _formulas(archive, entry))


def _formulas(archive: ZipFile, entry: ZipInfo) -> Iterator[str]:
    """Unpacking checks the entry's length and checksum against what its header says."""
    looked_at = _SHEET.fullmatch(entry.filename) is not None
    before = b""
    with archive.open(entry) as unpacked:
        while chunk := unpacked.read(_CHUNK):
            if looked_at and (b"<f" in chunk or b":f" in chunk):
                yield from (found.decode() for found in _FORMULA.findall(before + chunk))
            before = chunk[-_OVERLAP:]


def _measure(page: CalamineSheet, name: str) -> None:
    if page.total_height > MOST_ROWS or page.total_width > MOST_COLUMNS:
        raise TableTooLarge(name=name, rows=MOST_ROWS, columns=MOST_COLUMNS)


def _lines(page: CalamineSheet) -> Iterator[Line]:
    for number, cells in enumerate(page.to_python(skip_empty_area=False), 1):
        if any(cell != "" for cell in cells):
            yield Line(number, tuple([_plain(cell) for cell in cells]))


def _plain(cell: Value) -> Value:
    """Empty cells are None; Excel keeps every number as a float, whole ones are given back as int."""
    if cell == "":
        return None
    if type(cell) is float and cell.is_integer() and abs(cell) < 10**15:
        return int(cell)
    return cell
