"""Articles, every revision of them, their files, answered findings and what was ticked at each signature."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.publishing.content import Content, Purpose, Theme
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import FileLine, RevisionLine, SubmissionRow
from desktop_admin.api.publishing.text import FindingKind
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models import approval
from desktop_admin.models.approval import UnderApproval
from desktop_admin.models.base import KEPT, InTrail, Json, Record

_READ = Permission.PUBLISHING_SUBMISSION_READ
_DERIVED = {"derived": True}  # from the content of the revision, which the trail tells
_BY = {"at": N_("Time"), "by_key": N_("Account"), "by": N_("By")}
_OF = {"submission_key": N_("Article")}


class Submission(UnderApproval):
    """信息. What it says stands in its revisions; the columns of that here are for lists and rules."""

    __tablename__ = "publishing_submission"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        Index("ix_publishing_submission_school_id_state", "school_id", "state"),
    )
    in_trail = InTrail(
        N_("Article"),
        _READ,
        (Content, SubmissionRow),
        approval.LABELS | {"day": N_("Day of the number"), "text": N_("Text"), "head_key": N_("Head")},
    )
    searched = ("number", "title", "author", "department", "column", "text")

    number: Mapped[str] = mapped_column(String(20))  # FB-YYYYMMDD-nn
    day: Mapped[date] = mapped_column(index=True)  # of the number
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.DRAFT)
    title: Mapped[str] = mapped_column(String(64), default="")
    department_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_department.key"), index=True)
    department: Mapped[str] = mapped_column(String(40))
    column_key: Mapped[UUID | None] = mapped_column(ForeignKey("publishing_column.key"), index=True)
    column: Mapped[str] = mapped_column(String(40), default="")
    channels: Mapped[list[str]] = mapped_column(Json, default=list)  # their names
    theme: Mapped[Theme | None]
    results: Mapped[bool] = mapped_column(default=False)
    sponsor_key: Mapped[UUID | None]
    event_day: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text, default="", info=_DERIVED)
    edited_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None] = mapped_column(index=True)
    published_at: Mapped[datetime | None] = mapped_column(index=True)  # when it was first seen; none once recalled

    def describe(self) -> str:
        return self.number


class SubmissionChannel(Record):
    """A channel that the revision in force names: for lists."""

    __tablename__ = "publishing_submission_channel"
    __table_args__ = (UniqueConstraint("submission_key", "channel_key"),)
    in_trail = InTrail(N_("Channel of an article"), _READ, labels=_OF | {"channel_key": N_("Channel")})

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_submission.key"))
    channel_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_channel.key"), index=True)


class SubmissionRevision(Record):
    """What an article said at one time. Only added."""

    __tablename__ = "publishing_revision"
    __table_args__ = (UniqueConstraint("submission_key", "revision"),)
    in_trail = InTrail(
        N_("Revision of an article"),
        _READ,
        (RevisionLine,),
        _OF | _BY | {"content": N_("Content"), "html": N_("Text"), "found": N_("Findings")},
    )

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_submission.key"))
    revision: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Json)  # the whole Content but its html
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, info=_DERIVED)  # what is read in it
    sha256: Mapped[str] = mapped_column(String(64))  # of everything that is signed
    list_version: Mapped[int]  # of the word list it was looked through with
    found: Mapped[list[dict[str, Any]]] = mapped_column(Json)  # the findings then
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return str(self.revision)

    def said(self) -> Content:
        return msgspec.convert(self.content | {"html": self.html}, Content)


class SubmissionFile(Record):
    """A file that was added. It lies in the data folder under its SHA-256. Only added."""

    __tablename__ = "publishing_file"
    __table_args__ = (UniqueConstraint("submission_key", "sha256"),)
    in_trail = InTrail(
        N_("File"),
        _READ,
        (FileLine,),
        _OF | _BY | {"sha256": N_("Checksum"), "width": N_("Width"), "height": N_("Height")},
    )

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_submission.key"))
    sha256: Mapped[str] = mapped_column(String(64), index=True, info=KEPT)
    name: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[Purpose]
    kind: Mapped[str] = mapped_column(String(10))  # jpg, pdf, docx or xlsx: what it really is
    size: Mapped[int]  # bytes
    width: Mapped[int] = mapped_column(default=0)  # of a picture, in pixels
    height: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))

    def describe(self) -> str:
        return self.name


class AnsweredFinding(Record):
    """Why something that was found may stay. Only added; the newest answer to the same words counts."""

    __tablename__ = "publishing_answer"
    in_trail = InTrail(
        N_("Answered finding"),
        _READ,
        labels=_OF
        | _BY
        | {
            "kind": N_("Kind"),
            "said": N_("Words found"),
            "revision": N_("Revision"),
            "list_version": N_("Word list"),
            "reason": N_("Reason"),
        },
    )

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_submission.key"), index=True)
    revision: Mapped[int]
    list_version: Mapped[int]
    kind: Mapped[FindingKind]
    said: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))


class SignedChecks(Record):
    """What was ticked at one signature, in the words of then. Only added."""

    __tablename__ = "publishing_checks"
    __table_args__ = (UniqueConstraint("decision_key"),)
    in_trail = InTrail(
        N_("Checklist of a signature"),
        _READ,
        labels=_OF | {"decision_key": N_("Decision"), "seat": N_("Seat"), "items": N_("Ticked")},
    )

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_submission.key"), index=True)
    decision_key: Mapped[UUID] = mapped_column(ForeignKey("approval_decision.key"))
    seat: Mapped[str] = mapped_column(String(40))
    items: Mapped[list[str]] = mapped_column(Json)  # messages
