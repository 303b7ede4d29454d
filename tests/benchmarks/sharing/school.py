"""A school with canteens and inspectors, each with a PC that the server knows; and the server, a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher
from msgspec import Struct

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.api.canteen.checklist import Item, ItemKind
from desktop_admin.api.canteen.registers import AddCanteen, AddSupplier, AddUnit, UnitKind
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.api.school import AddCalendarDays, SetUpSchool
from desktop_admin.app.premises import Premises, open_premises
from desktop_admin.core.clock import SystemClock, local_day
from desktop_admin.desk.local import LocalDesk
from desktop_admin.desk.paired import Server
from desktop_admin.models.accounts import Account, Credential, RoleGrant
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.server import tls
from desktop_admin.services.canteen.bulk import Day, Said, Taken, keep_day
from desktop_admin.services.canteen.checklists import shipped
from desktop_admin.services.canteen.credit_code import check_character
from desktop_admin.services.canteen.slots import Place, required
from desktop_admin.services.canteen.units import in_use

HOST = "127.0.0.1"
PASSWORD = "Canteen-2026!"
READINGS: Mapping[str, str] = {
    "label_temperature": "4",
    "surface_temperature": "-15",
    "temperature": "4",
    "humidity": "55",
    "core_temperature": "78.5",
    "holding_temperature": "65",
    "room_temperature": "22",
    "disinfection_minutes": "30",
    "inhibition": "12",
    "steam_temperature": "100",
    "steam_minutes": "15",
    "seconds": "45",
    "chlorine": "300",
    "minutes": "6",
}
OF_ITEM = {("A05", "surface_temperature"): "3", ("B02", "temperature"): "-18.4", ("D02", "temperature"): "88"}


class Pc(Struct, frozen=True):
    """One PC and who sits at it; in folder it keeps its outbox."""

    server: Server
    login: str
    folder: str
    canteens: tuple[UUID, ...]


def reading(code: str, measure: str) -> str:
    return OF_ITEM.get((code, measure), READINGS[measure])


@dataclass
class School:
    """Everything is made before the server starts; nothing of it is measured."""

    folder: Path
    url: str
    canteens: list[UUID] = field(default_factory=list[UUID])
    today: date = field(default_factory=lambda: local_day(SystemClock().now()))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def make(self, canteens: int, *, hasher: PasswordHasher | None = None) -> None:
        self.data.mkdir(parents=True)
        premises = open_premises(self.data, self.url, hasher=hasher)
        try:
            premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
            desk = premises.console("bench")
            desk.ask(AddCalendarDays(first=self.today, last=self.today, reason="调休", works=True))
            code = "91310000000000001"
            desk.ask(AddSupplier(name="绿源农产品", credit_code=code + check_character(code), licence_no="JY1310001",
                                 licence_expiry=date(self.today.year + 1, 5, 1)))  # fmt: skip
            self.canteens = [self._canteen(desk, number) for number in range(1, canteens + 1)]
        finally:
            premises.close()

    def people(self, pcs: Sequence[str], port: int, *, hasher: PasswordHasher | None = None) -> list[Pc]:
        """An inspector at each PC, whose key the server knows; pairing would take half a second each."""
        hashed = (hasher or PasswordHasher()).hash(PASSWORD)
        certificate = tls.certificate(self.data, SystemClock()).der
        premises = open_premises(self.data, self.url, hasher=hasher)
        try:
            with premises.backstage.database.work(premises.console("bench").actor, "bench") as work:
                for name in pcs:
                    account = work.add(Account(login=name, name=name, status=AccountStatus.ACTIVE))
                    work.add(RoleGrant(account_key=account.key, role="food_safety_officer"))
                    work.add(Credential(account_key=account.key, password_hash=hashed, set_at=work.now))
            return [self._pc(premises, name, Server(HOST, port, certificate, sha256(name.encode()).digest()))
                    for name in pcs]  # fmt: skip
        finally:
            premises.close()

    def begin_sheets(self, canteens: Sequence[UUID], shares: Sequence[float] = ()) -> None:
        """Today's sheets, a share (0 to 1) of each answered."""
        premises = open_premises(self.data, self.url)
        items = shipped().items
        try:
            for place, key in enumerate(canteens):
                known = items[: round(len(items) * shares[place])] if shares else ()
                with premises.backstage.database.work(premises.console("bench").actor, "bench") as work:
                    canteen = work.get(Canteen, key)
                    where = Place(canteen.meals(), in_use(work, key))
                    said = {item.code: _good(item, where, work.now) for item in known}
                    keep_day(work, Day(canteen, self.today, 420, work.now, said))
        finally:
            premises.close()

    def _canteen(self, desk: LocalDesk, number: int) -> UUID:
        made = desk.ask(
            AddCanteen(name=f"{number} 食堂", position=min(number, 99), lunch=True, since=date(self.today.year, 1, 1))
        )
        desk.ask(AddUnit(canteen_key=made.key, name="1 号冰箱", kind=UnitKind.CHILLED))
        desk.ask(AddUnit(canteen_key=made.key, name="1 号冰柜", kind=UnitKind.FROZEN))
        return made.key

    def _pc(self, premises: Premises, name: str, server: Server) -> Pc:
        premises.gate.enrol_device(server.device_key, name)
        folder = self.folder / name
        folder.mkdir()
        return Pc(server, name, str(folder), ())


def _good(item: Item, place: Place, at: datetime) -> Said:
    if item.kind is not ItemKind.MEASURED:
        return Said(at, Verdict.PASS)
    taken = (
        Taken(slot.id, name, reading(item.code, name)) for slot in required(item, place) for name in item.groups[0]
    )
    return Said(at, readings=tuple(taken))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Serving:
    """`desktop-admin serve`; it can be killed and started again at the same address."""

    def __init__(self, school: School, port: int) -> None:
        command = [sys.executable, "-m", "desktop_admin", "--lang", "en", "serve", "--data", str(school.data)]
        self._command = [*command, "--database", school.url, "--listen", f"{HOST}:{port}"]
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        end = time.monotonic() + 30
        while self._process.poll() is None and time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self._port)) == 0:
                    return
            time.sleep(0.02)
        raise RuntimeError("the server does not start")

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        assert self._process is not None
        parts = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process = None


@contextmanager
def serving(school: School, port: int) -> Generator[Serving]:
    made = Serving(school, port)
    made.start()
    try:
        yield made
    finally:
        made.stop()
