"""The library of teaching resources, with the rights to them and how often they were used."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.training.resources import EditResource, Origin, ResourceKind, ResourceRow, ResourceState
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models import approval
from desktop_admin.models.approval import UnderApproval
from desktop_admin.models.base import InTrail, Record


class ResourceContent:
    """What a resource says, as it was saved each time."""

    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[ResourceKind]
    origin: Mapped[Origin]
    cost: Mapped[int] = mapped_column(default=0)  # fen
    subject: Mapped[str] = mapped_column(String(40), default="")
    description: Mapped[str] = mapped_column(String(1000), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    file_key: Mapped[UUID | None] = mapped_column(ForeignKey("training_file.key"), index=True)
    rights_owner: Mapped[str] = mapped_column(String(80), default="")
    licence: Mapped[str] = mapped_column(String(120), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    expiry: Mapped[date | None]  # the last day of the rights
    permission_key: Mapped[UUID | None] = mapped_column(ForeignKey("training_file.key"), index=True)


class Resource(ResourceContent, UnderApproval):
    """What may be used: the content of the revision in force; of the newest before the first is approved.

    revision, content_sha256: of the newest, which is what is being approved.
    """

    __tablename__ = "training_resource"
    in_trail = InTrail(
        N_("Teaching resource"),
        Permission.TRAINING_COURSE_READ,
        (EditResource, ResourceRow),
        {
            **approval.LABELS,
            "file_key": N_("File"),
            "permission_key": N_("Permission on file"),
        },
    )
    searched = ("title", "subject", "description", "author", "rights_owner")

    state: Mapped[ResourceState] = mapped_column(default=ResourceState.DRAFT)
    contributed_on: Mapped[date]
    checked_at: Mapped[datetime | None]
    broken: Mapped[bool] = mapped_column(default=False)
    in_force: Mapped[int] = mapped_column(default=0)  # the approved revision

    def describe(self) -> str:
        return self.title


class ResourceRevision(ResourceContent, Record):
    """A resource as it was saved, with its rights record. Only added."""

    __tablename__ = "training_resource_revision"
    __table_args__ = (UniqueConstraint("resource_key", "number"),)
    in_trail = InTrail(
        N_("Revision of a resource"),
        Permission.TRAINING_COURSE_READ,
        (EditResource,),
        {
            "resource_key": N_("Teaching resource"),
            "number": N_("Revision"),
            "file_key": N_("File"),
            "permission_key": N_("Permission on file"),
            "sha256": N_("SHA-256"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
        },
    )

    resource_key: Mapped[UUID] = mapped_column(ForeignKey("training_resource.key"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))  # of the content, with the hashes of both files
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return f"{self.title} / {self.number}"


class ResourceUse(Record):
    """Somebody opened a resource. Only added."""

    __tablename__ = "training_resource_use"
    __table_args__ = (Index("ix_training_resource_use_resource_key_course_key", "resource_key", "course_key"),)
    in_trail = InTrail(
        N_("Use of a resource"),
        Permission.TRAINING_RECORD_READ,
        labels={
            "resource_key": N_("Teaching resource"),
            "course_key": N_("Course"),
            "at": N_("Time"),
            "by_key": N_("Account"),
        },
    )

    resource_key: Mapped[UUID] = mapped_column(ForeignKey("training_resource.key"))
    course_key: Mapped[UUID | None] = mapped_column(ForeignKey("training_course.key"))
    at: Mapped[datetime]
    by_key: Mapped[UUID]
