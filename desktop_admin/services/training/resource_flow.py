"""The rules of a resource's flow as functions: what is signed, and rights that are in order (网上教学 三)."""

from uuid import UUID

from desktop_admin.api.training.flows import OF_THE_RESOURCE, RESOURCE_FLOW, REVIEWER
from desktop_admin.api.training.resources import NothingAttached, NotInUse, RightsExpired, RightsIncomplete
from desktop_admin.core.clock import local_day
from desktop_admin.core.permissions import Permission
from desktop_admin.db.work import Work
from desktop_admin.models.training.resources import Resource
from desktop_admin.services.approval.process import Process
from desktop_admin.services.training import resource_revisions as revisions
from desktop_admin.services.training.access import may


def _content(work: Work, resource: Resource) -> bytes:
    return revisions.content(work, revisions.newest(work, resource.key))


def _rights(work: Work, resource: Resource) -> None:
    """Raises NothingAttached, RightsIncomplete, RightsExpired."""
    revision = revisions.newest(work, resource.key)
    if revision.file_key is None and not revision.link:
        raise NothingAttached(title=revision.title)
    for part in revisions.missing(revision):
        raise RightsIncomplete(title=revision.title, part=part)
    if revision.expiry is not None and revision.expiry < local_day(work.now):
        raise RightsExpired(title=revision.title, day=str(revision.expiry))


def _in_use(work: Work, resource: Resource) -> None:  # noqa: ARG001 - as every guard is asked
    if not resource.in_force:
        raise NotInUse(title=resource.title)


def is_contributor(work: Work, resource: Resource, person: UUID) -> bool:
    return person == resource.author_key or may(work, person, Permission.TRAINING_COURSE_MANAGE)


def _seats(work: Work, resource: Resource) -> frozenset[str]:  # noqa: ARG001 - every resource needs the same
    return frozenset({REVIEWER})


RESOURCES = Process(
    flow=RESOURCE_FLOW,
    model=Resource,
    content=_content,
    seats=_seats,
    holders={OF_THE_RESOURCE: is_contributor},
    guards={"rights": _rights, "in use": _in_use},
    writers=revisions.writers,
)
