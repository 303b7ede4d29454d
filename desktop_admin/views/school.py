"""学校设置: the school's own record, its clock, and the days that differ from the week's rule."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_admin.api.backup import ReadBackupState
from desktop_admin.api.base import fields
from desktop_admin.api.school import CALENDAR, EditSchool, ListCalendarDays, ReadSchool, SchoolProfile
from desktop_admin.api.sharing import ReadSharing
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.backup import TITLE, BackupPage
from desktop_admin.views.clock import ClockCard
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.form import FormDialog
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.kit.shell import Module, Page
from desktop_admin.views.kit.widgets import Card, PageHeader, button, label, page_layout
from desktop_admin.views.sharing import SharingPage


class SchoolPage(QWidget):
    """What stands on every printed record."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk, self.clock = desk, ClockCard(desk)
        self.profile: SchoolProfile | None = None
        self.dialog: FormDialog | None = None
        self.edit = button(tr(EditSchool.caption), "", "edit")
        self.edit.setEnabled(False)
        self.edit.clicked.connect(self._edit)
        self._values = {name: label("", wrap=True) for name in fields(SchoolProfile)}
        self._lay_out()
        Renewal(desk, self, frozenset({ReadSchool.of_area()}), self._ask)
        self._ask()

    def _lay_out(self) -> None:
        header, card, grid = PageHeader(tr(N_("School"))), Card(), QGridLayout()
        header.add(self.edit)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (name, field) in enumerate(fields(SchoolProfile).items()):
            grid.addWidget(label(tr(field.label), "quiet"), row, 0)
            grid.addWidget(self._values[name], row, 1)
        card.body.addLayout(grid)
        whole: QVBoxLayout = page_layout(self)
        whole.addWidget(header)
        whole.addWidget(card)
        whole.addWidget(self.clock)
        whole.addStretch(1)

    def _ask(self) -> None:
        self._desk.ask(ReadSchool(), owner=self, then=self._show)

    def _show(self, profile: SchoolProfile) -> None:
        self.profile = profile
        for name, value in self._values.items():
            value.setText(shown(getattr(profile, name)))
        self.edit.setEnabled(self._desk.actor.may(EditSchool.permission))

    def _edit(self) -> None:
        profile = self.profile
        if profile is None:
            return
        known = {name: getattr(profile, name) for name in fields(EditSchool)}
        fixed = {"key": profile.key, "version": profile.version}
        form = FormDialog(self, self._desk, EditSchool, fixed=fixed, initial=known, record=profile.name)
        self.dialog = form
        form.open()


def calendar_page(desk: QtDesk) -> ListPage:
    return ListPage(desk, CALENDAR)


SCHOOL = N_("School")  # the page
MODULE = Module(
    "school",
    N_("School"),
    "home",
    (
        Page(N_("School calendar"), ListCalendarDays.permission, calendar_page),
        Page(SCHOOL, ReadSchool.permission, SchoolPage),
        Page(N_("Sharing"), ReadSharing.permission, SharingPage, help="sharing"),
        Page(TITLE, ReadBackupState.permission, BackupPage, help="backup"),
    ),
)
