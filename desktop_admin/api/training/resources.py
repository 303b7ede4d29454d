"""The library of teaching resources with their rights records (教学资源 一, 网上教学 三, 网络教育 四)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.approval import DecisionLine, Offer
from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.training.courses import CheckPoint, ReviewLine, RevisionLine
from desktop_admin.api.training.files import StoredFile
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission


class ResourceState(Labelled):
    DRAFT = "draft", N_("draft"), Tone.NEUTRAL
    SUBMITTED = "submitted", N_("submitted"), Tone.INFO
    RETURNED = "returned", N_("returned"), Tone.WARN
    APPROVED = "approved", N_("approved"), Tone.OK
    WITHDRAWN = "withdrawn", N_("off the shelf"), Tone.NEUTRAL


class ResourceKind(Labelled):
    VIDEO = "video", N_("video")
    COURSEWARE = "courseware", N_("courseware")
    EXERCISES = "exercises", N_("exercises")
    DOCUMENT = "document", N_("document")
    PICTURE = "picture", N_("picture")
    OTHER = "other", N_("other")


class Origin(Labelled):
    MADE = "made", N_("made at school")
    BOUGHT = "bought", N_("bought")
    FREE = "free", N_("freely licensed")
    GIVEN = "given", N_("given with permission")


class Usability(Labelled):
    """What stands against its use now."""

    USABLE = "usable", N_("usable"), Tone.OK
    NOT_APPROVED = "not approved", N_("not approved"), Tone.NEUTRAL
    EXPIRED = "expired", N_("rights expired"), Tone.DANGER
    BROKEN = "broken", N_("file broken"), Tone.DANGER


class RightsIncomplete(Refused):
    """part: the first that is missing, a message."""

    message = N_("The rights record of “{title}” lacks: {part}.")
    phrases = frozenset({"part"})


class RightsExpired(Refused):
    message = N_("The rights to “{title}” expired on {day}. It is blocked until they are renewed and reviewed.")


class NothingAttached(Refused):
    message = N_("“{title}” has neither a file nor a link.")


class ResourceNotUsable(Refused):
    message = N_("“{title}” may not be used now: {why}.")
    phrases = frozenset({"why"})


class NotInUse(Refused):
    message = N_("No revision of “{title}” has been approved; there is nothing to take off the shelf.")


class NotALink(Refused):
    message = N_("“{link}” is not a web address. It begins with http:// or https://.")


class NotYourResource(Refused):
    message = N_("“{title}” was contributed by {who}. Only they or a course administrator edit it.")


Name = Annotated[str, label(N_("Title"), max_length=80)]
Kind = Annotated[ResourceKind, label(N_("Kind"))]
From = Annotated[Origin, label(N_("Origin"))]
Cost = Annotated[int, label(N_("Cost"), editor="money", ge=0, le=10**10)]  # fen
Subject = Annotated[str, label(N_("Subject"), max_length=40)]
Description = Annotated[str, label(N_("Description"), max_length=1000, editor="lines", wide=True)]
Link = Annotated[str, label(N_("Link"), max_length=500, hint=N_("Opened outside; instead of a file"))]
Owner = Annotated[str, label(N_("Rights owner"), max_length=80)]
Licence = Annotated[
    str, label(N_("Licence to use"), max_length=120, hint=N_("Such as CC BY 4.0, or a contract's number"))
]
Source = Annotated[str, label(N_("Source"), max_length=200)]
Expiry = Annotated[date | None, label(N_("Rights until"), hint=N_("The last day; empty: without end"))]


Number = Annotated[int, Meta(ge=1, le=9999)]


class ResourceRow(Struct, frozen=True, kw_only=True):
    """As it is in force; as it was last saved before the first approval.

    state, revision: of the newest revision; in_force: the approved one, 0 where there is none. days_left: of the
    rights; 0 on the last day; none where they have no end. uses: how often it was opened.
    """

    key: UUID
    version: int
    title: Name
    kind: Kind
    origin: From
    cost: Cost
    subject: Subject
    state: Annotated[ResourceState, label(N_("State"))]
    usability: Annotated[Usability, label(N_("Use"))]
    contributor: Annotated[str, label(N_("Contributed by"))]
    contributed_on: Annotated[date, label(N_("Contributed on"))]
    rights_owner: Owner
    licence: Licence
    expiry: Expiry
    days_left: Annotated[int | None, label(N_("Days left"))]
    checked_at: Annotated[datetime | None, label(N_("File checked at"))]
    broken: Annotated[bool, label(N_("File broken"))]
    uses: Annotated[int, label(N_("Uses"))]
    revision: Annotated[int, label(N_("Revision"))]
    in_force: Annotated[int, label(N_("Revision in force"))]


class ListResources(PageQuery[ResourceRow], frozen=True, kw_only=True):
    """The newest first. Who neither contributes nor reviews sees what may be used."""

    permission = Permission.TRAINING_COURSE_READ

    kind: Annotated[ResourceKind | None, label(N_("Kind"))] = None
    origin: Annotated[Origin | None, label(N_("Origin"))] = None
    subject: Annotated[str, label(N_("Subject"), max_length=40)] = ""
    state: Annotated[ResourceState | None, label(N_("State"))] = None
    expired: Annotated[bool | None, label(N_("Rights expired"))] = None
    expiring: Annotated[bool | None, label(N_("Rights end within 30 days"))] = None
    broken: Annotated[bool | None, label(N_("File broken"))] = None
    mine: Annotated[bool | None, label(N_("Contributed by me"))] = None
    in_force: Annotated[bool | None, label(N_("In force"))] = None


class ResourceContent(Struct, frozen=True, kw_only=True):
    """What is reviewed, beside the two files."""

    title: Name
    kind: Kind
    origin: From
    cost: Cost
    subject: Subject
    description: Description
    link: Link
    rights_owner: Owner
    licence: Licence
    source: Source
    expiry: Expiry


class UsedIn(Struct, frozen=True):
    course_key: UUID
    course: str
    uses: int


class ResourceDetail(Struct, frozen=True, kw_only=True):
    """shown: the revision that content, files, sha256 and missing are of. missing: to be translated."""

    row: ResourceRow
    shown: int
    content: ResourceContent
    file: StoredFile | None
    permission_file: StoredFile | None
    sha256: str  # of the content that is reviewed
    missing: tuple[str, ...]  # of the rights record
    revisions: tuple[RevisionLine, ...]
    offers: tuple[Offer, ...]
    history: tuple[DecisionLine, ...]
    checklist: tuple[CheckPoint, ...]
    reviews: tuple[ReviewLine, ...]
    used_in: tuple[UsedIn, ...]
    may_edit: bool


class ReadResource(Query[ResourceDetail], frozen=True):
    """revision: none for the newest; who neither contributes, reviews nor supervises sees the one in force only."""

    permission = Permission.TRAINING_COURSE_READ

    key: UUID
    revision: Number | None = None


class AddResource(Command[ResourceDetail], frozen=True, kw_only=True):
    """file, permission_file: keys of stored files. Raises NotALink, NotYourFile."""

    permission = Permission.TRAINING_RESOURCE_EDIT
    caption = N_("Contribute resource")

    title: Name
    kind: Kind = ResourceKind.COURSEWARE
    origin: From = Origin.MADE
    cost: Cost = 0
    subject: Subject = ""
    description: Description = ""
    link: Link = ""
    file: UUID | None = None
    rights_owner: Owner = ""
    licence: Licence = ""
    source: Source = ""
    expiry: Expiry = None
    permission_file: UUID | None = None


class EditResource(RecordCommand[ResourceDetail], frozen=True, kw_only=True):
    """Always a new revision: what was approved stays in force until the new one has been approved.

    Raises NotYourResource, NotALink, NotYourFile.
    """

    permission = Permission.TRAINING_RESOURCE_EDIT
    caption = N_("Edit resource")

    title: Name
    kind: Kind
    origin: From
    cost: Cost = 0
    subject: Subject = ""
    description: Description = ""
    link: Link = ""
    file: UUID | None = None
    rights_owner: Owner = ""
    licence: Licence = ""
    source: Source = ""
    expiry: Expiry = None
    permission_file: UUID | None = None


class OpenedResource(Struct, frozen=True, kw_only=True):
    """Either a link, to be opened outside, or a file's bytes."""

    title: str
    link: str = ""
    name: str = ""
    data: bytes = b""


class OpenResource(Command[OpenedResource], frozen=True, kw_only=True):
    """Counted as a use. revision: none for the one in force; another one opens to whoever contributed or reviews it.

    Raises RightsExpired, ResourceNotUsable, FileGone.
    """

    permission = Permission.TRAINING_COURSE_READ
    caption = N_("Open resource")
    secret = True  # its answer is a whole file, which the log of commands does not keep

    key: UUID
    course: UUID | None = None
    revision: Number | None = None


class ResourceCheck(Struct, frozen=True):
    checked: int
    broken: tuple[str, ...]  # titles


class CheckResources(Command[ResourceCheck], frozen=True, kw_only=True):
    """Reads every file again and compares it with its SHA-256; a broken one is blocked until it is whole again."""

    permission = Permission.TRAINING_RESOURCE_REVIEW
    caption = N_("Check files")


class ContributorLine(Struct, frozen=True):
    """One person's contributions (教学资源 一, 网络教育 四: sharing is encouraged)."""

    person_key: UUID
    person: Annotated[str, label(N_("Contributed by"))]
    resources: Annotated[int, label(N_("Resources"))]
    uses: Annotated[int, label(N_("Uses"))]


class ReadContributions(Query[tuple[ContributorLine, ...]], frozen=True):
    """Approved resources only, the most used first."""

    permission = Permission.TRAINING_COURSE_READ
