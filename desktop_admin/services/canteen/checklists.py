"""Checklists: read from the shipped file, seeded to tables, chosen by day."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.canteen.checklist import (
    Checklist,
    ChecklistInvalid,
    Item,
    ItemKind,
    NoChecklist,
    ReadChecklist,
)
from desktop_admin.core import paths
from desktop_admin.core.i18n import N_
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.checklist import ChecklistVersion
from desktop_admin.models.school import School
from desktop_admin.services.canteen import own, versions
from desktop_admin.services.canteen.measures import Problem, measure_problem
from desktop_admin.services.registry import handles

DAILY = "canteen-daily.toml"
_ITEM_PATH = re.compile(r"items\[(\d+)\]")


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
    return next((problem for measure in item.measures if (problem := measure_problem(measure, names))), None)


def for_day(work: Work, day: date) -> ChecklistVersion:
    """The version valid on a day; the shipped one is seeded when it is new. Raises NoChecklist."""
    seed(work)
    found = versions.valid_on(work, day)
    if found is None:
        raise NoChecklist(day=str(day))
    return found


def seed(work: Work) -> None:
    """The shipped checklist is there, with what the school has set itself."""
    checklist = shipped()
    named = ChecklistVersion.school_id == work.school_id, ChecklistVersion.name == checklist.version
    known = select(ChecklistVersion.key).where(*named)
    if work.session.scalar(known) is None:
        work.hold(School, work.school_id)  # one of two PCs that start together waits, and then finds it
        if work.session.scalar(known) is None:
            versions.add(work, own.limited(work, checklist, checklist.valid_from), "")
            own.restate(work, checklist.valid_from)


@handles(ReadChecklist)
def read_checklist(work: Work, request: ReadChecklist) -> Checklist:
    found = versions.valid_on(work, request.day)
    return shipped() if found is None else versions.as_checklist(work, found)
