"""Who acts for whom today."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.api.base import Request
from desktop_admin.core.clock import local_day
from desktop_admin.core.roles import permissions_of
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.approval import Delegation
from desktop_admin.services.approval.process import Place, place_of


class Lender(NamedTuple):
    """Somebody who has the right themselves, and has delegated it to the actor."""

    key: UUID
    name: str


def lenders(work: Work, place: Place) -> list[Lender]:
    """For whom the actor may take this step today, who delegated it first comes first. Their rights as of now.

    A right that was itself delegated is not passed on.
    """
    today = local_day(work.now)
    in_force = (
        Delegation.to_key == work.actor.account_id,
        Delegation.school_id == work.school_id,
        Delegation.first_day <= today,
        Delegation.last_day >= today,
        Delegation.ended_at.is_(None),
        Delegation.flow.in_(("", place.flow.name)),
        Delegation.seat.in_(("", place.step.seat)),
    )
    open_now = (
        Account.status == AccountStatus.ACTIVE,
        or_(Account.valid_until.is_(None), Account.valid_until >= today),
    )
    found = select(Account).join(Delegation, Delegation.from_key == Account.key).where(*in_force, *open_now)
    able = (
        account
        for account in work.session.scalars(found.order_by(Delegation.key))
        if place.step.permission in permissions_of(account.roles)
    )
    return list(dict.fromkeys(Lender(account.key, account.name) for account in able))


def is_lent(work: Work, kind: type[Request[Any]]) -> bool:
    """Whether somebody has delegated to the actor what this command needs. Which subjects of it, the engine decides."""
    place = place_of(kind)
    return place is not None and bool(lenders(work, place))
