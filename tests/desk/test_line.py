"""The line to the server, where the server is no longer what it was."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin.core.clock import SystemClock
from desktop_admin.desk.line import Cut
from desktop_admin.desk.paired import Server
from desktop_admin.server.tls import certificate, context
from tests.server.site import HOST

HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe begin"


@pytest.fixture
def dying(tmp_path: Path) -> Iterator[Server]:
    """A server that dies in the middle of its answer."""
    own = certificate(tmp_path, SystemClock())
    with socket.create_server((HOST, 0)) as listener:

        def answer() -> None:
            plain, _ = listener.accept()
            with plain, context(own).wrap_socket(plain, server_side=True) as line:
                line.recv(4096)
                line.sendall(HALF)

        thread = threading.Thread(target=answer)
        thread.start()
        yield Server(HOST, listener.getsockname()[1], own.der, b"k" * 32)
        thread.join()


def test_half_an_answer_is_no_answer_and_the_request_may_have_been_carried_out(dying: Server) -> None:
    line = dying.line()
    with pytest.raises(Cut) as caught:
        line.post("/ask/school.ReadSchool", b"")
    assert caught.value.sent
    line.close()
