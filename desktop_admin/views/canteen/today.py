"""今日检查: today's sheet of a canteen."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.calendar import ReadToday
from desktop_admin.api.canteen.registers import AddCanteen, CanteenRow, ListCanteens
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.canteen.day import DayScreen
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.widgets import EmptyState, button

NO_CANTEEN = N_("There is no canteen yet. Add one, and its daily inspection can begin.")


class TodayPage(QWidget):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self._today: date | None = None
        self._canteens: tuple[CanteenRow, ...] = ()
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
        desk.changed.connect(self._on_change)
        self.setFocusProxy(self.inspection)
        self._ask()

    def go(self, canteen: object) -> None:
        """Show today's sheet of a canteen."""
        place = self.canteens.findData(canteen)
        if place >= 0:
            self.canteens.setCurrentIndex(place)
            self._show()

    def _ask(self) -> None:
        self._desk.ask(ReadToday(), owner=self, then=self._take_today)

    def _take_today(self, today: date) -> None:
        new = today != self._today
        self._today = today
        if new or not self._canteens:
            self._desk.ask(ListCanteens(in_use=True), owner=self, then=self._take_canteens)

    def _take_canteens(self, page: Page[CanteenRow]) -> None:
        chosen = self.canteens.currentData()
        self._canteens = page.rows
        self.canteens.clear()
        for row in page.rows:
            self.canteens.addItem(row.name, row.key)
        self.canteens.setCurrentIndex(max(0, self.canteens.findData(chosen)))
        self.canteens.setVisible(len(page.rows) > 1)
        self.stack.setCurrentIndex(0 if page.rows else 1)
        self._show()

    def _chosen(self, _place: int) -> None:
        self._show()
        self.inspection.setFocus()

    def _show(self) -> None:
        if self._today is not None and self.canteens.currentData() is not None:
            self.inspection.show_day(self.canteens.currentData(), self._today)

    def _on_change(self, area: str) -> None:
        """A program that stays open over midnight goes on with the new day."""
        if area == ReadToday.of_area():
            self._ask()

    def _add(self) -> None:
        self.form = FormDialog(self, self._desk, AddCanteen)
        self.form.open()
