"""The canteen's screens: the module 食堂日检.

overview   what waits, the week's pass rate, the month's gaps and fails
today      today's sheet of a canteen
records    every sheet, found and opened
month      the calendar; a missed day is red
rectify    corrective actions
registers  suppliers, storage units, workers, canteens

day        one canteen's day, which today, records and month show; start before it begins, dialogs around its signature
keeper     sends every answer at once and shows what the server said
lines      a sheet as the checklist page draws it
clash      who decides when two people answered one item
told       what an answer is about, for who sees it without its sheet
"""

from desktop_admin.api.canteen.refusals import AnsweredElsewhere
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.views.canteen.clash import decide
from desktop_admin.views.canteen.month import MonthPage
from desktop_admin.views.canteen.overview import (
    CALENDAR,
    NAME,
    OVERVIEW,
    RECORDS,
    RECTIFY,
    REGISTERS,
    TODAY,
    OverviewPage,
)
from desktop_admin.views.canteen.records import RecordsPage
from desktop_admin.views.canteen.rectify import RectifyPage
from desktop_admin.views.canteen.registers import RegistersPage
from desktop_admin.views.canteen.today import TodayPage
from desktop_admin.views.kit.shell import Module, Page

__all__ = ["MODULE"]

MODULE = Module(
    NAME,
    N_("Canteen checks"),
    "canteen",
    (
        Page(OVERVIEW, Permission.CANTEEN_SHEET_READ, OverviewPage),
        Page(TODAY, Permission.CANTEEN_SHEET_READ, TodayPage),
        Page(RECORDS, Permission.CANTEEN_SHEET_READ, RecordsPage),
        Page(CALENDAR, Permission.CANTEEN_SHEET_READ, MonthPage),
        Page(RECTIFY, Permission.CANTEEN_SHEET_READ, RectifyPage),
        Page(REGISTERS, Permission.CANTEEN_REGISTER_READ, RegistersPage),
    ),
    decides={AnsweredElsewhere: decide},
)
