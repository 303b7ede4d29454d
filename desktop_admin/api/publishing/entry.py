"""What is done to an article before it is handed in."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from desktop_admin.api.base import Command, RecordCommand, label
from desktop_admin.api.publishing.content import SENT_BYTES, Content, Purpose
from desktop_admin.api.publishing.submission import FileLine, SubmissionDetail
from desktop_admin.api.publishing.text import FindingKind
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission


class StartSubmission(Command[SubmissionDetail], frozen=True, kw_only=True):
    """A new draft, FB-YYYYMMDD-nn. Files are added to it afterwards. Raises NotOfDepartment, OutOfUse, Invalid."""

    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("New article")

    content: Content


class EditSubmission(RecordCommand[SubmissionDetail], frozen=True, kw_only=True):
    """A new revision; every signature on the one before is void, and it is a draft again.

    Raises NotForEditing, NotTheAuthor, NothingChanged, FileNotUploaded, Stale and what StartSubmission raises.
    """

    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Save")

    content: Content


class AddFile(Command[FileLine], frozen=True, kw_only=True):
    """Stored beside the data; it is part of the article once a saved revision names it.

    A picture (JPEG, PNG) loses place and camera data and is made smaller; other files are .pdf, .docx or .xlsx.
    Raises NotThePicture, NotTheDocument, MisnamedFile, TooManyFiles, NotForEditing, NotTheAuthor.
    """

    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Add file")

    key: UUID  # the article's
    name: Annotated[str, label(N_("File"), max_length=120)]
    purpose: Annotated[Purpose, label(N_("Purpose"))] = Purpose.PICTURE
    data: Annotated[bytes, Meta(max_length=SENT_BYTES)]


class AnswerFinding(RecordCommand[SubmissionDetail], frozen=True, kw_only=True):
    """Why a finding may stay. It holds for the same words in later revisions; the text is not changed by it.

    Raises NoSuchFinding, FindingReasonNeeded, NotTheAuthor, NotForEditing.
    """

    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Answer finding")

    kind: FindingKind
    said: Annotated[str, Meta(max_length=200)]
    reason: Annotated[str, label(N_("Reason"), max_length=200, editor="lines")]
