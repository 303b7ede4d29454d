"""The rules of a resource's flow as functions: what is signed, and rights that are in order (网上教学 三)."""

from uuid import UUID

from msgspec import json
from sqlalchemy import select

from desktop_admin.api.base import fields
from desktop_admin.api.training.flows import OF_THE_RESOURCE, RESOURCE_FLOW, REVIEWER
from desktop_admin.api.training.resources import (
    EditResource,
    NothingAttached,
    Origin,
    RightsExpired,
    RightsIncomplete,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.db.work import Work
from desktop_admin.models.training.homework import TrainingFile
from desktop_admin.models.training.resources import Resource
from desktop_admin.services.approval.process import Process
from desktop_admin.services.training.access import may

SIGNED = (
    "title",
    "kind",
    "origin",
    "cost",
    "subject",
    "description",
    "link",
    "rights_owner",
    "licence",
    "source",
    "expiry",
)
RIGHTS = ("rights_owner", "licence", "source")
PERMISSION_FILE = N_("the permission as a file")


def _content(work: Work, resource: Resource) -> bytes:
    """With the hashes of both files."""
    told = {name: getattr(resource, name) for name in SIGNED}
    kinds = {"kind": resource.kind.value, "origin": resource.origin.value}
    hashes = {"file": _hash(work, resource.file_key), "permission": _hash(work, resource.permission_key)}
    return json.encode(told | kinds | hashes, order="sorted")


def _hash(work: Work, file: UUID | None) -> str:
    if file is None:
        return ""
    return work.session.scalar(select(TrainingFile.sha256).where(TrainingFile.key == file)) or ""


def missing(resource: Resource) -> tuple[str, ...]:
    """What the rights record lacks, to be translated. A permission is on file for what was bought or given."""
    labels = fields(EditResource)
    empty = [labels[name].label for name in RIGHTS if not getattr(resource, name)]
    if resource.origin in {Origin.BOUGHT, Origin.GIVEN} and resource.permission_key is None:
        empty.append(PERMISSION_FILE)
    return tuple(empty)


def _rights(work: Work, resource: Resource) -> None:
    """Raises NothingAttached, RightsIncomplete, RightsExpired."""
    if resource.file_key is None and not resource.link:
        raise NothingAttached(title=resource.title)
    for part in missing(resource):
        raise RightsIncomplete(title=resource.title, part=part)
    if resource.expiry is not None and resource.expiry < local_day(work.now):
        raise RightsExpired(title=resource.title, day=str(resource.expiry))


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
    guards={"rights": _rights},
)
