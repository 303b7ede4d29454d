"""Resources as lists and pages see them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from desktop_admin.api.approval import Offer
from desktop_admin.api.training.flows import RESOURCE_CHECKS, WithdrawResource
from desktop_admin.api.training.resources import ResourceContent, ResourceDetail, ResourceRow, UsedIn
from desktop_admin.core.clock import local_day
from desktop_admin.db.lists import Found
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course, CourseResource
from desktop_admin.models.training.homework import TrainingFile
from desktop_admin.models.training.resources import Resource, ResourceUse
from desktop_admin.services.approval import engine
from desktop_admin.services.training import resource_revisions as revisions
from desktop_admin.services.training import reviewing
from desktop_admin.services.training.files import stored
from desktop_admin.services.training.resource_flow import RESOURCES, is_contributor
from desktop_admin.services.training.usable import usability_of


def _uses() -> ScalarSelect[int]:
    counted = select(func.count()).select_from(ResourceUse).where(ResourceUse.resource_key == Resource.key)
    return counted.correlate(Resource).scalar_subquery()


COLUMNS: tuple[Any, ...] = (
    Resource.key,
    Resource.version,
    Resource.title,
    Resource.kind,
    Resource.origin,
    Resource.cost,
    Resource.subject,
    Resource.state,
    Resource.author.label("contributor"),
    Resource.contributed_on,
    Resource.rights_owner,
    Resource.licence,
    Resource.expiry,
    Resource.checked_at,
    Resource.broken,
    _uses().label("uses"),
    Resource.revision,
    Resource.in_force,
)
NAMES = tuple(column.key for column in COLUMNS)


def selected(work: Work) -> Found:
    return select(*COLUMNS).where(Resource.school_id == work.school_id)


def listed(today: date, row: Any) -> ResourceRow:
    told: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    expiry = told["expiry"]
    left = (expiry - today).days if expiry is not None else None
    usability = usability_of(told["in_force"], expiry, today, broken=told["broken"])
    return ResourceRow(**told, days_left=left, usability=usability)


def detail(work: Work, resource: Resource, number: int, *, inside: bool = True) -> ResourceDetail:
    """number: of the revision to be shown. Who is not inside sees no other one, and nothing of the approval."""
    work.session.flush()
    row = work.session.execute(selected(work).where(Resource.key == resource.key)).one()
    revision = revisions.at(work, resource.key, number)
    return ResourceDetail(
        row=listed(local_day(work.now), row),
        shown=number,
        content=ResourceContent(**{name: getattr(revision, name) for name in revisions.SIGNED}),
        file=_file(work, revision.file_key),
        permission_file=_file(work, revision.permission_key),
        sha256=revision.sha256,
        missing=revisions.missing(revision) if inside else (),
        revisions=tuple(line for line in revisions.lines(work, resource) if inside or line.in_force),
        offers=_offers(work, resource) if inside else (),
        history=engine.history(work, RESOURCES, resource) if inside else (),
        checklist=RESOURCE_CHECKS,
        reviews=reviewing.reviews(work, resource.key) if inside else (),
        used_in=_used_in(work, resource),
        may_edit=is_contributor(work, resource, work.actor.account_id),
    )


def _offers(work: Work, resource: Resource) -> tuple[Offer, ...]:
    """What was never put on the shelf is not to be taken off."""
    off = WithdrawResource.wire_name()
    return tuple(each for each in engine.offers(work, RESOURCES, resource) if resource.in_force or each.command != off)


def _file(work: Work, key: UUID | None) -> Any:
    return stored(work.get(TrainingFile, key)) if key is not None else None


def _used_in(work: Work, resource: Resource) -> tuple[UsedIn, ...]:
    here = ResourceUse.course_key == Course.key, ResourceUse.resource_key == resource.key
    uses = select(func.count()).select_from(ResourceUse).where(*here).correlate(Course).scalar_subquery()
    found = select(Course.key, Course.title, uses).join(CourseResource, CourseResource.course_key == Course.key)
    found = found.where(CourseResource.resource_key == resource.key).order_by(Course.number)
    return tuple(UsedIn(*row) for row in work.session.execute(found))
