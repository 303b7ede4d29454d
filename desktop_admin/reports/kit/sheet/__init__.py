"""Styled workbooks, streamed: declare a Book of Sheets of Columns here; `sheet.write.write_book` makes the file.

Declaring loads nothing heavy; openpyxl is loaded by the writing alone.
"""

from desktop_admin.reports.kit.sheet.declare import Book, Cells, Column, Kind, Sheet, Tally, about

__all__ = ["Book", "Cells", "Column", "Kind", "Sheet", "Tally", "about"]
