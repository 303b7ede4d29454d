"""Work that would hold up the loop, on threads of its own; what cannot be done in time is not begun."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from desktop_admin.api.sharing import TooBusy

T = TypeVar("T")


class Pool:
    """At most `waiting` jobs at a time, those that run among them."""

    def __init__(self, threads: int, name: str, waiting: int) -> None:
        self._threads, self._most, self._jobs = ThreadPoolExecutor(threads, name), waiting, 0

    async def run(self, job: Callable[[], T]) -> T:
        """Raises TooBusy at once where too much waits already."""
        if self._jobs >= self._most:
            raise TooBusy
        self._jobs += 1
        done = asyncio.get_running_loop().run_in_executor(self._threads, job)
        done.add_done_callback(self._count_down)
        return await done

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    def _count_down(self, _done: object) -> None:
        self._jobs -= 1
