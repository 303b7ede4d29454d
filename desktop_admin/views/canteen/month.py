"""日历: a month of a canteen's days; a missed one is red, a closed one grey."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.calendar import DayCell, DayState, MonthView, ReadMonth, ReadToday
from desktop_admin.api.canteen.registers import CanteenRow, ListCanteens
from desktop_admin.api.shown import choice_label
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.canteen.opening import OpensDays
from desktop_admin.views.canteen.printing import print_month
from desktop_admin.views.canteen.texts import day_title
from desktop_admin.views.kit.calendar import DayState as Look
from desktop_admin.views.kit.calendar import MonthCalendar
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.paper import PaperView
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.widgets import Card, Kind, PageHeader, Pill, button, label, page_layout

LOOKS: dict[DayState, Look] = {
    DayState.CLOSED: Look.CLOSED,
    DayState.OPEN: Look.OPEN,
    DayState.SIGNED: Look.REVIEW,
    DayState.REVIEWED: Look.OK,
    DayState.MISSED: Look.MISSED,
}
KINDS = {
    DayState.MISSED: Kind.DANGER,
    DayState.SIGNED: Kind.WARN,
    DayState.REVIEWED: Kind.OK,
    DayState.OPEN: Kind.INFO,
    DayState.LATE: Kind.WARN,
}
_SIDE = 264


def look_of(cell: DayCell) -> Look | None:
    """How a day is marked; a day that is to come or before the canteen's first has no mark."""
    if cell.state is DayState.LATE:
        return Look.FAILED if cell.failed else Look.REVIEW
    if cell.failed and cell.state in {DayState.SIGNED, DayState.REVIEWED}:
        return Look.FAILED
    return LOOKS.get(cell.state)


class DayCard(Card):
    """What the chosen day came to, and how to open it."""

    def __init__(self) -> None:
        super().__init__("-")
        self.setFixedWidth(_SIDE)
        self.state, self.facts = Pill("", Kind.NEUTRAL), label("", wrap=True)
        self.open = button(f"{tr(N_('Open'))}  Enter", "primary")
        row = QHBoxLayout()
        row.addWidget(self.state)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.facts)
        self.body.addStretch(1)
        self.body.addWidget(self.open)

    def show_day(self, cell: DayCell) -> None:
        self.title.setText(day_title(cell.day))
        self.state.show_state(choice_label(cell.state), KINDS.get(cell.state, Kind.NEUTRAL))
        self.facts.setText("\n".join(_facts(cell)))
        self.open.setEnabled(cell.state not in {DayState.UPCOMING, DayState.NOT_IN_USE})


class MonthCard(Card):
    """The month in figures."""

    def __init__(self) -> None:
        super().__init__(tr(N_("This month")))
        self.setFixedWidth(_SIDE)
        self.missed, self.facts = label("", "kpi"), label("", "quiet", wrap=True)
        self.body.addWidget(self.missed)
        self.body.addWidget(self.facts)

    def show_month(self, month: MonthView) -> None:
        self.missed.setText(tr(N_("Missed {count}"), count=month.missed))
        lines = (
            tr(N_("{done} of {due} days signed"), done=month.done, due=month.due),
            tr(N_("{count} reviewed"), count=month.reviewed),
            tr(N_("{count} entered late"), count=month.late),
            tr(N_("{count} reviews overdue"), count=month.review_overdue),
            tr(N_("Missed rate {rate}"), rate=f"{month.missed_rate:.0%}"),
        )
        self.facts.setText("\n".join(lines))


class MonthPage(OpensDays):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        self.month: MonthView | None = None
        self.calendar: MonthCalendar | None = None
        self.canteens, self.day, self.figures = QComboBox(), DayCard(), MonthCard()
        self.canteens.setAccessibleName(tr(N_("Canteen")))
        page = QWidget()
        layout = page_layout(page)
        header = PageHeader(tr(N_("Inspection calendar")))
        self.print = button(tr(N_("Print month")), icon_name="print")
        self.print.setEnabled(desk.actor.may(Permission.CANTEEN_SHEET_EXPORT))
        self.paper: PaperView | None = None
        header.add(self.canteens)
        header.add(self.print)
        self._card, side, both = Card(), QVBoxLayout(), QHBoxLayout()
        side.setSpacing(12)
        side.addWidget(self.figures)
        side.addWidget(self.day, 1)
        both.setSpacing(16)
        both.addWidget(self._card, 1)
        both.addLayout(side)
        layout.addWidget(header)
        layout.addLayout(both, 1)
        self.hold(page)
        self.canteens.activated.connect(self.read)
        self.day.open.clicked.connect(self._open_chosen)
        self.print.clicked.connect(self._print)
        Renewal(desk, self, frozenset({ReadMonth.of_area(), "school"}), self.read)
        desk.ask(ReadToday(), owner=self, then=self._take_today)

    def read(self, _place: int = 0) -> None:
        """Ask for the month that is shown."""
        if self.calendar is not None and self.canteens.currentData() is not None:
            year, month = self._wanted
            self.desk.ask(ReadMonth(self.canteens.currentData(), date(year, month, 1)), owner=self, then=self._take)

    def _take_today(self, today: date) -> None:
        self.calendar = MonthCalendar(today)
        self._wanted = (today.year, today.month)
        self._card.body.addWidget(self.calendar, 1)
        grid = self.calendar.grid
        grid.month_wanted.connect(self._turn)
        grid.selected.connect(self._chosen)
        grid.opened.connect(self._open)
        page = self.stack.widget(0)
        if page is not None:
            page.setFocusProxy(grid)
            if page.isVisible():
                grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.desk.ask(ListCanteens(), owner=self, then=self._take_canteens)

    def _take_canteens(self, page: Page[CanteenRow]) -> None:
        for row in page.rows:
            self.canteens.addItem(row.name, row.key)
        self.canteens.setVisible(self.canteens.count() > 1)
        self.read()

    def _turn(self, year: int, month: int) -> None:
        self._wanted = (year, month)
        self.read()

    def _take(self, month: MonthView) -> None:
        self.month = month
        if self.calendar is None:
            return
        states = {cell.day: look for cell in month.days if (look := look_of(cell))}
        self.calendar.show_month(month.first.year, month.first.month, states)
        self.figures.show_month(month)
        self._chosen(self.calendar.grid.day)

    def _cell(self, day: date) -> DayCell | None:
        return next((cell for cell in self.month.days if cell.day == day), None) if self.month else None

    def _chosen(self, day: date) -> None:
        cell = self._cell(day)
        if cell is not None:
            self.day.show_day(cell)

    def _print(self) -> None:
        if self.month is not None:
            self.paper = print_month(self, self.desk, self.month.canteen_key, self.month.first)

    def _open_chosen(self) -> None:
        if self.calendar is not None:
            self._open(self.calendar.grid.day)

    def _open(self, day: date) -> None:
        cell = self._cell(day)
        if self.month is not None and cell is not None and cell.state not in {DayState.UPCOMING, DayState.NOT_IN_USE}:
            self.open_day(self.month.canteen_key, day)


def _facts(cell: DayCell) -> list[str]:
    if cell.closed_reason:
        return [tr(cell.closed_reason)]
    if not cell.sheet_key:
        return [tr(N_("No sheet was made."))] if cell.state is DayState.MISSED else []
    facts = [
        tr(N_("Sheet no. {number}"), number=cell.number),
        tr(
            N_("{passed} passed, {failed} failed, {na} n/a"),
            passed=cell.passed,
            failed=cell.failed,
            na=cell.not_applicable,
        ),
    ]
    facts += [tr(N_("{count} not checked"), count=cell.open)] if cell.open else []
    facts += [tr(N_("The review is overdue"))] if cell.review_overdue else []
    facts += [tr(N_("{count} notes"), count=cell.notes)] if cell.notes else []
    return facts
