"""Teaching plans: checked, stored as revisions that never change, read back."""

from decimal import Decimal
from uuid import UUID

from msgspec import json
from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.base import fields
from desktop_admin.api.training.courses import (
    HoursDontAddUp,
    Plan,
    PlanIncomplete,
    PlanUnit,
    PlanWithoutUnits,
    UnitTwice,
)
from desktop_admin.core.errors import NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.base import Audited
from desktop_admin.models.training import courses as rows
from desktop_admin.services.training.given import NONE, exact, needed

PARTS = ("objectives", "content", "methods", "schedule")  # 在线培训平台 8
TEXTS = ("subject", *PARTS)
SAME = ("title", "subject", "hours", *PARTS, "pass_mark", "least_attendance", "food_safety", "valid_months")
OF_UNIT = ("title", "hours", "content", "method", "planned_on")
TOO_FEW, TOO_MANY = N_("too few"), N_("too many")


def checked(given: Plan) -> Plan:
    """As it will be stored. Raises Invalid, TooManyDecimals, OutOfBounds, UnitTwice."""
    texts = {name: prose(getattr(given, name)) for name in TEXTS}
    numbers = {name: exact(Plan, name, getattr(given, name)) for name in ("hours", "pass_mark", "least_attendance")}
    units = tuple(map(_checked_unit, given.units))
    seen: set[UUID] = set()
    for unit in units:
        if unit.id in seen:
            raise UnitTwice(title=unit.title)
        seen.add(unit.id)
    return replace(given, title=needed(Plan, "title", given.title), units=units, **texts, **numbers)


def _checked_unit(unit: PlanUnit) -> PlanUnit:
    return replace(
        unit,
        title=needed(PlanUnit, "title", unit.title),
        hours=exact(PlanUnit, "hours", unit.hours),
        content=prose(unit.content),
        method=prose(unit.method),
    )


def content(plan: Plan) -> bytes:
    """What a reviewer signs."""
    return json.encode(plan)


def missing(plan: Plan) -> tuple[str, ...]:
    """The labels of the parts that are still empty."""
    labels = fields(Plan)
    return tuple(labels[name].label for name in PARTS if not getattr(plan, name))


def units_hours(plan: Plan) -> Decimal:
    return sum((unit.hours for unit in plan.units), NONE)


def require_complete(plan: Plan) -> None:
    """Raises PlanIncomplete, PlanWithoutUnits, HoursDontAddUp (在线培训平台 8)."""
    for part in missing(plan):
        raise PlanIncomplete(part=part)
    if not plan.units:
        raise PlanWithoutUnits
    units = units_hours(plan)
    if units != plan.hours:
        way = TOO_FEW if units < plan.hours else TOO_MANY
        difference = f"{abs(units - plan.hours):f}"
        raise HoursDontAddUp(units=f"{units:f}", course=f"{plan.hours:f}", difference=difference, way=way)


def parts(work: Work, course_key: UUID, number: int, plan: Plan) -> list[Audited]:
    """The rows of a revision, to be added."""
    revision = rows.CourseRevision(key=uuid7(), course_key=course_key, number=number)
    revision.at, revision.by_key, revision.by = work.now, work.actor.account_id, work.actor.name
    for name in SAME:
        setattr(revision, name, getattr(plan, name))
    made: list[Audited] = [revision]
    for position, unit in enumerate(plan.units, 1):
        row = rows.PlanUnit(revision_key=revision.key, position=position, unit_id=unit.id)
        for name in OF_UNIT:
            setattr(row, name, getattr(unit, name))
        made.append(row)
    return made


def revisions(work: Work, course_key: UUID) -> list[rows.CourseRevision]:
    found = select(rows.CourseRevision).where(rows.CourseRevision.course_key == course_key)
    return list(work.session.scalars(found.order_by(rows.CourseRevision.number)))


def writers(work: Work, course: rows.Course) -> frozenset[UUID]:
    """Everyone who wrote a plan of the course."""
    found = select(rows.CourseRevision.by_key).where(rows.CourseRevision.course_key == course.key)
    return frozenset({course.author_key, *work.session.scalars(found)})


def revision_row(work: Work, course_key: UUID, number: int) -> rows.CourseRevision:
    """Raises NotFound."""
    mine = rows.CourseRevision.course_key == course_key, rows.CourseRevision.number == number
    found = work.session.scalar(select(rows.CourseRevision).where(*mine))
    if found is None:
        raise NotFound
    return found


def newest(work: Work, course_key: UUID) -> Plan:
    found = select(rows.CourseRevision).where(rows.CourseRevision.course_key == course_key)
    row = work.session.scalars(found.order_by(rows.CourseRevision.number.desc()).limit(1)).one()
    return plan_of(work, row)


def plan_of(work: Work, row: rows.CourseRevision) -> Plan:
    found = select(rows.PlanUnit).where(rows.PlanUnit.revision_key == row.key).order_by(rows.PlanUnit.position)
    units = tuple(
        PlanUnit(id=unit.unit_id, **{name: getattr(unit, name) for name in OF_UNIT})
        for unit in work.session.scalars(found)
    )
    return Plan(**{name: getattr(row, name) for name in SAME}, units=units)


def at(work: Work, course_key: UUID, number: int) -> Plan:
    """Raises NotFound."""
    return plan_of(work, revision_row(work, course_key, number))
