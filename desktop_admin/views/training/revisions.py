"""Which revision is read: the newest first, the one in force marked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from desktop_admin.api.training.courses import RevisionLine
from desktop_admin.core.i18n import N_, tr


class RevisionBox(QComboBox):
    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr(N_("Revision")))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._choose)

    def show_revisions(self, lines: Sequence[RevisionLine], shown: int) -> None:
        """Hidden where there is no choice."""
        self.clear()
        for line in reversed(lines):
            told = tr(N_("revision {number}"), number=line.number)
            told += tr(N_(" (in force)")) if line.in_force else ""
            self.addItem(told, line.number)
        self.setCurrentIndex(self.findData(shown))
        self.setVisible(len(lines) > 1)

    def _choose(self, _place: int) -> None:
        self.wanted.emit(self.currentData())
