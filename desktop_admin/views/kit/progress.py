"""Work that takes time: shown only once it has taken a second, always with n of total, always with a way out."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.widgets import button, label

PATIENCE = 1000  # milliseconds during which nothing is shown


class ProgressLine(QWidget):
    """A bar of 6 pixels, what is being done, n / total, and 取消.

    begin() hides it until the patience is over; advance() as often as you like; finish() in the end. `cancelled` is
    the person's wish: whoever does the work stops it and calls finish().
    """

    cancelled = Signal()

    def __init__(self, *, patience: int = PATIENCE) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.what, self.count = label("", "small"), label("", "small")
        self.bar, self.cancel = QProgressBar(), button(tr(N_("Cancel")), low=True)
        self.bar.setTextVisible(False)
        for part, stretch in ((self.what, 0), (self.bar, 1), (self.count, 0), (self.cancel, 0)):
            row.addWidget(part, stretch)
        self.cancel.clicked.connect(self._cancel)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(patience)
        self._wait.timeout.connect(self.show)
        self.hide()

    def begin(self, what: str, total: int) -> None:
        self.what.setText(what)
        self.bar.setAccessibleName(what)
        self.bar.setRange(0, total)
        self.cancel.setEnabled(True)
        self.advance(0)
        self._wait.start()

    def advance(self, done: int) -> None:
        self.bar.setValue(done)
        self.count.setText(f"{done:,} / {self.bar.maximum():,}")

    def finish(self) -> None:
        self._wait.stop()
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)  # asked once; the work may need a moment to stop
        self.cancelled.emit()
