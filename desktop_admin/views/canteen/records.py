"""检查记录: every sheet there is, found, narrowed and opened."""

from typing import Any

from desktop_admin.api.canteen.calendar import ListSheets, SheetRow
from desktop_admin.api.canteen.sheet import SheetState
from desktop_admin.api.lists import Chip, ListSpec
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.views.canteen.choices import CanteenChoices
from desktop_admin.views.canteen.opening import OpensDays
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage
from desktop_admin.views.kit.paper import export_shown

SHEETS = ListSpec(
    name="canteen-sheets",
    title=N_("Inspection records"),
    query=ListSheets,
    columns=(
        "day",
        "canteen",
        "state",
        "passed",
        "failed",
        "not_applicable",
        "open",
        "signed_by",
        "signed_at",
        "reviewed_by",
        "reviewed_at",
        "late",
        "diners",
        "revision",
        "number",
    ),
    row_title="day",
    quiet=("number",),
    hidden=("reviewed_at", "diners", "revision"),
    chips=(
        Chip(N_("Inspecting"), {"state": SheetState.OPEN}),
        Chip(N_("To review"), {"state": SheetState.SIGNED}),
        Chip(N_("With fails"), {"has_fails": True}),
        Chip(N_("Late entry"), {"late_only": True}),
    ),
    export=Permission.CANTEEN_SHEET_EXPORT,
    search_hint=N_("Sheet no., canteen, signer"),
    empty=N_("No sheet has been started yet."),
    icon="file",
    counted=N_("{count} sheets"),
    widths={"passed": 64, "failed": 72, "not_applicable": 72, "open": 64, "late": 64, "state": 104, "day": 92},
    gives_way=("number", "late", "not_applicable"),
)


class RecordsPage(OpensDays):
    def __init__(self, desk: QtDesk) -> None:
        super().__init__(desk)
        canteens = CanteenChoices(desk)
        canteens.follow(self)
        self.list = ListPage(desk, SHEETS, opens=self._open, choices={"canteen": canteens}, export=export_shown)
        self.hold(self.list)

    def _open(self, row: Any) -> None:
        if isinstance(row, SheetRow):
            self.open_sheet(row.key)
