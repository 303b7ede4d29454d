"""What many save at the same moment is one transaction, where all of it holds; else each has one of its own."""

import asyncio
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any
from uuid import UUID

import pytest

from desktop_admin.api import wire
from desktop_admin.api.base import Command
from desktop_admin.api.canteen.entry import Answer
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.api.sharing import TooBusy
from desktop_admin.core.errors import NotFound
from desktop_admin.core.permissions import Actor
from desktop_admin.server.autosaves import MOST, Autosaves
from desktop_admin.server.pools import Pool
from desktop_admin.services.registry import REQUESTS, preparation

NOBODY = Actor(UUID(int=1), UUID(int=2), UUID(int=3), "li", "李明", "PC-1", frozenset(), ())


def answer(number: int) -> Answer:
    return Answer(UUID(int=number), 1, verdict=Verdict.PASS)


class Office:
    """Answers with the item's number; the first transaction waits until it is let go."""

    def __init__(self) -> None:
        self.transactions: list[list[int]] = []
        self.begun, self.go = Event(), Event()

    def answer_all(self, asked: list[tuple[Any, Command[Any]]]) -> Iterator[list[Any]]:
        numbers = [command.key.int for _, command in asked if isinstance(command, Answer)]
        self.transactions.append(numbers)
        self.begun.set()
        assert self.go.wait(10)
        yield [NotFound() if number == 13 else number for number in numbers]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def autosaves(office: Office) -> Iterator[Callable[..., Autosaves]]:
    pool = Pool(2, "writers", 100)

    def make(*, lanes: int = 1, waiting: int = 100, long: float = 60) -> Autosaves:
        made = Autosaves(office.answer_all, pool, waiting, lanes)
        made.long = long
        return made

    yield make
    office.go.set()
    pool.close()


async def begun(office: Office) -> None:
    assert await asyncio.to_thread(office.begun.wait, 10)


def test_what_came_while_the_last_was_written_is_one_transaction(
    office: Office, autosaves: Callable[..., Autosaves]
) -> None:
    async def save() -> list[Any]:
        saves = autosaves()
        first = asyncio.create_task(saves.run(b"0", NOBODY, answer(0)))
        await begun(office)
        rest = [asyncio.create_task(saves.run(bytes([n]), NOBODY, answer(n))) for n in range(1, MOST + 3)]
        await asyncio.sleep(0)
        office.go.set()
        return await asyncio.gather(first, *rest, return_exceptions=True)

    told = asyncio.run(save())
    assert office.transactions == [[0], list(range(1, MOST + 1)), [MOST + 1, MOST + 2]]
    assert [wire.read(one, int) for n, one in enumerate(told) if n != 13] == [n for n in range(MOST + 3) if n != 13]
    assert isinstance(told[13], NotFound), "one that is refused is nobody else's concern"


def test_of_each_session_one_at_a_time_in_its_order(office: Office, autosaves: Callable[..., Autosaves]) -> None:
    async def save() -> None:
        saves = autosaves(lanes=2)
        asked = [(b"a", 1), (b"a", 2), (b"b", 3), (b"a", 4)]
        tasks = [asyncio.create_task(saves.run(token, NOBODY, answer(n))) for token, n in asked]
        await begun(office)
        office.go.set()
        await asyncio.gather(*tasks)

    asyncio.run(save())
    assert office.transactions == [[1, 3], [2], [4]]


def test_whoever_came_later_waits_for_one_transaction_but_not_for_long(
    office: Office, autosaves: Callable[..., Autosaves]
) -> None:
    """Such as one that waits for somebody's lock."""

    async def save(*, long: float) -> list[list[int]]:
        office.transactions.clear()
        office.begun.clear()
        office.go.clear()
        saves = autosaves(lanes=2, long=long)
        first = asyncio.create_task(saves.run(b"a", NOBODY, answer(1)))
        await begun(office)
        others = [asyncio.create_task(saves.run(bytes([n]), NOBODY, answer(n))) for n in (2, 3)]
        async with asyncio.timeout(10):
            while long == 0 and len(office.transactions) == 1:
                await asyncio.sleep(0.001)
        meanwhile = list(office.transactions)
        office.go.set()
        await asyncio.gather(first, *others)
        return meanwhile

    assert asyncio.run(save(long=60)) == [[1]]
    assert office.transactions == [[1], [2, 3]]
    assert [number for part in asyncio.run(save(long=0)) for number in part][:2] == [1, 2]


class Slow(Pool):
    """Each transaction ends when it is let go."""

    def __init__(self) -> None:
        super().__init__(1, "slow", 100)
        self.begun: list[asyncio.Event] = []

    async def run(self, job: Callable[[], Any]) -> Any:
        self.begun.append(asyncio.Event())
        await self.begun[-1].wait()
        return job()


def test_of_two_that_took_long_one_goes_on(office: Office) -> None:
    async def save() -> None:
        writers = Slow()
        saves = Autosaves(office.answer_all, writers, 100, 2)
        saves.long = 0
        tasks = list[asyncio.Task[bytes]]()

        async def ask(*numbers: int) -> None:
            tasks.extend(asyncio.create_task(saves.run(bytes([n]), NOBODY, answer(n))) for n in numbers)
            await asyncio.sleep(0.01)

        await ask(1)
        await ask(2)
        assert len(writers.begun) == 2, "the second need not wait for the first"
        saves.long = 60
        await ask(*range(20, 20 + 2 * MOST))
        for one in tuple(writers.begun):
            one.set()
        await asyncio.gather(*tasks[:2])
        await asyncio.sleep(0.01)
        assert len(writers.begun) == 3, "and the rest is one at a time again"
        for ended in (3, 4):
            writers.begun[ended - 1].set()
            await asyncio.sleep(0.01)
        await asyncio.gather(*tasks)
        writers.close()

    office.go.set()
    asyncio.run(save())
    assert [len(one) for one in office.transactions] == [1, 1, MOST, MOST]


def test_who_asks_again_as_soon_as_they_are_answered_is_not_forgotten(
    office: Office, autosaves: Callable[..., Autosaves]
) -> None:
    """In the very turn of the loop in which the last transaction has ended."""
    office.go.set()

    async def save() -> None:
        saves = autosaves()
        async with asyncio.timeout(10):
            for number in range(20, 40):
                await saves.run(b"a", NOBODY, answer(number))

    asyncio.run(save())
    assert office.transactions == [[number] for number in range(20, 40)]


def test_what_nobody_waits_for_any_more_is_not_begun(office: Office, autosaves: Callable[..., Autosaves]) -> None:
    async def save() -> None:
        saves = autosaves()
        first = asyncio.create_task(saves.run(b"0", NOBODY, answer(0)))
        await begun(office)
        late, kept = (asyncio.create_task(saves.run(bytes([n]), NOBODY, answer(n))) for n in (1, 2))
        await asyncio.sleep(0)
        late.cancel()
        await asyncio.sleep(0)
        office.go.set()
        await asyncio.gather(first, kept)

    asyncio.run(save())
    assert office.transactions == [[0], [2]]


def test_too_much_that_waits_is_refused_at_once(office: Office, autosaves: Callable[..., Autosaves]) -> None:
    async def save() -> None:
        saves = autosaves(waiting=2)
        first = asyncio.create_task(saves.run(b"0", NOBODY, answer(0)))
        await begun(office)
        waiting = [asyncio.create_task(saves.run(bytes([n]), NOBODY, answer(n))) for n in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(TooBusy):
            await saves.run(b"3", NOBODY, answer(3))
        office.go.set()
        await asyncio.gather(first, *waiting)

    asyncio.run(save())


def test_whatever_goes_wrong_is_told_to_each_of_them(
    office: Office, autosaves: Callable[..., Autosaves], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "answer_all", lambda _asked: 1 / 0)

    async def save() -> list[Any]:
        saves = autosaves()
        tasks = [asyncio.create_task(saves.run(bytes([n]), NOBODY, answer(n))) for n in range(3)]
        return await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(one) for one in asyncio.run(save())] == [ZeroDivisionError] * 3


def test_each_is_told_as_soon_as_it_is_known_and_may_ask_again(
    office: Office, autosaves: Callable[..., Autosaves], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where they are done one by one, and one of them waits for a lock."""

    def one_by_one(asked: list[tuple[Any, Answer]]) -> Iterator[list[Any]]:
        for _, command in asked:
            if command.key.int == 2:
                assert office.go.wait(10)
            if command.key.int == 3:
                raise ZeroDivisionError
            yield [command.key.int]

    monkeypatch.setattr(office, "answer_all", one_by_one)

    async def save() -> list[Any]:
        saves = autosaves(lanes=2, long=0)
        first, *others = (asyncio.create_task(saves.run(bytes([n]), NOBODY, answer(n))) for n in range(1, 4))
        async with asyncio.timeout(10):
            await first
            await saves.run(b"\1", NOBODY, answer(1))
        assert not any(other.done() for other in others)
        office.go.set()
        return [await first, *await asyncio.gather(*others, return_exceptions=True)]

    one, two, three = asyncio.run(save())
    assert (one, two) == (wire.write(1), wire.write(2))
    assert isinstance(three, ZeroDivisionError), "whatever goes wrong after that is told to the others"


def test_nothing_that_is_saved_so_needs_to_be_prepared_or_is_secret() -> None:
    saved = [kind for kind in REQUESTS.values() if issubclass(kind, Command) and kind.autosaved]
    assert saved
    assert [kind.__name__ for kind in saved if kind.secret or preparation(kind) is not None] == []
