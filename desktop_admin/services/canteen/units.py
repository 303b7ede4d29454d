"""The register of chilled and frozen storage units."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import load_only

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.numbers import read_number
from desktop_admin.api.canteen.registers import (
    AddUnit,
    EditUnit,
    ListUnits,
    ResumeUnit,
    Stopped,
    StopUnit,
    UnitRow,
)
from desktop_admin.core.errors import Invalid, NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.registers import Canteen, StorageUnit
from desktop_admin.services.narrowing import equal
from desktop_admin.services.registers import refuse_taken, used
from desktop_admin.services.registry import handles
from desktop_admin.services.texts import needed

NAME_NEEDED = N_("a storage unit has a name, such as the one written on its door")
COARSEST = Decimal(5)
SORTED_BY = {
    "name": StorageUnit.name,
    "canteen": Canteen.name,
    "kind": StorageUnit.kind,
    "in_use": StorageUnit.in_use,
}
COLUMNS: tuple[Any, ...] = (
    StorageUnit.key,
    StorageUnit.version,
    StorageUnit.canteen_key,
    Canteen.name.label("canteen"),
    StorageUnit.name,
    StorageUnit.kind,
    StorageUnit.resolution,
    StorageUnit.in_use,
)

IN_USE = (
    select(Canteen, StorageUnit)
    .outerjoin(StorageUnit, and_(StorageUnit.canteen_key == Canteen.key, StorageUnit.in_use))
    .where(Canteen.key.in_(bindparam("canteens", expanding=True)), Canteen.school_id == bindparam("school"))
    .options(load_only(Canteen.breakfast, Canteen.lunch, Canteen.dinner), load_only(StorageUnit.kind, StorageUnit.name))
    .order_by(StorageUnit.name)
)


@handles(ListUnits)
def list_units(work: Work, request: ListUnits) -> Page[UnitRow]:
    found: Any = select(*COLUMNS).join(Canteen, Canteen.key == StorageUnit.canteen_key)
    found = found.where(StorageUnit.school_id == work.school_id)
    wanted = {
        StorageUnit.canteen_key: request.canteen,
        StorageUnit.kind: request.kind,
        StorageUnit.in_use: request.in_use,
    }
    found = found.where(*equal(wanted))
    if request.search:
        found = found.where(matching(work.session, StorageUnit, request.search))
    return work.page(request, found, SORTED_BY, _listed)


def in_use(work: Work, canteen_key: UUID) -> tuple[StorageUnit, ...]:
    """The units of a canteen that are read twice a day, by name."""
    return with_canteens(work, [canteen_key])[canteen_key][1]


def with_canteens(work: Work, keys: Collection[UUID]) -> dict[UUID, tuple[Canteen, tuple[StorageUnit, ...]]]:
    """Canteens, each with its units in use by name: of both what tells the readings, at first. Raises NotFound."""
    found: Sequence[Any] = work.session.execute(IN_USE, {"canteens": keys, "school": work.school_id}).all()
    canteens = {canteen.key: canteen for canteen, _ in found}
    if canteens.keys() != set(keys):
        raise NotFound
    in_use: dict[UUID, list[StorageUnit]] = {key: [] for key in canteens}
    for canteen, unit in found:
        in_use[canteen.key] += [] if unit is None else [unit]
    return {key: (canteen, tuple(in_use[key])) for key, canteen in canteens.items()}


@handles(AddUnit)
def add_unit(work: Work, command: AddUnit) -> UnitRow:
    canteen = work.get(Canteen, command.canteen_key)
    if canteen.stopped_on is not None:
        raise Stopped(name=canteen.name)
    name = needed(N_("Name"), command.name, NAME_NEEDED)
    refuse_taken(work, StorageUnit.name, name, None, StorageUnit.canteen_key == canteen.key)
    unit = StorageUnit(canteen_key=canteen.key, name=name, kind=command.kind)
    unit.resolution = _resolution(command.resolution)
    return _row(work, work.add(unit))


@handles(EditUnit)
def edit_unit(work: Work, command: EditUnit) -> UnitRow:
    unit = work.get(StorageUnit, command.key, command.version)
    name = needed(N_("Name"), command.name, NAME_NEEDED)
    refuse_taken(work, StorageUnit.name, name, unit, StorageUnit.canteen_key == unit.canteen_key)
    unit.name, unit.resolution = name, _resolution(command.resolution)
    return _row(work, work.saved(unit))


@handles(StopUnit)
def stop_unit(work: Work, command: StopUnit) -> UnitRow:
    return _row(work, used(work, StorageUnit, command, in_use=False))


@handles(ResumeUnit)
def resume_unit(work: Work, command: ResumeUnit) -> UnitRow:
    return _row(work, used(work, StorageUnit, command, in_use=True))


def _resolution(raw: str) -> Decimal:
    """℃; above 0, at most 5."""
    value = read_number(raw)
    if not 0 < value <= COARSEST:
        raise Invalid(field=N_("Resolution"), reason=N_("above 0 and at most 5 ℃, such as 0.1 or 1"))
    return value


def _row(work: Work, unit: StorageUnit) -> UnitRow:
    found: Any = (
        select(*COLUMNS).join(Canteen, Canteen.key == StorageUnit.canteen_key).where(StorageUnit.key == unit.key)
    )
    return _listed(work.session.execute(found).one())


def _listed(row: Any) -> UnitRow:
    values: dict[str, Any] = dict(zip(UnitRow.__struct_fields__, row, strict=True))
    values["resolution"] = str(row.resolution)
    return UnitRow(**values)
