"""Requests as an attacker writes them, byte by byte."""

import socket
import ssl

from desktop_admin import __version__
from desktop_admin.api import wire
from desktop_admin.api.sharing import Failure, Route
from desktop_admin.desk.line import pinned
from tests.server.site import HOST, Site

READ = Route.ASK + "school.ReadSchool"
EDIT = Route.ASK + "school.EditSchool"


def refusal(answer: tuple[int, bytes]) -> tuple[int, str]:
    """Status and code; the sentence says something, and nothing of the inside."""
    status, data = answer
    failure = wire.read(data, Failure)
    assert failure.sentence
    assert "Traceback" not in failure.sentence
    return status, failure.code


def raw(site: Site, request: bytes, *, version: ssl.TLSVersion | None = None) -> bytes:
    """Whatever comes back for these very bytes."""
    context = pinned(site.certificate)
    if version is not None:
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.maximum_version = version
    with socket.create_connection((HOST, site.port), timeout=30) as plain, context.wrap_socket(plain) as connection:
        answer = b""
        try:
            connection.sendall(request)
            while piece := connection.recv(65536):
                answer += piece
        except (ConnectionError, ssl.SSLEOFError):  # the server hung up
            pass
        return answer


def lines_of(path: str = READ, method: str = "POST", **headers: str) -> bytes:
    usual = {"Host": "x", "Connection": "close", "X-Desktop-Admin": __version__, **headers}
    return "".join([f"{method} {path} HTTP/1.1\r\n", *(f"{n}: {v}\r\n" for n, v in usual.items()), "\r\n"]).encode()


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])
