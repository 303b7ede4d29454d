"""Columns that are not kept up: notice (督促), correction (整改), verification (SW 三.3)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct

from desktop_admin.api.base import Command, PageQuery, Query, RecordCommand, label
from desktop_admin.api.publishing.registers import ColumnState
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

NOTICE_DAYS = 7  # to correct, where nothing else is said


class NoticeState(Labelled):
    OPEN = "open", N_("to be corrected"), Tone.WARN  # 待整改
    REPLIED = "replied", N_("to be verified"), Tone.INFO  # 待验收
    CLOSED = "closed", N_("verified"), Tone.OK  # 已销号
    WITHDRAWN = "withdrawn", N_("withdrawn"), Tone.NEUTRAL


class NoticeRow(Struct, frozen=True, kw_only=True):
    key: UUID
    version: int
    number: Annotated[str, label(N_("Notice no."))]
    column_key: UUID
    column: Annotated[str, label(N_("Column"))]
    department: Annotated[str, label(N_("Department"))]
    found: Annotated[ColumnState, label(N_("Found as"))]
    days: Annotated[int, label(N_("Days without"))]  # when it was made
    allowed: Annotated[int, label(N_("Days allowed"))]
    state: Annotated[NoticeState, label(N_("State"))]
    round: Annotated[int, label(N_("Round"))]
    deadline: Annotated[date, label(N_("Deadline"))]  # the last day
    overdue: Annotated[bool, label(N_("Overdue"))]
    made_at: Annotated[datetime, label(N_("Urged at"))]
    by: Annotated[str, label(N_("Urged by"))]
    text: Annotated[str, label(N_("Demand"))]
    replied_by: Annotated[str, label(N_("Replied by"))]
    replied_at: Annotated[datetime | None, label(N_("Replied at"))]
    reply: Annotated[str, label(N_("Correction"))]
    verified_by: Annotated[str, label(N_("Verified by"))]
    verified_at: Annotated[datetime | None, label(N_("Verified at"))]
    conclusion: Annotated[str, label(N_("Conclusion"))]


class NoticeStep(Struct, frozen=True):
    """One step; before is none for the first."""

    before: NoticeState | None
    after: NoticeState
    round: int
    at: datetime
    by: str
    text: str


class NoticeDetail(Struct, frozen=True, kw_only=True):
    """Also carries what 整改通知单 prints. last_at: what is new in the column now."""

    row: NoticeRow
    last_at: datetime | None
    department_head: str
    informant: str
    steps: tuple[NoticeStep, ...]
    may_reply: bool
    may_verify: bool


class ListNotices(PageQuery[NoticeRow], frozen=True, kw_only=True):
    """Searches number, column, department and texts. Own order: the newest first."""

    permission = Permission.PUBLISHING_SUBMISSION_READ

    state: Annotated[NoticeState | None, label(N_("State"))] = None
    column: Annotated[UUID | None, label(N_("Column"), editor="choice")] = None
    open_only: Annotated[bool, label(N_("Not closed"))] = False
    overdue_only: Annotated[bool, label(N_("Overdue"))] = False


class ReadNotice(Query[NoticeDetail], frozen=True):
    permission = Permission.PUBLISHING_SUBMISSION_READ

    key: UUID


class IssueNotice(Command[NoticeDetail], frozen=True, kw_only=True):
    """督促: DC-YYYYMMDD-nn. One at a time for a column. Raises ColumnKept, NoticeOpen."""

    permission = Permission.PUBLISHING_COLUMN_WATCH
    caption = N_("Issue notice")

    column: Annotated[UUID, label(N_("Column"), editor="choice")]
    deadline: Annotated[date | None, label(N_("Deadline"), hint=N_("Empty: in a week"))] = None
    text: Annotated[str, label(N_("Demand"), max_length=500, editor="lines")] = ""


class ReplyNotice(RecordCommand[NoticeDetail], frozen=True, kw_only=True):
    """整改: by the column's department. Raises NotOfTheColumn, NoticeNotInState, NoticeTextNeeded."""

    permission = Permission.PUBLISHING_SUBMISSION_WRITE
    caption = N_("Reply to notice")

    reply: Annotated[str, label(N_("What was done"), max_length=500, editor="lines")]


class VerifyNotice(RecordCommand[NoticeDetail], frozen=True, kw_only=True):
    """Accepted it is closed; else it goes back for another round.

    Raises OwnReply, NoticeNotInState, NoticeTextNeeded.
    """

    permission = Permission.PUBLISHING_COLUMN_WATCH
    caption = N_("Verify notice")

    accepted: Annotated[bool, label(N_("Accept"))]
    conclusion: Annotated[str, label(N_("Conclusion"), max_length=500, editor="lines")] = ""  # needed to refuse


class WithdrawNotice(RecordCommand[NoticeDetail], frozen=True, kw_only=True):
    permission = Permission.PUBLISHING_COLUMN_WATCH
    caption = N_("Withdraw notice")

    reason: Annotated[str, label(N_("Reason"), max_length=200)]
