"""The workbook without its rows: openpyxl makes styles, widths, panes, filters and the print set-up.

Each sheet ends in one row of styled, empty cells. It is the mould of the rows to come: what openpyxl wrote for it
names the style ids, and it is replaced by the rows in the stream.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.kit.sheet.cells import cleaned
from desktop_admin.reports.kit.sheet.declare import Book, Cells, Column, Kind, Sheet

FONT = "宋体"
LAST_ROW = 1_048_576  # of Excel; stands for the last row until it is known
WIDEST, NARROWEST = 50, 6
_MM = 1 / 25.4
_LINE = Side("thin", color="FFB0B7C3")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFE8ECF2")
_CENTRED = {Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.YES_NO}
_NUMERIC = {Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT}
_SAMPLES = {Kind.DATE: 11, Kind.TIME: 7, Kind.MOMENT: 17, Kind.MONEY: 12}


@dataclass(frozen=True)
class Mould:
    """A sheet's XML around its rows; `first` is the number of the first row."""

    before: bytes
    after: bytes
    first: int
    styles: tuple[dict[Kind, int], ...]
    quoted: tuple[int, ...]


@dataclass(frozen=True)
class Frame:
    parts: dict[str, bytes]  # of the package, without the sheets
    moulds: tuple[Mould, ...]


def width_of(text: str) -> int:
    """In halves of a Chinese character, the longest line counts."""
    return max(sum(2 if east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n"))


def measured(column: Column, values: list[object]) -> float:
    """A column's width in characters of Excel, by its label and the first rows."""
    if column.width is not None:
        return column.width
    widths = [width_of(column.label) + 4, _SAMPLES.get(column.kind, NARROWEST)]
    widths += [width_of(str(value)) + 2 for value in values if value is not None]
    return float(min(WIDEST, max(widths)))


def number_format(kind: Kind, places: int) -> str:
    decimals = "." + "0" * places if places else ""
    return {
        Kind.TEXT: "@",
        Kind.YES_NO: "@",
        Kind.INTEGER: "0",
        Kind.DECIMAL: "0" + decimals,
        Kind.MONEY: "#,##0.00",
        Kind.PERCENT: f"0{decimals}%",
        Kind.DATE: "yyyy-mm-dd",
        Kind.TIME: "hh:mm",
        Kind.MOMENT: "yyyy-mm-dd hh:mm",
    }[kind]


def frame(book: Book, heads: list[list[Cells]]) -> Frame:
    """`heads` are the first rows of each sheet, for the widths."""
    workbook: Any = Workbook()
    workbook.remove(workbook.active)
    properties = workbook.properties
    properties.title, properties.creator = book.title, book.author
    properties.created = properties.modified = book.created
    pairs = zip(book.sheets, heads, strict=True)
    firsts = [_lay_out(workbook.create_sheet(sheet.name), sheet, rows) for sheet, rows in pairs]
    parts = _packed(workbook)
    moulds = [
        _mould(parts.pop(f"xl/worksheets/sheet{number}.xml"), sheet, first)
        for number, (sheet, first) in enumerate(zip(book.sheets, firsts, strict=True), 1)
    ]
    return Frame(parts, tuple(moulds))


def _packed(workbook: Any) -> dict[str, bytes]:
    held = BytesIO()
    archive = ZipFile(held, "w", ZIP_DEFLATED)
    ExcelWriter(workbook, archive).save()
    with ZipFile(held) as written:
        return {name: written.read(name) for name in written.namelist()}


def _lay_out(page: Worksheet, sheet: Sheet, rows: list[Cells]) -> int:
    """Fills everything but the rows; the number of the first row."""
    last = get_column_letter(len(sheet.columns))
    row = 1
    for position, line in enumerate((sheet.title, *sheet.notes)):
        if not line:
            continue
        cell: Any = page.cell(row, 1, cleaned(line))
        cell.data_type = "s"
        cell.font = Font(FONT, size=16, bold=True) if position == 0 else Font(FONT, size=10, color="FF5B6472")
        row += 1
    for number, column in enumerate(sheet.columns, 1):
        values = [line[number - 1] for line in rows if len(line) >= number]
        page.column_dimensions[get_column_letter(number)].width = measured(column, values)
        _head(page.cell(row, number, cleaned(column.label)))
        _body(page, row + 1, number, column)
    page.freeze_panes = f"A{row + 1}"
    if sheet.filters:
        page.auto_filter.ref = f"A{row}:{last}{LAST_ROW}"
    _print_set_up(page, sheet, row, last)
    return row + 1


def _head(cell: Any) -> None:
    cell.data_type = "s"  # a label beginning with = is text too
    cell.font = Font(FONT, size=10, bold=True)
    cell.fill, cell.border = _HEAD, _GRID
    cell.alignment = Alignment("center", "center", wrap_text=True)


def _kinds(kind: Kind) -> list[Kind]:
    return [one for one in Kind if one is not Kind.ANY] if kind is Kind.ANY else [Kind.TEXT, kind]


def _body(page: Worksheet, row: int, number: int, column: Column) -> None:
    """One styled cell for each kind that the column may hold, one below another; the last is for guarded text."""
    kinds = _kinds(column.kind)
    for below, kind in enumerate([*kinds, Kind.TEXT]):
        cell: Any = page.cell(row + below, number)
        cell.font, cell.border = Font(FONT, size=10), _GRID
        cell.number_format = number_format(kind, column.places)
        aligned = _aligned(column, kind)
        indent = 0 if aligned == "center" else 1
        cell.alignment = Alignment(aligned, "center", wrap_text=kind is Kind.TEXT, indent=indent)
        cell.quotePrefix = below == len(kinds)


def _aligned(column: Column, kind: Kind) -> str:
    if column.align:
        return column.align
    if column.kind is Kind.ANY:
        return "left"
    if column.kind in _NUMERIC:
        return "right"
    return "center" if kind in _CENTRED or column.kind in _CENTRED else "left"


def _print_set_up(page: Any, sheet: Sheet, header: int, last: str) -> None:
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{header}:{header}"
    page.print_area = f"A1:{last}{LAST_ROW}"
    margins = page.page_margins
    margins.left, margins.right, margins.top, margins.bottom = (mm * _MM for mm in (25, 15, 20, 18))
    page.print_options.horizontalCentered = True
    page.oddFooter.center.text = tr(N_("Page {page} of {pages}"), page="&P", pages="&N")


def _mould(xml: bytes, sheet: Sheet, first: int) -> Mould:
    opening = xml.index(f'<row r="{first}"'.encode())
    closing = xml.index(b"</sheetData>")
    before = re.sub(rb"<dimension [^>]*/>", b"", xml[:opening])
    by_column: list[list[int]] = []
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        found = re.findall(rf'<c r="{letter}\d+" s="(\d+)"'.encode(), xml[opening:closing])
        by_column.append([int(style) for style in found])
        if len(found) != len(_kinds(column.kind)) + 1:
            raise RuntimeError(f"openpyxl wrote {len(found)} model cells in column {letter}")
    return Mould(
        before,
        xml[closing:],
        first,
        tuple(
            dict(zip(_kinds(c.kind), found, strict=False)) for c, found in zip(sheet.columns, by_column, strict=True)
        ),
        tuple(found[-1] for found in by_column),
    )


def stamp(moment: datetime) -> tuple[int, int, int, int, int, int]:
    """A package entry's time."""
    return max(moment, datetime(1980, 1, 1)).timetuple()[:6]  # noqa: DTZ001 - local, naive, as zip has it
