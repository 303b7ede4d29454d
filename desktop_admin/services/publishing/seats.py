"""Who holds which seat of a department today. A seat whose holder cannot sign in counts as empty."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.api.publishing.registers import SeatKind
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.registers import DepartmentSeat

GONE = (AccountStatus.DISABLED, AccountStatus.CANCELLED)
WRITERS = (SeatKind.INFORMANT, SeatKind.DEPUTY, SeatKind.HEAD)
ALL = tuple(SeatKind)


class Holder(NamedTuple):
    key: UUID  # of the account
    name: str  # as it is now


Holders = dict[SeatKind, Holder]


def can_sign_in(day: date) -> ColumnElement[bool]:
    return and_(Account.status.not_in(GONE), or_(Account.valid_until.is_(None), Account.valid_until >= day))


def in_office(day: date) -> ColumnElement[bool]:
    return and_(DepartmentSeat.first <= day, or_(DepartmentSeat.last.is_(None), DepartmentSeat.last >= day))


def holders_of(work: Work, departments: Iterable[UUID]) -> dict[UUID, Holders]:
    """By department; a seat that is empty is missing."""
    today = local_day(work.now)
    found = (
        select(DepartmentSeat.department_key, DepartmentSeat.seat, Account.key, Account.name)
        .join(Account, Account.key == DepartmentSeat.account_key)
        .where(DepartmentSeat.department_key.in_(list(departments)), in_office(today), can_sign_in(today))
    )
    held: dict[UUID, Holders] = defaultdict(dict)
    for department, seat, key, name in work.session.execute(found.order_by(DepartmentSeat.first)):
        held[department][seat] = Holder(key, name)
    return held


def holders(work: Work, department: UUID) -> Holders:
    return holders_of(work, [department])[department]


def writes_for(work: Work, department: UUID, person: UUID) -> bool:
    """SW 三.2(1): its informant, the deputy, and the head."""
    held = holders(work, department)
    return any(seat in held and held[seat].key == person for seat in WRITERS)


def signer(work: Work, department: UUID, authors: Iterable[UUID | None]) -> Holder | None:
    """Who signs for the department: the head, or the superior where the head is one of the authors."""
    held = holders(work, department)
    head = held.get(SeatKind.HEAD)
    return held.get(SeatKind.SUPERIOR) if head is not None and head.key in set(authors) else head


def written_for(work: Work, person: UUID) -> list[UUID]:
    """The departments somebody writes for today."""
    return _with(work, person, WRITERS)


def seated_in(work: Work, person: UUID) -> list[UUID]:
    return _with(work, person, ALL)


def headed_by(work: Work, person: UUID) -> list[UUID]:
    return _with(work, person, (SeatKind.HEAD,))


def above_head(work: Work, person: UUID) -> list[UUID]:
    return _with(work, person, (SeatKind.SUPERIOR,))


def _with(work: Work, person: UUID, seats: tuple[SeatKind, ...]) -> list[UUID]:
    mine = DepartmentSeat.account_key == person, DepartmentSeat.seat.in_(seats)
    found = select(DepartmentSeat.department_key).where(*mine, in_office(local_day(work.now)))
    return list(work.session.scalars(found.distinct()))
