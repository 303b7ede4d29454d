"""What answers at an address and is no server of this program is told as that, and not as nobody."""

import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from desktop_admin.api.sharing import NoAnswer, NotAServer
from desktop_admin.core.clock import SystemClock
from desktop_admin.desk.pair import pair
from desktop_admin.server.tls import certificate

HERE = "127.0.0.1"
DAY = datetime(2026, 9, 1, tzinfo=UTC)
Dress = Callable[[Path], ssl.SSLContext | None]


def plain(_folder: Path) -> None:
    """No TLS at all."""


def own(folder: Path) -> ssl.SSLContext:
    """A certificate like a server's of this program, and something else behind it."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown = certificate(folder, SystemClock())
    made.load_cert_chain(shown.public, shown.private)
    return made


def older(folder: Path) -> ssl.SSLContext:
    made = own(folder)
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    return made


def of_an_authority(folder: Path) -> ssl.SSLContext:
    """As any web server has it."""
    authority, leaf = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    name, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in ("nas", "authority"))
    serial, last = x509.random_serial_number(), DAY + timedelta(days=3650)
    signed = x509.CertificateBuilder(issuer, name, leaf.public_key(), serial, DAY, last).sign(authority, SHA256())
    key = leaf.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "leaf.pem").write_bytes(key + signed.public_bytes(Encoding.PEM))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / "leaf.pem")
    return made


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


class Patient(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """Whoever looks at a certificate hangs up without a request."""


@pytest.fixture
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    dress: Dress = request.param
    server, context = Patient((HERE, 0), partial(Quiet, directory=tmp_path)), dress(tmp_path)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    served = threading.Thread(target=server.serve_forever, args=(0.01,))
    served.start()
    yield server.server_port
    server.shutdown()
    served.join()
    server.server_close()


@pytest.mark.parametrize("port", [plain, own, older, of_an_authority], indirect=True)
def test_what_is_no_server_of_this_program_is_told_as_that(port: int) -> None:
    with pytest.raises(NotAServer, match=str(port)):
        pair(HERE, port, "ABCD-EFGH", "PC-9")


def test_where_nobody_answers_is_told_as_that() -> None:
    with pytest.raises(NoAnswer):
        pair(HERE, 1, "ABCD-EFGH", "PC-9")
