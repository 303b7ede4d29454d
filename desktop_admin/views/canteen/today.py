"""今日检查: today's sheet of a canteen."""

from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.calendar import ReadToday
from desktop_admin.api.canteen.registers import AddCanteen, CanteenRow, ListCanteens
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.widgets import EmptyState, button, place_of

NO_CANTEEN = N_("There is no canteen yet. Add one, and its daily inspection can begin.")


class TodayPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self._today: date | None = None
        self._shown: tuple[UUID, date] | None = None
        self.form: FormDialog | None = None
        self.inspection, self.canteens = DayScreen(desk, tr(N_("Today's inspection"))), QComboBox()
        self.inspection.header.add(self.canteens)
        self.canteens.setAccessibleName(tr(N_("Canteen")))
        self.canteens.hide()
        self.add = button(tr(AddCanteen.caption), "primary", "plus")
        self.add.clicked.connect(self._add)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.inspection)
        self.stack.addWidget(EmptyState(tr(NO_CANTEEN), "canteen", self.add))
        self.add.setVisible(desk.actor.may(AddCanteen.permission))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.canteens.activated.connect(self._chosen)
        Renewal(desk, self, frozenset({ReadToday.of_area()}), self._ask)
        self.setFocusProxy(self.inspection)
        self._ask()

    def go(self, canteen: object) -> None:
        """Show today's sheet of a canteen."""
        place = place_of(self.canteens, canteen)
        if place >= 0:
            self.canteens.setCurrentIndex(place)
            self._show()

    def _ask(self) -> None:
        """A program that stays open over midnight goes on with the new day."""
        self._desk.ask(ReadToday(), owner=self, then=self._take_today)

    def _take_today(self, today: date) -> None:
        self._today = today
        self._desk.ask(ListCanteens(in_use=True), owner=self, then=self._take_canteens)

    def _take_canteens(self, page: Page[CanteenRow]) -> None:
        chosen = self.canteens.currentData()
        self.canteens.clear()
        for row in page.rows:
            self.canteens.addItem(row.name, row.key)
        self.canteens.setCurrentIndex(max(0, place_of(self.canteens, chosen)))
        self.canteens.setVisible(len(page.rows) > 1)
        self.stack.setCurrentIndex(0 if page.rows else 1)
        if self._shown != (self.canteens.currentData(), self._today):
            self._show()  # else the sheet renews itself

    def _chosen(self, _place: int) -> None:
        self._show()
        self.inspection.setFocus()

    def _show(self) -> None:
        if self._today is not None and self.canteens.currentData() is not None:
            self._shown = (self.canteens.currentData(), self._today)
            self.inspection.show_day(*self._shown)

    def _add(self) -> None:
        self.form = FormDialog(self, self._desk, AddCanteen)
        self.form.open()
