"""Makes one file off the GUI's thread, with progress and a way to stop."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_admin.core.clock import SystemClock, local_time
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.reports.kit.files import Cancelled, Progress
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.picking import ask_place
from desktop_admin.views.kit.progress import ProgressLine

AskPath = Callable[[QWidget, str], str]
"""(parent, suggested name with its suffix) -> where to save; empty: the person has thought better of it."""

FILTERS = {".pdf": "PDF (*.pdf)", ".xlsx": "Excel (*.xlsx)"}
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


def now() -> datetime:
    """Of the school, as a report is stamped."""
    return local_time(SystemClock().now())


def ask_path(parent: QWidget, suggested: str) -> str:
    return ask_place(parent, suggested, FILTERS[Path(suggested).suffix])


def file_name(title: str, days: str, suffix: str) -> str:
    """A name that every file system takes: 每日食品安全检查记录-2026-09-01.pdf"""
    return _UNSAFE.sub("-", f"{title}-{days}").strip("-.") + suffix


def with_suffix(path: str, suffix: str) -> Path:
    """As typed; with the suffix where it was left out."""
    return Path(path) if path.lower().endswith(suffix) else Path(f"{path}{suffix}")


class Making(QObject):
    """One file at a time. `progress` shows how far it is, and its 取消 stops it."""

    _advanced = Signal(int, int)

    def __init__(self, desk: QtDesk, progress: ProgressLine) -> None:
        super().__init__(progress)
        self._desk, self._progress = desk, progress
        self._stop = Event()
        self.busy = False
        self._advanced.connect(self._show)
        progress.cancelled.connect(self.stop)

    def run(
        self,
        work: Callable[[Progress], Any],
        *,
        then: Callable[[Any], object],
        failed: Callable[[Refused], object],
    ) -> None:
        """`work` runs on another thread; stopped by the person it fails with Cancelled."""
        self._stop = stop = Event()
        self.busy = True
        self._progress.begin(tr(N_("Making the report")), 0)

        def tell(done: int, total: int) -> None:
            if stop.is_set():
                raise Cancelled
            self._advanced.emit(done, total)

        self._desk.run(
            lambda: work(tell),
            owner=self,
            then=lambda result: self._end(then, result),
            failed=lambda error: self._end(failed, error),
        )

    def stop(self) -> None:
        self._stop.set()

    def _show(self, done: int, total: int) -> None:
        self._progress.bar.setMaximum(total)
        self._progress.advance(done)

    def _end(self, told: Callable[[Any], object], result: Any) -> None:
        self.busy = False
        self._progress.finish()
        told(result)
