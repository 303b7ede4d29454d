"""Corrective actions after the fail: assign, report done, read the value again, verify. One at a time, not in bulk."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import or_, select

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.actions import (
    FRIDGE_HOURS,
    OPEN,
    ActionDetail,
    ActionRow,
    ActionState,
    AssignAction,
    ExtendDeadline,
    ListActions,
    OwnWork,
    ReadAction,
    Reinspect,
    ReinspectionNeeded,
    ReportDone,
    StillFailing,
    StillOutOfLimit,
    TwoReadingsNeeded,
    VerifyAction,
    WithdrawAction,
)
from desktop_admin.api.canteen.checklist import slot_text
from desktop_admin.api.canteen.numbers import number_text
from desktop_admin.api.canteen.refusals import NoSuchSlot, OutOfOrder, ReasonNeeded
from desktop_admin.api.canteen.sheet import SheetState
from desktop_admin.core.clock import moment_text
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.canteen.actions import CorrectiveAction, Recheck
from desktop_admin.models.canteen.registers import CanteenWorker
from desktop_admin.models.canteen.sheet import CanteenSheet, Finding, Reading
from desktop_admin.services.canteen import deadlines, judge, people
from desktop_admin.services.canteen.action_view import (
    action_detail,
    action_row,
    declared_of,
    failed_readings,
    is_twice,
    rechecks_of,
)
from desktop_admin.services.canteen.readings import checked_value
from desktop_admin.services.canteen.times import as_utc, refuse_future
from desktop_admin.services.canteen.transitions import move, record, require_state
from desktop_admin.services.canteen.view import slot_of
from desktop_admin.services.narrowing import equal, within
from desktop_admin.services.registry import handles

APART = timedelta(hours=FRIDGE_HOURS)
SORTED_BY = {
    "-number": CorrectiveAction.number,
    "state": CorrectiveAction.state,
    "severity": CorrectiveAction.severity,
    "canteen": CorrectiveAction.canteen_name,
    "day": CorrectiveAction.day,
    "code": CorrectiveAction.code,
    "owner": CorrectiveAction.owner,
    "deadline": CorrectiveAction.deadline,
    "round": CorrectiveAction.round,
    "closed_at": CorrectiveAction.closed_at,
}


@handles(ListActions)
def list_actions(work: Work, request: ListActions) -> Page[ActionRow]:
    action = CorrectiveAction
    found = select(action).where(action.school_id == work.school_id)
    wanted = {action.canteen_key: request.canteen, action.state: request.state, action.severity: request.severity}
    if request.open_only:
        found = found.where(action.state.in_(OPEN))
    if request.overdue_only:
        found = found.where(action.state.in_(OPEN), action.deadline < work.now)
    if request.mine_only:
        mine = select(CanteenWorker.key).where(CanteenWorker.account_key == work.actor.account_id)
        found = found.where(or_(action.owner_key == work.actor.account_id, action.owner_key.in_(mine)))
    found = found.where(*equal(wanted), *within(action.day, request.period))
    if request.search:
        found = found.where(matching(work.session, action, request.search))
    return work.page(request, found, SORTED_BY, partial(action_row, now=work.now))


@handles(ReadAction)
def read_action(work: Work, request: ReadAction) -> ActionDetail:
    return action_detail(work, work.get(CorrectiveAction, request.key))


@handles(AssignAction)
def assign_action(work: Work, command: AssignAction) -> ActionDetail:
    """Raises WrongState, SeverityTooLow, DeadlineTooLate, DeadlinePassed, NotFound."""
    action = work.hold(CorrectiveAction, command.key, command.version)
    require_state(action, AssignAction)
    owner = people.find(work, command.owner)
    severity = command.severity or action.severity
    action.severity = deadlines.checked_severity(severity, key_item=action.key_item)
    given = command.deadline or action.deadline or deadlines.latest(severity, action.made_at)
    action.deadline = deadlines.checked_deadline(work, given, severity, action.made_at, action.deadline)
    action.owner_key, action.owner = owner.key, owner.name
    if action.state is ActionState.TO_ASSIGN:
        move(work, action, ActionState.RECTIFYING, owner.name)
    else:
        work.saved(action)
        record(work, action, ActionState.RECTIFYING, owner.name)
    return action_detail(work, action)


@handles(ExtendDeadline)
def extend_deadline(work: Work, command: ExtendDeadline) -> ActionDetail:
    """Raises OwnWork, ReasonNeeded, WrongState, and OutOfOrder for a deadline that is not later."""
    action = work.hold(CorrectiveAction, command.key, command.version)
    require_state(action, ExtendDeadline)
    if work.actor.account_id == action.owner_key:
        raise OwnWork
    reason = prose(command.reason)
    if not reason:
        raise ReasonNeeded
    later = as_utc(command.deadline)
    if action.deadline is not None and later <= action.deadline:
        raise OutOfOrder(given=moment_text(later, work.now), last=moment_text(action.deadline, work.now))
    action.deadline = later
    work.saved(action)
    record(work, action, action.state, reason)
    return action_detail(work, action)


@handles(ReportDone)
def report_done(work: Work, command: ReportDone) -> ActionDetail:
    action = work.hold(CorrectiveAction, command.key, command.version)
    require_state(action, ReportDone)
    action.done, action.cause, action.evidence = (
        prose(command.done),
        prose(command.cause),
        prose(command.evidence),
    )
    action.done_by_key = work.actor.account_id
    move(work, action, ActionState.TO_VERIFY, action.done)
    return action_detail(work, action)


@handles(Reinspect)
def reinspect(work: Work, command: Reinspect) -> ActionDetail:
    """Raises NoSuchSlot, OutsideEntryRange, NotANumber, InTheFuture, OutOfOrder, WrongState."""
    action = work.hold(CorrectiveAction, command.key, command.version)
    require_state(action, Reinspect)
    failed = next(
        (one for one in failed_readings(work, action) if (one.slot, one.measure) == (command.slot, command.measure)),
        None,
    )
    if failed is None:
        raise NoSuchSlot(code=action.code, slot=command.slot)
    measure = declared_of(work, action).measure(command.measure)
    value = checked_value(measure, command.raw)
    limits = judge.Limits(failed.low, failed.high, exclusive=measure.below is not None)
    again = Recheck(action_key=action.key, slot=failed.slot, measure=failed.measure, value=value, raw=command.raw)
    again.unit, again.low, again.high, again.in_limit = failed.unit, failed.low, failed.high, limits.hold(value)
    again.round, again.at, again.recorded_at = action.round, _seen_again(work, action, failed, command), work.now
    again.by_key, again.by = work.actor.account_id, work.actor.name
    work.add(again)
    return action_detail(work, action)


def _seen_again(work: Work, action: CorrectiveAction, failed: Reading, command: Reinspect) -> datetime:
    if command.seen_at is None:
        return work.now
    given = as_utc(command.seen_at)
    refuse_future(work, given)
    before = [failed.at, *(one.at for one in rechecks_of(work, action) if one.slot == failed.slot)]
    if given < max(before):
        raise OutOfOrder(given=moment_text(given, work.now), last=moment_text(max(before), work.now))
    return min(given, work.now)


@handles(VerifyAction)
def verify_action(work: Work, command: VerifyAction) -> ActionDetail:
    """Raises OwnWork, ReasonNeeded, ReinspectionNeeded, StillOutOfLimit, TwoReadingsNeeded, WrongState."""
    action = work.hold(CorrectiveAction, command.key, command.version)
    require_state(action, VerifyAction)
    remark = prose(command.remark)
    if command.accepted:
        for reading in failed_readings(work, action):
            _require_mended(work, action, reading)
        move(work, action, ActionState.CLOSED, remark)
    else:
        if not remark:
            raise ReasonNeeded
        move(work, action, ActionState.RECTIFYING, remark)
    return action_detail(work, action)


def _require_mended(work: Work, action: CorrectiveAction, failed: Reading) -> None:
    """In this round, since the last value out of limit."""
    where = failed.slot, failed.measure, action.round
    what = f"{action.code} {slot_text(slot_of(failed))}".strip()
    again = [one for one in rechecks_of(work, action) if (one.slot, one.measure, one.round) == where]
    if not again:
        raise ReinspectionNeeded(missing=what)
    if not again[-1].in_limit:
        raise StillOutOfLimit(what=what, value=f"{number_text(again[-1].value)} {again[-1].unit}")
    if is_twice(declared_of(work, action)):
        out = [place for place, one in enumerate(again) if not one.in_limit]
        held = again[out[-1] + 1 if out else 0 :]
        apart = held[-1].at - held[0].at
        if apart < APART:
            since = work.now - held[0].at
            left = max(APART - since, timedelta())
            raise TwoReadingsNeeded(what=what, hours=FRIDGE_HOURS, left=-(-left.seconds // 60))


@handles(WithdrawAction)
def withdraw_action(work: Work, command: WithdrawAction) -> ActionDetail:
    """Raises StillFailing while its sheet is open, ReasonNeeded, WrongState."""
    reason = prose(command.reason)
    if not reason:
        raise ReasonNeeded
    of_action = select(CorrectiveAction.sheet_key).where(CorrectiveAction.key == command.key)
    held = select(CanteenSheet).where(CanteenSheet.key.in_(of_action)).with_for_update(read=True)
    sheet = work.session.scalars(held).one_or_none()  # before the action, as whoever signs does
    action = work.hold(CorrectiveAction, command.key, command.version)
    finding = select(Finding.key).where(Finding.action_key == action.key, Finding.withdrawn.is_(False))
    if sheet is not None and sheet.state is SheetState.OPEN and work.session.scalar(finding) is not None:
        raise StillFailing
    move(work, action, ActionState.WITHDRAWN, reason)
    return action_detail(work, action)
