"""The register of departments and the terms of those who hold their seats (SW 二)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from desktop_admin.api.base import Page
from desktop_admin.api.publishing.refusals import SeatAlreadyHeld, SeatTermTurned
from desktop_admin.api.publishing.registers import (
    AddDepartment,
    DepartmentRow,
    EditDepartment,
    EndSeat,
    FillSeat,
    ListDepartments,
    ListSeats,
    ResumeDepartment,
    SeatKind,
    SeatRow,
    StopDepartment,
)
from desktop_admin.core.clock import local_day
from desktop_admin.db.search import matching
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.registers import Department, DepartmentSeat
from desktop_admin.services.narrowing import equal
from desktop_admin.services.publishing import seats
from desktop_admin.services.publishing.names import free_name
from desktop_admin.services.registers import used
from desktop_admin.services.registry import handles

SORTED_BY = {"position": Department.position, "name": Department.name, "in_use": Department.in_use}
SEATS_BY: dict[str, Any] = {
    "department": Department.name,
    "seat": DepartmentSeat.seat,
    "name": DepartmentSeat.name,
    "first": DepartmentSeat.first,
    "last": DepartmentSeat.last,
    "by": DepartmentSeat.by,
}
DAY = timedelta(days=1)


@handles(ListDepartments)
def list_departments(work: Work, request: ListDepartments) -> Page[DepartmentRow]:
    found = select(Department).where(Department.school_id == work.school_id)
    found = found.where(*equal({Department.in_use: request.in_use}))
    if request.search:
        found = found.where(matching(work.session, Department, request.search))
    held = seats.holders_of(work, work.session.scalars(found.with_only_columns(Department.key)))
    return work.page(request, found, SORTED_BY, lambda department: _row(department, held.get(department.key, {})))


@handles(AddDepartment)
def add_department(work: Work, command: AddDepartment) -> DepartmentRow:
    department = Department(name=free_name(work, Department.name, command.name, None), position=command.position)
    return _now(work, work.add(department))


@handles(EditDepartment)
def edit_department(work: Work, command: EditDepartment) -> DepartmentRow:
    department = work.get(Department, command.key, command.version)
    department.name = free_name(work, Department.name, command.name, department)
    department.position = command.position
    return _now(work, work.saved(department))


@handles(StopDepartment)
def stop_department(work: Work, command: StopDepartment) -> DepartmentRow:
    return _now(work, used(work, Department, command, in_use=False))


@handles(ResumeDepartment)
def resume_department(work: Work, command: ResumeDepartment) -> DepartmentRow:
    return _now(work, used(work, Department, command, in_use=True))


def _now(work: Work, department: Department) -> DepartmentRow:
    return _row(department, seats.holders(work, department.key))


def _row(department: Department, held: seats.Holders) -> DepartmentRow:
    names = {seat.value: held[seat].name if seat in held else "" for seat in SeatKind}
    return DepartmentRow(
        key=department.key,
        version=department.version,
        position=department.position,
        name=department.name,
        **names,
        empty=tuple(seat for seat in SeatKind if seat not in held) if department.in_use else (),
        in_use=department.in_use,
    )


# --- terms of office ---
@handles(ListSeats)
def list_seats(work: Work, request: ListSeats) -> Page[SeatRow]:
    seat, today = DepartmentSeat, local_day(work.now)
    found = select(seat).join(Department, Department.key == seat.department_key)
    found = found.where(seat.school_id == work.school_id)
    wanted = {seat.department_key: request.department, seat.seat: request.seat}
    found = found.where(*equal(wanted))
    if request.today_only:
        found = found.where(seats.in_office(today))
    if request.search:
        found = found.where(matching(work.session, seat, request.search))
    return work.page(request, found, SEATS_BY, lambda row: _seat_row(work, row))


@handles(FillSeat)
def fill_seat(work: Work, command: FillSeat) -> SeatRow:
    """The open term before it ends the day before; a later one is in the way."""
    department = work.hold(Department, command.department)
    account = work.get(Account, command.account)
    first = command.first or local_day(work.now)
    _require_order(first, command.last)
    _make_room(work, command, department, first)
    term = DepartmentSeat(
        department_key=department.key,
        seat=command.seat,
        account_key=account.key,
        name=account.name,
        first=first,
        last=command.last,
        by_key=work.actor.account_id,
        by=work.actor.name,
    )
    return _seat_row(work, work.add(term))


@handles(EndSeat)
def end_seat(work: Work, command: EndSeat) -> SeatRow:
    term = work.get(DepartmentSeat, command.key, command.version)
    last = command.last or local_day(work.now)
    _require_order(term.first, last)
    _require_alone(work, term, last)
    term.last = last
    return _seat_row(work, work.saved(term))


def _make_room(work: Work, command: FillSeat, department: Department, first: date) -> None:
    seat = DepartmentSeat
    there = select(seat).where(seat.department_key == department.key, seat.seat == command.seat)
    for term in work.session.scalars(there.order_by(seat.first)):
        if term.last is not None and term.last < first:
            continue
        if term.first >= first and (command.last is None or term.first <= command.last):
            raise SeatAlreadyHeld(name=term.name, first=str(term.first))
        if term.first < first:
            term.last = first - DAY
            work.saved(term)


def _require_alone(work: Work, term: DepartmentSeat, last: date) -> None:
    """A term that is over does not reach into a later one. Raises SeatAlreadyHeld."""
    seat = DepartmentSeat
    there = select(seat).where(seat.department_key == term.department_key, seat.seat == term.seat)
    later = there.where(seat.first > term.first, seat.first <= last).order_by(seat.first).limit(1)
    taken = work.session.scalars(later).first()
    if taken is not None:
        raise SeatAlreadyHeld(name=taken.name, first=str(taken.first))


def _require_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise SeatTermTurned(first=str(first), last=str(last))


def _seat_row(work: Work, term: DepartmentSeat) -> SeatRow:
    account = work.get(Account, term.account_key)
    today = local_day(work.now)
    over = account.valid_until is not None and account.valid_until < today
    return SeatRow(
        key=term.key,
        version=term.version,
        department_key=term.department_key,
        department=work.get(Department, term.department_key).name,
        seat=term.seat,
        name=term.name,
        account_key=term.account_key,
        first=term.first,
        last=term.last,
        by=term.by,
        vacant=account.status in seats.GONE or over,
    )
