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
from desktop_admin.core.errors import Refused
from desktop_admin.core.files import write_whole
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import reason

LIFE = timedelta(days=3650)
PUBLIC, PRIVATE = "server.pem", "server.key"


class CertificateLost(Refused):
    message = N_(
        "{file} is missing, and {other} is there: with another certificate no paired PC would speak to this server."
        " Restore it from the last backup, and nothing is lost; if there is none, remove {other}: a new certificate is"
        " made, and every PC has to be paired anew."
    )


class CertificateUnusable(Refused):
    message = N_(
        "{file} is not a certificate or key as this program made it, or does not fit {other}. Restore both from the"
        " last backup, and nothing is lost; if there is none, remove both: a new certificate is made, and every PC has"
        " to be paired anew."
    )


class CertificateUnreadable(Refused):
    phrases = frozenset({"reason"})
    message = N_(
        "{file} cannot be read ({reason}). Run the server as the user who holds the data, or check its rights."
    )


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where it lies, and what it is."""

    public: Path
    private: Path
    der: bytes


def certificate(folder: Path, clock: Clock) -> Certificate:
    """The folder's certificate, made on first use; its key is readable by its owner only.

    Raises CertificateLost, CertificateUnusable, CertificateUnreadable: every paired PC knows the one that was here.
    """
    public, private = folder / PUBLIC, folder / PRIVATE
    lost = [file for file in (public, private) if not file.exists()]
    if len(lost) == 1:
        [other] = {public, private} - set(lost)
        raise CertificateLost(file=str(lost[0]), other=str(other))
    if lost:
        _make(public, private, clock)
    own = Certificate(public, private, _der(public, private))
    _require_fitting(own)
    return own


def _der(public: Path, private: Path) -> bytes:
    try:
        return ssl.PEM_cert_to_DER_cert(public.read_text("ascii"))
    except OSError as error:
        raise CertificateUnreadable(file=str(public), reason=reason(error)) from error
    except ValueError as error:  # also of what is not even ASCII, or not base64
        raise CertificateUnusable(file=str(public), other=private.name) from error


def _require_fitting(own: Certificate) -> None:
    """Before anything listens: the key is a key, and this certificate's."""
    try:
        with own.private.open("rb"):
            context(own)
    except ssl.SSLError as error:
        file, other = _culprit(own)
        raise CertificateUnusable(file=str(file), other=other.name) from error
    except OSError as error:
        raise CertificateUnreadable(file=str(own.private), reason=reason(error)) from error


def _culprit(own: Certificate) -> tuple[Path, Path]:
    """Which of the two cannot be used, and the other: the certificate where it cannot be read, else the key."""
    try:
        x509.load_der_x509_certificate(own.der)
    except ValueError:
        return own.public, own.private
    return own.private, own.public


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
