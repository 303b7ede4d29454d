"""What is done to the line itself: requests hidden in one another, drips and bombs, older TLS. No database matters."""

import gc
import gzip
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from desktop_admin.api import wire
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import Route
from desktop_admin.app.premises import DATABASE
from desktop_admin.core.clock import SystemClock
from desktop_admin.core.errors import Unreachable
from desktop_admin.desk.line import Cut, Line, pinned
from desktop_admin.server import tls
from desktop_admin.server.app import Impatient
from tests.conftest import House, SettableClock
from tests.server.raw import EDIT, READ, lines_of, raw, refusal, status_of
from tests.server.site import HOST, Site, serving, wait_until

HIDDEN = lines_of(path="/hidden")


@pytest.fixture
def url(empty_sqlite: Path, tmp_path: Path) -> str:
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"


@pytest.fixture
def signed_in(site: Site) -> Line:
    return site.sign_in()._line


def head(line: Line, *more: bytes, path: str = READ) -> bytes:
    """A whole head of the one who is signed in, that keeps the line open, with lines as they are given."""
    known = {name: line.headers[name] for name in ("Authorization", "X-Device-Key", "Content-Type")}
    first = lines_of(path, Connection="keep-alive", **known)
    return first.removesuffix(b"\r\n") + b"".join(each + b"\r\n" for each in more) + b"\r\n"


# --- one request hidden in another ---

SMUGGLED = {
    "both lengths": (b"Content-Length: 6", b"Transfer-Encoding: chunked"),
    "chunked twice": (b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
    "chunked and not": (b"Transfer-Encoding: chunked, identity",),
    "almost chunked": (b"Transfer-Encoding: xchunked",),
    "a tab before it": (b"Transfer-Encoding:\tchunked", b"Content-Length: 6"),
    "a control character": (b"Transfer-Encoding: \x0bchunked", b"Content-Length: 6"),
    "a blank before the colon": (b"Transfer-Encoding : chunked", b"Content-Length: 6"),
    "two lengths": (b"Content-Length: 0", b"Content-Length: 6"),
    "a list of lengths": (b"Content-Length: 0, 6",),
    "a signed length": (b"Content-Length: +6",),
    "a length below nothing": (b"Content-Length: -1",),
    "a length in hexadecimal": (b"Content-Length: 0x6",),
    "two hosts": (b"Host: y", b"Content-Length: 6"),
}


@pytest.mark.parametrize("lines", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_no_request_is_smuggled_in_another(
    site: Site, signed_in: Line, lines: tuple[bytes, ...], caplog: pytest.LogCaptureFixture
) -> None:
    """A request whose end can be read in two ways is not answered, and nothing behind it is taken for another."""
    caplog.set_level("INFO", "desktop_admin.access")
    answer = raw(site, head(signed_in, *lines) + b"0\r\n\r\nX" + HIDDEN)
    assert answer.count(b"HTTP/1.1 ") <= 1
    assert not answer or status_of(answer) >= 400, answer[:200]
    assert [record for record in caplog.records if record.getMessage().startswith("? ")] == []


@pytest.mark.parametrize(
    "line",
    [b"GET / HTTP/0.9", b"POST", b"POST /a b HTTP/1.1", b"\x16\x03\x01", b"POST / HTTP/1.1\x00", b"PRI * HTTP/2.0"],
)
def test_what_is_no_request_is_no_request(site: Site, line: bytes) -> None:
    answer = raw(site, line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b"HTTP/1.1 2" not in answer
    assert b"Traceback" not in answer


def test_requests_in_one_go_are_answered_one_after_the_other(site: Site, signed_in: Line) -> None:
    body = wire.write(ReadSchool())
    one = head(signed_in, b"Content-Length: %d" % len(body)) + body
    last = one.replace(b"Connection: keep-alive", b"Connection: close")
    assert raw(site, one * 3 + last).count(b"HTTP/1.1 200") == 4


# --- bombs ---


def test_a_compressed_body_is_never_unpacked(site: Site, signed_in: Line) -> None:
    bomb = gzip.compress(bytes(50 << 20))
    for coding in (b"gzip", b"deflate", b"br", b"gzip, gzip"):
        sent = head(signed_in, b"Content-Encoding: " + coding, b"Content-Length: %d" % len(bomb), path=EDIT) + bomb
        assert status_of(raw(site, sent.replace(b"keep-alive", b"close"))) == 400


def test_numbers_that_are_none_and_depth_without_end_are_refused(signed_in: Line) -> None:
    known = {"key": "01a20387-6d2f-722b-9f5d-b85801056207", "version": 1, "name": "x"}
    for odd in (float("nan"), float("inf"), 1.5, True, None, "1", [1], {"a": 1}, b"1", 2**64 - 1, -(2**63)):
        sent = msgspec.msgpack.encode(known | {"version": odd})
        assert signed_in.post(EDIT, sent)[0] in {400, 404, 409}, odd
    for opening in (b"\x91", b"\x81\xa1a", b"\xdd\x00\x00\x00\x01", b"\x81\x91"):
        assert refusal(signed_in.post(EDIT, opening * 20_000)) == (400, "NotUnderstood")


def test_a_map_that_says_a_field_twice_is_not_two_things_to_two_readers(signed_in: Line) -> None:
    school = wire.read(signed_in.post(READ, wire.write(ReadSchool()))[1], dict)
    fields = [("key", school["key"]), ("version", 1), ("name", "甲"), ("name", "乙")]
    sent = b"\x84" + b"".join(msgspec.msgpack.encode(part) for field in fields for part in field)
    status, _ = signed_in.post(EDIT, sent)
    told = wire.read(signed_in.post(READ, wire.write(ReadSchool()))[1], dict)["name"]
    assert (status, told) in {(400, "实验小学"), (200, "乙")}


# --- drips ---


@contextmanager
def connected(site: Site) -> Iterator[ssl.SSLSocket]:
    with (
        socket.create_connection((HOST, site.port), timeout=30) as plain,
        pinned(site.certificate).wrap_socket(plain) as connection,
    ):
        yield connection


def answered(connection: ssl.SSLSocket) -> bytes:
    """A whole answer: its head, and its body in another record."""
    return connection.recv(65536) + connection.recv(65536)


def dripped(connection: ssl.SSLSocket, drop: bytes, patience: float) -> bool:
    """Whether the server hung up on somebody who sends a byte now and then."""
    connection.settimeout(0.02)
    end = time.monotonic() + patience
    with suppress(ConnectionError, ssl.SSLEOFError):
        while time.monotonic() < end:
            connection.sendall(drop)
            try:
                if not connection.recv(65536):
                    return True
            except TimeoutError:
                continue
        return False
    return True


@pytest.fixture
def hurried(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server that waits a hundredth as long."""
    monkeypatch.setattr("desktop_admin.server.app.FIRST_WORD", 0.2)
    monkeypatch.setattr("desktop_admin.server.front.DEADLINE", 0.2)
    with serving(house) as site:
        yield site


def test_who_drips_a_head_is_hung_up_on(hurried: Site) -> None:
    with connected(hurried) as connection:
        connection.sendall(b"POST /ask/school.ReadSchool HTTP/1.1\r\nHost: x\r\n")
        assert dripped(connection, b"X-A: b\r\n", 3)


@pytest.mark.parametrize("begun", [b"POST /", b"POST / HTTP/1.1\r\nX-A: ", b"POST / HTTP/1.1\r\n"])
def test_a_head_without_end_is_not_collected(site: Site, begun: bytes) -> None:
    piece = b"X-A: b\r\n" * 1024 if begun.endswith(b"\n") else b"a" * 8192
    with connected(site) as connection, pytest.raises((ConnectionError, ssl.SSLError)):
        connection.sendall(begun + piece * 1000)


def test_who_drips_the_head_of_a_second_request_is_hung_up_on(hurried: Site) -> None:
    """The first one was answered, and the line kept open for the next."""
    line = hurried.sign_in()._line
    body = wire.write(ReadSchool())
    with connected(hurried) as connection:
        connection.sendall(head(line, b"Content-Length: %d" % len(body)) + body)
        assert b"200 OK" in answered(connection)
        connection.sendall(b"POST /ask/school.ReadSchool HTTP/1.1\r\nHost: x\r\n")
        assert dripped(connection, b"X-A: b\r\n", 3)


def test_who_drips_a_body_is_answered_without_it_and_hung_up_on(hurried: Site) -> None:
    line = hurried.sign_in()._line
    with connected(hurried) as connection:
        connection.sendall(head(line, b"Content-Length: 100000"))
        assert dripped(connection, b"x", 3)


def test_who_goes_on_sending_after_a_refusal_is_hung_up_on(hurried: Site) -> None:
    with connected(hurried) as connection:
        connection.sendall(lines_of(**{"Connection": "keep-alive", "Content-Length": "100000"}))
        assert dripped(connection, b"x", 3)


def test_an_honest_line_outlives_a_pause(hurried: Site) -> None:
    desk = hurried.sign_in()
    body = wire.write(ReadSchool())
    with connected(hurried) as connection:
        for _ in range(3):
            connection.sendall(head(desk._line, b"Content-Length: %d" % len(body)) + body)
            assert b"200 OK" in answered(connection)
            time.sleep(0.3)


def test_a_hundred_that_drip_do_not_hold_up_the_hundred_and_first(site: Site) -> None:
    desk = site.sign_in()
    held = list[socket.socket]()
    for _ in range(100):
        plain = socket.create_connection((HOST, site.port), timeout=30)
        held.append(pinned(site.certificate).wrap_socket(plain))
        held[-1].sendall(b"POST /ask/school.ReadSchool HTTP/1.1\r\n")
    assert desk.ask(ReadSchool()).name == "实验小学"
    for each in held:
        each.close()


# --- crowds from one place ---


def test_who_never_begins_with_tls_is_hung_up_on(hurried: Site) -> None:
    with socket.create_connection((HOST, hurried.port), timeout=5) as plain:
        assert plain.recv(100) == b"", "asyncio would wait for a minute"


def test_one_address_takes_no_more_than_its_connections_and_gets_them_back(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_admin.server.door.FROM_ONE", 3)
    with ExitStack() as held:
        for _ in range(3):
            assert b"404" in asked_for_nothing(held.enter_context(connected(site)))
        with suppress(ConnectionError, ssl.SSLError), connected(site) as one_more:
            assert asked_for_nothing(one_more) == b""
    wait_until(lambda: site.server.guests == 0)
    with connected(site) as next_one:
        assert b"404" in asked_for_nothing(next_one)


def test_who_says_nothing_counts_as_well(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.server.door.FROM_ONE", 3)
    with ExitStack() as held:
        for _ in range(3):
            held.enter_context(socket.create_connection((HOST, site.port), timeout=5))
        with socket.create_connection((HOST, site.port), timeout=5) as one_more, suppress(ConnectionError):
            assert one_more.recv(100) == b"", "long before whoever is silent is hung up on"
        wait_until(lambda: site.server.guests == 3)
    wait_until(lambda: site.server.guests == 0)
    with connected(site) as next_one:
        assert b"404" in asked_for_nothing(next_one)


def test_an_ended_connection_leaves_nothing_behind(site: Site) -> None:
    """However it ends: a quarter of a megabyte each is soon all that the server has."""
    for _ in range(5):
        with connected(site) as told:
            assert b"404" in asked_for_nothing(told)
            told.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, and no last word

    def none_left() -> bool:
        gc.collect()
        return not any(isinstance(each, Impatient) for each in gc.get_objects())

    wait_until(none_left)


def test_what_ended_connections_leave_behind_is_collected_after_so_many(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_admin.server.door.SEEN_TO", 4)
    collected = list[int]()
    monkeypatch.setattr("desktop_admin.server.door.gc.collect", lambda: collected.append(1))
    for _ in range(9):
        with connected(site) as told:
            asked_for_nothing(told)
    assert len(collected) in {2, 3}


FILES = """
import resource
from desktop_admin.server.app import _allow_files
for wanted in (300, 900):
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 600))
    _allow_files(wanted)
    print(resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def asked_for_nothing(connection: ssl.SSLSocket) -> bytes:
    connection.sendall(lines_of(path="/nothing", Connection="keep-alive"))
    return connection.recv(65536)


def test_one_pc_does_not_take_the_feeds_of_all_the_others(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.server.changes.FROM_ONE", 2)
    own, other = site.sign_in(), site.sign_in(pc="PC-2")

    def listening(line: Line) -> bytes:
        connection = held.enter_context(connected(site))
        known = {name: line.headers[name] for name in ("Authorization", "X-Device-Key")}
        connection.sendall(lines_of(Route.CHANGES, "GET", Connection="keep-alive", **known))
        return connection.recv(65536)[:12]

    with ExitStack() as held:
        answers = [listening(own._line) for _ in range(3)]
        assert answers == [b"HTTP/1.1 200", b"HTTP/1.1 200", b"HTTP/1.1 503"]
        assert listening(other._line) == b"HTTP/1.1 200"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_server_may_open_more_files_than_a_desktop_lets_a_program() -> None:
    done = subprocess.run([sys.executable, "-c", FILES], capture_output=True, text=True, check=True)
    assert done.stdout == "(300, 600)\n(600, 600)\n"


# --- TLS ---


def test_a_pc_speaks_to_no_server_below_tls_1_3_even_with_the_right_certificate(tmp_path: Path) -> None:
    """Somebody who has got hold of the certificate's key, and would rather be heard through an older TLS."""
    own = tls.certificate(tmp_path, SystemClock())
    older = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    older.minimum_version = older.maximum_version = ssl.TLSVersion.TLSv1_2
    older.load_cert_chain(own.public, own.private)
    heard = list[bytes]()

    def answer(listener: socket.socket) -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with older.wrap_socket(connection, server_side=True) as secure:
                heard.append(secure.recv(1000))

    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        line = Line(HOST, listener.getsockname()[1], own.der, {}, SettableClock())
        with pytest.raises((Cut, Unreachable)):
            line.post(READ, b"")
        line.close()
        thread.join(30)
    assert heard == []
