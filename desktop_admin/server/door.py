"""Who is let in at all: so many at a time, from one address and from all, before a word of TLS is spoken.

Each that is let in takes a quarter of a megabyte for its TLS, though it may never say anything.
"""

import gc
import socket
from collections import Counter
from typing import Any
from weakref import finalize

CONNECTIONS = 4096
FROM_ONE = 512  # of these from one address, behind which there may be many PCs
SEEN_TO = 256  # connections after which what the ended ones left behind is collected


class _Guest(socket.socket):
    """A connection that tells when it ends, also where nobody closes it."""

    def __init__(self, let_in: socket.socket, present: Counter[str], address: str) -> None:
        super().__init__(let_in.family, let_in.type, let_in.proto, fileno=let_in.detach())
        present[address] += 1
        self._leave = finalize(self, _leave, present, address)

    def close(self) -> None:
        super().close()
        self._leave()


def _leave(present: Counter[str], address: str) -> None:
    present[address] -= 1
    if not present[address]:
        del present[address]


class Door(socket.socket):
    """A listening socket that hangs up on whoever would be one too many.

    asyncio's loop for Windows does not ask it: there they are counted once TLS is spoken (app.Impatient).
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.present = Counter[str]()
        self._let_in = 0

    def accept(self) -> tuple[socket.socket, Any]:
        """Raises BlockingIOError where nobody else waits."""
        while True:
            let_in, address = super().accept()
            if self.present[address[0]] < FROM_ONE and self.present.total() < CONNECTIONS:
                return self._registered(let_in, address[0]), address
            let_in.close()

    def _registered(self, let_in: socket.socket, address: str) -> _Guest:
        """Ended connections are cycles that Python's own collector comes to only after thousands of them."""
        self._let_in += 1
        if self._let_in % SEEN_TO == 0:
            gc.collect()
        return _Guest(let_in, self.present, address)
