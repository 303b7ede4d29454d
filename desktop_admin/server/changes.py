"""The change feed: which areas have changed, told to whoever may read them, for as long as their session lives."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress

from desktop_admin.api.sharing import TooBusy
from desktop_admin.core.errors import Refused
from desktop_admin.core.feed import Feed
from desktop_admin.core.permissions import Actor
from desktop_admin.server.pools import Pool
from desktop_admin.services.office import REQUESTS

HEARTBEAT = 10.0  # seconds
MOST = 2000  # listeners at a time
RIGHTS = frozenset({"accounts", "sharing"})  # areas whose changes may end a session, or change what it may read

Greet = Callable[[], Actor]  # who listens, this moment; raises Refused once they are signed out


class Changes:
    """Words of one listener are gathered while they are not read: a slow PC takes no memory here."""

    def __init__(self, feed: Feed, database: Pool) -> None:
        self._feed, self._database = feed, database
        self._listeners: set[_Listener] = set()
        self._closing = False

    async def open(self, greet: Greet) -> AsyncIterator[str]:
        """The words, beginning with one for each area: who was away must look again. Raises Refused."""
        if len(self._listeners) >= MOST:
            raise TooBusy
        return self._words(greet, await self._database.run(greet))

    def close(self) -> None:
        """Feeds never end by themselves. Called on the loop."""
        self._closing = True
        for listener in self._listeners:
            listener.wake()

    async def _words(self, greet: Greet, actor: Actor) -> AsyncIterator[str]:
        listener = _Listener(asyncio.get_running_loop())
        stop = self._feed.watch(listener.hear)
        self._listeners.add(listener)
        try:
            allowed = _readable(actor)
            yield _lines(allowed)
            while not self._closing:
                heard = await listener.next(HEARTBEAT)
                if not heard or heard & RIGHTS:
                    try:
                        allowed = _readable(await self._database.run(greet))
                    except Refused:
                        return
                yield _lines(heard & allowed)
        finally:
            stop()
            self._listeners.discard(listener)


class _Listener:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._news = loop, asyncio.Event()
        self._heard: set[str] = set()

    def hear(self, area: str) -> None:
        """On any thread."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._take, area)

    def wake(self) -> None:
        self._news.set()

    async def next(self, patience: float) -> frozenset[str]:
        """What was heard since; nothing, where nothing was for so many seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), patience)
        self._news.clear()
        heard, self._heard = frozenset(self._heard), set[str]()
        return heard

    def _take(self, area: str) -> None:
        self._heard.add(area)
        self._news.set()


def _readable(actor: Actor) -> frozenset[str]:
    return frozenset(kind.of_area() for kind in REQUESTS.values() if actor.may(kind.permission))


def _lines(areas: Iterable[str]) -> str:
    """One event an area; none: a sign of life."""
    return "".join(f"data: {area}\n\n" for area in sorted(areas)) or ": still here\n\n"
