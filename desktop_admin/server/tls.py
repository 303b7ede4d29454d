"""The server's own certificate: made once, pinned by every PC at pairing, so no authority is needed."""

import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from desktop_admin.core.clock import Clock
from desktop_admin.core.files import write_whole

LIFE = timedelta(days=3650)
PUBLIC, PRIVATE = "server.pem", "server.key"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where it lies, and what it is."""

    public: Path
    private: Path
    der: bytes


def certificate(folder: Path, clock: Clock) -> Certificate:
    """The folder's certificate, made on first use; its key is readable by its owner only."""
    public, private = folder / PUBLIC, folder / PRIVATE
    if not (public.exists() and private.exists()):
        _make(public, private, clock)
    return Certificate(public, private, ssl.PEM_cert_to_DER_cert(public.read_text("ascii")))


def context(own: Certificate) -> ssl.SSLContext:
    """TLS 1.3 and nothing older."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.load_cert_chain(own.public, own.private)
    return made


def _make(public: Path, private: Path, clock: Clock) -> None:
    """The key first: a certificate that is there has one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desktop-admin")])
    start = clock.now() - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), start, start + LIFE)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    write_whole(private, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    write_whole(public, builder.sign(key, SHA256()).public_bytes(Encoding.PEM), 0o644)
