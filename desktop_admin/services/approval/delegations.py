"""Delegations: made, ended, listed."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from desktop_admin.api import flows
from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.api.approval import Flow, Scope, Step
from desktop_admin.api.approval.delegation import (
    LONGEST_DAYS,
    SEPARATOR,
    CannotSee,
    Delegate,
    DelegateSeat,
    DelegateToOneself,
    DelegationOver,
    DelegationRow,
    DelegationState,
    DelegationTooLong,
    EndDelegation,
    ListDelegates,
    ListDelegations,
    NothingToDelegate,
    NotYourDelegation,
)
from desktop_admin.api.approval.told import EVERYTHING
from desktop_admin.api.base import Page
from desktop_admin.core.clock import local_day
from desktop_admin.core.errors import Invalid, NotFound
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission
from desktop_admin.core.roles import permissions_of
from desktop_admin.core.text import prose
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.approval import Decision, Delegation
from desktop_admin.models.base import Audited
from desktop_admin.services.registry import confines, handles

LAST_DAY_FIRST = N_("is before the first day")
OVER_ALREADY = N_("is already past")
UNKNOWN = N_("is no flow or seat of this program; choose one of the list")
SORTED_BY = {
    "-last_day": Delegation.last_day,
    "first_day": Delegation.first_day,
    "from_name": Delegation.from_name,
    "to_name": Delegation.to_name,
    "reason": Delegation.reason,
    "ended_at": Delegation.ended_at,
}


@handles(DelegateSeat)
def delegate_seat(work: Work, command: DelegateSeat) -> DelegationRow:
    if command.to_key == work.actor.account_id:
        raise DelegateToOneself
    _require_days(work, command.first_day, command.last_day)
    flow, seat = _what(command.what)
    own = _own_flows(work, flow, seat)
    if not own:
        raise NothingToDelegate(what=flow.title if flow else EVERYTHING)
    delegate = _delegate(work, command)
    sees = permissions_of(delegate.roles)
    unseen = next((each for each in own if each.permission not in sees), None)
    if unseen is not None:
        raise CannotSee(name=delegate.name, flow=unseen.title)
    made = Delegation(
        from_key=work.actor.account_id,
        from_name=work.actor.name,
        to_key=delegate.key,
        to_name=delegate.name,
        flow=flow.name if flow else "",
        seat=seat,
        first_day=command.first_day,
        last_day=command.last_day,
        reason=prose(command.reason),
    )
    return _row(work.add(made), work=work)


@handles(EndDelegation)
def end_delegation(work: Work, command: EndDelegation) -> DelegationRow:
    delegation = work.hold(Delegation, command.key, command.version)
    if work.actor.account_id not in {delegation.from_key, delegation.to_key}:
        raise NotYourDelegation(from_name=delegation.from_name, to_name=delegation.to_name)
    if delegation.ended_at is not None or delegation.last_day < local_day(work.now):
        raise DelegationOver
    delegation.ended_at = work.now
    return _row(work.saved(delegation), work=work)


@handles(ListDelegations)
def list_delegations(work: Work, request: ListDelegations) -> Page[DelegationRow]:
    me = work.actor.account_id
    found = select(Delegation).where(Delegation.school_id == work.school_id)
    if not work.actor.may(Permission.APPROVAL_DELEGATION_READ):
        found = found.where(or_(Delegation.from_key == me, Delegation.to_key == me))
    if request.to_me:
        found = found.where(Delegation.to_key == me)
    if request.by_me:
        found = found.where(Delegation.from_key == me)
    if request.state is not None:
        found = found.where(_in_state(request.state, local_day(work.now)))
    if request.search:
        found = found.where(matching(work.session, Delegation, request.search))
    return work.page(request, found, SORTED_BY, partial(_row, work=work))


@confines(Delegation, Decision)
def require_told(work: Work, model: type[Audited], key: UUID) -> None:
    """Of a delegation, those to whom it is listed are told; of a decision, on its subject's page. Raises NotFound."""
    if work.actor.may(Permission.AUDIT_ENTRY_READ):
        return
    row = work.get(model, key)
    listed = isinstance(row, Delegation) and (
        work.actor.may(Permission.APPROVAL_DELEGATION_READ) or work.actor.account_id in {row.from_key, row.to_key}
    )
    if not listed:
        raise NotFound


@handles(ListDelegates)
def list_delegates(work: Work, request: ListDelegates) -> tuple[Delegate, ...]:  # noqa: ARG001 - the whole list
    if not _own_flows(work, None, ""):
        return ()
    today = local_day(work.now)
    usable = (
        Account.school_id == work.school_id,
        Account.key != work.actor.account_id,
        Account.kind == AccountKind.STAFF,
        Account.status == AccountStatus.ACTIVE,
        or_(Account.valid_until.is_(None), Account.valid_until >= today),
    )
    columns: Any = select(Account.key, Account.name, Account.department)
    return tuple(Delegate(*row) for row in work.session.execute(columns.where(*usable).order_by(Account.name)))


def _require_days(work: Work, first: date, last: date) -> None:
    """Raises Invalid, DelegationTooLong."""
    if last < first:
        raise Invalid(field=N_("Last day"), reason=LAST_DAY_FIRST)
    if last < local_day(work.now):
        raise Invalid(field=N_("Last day"), reason=OVER_ALREADY)
    if (last - first).days >= LONGEST_DAYS:
        raise DelegationTooLong(days=LONGEST_DAYS)


def _what(given: str) -> tuple[Flow | None, str]:
    """Raises Invalid."""
    name, _, seat = given.partition(SEPARATOR)
    flow = flows.flow_named(name)
    if given and (flow is None or (seat and seat not in flow.seat_labels)):
        raise Invalid(field=N_("Of"), reason=UNKNOWN)
    return flow, seat


def _own_flows(work: Work, flow: Flow | None, seat: str) -> list[Flow]:
    """Those in which the actor may take a step that is meant, in their own right."""
    meant = flows.FLOWS if flow is None else (flow,)
    return [each for each in meant if any(_is_own(work, step, seat) for step in each.steps)]


def _is_own(work: Work, step: Step, seat: str) -> bool:
    return (not seat or step.seat == seat) and work.actor.may(step.permission)


def _delegate(work: Work, command: DelegateSeat) -> Account:
    """Raises NotFound."""
    account = work.get(Account, command.to_key)
    ended = account.valid_until is not None and account.valid_until < command.first_day
    if account.kind is not AccountKind.STAFF or account.status is not AccountStatus.ACTIVE or ended:
        raise NotFound
    return account


def _in_state(state: DelegationState, today: date) -> Any:
    of = Delegation
    conditions: dict[DelegationState, Any] = {
        DelegationState.ENDED: of.ended_at.is_not(None),
        DelegationState.OVER: and_(of.ended_at.is_(None), of.last_day < today),
        DelegationState.COMING: and_(of.ended_at.is_(None), of.first_day > today),
        DelegationState.IN_FORCE: and_(of.ended_at.is_(None), of.first_day <= today, of.last_day >= today),
    }
    return conditions[state]


def _state(delegation: Delegation, today: date) -> DelegationState:
    if delegation.ended_at is not None:
        return DelegationState.ENDED
    if delegation.last_day < today:
        return DelegationState.OVER
    return DelegationState.COMING if delegation.first_day > today else DelegationState.IN_FORCE


def _row(delegation: Delegation, *, work: Work) -> DelegationRow:
    flow = flows.flow_named(delegation.flow)
    seat = flow.seat_labels.get(delegation.seat, delegation.seat) if flow else delegation.seat
    return DelegationRow(
        key=delegation.key,
        version=delegation.version,
        from_name=delegation.from_name,
        to_name=delegation.to_name,
        scope=Scope(flow.title if flow else delegation.flow, seat),
        first_day=delegation.first_day,
        last_day=delegation.last_day,
        state=_state(delegation, local_day(work.now)),
        reason=delegation.reason,
        ended_at=delegation.ended_at,
        own=work.actor.account_id in {delegation.from_key, delegation.to_key},
    )
