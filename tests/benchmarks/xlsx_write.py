"""Row 7: a styled sheet from rows in memory, against openpyxl's write-only sheet with the same styles and against
what zipfile needs to compress the very same XML at its usual level."""

import tempfile
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side

from desktop_admin.reports.kit.sheet import Kind
from desktop_admin.reports.kit.sheet.frame import number_format
from tests.benchmarks.measure import Row, at_most, faster, peak_mib, side_by_side, within
from tests.benchmarks.register import COLUMNS, Values, register, write_ours, write_rows

COUNT = 100_000
SLOW_COUNT = 10_000  # openpyxl is measured on a tenth; both grow with the rows
_SHEET = "xl/worksheets/sheet1.xml"


def plain(value: object, kind: Kind) -> object:
    """As openpyxl takes it."""
    if kind is Kind.MONEY and isinstance(value, int):
        return value / 100
    return ("是" if value else "否") if kind is Kind.YES_NO else value


def write_only(path: Path, held: list[Values]) -> None:
    book: Any = Workbook(write_only=True)
    page = book.create_sheet("数据")
    font, side = Font("宋体", size=10), Side("thin", color="FFB0B7C3")
    border, middle = Border(left=side, right=side, top=side, bottom=side), Alignment(vertical="center")
    formats = [number_format(column.kind, column.places) for column in COLUMNS]
    page.append([column.label for column in COLUMNS])
    for values in held:
        cells = []
        for value, column, shown in zip(values, COLUMNS, formats, strict=True):
            cell = WriteOnlyCell(page, plain(value, column.kind))
            cell.font, cell.border, cell.alignment, cell.number_format = font, border, middle, shown
            cells.append(cell)
        page.append(cells)
    book.save(path)


def compress(path: Path, xml: bytes) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(_SHEET, xml)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours.xlsx"), Path(folder, "theirs.xlsx")
        held = list(register(COUNT))
        few = held[:SLOW_COUNT]
        write_rows(ours, held)
        with ZipFile(ours) as archive:
            xml = archive.read(_SHEET)
        full, bare = side_by_side(lambda: write_rows(ours, held), lambda: compress(theirs, xml), rounds=5)
        tenth, slow = side_by_side(lambda: write_rows(ours, few), lambda: write_only(theirs, few))
        return [
            faster(f"7 styled xlsx, {SLOW_COUNT} rows, s / openpyxl write_only", tenth, slow, 15),
            within(f"7 styled xlsx, {COUNT} rows, s / compressing its XML", full, bare, 1.5),
            at_most(f"7 styled xlsx, {COUNT} rows, peak MiB", peak_mib(write_ours, ours, COUNT), 64),
        ]
