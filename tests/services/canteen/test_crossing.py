"""Transactions that meet on PostgreSQL: who waits sees what the other did, and nobody waits longer than they must.

SQLite has one writer.
"""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import pytest
from sqlalchemy import text

from desktop_admin.api.base import Command
from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import Answer, DescribeFailure, EnterReading, SignSheet, StartDay
from desktop_admin.api.canteen.registers import AddCanteen
from desktop_admin.api.canteen.sheet import ItemLine, Sheet, Verdict
from desktop_admin.db.work import Who, Work
from desktop_admin.models.canteen.sheet import Photo
from desktop_admin.services.calendar import next_school_day
from desktop_admin.services.canteen.bulk import Failed, Said
from desktop_admin.services.canteen.held import held_sheet_of, hold
from desktop_admin.services.numbering import next_number
from desktop_admin.services.registry import handler
from tests.conftest import START, House
from tests.server.site import wait_until
from tests.services.canteen.conftest import TODAY, Kitchen, line_of
from tests.services.canteen.test_saved_together import ask, passing, sight_lines, visitor

MEET = 3  # seconds after which one does not wait for the other any more
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
Asked = list[tuple[Who, Command[Any]]]


@pytest.fixture(autouse=True)
def on_postgresql(house: House) -> None:
    if house.url.startswith("sqlite"):
        pytest.skip("one writer")


def failing(line: ItemLine) -> Answer:
    return Answer(line.key, line.version, verdict=Verdict.FAIL)


def reading(line: ItemLine, raw: str, slot: int = 0, **more: Any) -> EnterReading:
    return EnterReading(key=line.key, slot=line.slots[slot].id, measure=line.item.measures[0].name, raw=raw, **more)


def waiting_for_a_lock(house: House) -> bool:
    database = house.premises.backstage.database
    with database.reading() as connection:
        return bool(connection.scalar(WAITING))


def at_once(house: House, *several: Asked) -> list[list[Any]]:
    with ThreadPoolExecutor(len(several)) as pool:
        return [done.result() for done in [pool.submit(ask, house, *each) for each in several]]


@pytest.mark.parametrize("with_others", [False, True])
def test_two_fails_that_take_a_number_at_once_are_both_kept(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, with_others: bool
) -> None:
    """Each has written something of the school when it asks for the school's next number."""
    kitchen.start()
    house, met = kitchen.house, Barrier(2)

    def meet(work: Work, *rest: Any) -> Any:
        work.session.flush()
        with suppress(BrokenBarrierError):
            met.wait(MEET)
        return next_number(work, *rest)

    chilled, frozen, sight = kitchen.line("B01"), kitchen.line("B02"), sight_lines(kitchen)[0]
    people = [visitor(house, n) for n in range(3)]
    monkeypatch.setattr("desktop_admin.services.canteen.numbering.next_number", meet)
    others: Asked = [(people[1], reading(chilled, "4")), (people[2], failing(sight))]
    told = at_once(
        house, [(people[0], reading(frozen, "-5"))], others if with_others else [(people[1], reading(chilled, "21"))]
    )
    assert {type(each) for part in told for each in part} == {ItemLine}
    assert "undone" not in caplog.text


@contextmanager
def meanwhile(house: House, act: Callable[[Work], object]) -> Generator[None]:
    """What is asked for in the block waits for what act has locked, which is committed when it does."""
    locked, done = Event(), Event()

    def other() -> None:
        with house.premises.backstage.database.work(house.actor(), "test") as work:
            act(work)
            work.session.flush()
            locked.set()
            assert done.wait(10)

    def let_go() -> None:
        wait_until(lambda: waiting_for_a_lock(house))
        done.set()

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(other)
        assert locked.wait(10)
        letting = pool.submit(let_go)
        yield
        letting.result()
        holding.result()


@pytest.mark.parametrize("people", [1, 2])
def test_a_photo_that_was_added_while_an_answer_waited_is_told_with_it(kitchen: Kitchen, people: int) -> None:
    kitchen.start()
    house, lines = kitchen.house, sight_lines(kitchen)[:people]
    asked: Asked = [(visitor(house, n), passing(line)) for n, line in enumerate(lines)]

    def add(work: Work) -> None:
        photo = Photo(item_key=hold(work, lines[0].key).item.key, sha256="0" * 64, width=1, height=1, size=1)
        photo.at, photo.by_key, photo.by = work.now, work.actor.account_id, "x"
        work.add(photo)

    with meanwhile(house, add):
        line, *_ = ask(house, *asked)
    assert len(line.photos) == 1


def test_a_correction_that_was_made_while_a_reading_waited_is_told_with_it(kitchen: Kitchen) -> None:
    kitchen.start()
    for slot in range(len(kitchen.line("B01").slots)):
        kitchen.read("B01", "4", slot=slot)
    house, line = kitchen.house, kitchen.line("B01")
    by_slot = {one.slot.id: one.key for one in line.readings}

    def again(slot: int, raw: str) -> EnterReading:
        return reading(line, raw, slot, replaces=by_slot[line.slots[slot].id], reason="看错了")

    who = visitor(house, 1)
    with meanwhile(house, lambda work: handler(EnterReading)(work, again(0, "21"))):
        told = house.premises.office.answer(who, again(1, "5"))
    assert told.verdict is Verdict.FAIL
    assert len(told.corrections) == 1


def test_who_corrects_a_fail_while_it_is_described_is_not_refused(kitchen: Kitchen) -> None:
    kitchen.start()
    house, line = kitchen.house, sight_lines(kitchen)[0]
    failed = kitchen.officer.ask(failing(line))
    assert failed.finding is not None
    told = DescribeFailure(failed.finding.key, failed.finding.version, description="x", precaution="y")
    right = Answer(line.key, failed.version, verdict=Verdict.PASS, reason="看错了")
    who = visitor(house, 1)
    with meanwhile(house, lambda work: handler(DescribeFailure)(work, told)):
        corrected = house.premises.office.answer(who, right)
    assert corrected.verdict is Verdict.PASS
    assert corrected.finding is None


def test_a_long_lock_holds_up_whom_it_concerns_and_not_the_others(kitchen: Kitchen) -> None:
    kitchen.start()
    house, (one, other) = kitchen.house, sight_lines(kitchen)[:2]
    asked: Asked = [(visitor(house, n), passing(line)) for n, line in enumerate((one, other))]
    locked, saved = Event(), Event()

    def hold_other() -> None:
        with house.premises.backstage.database.work(house.actor(), "test") as work:
            hold(work, other.key)
            locked.set()
            assert saved.wait(10)

    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(hold_other)
        assert locked.wait(10)
        answers = house.premises.office.answer_all(asked)
        assert [line.item.code for line in next(answers)] == [one.item.code], "is told while the other one waits"
        waiting = pool.submit(next, answers)
        wait_until(lambda: waiting_for_a_lock(house))
        saved.set()
        holding.result()
        assert [line.verdict for line in waiting.result()] == [Verdict.PASS]


def test_who_signs_is_not_undone_for_answers_in_another_canteen(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The answers have the school's number, and go on to the sheet that is being signed."""
    house, description = kitchen.house, Failed("d", "p", "n", kitchen.cook.key)
    sheet = kitchen.filled(E01=Said(START, Verdict.FAIL, failed=description))
    finding = line_of(sheet, "E01").finding
    assert finding is not None
    other = next(line for line in _second(kitchen).items if line.item.kind is ItemKind.SIGHT)
    people = [visitor(house, n) for n in range(3)]
    numbered, signs = Event(), Event()

    def late(*given: Any) -> Any:
        numbered.set()
        assert signs.wait(MEET)
        return held_sheet_of(*given)

    def signed(*given: Any) -> Any:
        signs.set()
        assert numbered.wait(MEET)
        wait_until(lambda: waiting_for_a_lock(house))
        return next_school_day(*given)

    monkeypatch.setattr("desktop_admin.services.canteen.findings.held_sheet_of", late)
    monkeypatch.setattr("desktop_admin.services.canteen.signing.next_school_day", signed)
    described = DescribeFailure(finding.key, finding.version, description="x", precaution="y")
    answers, signature = at_once(
        house, [(people[0], failing(other)), (people[1], described)], [(people[2], SignSheet(sheet.key, sheet.version))]
    )
    assert isinstance(signature[0], Sheet)
    assert isinstance(answers[0], ItemLine)
    assert "undone" not in caplog.text


def _second(kitchen: Kitchen) -> Sheet:
    canteen = kitchen.officer.ask(AddCanteen(name="二食堂", lunch=True, since=date(2026, 8, 24)))
    return kitchen.officer.ask(StartDay(canteen=canteen.key, day=TODAY, diners=1))
