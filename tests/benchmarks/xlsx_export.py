"""Row 8: an export of 100,000 rows from a generator, against an ordinary openpyxl workbook."""

import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.benchmarks.measure import Row, faster, peak_mib, side_by_side
from tests.benchmarks.register import COLUMNS, register, write_ours
from tests.benchmarks.xlsx_write import plain

COUNT = 100_000
TIMED = 30_000  # time grows with the rows on both sides; three rounds of these tell more than one of all


def ordinary(path: Path, count: int) -> None:
    """As exports are commonly written: every cell is held, no styles."""
    book: Any = Workbook()
    page = book.active
    page.append([column.label for column in COLUMNS])
    for values in register(count):
        page.append([plain(value, column.kind) for value, column in zip(values, COLUMNS, strict=True)])
    book.save(path)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours.xlsx"), Path(folder, "theirs.xlsx")
        quick, slow = side_by_side(lambda: write_ours(ours, TIMED), lambda: ordinary(theirs, TIMED))
        light, heavy = peak_mib(write_ours, ours, COUNT), peak_mib(ordinary, theirs, COUNT)
        return [
            faster(f"8 export, {TIMED} rows, s / openpyxl workbook", quick, slow, 7),
            faster(f"8 export, {COUNT} rows, peak MiB / openpyxl workbook", light, heavy, 10),
        ]
