"""The limits of what is measured: the shipped ones, the school's own with their history, and changing one."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.checklist import Checklist, Item, Measure, limit_text
from desktop_admin.api.canteen.limits import LimitPast, LimitRow, ListLimits, ReviseLimit, measure_key
from desktop_admin.api.canteen.numbers import read_number
from desktop_admin.api.canteen.refusals import ReasonNeeded
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Invalid, NotFound, Stale
from desktop_admin.core.i18n import N_
from desktop_admin.core.text import normal, prose
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.checklist import LimitChange
from desktop_admin.models.school import School
from desktop_admin.services.canteen import checklists, own, versions
from desktop_admin.services.canteen.measures import measure_problem
from desktop_admin.services.registry import handles

SORTED_BY: dict[str, Callable[[LimitRow], Any]] = {
    "code": lambda row: (row.code, row.measure),
    "text": lambda row: row.text,
    "measure": lambda row: row.measure,
    "since": lambda row: row.since or date.min,
}


@handles(ListLimits)
def list_limits(work: Work, request: ListLimits) -> Page[LimitRow]:
    """A few dozen: they are put together from the checklist and found here."""
    rows = [row for row in _rows(work) if _wanted(row, request)]
    rows.sort(key=SORTED_BY.get(request.sort.removeprefix("-"), SORTED_BY["code"]), reverse=request.sort[:1] == "-")
    return Page(tuple(rows[request.offset : request.offset + request.limit]), len(rows))


@handles(ReviseLimit)
def revise_limit(work: Work, command: ReviseLimit) -> str:
    """Raises Invalid, NotFound, ReasonNeeded, Stale."""
    if not prose(command.reason):
        raise ReasonNeeded
    if command.valid_from < local_day(work.now):
        raise Invalid(field=N_("Valid from"), reason=N_("a past day keeps the limits it was judged by"))
    work.hold(School, work.school_id)
    base = versions.as_checklist(work, checklists.for_day(work, command.valid_from))
    item, measure = _measured(base, command.key)
    made = [each for each in own.changes(work) if (each.code, each.measure) == (item.code, measure.name)]
    if len(made) + 1 != command.version:
        raise Stale
    change = LimitChange(
        number=_next_number(work),
        code=item.code,
        measure=measure.name,
        low=_limit(command.min),
        high=_limit(command.max),
        valid_from=command.valid_from,
        reason=prose(command.reason),
        by=work.actor.name[:40],
        at=work.now,
    )
    _require_sound(own.set_limits(measure, change), item)
    work.add(change)
    return own.restate(work, command.valid_from) or base.version


def _measured(checklist: Checklist, key: UUID) -> tuple[Item, Measure]:
    pairs = ((item, measure) for item in checklist.items for measure in item.measures)
    found = next((pair for pair in pairs if measure_key(pair[0].code, pair[1].name) == key), None)
    if found is None:
        raise NotFound
    return found


def _require_sound(measure: Measure, item: Item) -> None:
    problem = measure_problem(measure, [each.name for each in item.measures])
    if problem is not None:
        raise Invalid(field=N_("Limits"), reason=problem.message, **problem.params)


def _next_number(work: Work) -> int:
    last = select(func.max(LimitChange.number)).where(LimitChange.school_id == work.school_id)
    return (work.session.scalar(last) or 0) + 1


def _limit(raw: str) -> Decimal | None:
    return read_number(raw) if raw.strip() else None


def _rows(work: Work) -> list[LimitRow]:
    """Of the checklist that holds today; before the first one was used, of the one that comes with the program."""
    today = local_day(work.now)
    now = versions.valid_on(work, today)
    checklist = versions.as_checklist(work, now) if now else checklists.shipped()
    as_shipped = {
        (item.code, measure.name): measure for item in checklists.shipped().items for measure in item.measures
    }
    made = own.changes(work)
    return [
        _row(item, measure, as_shipped.get((item.code, measure.name)), _past(made, item, measure), today)
        for item in checklist.items
        for measure in item.measures
    ]


def _past(made: Sequence[LimitChange], item: Item, measure: Measure) -> tuple[LimitPast, ...]:
    mine = [each for each in made if (each.code, each.measure) == (item.code, measure.name)]
    return tuple(
        LimitPast(each.valid_from, limit_text(own.set_limits(measure, each)), each.reason, each.by, each.at)
        for each in reversed(mine)
    )


def _row(
    item: Item, measure: Measure, as_shipped: Measure | None, past: tuple[LimitPast, ...], today: date
) -> LimitRow:
    begun = next((each for each in past if each.valid_from <= today), None)
    return LimitRow(
        key=measure_key(item.code, measure.name),
        version=len(past) + 1,
        code=item.code,
        text=item.text,
        measure=measure.label,
        shipped=limit_text(as_shipped) if as_shipped else "",
        own=begun.limit if begun else "",
        since=begun.valid_from if begun else None,
        coming=next((each.valid_from for each in reversed(past) if each.valid_from > today), None),
        min="" if measure.min is None else f"{measure.min:f}",
        max="" if measure.max is None else f"{measure.max:f}",
        past=past,
    )


def _wanted(row: LimitRow, request: ListLimits) -> bool:
    told = normal(f"{row.code} {row.text} {row.measure}").casefold()
    changed = bool(row.past)
    return request.changed in {None, changed} and all(
        word in told for word in normal(request.search).casefold().split()
    )
