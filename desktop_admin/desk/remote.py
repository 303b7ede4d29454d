"""The program on this PC, the database behind a server that this PC has been paired with."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from msgspec.structs import replace

from desktop_admin.api import wire
from desktop_admin.api.accounts import SignedIn, SignIn
from desktop_admin.api.base import Command, Request, result_type
from desktop_admin.api.school import SetUpSchool
from desktop_admin.api.sharing import AnswerLost, Route, SetUpElsewhere, UnknownPc
from desktop_admin.core.clock import Clock
from desktop_admin.core.errors import Kept, Refused, Repeated, SignedOut, Unexpected, Unreachable
from desktop_admin.core.feed import Feed, Listener, Touched
from desktop_admin.core.permissions import Actor
from desktop_admin.desk import calls
from desktop_admin.desk.base import OUTBOX, UNTOLD, About, Connection, NotAccepted, Unsent
from desktop_admin.desk.calls import ServerFailed
from desktop_admin.desk.ear import Ear
from desktop_admin.desk.line import Line
from desktop_admin.desk.outbox import Outbox
from desktop_admin.desk.paired import Server

R = TypeVar("R")

FILE = "outbox.sqlite"
REST = 5.0  # seconds after a failed try, during which what may wait is kept without another
LOST = 3  # tries of the feed in a row, after which the desk counts as offline


class RemoteDoor:
    def __init__(self, server: Server, folder: Path, clock: Clock | None = None) -> None:
        self._server, self._outbox, self._clock = server, folder / FILE, clock
        self.connection = Connection.RECONNECTING

    @property
    def server(self) -> str:
        """Whose data it is, for the person who signs in."""
        return self._server.name or self._server.address

    def school(self) -> str:
        """As it was called when they were paired, while the server cannot say."""
        line = self._server.line()
        try:
            name = calls.get(line, Route.SCHOOL, str)
        except Unreachable:
            self.connection = Connection.OFFLINE
            return self._server.school
        except ServerFailed as error:
            raise error.reason from error
        except UnknownPc:
            raise UnknownPc(address=self._server.address) from None
        finally:
            line.close()
        self.connection = Connection.CONNECTED
        return name

    def set_up(self, given: SetUpSchool) -> None:  # noqa: ARG002 - whatever was given
        raise SetUpElsewhere

    def close(self) -> None:
        """Nothing is held open: the data is the server's."""

    def sign_in(self, given: SignIn) -> "RemoteDesk":
        """Asked once: a password that is tried again counts as another attempt."""
        line = self._server.line(self._clock)
        try:
            signed_in = calls.post(line, Route.SIGN_IN, wire.checked(given), SignedIn)
        except Exception as error:
            line.close()
            if isinstance(error, ServerFailed):
                raise error.reason from error
            if isinstance(error, UnknownPc):
                raise UnknownPc(address=self._server.address) from None
            raise
        line.headers["Authorization"] = f"Bearer {signed_in.token.hex()}"
        owner = self._server.owner(str(signed_in.actor.account_id))
        return RemoteDesk(line, signed_in.actor, Outbox(self._outbox, owner))


class RemoteDesk:
    """Every answer comes from the server; what may wait is on this PC's disk before it is sent."""

    threads = 4

    def __init__(self, line: Line, actor: Actor, outbox: Outbox) -> None:
        self.actor = actor
        self.connection = Connection.CONNECTED
        self._line, self._outbox, self._feed = line, outbox, Feed()
        self._ears: list[Ear] = []
        self._areas: set[str] = set()  # that were ever heard of
        self._turn = threading.Lock()
        self._awaited: dict[UUID, Future[Any]] = {}
        self._resting_until = 0.0
        self._closed = False

    def ask(self, request: Request[R]) -> R:
        request = wire.checked(request)
        if isinstance(request, Command) and request.offline:
            kept: R = self._keep_and_send(request)
            return kept
        try:
            return self._send(request)
        except ServerFailed as error:
            raise error.reason from error

    def keep(self, command: Command[Any], about: About = UNTOLD) -> None:
        if command.offline:
            self._keep(wire.checked(command), about)

    def renew(self, actor: Actor) -> None:
        self.actor = actor

    def watch(self, listener: Listener) -> Callable[[], None]:
        forget, ear = self._feed.watch(listener), self._ear()
        self._ears.append(ear)

        def stop() -> None:
            forget()
            ear.close()

        return stop

    def unsent(self) -> Unsent:
        return Unsent() if self._closed else self._outbox.unsent()

    def dismiss(self, entry: NotAccepted) -> None:
        if self._closed:  # it is still there at the next start
            return
        self._outbox.drop(entry.command)
        self._feed.publish(OUTBOX)

    def close(self) -> None:
        self._closed = True
        for ear in self._ears:
            ear.close()
        self._line.close()
        with self._turn:
            self._outbox.close()

    def deliver(self, until: Future[Any] | None = None) -> Refused | None:
        """Bring what waits to the server, in the order it was asked. Returns why some of it still waits, if it does.

        until: what is asked after this has been answered is left to whoever asks for that.
        """
        why: Refused | None = None
        place, stuck = 0, set[UUID]()
        with self._turn:
            while not self._closed and (found := self._outbox.next(place)) is not None:
                if until is not None and until.done():
                    break
                place, command = found
                record = getattr(command, "key", command.id)
                if record in stuck:
                    continue
                try:
                    self._bring(command)
                except SignedOut as error:
                    why = error
                    break
                except Unreachable:
                    why, self._resting_until = Kept(), time.monotonic() + REST
                    break
                except ServerFailed as error:
                    why = error.reason if calls.wrong_version(error) else Kept()
                    if not isinstance(error.reason, Unexpected):  # it is busy, or of another version: all waits
                        break
                    stuck.add(record)  # a bug of the server's: what was asked later of this record waits behind it
        self._feed.publish(OUTBOX)
        return why

    def _keep_and_send(self, command: Command[R]) -> R:
        answer: Future[R] = self._awaited.get(command.id) or self._keep(command)
        try:
            why = None
            if not answer.done() and time.monotonic() >= self._resting_until:
                why = self.deliver(answer)
            if not answer.done():
                raise why or Kept()
            return answer.result()
        finally:
            del self._awaited[command.id]

    def _keep(self, command: Command[R], about: About = UNTOLD) -> Future[R]:
        """Whoever brings it, also for another that was asked before it, tells its answer to who asks for it next."""
        answer = self._awaited[command.id] = Future[R]()
        try:
            self._outbox.put(replace(command, asked_at=self._line.server_time()), about)
        except Exception:
            del self._awaited[command.id]
            raise
        self._feed.publish(OUTBOX)
        return answer

    def _bring(self, command: Command[Any]) -> None:
        """Whoever waits for the answer is given it; a refusal nobody waits for is set aside to be read."""
        awaited = self._awaited.get(command.id)
        try:
            result = self._send(command)
        except (SignedOut, Unreachable):
            raise
        except Refused as error:
            if awaited is None:
                self._outbox.refuse(command, error)
            else:
                self._outbox.drop(command)
                awaited.set_exception(error)
        else:
            self._outbox.done(command, result)
            if awaited is not None:
                awaited.set_result(result)

    def _send(self, request: Request[R]) -> R:
        path, body = Route.ASK + request.wire_name(), wire.write(request)
        tries = calls.Attempts(calls.PAUSES)
        try:
            status, data = tries.go(lambda: self._line.post(path, body), lambda: self._become(Connection.RECONNECTING))
        except Unreachable:
            self._become(Connection.OFFLINE)
            raise
        self._become(Connection.CONNECTED)
        try:
            answer: R = calls.opened(status, data, result_type(type(request)))
        except Repeated as error:
            if tries.maybe_done and isinstance(request, Command) and request.secret:
                raise AnswerLost from error
            raise
        return answer

    def _heard(self, word: str) -> None:
        """Any word, and a heartbeat too, means that the server can be reached."""
        self._resting_until = 0.0
        self._become(Connection.CONNECTED)
        if not self._closed and self._outbox.next() is not None:
            self.deliver()
        if word:
            self._areas.add(Touched.of(word).area)
            self._feed.publish(word)

    def _ear(self) -> Ear:
        return Ear(self._line, hear=self._heard, lost=self._lost, ended=self._ended)

    def _ended(self) -> None:
        """Every open page asks once more, and is told that nobody is signed in."""
        for area in sorted(self._areas):
            self._feed.publish(area)

    def _lost(self, failed: int) -> None:
        self._become(Connection.OFFLINE if failed >= LOST else Connection.RECONNECTING)

    def _become(self, connection: Connection) -> None:
        if connection is not self.connection:
            self.connection = connection
            self._feed.publish(OUTBOX)
