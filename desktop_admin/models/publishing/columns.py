"""Columns, how often they must be kept up, and the notices to those that are not."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, case, func, select
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column

from desktop_admin.api.publishing.columns import NoticeRow, NoticeState
from desktop_admin.api.publishing.registers import ChannelKind, ColumnRow, ColumnState, WatchKind, WatchRow
from desktop_admin.api.publishing.states import DONE, JobTask
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.models.base import InTrail, Record
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.submission import Submission

_READ = Permission.PUBLISHING_SUBMISSION_READ


class SiteColumn(Record):
    """栏目."""

    __tablename__ = "publishing_column"
    __table_args__ = (UniqueConstraint("school_id", "name"),)
    in_trail = InTrail(N_("Column"), _READ, (ColumnRow,), {"since": N_("Added on")})
    searched = ("name",)

    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    watch: Mapped[WatchKind] = mapped_column(default=WatchKind.NEWS)
    department_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_department.key"), index=True)
    since: Mapped[date]
    in_use: Mapped[bool] = mapped_column(default=True)
    last_at: ClassVar[MappedSQLExpression[datetime | None]]  # found when it is looked at

    def describe(self) -> str:
        return self.name


class WatchRule(Record):
    """Days allowed from a day on. Only added."""

    __tablename__ = "publishing_watch"
    __table_args__ = (UniqueConstraint("school_id", "watch", "since"),)
    in_trail = InTrail(N_("Watch rule"), _READ, (WatchRow,), {"by_key": N_("Account")})
    searched = ("reason",)

    watch: Mapped[WatchKind]
    days: Mapped[int]
    since: Mapped[date]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200), default="")

    def describe(self) -> str:
        return str(self.watch.value)


class Notice(Record):
    """督促/整改通知."""

    __tablename__ = "publishing_notice"
    __table_args__ = (
        UniqueConstraint("school_id", "number"),
        Index("ix_publishing_notice_school_id_state", "school_id", "state"),
    )
    in_trail = InTrail(
        N_("Notice to a column"),
        _READ,
        (NoticeRow,),
        {
            "column_key": N_("Column"),
            "department_key": N_("Department"),
            "by_key": N_("Account"),
            "replied_by_key": N_("Replied by"),
        },
    )
    searched = ("number", "column", "department", "text", "reply")

    number: Mapped[str] = mapped_column(String(20))  # DC-YYYYMMDD-nn
    column_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_column.key"), index=True)
    column: Mapped[str] = mapped_column(String(40))
    department_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_department.key"))
    department: Mapped[str] = mapped_column(String(40))
    found: Mapped[ColumnState]
    days: Mapped[int]
    allowed: Mapped[int]
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.OPEN)
    round: Mapped[int] = mapped_column(default=1)
    deadline: Mapped[date]
    made_at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(500), default="")
    replied_by_key: Mapped[UUID | None]
    replied_by: Mapped[str] = mapped_column(String(40), default="")
    replied_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(String(500), default="")
    verified_by: Mapped[str] = mapped_column(String(40), default="")
    verified_at: Mapped[datetime | None]
    conclusion: Mapped[str] = mapped_column(String(500), default="")

    def describe(self) -> str:
        return self.number


class NoticeStep(Record):
    """One step of a notice. Only added."""

    __tablename__ = "publishing_notice_step"
    in_trail = InTrail(
        N_("Step of a notice"),
        _READ,
        labels={
            "notice_key": N_("Notice to a column"),
            "before": N_("State before"),
            "after": N_("State"),
            "round": N_("Round"),
            "at": N_("Time"),
            "by_key": N_("Account"),
            "by": N_("By"),
            "text": N_("Text"),
        },
    )

    notice_key: Mapped[UUID] = mapped_column(ForeignKey("publishing_notice.key"), index=True)
    before: Mapped[NoticeState | None]
    after: Mapped[NoticeState]
    round: Mapped[int]
    at: Mapped[datetime]
    by_key: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(500), default="")


_in_column = select(func.max(Submission.published_at)).where(Submission.column_key == SiteColumn.key)
_by_hand = select(func.max(ChannelJob.finished_at)).where(
    ChannelJob.school_id == SiteColumn.school_id,
    ChannelJob.kind == ChannelKind.MANUAL,
    ChannelJob.task == JobTask.PUBLISH,
    ChannelJob.state.in_(DONE),
)
SiteColumn.last_at = column_property(
    case(
        (SiteColumn.watch == WatchKind.ACCOUNT, _by_hand.correlate(SiteColumn).scalar_subquery()),
        else_=_in_column.correlate(SiteColumn).scalar_subquery(),
    ),
    deferred=True,
)
