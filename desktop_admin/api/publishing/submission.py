"""Articles as they are listed and read."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.approval import DecisionLine, Offer
from desktop_admin.api.base import PageQuery, Period, Query, label
from desktop_admin.api.publishing.content import Content, Counter, Limits, Purpose, Theme
from desktop_admin.api.publishing.jobs import JobRow
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.text import Change, Cleaned, Finding, Removed
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

Number = Annotated[int, Meta(ge=1, le=2**31 - 1)]  # of a revision


class SubmissionRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    number: Annotated[str, label(N_("Article no."))]
    title: Annotated[str, label(N_("Title"))]
    state: Annotated[SubmissionState, label(N_("State"))]
    department: Annotated[str, label(N_("Department"))]
    author: Annotated[str, label(N_("Author"))]
    channels: Annotated[tuple[str, ...], label(N_("Channels"))]
    column: Annotated[str, label(N_("Column"))]
    theme: Annotated[Theme | None, label(N_("Theme"))]
    revision: Annotated[int, label(N_("Revision"))]
    edited_at: Annotated[datetime, label(N_("Last edited"))]
    handed_in_at: Annotated[datetime | None, label(N_("Handed in"))]
    publish_at: Annotated[datetime | None, label(N_("Scheduled for"))]
    published_at: Annotated[datetime | None, label(N_("Published at"))]
    lag: Annotated[int | None, label(N_("Days after the event"))]  # until published, or until today
    overdue: Annotated[bool, label(N_("Overdue"))]


class ListSubmissions(PageQuery[SubmissionRow], frozen=True, kw_only=True):
    """What was published, and what the asker has to do with. Own order: the newest first.

    Searches number, title, author, department, column and text.
    """

    permission = Permission.PUBLISHING_SUBMISSION_READ

    state: Annotated[SubmissionState | None, label(N_("State"))] = None
    department: Annotated[UUID | None, label(N_("Department"), editor="choice")] = None
    column: Annotated[UUID | None, label(N_("Column"), editor="choice")] = None
    channel: Annotated[UUID | None, label(N_("Channel"), editor="choice")] = None
    theme: Annotated[Theme | None, label(N_("Theme"))] = None
    to_do: Annotated[bool, label(N_("To do"))] = False  # a step waits for the asker
    mine_only: Annotated[bool, label(N_("Mine"))] = False
    overdue_only: Annotated[bool, label(N_("Overdue"))] = False
    period: Annotated[Period | None, label(N_("Period"))] = None  # of the number's day


class Part(Struct, frozen=True):
    """A part of an article that is looked through: "title", "summary" or "body", with what it is called."""

    name: str
    label: str


class FoundIn(Struct, frozen=True, kw_only=True):
    """A finding, where it is, and why it may stay. An answer holds for the same words in later revisions."""

    part: str
    part_label: str
    finding: Finding
    reason: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def open(self) -> bool:
        return not self.reason


class FileLine(Struct, frozen=True, kw_only=True):
    """A file that was added. used: the revision in force names it. kind: jpg, pdf, docx or xlsx."""

    key: UUID
    sha256: str
    name: Annotated[str, label(N_("File"))]
    purpose: Annotated[Purpose, label(N_("Purpose"))]
    kind: Annotated[str, label(N_("Kind"))]
    size: Annotated[int, label(N_("Size"))]  # bytes
    width: int
    height: int
    at: datetime
    by: Annotated[str, label(N_("Handled by"))]
    used: bool


class RevisionLine(Struct, frozen=True, kw_only=True):
    revision: Annotated[int, label(N_("Revision"))]
    sha256: Annotated[str, label(N_("SHA-256"))]  # of the whole content, as it is signed
    at: Annotated[datetime, label(N_("Time"))]
    by: Annotated[str, label(N_("Handled by"))]
    characters: Annotated[int, label(N_("Characters"))]
    list_version: Annotated[int, label(N_("Word list"))]
    findings: Annotated[int, label(N_("Findings"))]


class SeatLine(Struct, frozen=True, kw_only=True):
    """A signature that this article needs; by is empty until it is there. holder: whose it is, where it is one's."""

    seat: str
    label: str
    holder: str
    by: str = ""
    on_behalf_of: str = ""
    at: datetime | None = None
    checks: tuple[str, ...] = ()  # what was ticked, as messages


class SubmissionDetail(Struct, frozen=True, kw_only=True):
    """Everything that a page or 《信息发布申请表》 tells of an article.

    missing: messages of what must be there before it is handed in. removed: what this very save took out of the text.
    signed_revision: the last revision that the asker signed; where it is older than the row's, compare the two.
    intact: the content is what its checksum says. whole: the asker has to do with it; anybody else is told what was
    published, who signed it and where it can be read.
    """

    row: SubmissionRow
    content: Content
    text: str  # plain
    sha256: str
    intact: bool
    author_key: UUID
    sponsor: str
    editable: bool  # by the asker, now
    missing: tuple[str, ...]
    limits: Limits
    counters: tuple[Counter, ...]
    findings: tuple[FoundIn, ...]
    list_version: int
    offers: tuple[Offer, ...]
    history: tuple[DecisionLine, ...]
    seats: tuple[SeatLine, ...]
    revisions: tuple[RevisionLine, ...]
    files: tuple[FileLine, ...]
    jobs: tuple[JobRow, ...]
    signed_revision: int | None = None
    removed: tuple[Removed, ...] = ()
    whole: bool = True


class ReadSubmission(Query[SubmissionDetail], frozen=True):
    """Raises NotFound, also for an article of others that is not published."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    key: UUID


class RevisionDetail(Struct, frozen=True, kw_only=True):
    line: RevisionLine
    content: Content
    text: str


class ReadRevision(Query[RevisionDetail], frozen=True):
    """Raises NotFound, also where the asker has nothing to do with the article: what it said before is no news."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    key: UUID  # the article's
    revision: Number


class Comparison(Struct, frozen=True, kw_only=True):
    """Two revisions. changed: names of the labelled fields of Content that differ; told() tells their values.

    names: of the departments, columns, channels and people that they name.
    """

    before: int
    after: int
    before_content: Content
    after_content: Content
    changed: tuple[str, ...]
    names: dict[UUID, str]
    text: tuple[Change, ...]


class CompareRevisions(Query[Comparison], frozen=True):
    permission = Permission.PUBLISHING_SUBMISSION_READ

    key: UUID
    before: Number
    after: Number


class ReadFile(Query[bytes], frozen=True):
    """A file of the article, or a screenshot of one of its jobs. Raises NotFound, FileConfined, FileDamaged."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    key: UUID  # the article's
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


# --- what an editor asks while somebody writes ---
class CleanHtml(Query[Cleaned], frozen=True):
    """What was pasted, from Word or a web page, as it may be stored."""

    permission = Permission.PUBLISHING_SUBMISSION_WRITE

    html: Annotated[str, Meta(max_length=900_000)]


class DraftCheck(Struct, frozen=True, kw_only=True):
    """What would be said of this content if it were saved."""

    cleaned: Cleaned
    text: str
    missing: tuple[str, ...]
    limits: Limits
    counters: tuple[Counter, ...]
    findings: tuple[FoundIn, ...]
    list_version: int


class CheckDraft(Query[DraftCheck], frozen=True):
    """key: the article, whose answered findings and files are known; none for a new one."""

    permission = Permission.PUBLISHING_SUBMISSION_WRITE

    content: Content
    key: UUID | None = None
