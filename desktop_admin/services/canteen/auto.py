"""What the registers say about an auto item: computed, confirmed by a person, never typed, never passed in silence."""

from collections.abc import Callable
from datetime import date, timedelta
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
from desktop_admin.services.training.qualified import trains_in_food_safety

LATER = N_("Judged from the register once it is in use; until then answered by sight.")
EMPTY = N_("Nothing is registered yet; answered by sight.")
NAMED = 5  # names in one text
DAY, SOON = timedelta(days=1), timedelta(days=30)  # of the warning before a paper ends
HEALTHY = N_("The health certificates of all {count} workers are valid")
ILL = N_("{expired} of {count} workers have no valid health certificate: {names}")
TRAINED = N_("The health certificates of all {count} workers are valid; all have food-safety training")
ILL_TRAINED = N_(
    "{expired} of {count} workers have no valid health certificate: {names}; all have food-safety training"
)
UNTRAINED = N_("The health certificates of all {count} workers are valid; without food-safety training: {untrained}")
ILL_UNTRAINED = N_(
    "{expired} of {count} workers have no valid health certificate: {names}; without food-safety training: {untrained}"
)
ENDING = {
    HEALTHY: N_("The health certificates of all {count} workers are valid; ending within 30 days: {ending}"),
    TRAINED: N_(
        "The health certificates of all {count} workers are valid; all have food-safety training;"
        " ending within 30 days: {ending}"
    ),
}


class Relied(Struct, frozen=True):
    """A record that the verdict rests on, as it is now."""

    record_key: UUID
    name: str
    valid_until: date | None  # none: for ever

    def ends_by(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until <= day


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
    """C01 (食品安全法 44, 45): every worker on duty is fit for it on the sheet's day.

    That is a valid health certificate and, where the school trains in this program, a food-safety certificate as well.
    """
    found = select(CanteenWorker).where(CanteenWorker.canteen_key == sheet.canteen_key, CanteenWorker.in_use)
    workers = list(work.session.scalars(found.order_by(CanteenWorker.name)))
    healthy = tuple(Relied(each.key, each.name, each.certificate_expiry) for each in workers)
    if not (workers and trains_in_food_safety(work)):
        return _warned(_by_expiry(healthy, sheet.day, HEALTHY, ILL), sheet.day)
    held = training.of_workers(work, workers)
    papers = tuple(
        Relied(paper.certificate_key, each.name, paper.valid_until)
        for each in workers
        if (paper := held.get(each.key)) is not None
    )
    lacking = [each.name for each in workers if not training.is_valid(held.get(each.key), sheet.day)]
    texts = (UNTRAINED, ILL_UNTRAINED) if lacking else (TRAINED, ILL_TRAINED)
    told = _by_expiry(healthy, sheet.day, *texts).proposal
    if lacking:
        told = replace(told, verdict=Verdict.FAIL, params=told.params | {"untrained": _named(lacking)})
    return _warned(Computed(told, healthy + papers), sheet.day)


def _warned(computed: Computed, day: date) -> Computed:
    """A pass names whose papers end soon, the first to end first."""
    told = computed.proposal
    ending = sorted({(each.valid_until, each.name) for each in computed.basis if each.ends_by(day + SOON)})
    if told.verdict is not Verdict.PASS or not ending:
        return computed
    names = _named([f"{name} {last}" for last, name in ending])
    return Computed(replace(told, text=ENDING[told.text], params=told.params | {"ending": names}), computed.basis)


def _by_expiry(basis: tuple[Relied, ...], day: date, passed: str, failed: str) -> Computed:
    if not basis:
        return Computed(Proposal(None, source_note=EMPTY))
    expired = [each.name for each in basis if each.ends_by(day - DAY)]
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
