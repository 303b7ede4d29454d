"""What the registers say about an auto item: computed, confirmed by a person, never typed, never passed in silence."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.canteen.actions import OPEN
from desktop_admin.api.canteen.checklist import Register
from desktop_admin.api.canteen.sheet import Proposal, Verdict
from desktop_admin.core.i18n import N_
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction
from desktop_admin.models.canteen.registers import CanteenWorker, Supplier
from desktop_admin.models.canteen.sheet import CanteenSheet
from desktop_admin.services.canteen import training

LATER = N_("Judged from the register once it is in use; until then answered by sight.")
EMPTY = N_("Nothing is registered yet; answered by sight.")
NAMED = 5  # names in one text
WITHOUT_TRAINING = (
    N_("The health certificates of all {count} workers are valid"),
    N_("{expired} of {count} workers have no valid health certificate: {names}"),
)
ALL_TRAINED = (
    N_("The health certificates of all {count} workers are valid; all have food-safety training"),
    N_("{expired} of {count} workers have no valid health certificate: {names}; all have food-safety training"),
)
SOME_TRAINED = (
    N_("The health certificates of all {count} workers are valid; without food-safety training: {untrained}"),
    N_(
        "{expired} of {count} workers have no valid health certificate: {names};"
        " without food-safety training: {untrained}"
    ),
)


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
    found = select(CanteenWorker).where(CanteenWorker.canteen_key == sheet.canteen_key, CanteenWorker.in_use)
    workers = list(work.session.scalars(found.order_by(CanteenWorker.name)))
    basis = tuple(Relied(each.key, each.name, each.certificate_expiry) for each in workers)
    trained = training.of_workers(work, workers)
    lacking = [each.name for each in workers if not training.is_valid(trained.get(each.key), sheet.day)]
    texts = WITHOUT_TRAINING if not trained else SOME_TRAINED if lacking else ALL_TRAINED
    computed = _by_expiry(basis, sheet.day, *texts)
    if not trained:
        return computed
    relied = tuple(
        Relied(held.certificate_key, each.name, held.valid_until)
        for each in workers
        if (held := trained.get(each.key)) is not None and held.valid_until is not None
    )
    facts = computed.proposal.params | {"untrained": _named(lacking)}
    return Computed(replace(computed.proposal, params=facts), computed.basis + relied)


def _by_expiry(basis: tuple[Relied, ...], day: date, passed: str, failed: str) -> Computed:
    if not basis:
        return Computed(Proposal(None, source_note=EMPTY))
    expired = [each.name for each in basis if each.valid_until < day]
    if not expired:
        return Computed(Proposal(Verdict.PASS, passed, {"count": len(basis)}), basis)
    facts: dict[str, str | int] = {"count": len(basis), "expired": len(expired), "names": _named(expired)}
    return Computed(Proposal(Verdict.FAIL, failed, facts), basis)


def _named(names: list[str]) -> str:
    return "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")


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
    text = N_("{count} corrective actions are overdue: {names}")
    return Computed(Proposal(Verdict.FAIL, text, {"count": len(overdue), "names": _named(overdue)}))


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
