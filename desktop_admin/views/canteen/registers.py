"""登记册: what the inspection rests on; one register at a time."""

from typing import Any

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
from desktop_admin.core.i18n import N_
from desktop_admin.views.canteen.choices import CanteenChoices, PeopleChoices
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.list_page import ListPage, SwitchedLists

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

REGISTERS = (SUPPLIERS, UNITS, WORKERS, CANTEENS)


class RegistersPage(SwitchedLists):
    def __init__(self, desk: QtDesk) -> None:
        canteens, self.people = CanteenChoices(desk), PeopleChoices(desk)
        choices = {"canteen": canteens, "canteen_key": canteens, "account_key": self.people}
        super().__init__(REGISTERS, lambda spec: ListPage(desk, spec, choices=choices))
        canteens.follow(self)
        self.people.follow(self)
        self.show_register(0)
