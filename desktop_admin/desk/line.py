"""HTTPS to one server that shows one known certificate, with the standard library's client: it loads fast."""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from hmac import compare_digest
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from select import select

from desktop_admin.api.sharing import TIME_HEADER, AnotherServer
from desktop_admin.core.clock import Clock
from desktop_admin.core.errors import Unreachable

CONNECT, ANSWER = 3.0, 10.0  # seconds
LONGEST = 64 << 20  # bytes of an answer
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00")
NO_CHECK_TIME = ssl.VerifyFlags(0x200000)  # OpenSSL: the one certificate holds, whatever this PC's clock says


class Cut(Exception):
    """The line broke. sent: whether the request may have arrived."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__()
        self.sent = sent


class Unheard(Exception):
    """The server answered, but not with what was to be listened to."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Stream:
    """An answer that does not end. close() may be called from any thread, and ends lines() at once."""

    def __init__(self, connection: HTTPSConnection, answer: HTTPResponse) -> None:
        self._connection, self._answer = connection, answer

    def lines(self) -> Iterator[str]:
        try:
            while line := self._answer.readline():
                yield line.decode("utf-8", "replace").rstrip()
        except (OSError, HTTPException, ValueError) as error:
            raise Cut(sent=True) from error
        finally:
            self._answer.close()
            self._connection.close()

    def close(self) -> None:
        _hang_up(self._connection)


class Line:
    """Each thread has a connection of its own, kept open between requests. certificate: DER."""

    def __init__(self, host: str, port: int, certificate: bytes, headers: dict[str, str], clock: Clock) -> None:
        self.headers, self._clock = headers, clock
        self._ahead = timedelta()  # of the server's clock
        self._host, self._port, self._certificate = host, port, certificate
        self._pinned = pinned(certificate)
        self._own = threading.local()
        self._all: list[tuple[HTTPSConnection, threading.Lock]] = []
        self._closed = False

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Raises Cut, AnotherServer, and Unreachable once it is closed."""
        return self._exchange("POST", path, body)

    def get(self, path: str) -> tuple[int, bytes]:
        return self._exchange("GET", path, b"")

    def stream(self, path: str, silence: float) -> Stream:
        """The line counts as cut after so many seconds without a word. Raises Cut, AnotherServer, Unheard."""
        connection = self._new()
        try:
            self._connect(connection)
            answer = self._send(connection, "GET", path, b"", silence)
        except (OSError, HTTPException) as error:
            connection.close()
            raise Cut(sent=True) from error
        except (Cut, AnotherServer, Unreachable):
            connection.close()
            raise
        if answer.status != HTTPStatus.OK:
            connection.close()
            raise Unheard(answer.status)
        return Stream(connection, answer)

    def server_time(self) -> datetime:
        """By the server's clock, as far as it has been heard; the PC's own may be wrong."""
        return self._clock.now() + self._ahead

    def close(self) -> None:
        self._closed = True
        for connection, in_use in self._all:
            _hang_up(connection)
            with in_use:
                connection.close()

    def _exchange(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        connection, in_use = self._kept_open()
        with in_use:
            self._connect(connection)
            try:
                answer = self._send(connection, method, path, body, ANSWER)
                self._set_clock(answer.getheader(TIME_HEADER, ""))
                return answer.status, _whole(answer)
            except (OSError, HTTPException) as error:
                connection.close()
                raise Cut(sent=True) from error

    def _set_clock(self, told: str) -> None:
        if TIME.fullmatch(told):
            self._ahead = datetime.fromisoformat(told) - self._clock.now()

    def _connect(self, connection: HTTPSConnection) -> None:
        """Nothing is sent before the certificate has been compared."""
        if connection.sock is not None and select([connection.sock], [], [], 0)[0]:
            connection.close()  # the server hung up while nobody spoke
        if connection.sock is not None:
            return
        if self._closed:
            raise Unreachable
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise self._another() from error
        except (OSError, HTTPException) as error:
            connection.close()
            raise Cut(sent=False) from error
        if not compare_digest(_shown(connection), self._certificate):
            connection.close()
            raise self._another()
        _notice_a_pulled_cable(connection)

    def _another(self) -> AnotherServer:
        return AnotherServer(address=f"{self._host}:{self._port}")

    def _send(self, connection: HTTPSConnection, method: str, path: str, body: bytes, wait: float) -> HTTPResponse:
        connection.sock.settimeout(wait)
        connection.request(method, path, body or None, self.headers)
        return connection.getresponse()

    def _new(self) -> HTTPSConnection:
        return HTTPSConnection(self._host, self._port, timeout=CONNECT, context=self._pinned)

    def _kept_open(self) -> tuple[HTTPSConnection, threading.Lock]:
        """This thread's own; the lock only keeps it from being closed under its hands."""
        kept: tuple[HTTPSConnection, threading.Lock] | None = getattr(self._own, "kept", None)
        if kept is None:
            kept = self._own.kept = self._new(), threading.Lock()
            self._all.append(kept)
        return kept


def pinned(certificate: bytes) -> ssl.SSLContext:
    """TLS 1.3 with whoever holds the key of this one certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate itself is the name
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.verify_flags |= NO_CHECK_TIME
    context.load_verify_locations(cadata=certificate)
    return context


def shown_by(host: str, port: int) -> bytes:
    """The certificate that a server shows, in DER, believed by nobody yet.

    Raises Cut: as sent where something is there and does not speak TLS 1.3.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        plain = socket.create_connection((host, port), timeout=CONNECT)
    except (OSError, ValueError) as error:
        raise Cut(sent=False) from error
    try:
        with plain, context.wrap_socket(plain, server_hostname=host) as connection:
            return connection.getpeercert(binary_form=True) or b""
    except TimeoutError as error:
        raise Cut(sent=False) from error
    except (OSError, ValueError) as error:
        raise Cut(sent=True) from error


def _whole(answer: HTTPResponse) -> bytes:
    """Raises IncompleteRead where the server died in the middle of it: http.client only tells who reads without end."""
    data = answer.read(LONGEST)
    if answer.length:
        raise IncompleteRead(data, answer.length)
    return data


def _notice_a_pulled_cable(connection: HTTPSConnection) -> None:
    """What was sent and not acknowledged in so many milliseconds breaks the line, where the system can do that."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is not None:
        connection.sock.setsockopt(socket.IPPROTO_TCP, option, int(CONNECT * 1000))


def _shown(connection: HTTPSConnection) -> bytes:
    return connection.sock.getpeercert(binary_form=True) or b""


def _hang_up(connection: HTTPSConnection) -> None:
    """Wakes whoever waits on it. Not SSLSocket.shutdown, which takes the TLS layer away under the reader."""
    found: socket.socket | None = connection.sock
    if found is not None:
        try:
            socket.socket.shutdown(found, socket.SHUT_RDWR)
        except OSError:
            return  # it had already ended
