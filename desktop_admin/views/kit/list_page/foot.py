"""What stands under a list, and what stands in its place while there are no rows."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_admin.api.lists import ListSpec
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.progress import ProgressLine
from desktop_admin.views.kit.widgets import EmptyState, label

HEIGHT = 34  # pixels


class Foot(QWidget):
    """How many there are, how many were found, and the keys; the progress of an export in between."""

    def __init__(self, spec: ListSpec) -> None:
        super().__init__()
        self._spec = spec
        self.count, self.progress = label("", "small"), ProgressLine()
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self.count)
        row.addWidget(self.progress, 1)
        row.addStretch(1)
        row.addWidget(label(tr(N_("↑↓ move   Space tick   Enter open   Ctrl+A tick all")), "small"))

    def tell(self, found: int, everything: int | None) -> None:
        """everything: without search and filters, where that is known."""
        counted = tr(self._spec.counted, count=f"{found:,}")
        if everything is None or everything == found:
            self.count.setText(tr(N_("Total: {counted}"), counted=counted))
            return
        total = tr(self._spec.counted, count=f"{everything:,}")
        self.count.setText(tr(N_("Total: {counted}; filtered: {found}"), counted=total, found=counted))


class Nothing(QWidget):
    """One sentence, and at most one button that helps."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self.state: EmptyState | None = None

    def offer(self, sentence: str, icon_name: str, action: QPushButton | None) -> None:
        if self.state is not None:
            self.state.hide()
            self.state.deleteLater()
        self.state = EmptyState(sentence, icon_name, action)
        self._layout.addWidget(self.state)

    def sentence(self) -> str:
        return self.state.sentence.text() if self.state is not None else ""
