"""The library: contributed with a rights record, reviewed by somebody else, blocked when the rights have expired."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select

from desktop_admin.api.base import DecisionCommand, Page
from desktop_admin.api.training.flows import (
    LIST_VERSION,
    RESOURCE_CHECKS,
    ApproveResource,
    ReturnResource,
    SubmitResource,
    WithdrawResource,
)
from desktop_admin.api.training.resources import (
    AddResource,
    CheckResources,
    ContributorLine,
    EditResource,
    ListResources,
    NotYourResource,
    OpenedResource,
    OpenResource,
    ReadContributions,
    ReadResource,
    ResourceCheck,
    ResourceDetail,
    ResourceNotUsable,
    ResourceRow,
    ResourceState,
    RightsExpired,
    Usability,
)
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import NotFound
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Permission
from desktop_admin.db.lists import Found
from desktop_admin.db.search import matching
from desktop_admin.db.work import Who, Work
from desktop_admin.models.training.courses import Course
from desktop_admin.models.training.homework import TrainingFile
from desktop_admin.models.training.resources import Resource, ResourceUse
from desktop_admin.services import blobs
from desktop_admin.services.approval import engine
from desktop_admin.services.narrowing import equal, whether
from desktop_admin.services.registry import Backstage, handles, needs_folder, prepares
from desktop_admin.services.training import files, reviewing, usable
from desktop_admin.services.training import resource_revisions as revisions
from desktop_admin.services.training.access import require_sees
from desktop_admin.services.training.resource_flow import RESOURCES, is_contributor
from desktop_admin.services.training.resource_view import detail, listed, selected

WARNED = timedelta(days=30)
SORTED_BY: dict[str, Any] = {
    "-contributed_on": Resource.contributed_on,
    "title": Resource.title,
    "kind": Resource.kind,
    "origin": Resource.origin,
    "cost": Resource.cost,
    "subject": Resource.subject,
    "state": Resource.state,
    "contributor": Resource.author,
    "rights_owner": Resource.rights_owner,
    "licence": Resource.licence,
    "expiry": Resource.expiry,
    "days_left": Resource.expiry,
    "checked_at": Resource.checked_at,
    "broken": Resource.broken,
    "revision": Resource.revision,
    "in_force": Resource.in_force,
}


def _sees_unapproved(work: Work) -> bool:
    return work.actor.may(Permission.TRAINING_RESOURCE_EDIT) or work.actor.may(Permission.TRAINING_RESOURCE_REVIEW)


@handles(ListResources)
def list_resources(work: Work, request: ListResources) -> Page[ResourceRow]:
    today = local_day(work.now)
    found = selected(work)
    if not is_inside(work):
        found = found.where(usable.may_be_used(today))
    wanted = {
        Resource.kind: request.kind,
        Resource.origin: request.origin,
        Resource.subject: request.subject or None,
        Resource.state: request.state,
        Resource.broken: request.broken,
    }
    found = found.where(*equal(wanted))
    found = _narrowed(work, found, request, today)
    return work.page(request, found, SORTED_BY, partial(listed, today))


def _narrowed(work: Work, found: Found, request: ListResources, today: date) -> Found:
    known = Resource.expiry.is_not(None)
    wishes = (
        (request.expired, known & (Resource.expiry < today)),
        (request.expiring, known & Resource.expiry.between(today, today + WARNED)),
        (request.mine, Resource.author_key == work.actor.account_id),
        (request.in_force, Resource.in_force > 0),
    )
    found = found.where(*whether(*wishes))
    if request.search:
        found = found.where(matching(work.session, Resource, request.search))
    return found


def is_inside(work: Work) -> bool:
    return _sees_unapproved(work) or work.actor.may(Permission.TRAINING_RECORD_READ)


@handles(ReadResource)
def read_resource(work: Work, request: ReadResource) -> ResourceDetail:
    """Raises NotFound for what is not in force, to who neither contributes nor reviews nor supervises."""
    resource, inside = work.get(Resource, request.key), is_inside(work)
    number = request.revision or (resource.revision if inside else resource.in_force)
    if not inside and (number != resource.in_force or usable.blocked(resource, local_day(work.now))):
        raise NotFound
    return detail(work, resource, number, inside=inside)


@handles(AddResource)
def add_resource(work: Work, command: AddResource) -> ResourceDetail:
    resource = Resource(key=uuid7(), contributed_on=local_day(work.now))
    first = revisions.made(work, resource, command, None)
    revisions.show(resource, first)
    engine.begin(work, RESOURCES, resource, (first,))
    return _shown(work, resource)


@handles(EditResource)
def edit_resource(work: Work, command: EditResource) -> ResourceDetail:
    """What is in force stays as it is. Unchanged content makes no revision."""
    resource = work.hold(Resource, command.key, command.version)
    if not is_contributor(work, resource, work.actor.account_id):
        raise NotYourResource(title=resource.title, who=resource.author)
    known = revisions.newest(work, resource.key)
    edited = revisions.made(work, resource, command, known)
    if edited.sha256 != known.sha256:
        work.add(edited)
        if not resource.in_force:
            revisions.show(resource, edited)
        engine.revise(work, RESOURCES, resource)
    return _shown(work, resource)


def _shown(work: Work, resource: Resource) -> ResourceDetail:
    return detail(work, resource, resource.revision)


@handles(SubmitResource, ReturnResource)
def pass_resource_on(work: Work, command: DecisionCommand[ResourceDetail]) -> ResourceDetail:
    return _shown(work, engine.go(work, RESOURCES, command))


@handles(ApproveResource)
def approve_resource(work: Work, command: ApproveResource) -> ResourceDetail:
    """The approved revision is in force from now on."""
    resource = engine.go(work, RESOURCES, command, list_version=LIST_VERSION)
    reviewing.require_ticked(RESOURCE_CHECKS, command.ticked)
    reviewing.record(work, resource, RESOURCE_CHECKS)
    revisions.put_in_force(resource, revisions.at(work, resource.key, resource.revision))
    return _shown(work, work.saved(resource))


@handles(WithdrawResource)
def withdraw_resource(work: Work, command: WithdrawResource) -> ResourceDetail:
    resource = engine.go(work, RESOURCES, command)
    resource.in_force = 0
    return _shown(work, work.saved(resource))


needs_folder(OpenResource)


@handles(OpenResource)
def open_resource(work: Work, command: OpenResource) -> OpenedResource:
    resource, today = work.get(Resource, command.key), local_day(work.now)
    revision = revisions.at(work, resource.key, command.revision or resource.in_force or resource.revision)
    if revision.expiry is not None and revision.expiry < today:
        raise RightsExpired(title=revision.title, day=str(revision.expiry))
    in_force = revision.number == resource.in_force
    blocked = usable.blocked(resource, today) if in_force else Usability.NOT_APPROVED.label
    if blocked and not (is_contributor(work, resource, work.actor.account_id) or _reviews(work, resource)):
        raise ResourceNotUsable(title=resource.title, why=blocked)
    if command.course is not None:
        require_sees(work, work.get(Course, command.course))
    if not blocked:
        use = ResourceUse(resource_key=resource.key, course_key=command.course, at=work.now)
        use.by_key = work.actor.account_id
        work.add(use)
    if revision.file_key is None:
        return OpenedResource(title=revision.title, link=revision.link)
    file = work.get(TrainingFile, revision.file_key)
    return OpenedResource(title=revision.title, name=file.name, data=files.content(work.prepared, file))


def _reviews(work: Work, resource: Resource) -> bool:
    """Whoever decides on it looks at it before."""
    return resource.state is ResourceState.SUBMITTED and work.actor.may(Permission.TRAINING_RESOURCE_REVIEW)


@prepares(CheckResources)
def whole_files(backstage: Backstage, who: Who, command: CheckResources) -> dict[str, bool]:  # noqa: ARG001
    """Reading every file takes time: which of them are whole, by SHA-256."""
    folder = backstage.folder
    if folder is None:
        raise NotFound
    wanted = select(TrainingFile.sha256).join(Resource, Resource.file_key == TrainingFile.key).distinct()
    with backstage.database.reading() as connection:
        digests = list(connection.scalars(wanted))
    return {digest: blobs.read(folder, digest) is not None for digest in digests}


@handles(CheckResources)
def check_resources(work: Work, command: CheckResources) -> ResourceCheck:  # noqa: ARG001 - all of the school's
    found = select(Resource, TrainingFile.sha256).join(TrainingFile, TrainingFile.key == Resource.file_key)
    found = found.where(Resource.school_id == work.school_id).order_by(Resource.key)
    whole: dict[str, bool] = work.prepared
    checked, broken = 0, list[str]()
    for resource, digest in work.session.execute(found).all():
        if digest not in whole:
            continue  # contributed while the others were read
        resource.broken, resource.checked_at = not whole[digest], work.now
        checked += 1
        broken += [resource.title] if resource.broken else []
    work.session.flush()
    return ResourceCheck(checked, tuple(broken))


@handles(ReadContributions)
def read_contributions(work: Work, request: ReadContributions) -> tuple[ContributorLine, ...]:  # noqa: ARG001
    mine = Resource.school_id == work.school_id, Resource.in_force > 0
    counted = select(Resource.author_key, func.max(Resource.author), func.count(Resource.key.distinct()))
    uses = func.count(ResourceUse.key)
    found = counted.add_columns(uses).outerjoin(ResourceUse, ResourceUse.resource_key == Resource.key)
    found = found.where(*mine).group_by(Resource.author_key).order_by(uses.desc(), func.max(Resource.author))
    return tuple(ContributorLine(*row) for row in work.session.execute(found))
