"""登记册: what the inspection rests on; one register at a time."""

from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_admin.api.canteen.limits import LimitRow, ListLimits, ReviseLimit
from desktop_admin.api.canteen.registers import (
    AddCanteen,
    AddSupplier,
    AddUnit,
    AddWorker,
    CertificateState,
    DeleteSupplier,
    EditCanteen,
    EditSupplier,
    EditUnit,
    EditWorker,
    ListCanteens,
    ListSuppliers,
    ListUnits,
    ListWorkers,
    ResumeCanteen,
    ResumeSupplier,
    ResumeUnit,
    ResumeWorker,
    StopCanteen,
    StopSupplier,
    StopUnit,
    StopWorker,
)
from desktop_admin.api.lists import Action, Chip, ListSpec
from desktop_admin.api.shown import shown
from desktop_admin.core.i18n import N_, tr
from desktop_admin.views.canteen.choices import CanteenChoices, PeopleChoices
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage, SwitchedLists
from desktop_admin.views.kit.widgets import Hairline, label

IN_USE = Chip(N_("In use"), {"in_use": True})
STOPPED = Chip(N_("Stopped"), {"in_use": False})


def in_use(row: Any) -> bool:
    return bool(row.in_use)


def stopped(row: Any) -> bool:
    return not row.in_use


SUPPLIERS = ListSpec(
    name="canteen-suppliers",
    title=N_("Suppliers"),
    query=ListSuppliers,
    columns=(
        "name",
        "licence",
        "licence_expiry",
        "days_left",
        "licence_no",
        "credit_code",
        "phone",
        "address",
        "in_use",
    ),
    row_title="name",
    quiet=("credit_code",),
    hidden=("address",),
    chips=(
        IN_USE,
        Chip(N_("Licence expiring"), {"licence": CertificateState.EXPIRING}),
        Chip(N_("Licence expired"), {"licence": CertificateState.EXPIRED}),
        STOPPED,
    ),
    actions=(
        Action(EditSupplier, bulk=False, icon="edit", shortcut="F2"),
        Action(
            StopSupplier,
            in_use,
            icon="minus",
            effect=N_("No more deliveries can be taken from {name}. Records stay."),
            danger=True,
        ),
        Action(ResumeSupplier, stopped, icon="undo"),
        Action(
            DeleteSupplier, bulk=False, icon="trash", effect=N_("{name} disappears. Only without records."), danger=True
        ),
    ),
    new=AddSupplier,
    search_hint=N_("Name, code, licence no."),
    empty=N_("There is no supplier yet."),
    icon="canteen",
    counted=N_("{count} suppliers"),
    widths={"name": 220, "credit_code": 180, "licence_no": 150},
)

UNITS = ListSpec(
    name="canteen-units",
    title=N_("Storage units"),
    query=ListUnits,
    columns=("name", "canteen", "kind", "resolution", "in_use"),
    row_title="name",
    chips=(IN_USE, STOPPED),
    actions=(
        Action(EditUnit, bulk=False, icon="edit", shortcut="F2"),
        Action(
            StopUnit,
            in_use,
            icon="minus",
            effect=N_("No reading of {name} is asked for any more. Records stay."),
            danger=True,
        ),
        Action(ResumeUnit, stopped, icon="undo"),
    ),
    new=AddUnit,
    search_hint=N_("Name"),
    empty=N_("There is no storage unit yet. Each one is read in the morning and in the afternoon."),
    icon="lab",
    counted=N_("{count} units"),
    widths={"name": 200, "canteen": 160},
)

WORKERS = ListSpec(
    name="canteen-workers",
    title=N_("Workers"),
    query=ListWorkers,
    columns=(
        "name",
        "post",
        "canteen",
        "certificate",
        "certificate_expiry",
        "days_left",
        "training",
        "training_until",
        "certificate_no",
        "certificate_issued",
        "training_no",
        "in_use",
    ),
    row_title="name",
    quiet=("certificate_no", "training_no"),
    hidden=("certificate_issued", "training_until", "training_no"),
    unsortable=("training", "training_until", "training_no"),
    chips=(
        Chip(N_("On duty"), {"in_use": True}),
        Chip(N_("Certificate expiring"), {"certificate": CertificateState.EXPIRING}),
        Chip(N_("Certificate expired"), {"certificate": CertificateState.EXPIRED}),
        Chip(N_("Off duty"), {"in_use": False}),
    ),
    actions=(
        Action(EditWorker, bulk=False, icon="edit", shortcut="F2"),
        Action(StopWorker, in_use, icon="minus", effect=N_("{name} goes off duty. Records stay."), danger=True),
        Action(ResumeWorker, stopped, icon="undo"),
    ),
    new=AddWorker,
    search_hint=N_("Name, post, certificate no."),
    empty=N_("There is no worker yet."),
    icon="users",
    counted=N_("{count} workers"),
    widths={"post": 120, "certificate_no": 150},
    person=True,
)

CANTEENS = ListSpec(
    name="canteens",
    title=N_("Canteens"),
    query=ListCanteens,
    columns=("name", "run_by", "contractor", "breakfast", "lunch", "dinner", "since", "in_use", "position"),
    row_title="name",
    hidden=("position",),
    chips=(IN_USE, STOPPED),
    actions=(
        Action(EditCanteen, bulk=False, icon="edit", shortcut="F2"),
        Action(
            StopCanteen,
            in_use,
            bulk=False,
            icon="minus",
            effect=N_("From tomorrow on no inspection is due at {name}. Records stay."),
            danger=True,
        ),
        Action(ResumeCanteen, stopped, bulk=False, icon="undo"),
    ),
    new=AddCanteen,
    search_hint=N_("Name"),
    empty=N_("There is no canteen yet."),
    icon="canteen",
    counted=N_("{count} canteens"),
    widths={"name": 180, "contractor": 180},
)

LIMITS = ListSpec(
    name="canteen-limits",
    title=N_("Limits"),
    query=ListLimits,
    columns=("code", "text", "measure", "shipped", "own", "since", "coming"),
    row_title="text",
    quiet=("code", "measure"),
    chips=(Chip(N_("Changed by the school"), {"changed": True}),),
    actions=(Action(ReviseLimit, bulk=False, icon="edit", shortcut="F2"),),
    search_hint=N_("Item or measure"),
    empty=N_("Nothing is measured."),
    icon="lab",
    counted=N_("{count} limits"),
    widths={"code": 84, "text": 220, "measure": 150, "shipped": 130, "own": 130},
    unsortable=("shipped", "own", "coming"),
)

REGISTERS = (SUPPLIERS, UNITS, WORKERS, CANTEENS, LIMITS)
UNCHANGED = N_("The school has not changed this limit.")


class LimitHistory(QWidget):
    """What comes with the program, and each limit that the school has set instead, the latest first."""

    def __init__(self, _desk: QtDesk, row: LimitRow) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, 72)
        self._grid.setColumnStretch(1, 1)
        self._add(tr(N_("Shipped limit")), row.shipped or "—")
        for each in row.past:
            self._grid.addWidget(Hairline(), self._grid.rowCount(), 0, 1, 2)
            self._add(shown(each.valid_from), each.limit)
            self._add(tr(N_("Reason")), each.reason)
            self._add(tr(N_("Set by")), f"{each.by} {shown(each.at)}")
        if not row.past:
            self._grid.addWidget(label(tr(UNCHANGED), "quiet", wrap=True), self._grid.rowCount(), 0, 1, 2)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add(self, name: str, value: str) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(label(name, "quiet"), place, 0)
        self._grid.addWidget(label(value, wrap=True), place, 1)


DETAILS = {LIMITS.name: LimitHistory}


class RegistersPage(SwitchedLists):
    def __init__(self, desk: QtDesk) -> None:
        canteens, self.people = CanteenChoices(desk), PeopleChoices(desk)
        choices = {"canteen": canteens, "canteen_key": canteens, "account_key": self.people}
        super().__init__(REGISTERS, lambda spec: ListPage(desk, spec, choices=choices, details=DETAILS.get(spec.name)))
        canteens.follow(self)
        self.people.follow(self)
