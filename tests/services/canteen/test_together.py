"""Several PCs at the same moment, on both databases: nothing is made twice, nothing is lost, nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from desktop_admin.api.base import Command
from desktop_admin.api.canteen.actions import ListActions
from desktop_admin.api.canteen.checklist import ItemKind
from desktop_admin.api.canteen.entry import AddNote, Answer, EnterReading, SignSheet, StartDay
from desktop_admin.api.canteen.refusals import AlreadySigned, AnsweredElsewhere
from desktop_admin.api.canteen.sheet import ItemLine, Sheet, Verdict
from desktop_admin.core.errors import Refused
from desktop_admin.desk.base import Desk
from tests.services.canteen.conftest import TODAY, Kitchen

PEOPLE = 4


def officers(kitchen: Kitchen) -> list[Desk]:
    return [
        kitchen.house.desk("food_safety_officer", login=f"officer{n}", name=f"安全员{n}", pc=f"PC-{n}")
        for n in range(PEOPLE)
    ]


def at_once(desks: list[Desk], command: Callable[[int], Command[Any]]) -> list[Any]:
    """What each of them is answered, or refused."""
    ready = Barrier(len(desks))

    def ask(number: int) -> Any:
        ready.wait(60)
        try:
            return desks[number].ask(command(number))
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(desks)) as pool:
        return list(pool.map(ask, range(len(desks))))


def test_one_sheet_is_made_when_all_start_at_once(kitchen: Kitchen) -> None:
    sheets = at_once(officers(kitchen), lambda _: StartDay(canteen=kitchen.canteen.key, day=TODAY))
    assert all(isinstance(sheet, Sheet) for sheet in sheets), sheets
    assert len({sheet.key for sheet in sheets}) == 1
    assert len(kitchen.sheet().items) == 45


def test_different_items_are_answered_at_once_and_every_fail_has_a_number_of_its_own(kitchen: Kitchen) -> None:
    lines = [line for line in kitchen.start().items if line.item.kind is ItemKind.SIGHT]
    for first in (0, PEOPLE):
        answers = at_once(
            officers(kitchen),
            lambda n, first=first: Answer(lines[first + n].key, 1, verdict=Verdict.FAIL),  # type: ignore[misc]
        )
        assert all(isinstance(answer, ItemLine) for answer in answers), answers
    numbers = [row.number for row in kitchen.officer.ask(ListActions(sort="number")).rows]
    assert numbers == [f"ZG-20260901-{n:02d}" for n in range(1, 2 * PEOPLE + 1)]


def test_the_same_item_at_once_has_one_winner_whom_the_others_are_told(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("E01")
    answers = at_once(officers(kitchen), lambda _: Answer(line.key, line.version, verdict=Verdict.PASS))
    winners = [answer for answer in answers if isinstance(answer, ItemLine)]
    assert len(winners) == 1
    others = [answer for answer in answers if isinstance(answer, AnsweredElsewhere)]
    assert {other.params["who"] for other in others} == {winners[0].answered_by}
    assert len(others) == PEOPLE - 1


def test_slots_of_one_item_are_read_at_once(kitchen: Kitchen) -> None:
    kitchen.start()
    line = kitchen.line("B01")
    readings = at_once(
        officers(kitchen)[:2],
        lambda n: EnterReading(key=line.key, slot=line.slots[n].id, measure="temperature", raw=f"{n + 4}"),
    )
    assert all(isinstance(reading, ItemLine) for reading in readings), readings
    now = kitchen.line("B01")
    assert [str(reading.value) for reading in now.readings] == ["4", "5"]
    assert now.verdict is Verdict.PASS


def test_of_two_who_sign_at_once_one_is_told_of_the_other(kitchen: Kitchen) -> None:
    sheet = kitchen.filled()
    signed = at_once(officers(kitchen), lambda _: SignSheet(sheet.key, sheet.version))
    winners = [one for one in signed if isinstance(one, Sheet)]
    assert len(winners) == 1
    assert {one.params["who"] for one in signed if isinstance(one, AlreadySigned)} == {winners[0].signatures[0].by}


def test_a_command_that_arrives_twice_has_one_effect_and_the_same_answer(kitchen: Kitchen) -> None:
    start = StartDay(canteen=kitchen.canteen.key, day=TODAY)
    assert kitchen.officer.ask(start) == kitchen.officer.ask(start)
    line = kitchen.line("E01")
    failed = Answer(line.key, line.version, verdict=Verdict.FAIL)
    assert kitchen.officer.ask(failed) == kitchen.officer.ask(failed)
    chilled = kitchen.line("B01")
    read = EnterReading(key=chilled.key, slot=chilled.slots[0].id, measure="temperature", raw="９.１")
    assert kitchen.officer.ask(read) == kitchen.officer.ask(read)
    note = AddNote(canteen=kitchen.canteen.key, day=TODAY, text="停水半小时")
    assert len(kitchen.officer.ask(note)) == len(kitchen.officer.ask(note)) == 1
    assert kitchen.officer.ask(ListActions()).total == 2
