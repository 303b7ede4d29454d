"""What the inspection rests on: canteens, storage units, suppliers, workers.

Each can be listed, added, edited and stopped. A row's labelled fields carry the names of the edit command's fields, so
that a form can be filled from a row.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Command, PageQuery, RecordCommand, label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class InUse(Refused):
    message = N_("“{name}” has records and cannot be deleted. Stop it instead: it keeps its records.")


class Stopped(Refused):
    message = N_("“{name}” has been stopped. Put it into use again first.")


class RunBy(Labelled):
    SCHOOL = "self-run", N_("self-run")
    CONTRACTOR = "contractor", N_("contractor")


class UnitKind(Labelled):
    CHILLED = "chilled", N_("chilled")
    FROZEN = "frozen", N_("frozen")


class CertificateState(Labelled):
    """30, 14, 7 and 1 days before: see days_left of the row."""

    VALID = "valid", N_("valid"), Tone.OK
    EXPIRING = "expiring", N_("expiring"), Tone.WARN  # 30 days or fewer left
    EXPIRED = "expired", N_("expired"), Tone.DANGER


Name = Annotated[str, label(N_("Name"), max_length=40)]
Position = Annotated[int, label(N_("Order"), ge=1, le=99)]
InUseField = Annotated[bool, label(N_("In use"))]


# --- canteens ---
class CanteenRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    position: Position
    name: Name
    run_by: Annotated[RunBy, label(N_("Run by"))]
    contractor: Annotated[str, label(N_("Contractor"))]
    breakfast: Annotated[bool, label(N_("Breakfast"))]
    lunch: Annotated[bool, label(N_("Lunch"))]
    dinner: Annotated[bool, label(N_("Dinner"))]
    since: Annotated[date, label(N_("In use since"))]  # days before it are never missed
    in_use: InUseField


class ListCanteens(PageQuery[CanteenRow], frozen=True, kw_only=True):
    """In the school's own order."""

    permission = Permission.CANTEEN_SHEET_READ
    kinds = frozenset({"canteen"})

    in_use: Annotated[bool | None, label(N_("In use"))] = None


class AddCanteen(Command[CanteenRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Add canteen")

    name: Name
    position: Position = 1
    run_by: Annotated[RunBy, label(N_("Run by"))] = RunBy.SCHOOL
    contractor: Annotated[str, label(N_("Contractor"), max_length=60)] = ""
    breakfast: Annotated[bool, label(N_("Breakfast"))] = False
    lunch: Annotated[bool, label(N_("Lunch"))] = True
    dinner: Annotated[bool, label(N_("Dinner"))] = False
    since: Annotated[date | None, label(N_("In use since"), hint=N_("Empty: from today"))] = None


class EditCanteen(RecordCommand[CanteenRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Edit canteen")

    name: Name
    position: Position
    run_by: Annotated[RunBy, label(N_("Run by"))]
    contractor: Annotated[str, label(N_("Contractor"), max_length=60)] = ""
    breakfast: Annotated[bool, label(N_("Breakfast"))]
    lunch: Annotated[bool, label(N_("Lunch"))]
    dinner: Annotated[bool, label(N_("Dinner"))]


class StopCanteen(RecordCommand[CanteenRow], frozen=True):
    """From tomorrow on no inspection is due. Its records stay."""

    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Stop canteen")


class ResumeCanteen(RecordCommand[CanteenRow], frozen=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Use canteen again")


# --- storage units ---
Resolution = Annotated[
    str, label(N_("Resolution"), max_length=10, unit="℃", hint=N_("What its display can show, 0.1 or 1"))
]


class UnitRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    canteen_key: UUID
    canteen: Annotated[str, label(N_("Canteen"))]
    name: Name
    kind: Annotated[UnitKind, label(N_("Kind"))]
    resolution: Resolution
    in_use: InUseField


class ListUnits(PageQuery[UnitRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_READ
    kinds = frozenset({"canteen_unit", "canteen"})

    canteen: Annotated[UUID | None, label(N_("Canteen"), editor="choice")] = None
    kind: Annotated[UnitKind | None, label(N_("Kind"))] = None
    in_use: Annotated[bool | None, label(N_("In use"))] = None


class AddUnit(Command[UnitRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Add storage unit")

    canteen_key: Annotated[UUID, label(N_("Canteen"), editor="choice")]
    name: Name
    kind: Annotated[UnitKind, label(N_("Kind"))] = UnitKind.CHILLED
    resolution: Resolution = "0.1"


class EditUnit(RecordCommand[UnitRow], frozen=True, kw_only=True):
    """The kind stays: readings were judged by it. Stop the unit and add another."""

    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Edit storage unit")

    name: Name
    resolution: Resolution = "0.1"


class StopUnit(RecordCommand[UnitRow], frozen=True):
    """No reading is asked for any more, from now on."""

    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Stop storage unit")


class ResumeUnit(RecordCommand[UnitRow], frozen=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Use storage unit again")


# --- suppliers ---
CreditCode = Annotated[
    str, label(N_("Unified social credit code"), max_length=18, hint=N_("18 characters; the last one checks the rest"))
]
Phone = Annotated[str, label(N_("Phone"), max_length=40)]
Address = Annotated[str, label(N_("Address"), max_length=120)]


class SupplierRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    name: Annotated[str, label(N_("Name"))]
    credit_code: CreditCode
    address: Address
    phone: Phone
    licence_no: Annotated[str, label(N_("Licence no."))]
    licence_expiry: Annotated[date, label(N_("Licence valid until"))]  # the last day it is valid
    days_left: Annotated[int, label(N_("Days left"))]  # 0 on the last day; negative: expired
    licence: Annotated[CertificateState, label(N_("Licence"))]
    in_use: InUseField


class ListSuppliers(PageQuery[SupplierRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_READ
    kinds = frozenset({"canteen_supplier"})

    in_use: Annotated[bool | None, label(N_("In use"))] = None
    licence: Annotated[CertificateState | None, label(N_("Licence"))] = None


class AddSupplier(Command[SupplierRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Add supplier")

    name: Annotated[str, label(N_("Name"), max_length=60)]
    credit_code: CreditCode
    licence_no: Annotated[str, label(N_("Licence no."), max_length=40)]
    licence_expiry: Annotated[date, label(N_("Licence valid until"))]
    address: Address = ""
    phone: Phone = ""


class EditSupplier(RecordCommand[SupplierRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Edit supplier")

    name: Annotated[str, label(N_("Name"), max_length=60)]
    credit_code: CreditCode
    licence_no: Annotated[str, label(N_("Licence no."), max_length=40)]
    licence_expiry: Annotated[date, label(N_("Licence valid until"))]
    address: Address = ""
    phone: Phone = ""


class StopSupplier(RecordCommand[SupplierRow], frozen=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Stop supplier")


class ResumeSupplier(RecordCommand[SupplierRow], frozen=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Use supplier again")


class DeleteSupplier(RecordCommand[None], frozen=True):
    """Only one entered by mistake: a supplier that an inspection has relied on is refused (InUse)."""

    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Delete supplier")


# --- workers ---
Certificate = Annotated[str, label(N_("Health certificate no."), max_length=40)]
Issued = Annotated[date, label(N_("Issued on"))]
Expiry = Annotated[date, label(N_("Valid until"), hint=N_("At most one year after it was issued"))]


class WorkerRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    canteen_key: UUID
    canteen: Annotated[str, label(N_("Canteen"))]
    name: Name
    post: Annotated[str, label(N_("Post"))]
    certificate_no: Certificate
    certificate_issued: Issued
    certificate_expiry: Expiry  # the last day it is valid
    days_left: Annotated[int, label(N_("Days left"))]
    certificate: Annotated[CertificateState, label(N_("Health certificate"))]
    account_key: UUID | None
    training: Annotated[CertificateState | None, label(N_("Food-safety training"))]  # none: not trained here
    training_no: Annotated[str, label(N_("Training certificate no."))]
    training_until: Annotated[date | None, label(N_("Training valid until"))]  # the last day; none: for ever
    in_use: Annotated[bool, label(N_("On duty"))]


class ListWorkers(PageQuery[WorkerRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_READ
    kinds = frozenset({"canteen_worker", "training_certificate", "canteen"})

    canteen: Annotated[UUID | None, label(N_("Canteen"), editor="choice")] = None
    certificate: Annotated[CertificateState | None, label(N_("Health certificate"))] = None
    in_use: Annotated[bool | None, label(N_("On duty"))] = None


class AddWorker(Command[WorkerRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Add worker")

    canteen_key: Annotated[UUID, label(N_("Canteen"), editor="choice")]
    name: Name
    post: Annotated[str, label(N_("Post"), max_length=40)]
    certificate_no: Certificate
    certificate_issued: Issued
    certificate_expiry: Expiry
    account_key: Annotated[UUID | None, label(N_("Account"), editor="choice")] = None


class EditWorker(RecordCommand[WorkerRow], frozen=True, kw_only=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Edit worker")

    canteen_key: Annotated[UUID, label(N_("Canteen"), editor="choice")]
    name: Name
    post: Annotated[str, label(N_("Post"), max_length=40)]
    certificate_no: Certificate
    certificate_issued: Issued
    certificate_expiry: Expiry
    account_key: Annotated[UUID | None, label(N_("Account"), editor="choice")] = None


class StopWorker(RecordCommand[WorkerRow], frozen=True):
    """Off duty: the certificate no longer counts."""

    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Take off duty")


class ResumeWorker(RecordCommand[WorkerRow], frozen=True):
    permission = Permission.CANTEEN_REGISTER_EDIT
    caption = N_("Back on duty")


class CertificateTooLong(Refused):
    message = N_("A health certificate is valid for one year at most; issued on {issued}, until {latest}.")


class CertificateTurned(Refused):
    message = N_("The certificate ends on {expiry}, before it was issued on {issued}.")


class NotACreditCode(Refused):
    message = N_("{code} is not a unified social credit code: {reason}.")
    phrases = frozenset({"reason"})


class ContractorNeeded(Refused):
    message = N_("Name the contractor of a canteen that a contractor runs.")
