"""The change feed: which records have changed, told to whoever may read them, for as long as their session lives."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from desktop_admin.api.sharing import TooBusy
from desktop_admin.core.errors import Refused
from desktop_admin.core.feed import Feed, Touched
from desktop_admin.core.permissions import Actor
from desktop_admin.db.changes import readers
from desktop_admin.server.pools import Pool
from desktop_admin.services.office import REQUESTS

HEARTBEAT = 10.0  # seconds
PAUSE = 0.05  # seconds after words went out, in which further ones are gathered
WORDS = 200  # gathered for one listener; of more, the areas
MOST = 2000  # listeners at a time
FROM_ONE = 32  # of these from one PC, where several people may be signed in
RIGHTS = frozenset({"accounts", "sharing"})  # areas whose changes may end a session, or change what it may read

Greet = Callable[[], Actor]  # who listens, this moment; raises Refused once they are signed out


class Changes:
    """Words of one listener are gathered while they are not read: a slow PC takes no memory here."""

    def __init__(self, feed: Feed, database: Pool) -> None:
        self._feed, self._database = feed, database
        self._listeners: set[_Listener] = set()
        self._closing = False

    async def open(self, pc: bytes, greet: Greet) -> AsyncIterator[str]:
        """The words, beginning with one for each area: who was away must look again. pc: its key. Raises Refused."""
        if len(self._listeners) >= MOST or sum(each.pc == pc for each in self._listeners) >= FROM_ONE:
            raise TooBusy
        return self._words(pc, greet, await self._database.run(greet))

    def close(self) -> None:
        """Feeds never end by themselves. Called on the loop."""
        self._closing = True
        for listener in self._listeners:
            listener.wake()

    async def _words(self, pc: bytes, greet: Greet, actor: Actor) -> AsyncIterator[str]:
        listener = _Listener(pc, asyncio.get_running_loop())
        stop = self._feed.watch(listener.hear)
        self._listeners.add(listener)
        try:
            allowed = _Readable.of(actor)
            yield _lines(allowed.areas)
            while not self._closing:
                heard = await listener.next(HEARTBEAT)
                if not heard or RIGHTS & {Touched.of(word).area for word in heard}:
                    try:
                        allowed = _Readable.of(await self._database.run(greet))
                    except Refused:
                        return
                yield _lines(word for word in heard if allowed.tell(Touched.of(word)))
                await asyncio.sleep(PAUSE)
        finally:
            stop()
            self._listeners.discard(listener)


class _Listener:
    def __init__(self, pc: bytes, loop: asyncio.AbstractEventLoop) -> None:
        self.pc = pc
        self._loop, self._news = loop, asyncio.Event()
        self._heard: set[str] = set()

    def hear(self, word: str) -> None:
        """On any thread."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._take, word)

    def wake(self) -> None:
        self._news.set()

    async def next(self, patience: float) -> frozenset[str]:
        """What was heard since; nothing, where nothing was for so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), patience)
        self._news.clear()
        heard, self._heard = frozenset(self._heard), set[str]()
        return heard

    def _take(self, word: str) -> None:
        self._heard.add(word)
        if len(self._heard) > WORDS:
            self._heard = {Touched.of(each).area for each in self._heard}
        self._news.set()


class _Readable(NamedTuple):
    """What somebody may hear of: areas of which they may ask something, and the kinds of records they may read."""

    areas: frozenset[str]
    kinds: frozenset[str]
    account: UUID  # their own: it and its parts are told whoever else may read them

    @classmethod
    def of(cls, actor: Actor) -> "_Readable":
        areas = frozenset(kind.of_area() for kind in REQUESTS.values() if actor.may(kind.permission))
        kinds = (kind for kind, permission in readers().items() if permission is None or actor.may(permission))
        return cls(areas, frozenset(kinds), actor.account_id)

    def tell(self, touched: Touched) -> bool:
        known = touched.key is None or touched.kind in self.kinds or self.account in {touched.key, touched.owner}
        return touched.area in self.areas and known


def _lines(words: Iterable[str]) -> str:
    """One event a word; none: a sign of life."""
    return "".join(f"data: {word}\n\n" for word in sorted(words)) or ": still here\n\n"
