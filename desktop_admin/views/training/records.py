"""学时与证书: certificates, the ledger of class hours, and a year's total for everybody."""

from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QWidget

from desktop_admin.api.training.credits import CreditTotal, ReadCreditTotals
from desktop_admin.api.training.lists import CERTIFICATES, CREDITS
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors.dates import school_day
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.messages import MessageBar
from desktop_admin.views.kit.paper import export_shown
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.switched import Switched
from desktop_admin.views.kit.widgets import Card, EmptyState, PageHeader, button, page_layout
from desktop_admin.views.training import printing
from desktop_admin.views.training.certificate import CertificateFacts
from desktop_admin.views.training.choices import CourseChoices, PeopleChoices
from desktop_admin.views.training.names import AREA, plain
from desktop_admin.views.training.table import Cell, CellTable, Column
from desktop_admin.views.training.verify import VerifyDialog

YEARS = 5  # that can be looked back on
ALL_CERTIFICATES = replace(CERTIFICATES, chips=CERTIFICATES.chips[:-1], widths={"number": 150, "course": 190})
LEDGER = replace(CREDITS, widths={"title": 220})


class CertificatesPart(ListPage):
    def __init__(self, desk: QtDesk, courses: CourseChoices, people: PeopleChoices) -> None:
        choices = {"course": courses, "learner": people}
        super().__init__(desk, ALL_CERTIFICATES, details=CertificateFacts, choices=choices, export=export_shown)
        self.dialog: Any = None
        self.check = button(tr(N_("Check a certificate")), "", "check")
        self.check.clicked.connect(self._check)
        self.header.add(self.check)

    def _check(self) -> None:
        self.dialog = VerifyDialog(self, self.desk)
        self.dialog.open()


class YearPart(QWidget):
    """Everybody's class hours of a year."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.totals: tuple[CreditTotal, ...] = ()
        self.dialog: Any = None
        self.header, self.messages, self.year = PageHeader(tr(N_("Class hours of a year"))), MessageBar(), QComboBox()
        self.year.setAccessibleName(tr(N_("Year")))
        this_year = school_day().year
        for year in range(this_year, this_year - YEARS, -1):
            self.year.addItem(str(year), year)
        self.header.add(self.year)
        made = printing.print_button(desk, printing.CREDIT_HOURS, self._print)
        if made is not None:
            self.header.add(made)
        columns = (
            Column(tr(N_("Full name")), 160),
            Column(tr(N_("Department"))),
            Column(tr(N_("Entries")), 100, right=True),
            Column(tr(N_("Class hours")), 120, right=True),
        )
        self.table, self.card = CellTable(tr(N_("Class hours of a year")), columns, picks=True), Card()
        self.nothing = EmptyState(tr(N_("No class hours have been credited in this year.")), "clock")
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self.nothing, 1)
        page = page_layout(self)
        page.addWidget(self.header)
        page.addWidget(self.messages)
        page.addWidget(self.card, 1)
        self.setFocusProxy(self.table)
        self.year.activated.connect(self.ask)
        Renewal(desk, self, AREA, self.ask)
        self.ask()

    def ask(self, _place: int = 0) -> None:
        year = self.year.currentData()
        failed = self.messages.show_refusal
        self._desk.ask(ReadCreditTotals(year), owner=self, then=partial(self._take, year), failed=failed)

    def _take(self, year: int, totals: tuple[CreditTotal, ...]) -> None:
        if year != self.year.currentData():
            return
        self.totals = totals
        self.header.context.setText(tr(N_("{count} people"), count=len(totals)) if totals else "")
        self.table.setVisible(bool(totals))
        self.nothing.setVisible(not totals)
        self.table.show_rows(
            [
                (
                    Cell(each.person, bold=True),
                    Cell(each.department, quiet=True),
                    Cell(str(each.entries), quiet=True),
                    Cell(plain(each.total)),
                )
                for each in totals
            ]
        )

    def _print(self) -> None:
        """The chosen person's statement of the year."""
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.totals):
            self.dialog = printing.print_year(self, self._desk, self.totals[place].person_key, self.year.currentData())


class RecordsPage(Switched):
    def __init__(self, desk: QtDesk) -> None:
        self._desk = desk
        self._courses, self._people = CourseChoices(desk), PeopleChoices(desk)
        parts: list[Any] = [
            (CERTIFICATES.title, lambda: CertificatesPart(desk, self._courses, self._people)),
            (N_("Ledger of class hours"), self._ledger),
        ]
        if desk.actor.may(ReadCreditTotals.permission):
            parts.append((N_("Class hours of a year"), lambda: YearPart(desk)))
        super().__init__(parts)
        self._courses.follow(self)
        self._people.follow(self)

    def _ledger(self) -> ListPage:
        return ListPage(self._desk, LEDGER, choices={"person": self._people}, export=export_shown)
