"""The register of columns, how often each must be kept up, and which are not (SW 三.3)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import undefer

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.columns import NoticeState
from desktop_admin.api.publishing.refusals import OutOfUse
from desktop_admin.api.publishing.registers import (
    DEFAULT_DAYS,
    AddColumn,
    ColumnRow,
    ColumnState,
    EditColumn,
    ListColumns,
    ListWatchRules,
    ResumeColumn,
    SetWatch,
    StopColumn,
    WatchKind,
    WatchRow,
)
from desktop_admin.core.clock import SCHOOL_ZONE, local_day
from desktop_admin.core.errors import NameTaken
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.publishing.columns import Notice, SiteColumn, WatchRule
from desktop_admin.models.publishing.registers import Department
from desktop_admin.models.school import School
from desktop_admin.services.narrowing import equal
from desktop_admin.services.publishing.names import free_name
from desktop_admin.services.registers import used
from desktop_admin.services.registry import handles

SORTED_BY: dict[str, Any] = {
    "position": SiteColumn.position,
    "name": SiteColumn.name,
    "watch": SiteColumn.watch,
    "department": Department.name,
    "in_use": SiteColumn.in_use,
}
RULES_BY = {
    "-since": WatchRule.since,
    "watch": WatchRule.watch,
    "days": WatchRule.days,
    "by": WatchRule.by,
    "reason": WatchRule.reason,
}
NOT_CLOSED = (NoticeState.OPEN, NoticeState.REPLIED)


class Watched(NamedTuple):
    """days: without anything new; of a blank column since it was added."""

    state: ColumnState
    days: int
    allowed: int


# --- how often ---
def allowed_days(work: Work) -> Mapping[WatchKind, int]:
    """The newest rule of each kind that has begun by today."""
    today = local_day(work.now)
    rules = select(WatchRule).where(WatchRule.school_id == work.school_id, WatchRule.since <= today)
    found = work.session.scalars(rules.order_by(WatchRule.since))
    return DEFAULT_DAYS | {rule.watch: rule.days for rule in found}


def judged(column: SiteColumn, allowed: Mapping[WatchKind, int], today: date, *, urged: bool = False) -> Watched:
    last = column.last_at
    since = local_day(last) if last is not None else column.since
    days, most = max((today - since).days, 0), allowed[column.watch]
    if not column.in_use:
        return Watched(ColumnState.STOPPED, days, most)
    if urged:
        return Watched(ColumnState.URGED, days, most)
    if last is None:
        return Watched(ColumnState.BLANK, days, most)
    return Watched(ColumnState.STALE if days > most else ColumnState.KEPT, days, most)


def neglected(work: Work, *conditions: ColumnElement[bool]) -> list[tuple[SiteColumn, Watched]]:
    """The columns in use that are blank or stale and have no open notice."""
    allowed, today = allowed_days(work), local_day(work.now)
    found = select(SiteColumn).where(SiteColumn.school_id == work.school_id, _to_urge(allowed, today), *conditions)
    rows = work.session.scalars(found.options(undefer(SiteColumn.last_at)).order_by(SiteColumn.position))
    return [(column, judged(column, allowed, today)) for column in rows]


def _to_urge(allowed: Mapping[WatchKind, int], today: date) -> ColumnElement[bool]:
    open_notice = exists().where(Notice.column_key == SiteColumn.key, Notice.state.in_(NOT_CLOSED))
    late = [
        and_(SiteColumn.watch == kind, SiteColumn.last_at < _day_begins(today - timedelta(days=days)))
        for kind, days in allowed.items()
    ]
    return and_(SiteColumn.in_use, ~open_notice, or_(SiteColumn.last_at.is_(None), *late))


def _day_begins(day: date) -> datetime:
    return datetime.combine(day, time(), SCHOOL_ZONE)


def with_last(work: Work, key: UUID) -> SiteColumn:
    """Raises NotFound."""
    work.get(SiteColumn, key)
    found = select(SiteColumn).where(SiteColumn.key == key).options(undefer(SiteColumn.last_at))
    return work.session.scalars(found.execution_options(populate_existing=True)).one()


# --- the register ---
@handles(ListColumns)
def list_columns(work: Work, request: ListColumns) -> Page[ColumnRow]:
    allowed, today = allowed_days(work), local_day(work.now)
    found = select(SiteColumn).join(Department, Department.key == SiteColumn.department_key)
    found = found.where(SiteColumn.school_id == work.school_id)
    wanted = {
        SiteColumn.department_key: request.department,
        SiteColumn.watch: request.watch,
        SiteColumn.in_use: request.in_use,
    }
    found = found.where(*equal(wanted))
    if request.to_urge:
        found = found.where(_to_urge(allowed, today))
    if request.search:
        found = found.where(matching(work.session, SiteColumn, request.search))
    notices = _open_notices(work)

    def row(column: SiteColumn) -> ColumnRow:
        return _row(work, column, allowed, today, notices.get(column.key))

    return work.page(request, found.options(undefer(SiteColumn.last_at)), SORTED_BY, row)


def _open_notices(work: Work) -> dict[UUID, Notice]:
    """One at most for each column."""
    found = select(Notice).where(Notice.school_id == work.school_id, Notice.state.in_(NOT_CLOSED))
    return {notice.column_key: notice for notice in work.session.scalars(found)}


@handles(AddColumn)
def add_column(work: Work, command: AddColumn) -> ColumnRow:
    column = SiteColumn(since=local_day(work.now))
    _fill(work, column, command, None)
    return _now(work, work.add(column))


@handles(EditColumn)
def edit_column(work: Work, command: EditColumn) -> ColumnRow:
    column = work.get(SiteColumn, command.key, command.version)
    _fill(work, column, command, column)
    return _now(work, work.saved(column))


@handles(StopColumn)
def stop_column(work: Work, command: StopColumn) -> ColumnRow:
    return _now(work, used(work, SiteColumn, command, in_use=False))


@handles(ResumeColumn)
def resume_column(work: Work, command: ResumeColumn) -> ColumnRow:
    return _now(work, used(work, SiteColumn, command, in_use=True))


def _fill(work: Work, column: SiteColumn, given: AddColumn | EditColumn, known: SiteColumn | None) -> None:
    column.name = free_name(work, SiteColumn.name, given.name, known)
    department = work.get(Department, given.department_key)
    if not department.in_use:
        raise OutOfUse(name=department.name)
    column.department_key, column.watch, column.position = department.key, given.watch, given.position


def _now(work: Work, column: SiteColumn) -> ColumnRow:
    fresh = with_last(work, column.key)
    return _row(work, fresh, allowed_days(work), local_day(work.now), _open_notices(work).get(column.key))


def _row(
    work: Work, column: SiteColumn, allowed: Mapping[WatchKind, int], today: date, notice: Notice | None
) -> ColumnRow:
    watched = judged(column, allowed, today, urged=notice is not None)
    return ColumnRow(
        key=column.key,
        version=column.version,
        position=column.position,
        name=column.name,
        watch=column.watch,
        department_key=column.department_key,
        department=work.get(Department, column.department_key).name,
        state=watched.state,
        last_at=column.last_at,
        days=watched.days,
        allowed=watched.allowed,
        notice=notice.number if notice else "",
        notice_key=notice.key if notice else None,
        in_use=column.in_use,
    )


# --- the rules ---
@handles(ListWatchRules)
def list_watch_rules(work: Work, request: ListWatchRules) -> Page[WatchRow]:
    found = select(WatchRule).where(WatchRule.school_id == work.school_id)
    found = found.where(*equal({WatchRule.watch: request.watch}))
    if request.search:
        found = found.where(matching(work.session, WatchRule, request.search))
    return work.page(request, found, RULES_BY, _rule)


@handles(SetWatch)
def set_watch(work: Work, command: SetWatch) -> WatchRow:
    """Another rule of the same day is not replaced: what was in force stays on record."""
    work.hold(School, work.school_id)
    since = command.since or local_day(work.now)
    same = WatchRule.school_id == work.school_id, WatchRule.watch == command.watch, WatchRule.since == since
    if work.session.scalar(select(func.count()).select_from(WatchRule).where(*same)):
        raise NameTaken(name=str(since))
    rule = WatchRule(watch=command.watch, days=command.days, since=since, reason=prose(command.reason))
    rule.by_key, rule.by = work.actor.account_id, work.actor.name
    return _rule(work.add(rule))


def _rule(rule: WatchRule) -> WatchRow:
    return WatchRow(
        key=rule.key,
        version=rule.version,
        watch=rule.watch,
        days=rule.days,
        since=rule.since,
        by=rule.by,
        reason=rule.reason,
    )
