"""What several answer in one transaction is what it would have been one after another: lines, refusals and trail."""

import random
import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import event

from desktop_admin.api.base import Command
from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer, Confirm, DescribeFailure, EnterReading, NotApplicable, StartDay
from desktop_admin.api.canteen.registers import AddCanteen, AddUnit, AddWorker, UnitKind
from desktop_admin.api.canteen.sheet import ItemLine, ReadDay, Sheet, Verdict
from desktop_admin.core.errors import Refused
from desktop_admin.db.verify import verify
from desktop_admin.db.work import Who
from tests.conftest import House
from tests.services.accounts.makers import entries
from tests.services.canteen.conftest import TODAY, Kitchen, line_of
from tests.services.canteen.test_saved_together import ask, committed, visitor

NUMBER = "action_number"  # one after another, whichever canteen it is of
OWN = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")  # a key, of the one canteen and not of the other
Act = Callable[[ItemLine], Command[Any] | None]
Asked = tuple[int, Command[Any]]  # by whom


def answer(verdict: Verdict, reason: str = "") -> Act:
    return lambda line: Answer(line.key, line.version, verdict=verdict, reason=reason)


def not_applicable(line: ItemLine) -> Command[Any]:
    return NotApplicable(line.key, line.version, reason="今日不供应")


def confirm(line: ItemLine) -> Command[Any] | None:
    verdict = line.proposal.verdict if line.proposal is not None else None
    return Confirm(line.key, line.version, verdict=verdict or Verdict.PASS)


def read(raw: str, slot: int, reason: str = "") -> Act:
    def act(line: ItemLine) -> Command[Any] | None:
        if len(line.slots) <= slot:
            return None
        where, name = line.slots[slot].id, line.item.measures[0].name
        there = [one.key for one in line.readings if (one.slot.id, one.measure) == (where, name)]
        replaces = there[0] if there else None
        return EnterReading(key=line.key, slot=where, measure=name, raw=raw, replaces=replaces, reason=reason)

    return act


def describe(line: ItemLine) -> Command[Any] | None:
    found = line.finding
    if found is None:
        return None
    return DescribeFailure(found.key, found.version, description="门封条脱落", precaution="已报修")


ACTS: tuple[Act, ...] = (
    answer(Verdict.PASS),
    answer(Verdict.FAIL),
    answer(Verdict.PASS, "看错了"),
    answer(Verdict.FAIL, "看错了"),
    not_applicable,
    confirm,
    read("4", 0),
    read("4", 1),
    read("21", 0, "看错了"),
    read("-18", 0, "看错了"),
    describe,
)


class Twins:
    """Two canteens that are alike: what is asked of the one together is asked of the other one by one."""

    def __init__(self, kitchen: Kitchen, people: int) -> None:
        self.kitchen, self.house = kitchen, kitchen.house
        self.people: list[Who] = [visitor(self.house, number) for number in range(people)]
        self.canteens = [kitchen.canteen.key, self._another()]
        for canteen in self.canteens:
            kitchen.officer.ask(StartDay(canteen=canteen, day=TODAY, diners=420))

    def _another(self) -> UUID:
        ask, old = self.kitchen.officer.ask, self.kitchen
        key = ask(AddCanteen(name="二食堂", lunch=True, since=old.canteen.since)).key
        for unit, kind in ((old.chilled, UnitKind.CHILLED), (old.frozen, UnitKind.FROZEN)):
            ask(AddUnit(canteen_key=key, name=unit.name, kind=kind))
        given = msgspec.to_builtins(old.cook)
        taken = {name: given[name] for name in ("name", "post", "certificate_issued", "certificate_expiry")}
        ask(msgspec.convert(taken | {"canteen_key": key.hex, "certificate_no": "JKZ-0002"}, AddWorker))
        return key

    def sheets(self) -> list[Sheet]:
        found = [self.kitchen.officer.ask(ReadDay(canteen, TODAY)).sheet for canteen in self.canteens]
        return [sheet for sheet in found if sheet is not None]

    def ask(self, *wanted: tuple[str, Act]) -> list[Any]:
        """Each of another person, of the item with this code. What they were told together."""
        together, alone = ([act(line_of(sheet, code)) for code, act in wanted] for sheet in self.sheets())
        office = self.house.premises.office
        told = ask(self.house, *((who, one) for who, one in zip(self.people, together, strict=False) if one))
        expected = [_outcome(office, who, one) for who, one in zip(self.people, alone, strict=False) if one]
        assert [_plain(one) for one in told] == [_plain(one) for one in expected]
        assert [_plain(sheet.items) for sheet in self.sheets()[:1]] == [
            _plain(sheet.items) for sheet in self.sheets()[1:]
        ]
        assert self._trail(together) == self._trail(alone)
        return told

    def _trail(self, commands: Sequence[Command[Any] | None]) -> list[list[Any]]:
        """Of each command: who, and what of which records."""
        told: dict[UUID, list[Any]] = {}
        for action in {one.wire_name() for one in commands if one}:
            for entry in entries(self.house, action):
                changes = sorted((c["table"], c["done"], c["version"], sorted(c["fields"])) for c in entry["changes"])
                told.setdefault(UUID(entry["command_id"]), []).append((entry["account_name"], changes))
        return [told.get(one.id, []) for one in commands if one]


def _outcome(office: Any, who: Who, command: Command[Any]) -> Any:
    try:
        return office.answer(who, command)
    except Refused as error:
        return error


def _plain(told: Any) -> Any:
    if isinstance(told, Refused):
        return type(told).__name__, told.params
    return _without(msgspec.to_builtins(told))


def _without(told: Any) -> Any:
    """Keys differ, and so do numbers."""
    if isinstance(told, dict):
        return {name: _without(value) for name, value in told.items() if name != NUMBER}
    if isinstance(told, list | tuple):
        return [_without(each) for each in told]
    return OWN.sub("#", told) if isinstance(told, str) else told


@pytest.fixture
def twins(kitchen: Kitchen) -> Twins:
    return Twins(kitchen, 8)


def codes(twins: Twins, kind: ItemKind) -> list[str]:
    return [line.item.code for line in twins.sheets()[0].items if line.item.kind is kind]


def test_a_good_moment(twins: Twins) -> None:
    """The same item twice, a fail with its action, and what the registers say, among others."""
    sight, auto = codes(twins, ItemKind.SIGHT), codes(twins, ItemKind.AUTO)
    with committed(twins.house) as transactions:
        told = twins.ask(
            (sight[0], answer(Verdict.FAIL)),
            (sight[1], answer(Verdict.PASS)),
            ("B01", read("4", 0)),
            ("B01", read("5", 1)),
            ("B02", read("-18", 0)),
            (sight[2], not_applicable),
            (auto[0], confirm),
        )
    assert transactions == ["commit"] * 8, "one for all of the one canteen, seven of the other"
    assert [one.verdict for one in told] == [
        Verdict.FAIL, Verdict.PASS, None, Verdict.PASS, None, Verdict.NOT_APPLICABLE, Verdict.PASS,
    ]  # fmt: skip


def test_what_rests_on_what_another_did_in_the_same_moment(twins: Twins) -> None:
    first, second, *_ = codes(twins, ItemKind.SIGHT)
    twins.ask((first, answer(Verdict.FAIL)), (second, answer(Verdict.FAIL)), ("B01", read("21", 0)))
    twins.ask((first, describe), (first, answer(Verdict.PASS, "看错了")), (second, describe), ("B01", describe))
    twins.ask((second, describe), (second, describe), ("B01", read("4", 0, "看错了")), ("B01", read("5", 1)))


@contextmanager
def looked_up(house: House) -> Generator[list[str]]:
    """Questions about who they are, and about what they answer."""
    engine, found = house.premises.backstage.database.engine, list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT") and ("canteen_" in statement or "signed_in" in statement):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_more_people_ask_the_database_no_more_questions(twins: Twins) -> None:
    house, sheet = twins.house, twins.sheets()[0]
    sight = [answer(Verdict.PASS)(line) for line in sheet.items if line.item.kind is ItemKind.SIGHT]
    readings = [
        read(raw, slot)(line_of(sheet, code)) for code, raw in (("B01", "4"), ("B02", "-18")) for slot in (0, 1)
    ]
    waiting = iter([*readings[::2], sight[0], *readings[1::2], *sight[1:]])

    def asked(people: int) -> int:
        commands = [(who, command) for who, command in zip(twins.people[:people], waiting, strict=False) if command]
        with looked_up(house) as questions:
            told = ask(house, *commands)
        assert not [each for each in told if isinstance(each, Exception)]
        return len(questions)

    assert [asked(3), asked(8)] == [5, 5], "who they are; the items; what is attached; the readings; what is read there"


@pytest.mark.parametrize("seed", range(3))
def test_whatever_they_ask_for(twins: Twins, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - for a test
    known = [*codes(twins, ItemKind.SIGHT)[:4], *codes(twins, ItemKind.AUTO)[:2], "B01", "B02"]
    for _ in range(10):
        twins.ask(*((chance.choice(known), chance.choice(ACTS)) for _ in range(6)))
    house: House = twins.house
    assert not verify(house.premises.backstage.database, house.premises.backstage.keys, house.folder).findings
