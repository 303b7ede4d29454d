"""督促: a notice to a column that is not kept up, the department's correction, the verification (SW 三.3)."""

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.columns import (
    NOTICE_DAYS,
    IssueNotice,
    ListNotices,
    NoticeDetail,
    NoticeRow,
    NoticeState,
    NoticeStep,
    ReadNotice,
    ReplyNotice,
    VerifyNotice,
    WithdrawNotice,
)
from desktop_admin.api.publishing.refusals import (
    ColumnKept,
    NoticeNotInState,
    NoticeOpen,
    NoticeTextNeeded,
    NotOfTheColumn,
    OwnReply,
    ScheduleInPast,
)
from desktop_admin.api.publishing.registers import ColumnState, SeatKind
from desktop_admin.core.clock import local_day
from desktop_admin.core.permissions import Permission
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.publishing import columns as rows
from desktop_admin.models.publishing.columns import Notice, SiteColumn
from desktop_admin.models.publishing.registers import Department
from desktop_admin.services.narrowing import equal
from desktop_admin.services.publishing import seats
from desktop_admin.services.publishing.columns import NOT_CLOSED, allowed_days, judged, with_last
from desktop_admin.services.publishing.numbering import notice_number
from desktop_admin.services.registry import handles

SORTED_BY = {
    "-number": Notice.number,
    "column": Notice.column,
    "department": Notice.department,
    "found": Notice.found,
    "days": Notice.days,
    "state": Notice.state,
    "deadline": Notice.deadline,
    "round": Notice.round,
    "made_at": Notice.made_at,
    "by": Notice.by,
    "replied_by": Notice.replied_by,
    "replied_at": Notice.replied_at,
    "verified_by": Notice.verified_by,
    "verified_at": Notice.verified_at,
}
NEGLECTED = (ColumnState.STALE, ColumnState.BLANK)


@handles(ListNotices)
def list_notices(work: Work, request: ListNotices) -> Page[NoticeRow]:
    notice = Notice
    found = select(notice).where(notice.school_id == work.school_id)
    wanted = {notice.state: request.state, notice.column_key: request.column}
    found = found.where(*equal(wanted))
    if request.open_only or request.overdue_only:
        found = found.where(notice.state.in_(NOT_CLOSED))
    if request.overdue_only:
        found = found.where(notice.deadline < local_day(work.now))
    if request.search:
        found = found.where(matching(work.session, notice, request.search))
    return work.page(request, found, SORTED_BY, partial(_row, work))


@handles(ReadNotice)
def read_notice(work: Work, request: ReadNotice) -> NoticeDetail:
    return _detail(work, work.get(Notice, request.key))


@handles(IssueNotice)
def issue_notice(work: Work, command: IssueNotice) -> NoticeDetail:
    """Raises ColumnKept, NoticeOpen, ScheduleInPast."""
    work.hold(SiteColumn, command.column)
    column, today = with_last(work, command.column), local_day(work.now)
    there = select(Notice).where(Notice.column_key == column.key, Notice.state.in_(NOT_CLOSED))
    known = work.session.scalars(there).first()
    if known is not None:
        raise NoticeOpen(number=known.number, column=column.name)
    watched = judged(column, allowed_days(work), today)
    if watched.state not in NEGLECTED:
        raise ColumnKept(column=column.name)
    deadline = command.deadline or today + timedelta(days=NOTICE_DAYS)
    if deadline < today:
        raise ScheduleInPast(given=str(deadline))
    department = work.get(Department, column.department_key)
    notice = Notice(
        number=notice_number(work, today),
        column_key=column.key,
        column=column.name,
        department_key=department.key,
        department=department.name,
        found=watched.state,
        days=watched.days,
        allowed=watched.allowed,
        deadline=deadline,
        made_at=work.now,
        by_key=work.actor.account_id,
        by=work.actor.name,
        text=prose(command.text),
    )
    work.add(notice)
    _record(work, notice, None, notice.text)
    return _detail(work, notice)


@handles(ReplyNotice)
def reply_notice(work: Work, command: ReplyNotice) -> NoticeDetail:
    notice = work.hold(Notice, command.key, command.version)
    _require(notice, NoticeState.OPEN)
    if not seats.writes_for(work, notice.department_key, work.actor.account_id):
        raise NotOfTheColumn(department=notice.department)
    notice.reply = _text(command.reply)
    notice.replied_by_key, notice.replied_by = work.actor.account_id, work.actor.name
    notice.replied_at = work.now
    _move(work, notice, NoticeState.REPLIED, notice.reply)
    return _detail(work, notice)


@handles(VerifyNotice)
def verify_notice(work: Work, command: VerifyNotice) -> NoticeDetail:
    notice = work.hold(Notice, command.key, command.version)
    _require(notice, NoticeState.REPLIED)
    if work.actor.account_id == notice.replied_by_key:
        raise OwnReply
    notice.conclusion = prose(command.conclusion) if command.accepted else _text(command.conclusion)
    notice.verified_by, notice.verified_at = work.actor.name, work.now
    if not command.accepted:
        notice.round += 1
    _move(work, notice, NoticeState.CLOSED if command.accepted else NoticeState.OPEN, notice.conclusion)
    return _detail(work, notice)


@handles(WithdrawNotice)
def withdraw_notice(work: Work, command: WithdrawNotice) -> NoticeDetail:
    notice = work.hold(Notice, command.key, command.version)
    _require(notice, *NOT_CLOSED)
    _move(work, notice, NoticeState.WITHDRAWN, _text(command.reason))
    return _detail(work, notice)


def _require(notice: Notice, *states: NoticeState) -> None:
    if notice.state not in states:
        raise NoticeNotInState(number=notice.number, state=notice.state.label)


def _text(given: str) -> str:
    text = prose(given)
    if not text:
        raise NoticeTextNeeded
    return text


def _move(work: Work, notice: Notice, after: NoticeState, text: str) -> None:
    before, notice.state = notice.state, after
    work.saved(notice)
    _record(work, notice, before, text)


def _record(work: Work, notice: Notice, before: NoticeState | None, text: str) -> None:
    step = rows.NoticeStep(notice_key=notice.key, before=before, after=notice.state, round=notice.round, at=work.now)
    step.by_key, step.by, step.text = work.actor.account_id, work.actor.name, text
    work.add(step)


def overdue(notice: Notice, work: Work) -> bool:
    return notice.state in NOT_CLOSED and notice.deadline < local_day(work.now)


def _row(work: Work, notice: Notice) -> NoticeRow:
    return NoticeRow(
        key=notice.key,
        version=notice.version,
        number=notice.number,
        column_key=notice.column_key,
        column=notice.column,
        department=notice.department,
        found=notice.found,
        days=notice.days,
        allowed=notice.allowed,
        state=notice.state,
        round=notice.round,
        deadline=notice.deadline,
        overdue=overdue(notice, work),
        made_at=notice.made_at,
        by=notice.by,
        text=notice.text,
        replied_by=notice.replied_by,
        replied_at=notice.replied_at,
        reply=notice.reply,
        verified_by=notice.verified_by,
        verified_at=notice.verified_at,
        conclusion=notice.conclusion,
    )


def _detail(work: Work, notice: Notice) -> NoticeDetail:
    held = seats.holders(work, notice.department_key)
    actor = work.actor
    found = select(rows.NoticeStep).where(rows.NoticeStep.notice_key == notice.key).order_by(rows.NoticeStep.key)
    steps = work.session.scalars(found)
    return NoticeDetail(
        row=_row(work, notice),
        last_at=with_last(work, notice.column_key).last_at,
        department_head=held[SeatKind.HEAD].name if SeatKind.HEAD in held else "",
        informant=held[SeatKind.INFORMANT].name if SeatKind.INFORMANT in held else "",
        steps=tuple(NoticeStep(one.before, one.after, one.round, one.at, one.by, one.text) for one in steps),
        may_reply=notice.state is NoticeState.OPEN
        and actor.may(Permission.PUBLISHING_SUBMISSION_WRITE)
        and seats.writes_for(work, notice.department_key, actor.account_id),
        may_verify=notice.state is NoticeState.REPLIED
        and actor.may(Permission.PUBLISHING_COLUMN_WATCH)
        and actor.account_id != notice.replied_by_key,
    )
