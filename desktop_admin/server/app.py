"""The server itself: addresses, the listening socket, its beginning and its end."""

import asyncio
import socket
import sys
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn
from starlette.routing import Route as Address
from starlette.routing import Router
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from desktop_admin.api.sharing import Route
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import reason
from desktop_admin.server import door
from desktop_admin.server.endpoints import Endpoints
from desktop_admin.server.front import Front, Rates

FIRST_WORD = 10.0  # seconds that a new connection may keep silent, and that its TLS may take
LONGEST_HEAD = 1 << 16  # bytes of a request's first line and headers
KEEP_ALIVE = 60
STOPPING = 2  # seconds for what is being answered when the server is told to end
GOODBYE = 1.5  # of these, for a PC to agree that its line ends, which one that does not listen just now never does


class CannotListen(Refused):
    phrases = frozenset({"reason"})
    message = N_("{address} cannot be used ({reason}). Name another with --listen, or end the program that uses it.")


def web_app(endpoints: Endpoints, rates: Rates | None = None) -> Front:
    addresses = [
        Address(Route.ASK + "{name}", endpoints.ask, methods=["POST"]),
        Address(Route.SIGN_IN, endpoints.sign_in, methods=["POST"]),
        Address(Route.SET_UP, endpoints.set_up, methods=["POST"]),
        Address(Route.PAIR, endpoints.pair, methods=["POST"]),
        Address(Route.SCHOOL, endpoints.school, methods=["GET"]),
        Address(Route.CHANGES, endpoints.changes, methods=["GET"]),
    ]
    return Front(Router(addresses, redirect_slashes=False), endpoints.now, rates)


def listening(host: str, port: int) -> door.Door:
    """Raises CannotListen. The protocol is named because asyncio sends small answers at once only where it is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = door.Door(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except (OSError, OverflowError) as error:
        made.close()
        raise CannotListen(address=f"{host}:{port}", reason=reason(error)) from error
    return made


def _allow_files(wanted: int) -> None:
    """As many connections as are let in must not be all that the process may open: the database needs some as well."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none, and no such limit

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(OSError, ValueError):  # a service that may not: its unit says how many
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def addresses(host: str) -> list[str]:
    """Where other PCs find a server that listens there."""
    if host not in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not opened
        return [host]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: only the way there is looked up (RFC 5737)
            return [str(probe.getsockname()[0])]
        except OSError:
            return [socket.gethostname()]


if sys.platform == "win32":
    Usual = asyncio.ProactorEventLoop
else:
    Usual = asyncio.SelectorEventLoop


class Loop(Usual):
    """Who connects and never begins with TLS is not waited for as long as asyncio would: there a minute."""

    async def create_server(self, *given: Any, **named: Any) -> asyncio.Server:
        return await super().create_server(*given, **{"ssl_handshake_timeout": FIRST_WORD, **named})


class Impatient(HttpToolsProtocol):
    """A connection is ended if it says nothing, or sends and sends and no request comes of it.

    It is waited for once before the first request, and once more from the first byte after each answer.
    """

    _waited_after: object = ()  # the request that was answered last when the wait began
    _unread = 0  # bytes of which nothing has come yet
    _patience: asyncio.TimerHandle | None = None
    _goodbye: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._neighbours() > door.FROM_ONE:
            transport.abort()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in (self._patience, self._goodbye, self.timeout_keep_alive_task):
            if timer is not None:
                timer.cancel()  # or for a minute it would keep all that the connection took

    def _neighbours(self) -> int:
        """Connections from the same address, this one among them."""
        others = (each.client for each in self.connections if isinstance(each, HttpToolsProtocol))
        return sum(client is not None and client[:1] == (self.client or ())[:1] for client in others)

    def data_received(self, data: bytes) -> None:
        self._unread += len(data)
        super().data_received(data)
        if self._unread > LONGEST_HEAD:
            self.transport.close()
        elif self.cycle is not self._waited_after and self.cycle.response_complete:
            self._wait()

    def on_headers_complete(self) -> None:
        self._unread = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unread = 0
        super().on_body(body)

    def shutdown(self) -> None:
        """TLS would wait for the other side to agree, longer than the server waits for its requests."""
        super().shutdown()
        self._goodbye = asyncio.get_running_loop().call_later(GOODBYE, self._part)

    def _part(self) -> None:
        busy = self.cycle and not self.cycle.response_complete
        if not busy:
            self.transport.abort()

    def _wait(self) -> None:
        self._waited_after = self.cycle
        if self._patience is not None:
            self._patience.cancel()
        self._patience = asyncio.get_running_loop().call_later(FIRST_WORD, self._hurry, self.cycle)

    def _hurry(self, answered: object) -> None:
        if self.cycle is answered and not self.transport.is_closing():
            self.transport.close()


class WebServer(uvicorn.Server):
    """run() ends at SIGTERM, or after stop()."""

    def __init__(self, endpoints: Endpoints, listener: door.Door, rates: Rates | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                web_app(endpoints, rates),
                loop=f"{Loop.__module__}:{Loop.__qualname__}",
                http=Impatient,
                ws="none",
                lifespan="off",
                interface="asgi3",
                ssl_context_factory=lambda _config, _default: endpoints.tls,
                access_log=False,
                log_config=None,  # into the log of the program
                log_level="warning",
                proxy_headers=False,  # a caller does not say where it calls from
                server_header=False,
                limit_concurrency=door.CONNECTIONS,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=STOPPING,
            )
        )
        self._endpoints, self._listener = endpoints, listener
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def fingerprint(self) -> str:
        return self._endpoints.fingerprint

    @property
    def certificate(self) -> bytes:
        """In DER."""
        return self._endpoints.certificate

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def guests(self) -> int:
        """Connections, also those that have not said a word yet."""
        return self._listener.present.total()

    def serve_until_stopped(self) -> None:
        _allow_files(2 * door.CONNECTIONS)
        try:
            self.run(sockets=[self._listener])
        finally:
            self.close()

    def close(self) -> None:
        """Also of one that has not begun to serve, or has ended."""
        self._listener.close()
        self._endpoints.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._end_feeds()
        super().handle_exit(sig, frame)

    def stop(self) -> None:
        """From any thread."""
        self.should_exit = True
        self._end_feeds()

    def _end_feeds(self) -> None:
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._endpoints.changes_feed.close)
