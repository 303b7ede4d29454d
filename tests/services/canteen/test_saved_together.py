"""Several people's answers in one transaction are what they would have been in several: each entry, each refusal."""

from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.audit import RecordHistory
from desktop_admin.api.base import Command
from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer, EnterReading
from desktop_admin.api.canteen.refusals import AnsweredElsewhere, MeasuredNotTyped
from desktop_admin.api.canteen.sheet import ItemLine, Verdict
from desktop_admin.app.premises import open_premises
from desktop_admin.core.errors import DatabaseAway, NotAllowed, Repeated, SignedOut
from desktop_admin.core.feed import Touched
from desktop_admin.db.verify import verify
from desktop_admin.db.work import Who
from desktop_admin.models.audit import AuditEntry
from desktop_admin.models.changes import SHARDS, ChangedRecord
from desktop_admin.services.accounts.alarms import COPIED
from tests.conftest import PASSWORD, QUICK, House
from tests.server.site import wait_until
from tests.services.accounts.makers import entries
from tests.services.canteen.conftest import Kitchen

PEOPLE = SHARDS + 2  # so that two of them count in one shard


def visitor(house: House, number: int, *roles: str) -> Who:
    """Somebody on a PC of their own."""
    login, pc = f"officer{number}", f"PC-{number}".encode()
    house.add_account(login, *(roles or ("food_safety_officer",)), name=f"安全员{number}")
    house.premises.gate.enrol_device(pc, f"PC-{number}")
    return house.premises.gate.actor(pc, house.premises.gate.sign_in(pc, SignIn(login, PASSWORD)).token)


def sight_lines(kitchen: Kitchen) -> list[ItemLine]:
    return [line for line in kitchen.sheet().items if line.item.kind is ItemKind.SIGHT]


def passing(line: ItemLine) -> Answer:
    return Answer(line.key, line.version, verdict=Verdict.PASS)


def ask(house: House, *asked: tuple[Who, Command[Any]]) -> list[Any]:
    return list(chain.from_iterable(house.premises.office.answer_all(asked)))


@contextmanager
def committed(house: House) -> Generator[list[str]]:
    """One for each transaction."""
    engine, found = house.premises.backstage.database.engine, list[str]()

    def note(_connection: object) -> None:
        found.append("commit")

    event.listen(engine, "commit", note)
    yield found
    event.remove(engine, "commit", note)


def trail(house: House, commands: Sequence[Command[Any]]) -> dict[UUID | None, list[tuple[str, int]]]:
    """Of each command's entries: who, and of how many records."""
    told = [entry for entry in entries(house, "canteen.Answer") if entry["command_id"]]
    wanted = {command.id.hex for command in commands}
    return {
        UUID(entry["command_id"]): [(entry["account_name"], len(entry["changes"]))]
        for entry in told
        if UUID(entry["command_id"]).hex in wanted
    }


def sound(house: House) -> bool:
    return not verify(house.premises.backstage.database, house.premises.backstage.keys, house.folder).findings


def test_each_has_an_entry_of_their_own_and_all_are_one_transaction(kitchen: Kitchen) -> None:
    kitchen.start()
    house, lines = kitchen.house, sight_lines(kitchen)[:PEOPLE]
    asked = [(visitor(house, number), passing(line)) for number, line in enumerate(lines)]
    with committed(house) as transactions:
        told = ask(house, *asked)
    assert len(transactions) == 1
    assert [(line.key, line.version, line.verdict) for line in told] == [
        (line.key, line.version + 1, Verdict.PASS) for line in lines
    ]
    commands = [command for _, command in asked]
    assert trail(house, commands) == {command.id: [(f"安全员{n}", 1)] for n, command in enumerate(commands)}
    assert sound(house)
    assert ask(house, *asked) == told, "sent again they are answered again"
    assert trail(house, commands) == {command.id: [(f"安全员{n}", 1)] for n, command in enumerate(commands)}


def test_who_is_refused_keeps_nobody_from_saving(kitchen: Kitchen) -> None:
    kitchen.start()
    house, (one, other, third, *_) = kitchen.house, sight_lines(kitchen)
    measured = kitchen.line("B01")
    told = ask(
        house,
        (visitor(house, 1), passing(one)),
        (visitor(house, 2), passing(measured)),
        (visitor(house, 3, "teacher"), passing(other)),
        (visitor(house, 4), passing(third)),
    )
    assert [type(each) for each in told] == [ItemLine, MeasuredNotTyped, NotAllowed, ItemLine]
    now = {line.key: line.verdict for line in kitchen.sheet().items}
    assert [now[line.key] for line in (one, measured, other, third)] == [Verdict.PASS, None, None, Verdict.PASS]
    assert sound(house)


def test_two_who_answer_the_same_item_have_one_winner(kitchen: Kitchen) -> None:
    kitchen.start()
    house, line = kitchen.house, sight_lines(kitchen)[0]
    told = ask(house, (visitor(house, 1), passing(line)), (visitor(house, 2), passing(line)))
    assert [type(each) for each in told] == [ItemLine, AnsweredElsewhere]
    assert told[1].params["who"] == "安全员1"


def test_two_slots_of_one_item_are_both_read(kitchen: Kitchen) -> None:
    kitchen.start()
    house, line = kitchen.house, kitchen.line("B01")
    readings = [
        EnterReading(key=line.key, slot=slot.id, measure="temperature", raw=str(4 + n))
        for n, slot in enumerate(line.slots[:2])
    ]
    with committed(house) as transactions:
        told = ask(house, *((visitor(house, n), reading) for n, reading in enumerate(readings)))
    assert [each.version for each in told] == [line.version + 1, line.version + 2]
    assert {one.value for one in kitchen.line("B01").readings} == {4, 5}
    assert sound(house)
    assert transactions[-1:] == ["commit"]


def test_the_history_of_an_item_that_two_changed_in_one_moment_is_in_the_order_of_its_versions(
    kitchen: Kitchen,
) -> None:
    kitchen.start()
    house, line = kitchen.house, kitchen.line("B01")
    for moment in range(4):
        there = {one.slot.id: one.key for one in kitchen.line("B01").readings}
        readings = [
            EnterReading(
                key=line.key,
                slot=slot.id,
                measure="temperature",
                raw=str(moment + place / 2),
                replaces=there.get(slot.id),
                reason="看错了",
            )
            for place, slot in enumerate(line.slots[:2])
        ]
        ask(house, *((visitor(house, 2 * moment + n), reading) for n, reading in enumerate(readings)))
    told = kitchen.officer.ask(RecordHistory("canteen_item", line.key))
    assert [each.person.text for each in told[:8]] == [f"安全员{n}" for n in reversed(range(8))]


def test_a_repeated_command_among_others_is_answered_with_its_first_result(kitchen: Kitchen) -> None:
    kitchen.start()
    house, (one, other, *_) = kitchen.house, sight_lines(kitchen)
    who, first = visitor(house, 1), passing(one)
    done = house.premises.office.answer(who, first)
    another = Answer(other.key, other.version, verdict=Verdict.FAIL, id=first.id)
    told = ask(house, (who, first), (visitor(house, 2), passing(other)))
    assert told[0] == done
    assert told[1].verdict is Verdict.PASS
    refused, _ = ask(house, (who, another), (visitor(house, 3), passing(one)))
    assert isinstance(refused, Repeated)


def test_a_copied_token_is_refused_and_told_and_the_others_save(kitchen: Kitchen) -> None:
    kitchen.start()
    house, (one, other, *_) = kitchen.house, sight_lines(kitchen)
    gate = house.premises.gate
    gate.enrol_device(b"thief", "thief")
    gate.enrol_device(b"PC-9", "PC-9")
    house.add_account("owner", "food_safety_officer")
    token = gate.sign_in(b"PC-9", SignIn("owner", PASSWORD)).token
    told = ask(house, (visitor(house, 1), passing(one)), (gate.actor(b"thief", token), passing(other)))
    assert [type(each) for each in told] == [ItemLine, SignedOut]
    assert [entry["device"] for entry in entries(house, COPIED)] == ["thief"]


def test_a_stream_that_another_process_went_on_with_is_taken_up_there(kitchen: Kitchen) -> None:
    kitchen.start()
    house, (one, other, third, fourth, *_) = kitchen.house, sight_lines(kitchen)
    people = [visitor(house, 1), visitor(house, 2)]
    ask(house, (people[0], passing(one)), (people[1], passing(other)))
    with closing(open_premises(house.folder, house.url, clock=house.clock, hasher=QUICK)) as elsewhere:
        line = elsewhere.office.answer(people[0], passing(third))
        assert line.verdict is Verdict.PASS
    last, *_ = [line for line in sight_lines(kitchen) if line.verdict is None and line.key != fourth.key]
    told = ask(house, (people[0], passing(fourth)), (people[1], passing(last)))
    assert [each.verdict for each in told] == [Verdict.PASS, Verdict.PASS]
    assert sound(house)


def test_other_processes_hear_of_each_record(kitchen: Kitchen) -> None:
    kitchen.start()
    house, lines = kitchen.house, sight_lines(kitchen)[:PEOPLE]
    asked = [(visitor(house, number), passing(line)) for number, line in enumerate(lines)]
    with closing(open_premises(house.folder, house.url, clock=house.clock, hasher=QUICK)) as elsewhere:
        heard, here = list[str](), list[str]()
        elsewhere.feed.watch(heard.append)
        elsewhere.watch()
        house.premises.feed.watch(here.append)
        ask(house, *asked)
        wanted = {
            Touched("canteen", "canteen_item", line.key, line.version + 1, kitchen.sheet().key).word for line in lines
        }
        assert wanted <= set(here)
        wait_until(lambda: wanted <= set(heard))


def test_of_two_changes_of_one_record_others_hear_of_the_last(kitchen: Kitchen) -> None:
    """Of two whose streams count in one shard; the one whose stream comes later in it is the first of them."""
    kitchen.start()
    house, line = kitchen.house, kitchen.line("B01")
    by_shard: dict[int, list[tuple[UUID, Who]]] = {}
    for number in range(PEOPLE):
        who = visitor(house, number)
        with house.premises.backstage.database.look(who, "test") as work:
            by_shard.setdefault(work.actor.session_id.int % SHARDS, []).append((work.actor.session_id, who))
    later, first = sorted(next(few for few in by_shard.values() if len(few) > 1)[:2], key=lambda one: one[0])
    readings = [EnterReading(key=line.key, slot=slot.id, measure="temperature", raw="4") for slot in line.slots[:2]]
    told = ask(house, (first[1], readings[0]), (later[1], readings[1]))
    with house.premises.backstage.database.reading() as connection:
        known = connection.scalars(select(ChangedRecord.version).where(ChangedRecord.key == line.key)).all()
    assert max(known) == told[-1].version == line.version + 2


def test_a_time_that_was_taken_before_the_clock_was_set_right_is_not_recorded(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    kitchen.start()
    house, (one, other, *_) = kitchen.house, sight_lines(kitchen)
    asked = [(visitor(house, 1), passing(one)), (visitor(house, 2), passing(other))]
    database, wrong = house.premises.backstage.database, [(house.clock.now() + timedelta(days=300), -1)]
    right = database._moment
    monkeypatch.setattr(database, "_moment", lambda: wrong.pop() if wrong else right())
    assert [line.answered_at for line in ask(house, *asked)] == [house.clock.now()] * 2
    assert not wrong
    wanted = [command.id for _, command in asked]
    with database.reading() as connection:
        at = connection.scalars(select(AuditEntry.at).where(AuditEntry.action == "canteen.Answer")).all()
    assert set(at) == {house.clock.now()}
    assert set(trail(house, [command for _, command in asked])) == set(wanted)


@pytest.mark.parametrize(("tries", "expected"), [(1, ItemLine), (99, DatabaseAway)])
def test_a_database_that_is_away_is_waited_for_once_and_not_for_each(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch, tries: int, expected: type
) -> None:
    kitchen.start()
    house, (one, other, *_) = kitchen.house, sight_lines(kitchen)
    asked = [(visitor(house, 1), passing(one)), (visitor(house, 2), passing(other))]
    database, left = house.premises.backstage.database, [DatabaseAway()] * tries
    back, alone = database.together, list[object]()

    def together() -> Any:
        if left:
            raise left.pop()
        return back()

    monkeypatch.setattr(database, "together", together)
    monkeypatch.setattr(database, "work", alone.append)
    monkeypatch.setattr("desktop_admin.db.work.PATIENCE", 0.1)
    assert [type(each) for each in ask(house, *asked)] == [expected] * 2
    assert not alone


@pytest.mark.parametrize("people", [0, 1])
def test_of_one_or_none_nothing_is_different(kitchen: Kitchen, people: int) -> None:
    kitchen.start()
    house, line = kitchen.house, sight_lines(kitchen)[0]
    told = ask(house, *[(visitor(house, 1), passing(line))][:people])
    assert [each.verdict for each in told] == [Verdict.PASS] * people
