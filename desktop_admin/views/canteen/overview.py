"""概览: what a manager sees first: what is to do, the last days' pass rate, the month's gaps, what fails most."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desktop_admin.api.base import Page, Period
from desktop_admin.api.canteen.actions import ActionRow, ActionState, ListActions
from desktop_admin.api.canteen.calendar import (
    CanteenFigures,
    DayState,
    ListSheets,
    MonthFigures,
    ReadMonthFigures,
    ReadToday,
    SheetRow,
)
from desktop_admin.api.canteen.entry import LATE_DAYS
from desktop_admin.api.canteen.sheet import SheetState
from desktop_admin.api.shown import choice_label, shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Permission
from desktop_admin.views.canteen.texts import day_title
from desktop_admin.views.kit.chart import BarChart, ChartCard, Mark, Series, ShareBars
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.shell import MainWindow
from desktop_admin.views.kit.tasks import Figure, TaskCard, ToDo
from desktop_admin.views.kit.widgets import Kind, PageHeader, discard, page_layout

NAME = "canteen"
OVERVIEW, TODAY, RECORDS = N_("Overview"), N_("Today's inspection"), N_("Inspection records")
CALENDAR, RECTIFY, REGISTERS = N_("Inspection calendar"), N_("Rectification"), N_("Registers")
NOT_STARTED = N_("Today's inspection has not been started")

LIMIT = 95.0  # percent: the school's own mark for a good day
DAYS = 7
MOST_FAILED = 5  # items the chart names
MOST_TO_DO = 30


class Go(Struct, frozen=True):
    """Where a to-do leads: a page of this module, and what is opened there."""

    page: str
    open: Callable[[Any], object] = id


class OverviewPage(QWidget):
    """`wanted` tells the page that a to-do leads to; the module's own window turns to it."""

    wanted = Signal(object)  # a Go

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self._today: date | None = None
        self._figures: MonthFigures | None = None
        self._mine: tuple[ActionRow, ...] = ()
        self._open: tuple[ActionRow, ...] = ()
        self.to_do: list[ToDo] = []
        self._charts: dict[int, ChartCard] = {}
        self.header = PageHeader(tr(N_("Overview")))
        self.tasks = TaskCard(tr(N_("My to-dos")))
        self.missed, self.signed = Figure(tr(N_("Missed this month"))), Figure(tr(N_("Signed this month")))
        self.failed, self.open = Figure(tr(N_("Fails this month"))), Figure(tr(N_("Actions not closed")))
        self._grid = QGridLayout()
        self._lay_out()
        Renewal(desk, self, frozenset({ReadToday.of_area(), "school"}), self._ask)
        self._ask()

    # --- what is asked for ---
    def _ask(self) -> None:
        self._desk.ask(ReadToday(), owner=self, then=self._take_today)

    def _take_today(self, today: date) -> None:
        self._today = today
        self.header.context.setText(day_title(today))
        week = Period(today - timedelta(days=DAYS - 1), today)
        ask = partial(self._desk.ask, owner=self, failed=nothing)
        ask(ListSheets(period=week, limit=500), then=partial(self._take_week, today))
        ask(ReadMonthFigures(today), then=self._take_figures)
        ask(ListActions(open_only=True, limit=500), then=self._take_open)
        ask(ListActions(open_only=True, mine_only=True, limit=MOST_TO_DO), then=self._take_mine)

    # --- what comes ---
    def _take_week(self, today: date, page: Page[SheetRow]) -> None:
        self.rate = ChartCard(BarChart(pass_rates(page.rows, today)), tr(N_("%, dashed {limit:.0f}"), limit=LIMIT))
        self._put(self.rate, 0)

    def _take_figures(self, figures: MonthFigures) -> None:
        self._figures = figures
        canteens = figures.canteens
        months = [each.month for each in canteens]
        missed, due, done = (sum(getattr(month, name) for month in months) for name in ("missed", "due", "done"))
        self.missed.show_figure(str(missed), tr(N_("of {due} sheets due"), due=due))
        self.missed.number.setProperty("kind", "danger" if missed else "")
        self.signed.show_figure(str(done), tr(N_("{count} reviewed"), count=sum(month.reviewed for month in months)))
        failed, passed = sum(each.failed for each in canteens), sum(each.passed for each in canteens)
        rate = f"{passed / (passed + failed):.1%}" if passed + failed else "—"
        self.failed.show_figure(str(failed), tr(N_("pass rate {rate}"), rate=rate))
        self.items = ChartCard(fails_by_item(canteens), tr(N_("failed / checked")))
        self._put(self.items, 1)
        self._show_to_do()

    def _take_mine(self, page: Page[ActionRow]) -> None:
        self._mine = page.rows
        self._show_to_do()

    def _take_open(self, page: Page[ActionRow]) -> None:
        self._open = page.rows
        overdue = sum(row.overdue for row in page.rows)
        self.open.show_figure(str(page.total), tr(N_("{count} overdue"), count=overdue))
        self._show_to_do()

    def _show_to_do(self) -> None:
        if self._figures is None or self._today is None:
            return
        self.to_do = [*self._inspections(self._figures, self._today), *self._rectifications()]
        window = self.window()
        if isinstance(window, MainWindow):
            window.set_badge(NAME, len(self.to_do))
        self.tasks.show_tasks(self.to_do)

    # --- to-dos ---
    def _inspections(self, figures: MonthFigures, today: date) -> list[ToDo]:
        found: list[ToDo] = []
        may = self._desk.actor.may
        for each in figures.canteens:
            if may(Permission.CANTEEN_SHEET_ANSWER):
                found += self._days(each, today)
            if may(Permission.CANTEEN_SHEET_REVIEW):
                found += [self._review(row) for row in each.sheets if row.state is SheetState.SIGNED]
        return found

    def _days(self, each: CanteenFigures, today: date) -> list[ToDo]:
        key, name = each.month.canteen_key, each.month.canteen
        found: list[ToDo] = []
        for cell in each.month.days:
            go = partial(self._go, Go(CALENDAR, partial(_open_day, key, cell.day)))
            if cell.day == today and cell.state in {DayState.NOT_STARTED, DayState.OPEN}:
                started = cell.state is DayState.OPEN
                title = (
                    tr(N_("Today's inspection: {count} items left"), count=cell.open) if started else tr(NOT_STARTED)
                )
                go = partial(self._go, Go(TODAY, lambda page: page.go(key)))
                verb = tr(N_("Continue")) if started else tr(N_("Start"))
                found.append(ToDo(title, name, tr(N_("due today")), Kind.WARN, verb, go))
            elif cell.state is DayState.MISSED and today - cell.day <= timedelta(days=LATE_DAYS):
                title = tr(N_("{day} was missed"), day=f"{cell.day:%m-%d}")
                found.append(ToDo(title, name, tr(N_("missed")), Kind.DANGER, tr(N_("Enter late")), go))
        return found

    def _review(self, row: SheetRow) -> ToDo:
        title = tr(N_("{day} waits for review"), day=f"{row.day:%m-%d}")
        told = tr(N_("{canteen}, signed by {who}"), canteen=row.canteen, who=row.signed_by)
        go = partial(self._go, Go(RECORDS, lambda page: page.open_sheet(row.key)))
        return ToDo(title, told, tr(N_("to review")), Kind.INFO, tr(N_("Review")), go)

    def _rectifications(self) -> list[ToDo]:
        """One's own; of others' only what waits for someone who manages them."""
        waits = {ActionState.TO_ASSIGN, ActionState.TO_VERIFY}
        manages = self._desk.actor.may(Permission.CANTEEN_ACTION_MANAGE)
        others = [row for row in self._open if row.overdue or row.state in waits] if manages else []
        rows = {row.key: row for row in (*self._mine, *others)}
        return [self._action(row) for row in list(rows.values())[:MOST_TO_DO]]

    def _action(self, row: ActionRow) -> ToDo:
        title = f"{row.code} {row.description or row.text}"
        told = " · ".join(part for part in (row.number, row.owner, choice_label(row.state)) if part)
        due = shown(row.deadline, today=self._today) if row.deadline else tr(N_("no deadline"))
        kind, state = (Kind.DANGER, tr(N_("overdue"))) if row.overdue else (Kind.INFO, due)
        return ToDo(title, told, state, kind, tr(N_("See")), partial(self._go, Go(RECTIFY)))

    def _go(self, go: Go, _checked: object = None) -> None:
        self.wanted.emit(go)
        window = self.window()
        if isinstance(window, MainWindow):
            go.open(window.go(NAME, go.page))

    # --- putting it together ---
    def _lay_out(self) -> None:
        page, figures = page_layout(self), QHBoxLayout()
        figures.setSpacing(12)
        for figure in (self.missed, self.signed, self.failed, self.open):
            figures.addWidget(figure)
        self._grid.setSpacing(12)
        self._grid.addWidget(self.tasks, 0, 0, 2, 1)
        for each in range(2):
            self._grid.setColumnStretch(each, 1)
            self._grid.setRowStretch(each, 1)
        page.addWidget(self.header)
        page.addLayout(figures)
        page.addLayout(self._grid, 1)

    def _put(self, card: ChartCard, row: int) -> None:
        """In the place of the one before, as a table if that one was."""
        old = self._charts.get(row)
        if old is not None:
            card.toggle.setChecked(old.toggle.isChecked())
            discard(self._grid, old)
        self._charts[row] = card
        self._grid.addWidget(card, row, 1)


def _open_day(canteen: UUID, day: date, page: Any) -> None:
    page.open_day(canteen, day)


def pass_rates(rows: tuple[SheetRow, ...], today: date) -> Series:
    """Percent of the checked items that passed, by day, of signed sheets; a day without one has no bar."""
    marks: list[Mark] = []
    signed = [row for row in rows if row.state is not SheetState.OPEN]
    for back in range(DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        passed = sum(row.passed for row in signed if row.day == day)
        checked = passed + sum(row.failed for row in signed if row.day == day)
        if checked:
            rate = round(100 * passed / checked, 1)
            name = tr(N_("today")) if not back else f"{day:%m-%d}"
            marks.append(Mark(name, rate, rate < LIMIT))
    base = min([80.0, *(mark.value - 5 for mark in marks)])
    return Series(tr(N_("Pass rate, 7 days")), tuple(marks), "%", LIMIT, max(0.0, base))


def fails_by_item(canteens: tuple[CanteenFigures, ...]) -> ShareBars:
    """The items that failed most often this month, over all canteens."""
    failed: dict[str, int] = {}
    checked: dict[str, int] = {}
    for item in (item for each in canteens for item in each.items):
        name = f"{item.code} {item.text}"
        failed[name] = failed.get(name, 0) + item.failed
        checked[name] = checked.get(name, 0) + item.checked
    names = sorted(failed, key=lambda name: -failed[name])[:MOST_FAILED]
    marks = tuple(Mark(name, failed[name]) for name in names)
    return ShareBars(Series(tr(N_("Fails by item, this month")), marks), [checked[name] for name in names])
