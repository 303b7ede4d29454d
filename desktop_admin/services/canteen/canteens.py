"""The register of canteens."""

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.registers import (
    AddCanteen,
    CanteenRow,
    ContractorNeeded,
    EditCanteen,
    ListCanteens,
    ResumeCanteen,
    RunBy,
    StopCanteen,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Invalid
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.services.narrowing import whether
from desktop_admin.services.registers import refuse_taken
from desktop_admin.services.registry import handles
from desktop_admin.services.texts import needed

NAME_NEEDED = N_("a canteen has a name")
SORTED_BY = {
    "position": Canteen.position,
    "name": Canteen.name,
    "run_by": Canteen.run_by,
    "contractor": Canteen.contractor,
    "since": Canteen.since,
}


@handles(ListCanteens)
def list_canteens(work: Work, request: ListCanteens) -> Page[CanteenRow]:
    found = select(Canteen).where(Canteen.school_id == work.school_id)
    found = found.where(*whether((request.in_use, Canteen.stopped_on.is_(None))))
    if request.search:
        found = found.where(matching(work.session, Canteen, request.search))
    return work.page(request, found, SORTED_BY, row)


@handles(AddCanteen)
def add_canteen(work: Work, command: AddCanteen) -> CanteenRow:
    canteen = Canteen(since=command.since or local_day(work.now))
    _fill(work, canteen, command, None)
    return row(work.add(canteen))


@handles(EditCanteen)
def edit_canteen(work: Work, command: EditCanteen) -> CanteenRow:
    canteen = work.get(Canteen, command.key, command.version)
    _fill(work, canteen, command, canteen)
    return row(work.saved(canteen))


@handles(StopCanteen)
def stop_canteen(work: Work, command: StopCanteen) -> CanteenRow:
    canteen = work.get(Canteen, command.key, command.version)
    canteen.stopped_on = canteen.stopped_on or local_day(work.now)
    return row(work.saved(canteen))


@handles(ResumeCanteen)
def resume_canteen(work: Work, command: ResumeCanteen) -> CanteenRow:
    canteen = work.get(Canteen, command.key, command.version)
    canteen.stopped_on = None
    return row(work.saved(canteen))


def _fill(work: Work, canteen: Canteen, given: AddCanteen | EditCanteen, known: Canteen | None) -> None:
    canteen.name = needed(N_("Name"), given.name, NAME_NEEDED)
    refuse_taken(work, Canteen.name, canteen.name, known)
    canteen.run_by, canteen.position = given.run_by, given.position
    canteen.contractor = prose(given.contractor) if given.run_by is RunBy.CONTRACTOR else ""
    if given.run_by is RunBy.CONTRACTOR and not canteen.contractor:
        raise ContractorNeeded
    canteen.breakfast, canteen.lunch, canteen.dinner = given.breakfast, given.lunch, given.dinner
    if not canteen.meals():
        raise Invalid(field=N_("Lunch"), reason=N_("a canteen serves at least one meal"))


def row(canteen: Canteen) -> CanteenRow:
    return CanteenRow(
        key=canteen.key,
        version=canteen.version,
        position=canteen.position,
        name=canteen.name,
        run_by=canteen.run_by,
        contractor=canteen.contractor,
        breakfast=canteen.breakfast,
        lunch=canteen.lunch,
        dinner=canteen.dinner,
        since=canteen.since,
        in_use=canteen.stopped_on is None,
    )
