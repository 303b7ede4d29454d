"""The program itself as the IT teacher starts it: what it prints, who pairs with it, how it ends."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import json

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import AlreadyServed
from desktop_admin.app import pcs, sharing
from desktop_admin.app.hosting import FirstWord
from desktop_admin.app.premises import DATABASE, open_premises
from desktop_admin.core.errors import Refused
from desktop_admin.desk.line import shown_by
from desktop_admin.server.app import CannotListen, listening
from tests.conftest import PASSWORD
from tests.server.site import wait_until

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}$", re.MULTILINE)


class Started:
    """A server in a process of its own, and what it has printed so far."""

    def __init__(self, data: Path, *options: str) -> None:
        command = [sys.executable, "-m", "desktop_admin", "--lang", "en", "serve", "--data", str(data)]
        self.process = subprocess.Popen(
            [*command, "--listen", "127.0.0.1:0", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        self.said = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def ask_for_a_code(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(60)
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        return code


@pytest.fixture
def started(data: Path) -> Iterator[Started]:
    made = Started(data)
    try:
        wait_until(lambda: "Ctrl+C" in made.said, patience=60)
        yield made
    finally:
        if made.process.returncode is None:
            made.end(signal.SIGKILL)


def test_one_command_shares_a_code_pairs_and_the_end_comes_at_once_although_a_feed_is_open(
    started: Started, data: Path, tmp_path: Path
) -> None:
    address = re.search(r"Address: (\S+)", started.said)
    assert address
    [code] = CODE.findall(started.said)
    pc = tmp_path / "pc"
    pc.mkdir()
    printed: list[str] = []
    sharing.pair(pc, address[1], code, printed.append)
    fingerprint = re.search(r"Certificate: (.+)", started.said)
    assert fingerprint
    assert fingerprint[1] in printed[-1], "both sides show the same"
    started.ask_for_a_code()
    wait_until(lambda: len(set(CODE.findall(started.said))) == 2)
    desk = sharing.door(pc).sign_in(SignIn("admin", PASSWORD))
    heard: list[str] = []
    stop = desk.watch(heard.append)
    wait_until(lambda: "school" in heard)
    assert desk.ask(ReadSchool()).name == "实验小学"
    before = time.monotonic()
    code_at_end = started.end()
    assert time.monotonic() - before < 8
    assert code_at_end == 0
    stop()
    desk.close()
    log = (data / sharing.LOG).read_text("utf-8")
    assert "school.ReadSchool 200" in log
    assert [word for word in ("秦海", PASSWORD, "实验小学", "127.0.0.1") if word in log] == []
    assert list(data.glob("*seal*")), "what was written is sealed at the end"
    assert (data / "server.key").stat().st_mode & 0o777 == 0o600


def test_at_its_end_pcs_that_do_not_listen_just_now_are_no_error_in_its_log(started: Started, data: Path) -> None:
    address = re.search(r"Address: (\S+):(\d+)", started.said)
    assert address
    anyone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection((address[1], int(address[2]))) as line, anyone.wrap_socket(line) as tls:
        tls.sendall(b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")
        assert tls.recv(1024).startswith(b"HTTP/1.1")
        before = time.monotonic()
        assert started.end() == 0
        assert time.monotonic() - before < 8
    log = (data / sharing.LOG).read_text("utf-8")
    assert [line for line in log.splitlines() if " ERROR " in line] == []


def test_a_service_shows_no_code_and_one_is_made_on_the_command_line(data: Path, tmp_path: Path) -> None:
    service = Started(data, "--no-code")
    try:
        wait_until(lambda: "Certificate" in service.said, patience=60)
        printed: list[str] = []
        sharing.pairing_code(data, "", printed.append)
        [code] = CODE.findall("".join(printed))
        address = re.search(r"Address: (\S+)", service.said)
        assert address
        pc = tmp_path / "pc"
        pc.mkdir()
        sharing.pair(pc, address[1], code, lambda _text: None)
        pcs.listed(data, "", printed.append)
        assert re.match(r"[0-9a-f]{8}  Paired +2", printed[-1])
    finally:
        assert service.end() == 0
    assert not CODE.search(service.said)


def test_a_windows_server_says_one_line_and_ends_with_whoever_started_it(data: Path) -> None:
    command = [sys.executable, "-m", "desktop_admin", "--lang", "en", "serve", "--data", str(data), "--for-window"]
    process = subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    word = json.decode(process.stdout.readline(), type=FirstWord)
    assert word.serving is not None
    assert len(shown_by("127.0.0.1", word.serving.port)) > 100
    process.stdin.close()  # as when the window dies
    assert process.stdout.read() == ""
    assert process.wait(60) == 0
    process.stdout.close()
    with listening("127.0.0.1", 0) as other:
        port = other.getsockname()[1]
        failing = subprocess.run(
            [*command, "--listen", f"127.0.0.1:{port}"], capture_output=True, text=True, check=False, timeout=120
        )
    told = json.decode(failing.stdout, type=FirstWord).failure
    assert told is not None
    assert str(told.error()).startswith(f"Port {port} cannot be used (another program uses it)")


def test_a_folder_has_one_server_and_who_is_killed_holds_nothing(data: Path) -> None:
    first = Started(data, "--no-code")
    wait_until(lambda: "Certificate" in first.said, patience=60)
    address = re.search(r"Address: \S+:(\d+)", first.said)
    assert address
    for options in ([], ["--database", f"sqlite:///{data / DATABASE}"]):
        command = [sys.executable, "-m", "desktop_admin", "--lang", "en", "serve", "--data", str(data), *options]
        second = subprocess.run(
            [*command, "--listen", "127.0.0.1:0"], capture_output=True, text=True, check=False, timeout=120
        )
        assert (second.returncode, second.stdout) == (1, "")
        assert f"data.sqlite is shared already, on port {address[1]}:" in second.stderr
        assert second.stderr.count("\n") == 1
    windows = subprocess.run(
        [*command[:-2], "--for-window", "--listen", "127.0.0.1:0"], capture_output=True, check=False, timeout=120
    )
    told = json.decode(windows.stdout, type=FirstWord).failure
    assert told is not None
    assert isinstance(told.error(), AlreadyServed)
    first.end(signal.SIGKILL)
    third = Started(data, "--no-code")
    wait_until(lambda: "Certificate" in third.said, patience=60)
    assert third.end() == 0


def test_whoever_ends_it_as_soon_as_it_is_announced_lets_it_close(data: Path) -> None:
    said: list[str] = []

    def end(text: str) -> None:
        said.append(text)
        if signal.getsignal(signal.SIGTERM) is signal.default_int_handler:  # or this process would be gone
            os.kill(os.getpid(), signal.SIGTERM)

    usual = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        assert sharing.serve(data, "", "127.0.0.1:0", end, None) == 0
    finally:
        signal.signal(signal.SIGTERM, usual)
    assert [text.startswith("Address") for text in said] == [True]
    open_premises(data).close()


def test_a_folder_without_a_school_is_not_shared(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no school"):
        sharing.serve(tmp_path, "", "127.0.0.1:0", print, sys.stdin)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://user:secret@host/x", "not the address of a database"),
        ("nonsense", "not the address of a database"),
        ("postgresql+psycopg://user:secret@127.0.0.1:1/x", "cannot be opened"),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_in_one_sentence_without_its_password(
    tmp_path: Path, url: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as caught:
        sharing.serve(tmp_path, url, "127.0.0.1:0", print, sys.stdin)
    assert "secret" not in str(caught.value)


def test_an_address_that_is_taken_is_said_so() -> None:
    with listening("127.0.0.1", 0) as first, pytest.raises(CannotListen, match=str(first.getsockname()[1])):
        listening("127.0.0.1", first.getsockname()[1])
    with pytest.raises(CannotListen):
        listening("no such host", 1)
