"""What many people save at the same time: whatever came while the last of it was written is one transaction."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop_admin.api import wire
from desktop_admin.api.base import Command
from desktop_admin.api.sharing import TooBusy
from desktop_admin.db.work import Who
from desktop_admin.server.pools import Pool

MOST = 16  # in one transaction
LONG = 0.3  # seconds, after which those that came later wait for a transaction no more
AnswerAll = Callable[[list[tuple[Who, Command[Any]]]], Iterator[list[Any]]]


@dataclass(frozen=True, slots=True)
class _Asked:
    token: bytes
    who: Who
    command: Command[Any]
    answer: "asyncio.Future[bytes]"

    def tell(self, outcome: bytes | Exception) -> None:
        if self.answer.done():  # nobody waits for it any more
            return
        if isinstance(outcome, Exception):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


class Autosaves:
    """At most `waiting` commands at a time, and one transaction with several of them. Used on the loop only."""

    def __init__(self, answer_all: AnswerAll, writers: Pool, waiting: int, lanes: int) -> None:
        """writers: where the transactions are done, among others that write. lanes: how many of them at a time."""
        self._answer_all, self._writers, self._most, self._lanes = answer_all, writers, waiting, lanes
        self.long = LONG
        self._waiting: deque[_Asked] = deque()
        self._being_written: set[bytes] = set()  # tokens of those whose command is being carried out
        self._keeping: dict[object, asyncio.Task[None]] = {}  # by lane
        self._held_up: set[object] = set()  # lanes whose transaction takes long, such as one that waits for a lock

    async def run(self, token: bytes, who: Who, command: Command[Any]) -> bytes:
        """The answer, written. Raises what the command refuses, and TooBusy at once where too much waits already."""
        if len(self._waiting) >= self._most:
            raise TooBusy
        mine = _Asked(token, who, command, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        self._begin()
        return await mine.answer

    def _begin(self) -> None:
        """Another lane only beside those that are held up: two at a time would be smaller and cost more."""
        if self._waiting and len(self._held_up) == len(self._keeping) < self._lanes:
            lane = object()
            self._keeping[lane] = asyncio.create_task(self._keep(lane))

    async def _keep(self, lane: object) -> None:
        """It ends in the same turn of the loop in which it finds nothing: what comes after that begins another.

        And where another is not held up any more: that one goes on.
        """
        try:
            while len(self._keeping) - len(self._held_up) == 1 and (several := self._next()):
                await self._write(lane, several)
        finally:
            del self._keeping[lane]

    def _next(self) -> list[_Asked]:
        """Those that came first, of each session one: what it asked for after that rests on it."""
        several, later = list[_Asked](), list[_Asked]()
        while self._waiting and len(several) < MOST:
            asked = self._waiting.popleft()
            if asked.answer.done():  # it has waited too long, and is not begun
                continue
            (later if asked.token in self._being_written else several).append(asked)
            self._being_written.add(asked.token)
        self._waiting.extendleft(reversed(later))
        return several

    async def _write(self, lane: object, several: list[_Asked]) -> None:
        loop, untold = asyncio.get_running_loop(), deque(several)
        timer = loop.call_later(self.long, self._hold_up, lane)
        try:
            await self._writers.run(partial(self._answer, loop, untold))
        except Exception as error:  # noqa: BLE001 - raised to each of them
            self._tell(untold, [error] * len(untold))
        finally:
            timer.cancel()
            self._held_up.discard(lane)

    def _tell(self, untold: deque[_Asked], outcomes: Sequence[bytes | Exception]) -> None:
        """The first of them."""
        for outcome in outcomes:
            asked = untold.popleft()
            self._being_written.discard(asked.token)
            asked.tell(outcome)

    def _hold_up(self, lane: object) -> None:
        self._held_up.add(lane)
        self._begin()

    def _answer(self, loop: asyncio.AbstractEventLoop, untold: deque[_Asked]) -> None:
        """On a thread that may wait for the database; they are told on the loop."""
        for outcomes in self._answer_all([(asked.who, asked.command) for asked in untold]):
            done = [outcome if isinstance(outcome, Exception) else wire.write(outcome) for outcome in outcomes]
            loop.call_soon_threadsafe(self._tell, untold, done)
