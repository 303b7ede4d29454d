"""Rows 1 and 2: how soon the sign-in window is there, and how long it is deaf while the rest is loaded.

Every measurement is a process of its own, from its start to the first painted window, ours and bare Qt in turns.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import Row, at_most, within

ROUNDS, STALLS = 15, 7
HEAVY = ("sqlalchemy", "openpyxl", "reportlab", "psycopg", "argon2", "msgspec", "PIL", "pypdfium2")

BARE = """
import json, sys, time
from PySide6.QtWidgets import QApplication, QWidget
qt = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1366, 768)
window.show()
qt.processEvents()
qt.processEvents()
print(json.dumps([time.monotonic()]), flush=True)
import os
os._exit(0)
"""

# `desktop-admin` itself; only what follows on Program.start() is ours: to watch, and to end it.
# It imports the window sooner than cli would, therefore it stops the collector and loads the bindings where cli does.
OURS = """
import gc, json, os, sys, time
from desktop_admin import cli
gc.disable()
from desktop_admin.app import bindings
bindings.load()
from desktop_admin.app.window import Program
start, load = Program.start, Program._start_loading
def watched(program):
    start(program)
    from PySide6.QtWidgets import QApplication
    QApplication.processEvents()
    QApplication.processEvents()
    print(json.dumps(told(program, QApplication.processEvents)), flush=True)
    os._exit(0)  # the loading thread need not finish
Program.start, Program._start_loading = watched, lambda program: None
"""

SHOWN = (
    OURS
    + """
def told(program, turn):
    return [time.monotonic(), sorted({name.partition(".")[0] for name in sys.modules})]
cli.main([])
"""
)

# The longest time between two turns of the event loop, from the window's first picture to the open database.
STALL = (
    OURS
    + """
def told(program, turn):
    load(program)
    turns, end, failed = [time.perf_counter()], time.perf_counter() + 60, []
    program._failed.connect(failed.append)
    while program._door is None and not failed and turns[-1] < end:
        turn()
        time.sleep(0.001)
        turns.append(time.perf_counter())
    assert program._door is not None, failed or "the database was not opened in a minute"
    return [max(later - earlier for earlier, later in zip(turns, turns[1:]))]
cli.main([])
"""
)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _make_school(folder)
        bare, ours, loaded = _in_turns(folder)
        heavy = [name for name in HEAVY if name in loaded]
        _run(STALL, folder)  # fills the caches
        stall = statistics.median(_run(STALL, folder)[0] * 1000 for _ in range(STALLS))
    return [
        within("1 sign-in window shown, s (bare Qt)", ours, bare, 1.15),
        at_most(f"1 heavy packages loaded by then{': ' if heavy else ''}{', '.join(heavy)}", len(heavy), 0.5),
        at_most("2 longest GUI stall while loading, ms", stall, 50),
    ]


def _in_turns(folder: Path) -> tuple[float, float, list[str]]:
    """Median seconds from the start of the process to the first picture: bare Qt, ours; and what ours has loaded."""
    bare: list[float] = []
    ours: list[float] = []
    loaded: list[str] = []
    for round_ in range(ROUNDS + 1):
        for script, times in ((BARE, bare), (SHOWN, ours)):
            start = time.monotonic()
            shown, *rest = _run(script, folder)
            if round_:  # the first round fills the caches
                times.append(shown - start)
            loaded = rest[0] if rest else loaded
    return statistics.median(bare), statistics.median(ours), loaded


def _make_school(folder: Path) -> None:
    """The demo school, and one who has signed in before."""
    from desktop_admin.app import demo  # noqa: PLC0415 - not into the processes that are measured
    from desktop_admin.core.clock import SystemClock  # noqa: PLC0415
    from desktop_admin.core.settings import Settings  # noqa: PLC0415

    demo.make(folder, SystemClock().now()).close()
    Settings(login="wangjg").save(folder)


def _run(script: str, folder: Path) -> Any:
    """What the script prints, in a process of its own."""
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        **os.environ,
        "DESKTOP_ADMIN_DATA": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has been compiled
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


if __name__ == "__main__":
    print(json.dumps([row.plain() for row in rows()], ensure_ascii=False, indent=1))
