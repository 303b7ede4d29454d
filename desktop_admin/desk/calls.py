"""One exchange with the server: an answer, a refusal, or a server that could say neither."""

import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TypeVar

from msgspec import MsgspecError, Struct

from desktop_admin.api import wire
from desktop_admin.api.sharing import Failure, OldProgram, OldServer
from desktop_admin.core.errors import Refused, Unexpected, Unreachable
from desktop_admin.desk.line import Cut, Line

R = TypeVar("R")

PAUSES = (0.2, 1.0)  # before trying again; safe, because a command is carried out once
NOT_NOW = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UPGRADE_REQUIRED})


class ServerFailed(Exception):
    """The server said neither yes nor no: it is overloaded, of another version, or has a bug. Asking later may help."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Attempts:
    """How often one thing was sent; a repeat may find that it is already done."""

    def __init__(self, pauses: Sequence[float] = ()) -> None:
        self._pauses = list(pauses)
        self.maybe_done = False

    def go(self, exchange: Callable[[], tuple[int, bytes]], cut: Callable[[], object]) -> tuple[int, bytes]:
        """Raises Unreachable after the last try."""
        while True:
            try:
                return exchange()
            except Cut as error:
                self.maybe_done = self.maybe_done or error.sent
                if not self._pauses:
                    raise Unreachable from error
            cut()
            time.sleep(self._pauses.pop(0))


def post(line: Line, path: str, body: Struct, kind: type[R]) -> R:
    """Once, without trying again. Raises Unreachable and what the server refuses."""
    return opened(*Attempts().go(lambda: line.post(path, wire.write(body)), _nothing), kind)


def get(line: Line, path: str, kind: type[R]) -> R:
    return opened(*Attempts().go(lambda: line.get(path), _nothing), kind)


def opened(status: int, data: bytes, kind: type[R]) -> R:
    """What came back. Raises the server's refusal; ServerFailed where it is no refusal of this request."""
    try:
        if status == HTTPStatus.OK:
            answer: R = wire.read(data, kind)
            return answer
        reason = wire.read(data, Failure).error()
    except MsgspecError as error:
        raise ServerFailed(Unexpected()) from error
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in NOT_NOW:
        raise ServerFailed(reason)
    raise reason


def wrong_version(error: ServerFailed) -> bool:
    return isinstance(error.reason, OldProgram | OldServer)


def _nothing() -> None:
    """Nobody is told."""
