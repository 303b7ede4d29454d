"""Resources as lists and pages see them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from desktop_admin.api.training.flows import RESOURCE_CHECKS
from desktop_admin.api.training.resources import ResourceDetail, ResourceRow, UsedIn
from desktop_admin.core.clock import local_day
from desktop_admin.db.lists import Found
from desktop_admin.db.work import Work
from desktop_admin.models.training.courses import Course, CourseResource
from desktop_admin.models.training.homework import TrainingFile
from desktop_admin.models.training.resources import Resource, ResourceUse
from desktop_admin.services.approval import engine
from desktop_admin.services.training import reviewing
from desktop_admin.services.training.files import stored
from desktop_admin.services.training.resource_flow import RESOURCES, is_contributor, missing
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
)
NAMES = tuple(column.key for column in COLUMNS)


def selected(work: Work) -> Found:
    return select(*COLUMNS).where(Resource.school_id == work.school_id)


def listed(today: date, row: Any) -> ResourceRow:
    told: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    expiry = told["expiry"]
    left = (expiry - today).days if expiry is not None else None
    usability = usability_of(told["state"], expiry, today, broken=told["broken"])
    return ResourceRow(**told, days_left=left, usability=usability)


def detail(work: Work, resource: Resource) -> ResourceDetail:
    work.session.flush()
    row = work.session.execute(selected(work).where(Resource.key == resource.key)).one()
    mine = is_contributor(work, resource, work.actor.account_id)
    return ResourceDetail(
        row=listed(local_day(work.now), row),
        description=resource.description,
        link=resource.link,
        source=resource.source,
        file=_file(work, resource.file_key),
        permission_file=_file(work, resource.permission_key),
        sha256=resource.content_sha256,
        missing=missing(resource),
        offers=engine.offers(work, RESOURCES, resource),
        history=engine.history(work, RESOURCES, resource),
        checklist=RESOURCE_CHECKS,
        reviews=reviewing.reviews(work, resource.key),
        used_in=_used_in(work, resource),
        may_edit=mine,
    )


def _file(work: Work, key: UUID | None) -> Any:
    return stored(work.get(TrainingFile, key)) if key is not None else None


def _used_in(work: Work, resource: Resource) -> tuple[UsedIn, ...]:
    here = ResourceUse.course_key == Course.key, ResourceUse.resource_key == resource.key
    uses = select(func.count()).select_from(ResourceUse).where(*here).correlate(Course).scalar_subquery()
    found = select(Course.key, Course.title, uses).join(CourseResource, CourseResource.course_key == Course.key)
    found = found.where(CourseResource.resource_key == resource.key).order_by(Course.number)
    return tuple(UsedIn(*row) for row in work.session.execute(found))
