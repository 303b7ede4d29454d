"""Departments with who holds their seats from today on."""

from dataclasses import dataclass, field

from sqlalchemy import select

from desktop_admin.api.base import fields
from desktop_admin.api.imports import DepartmentLine, ImportDepartments, Imported
from desktop_admin.api.publishing.refusals import OutOfUse, SeatAlreadyHeld
from desktop_admin.api.publishing.registers import AddDepartment, FillSeat, SeatKind
from desktop_admin.core.clock import local_day
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.registers import Department, DepartmentSeat
from desktop_admin.models.school import School
from desktop_admin.services.imports.lines import BadCell, Once, bring_in, filled, people, person
from desktop_admin.services.publishing import departments, seats
from desktop_admin.services.registry import handles

LABELS = {name: each.label for name, each in fields(DepartmentLine).items()}
SEATS = tuple(SeatKind)  # each is a field of the line, by its value
LAST_PLACE = 99


@handles(ImportDepartments)
def import_departments(work: Work, command: ImportDepartments) -> Imported:
    """A department that is there gets new holders; who holds a seat already keeps it."""
    work.hold(School, work.school_id)
    found = select(Department).where(Department.school_id == work.school_id)
    known = {department.name: department for department in work.session.scalars(found)}
    register = _Register(work, people(work), known)
    return bring_in(command, command.lines, register.look, register.write)


@dataclass
class _Register:
    work: Work
    staff: dict[str, Account]
    known: dict[str, Department]
    once: Once = field(default_factory=Once)

    def look(self, line: DepartmentLine) -> None:
        """Raises BadCell."""
        name = filled(LABELS["name"], line.name)
        self.once.require(LABELS["name"], name, line.row)
        department = self.known.get(name)
        if department is not None and not department.in_use:
            raise BadCell(LABELS["name"], OutOfUse(name=name))
        for seat, number in _given(line).items():
            person(self.staff, LABELS[seat.value], number)
            if department is not None:
                _require_free(self.work, department, seat)

    def write(self, lines: list[DepartmentLine]) -> None:
        for line in lines:
            department = self.known.get(prose(line.name)) or self._added(line)
            held = seats.holders(self.work, department.key)
            for seat, number in _given(line).items():
                account = person(self.staff, LABELS[seat.value], number)
                if seat not in held or held[seat].key != account.key:
                    term = FillSeat(department=department.key, seat=seat, account=account.key)
                    departments.fill_seat(self.work, term)

    def _added(self, line: DepartmentLine) -> Department:
        position = min(len(self.known) + 1, LAST_PLACE)
        row = departments.add_department(self.work, AddDepartment(name=line.name, position=position))
        department = self.known[row.name] = self.work.get(Department, row.key)
        return department


def _given(line: DepartmentLine) -> dict[SeatKind, str]:
    numbers = {seat: prose(getattr(line, seat.value)) for seat in SEATS}
    return {seat: number for seat, number in numbers.items() if number}


def _require_free(work: Work, department: Department, seat: SeatKind) -> None:
    """Raises BadCell where a term begins today or later."""
    mine = DepartmentSeat.department_key == department.key, DepartmentSeat.seat == seat
    later = select(DepartmentSeat).where(*mine, DepartmentSeat.first >= local_day(work.now))
    term = work.session.scalars(later.order_by(DepartmentSeat.first)).first()
    if term is not None:
        raise BadCell(LABELS[seat.value], SeatAlreadyHeld(name=term.name, first=str(term.first)))
