"""报表: every report that this person may make, of the days that are chosen."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from msgspec import Struct
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_admin.api.base import Page as Rows
from desktop_admin.api.base import Period as Days
from desktop_admin.api.base import fields
from desktop_admin.api.base import label as named
from desktop_admin.api.canteen.registers import CanteenRow, ListCanteens
from desktop_admin.api.school import CheckPaper, PaperCheck
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.permissions import Actor
from desktop_admin.reports.base import LONGEST_NUMBER, Period, Report, ReportRequest
from desktop_admin.reports.catalogue import REPORTS
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import make_editor
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.messages import MessageBar, QuietWord
from desktop_admin.views.kit.paper import PaperView, save_report
from desktop_admin.views.kit.paper.making import AskPath, Making, ask_path, now
from desktop_admin.views.kit.paper.printing import Outside
from desktop_admin.views.kit.paper.view import asked
from desktop_admin.views.kit.progress import ProgressLine
from desktop_admin.views.kit.shell import Module, Page
from desktop_admin.views.kit.widgets import Card, Kind, PageHeader, button, label, page_layout, scrolled

NAME = "reports"
MONTHS, YEARS = 24, 10  # that can be chosen, the newest first
FIELD = 260  # pixels


LISTED = (Period.MONTH, Period.YEAR)  # chosen from a list


class Chosen(Struct):
    """What a report may have to be told."""

    day: Annotated[date, named(N_("Date"))]
    days: Annotated[Days, named(N_("Period"))]


class ReportCard(Card):
    """One report: what it is, of which days, and what can be done."""

    def __init__(self, report: Report[Any], today: date) -> None:
        super().__init__(tr(report.title))
        self.report = report
        self.head.addWidget(label(" · ".join(form.upper() for form in report.formats), "small"))
        self.body.addWidget(label(tr(report.about), "quiet", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._editor: Any = None
        self.months = QComboBox()
        self.number = QLineEdit()
        self._add_number(row)
        self._add_period(row, today)
        self.canteens = QComboBox()
        self.canteens.setAccessibleName(tr(N_("Canteen")))
        self.canteens.addItem(tr(N_("All canteens")), None)
        self.canteens.setFixedWidth(180)
        row.addWidget(self.canteens)
        row.addStretch(1)
        self.preview = button(tr(N_("Preview")), "", "eye")
        self.excel = button(tr(N_("Export Excel")), "", "export")
        row.addWidget(self.excel)
        row.addWidget(self.preview)
        self.body.addLayout(row)
        self.canteens.setVisible(report.by_canteen)  # none before it has its place: it would be a window of its own
        self.preview.setVisible("pdf" in report.formats)
        self.excel.setVisible("xlsx" in report.formats)

    def days(self) -> tuple[date | None, date | None]:
        """First and last day as chosen. Raises Invalid for what is no day."""
        if self.report.period in LISTED:
            return self.months.currentData(), None
        read = self._editor.read() if self._editor else None
        return (read.first, read.last) if isinstance(read, Days) else (read, read)

    def show_canteens(self, rows: tuple[CanteenRow, ...]) -> None:
        for row in rows:
            self.canteens.addItem(row.name, row.key)

    def canteen(self) -> UUID | None:
        return self.canteens.currentData() if self.report.by_canteen else None

    def _add_number(self, row: QHBoxLayout) -> None:
        """Of the one record that the report is about."""
        if self.report.numbered:
            what = tr(self.report.numbered)
            self.number.setAccessibleName(what)
            self.number.setPlaceholderText(what)
            self.number.setMaxLength(LONGEST_NUMBER)
            self.number.setFixedWidth(FIELD)
            row.addWidget(self.number)

    def _add_period(self, row: QHBoxLayout, today: date) -> None:
        if self.report.period in LISTED:
            yearly = self.report.period is Period.YEAR
            self.months.setAccessibleName(tr(N_("Year") if yearly else N_("Month")))
            for first in _years(today) if yearly else _months(today):
                self.months.addItem(f"{first:%Y}" if yearly else f"{first:%Y-%m}", first)
            self.months.setFixedWidth(FIELD // 2)
            row.addWidget(self.months)
        elif self.report.period is not Period.NONE:
            name = "day" if self.report.period is Period.DAY else "days"
            self._editor = make_editor(fields(Chosen)[name])
            self._editor.write(today if name == "day" else Days(today.replace(day=1), today))
            self._editor.widget.setFixedWidth(FIELD // 2 if name == "day" else FIELD)
            row.addWidget(self._editor.widget)


GENUINE = N_("This program printed it: {number}, revision {revision}, content {digest} …")
FORGED = N_("{number} was not printed by this program, or its code was changed. Do not rely on this paper.")


class ReportsPage(QWidget):
    def __init__(self, desk: QtDesk, *, outside: Outside | None = None, ask_path: AskPath = ask_path) -> None:
        super().__init__()
        self._desk, self._outside, self._ask_path = desk, outside, ask_path
        self.view: PaperView | None = None
        self.messages, self.word, self.progress = MessageBar(), QuietWord(), ProgressLine()
        self.making = Making(desk, self.progress)
        header = PageHeader(tr(N_("Reports")))
        header.add(self.word)
        self.check = button(tr(CheckPaper.caption), "", "search")
        self.check.clicked.connect(self._check_paper)
        self.form: FormDialog | None = None
        header.add(self.check)
        layout = page_layout(self)
        layout.addWidget(header)
        layout.addWidget(self.messages)
        allowed = [report for report in REPORTS if desk.actor.may(report.permission)]
        self.cards = [ReportCard(report, now().date()) for report in allowed]
        layout.addWidget(scrolled(self._listed()), 1)
        layout.addWidget(self.progress)
        if any(report.by_canteen for report in allowed):
            desk.ask(ListCanteens(limit=100), owner=self, then=self._show_canteens)

    def _listed(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in self.cards:
            card.preview.clicked.connect(partial(self._preview, card))
            card.excel.clicked.connect(partial(self._save, card))
            if "pdf" in card.report.formats:
                card.number.returnPressed.connect(card.preview.click)
            column.addWidget(card)
        column.addStretch(1)
        return inner

    def _show_canteens(self, found: Rows[CanteenRow]) -> None:
        for card in self.cards:
            card.show_canteens(found.rows)

    def _check_paper(self) -> None:
        """What a printed record's QR code says, typed or scanned into the field."""
        self.form = FormDialog(self, self._desk, CheckPaper, then=self._checked)
        self.form.open()

    def _checked(self, paper: PaperCheck) -> None:
        kind = Kind.OK if paper.genuine else Kind.DANGER
        found = {"number": paper.number, "revision": paper.revision, "digest": paper.digest}
        self.messages.say(tr(GENUINE if paper.genuine else FORGED, **found), kind)

    def _preview(self, card: ReportCard) -> None:
        self.messages.dismiss()
        try:
            report, request = self._asked(card)
        except Refused as error:
            self.messages.show_refusal(error)
            return
        self.view = PaperView(self, self._desk, report, request, outside=self._outside)
        self.view.open()

    def _asked(self, card: ReportCard) -> tuple[Report[Any], ReportRequest]:
        """Raises what is wrong with the days or the number."""
        number = card.number.text() if card.report.numbered else ""
        return asked(self._desk, card.report.name, card.days(), subject=card.canteen(), number=number)

    def _save(self, card: ReportCard) -> None:
        self.messages.dismiss()
        try:
            wanted = self._asked(card)
        except Refused as error:
            self.messages.show_refusal(error)
            return
        self._allow(card.excel, may=False)
        save_report(
            self,
            self._desk,
            wanted,
            ".xlsx",
            making=self.making,
            then=partial(self._saved, card.excel),
            failed=partial(self._refused, card.excel),
            ask_path=self._ask_path,
        )
        if not self.making.busy:
            self._allow(card.excel, may=True)

    def _saved(self, pressed: QPushButton, path: Path) -> None:
        self._allow(pressed, may=True)
        self.word.say(tr(N_("Saved {name}"), name=path.name))

    def _refused(self, pressed: QPushButton, error: Refused) -> None:
        self._allow(pressed, may=True)
        self.messages.show_refusal(error)

    def _allow(self, pressed: QPushButton, *, may: bool) -> None:
        for card in self.cards:
            card.excel.setEnabled(may)
        if may:
            pressed.setFocus()


def _months(today: date) -> list[date]:
    """The first days of the last months, this month's first."""
    first = today.replace(day=1)
    count = first.year * 12 + first.month - 1
    return [date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(MONTHS)]


def _years(today: date) -> list[date]:
    return [date(today.year - back, 1, 1) for back in range(YEARS)]


def makes_any(actor: Actor) -> bool:
    """Whether there is a report that the person may make."""
    return any(actor.may(report.permission) for report in REPORTS)


MODULE = Module(NAME, N_("Reports"), "report", (Page(N_("Reports"), None, ReportsPage, fits=makes_any),))
