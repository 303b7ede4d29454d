"""The revisions of a resource: kept as they were saved, the approved one in force (教学资源 一, 网上教学 三)."""

from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.base import fields
from desktop_admin.api.training.courses import RevisionLine
from desktop_admin.api.training.resources import AddResource, EditResource, NotALink, Origin, ResourceContent
from desktop_admin.core.canonical import as_json
from desktop_admin.core.errors import NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.core.ids import uuid7
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.training.homework import TrainingFile
from desktop_admin.models.training.resources import Resource, ResourceRevision
from desktop_admin.services.training import files
from desktop_admin.services.training.given import needed

SIGNED = tuple(fields(ResourceContent))
COPIED = (*SIGNED, "file_key", "permission_key")
WEB = ("http://", "https://")
TEXTS = ("subject", "description", "rights_owner", "licence", "source")
RIGHTS = ("rights_owner", "licence", "source")
PERMISSION_FILE = N_("the permission as a file")


def made(
    work: Work, resource: Resource, given: AddResource | EditResource, known: ResourceRevision | None
) -> ResourceRevision:
    """The revision after the known one, to be added. Raises NotALink, NotYourFile, Invalid."""
    revision = ResourceRevision(key=uuid7(), resource_key=resource.key, number=known.number + 1 if known else 1)
    link = prose(given.link)
    if link and not link.lower().startswith(WEB):
        raise NotALink(link=link)
    revision.title, revision.link = needed(AddResource, "title", given.title), link
    revision.kind, revision.origin, revision.cost = given.kind, given.origin, given.cost
    for name in TEXTS:
        setattr(revision, name, prose(getattr(given, name)))
    revision.file_key = _chosen(work, given.file, known.file_key if known else None)
    revision.permission_key = _chosen(work, given.permission_file, known.permission_key if known else None)
    revision.expiry = given.expiry
    revision.at, revision.by_key, revision.by = work.now, work.actor.account_id, work.actor.name
    revision.sha256 = sha256(content(work, revision)).hexdigest()
    return revision


def _chosen(work: Work, wanted: UUID | None, known: UUID | None) -> UUID | None:
    """A file that is already there stays; another one is the actor's own. Raises NotYourFile."""
    if wanted is None or wanted == known:
        return wanted
    return files.own(work, work.get(TrainingFile, wanted)).key


def put_in_force(resource: Resource, revision: ResourceRevision) -> None:
    show(resource, revision)
    resource.in_force = revision.number


def show(resource: Resource, revision: ResourceRevision) -> None:
    """The resource's own row tells of this revision."""
    if resource.file_key != revision.file_key:
        resource.broken, resource.checked_at = False, None
    for name in COPIED:
        setattr(resource, name, getattr(revision, name))


def content(work: Work, revision: ResourceRevision) -> bytes:
    """What a reviewer signs, with the hashes of both files."""
    told = {name: getattr(revision, name) for name in SIGNED}
    kinds = {"kind": revision.kind.value, "origin": revision.origin.value}
    hashes = {"file": _hash(work, revision.file_key), "permission": _hash(work, revision.permission_key)}
    return as_json(told | kinds | hashes)


def _hash(work: Work, file: UUID | None) -> str:
    if file is None:
        return ""
    return work.session.scalar(select(TrainingFile.sha256).where(TrainingFile.key == file)) or ""


def missing(revision: ResourceRevision) -> tuple[str, ...]:
    """What the rights record lacks, to be translated. A permission is on file for what was bought or given."""
    labels = fields(EditResource)
    empty = [labels[name].label for name in RIGHTS if not getattr(revision, name)]
    if revision.origin in {Origin.BOUGHT, Origin.GIVEN} and revision.permission_key is None:
        empty.append(PERMISSION_FILE)
    return tuple(empty)


def newest(work: Work, resource_key: UUID) -> ResourceRevision:
    found = select(ResourceRevision).where(ResourceRevision.resource_key == resource_key)
    return work.session.scalars(found.order_by(ResourceRevision.number.desc()).limit(1)).one()


def at(work: Work, resource_key: UUID, number: int) -> ResourceRevision:
    """Raises NotFound."""
    mine = ResourceRevision.resource_key == resource_key, ResourceRevision.number == number
    found = work.session.scalar(select(ResourceRevision).where(*mine))
    if found is None:
        raise NotFound
    return found


def lines(work: Work, resource: Resource) -> tuple[RevisionLine, ...]:
    found = select(ResourceRevision).where(ResourceRevision.resource_key == resource.key)
    rows = work.session.scalars(found.order_by(ResourceRevision.number))
    return tuple(RevisionLine(row.number, row.at, row.by, row.number == resource.in_force) for row in rows)


def writers(work: Work, resource: Resource) -> frozenset[UUID]:
    """Everyone who wrote a revision of it."""
    found = select(ResourceRevision.by_key).where(ResourceRevision.resource_key == resource.key)
    return frozenset({resource.author_key, *work.session.scalars(found)})
