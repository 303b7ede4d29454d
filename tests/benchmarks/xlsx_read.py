"""Row 9: reading a workbook that someone brings, with its safety checks, against openpyxl's read-only mode."""

import tempfile
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from desktop_admin.reports.kit.reader import read_table
from tests.benchmarks.measure import Row, faster, side_by_side
from tests.benchmarks.register import write_ours

COUNT = 20_000


def read_only(path: Path) -> int:
    book: Any = load_workbook(path, read_only=True)
    try:
        return sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if any(row))
    finally:
        book.close()


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "register.xlsx")
        write_ours(path, COUNT)
        quick, slow = side_by_side(lambda: read_table(path), lambda: read_only(path))
        return [faster(f"9 xlsx import, {COUNT} rows, s / openpyxl read_only", quick, slow, 8)]
