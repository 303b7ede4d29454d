"""Hears, on a thread of its own, what has changed at the server."""

import threading
from collections.abc import Callable
from http import HTTPStatus

from desktop_admin.api.sharing import AnotherServer, Route
from desktop_admin.core.errors import Unreachable
from desktop_admin.desk.line import Cut, Line, Stream, Unheard

SILENCE = 25.0  # the server says at least that it is still here, twice in this time
AGAIN = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds between two tries to connect, longer each time
DATA = "data: "


class Ear:
    """Every connection begins with a word for each area: who was away must look again. A heartbeat is heard as ""."""

    def __init__(
        self, line: Line, *, hear: Callable[[str], object], lost: Callable[[int], object], ended: Callable[[], object]
    ) -> None:
        """lost: so many tries in a row have failed. ended: nobody is signed in any more, and nothing will be heard."""
        self._line, self._hear, self._lost, self._ended = line, hear, lost, ended
        self._closed = threading.Event()
        self._stream: Stream | None = None
        self._thread = threading.Thread(target=self._listen, name="feed", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        if self._stream is not None:
            self._stream.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=2)

    def _listen(self) -> None:
        failed = 0
        while not self._closed.is_set():
            try:
                failed = 0 if self._hear_out() else failed
            except AnotherServer:
                return
            except Unheard as error:
                if error.status == HTTPStatus.UNAUTHORIZED:
                    self._ended()
                    return
            except (Cut, Unreachable):
                pass
            if self._closed.is_set():
                return
            failed += 1
            self._lost(failed)
            self._closed.wait(AGAIN[min(failed, len(AGAIN)) - 1])

    def _hear_out(self) -> bool:
        """Until the line ends. Whether anything was heard."""
        heard = False
        stream = self._stream = self._line.stream(Route.CHANGES, SILENCE)
        try:
            for line in stream.lines():
                if self._closed.is_set():
                    break
                if line:
                    heard = True
                    self._hear(line.removeprefix(DATA) if line.startswith(DATA) else "")
        except Cut:
            return heard
        return heard
