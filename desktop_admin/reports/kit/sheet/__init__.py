"""Styled workbooks, streamed: declare a Book of Sheets of Columns, then write_book()."""

from desktop_admin.reports.kit.sheet.cells import (
    BadNumber,
    RowTooShort,
    TextTooLong,
    WrongKind,
)
from desktop_admin.reports.kit.sheet.declare import Book, Column, Kind, Sheet, Tally, about
from desktop_admin.reports.kit.sheet.write import TooManyRows, write_book

__all__ = [
    "BadNumber",
    "Book",
    "Column",
    "Kind",
    "RowTooShort",
    "Sheet",
    "Tally",
    "TextTooLong",
    "TooManyRows",
    "WrongKind",
    "about",
    "write_book",
]
