"""What has happened to one record, for the panel about it."""

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_admin.api.audit import HistoryLine, RecordHistory
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.audit.changes import sentence
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.widgets import Progress, Step, Timeline, label

MOST = 10  # the newest ones
FIELDS = 3  # told of one change


class HistoryView(QWidget):
    """The newest changes of a record, whom they are by and what they changed, shortened."""

    def __init__(self, desk: QtDesk, table: str, key: UUID) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.timeline, self.nothing = Timeline(), label(tr(N_("No history yet.")), "quiet")
        layout.addWidget(self.timeline)
        layout.addWidget(self.nothing)
        self.nothing.hide()
        desk.ask(RecordHistory(table, key), owner=self, then=self._show)

    def _show(self, lines: tuple[HistoryLine, ...]) -> None:
        self.timeline.show_steps([_step(line) for line in lines[:MOST]])
        self.nothing.setVisible(not lines)


def _step(line: HistoryLine) -> Step:
    told = [f"{field.label} {sentence(field, line.done)}" for field in line.fields] if line.done == "update" else []
    rest = len(told) - FIELDS
    more = [tr(N_("{count} more"), count=rest)] if rest > 0 else []
    who = " · ".join(part for part in (str(line.person), shown(line.at), *told[:FIELDS], *more) if part)
    return Step(str(line.action), who, Progress.DONE)
