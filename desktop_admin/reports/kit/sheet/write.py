"""Streams a declared workbook into its file; memory does not grow with the rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.reports.kit.files import Progress, replacing, silent
from desktop_admin.reports.kit.sheet.cells import RowTooShort, Tail, Unfit, tail_of
from desktop_admin.reports.kit.sheet.declare import Book, Cells, Column, Sheet
from desktop_admin.reports.kit.sheet.frame import LAST_ROW, Frame, Mould, frame, stamp

MEASURED_ROWS = 200
BATCH = 500  # rows in one write
LEVEL = 3  # of deflate: in half the time of level 6 a file about a seventh larger


class TooManyRows(Refused):
    message = N_("{sheet} has more than {limit} rows, the most an Excel sheet holds. Narrow the period or the filters.")


def write_book(path: Path, book: Book, progress: Progress = silent) -> None:
    """Writes an .xlsx file, whole or not at all.

    Raises TooLongForExcel, BadNumber, WrongKind, RowTooShort or TooManyRows for rows that do not fit, NotWritten or
    FileInUse when the file system refuses, and whatever `progress` raises to stop; the old file is then kept.
    """
    with replacing(path) as beside, ZipFile(beside, "w", ZIP_DEFLATED) as archive:
        _Writing(archive, book, progress).run()


class _Writing:
    def __init__(self, archive: ZipFile, book: Book, progress: Progress) -> None:
        self.archive = archive
        self.book = book
        self.progress = progress
        self.total = sum(sheet.count for sheet in book.sheets)
        self.done = 0

    def run(self) -> None:
        sources = [iter(()) if sheet.last else iter(sheet.rows) for sheet in self.book.sheets]
        heads = [list(islice(source, MEASURED_ROWS)) for source in sources]
        made = frame(self.book, heads)
        ends: dict[int, int] = {}
        for late in (False, True):
            for number, sheet in enumerate(self.book.sheets):
                if sheet.last is late:
                    rows = sheet.rows if late else chain(heads[number], sources[number])
                    ends[number] = self._sheet(number, sheet, made.moulds[number], rows)
        self._parts(made, ends)
        self.progress(self.done, self.done)

    def _sheet(self, number: int, sheet: Sheet, mould: Mould, rows: Iterable[Cells]) -> int:
        """Writes one sheet; the number of its last row."""
        last = mould.first - 1
        with self.archive.open(self._entry(f"xl/worksheets/sheet{number + 1}.xml"), "w", force_zip64=True) as out:
            out.write(mould.before)
            for batch in _batches(sheet, mould, rows):
                last += len(batch)
                self._batch(out, batch)
            out.write(_ended(mould.after, last))
        return last

    def _batch(self, out: IO[bytes], batch: list[str]) -> None:
        out.write("".join(batch).encode())
        self.done += len(batch)
        self.progress(self.done, max(self.total, self.done) if self.total else 0)

    def _parts(self, made: Frame, ends: dict[int, int]) -> None:
        for name, data in made.parts.items():
            part = _areas_ended(data, ends) if name == "xl/workbook.xml" else data
            self.archive.writestr(self._entry(name), part)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, stamp(self.book.created))
        entry.compress_type = ZIP_DEFLATED
        entry._compresslevel = LEVEL  # type: ignore[attr-defined]  # noqa: SLF001 - no public name before Python 3.13
        return entry


def _ended(xml: bytes, last: int) -> bytes:
    return xml.replace(str(LAST_ROW).encode(), str(last).encode())


def _areas_ended(xml: bytes, ends: dict[int, int]) -> bytes:
    """Each defined name (print area, filter) ends at its sheet's last row; they name their sheet by number."""
    for number, last in ends.items():
        pieces = xml.split(f'localSheetId="{number}"'.encode())
        tails = [_name_ended(piece, last) for piece in pieces[1:]]
        xml = f'localSheetId="{number}"'.encode().join([pieces[0], *tails])
    return xml


def _name_ended(piece: bytes, last: int) -> bytes:
    name, mark, rest = piece.partition(b"</definedName>")
    return _ended(name, last) + mark + rest


@dataclass(frozen=True)
class _Strip:
    """A column's cells. A cell's XML runs from behind its row's number up to the next place for that number."""

    column: Column
    tail: Tail
    following: str

    def cells(self, values: tuple[object, ...]) -> list[str]:
        """Equal values of a batch are written once."""
        tail, following = self.tail, self.following
        written = {value: f'"{tail(value)}{following}' for value in set(values)}
        return [written[value] for value in values]


def _strips(sheet: Sheet, mould: Mould) -> list[_Strip]:
    openings = [f'<c r="{get_column_letter(number + 1)}' for number in range(1, len(sheet.columns))]
    return [
        _Strip(column, tail_of(column.kind, styles, quoted), following)
        for column, styles, quoted, following in zip(
            sheet.columns, mould.styles, mould.quoted, [*openings, "</row>"], strict=True
        )
    ]


def _batches(sheet: Sheet, mould: Mould, rows: Iterable[Cells]) -> Iterator[list[str]]:
    strips = _strips(sheet, mould)
    source, number = iter(rows), mould.first
    while batch := list(islice(source, BATCH)):
        if number + len(batch) - 1 > LAST_ROW:
            raise TooManyRows(sheet=sheet.name, limit=LAST_ROW - mould.first + 1)
        _check_widths(sheet, number, batch)
        try:
            columns = [strip.cells(values) for strip, values in zip(strips, zip(*batch, strict=True), strict=True)]
        except Unfit as unfit:
            raise _placed(unfit, sheet, number, batch, strips) from unfit
        lines = enumerate(zip(*columns, strict=True), number)
        yield [str(n).join(('<row r="', '"><c r="A', *cells)) for n, cells in lines]
        number += len(batch)


def _check_widths(sheet: Sheet, first: int, batch: list[Cells]) -> None:
    expected = len(sheet.columns)
    for number, row in enumerate(batch, first):
        if len(row) != expected:
            raise RowTooShort(where=f"{sheet.name}!{number}", found=len(row), expected=expected)


def _placed(unfit: Unfit, sheet: Sheet, first: int, batch: list[Cells], strips: list[_Strip]) -> Refused:
    """The refusal, with the first cell it is about."""
    for number, row in enumerate(batch, first):
        for strip, value in zip(strips, row, strict=True):
            try:
                strip.tail(value)
            except Unfit as found:
                where = f"{sheet.name}!{number} {strip.column.label}"
                return found.refused(where=where, kind=strip.column.kind.value, **found.params)
    raise unfit
