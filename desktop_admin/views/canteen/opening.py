"""A list or a calendar, and the day that was opened from it in its place."""

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.kit.desk import QtDesk


class OpensDays(QWidget):
    """Esc and 返回 go back to where it was opened from."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.inspection: DayScreen | None = None
        self.stack = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def hold(self, first: QWidget) -> None:
        """What is shown while no day is open."""
        self._first = first
        self.stack.addWidget(first)
        self.setFocusProxy(first)

    def open_sheet(self, key: UUID) -> None:
        self._opened().show_sheet(key)

    def open_day(self, canteen: UUID, day: date) -> None:
        self._opened().show_day(canteen, day)

    def close_day(self) -> None:
        self.stack.setCurrentWidget(self._first)
        self.setFocusProxy(self._first)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _opened(self) -> DayScreen:
        if self.inspection is None:
            self.inspection = DayScreen(self._desk, tr(N_("Inspection sheet")), back=True)
            self.inspection.left.connect(self.close_day)
            self.stack.addWidget(self.inspection)
        self.stack.setCurrentWidget(self.inspection)
        self.setFocusProxy(self.inspection)
        return self.inspection
