"""One course with everything that its page and its printed plan show."""

from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.training.courses import AttachedResource, CourseDetail, Plan, RevisionLine, UnitLine
from desktop_admin.api.training.enrolment import CURRENT
from desktop_admin.api.training.flows import COURSE_CHECKS
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course, CourseResource, CourseRevision
from desktop_admin.models.training.people import Enrolment, Session
from desktop_admin.models.training.resources import Resource
from desktop_admin.services.approval import engine
from desktop_admin.services.training import plans, reviewing, usable
from desktop_admin.services.training.access import is_inside, teaches
from desktop_admin.services.training.course_flow import COURSES
from desktop_admin.services.training.course_rows import course_row
from desktop_admin.services.training.given import NONE


def detail(work: Work, course: Course, number: int) -> CourseDetail:
    """number: of the revision to be shown. Who only takes part sees no other one, and nothing of the approval."""
    plan = plans.at(work, course.key, number)
    inside = is_inside(work, course)
    all_revisions = plans.revisions(work, course.key)
    held = _held(work, course.key)
    return CourseDetail(
        row=course_row(work, course.key),
        plan=plan,
        plan_revision=number,
        plan_sha256=sha256(plans.content(plan)).hexdigest(),
        units=_units(plan, held),
        units_hours=plans.units_hours(plan),
        held_hours=sum((hours for _, hours in held.values()), NONE),
        missing=plans.missing(plan),
        author_key=course.author_key,
        author=course.author,
        offers=engine.offers(work, COURSES, course) if inside else (),
        history=engine.history(work, COURSES, course) if inside else (),
        revisions=tuple(_revision(course, row) for row in all_revisions if inside or row.number == course.in_force),
        checklist=COURSE_CHECKS,
        reviews=reviewing.reviews(work, course.key) if inside else (),
        resources=_resources(work, course),
        mine=_mine(work, course.key),
        may_teach=teaches(work, course),
    )


def _units(plan: Plan, held: dict[UUID | None, tuple[int, Decimal]]) -> tuple[UnitLine, ...]:
    nothing = 0, NONE
    lines = ((unit, *held.get(unit.id, nothing)) for unit in plan.units)
    return tuple(UnitLine(unit=unit, sessions=sessions, held=hours) for unit, sessions, hours in lines)


def _held(work: Work, course_key: UUID) -> dict[UUID | None, tuple[int, Decimal]]:
    """How many sessions each unit had, and their hours; under None those of no unit."""
    found = select(Session.unit_id, Session.held).where(Session.course_key == course_key, Session.held.is_not(None))
    sums: dict[UUID | None, tuple[int, Decimal]] = {}
    for unit, held in work.session.execute(found):
        count, so_far = sums.get(unit, (0, NONE))
        sums[unit] = count + 1, so_far + (held or NONE)
    return sums


def _revision(course: Course, row: CourseRevision) -> RevisionLine:
    return RevisionLine(row.number, row.at, row.by, row.number == course.in_force)


def _resources(work: Work, course: Course) -> tuple[AttachedResource, ...]:
    found = select(CourseResource, Resource).join(Resource, Resource.key == CourseResource.resource_key)
    found = found.where(CourseResource.course_key == course.key).order_by(CourseResource.key)
    today = local_day(work.now)
    return tuple(
        AttachedResource(
            key=resource.key,
            title=resource.title,
            kind=resource.kind.label,
            blocked=usable.blocked(resource, today),
            attached_at=link.at,
            by=link.by,
        )
        for link, resource in work.session.execute(found)
    )


def _mine(work: Work, course_key: UUID) -> UUID | None:
    me = Enrolment.learner_key == work.actor.account_id
    here = Enrolment.course_key == course_key, me, Enrolment.state.in_(CURRENT)
    return work.session.scalar(select(Enrolment.key).where(*here))
