"""Checklists: read from the shipped file, seeded to tables, chosen by day, changed only by making another version."""

import re
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.canteen.checklist import (
    Checklist,
    ChecklistInvalid,
    Item,
    ItemKind,
    Measure,
    NoChecklist,
    ReadChecklist,
    ReviseLimit,
)
from desktop_admin.api.canteen.numbers import read_number
from desktop_admin.api.canteen.refusals import ReasonNeeded
from desktop_admin.core import paths
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Invalid, NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.checklist import ChecklistItem, ChecklistVersion
from desktop_admin.models.school import School
from desktop_admin.services.registry import handles

DAILY = "canteen-daily.toml"
_ITEM_PATH = re.compile(r"items\[(\d+)\]")
_frozen: dict[UUID, dict[UUID, Item]] = {}  # by version: a version never changes once it is made


class Problem(Struct, frozen=True):
    """Why a checklist does not hold together: a message with its parameters, and the item's code."""

    message: str
    params: dict[str, str] = {}
    code: str = ""


def load(file: Path) -> Checklist:
    """A checklist file, checked as a whole. Raises ChecklistInvalid, naming the line or the item and what is wrong."""
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        checklist = msgspec.convert(data, Checklist)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ChecklistInvalid(file=file.name, reason="{detail}", detail=_where(data, str(error))) from error
    problem = _first_problem(checklist)
    if problem is not None:
        raise ChecklistInvalid(file=f"{file.name} {problem.code}", reason=problem.message, **problem.params)
    return checklist


@cache
def shipped() -> Checklist:
    """The daily inspection that comes with the program."""
    return load(paths.resources() / "checklists" / DAILY)


def _where(data: dict[str, Any], error: str) -> str:
    """msgspec counts the items; people know them by code."""
    found = _ITEM_PATH.search(error)
    code = data["items"][int(found[1])].get("code", "") if found else ""
    return f"{code}: {error}" if code else error


def _first_problem(checklist: Checklist) -> Problem | None:
    codes = [item.code for item in checklist.items]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if twice:
        return Problem(N_("the item occurs twice"), code=twice)
    for item in checklist.items:
        problem = _item_problem(item, checklist)
        if problem is not None:
            return replace(problem, code=item.code)
    return None


def _item_problem(item: Item, checklist: Checklist) -> Problem | None:
    if item.area not in checklist.areas:
        return Problem(N_("the area {area} is not listed"), {"area": item.area})
    names = [measure.name for measure in item.measures]
    if bool(names) != (item.kind is ItemKind.MEASURED):
        return Problem(N_("a measured item has measures, and no other has"))
    if (item.register is not None) != (item.kind is ItemKind.AUTO):
        return Problem(N_("an auto item names its register, and no other does"))
    if len(set(names)) < len(names) or any(name not in names for group in item.any_of for name in group):
        return Problem(N_("any_of names a measure that is not there, or a measure occurs twice"))
    return next((problem for measure in item.measures if (problem := _measure_problem(measure, names))), None)


def _measure_problem(measure: Measure, names: list[str]) -> Problem | None:
    """Why a measure's limits do not hold together."""
    named = {"name": measure.name}
    limits = [limit for limit in (measure.min, measure.max, measure.below) if limit is not None]
    if any(not measure.entry_min <= limit <= measure.entry_max for limit in limits):
        return Problem(N_("{name}: a limit is outside what can be typed"), named)
    if measure.min is not None and measure.max is not None and measure.min > measure.max:
        return Problem(N_("{name}: min is above max"), named)
    if measure.max_from is not None and measure.max_from.to not in names:
        return Problem(N_("{name}: max_from names a measure that is not there"), named)
    return None


def for_day(work: Work, day: date) -> ChecklistVersion:
    """The version valid on a day; the shipped one is seeded when it is new. Raises NoChecklist."""
    seed(work)
    found = _valid_on(work, day)
    if found is None:
        raise NoChecklist(day=str(day))
    return found


def _valid_on(work: Work, day: date) -> ChecklistVersion | None:
    valid = (
        select(ChecklistVersion)
        .where(ChecklistVersion.school_id == work.school_id, ChecklistVersion.valid_from <= day)
        .order_by(ChecklistVersion.valid_from.desc(), ChecklistVersion.key.desc())
    )
    return work.session.scalars(valid.limit(1)).one_or_none()


def seed(work: Work) -> None:
    checklist = shipped()
    named = ChecklistVersion.school_id == work.school_id, ChecklistVersion.name == checklist.version
    known = select(ChecklistVersion.key).where(*named)
    if work.session.scalar(known) is None:
        work.hold(School, work.school_id)  # one of two PCs that start together waits, and then finds it
        if work.session.scalar(known) is None:
            _add(work, _with_own_limits(work, checklist), "")


def _with_own_limits(work: Work, checklist: Checklist) -> Checklist:
    """A newer checklist takes over what the school has set itself, wherever it still measures the same."""
    own = _own_limits(work)
    items = tuple(
        replace(item, measures=tuple(own.get((item.code, measure.name), _same)(measure) for measure in item.measures))
        for item in checklist.items
    )
    return replace(checklist, items=items)


def _own_limits(work: Work) -> dict[tuple[str, str], Callable[[Measure], Measure]]:
    """By item and measure: what gives a measure the limits that the school set last."""
    mine = select(ChecklistVersion).where(ChecklistVersion.school_id == work.school_id)
    order = ChecklistVersion.valid_from, ChecklistVersion.key
    own: dict[tuple[str, str], Callable[[Measure], Measure]] = {}
    before: dict[tuple[str, str], Measure] = {}
    for version in work.session.scalars(mine.order_by(*order)):
        now = {(item.code, each.name): each for item in frozen(work, version.key).values() for each in item.measures}
        if version.reason:
            changed = {place: each for place, each in now.items() if place in before and before[place] != each}
            own |= {place: partial(_limited, limits=each) for place, each in changed.items()}
        before = now
    return own


def _limited(measure: Measure, limits: Measure) -> Measure:
    return replace(measure, min=limits.min, max=limits.max, below=limits.below)


def _same(measure: Measure) -> Measure:
    return measure


def _add(work: Work, checklist: Checklist, reason: str) -> ChecklistVersion:
    version = work.add(
        ChecklistVersion(
            name=checklist.version, valid_from=checklist.valid_from, areas=list(checklist.areas), reason=reason
        )
    )
    rows = [
        {
            "key": uuid7(),
            "checklist_key": version.key,
            "position": position,
            "code": item.code,
            "area": item.area,
            "text": item.text,
            "declared": msgspec.to_builtins(item),
        }
        for position, item in enumerate(checklist.items, 1)
    ]
    work.insert_rows(ChecklistItem, rows)
    return version


def frozen(work: Work, checklist_key: UUID) -> dict[UUID, Item]:
    """A version's items by the key of their row, in order."""
    if checklist_key not in _frozen:
        rows = select(ChecklistItem).where(ChecklistItem.checklist_key == checklist_key)
        found = work.session.scalars(rows.order_by(ChecklistItem.position))
        _frozen[checklist_key] = {row.key: row.item() for row in found}
    return _frozen[checklist_key]


def as_checklist(work: Work, version: ChecklistVersion) -> Checklist:
    items = tuple(frozen(work, version.key).values())
    return Checklist(version.name, version.valid_from, tuple(version.areas), items)


@handles(ReadChecklist)
def read_checklist(work: Work, request: ReadChecklist) -> Checklist:
    found = _valid_on(work, request.day)
    return shipped() if found is None else as_checklist(work, found)


@handles(ReviseLimit)
def revise_limit(work: Work, command: ReviseLimit) -> str:
    """Raises Invalid, NotFound, ReasonNeeded."""
    if not prose(command.reason):
        raise ReasonNeeded
    if command.valid_from < local_day(work.now):
        raise Invalid(field=N_("Valid from"), reason=N_("a past day keeps the limits it was judged by"))
    base = as_checklist(work, for_day(work, command.valid_from))
    items = tuple(_revised(item, command) if item.code == command.code else item for item in base.items)
    if command.code not in {item.code for item in items}:
        raise NotFound
    name = _next_name(work, base.version)
    _add(work, replace(base, version=name, valid_from=command.valid_from, items=items), prose(command.reason))
    return name


def _revised(item: Item, command: ReviseLimit) -> Item:
    names = [measure.name for measure in item.measures]
    if command.measure not in names:
        raise NotFound
    low, high = _limit(command.min), _limit(command.max)
    measures = tuple(
        replace(measure, min=low, max=high, below=None) if measure.name == command.measure else measure
        for measure in item.measures
    )
    problem = next((found for measure in measures if (found := _measure_problem(measure, names))), None)
    if problem is not None:
        raise Invalid(field=N_("Limits"), reason=problem.message, **problem.params)
    return replace(item, measures=measures)


def _limit(raw: str) -> Decimal | None:
    return read_number(raw) if raw.strip() else None


def _next_name(work: Work, name: str) -> str:
    """2026-09, then 2026-09.1, 2026-09.2, …"""
    work.hold(School, work.school_id)
    base = name.partition(".")[0]
    like = ChecklistVersion.name.startswith(base + ".", autoescape=True)
    taken = work.session.scalars(
        select(ChecklistVersion.name).where(ChecklistVersion.school_id == work.school_id, like)
    )
    return f"{base}.{max((int(each.rpartition('.')[2]) for each in taken), default=0) + 1}"
