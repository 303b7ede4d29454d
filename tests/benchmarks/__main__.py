"""`python -m tests.benchmarks [NAME ...]`: measures, prints one table, writes out/bench.json.

A goal that is missed is told, and fails nothing. Only a benchmark that cannot be measured ends with exit status 1.
"""

import json
import os
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

from tests.benchmarks.measure import Row

OUT = Path("out/bench.json")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # of what a screen in memory cannot do
NAMES = (  # by row
    "start_up",
    "grid",
    "lists",
    "search",
    "xlsx_write",
    "xlsx_export",
    "xlsx_read",
    "pdf_book",
    "articles",
)


def line(row: Row) -> str:
    met = "met" if row.met else "MISSED"
    return f"{row.name:<58} {row.value:>12.4g} {row.floor:>12.4g} {row.ratio:>8.2f}  {row.goal:<10} {met}"


def measured(name: str) -> list[Row] | None:
    """The rows of one benchmark, printed; None if it broke."""
    start = time.monotonic()
    try:
        rows: list[Row] = import_module(f"tests.benchmarks.{name}").rows()
    except Exception:  # noqa: BLE001 - whatever it was, the other benchmarks are measured
        traceback.print_exc()
        print(f"{name} could not be measured", flush=True)
        return None
    for row in rows:
        print(line(row), flush=True)
    print(f"  ({name}: {time.monotonic() - start:.0f} s)", flush=True)
    return rows


def main(wanted: list[str]) -> int:
    if unknown := sorted(set(wanted) - set(NAMES)):
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    print(f"{'benchmark':<58} {'value':>12} {'floor':>12} {'ratio':>8}  {'goal':<10}")
    found = [measured(name) for name in wanted or NAMES]
    rows = [row for part in found for row in part or ()]
    print(f"{sum(row.met for row in rows)} of {len(rows)} goals met")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([row.plain() for row in rows], ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if None in found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
