"""The server that this PC is paired with, remembered in a file that only its owner can read (ADR 13)."""

from hashlib import sha256
from pathlib import Path

from msgspec import MsgspecError, Struct

from desktop_admin import __version__
from desktop_admin.api import wire
from desktop_admin.api.sharing import DEVICE_HEADER, PORT, VERSION_HEADER, NotAnAddress
from desktop_admin.core import pairing
from desktop_admin.core.clock import Clock, SystemClock
from desktop_admin.core.files import write_whole
from desktop_admin.desk import vault
from desktop_admin.desk.line import Line

FILE = "server.bin"


class Server(Struct, frozen=True):
    """A server this PC knows: where it is, the one certificate it may show (DER), and the PC's key."""

    host: str
    port: int
    certificate: bytes
    device_key: bytes
    name: str = ""  # of the PC that shares
    school: str = ""  # as it was called when they were paired

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def fingerprint(self) -> str:
        return pairing.fingerprint(self.certificate)

    def line(self, clock: Clock | None = None) -> Line:
        headers = {"Content-Type": wire.MEDIA_TYPE, VERSION_HEADER: __version__}
        if self.device_key:
            headers[DEVICE_HEADER] = self.device_key.hex()
        return Line(self.host, self.port, self.certificate, headers, clock or SystemClock())

    def owner(self, account: str) -> str:
        """Whose outbox it is: an account of this very server."""
        return f"{sha256(self.certificate).hexdigest()}/{account}"


def read(folder: Path) -> Server | None:
    """None on a PC that is not paired, and where the file is another user's or another PC's."""
    try:
        return wire.read(vault.unlocked((folder / FILE).read_bytes()), Server)
    except (FileNotFoundError, MsgspecError, vault.Closed):
        return None


def write(folder: Path, server: Server) -> None:
    write_whole(folder / FILE, vault.locked(wire.write(server)))


def forget(folder: Path) -> bool:
    """Whether there was one."""
    known = (folder / FILE).exists()
    (folder / FILE).unlink(missing_ok=True)
    return known


def address(text: str) -> tuple[str, int]:
    """HOST, HOST:PORT or [IPv6]:PORT. Raises NotAnAddress."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or "]" in port:
        host, port = text.strip(), str(PORT)
    host = host.removeprefix("[").removesuffix("]")
    if not host or any(letter.isspace() or letter in "/@" for letter in host) or not port.isdecimal():
        raise NotAnAddress(text=text)
    if not 0 <= int(port) < 1 << 16:
        raise NotAnAddress(text=text)
    return host, int(port)
