"""A running server over a house, and the PCs that are paired with it."""

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from desktop_admin.api.accounts import SignIn
from desktop_admin.app.sharing import assemble
from desktop_admin.desk.line import Line
from desktop_admin.desk.pair import pair
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDesk, RemoteDoor
from desktop_admin.server.app import WebServer
from desktop_admin.server.front import Rates
from desktop_admin.server.limits import Rate
from desktop_admin.services.sharing import Reception
from tests.conftest import PASSWORD, House

HOST = "127.0.0.1"
PATIENCE = 30.0  # seconds


@dataclass
class Site:
    """PCs are known by their names; a desk that is not closed by its test is closed with the site."""

    house: House
    server: WebServer
    reception: Reception
    certificate: bytes
    desks: list[RemoteDesk] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.server.port

    def pair(self, code: str | None = None, name: str = "PC-9") -> Server:
        return pair(HOST, self.port, code or self.reception.show_code(), name)

    def known(self, pc: str = "PC-1") -> Server:
        """As after pairing, without its half second of proof."""
        key = sha256(pc.encode()).digest()
        self.house.premises.gate.enrol_device(key, pc)
        return Server(HOST, self.port, self.certificate, key, "教导处电脑", "实验小学")

    def folder(self, pc: str) -> Path:
        folder = self.house.folder / f"pc-{pc}"
        folder.mkdir(exist_ok=True)
        return folder

    def door(self, pc: str = "PC-1") -> RemoteDoor:
        return Kept(self, pc)

    def sign_in(self, login: str = "admin", *, password: str = PASSWORD, pc: str = "PC-1") -> RemoteDesk:
        return self.door(pc).sign_in(SignIn(login, password))

    def line(self, pc: str = "PC-1") -> Line:
        """Without a session."""
        return self.known(pc).line()

    def close(self) -> None:
        for desk in self.desks:
            desk.close()


class Kept(RemoteDoor):
    """Remembers its desks, to close them."""

    def __init__(self, site: Site, pc: str) -> None:
        super().__init__(site.known(pc), site.folder(pc), site.house.clock)
        self._site = site

    def sign_in(self, given: SignIn) -> RemoteDesk:
        desk = super().sign_in(given)
        self._site.desks.append(desk)
        return desk


@contextmanager
def serving(house: House, rates: Rates | None = None) -> Generator[Site]:
    endless = Rate(1e6, 1e6)
    plenty = rates or Rates(address=endless, pc=endless, narrow=endless, door=endless)
    reception, server = assemble(house.premises, house.folder, HOST, 0, rates=plenty)
    thread = threading.Thread(target=server.serve_until_stopped, name="server")
    thread.start()
    wait_until(lambda: server.started)
    site = Site(house, server, reception, server.certificate)
    try:
        yield site
    finally:
        site.close()
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not end"


def wait_until(true: Callable[[], bool], patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)
