"""Python's cyclic garbage is collected on the GUI's thread only.

The interpreter collects on whatever thread happens to allocate. A widget that is part of a cycle would then be taken
apart by a thread that runs a query, while Qt uses it: PySide does not survive that.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY: Final = 1000  # milliseconds
LIMITS: Final = gc.get_threshold()


def collect_due() -> None:
    """What the interpreter would have collected by now; call it on the GUI's thread."""
    due = [
        generation for generation, (count, most) in enumerate(zip(gc.get_count(), LIMITS, strict=True)) if count > most
    ]
    if due:
        gc.collect(due[-1])


class Collector(QObject):
    """Takes the interpreter's own collecting over for as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect_due)
        self._timer.start(EVERY)
