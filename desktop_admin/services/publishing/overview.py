"""What a dashboard says of publishing."""

from collections.abc import Iterator
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import InstrumentedAttribute

from desktop_admin.api.publishing.columns import IssueNotice, NoticeState, VerifyNotice
from desktop_admin.api.publishing.overview import Alarm, AlarmKind, PublishingOverview, ReadPublishingOverview
from desktop_admin.api.publishing.registers import ColumnState, FillSeat
from desktop_admin.api.publishing.states import JobState, SubmissionState
from desktop_admin.core.clock import SCHOOL_ZONE, local_day
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.columns import Notice, SiteColumn
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.registers import Department
from desktop_admin.models.publishing.submission import Submission
from desktop_admin.services.publishing import columns, lists, seats, sight
from desktop_admin.services.registry import handles

_S = SubmissionState
WAITING = (_S.DRAFT, _S.RETURNED, _S.DEPT, _S.PROP, _S.SCHEDULED, _S.PUBLISHING, _S.PARTIAL, _S.UNCERTAIN, _S.FAILED)
WITHOUT = N_("nothing new for {days} days; {allowed} are allowed")
EMPTY = N_("nothing has been published in it")
UNTIL = N_("until {day}")


@handles(ReadPublishingOverview)
def read_overview(work: Work, request: ReadPublishingOverview) -> PublishingOverview:  # noqa: ARG001 - there is one
    here = Submission.school_id == work.school_id
    mine = and_(here, sight.involved(work))
    waiting = select(Submission.state, func.count()).where(mine, Submission.state.in_(WAITING))
    counted = {row[0]: row[1] for row in work.session.execute(waiting.group_by(Submission.state))}
    first = local_day(work.now).replace(day=1)
    published = Submission.published_at >= datetime.combine(first, time(), SCHOOL_ZONE)
    return PublishingOverview(
        to_do=_count(work, here, lists.waits_for_actor(work)),
        waiting=tuple((state, counted[state]) for state in WAITING if state in counted),
        published_this_month=_count(work, here, published),
        overdue=_count(work, mine, lists.missed(work)),
        alarms=(*_missed(work, mine), *_jobs(work), *_seats(work), *_columns(work), *_notices(work)),
    )


def _count(work: Work, *conditions: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(Submission).where(*conditions)
    return work.session.scalar(found) or 0


def _concerns(work: Work, right: Permission, department: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Who can do something about it, and the school's leaders, who supervise (SW 二), in all; others in their own."""
    if work.actor.may(right) or work.actor.may(Permission.AUDIT_ENTRY_READ):
        return true()
    return department.in_(seats.seated_in(work, work.actor.account_id))


def _seats(work: Work) -> Iterator[Alarm]:
    """SW 二: every department has somebody in every seat. One line for each empty one."""
    concerned = _concerns(work, FillSeat.permission, Department.key)
    found = select(Department).where(Department.school_id == work.school_id, Department.in_use, concerned)
    departments = list(work.session.scalars(found.order_by(Department.position, Department.name)))
    held = seats.holders_of(work, [department.key for department in departments])
    for department in departments:
        for seat in seats.ALL:
            if seat not in held.get(department.key, {}):
                yield Alarm(kind=AlarmKind.EMPTY_SEAT, key=department.key, what=department.name, detail=seat.label)


def _columns(work: Work) -> Iterator[Alarm]:
    for column, watched in columns.neglected(work, _concerns(work, IssueNotice.permission, SiteColumn.department_key)):
        blank = watched.state is ColumnState.BLANK
        yield Alarm(
            kind=AlarmKind.BLANK_COLUMN if blank else AlarmKind.STALE_COLUMN,
            key=column.key,
            what=column.name,
            detail=EMPTY if blank else WITHOUT,
            params={} if blank else {"days": watched.days, "allowed": watched.allowed},
            since=column.last_at,
        )


def _notices(work: Work) -> Iterator[Alarm]:
    """Its department's until that has replied, then of those who verify; late, it is everybody's."""
    theirs = set(seats.written_for(work, work.actor.account_id))
    verifies, today = work.actor.may(VerifyNotice.permission), local_day(work.now)
    found = select(Notice).where(Notice.school_id == work.school_id, Notice.state.in_(columns.NOT_CLOSED))
    for notice in work.session.scalars(found.order_by(Notice.number)):
        waits = notice.department_key in theirs if notice.state is NoticeState.OPEN else verifies
        if waits or notice.deadline < today:
            yield _notice(notice, late=notice.deadline < today)


def _notice(notice: Notice, *, late: bool) -> Alarm:
    kind = AlarmKind.NOTICE_OPEN if notice.state is NoticeState.OPEN else AlarmKind.NOTICE_REPLIED
    return Alarm(
        kind=AlarmKind.NOTICE_LATE if late else kind,
        key=notice.key,
        what=f"{notice.number} {notice.column}",
        detail=UNTIL,
        params={"day": str(notice.deadline)},
    )


def _missed(work: Work, mine: ColumnElement[bool]) -> Iterator[Alarm]:
    found = select(Submission.key, Submission.number, Submission.title, Submission.publish_at)
    late = found.where(mine, lists.missed(work)).order_by(Submission.publish_at)
    for key, number, title, due in work.session.execute(late):
        yield Alarm(kind=AlarmKind.SCHEDULE_MISSED, key=key, what=f"{number} {title}", since=due)


def _jobs(work: Work) -> Iterator[Alarm]:
    found = select(ChannelJob).where(lists.jobs_in_hand(work), ChannelJob.state.in_(lists.TROUBLE))
    for job in work.session.scalars(found.order_by(ChannelJob.key)):
        uncertain = job.state is JobState.UNCERTAIN
        kind = AlarmKind.JOB_UNCERTAIN if uncertain else AlarmKind.JOB_FAILED
        what = f"{job.number} {job.channel}"
        yield Alarm(kind=kind, key=job.submission_key, what=what, detail=job.problem, since=job.finished_at)
