"""A canteen with its people: an officer who inspects and signs, a director who reviews, a cook without an account."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pytest

from desktop_admin.api.canteen.checklist import Item, ItemKind
from desktop_admin.api.canteen.entry import (
    Answer,
    Confirm,
    DescribeFailure,
    EnterReading,
    NotApplicable,
    SignSheet,
    StartDay,
)
from desktop_admin.api.canteen.registers import (
    AddCanteen,
    AddSupplier,
    AddUnit,
    AddWorker,
    CanteenRow,
    SupplierRow,
    UnitKind,
    UnitRow,
    WorkerRow,
)
from desktop_admin.api.canteen.sheet import ItemLine, ReadDay, ReadSheet, Sheet, Verdict
from desktop_admin.desk.base import Desk
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.services.canteen.bulk import Day, Said, Taken, keep_day
from desktop_admin.services.canteen.checklists import shipped
from desktop_admin.services.canteen.credit_code import check_character
from desktop_admin.services.canteen.slots import Place, required
from desktop_admin.services.canteen.units import in_use
from tests.conftest import House

TODAY = date(2026, 9, 1)  # a Tuesday
GOOD = {
    "label_temperature": "4",
    "surface_temperature": "-15",
    "temperature": "4",
    "humidity": "55",
    "core_temperature": "78.5",
    "holding_temperature": "65",
    "room_temperature": "22",
    "disinfection_minutes": "30",
    "inhibition": "12",
    "steam_temperature": "100",
    "steam_minutes": "15",
    "seconds": "45",
    "chlorine": "300",
    "minutes": "6",
}
OF_ITEM = {("A05", "surface_temperature"): "3", ("B02", "temperature"): "-18.4", ("D02", "temperature"): "88"}


def credit_code(number: int = 1) -> str:
    body = f"91310000{number:09d}"
    return body + check_character(body)


@dataclass
class Kitchen:
    house: House
    officer: Desk
    director: Desk
    canteen: CanteenRow
    chilled: UnitRow
    frozen: UnitRow
    supplier: SupplierRow
    cook: WorkerRow

    def start(self, day: date = TODAY, *, desk: Desk | None = None, late_reason: str = "") -> Sheet:
        ask = StartDay(canteen=self.canteen.key, day=day, diners=420, late_reason=late_reason)
        return (desk or self.officer).ask(ask)

    def sheet(self, day: date = TODAY) -> Sheet:
        found = self.officer.ask(ReadDay(self.canteen.key, day)).sheet
        assert found is not None
        return found

    def line(self, code: str, day: date = TODAY) -> ItemLine:
        return line_of(self.sheet(day), code)

    def answer(self, code: str, verdict: Verdict = Verdict.PASS, *, reason: str = "") -> ItemLine:
        line = self.line(code)
        return self.officer.ask(Answer(line.key, line.version, verdict=verdict, reason=reason))

    def read(self, code: str, raw: str, *, slot: int = 0, measure: str = "", reason: str = "") -> ItemLine:
        """Enter a value over whatever is there."""
        line = self.line(code)
        where, name = line.slots[slot], measure or line.item.measures[0].name
        there = [one.key for one in line.readings if (one.slot.id, one.measure) == (where.id, name)]
        replaces = there[0] if there else None
        ask = EnterReading(key=line.key, slot=where.id, measure=name, raw=raw, replaces=replaces, reason=reason)
        return self.officer.ask(ask)

    def filled(self, day: date = TODAY, **other: Said) -> Sheet:
        """A whole good day in one transaction; other answers by code. Quicker than fill()."""
        database = self.house.premises.backstage.database
        with database.work(self.officer.actor, "test") as work:
            canteen = work.get(Canteen, self.canteen.key)
            items = shipped().items
            place = Place(canteen.meals(), in_use(work, canteen.key))
            said = {item.code: _good(item, place, work.now) for item in items} | other
            keep_day(work, Day(canteen, day, 420, work.now, said))
        return self.sheet(day)

    def fill(self, day: date = TODAY, *, but: tuple[str, ...] = ()) -> Sheet:
        """Every open item of the sheet as on a good day."""
        for line in self.sheet(day).items:
            if line.verdict is None and line.item.code not in but:
                self._fill_line(line)
        return self.sheet(day)

    def _fill_line(self, line: ItemLine) -> None:
        if line.item.kind is ItemKind.MEASURED:
            self._fill_readings(line)
        elif line.proposal is not None and line.proposal.verdict is not None:
            self.officer.ask(Confirm(line.key, line.version, verdict=line.proposal.verdict))
        else:
            self.officer.ask(Answer(line.key, line.version, verdict=Verdict.PASS))

    def _fill_readings(self, line: ItemLine) -> None:
        names = line.item.groups[0]
        there = {(one.slot.id, one.measure) for one in line.readings}
        for slot in line.slots:
            for name in names:
                if (slot.id, name) not in there:
                    raw = OF_ITEM.get((line.item.code, name), GOOD[name])
                    self.officer.ask(EnterReading(key=line.key, slot=slot.id, measure=name, raw=raw))

    def describe(self, code: str, owner: UUID | None = None) -> ItemLine:
        """Everything that signing asks of a fail."""
        finding = self.line(code).finding
        assert finding is not None
        said = DescribeFailure(
            finding.key,
            finding.version,
            description="门封条脱落约 10 cm",
            precaution="食材移至 1 号冰箱；门封条已报修",
            document_no="报修 0912",
            owner=owner or self.cook.key,
            deadline=finding.latest_deadline,
        )
        return self.officer.ask(said)

    def sign(self, day: date = TODAY, *, desk: Desk | None = None) -> Sheet:
        sheet = self.sheet(day)
        return (desk or self.officer).ask(SignSheet(sheet.key, sheet.version))

    def again(self, sheet: Sheet) -> Sheet:
        return self.officer.ask(ReadSheet(sheet.key))

    def not_applicable(self, code: str, reason: str) -> ItemLine:
        line = self.line(code)
        return self.officer.ask(NotApplicable(line.key, line.version, reason=reason))


def _good(item: Item, place: Place, at: datetime) -> Said:
    if item.kind is not ItemKind.MEASURED:
        return Said(at, Verdict.PASS)
    readings = (
        Taken(slot.id, name, OF_ITEM.get((item.code, name), GOOD[name]))
        for slot in required(item, place)
        for name in item.groups[0]
    )
    return Said(at, readings=tuple(readings))


def line_of(sheet: Sheet, code: str) -> ItemLine:
    return next(line for line in sheet.items if line.item.code == code)


@pytest.fixture
def kitchen(house: House) -> Kitchen:
    officer = house.desk("food_safety_officer", name="王建国")
    director = house.desk("food_safety_director", name="李敏", pc="PC-2")
    canteen = officer.ask(AddCanteen(name="一食堂", lunch=True, since=date(2026, 8, 24)))
    chilled = officer.ask(AddUnit(canteen_key=canteen.key, name="1 号冰箱", kind=UnitKind.CHILLED))
    frozen = officer.ask(AddUnit(canteen_key=canteen.key, name="1 号冰柜", kind=UnitKind.FROZEN))
    supplier = officer.ask(
        AddSupplier(
            name="绿源农产品有限公司",
            credit_code=credit_code(),
            licence_no="JY1310001",
            licence_expiry=date(2027, 5, 1),
        )
    )
    cook = officer.ask(
        AddWorker(
            canteen_key=canteen.key,
            name="陈师傅",
            post="厨师",
            certificate_no="JKZ-0001",
            certificate_issued=date(2026, 3, 1),
            certificate_expiry=date(2027, 2, 28),
        )
    )
    return Kitchen(house, officer, director, canteen, chilled, frozen, supplier, cook)
