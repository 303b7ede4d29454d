"""The register of suppliers (食品安全法 53): their code and their licence."""

from datetime import date
from functools import partial

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.registers import (
    AddSupplier,
    DeleteSupplier,
    EditSupplier,
    InUse,
    ListSuppliers,
    ResumeSupplier,
    StopSupplier,
    SupplierRow,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.registers import Supplier
from desktop_admin.models.canteen.sheet import Basis
from desktop_admin.services.canteen.credit_code import checked_code
from desktop_admin.services.canteen.validity import expiring, state_of
from desktop_admin.services.narrowing import equal
from desktop_admin.services.registers import refuse_taken, used
from desktop_admin.services.registry import handles
from desktop_admin.services.texts import needed

NAME_NEEDED = N_("the name as it stands on the licence")
NUMBER_NEEDED = N_("the number of the licence (食品生产/经营许可证)")
SORTED_BY = {
    "name": Supplier.name,
    "credit_code": Supplier.credit_code,
    "licence_no": Supplier.licence_no,
    "licence_expiry": Supplier.licence_expiry,
    "days_left": Supplier.licence_expiry,
    "in_use": Supplier.in_use,
}


@handles(ListSuppliers)
def list_suppliers(work: Work, request: ListSuppliers) -> Page[SupplierRow]:
    today = local_day(work.now)
    found = select(Supplier).where(Supplier.school_id == work.school_id)
    found = found.where(*equal({Supplier.in_use: request.in_use}))
    if request.licence is not None:
        found = found.where(expiring(Supplier.licence_expiry, request.licence, today))
    if request.search:
        found = found.where(matching(work.session, Supplier, request.search))
    return work.page(request, found, SORTED_BY, partial(_row, today))


@handles(AddSupplier)
def add_supplier(work: Work, command: AddSupplier) -> SupplierRow:
    supplier = Supplier()
    _fill(work, supplier, command, None)
    return _row(local_day(work.now), work.add(supplier))


@handles(EditSupplier)
def edit_supplier(work: Work, command: EditSupplier) -> SupplierRow:
    supplier = work.get(Supplier, command.key, command.version)
    _fill(work, supplier, command, supplier)
    return _row(local_day(work.now), work.saved(supplier))


@handles(StopSupplier)
def stop_supplier(work: Work, command: StopSupplier) -> SupplierRow:
    return _row(local_day(work.now), used(work, Supplier, command, in_use=False))


@handles(ResumeSupplier)
def resume_supplier(work: Work, command: ResumeSupplier) -> SupplierRow:
    return _row(local_day(work.now), used(work, Supplier, command, in_use=True))


@handles(DeleteSupplier)
def delete_supplier(work: Work, command: DeleteSupplier) -> None:
    """Raises InUse where an inspection has relied on the supplier."""
    supplier = work.get(Supplier, command.key, command.version)
    relied_on = select(Basis.key).where(Basis.record_key == supplier.key).limit(1)
    if work.session.scalar(relied_on) is not None:
        raise InUse(name=supplier.name)
    work.session.delete(supplier)


def _fill(work: Work, supplier: Supplier, given: AddSupplier | EditSupplier, known: Supplier | None) -> None:
    code = checked_code(given.credit_code)
    refuse_taken(work, Supplier.credit_code, code, known)
    supplier.credit_code = code
    supplier.name = needed(N_("Name"), given.name, NAME_NEEDED)
    supplier.licence_no = needed(N_("Licence no."), given.licence_no, NUMBER_NEEDED)
    supplier.licence_expiry = given.licence_expiry
    supplier.address, supplier.phone = prose(given.address), prose(given.phone)


def _row(today: date, supplier: Supplier) -> SupplierRow:
    return SupplierRow(
        key=supplier.key,
        version=supplier.version,
        name=supplier.name,
        credit_code=supplier.credit_code,
        address=supplier.address,
        phone=supplier.phone,
        licence_no=supplier.licence_no,
        licence_expiry=supplier.licence_expiry,
        days_left=(supplier.licence_expiry - today).days,
        licence=state_of(supplier.licence_expiry, today),
        in_use=supplier.in_use,
    )
