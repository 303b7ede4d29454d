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
    "sharing",
)


def line(row: Row) -> str:
    met = "met" if row.met else "MISSED"
    return f"{row.name:<58} {row.value:>12.4g} {row.floor:>12.4g} {row.ratio:>8.2f}  {row.goal:<10} {met}"


def measured(name: str, rows: list[Row]) -> bool:
    """Adds the rows of one benchmark, each printed as it is known. False if it broke."""
    start = time.monotonic()
    try:
        for row in import_module(f"tests.benchmarks.{name}").rows():
            print(line(row), flush=True)
            rows.append(row)
    except Exception:  # noqa: BLE001 - whatever it was, the other benchmarks are measured
        traceback.print_exc()
        print(f"{name} could not be measured", flush=True)
        return False
    print(f"  ({name}: {time.monotonic() - start:.0f} s)", flush=True)
    return True


def keep(found: dict[str, list[Row]]) -> None:
    """Rows of benchmarks that were not measured now stay as they are."""
    kept = json.loads(OUT.read_text("utf-8")) if OUT.exists() else []
    rows = [row for row in kept if row.get("benchmark") in set(NAMES) - found.keys()]
    rows += [{"benchmark": name} | row.plain() for name, part in found.items() for row in part]
    rows.sort(key=lambda row: NAMES.index(row["benchmark"]))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def main(wanted: list[str]) -> int:
    if unknown := sorted(set(wanted) - set(NAMES)):
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    print(f"{'benchmark':<58} {'value':>12} {'floor':>12} {'ratio':>8}  {'goal':<10}")
    found: dict[str, list[Row]] = {name: [] for name in wanted or NAMES}
    whole = [measured(name, rows) for name, rows in found.items()]
    rows = [row for part in found.values() for row in part]
    print(f"{sum(row.met for row in rows)} of {len(rows)} goals met")
    keep(found)
    return 0 if all(whole) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
