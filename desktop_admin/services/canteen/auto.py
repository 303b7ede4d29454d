"""What the registers say about an auto item: computed, confirmed by a person, never typed, never passed in silence."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from msgspec import Struct
from sqlalchemy import select

from desktop_admin.api.canteen.actions import OPEN
from desktop_admin.api.canteen.checklist import Register
from desktop_admin.api.canteen.sheet import Proposal, Verdict
from desktop_admin.core.i18n import N_
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.registers import CanteenWorker, Supplier
from desktop_admin.models.canteen.sheet import CanteenSheet

LATER = N_("Judged from the register once it is in use; until then answered by sight.")
EMPTY = N_("Nothing is registered yet; answered by sight.")
NAMED = 5  # names in one text


class Relied(Struct, frozen=True):
    """A record that the verdict rests on, as it is now."""

    record_key: UUID
    name: str
    valid_until: date


class Computed(Struct, frozen=True):
    proposal: Proposal
    basis: tuple[Relied, ...] = ()


Computation = Callable[[Work, CanteenSheet], Computed]


def _suppliers(work: Work, sheet: CanteenSheet) -> Computed:
    """A01 (食品安全法 53): every supplier in use has a licence valid on the sheet's day."""
    found = select(Supplier.key, Supplier.name, Supplier.licence_expiry)
    found = found.where(Supplier.school_id == sheet.school_id, Supplier.in_use).order_by(Supplier.name)
    basis = tuple(Relied(*row) for row in work.session.execute(found))
    return _by_expiry(
        basis,
        sheet.day,
        N_("The licences of all {count} suppliers are valid"),
        N_("{expired} of {count} suppliers have no valid licence: {names}"),
    )


def _workers(work: Work, sheet: CanteenSheet) -> Computed:
    """C01 (食品安全法 45): every worker on duty has a health certificate valid on the sheet's day."""
    found = select(CanteenWorker.key, CanteenWorker.name, CanteenWorker.certificate_expiry)
    found = found.where(CanteenWorker.canteen_key == sheet.canteen_key, CanteenWorker.in_use)
    basis = tuple(Relied(*row) for row in work.session.execute(found.order_by(CanteenWorker.name)))
    return _by_expiry(
        basis,
        sheet.day,
        N_("The health certificates of all {count} workers are valid"),
        N_("{expired} of {count} workers have no valid health certificate: {names}"),
    )


def _by_expiry(basis: tuple[Relied, ...], day: date, passed: str, failed: str) -> Computed:
    if not basis:
        return Computed(Proposal(None, source_note=EMPTY))
    expired = [each.name for each in basis if each.valid_until < day]
    if not expired:
        return Computed(Proposal(Verdict.PASS, passed, {"count": len(basis)}), basis)
    names = "、".join(expired[:NAMED]) + ("…" if len(expired) > NAMED else "")
    facts: dict[str, str | int] = {"count": len(basis), "expired": len(expired), "names": names}
    return Computed(Proposal(Verdict.FAIL, failed, facts), basis)


def _actions(work: Work, sheet: CanteenSheet) -> Computed:
    """G02: no corrective action of an earlier day is overdue."""
    found = select(CorrectiveAction.number).where(
        CorrectiveAction.canteen_key == sheet.canteen_key,
        CorrectiveAction.day < sheet.day,
        CorrectiveAction.state.in_(OPEN),
        CorrectiveAction.deadline < work.now,
    )
    overdue = list(work.session.scalars(found.order_by(CorrectiveAction.number)))
    if not overdue:
        return Computed(Proposal(Verdict.PASS, N_("No corrective action is overdue")))
    names = "、".join(overdue[:NAMED]) + ("…" if len(overdue) > NAMED else "")
    text = N_("{count} corrective actions are overdue: {names}")
    return Computed(Proposal(Verdict.FAIL, text, {"count": len(overdue), "names": names}))


def _later(work: Work, sheet: CanteenSheet) -> Computed:  # noqa: ARG001 - its register does not exist yet
    return Computed(Proposal(None, source_note=LATER))


COMPUTATIONS: dict[Register, Computation] = {
    Register.SUPPLIER_LICENCES: _suppliers,
    Register.HEALTH_CERTIFICATES: _workers,
    Register.OVERDUE_ACTIONS: _actions,
    Register.LATER: _later,
}


def compute(work: Work, sheet: CanteenSheet, register: Register) -> Computed:
    return COMPUTATIONS[register](work, sheet)
