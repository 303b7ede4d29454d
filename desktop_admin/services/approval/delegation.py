"""Who acts for whom today."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.api.approval import Flow, Step
from desktop_admin.api.base import Request
from desktop_admin.core.clock import local_day
from desktop_admin.core.permissions import Permission
from desktop_admin.core.roles import permissions_of
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.approval import Delegation
from desktop_admin.services.approval.process import place_of


class Lender(NamedTuple):
    """Somebody who has delegated to the actor for today, with their rights as of now. seat: the only one; empty: all.

    What was itself delegated to them is not among these rights.
    """

    key: UUID
    name: str
    seat: str
    rights: frozenset[Permission]

    def lends(self, step: Step) -> bool:
        return self.seat in {"", step.seat} and step.permission in self.rights


def lenders(work: Work, flow: Flow) -> list[Lender]:
    """Who delegated first comes first."""
    today = local_day(work.now)
    in_force = (
        Delegation.to_key == work.actor.account_id,
        Delegation.school_id == work.school_id,
        Delegation.first_day <= today,
        Delegation.last_day >= today,
        Delegation.ended_at.is_(None),
        Delegation.flow.in_(("", flow.name)),
    )
    open_now = (
        Account.status == AccountStatus.ACTIVE,
        or_(Account.valid_until.is_(None), Account.valid_until >= today),
    )
    found = select(Account, Delegation.seat).join(Delegation, Delegation.from_key == Account.key)
    rows = work.session.execute(found.where(*in_force, *open_now).order_by(Delegation.key))
    return [Lender(account.key, account.name, seat, permissions_of(account.roles)) for account, seat in rows]


def is_lent(work: Work, kind: type[Request[Any]]) -> bool:
    """Whether somebody has delegated to the actor what this command needs. Which subjects of it, the engine decides."""
    place = place_of(kind)
    return place is not None and any(lender.lends(place.step) for lender in lenders(work, place.flow))
