"""A list or a calendar, and the day that was opened from it in its place."""

from datetime import date
from uuid import UUID

from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.opening import Opens


class OpensDays(Opens):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.inspection: DayScreen | None = None

    def open_sheet(self, key: UUID) -> None:
        self._opened().show_sheet(key)

    def open_day(self, canteen: UUID, day: date) -> None:
        self._opened().show_day(canteen, day)

    def _opened(self) -> DayScreen:
        if self.inspection is None:
            self.inspection = DayScreen(self.desk, tr(N_("Inspection sheet")), back=True)
            self.inspection.left.connect(self.close_screen)
            self.stack.addWidget(self.inspection)
        self.turn(self.inspection)
        return self.inspection
