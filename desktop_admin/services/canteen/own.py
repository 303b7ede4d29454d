"""The limits that a school has set itself, on whatever checklist is shipped: each holds from its day on."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.canteen.checklist import Checklist, Item, Measure
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.checklist import ChecklistVersion, LimitChange
from desktop_admin.services.canteen import versions
from desktop_admin.services.canteen.measures import measure_problem


def changes(work: Work) -> Sequence[LimitChange]:
    """In the order in which they hold; of two for the same day, the last made comes last."""
    mine = select(LimitChange).where(LimitChange.school_id == work.school_id)
    return work.session.scalars(mine.order_by(LimitChange.valid_from, LimitChange.number)).all()


def limited(work: Work, checklist: Checklist, day: date) -> Checklist:
    """As it holds on this day, wherever it still measures what the school limited."""
    last = {(each.code, each.measure): each for each in changes(work) if each.valid_from <= day}
    return replace(checklist, items=tuple(_item(item, last) for item in checklist.items))


def _item(item: Item, last: dict[tuple[str, str], LimitChange]) -> Item:
    names = [measure.name for measure in item.measures]
    measures = tuple(_measure(each, last.get((item.code, each.name)), names) for each in item.measures)
    return replace(item, measures=measures)


def _measure(measure: Measure, change: LimitChange | None, names: list[str]) -> Measure:
    """A limit outside what the newer checklist lets people type says nothing any more."""
    if change is None:
        return measure
    own = set_limits(measure, change)
    return measure if measure_problem(own, names) else own


def set_limits(measure: Measure, change: LimitChange) -> Measure:
    return replace(measure, min=change.low, max=change.high, below=None)


def restate(work: Work, since: date) -> str:
    """A version for every day from this one on, on which another checklist or limit begins than is there for it.

    So neither a checklist that is shipped later nor a limit that is set later, for an earlier day, is lost behind a
    version that was made before. Returns the name of the version for the first day, if one was made.
    """
    made = {day: _state(work, day) for day in _days(work, since)}
    return made.get(since, "")


def _days(work: Work, since: date) -> list[date]:
    shipped = select(ChecklistVersion.valid_from).where(
        ChecklistVersion.school_id == work.school_id, ChecklistVersion.reason == ""
    )
    begin = {*work.session.scalars(shipped), *(each.valid_from for each in changes(work))}
    return sorted({since, *(day for day in begin if day > since)})


def _state(work: Work, day: date) -> str:
    base, now = versions.valid_on(work, day, shipped=True), versions.valid_on(work, day)
    if base is None or now is None:
        return ""
    wanted = limited(work, versions.as_checklist(work, base), day)
    if versions.as_checklist(work, now).items == wanted.items:
        return ""
    name = versions.next_name(work, base.name)
    begun = [each for each in changes(work) if each.valid_from <= day]
    versions.add(work, replace(wanted, version=name, valid_from=day), begun[-1].reason)
    return name
