"""`python -m tests.benchmarks [NAME ...]`: measures, prints one table, writes out/bench.json."""

import json
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import tests.benchmarks
from tests.benchmarks.measure import Row

OUT = Path("out/bench.json")


def names() -> list[str]:
    return sorted(
        m.name for m in pkgutil.iter_modules(tests.benchmarks.__path__) if m.name not in {"__main__", "measure"}
    )


def line(row: Row) -> str:
    met = "met" if row.met else "MISSED"
    return f"{row.name:<58} {row.value:>12.4g} {row.floor:>12.4g} {row.ratio:>8.2f}  {row.goal:<10} {met}"


def main(wanted: list[str]) -> int:
    if unknown := sorted(set(wanted) - set(names())):
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    print(f"{'benchmark':<58} {'value':>12} {'floor':>12} {'ratio':>8}  {'goal':<10}")
    rows: list[Row] = []
    for name in wanted or names():
        module = import_module(f"tests.benchmarks.{name}")
        if hasattr(module, "rows"):
            for row in module.rows():
                rows.append(row)
                print(line(row), flush=True)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([row.plain() for row in rows], ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
