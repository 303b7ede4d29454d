"""What is sent is not believed, and what is answered tells nothing of the inside. No database makes a difference."""

import logging
import shutil
import socket
import ssl
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_admin.api import wire
from desktop_admin.api.accounts import SignIn
from desktop_admin.api.canteen.entry import AddPhoto
from desktop_admin.api.canteen.refusals import NotAPhoto
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import PairOffer, Route
from desktop_admin.app.premises import DATABASE
from desktop_admin.core.ids import uuid7
from desktop_admin.desk.line import Line
from desktop_admin.desk.remote import RemoteDesk
from desktop_admin.server import incoming
from tests.conftest import PASSWORD, House
from tests.server.raw import EDIT, READ, lines_of, raw, refusal, status_of
from tests.server.site import HOST, Site, serving, wait_until
from tests.test_architecture import DECLARED

KEY = "01a20387-6d2f-722b-9f5d-b85801056207"


@pytest.fixture
def url(empty_sqlite: Path, tmp_path: Path) -> str:
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"


# --- bodies ---


@pytest.fixture
def signed_in(site: Site) -> Line:
    return site.sign_in()._line


def test_a_body_that_is_not_exactly_the_command_is_refused(signed_in: Line) -> None:
    bodies = [
        b"",
        b"\xc1",
        b"nonsense",
        b"\x93\x01\x02\x03",
        b"\xdf\xff\xff\xff\xff",
        b"\x91" * 100_000,
        b"\x81\xa3key" + b"\x91" * 100_000,
        b"\x81\xa2\xff\xfe\x01",
        wire.write({"key": "x", "version": 1, "name": "x"}),
        wire.write({"key": KEY, "version": "1", "name": "x"}),
        wire.write({"key": KEY, "version": 1, "name": "x", "role": "system_administrator"}),
        wire.write({"key": KEY, "version": 1, "name": "x" * 61}),
        wire.write({"key": KEY, "version": 1, "name": "x", "asked_at": "2026-09-01T12:00:00"}),
    ]
    for body in bodies:
        assert refusal(signed_in.post(EDIT, body)) == (400, "NotUnderstood"), body[:60]


def test_nonsense_is_refused_politely_before_anyone_is_signed_in(site: Site) -> None:
    line = site.line()
    for path in (Route.SIGN_IN, Route.PAIR):
        assert refusal(line.post(path, b"nonsense")) == (400, "NotUnderstood")
        assert refusal(line.post(path, wire.write({"login": "a", "secret": "b", "admin": True})))[0] == 400
    line.close()


def test_more_than_a_megabyte_is_refused_before_it_is_read(site: Site, signed_in: Line) -> None:
    assert refusal(signed_in.post(EDIT, b"x" * (incoming.LONGEST + 1))) == (413, "RequestTooLong")
    announced = raw(site, lines_of(**_credentials(signed_in), **{"Content-Length": str(1 << 40)}))
    assert status_of(announced) == 413
    chunks = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    dripping = lines_of(**_credentials(signed_in), **{"Transfer-Encoding": "chunked"}) + chunks * 17 + b"0\r\n\r\n"
    assert status_of(raw(site, dripping)) == 413


def test_a_file_may_be_larger_where_the_command_says_so_and_from_whom_it_may_come(site: Site, house: House) -> None:
    assert incoming.longest(AddPhoto) > 10 << 20
    photo = wire.write(AddPhoto(key=uuid7(), data=b"x" * (3 << 20)))
    house.add_account("teacher", "teacher")
    teacher, stranger = site.sign_in("teacher"), site.line("PC-5")
    path = Route.ASK + AddPhoto.wire_name()
    assert refusal(teacher._line.post(path, photo)) == (403, "NotAllowed")
    assert refusal(stranger.post(path, photo)) == (401, "SignedOut")
    stranger.close()
    house.add_account("wangjg", "food_safety_officer")
    officer = site.sign_in("wangjg")
    with pytest.raises(NotAPhoto):
        officer.ask(AddPhoto(key=uuid7(), data=b"x" * (3 << 20)))


def _credentials(line: Line) -> dict[str, str]:
    return {name: line.headers[name] for name in ("Authorization", "X-Device-Key", "Content-Type")}


# --- paths and headers ---


def test_there_is_nothing_at_other_addresses(signed_in: Line) -> None:
    paths = [
        "/",
        "/ask",
        "/ask/",
        "/ask/school.readschool",
        "/ask/school.ReadSchool/",
        "/ask/../sign-in",
        "/ask/%2e%2e/sign-in",
        "/ask/school.ReadSchool%00",
        "/ask/school.ReadSchool%2f..%2f..",
        "//ask//school.ReadSchool",
        "/ask/__class__",
        "/docs",
        "/openapi.json",
        "/ask/" + "A" * 5000,
    ]
    for path in paths:
        status, code = refusal(signed_in.post(path, wire.write(ReadSchool())))
        assert (status in {400, 404}, code) == (True, "NotUnderstood"), path


def test_a_question_is_only_posted(site: Site, signed_in: Line) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"):
        assert status_of(raw(site, lines_of(method=method, **_credentials(signed_in)))) == 405, method


def test_headers_are_not_believed(site: Site, signed_in: Line) -> None:
    """Neither two of one kind, nor a length that is said twice, nor another host's word for who calls."""
    good = _credentials(signed_in)
    twice = lines_of(**good).replace(b"\r\n\r\n", b"\r\nAuthorization: Bearer " + b"0" * 64 + b"\r\n\r\n")
    assert status_of(raw(site, twice)) == 401
    smuggled = lines_of(**good, **{"Content-Length": "4", "Transfer-Encoding": "chunked"}) + b"0\r\n\r\nPOST / HTTP/1.1"
    assert raw(site, smuggled).count(b"HTTP/1.1 ") <= 1
    lengths = lines_of(**good, **{"Content-Length": "4"}).replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n")
    assert status_of(raw(site, lengths + b"xxxxx")) == 400
    long = lines_of(**good, **{"X-Long": "x" * 200_000})
    assert b"HTTP/1.1 2" not in raw(site, long)


def test_a_browser_gets_no_answer_it_could_use(site: Site, signed_in: Line) -> None:
    typed = {**_credentials(signed_in), "Content-Type": "text/plain"}
    body = wire.write(ReadSchool())
    answer = raw(site, lines_of(**typed, **{"Content-Length": str(len(body)), "Origin": "https://x"}) + body)
    head, _, _ = answer.partition(b"\r\n\r\n")
    assert status_of(answer) == 400
    for wanted in (b"nosniff", b"no-store", b"default-src 'none'", b"max-age=31536000", b"no-referrer"):
        assert wanted in head
    assert b"access-control" not in head.lower()
    assert b"server: " not in head.lower()


def test_nothing_is_said_without_tls_or_below_1_3(site: Site) -> None:
    with pytest.raises(ssl.SSLError):
        raw(site, lines_of(), version=ssl.TLSVersion.TLSv1_2)
    with socket.create_connection((HOST, site.port), timeout=5) as plain:
        plain.sendall(lines_of())
        try:
            answer = plain.recv(100)
        except ConnectionError:
            answer = b""
    assert b"HTTP" not in answer


def test_who_connects_and_says_nothing_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.server.app.FIRST_WORD", 0.2)
    with serving(house) as site:
        assert raw(site, b"") == b""
        assert raw(site, lines_of()[:40]) == b""


# --- what is told and what is written down ---


def test_a_bug_is_a_code_and_a_sentence(
    site: Site, signed_in: Line, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(site.house.premises.office, "answer", broken)
    status, data = signed_in.post(READ, wire.write(ReadSchool()))
    assert refusal((status, data)) == (500, "Unexpected")
    assert b"secret" not in data
    wait_until(lambda: "a request failed: school.ReadSchool" in caplog.text)


def test_the_access_log_has_no_personal_data(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "desktop_admin.access")
    desk = site.sign_in()
    desk.ask(ReadSchool())
    desk._line.post("/ask/%0aforged%20line", b"")
    wait_until(lambda: len(caplog.records) == 3)
    said = [record.getMessage() for record in caplog.records if record.name == "desktop_admin.access"]
    assert [line.split(" ")[0] for line in said] == ["/sign-in", "school.ReadSchool", "?"]
    secrets = ("admin", HOST, PASSWORD, "实验小学", "forged", "PC-1", desk._line.headers["Authorization"][7:])
    assert [word for word in secrets for line in said if word in line] == []


def test_a_request_that_takes_too_long_is_given_up_and_said_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.server.front.DEADLINE", 0.3)
    with serving(house) as site:
        desk: RemoteDesk = site.sign_in()
        gate = threading.Event()
        monkeypatch.setattr(house.premises.office, "answer", lambda *_: gate.wait(5))
        assert refusal(desk._line.post(READ, wire.write(ReadSchool()))) == (503, "TooBusy")
        gate.set()


def test_every_part_of_every_request_refuses_fields_it_does_not_have() -> None:
    def lenient(kind: Any) -> set[str]:
        if isinstance(kind, msgspec.inspect.StructType):
            own = set[str]() if kind.forbid_unknown_fields else {kind.cls.__name__}
            return own.union(*(lenient(field.type) for field in kind.fields))
        parts = [getattr(kind, name, ()) for name in ("type", "types", "item_type", "item_types", "value_type")]
        flat = [each for part in parts for each in (part if isinstance(part, tuple) else (part,))]
        return set[str]().union(*(lenient(each) for each in flat))

    found = {name for kind in (*DECLARED, SignIn, PairOffer) for name in lenient(msgspec.inspect.type_info(kind))}
    assert found == set()
