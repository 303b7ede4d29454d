"""One article's way on one channel."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desktop_admin.api.publishing.jobs import JobRow
from desktop_admin.api.publishing.registers import ChannelKind
from desktop_admin.api.publishing.states import JobState, JobTask
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import KEPT, InTrail, Record


class ChannelJob(Record):
    """Made once for an article, a channel, a revision and a task, whoever clicks and however often."""

    __tablename__ = "publishing_job"
    __table_args__ = (
        UniqueConstraint("submission_key", "channel_key", "revision", "task"),
        Index("ix_publishing_job_school_id_state", "school_id", "state"),
    )
    in_trail = InTrail(
        N_("Publishing job"),
        Permission.PUBLISHING_SUBMISSION_READ,
        (JobRow,),
        {
            "submission_key": N_("Article"),
            "channel_key": N_("Channel"),
            "by_key": N_("Account"),
            "lease_until": N_("Taken until"),
            "digest": N_("SHA-256 of the page"),
            "screenshot": N_("Screenshot"),
            "reached": N_("Step reached"),
        },
    )
    searched = ("number", "title", "channel")

    submission_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_submission.key"))
    channel_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_channel.key"), index=True)
    revision: Mapped[int]
    task: Mapped[JobTask] = mapped_column(default=JobTask.PUBLISH)
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ChannelKind]
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    reached: Mapped[JobState] = mapped_column(default=JobState.QUEUED)  # the step to go on from
    due_at: Mapped[datetime]
    by_key: Mapped[UUID | None]
    by: Mapped[str] = mapped_column(String(40), default="")
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    address: Mapped[str] = mapped_column(String(500), default="")
    remote_id: Mapped[str] = mapped_column(String(80), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    problem: Mapped[str] = mapped_column(String(300), default="")
    screenshot: Mapped[str | None] = mapped_column(String(64), info=KEPT)
    remark: Mapped[str] = mapped_column(String(200), default="")
    finished_at: Mapped[datetime | None]

    def describe(self) -> str:
        return f"{self.number} {self.channel}"
