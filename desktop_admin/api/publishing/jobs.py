"""Jobs: one revision of one article on one channel. Each is made once, however often and wherever one clicks.

A job on a website folder goes on by itself from the step it has reached; on an account without a connector a person
does it and enters address and screenshot.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from desktop_admin.api.base import PageQuery, Query, RecordCommand, label
from desktop_admin.api.publishing.content import SENT_BYTES
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.states import JobState, JobTask
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission

LEASE_MINUTES = 5  # how long who claimed a job is left alone


class JobRow(Struct, frozen=True, kw_only=True):
    """problem: a message, or what the system or a person said. digest: SHA-256 of the page as it was written."""

    key: UUID
    version: int
    submission_key: UUID
    number: Annotated[str, label(N_("Article no."))]
    title: Annotated[str, label(N_("Title"))]
    revision: Annotated[int, label(N_("Revision"))]
    channel_key: UUID
    channel: Annotated[str, label(N_("Channel"))]
    kind: Annotated[ChannelKind, label(N_("Kind"))]
    task: Annotated[JobTask, label(N_("Task"))]
    state: Annotated[JobState, label(N_("State"))]
    due_at: Annotated[datetime, label(N_("Due"))]
    overdue: Annotated[bool, label(N_("Overdue"))]
    by: Annotated[str, label(N_("Handled by"))]
    lease_until: datetime | None
    attempts: Annotated[int, label(N_("Attempts"))]
    address: Annotated[str, label(N_("Web address"))]
    remote_id: Annotated[str, label(N_("Name there"))]
    digest: str
    problem: Annotated[str, label(N_("Problem"))]
    screenshot: str  # SHA-256 of the picture; ReadFile reads it
    remark: Annotated[str, label(N_("Remark"))]
    finished_at: Annotated[datetime | None, label(N_("Finished at"))]


class ListJobs(PageQuery[JobRow], frozen=True, kw_only=True):
    """Those of articles that the asker has to do with. Searches number, title, channel. Own order: the earliest due."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    state: Annotated[JobState | None, label(N_("State"))] = None
    task: Annotated[JobTask | None, label(N_("Task"))] = None
    channel: Annotated[UUID | None, label(N_("Channel"), editor="choice")] = None
    open_only: Annotated[bool, label(N_("To do"))] = False
    trouble_only: Annotated[bool, label(N_("Failed or uncertain"))] = False


class RunJob(RecordCommand[JobRow], frozen=True):
    """Publish on (or take down from) a website folder, going on from the step that was reached.

    A problem of the folder makes the job FAILED, an unclear result UNCERTAIN; neither is a refusal.
    Raises JobHeld, JobNotOpen, DoneByHand, ContentMoved, FileDamaged, SecondSeat.
    """

    permission = Permission.PUBLISHING_JOB_EXECUTE
    caption = N_("Publish on channel")


class RecordDone(RecordCommand[JobRow], frozen=True, kw_only=True):
    """Done by hand: the address of the page and a picture of it; of a removal a picture is enough.

    Raises JobNotOpen, DoneByProgram, WebAddressNeeded, ScreenshotNeeded, NotThePicture, ContentMoved, SecondSeat.
    """

    permission = Permission.PUBLISHING_JOB_EXECUTE
    caption = N_("Record as done")

    address: Annotated[str, label(N_("Web address"), max_length=500, wide=True)] = ""
    remark: Annotated[str, label(N_("Remark"), max_length=200)] = ""
    screenshot: Annotated[bytes, Meta(max_length=SENT_BYTES)] = b""


class FailJob(RecordCommand[JobRow], frozen=True, kw_only=True):
    """A person could not publish it there. Only this channel is tried again."""

    permission = Permission.PUBLISHING_JOB_EXECUTE
    caption = N_("Record as failed")

    remark: Annotated[str, label(N_("What went wrong"), max_length=200, editor="lines")]


class JudgeJob(RecordCommand[JobRow], frozen=True, kw_only=True):
    """A person has looked whether an uncertain job was done; the program never does it again by itself."""

    permission = Permission.PUBLISHING_JOB_EXECUTE
    caption = N_("Judge")

    done: Annotated[bool, label(N_("It was done"))]
    address: Annotated[str, label(N_("Web address"), max_length=500, wide=True)] = ""
    remark: Annotated[str, label(N_("What was seen"), max_length=200, editor="lines")]


class ReadyCopy(Struct, frozen=True, kw_only=True):
    """An article as it is pasted into WeChat's editor: every style stands in its element, pictures are in it."""

    title: Annotated[str, label(N_("Title"))]
    byline: Annotated[str, label(N_("Byline"))]
    summary: Annotated[str, label(N_("Digest"))]
    html: str
    revision: int
    sha256: str  # of the content it was made of


class ReadReadyCopy(Query[ReadyCopy], frozen=True):
    """Raises NotAuthorised, ContentMoved, FileDamaged."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    key: UUID  # the article's
