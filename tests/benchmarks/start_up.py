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

from tests.benchmarks.measure import Row, at_most, within

ROUNDS = 7
HEAVY = ("sqlalchemy", "openpyxl", "reportlab", "psycopg", "PIL", "pypdfium2")

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QWidget
qt = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1366, 768)
window.show()
qt.processEvents()
qt.processEvents()
print(time.monotonic())
"""

# As cli.main() and app.window.show() do it, up to the event loop.
OURS = """
import sys, time
from pathlib import Path
from desktop_admin import cli
from desktop_admin.core import i18n, paths
from desktop_admin.core.settings import Settings
folder = Path(sys.argv[1])
i18n.use(Settings.load(folder).language or i18n.system_language(), paths.locale_folder())
from desktop_admin.app import local_door
from desktop_admin.app.window import Program, application
qt = application(Settings.load(folder))
program = Program(folder, lambda: local_door(folder))
"""

SHOWN = (
    OURS
    + """
program.start()
qt.processEvents()
qt.processEvents()
print(time.monotonic())
sys.stdout.flush()
import os
os._exit(0)  # the loading thread need not finish
"""
)

LOADED = (
    OURS
    + """
program._load = lambda: None
program.start()
qt.processEvents()
qt.processEvents()
print("\\n".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""
)

# The longest time between two turns of the event loop, from the window's first picture to the open database.
STALL = (
    OURS
    + """
program.start()
qt.processEvents()
qt.processEvents()
turns, end, failed = [time.perf_counter()], time.perf_counter() + 60, []
program._failed.connect(failed.append)
while program._door is None and not failed and turns[-1] < end:
    qt.processEvents()
    time.sleep(0.001)
    turns.append(time.perf_counter())
assert program._door is not None, failed or "the database was not opened in a minute"
print(max(later - earlier for earlier, later in zip(turns, turns[1:])))
sys.stdout.flush()
import os
os._exit(0)
"""
)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _make_school(folder)
        bare, ours = _in_turns(folder)
        loaded = _run(LOADED, folder).split()
        heavy = [name for name in HEAVY if name in loaded]
        _run(STALL, folder)  # fills the caches
        stall = statistics.median(float(_run(STALL, folder)) * 1000 for _ in range(ROUNDS))
    return [
        within("1 sign-in window shown, s (bare Qt)", ours, bare, 1.15),
        at_most(f"1 heavy packages loaded by then{': ' if heavy else ''}{', '.join(heavy)}", len(heavy), 0.5),
        at_most("2 longest GUI stall while loading, ms", stall, 50),
    ]


def _in_turns(folder: Path) -> tuple[float, float]:
    """Median seconds from the start of the process to the first picture: bare Qt, ours."""
    taken: dict[str, list[float]] = {BARE: [], SHOWN: []}
    for round_ in range(ROUNDS + 1):
        for script, times in taken.items():
            start = time.monotonic()
            seconds = float(_run(script, folder)) - start
            if round_:  # the first round fills the caches
                times.append(seconds)
    return statistics.median(taken[BARE]), statistics.median(taken[SHOWN])


def _make_school(folder: Path) -> None:
    from desktop_admin.api.school import SetUpSchool  # noqa: PLC0415 - not into the processes that are measured
    from desktop_admin.app import open_premises  # noqa: PLC0415

    premises = open_premises(folder)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password="Canteen-2026!"))
    premises.close()


def _run(script: str, folder: Path) -> str:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has been compiled
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


if __name__ == "__main__":
    print(json.dumps([row.plain() for row in rows()], ensure_ascii=False, indent=1))
