"""Sharing is switched where the data is; a code pairs one PC; a PC is suspended, let in again, removed."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.base import Command
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import (
    CodeExpired,
    CodeState,
    ListPcs,
    MakeCode,
    NotPaired,
    NotShared,
    OwnPc,
    PairOffer,
    PcRemoved,
    PcRow,
    PcState,
    PortUnusable,
    ReadSharing,
    RemovePc,
    RenamePc,
    ResumePc,
    Serving,
    ServingState,
    SharedElsewhere,
    StartSharing,
    StopSharing,
    SuspendPc,
)
from desktop_admin.core import pairing
from desktop_admin.core.errors import Invalid, NotAllowed, Refused, SignedOut, Stale
from desktop_admin.desk.base import Desk
from desktop_admin.desk.local import LocalDesk, LocalDoor
from desktop_admin.services import sharing
from desktop_admin.services.office import Office
from desktop_admin.services.sharing import Reception
from tests.conftest import PASSWORD, House, SettableClock
from tests.services.accounts.makers import entries

CERTIFICATE = b"the server's certificate"


class Host:
    """Serves in name only, and says whether it is to."""

    here = True

    def __init__(self) -> None:
        self.told, self.refusal = Serving(), Refused()

    def serving(self) -> Serving:
        return self.told

    def start(self, port: int) -> None:
        if port == 9999:
            raise PortUnusable(port=port, reason="another program uses it")
        self.told = Serving(ServingState.ON, port, (f"192.168.1.20:{port}",), "ABCD")

    def stop(self) -> None:
        self.told = Serving()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def admin(house: House, host: Host) -> LocalDesk:
    """At the PC that holds the data."""
    return hosted(house, host)


def hosted(house: House, host: Host, login: str = "admin", pc: str = "PC-1") -> LocalDesk:
    premises = house.premises
    office = Office(replace(premises.backstage, host=host), premises.feed)
    door = LocalDoor(office, premises.gate, premises, premises.feed, pc.encode())
    return door.sign_in(SignIn(login, PASSWORD))


@pytest.fixture
def reception(house: House) -> Reception:
    return Reception(house.premises.backstage, "教导处电脑")


def paired(reception: Reception, code: str, name: str) -> bytes:
    """The key of a PC that has just been paired."""
    nonce = sha256(name.encode()).digest()[:16]
    proofs = pairing.proofs(pairing.heard(code), CERTIFICATE, nonce)
    answer = reception.pair(PairOffer(name, nonce, proofs.pc), CERTIFICATE)
    assert answer.proof == proofs.server
    return answer.device_key


def rows(desk: Desk, state: PcState | None = None) -> tuple[PcRow, ...]:
    return desk.ask(ListPcs(state=state)).rows


def test_sharing_is_switched_on_and_off_and_stays_wanted(house: House, admin: LocalDesk) -> None:
    now = admin.ask(ReadSharing())
    assert (now.wanted, now.here, now.port, now.serving.state) == (False, True, 8443, ServingState.OFF)
    now = admin.ask(StartSharing(port=9443))
    assert (now.wanted, now.serving.addresses) == (True, ("192.168.1.20:9443",))
    assert sharing.wanted(house.premises.backstage) == 9443
    now = admin.ask(StopSharing())
    assert (now.wanted, now.port, now.serving.state) == (False, 9443, ServingState.OFF)
    assert sharing.wanted(house.premises.backstage) is None
    assert [len(entries(house, f"sharing.{name}")) for name in ("StartSharing", "StopSharing")] == [1, 1]


def test_what_could_not_be_started_is_not_wanted(house: House, admin: LocalDesk) -> None:
    with pytest.raises(PortUnusable, match="another program"):
        admin.ask(StartSharing(port=9999))
    with pytest.raises(Invalid):
        admin.ask(StartSharing(port=80))
    assert sharing.wanted(house.premises.backstage) is None


def test_it_is_switched_nowhere_but_where_the_data_is(house: House) -> None:
    for command in (StartSharing(), StopSharing()):
        with pytest.raises(SharedElsewhere):
            house.sign_in().ask(command)
    assert not house.sign_in().ask(ReadSharing()).here


def test_who_has_not_the_right_neither_switches_nor_pairs_nor_sees_a_code(
    house: House, host: Host, admin: LocalDesk
) -> None:
    house.add_account("auditor", "auditor")
    house.add_account("teacher", "teacher")
    admin.ask(StartSharing())
    admin.ask(MakeCode())
    auditor = hosted(house, host, "auditor")
    assert auditor.ask(ReadSharing()).code is None
    commands: tuple[Command[Any], ...] = (StartSharing(), StopSharing(), MakeCode())
    for command in commands:
        with pytest.raises(NotAllowed):
            auditor.ask(command)
    with pytest.raises(NotAllowed):
        hosted(house, host, "teacher").ask(ReadSharing())


def test_a_code_counts_down_is_used_once_and_tells_by_whom(
    admin: LocalDesk, reception: Reception, clock: SettableClock
) -> None:
    with pytest.raises(NotShared):
        admin.ask(MakeCode())
    admin.ask(StartSharing())
    first = admin.ask(MakeCode())
    assert (first.state, first.seconds_left, len(pairing.heard(first.code))) == (CodeState.VALID, 600, 8)
    clock.forward(timedelta(minutes=4))
    again = admin.ask(ReadSharing()).code
    assert again is not None
    assert (again.code, again.seconds_left) == (first.code, 360)
    paired(reception, first.code, "食堂电脑")
    used = admin.ask(ReadSharing()).code
    assert used is not None
    assert (used.state, used.code, used.used_by) == (CodeState.USED, "", "食堂电脑")
    with pytest.raises(CodeExpired):
        paired(reception, first.code, "PC-8")


def test_a_code_expires_and_a_new_one_ends_the_last(
    admin: LocalDesk, reception: Reception, clock: SettableClock
) -> None:
    admin.ask(StartSharing())
    first, second = admin.ask(MakeCode()), admin.ask(MakeCode())
    assert first.code != second.code
    with pytest.raises(NotPaired):
        paired(reception, first.code, "PC-8")
    clock.forward(timedelta(minutes=10))
    expired = admin.ask(ReadSharing()).code
    assert expired is not None
    assert (expired.state, expired.code) == (CodeState.EXPIRED, "")
    with pytest.raises(CodeExpired):
        paired(reception, second.code, "PC-8")


def test_five_wrong_tries_are_told(admin: LocalDesk, reception: Reception) -> None:
    admin.ask(StartSharing())
    admin.ask(MakeCode())
    for number in range(5):
        with pytest.raises(NotPaired):
            reception.pair(PairOffer("PC", bytes([number] * 16), bytes(32)), CERTIFICATE)
    code = admin.ask(ReadSharing()).code
    assert code is not None
    assert code.state is CodeState.GUESSED


def test_a_code_of_one_server_is_good_at_every_other_on_the_database(
    house: House, admin: LocalDesk, reception: Reception
) -> None:
    admin.ask(StartSharing())
    code = admin.ask(MakeCode()).code
    paired(Reception(house.premises.backstage, "另一台服务器"), code, "PC-8")
    assert reception.knows(paired(reception, admin.ask(MakeCode()).code, "PC-9"))
    assert {row.name for row in rows(admin)} == {"PC-8", "PC-9"}


def test_a_paired_pc_is_listed_with_when_by_whom_and_when_last_seen(
    house: House, admin: LocalDesk, reception: Reception, clock: SettableClock
) -> None:
    admin.ask(StartSharing())
    key = paired(reception, admin.ask(MakeCode()).code, "食堂电脑")
    start = clock.now()
    [row] = rows(admin)
    assert (row.name, row.state, row.added_by, row.added_at, row.seen_at) == (
        "食堂电脑",
        PcState.PAIRED,
        "秦海",
        start,
        start,
    )
    reception.saw(key)
    clock.forward(timedelta(minutes=4))
    reception.saw(key)
    clock.forward(timedelta(minutes=2))
    reception.saw(key)
    [row] = rows(admin)
    assert row.seen_at == start + timedelta(minutes=6), "written down once in five minutes"
    assert row.number == sha256(key).hexdigest()[:8]
    assert [pc.number for pc in sharing.paired_pcs(house.premises.backstage)] == [row.number]
    assert admin.ask(ListPcs(search="食堂")).total == 1
    assert admin.ask(ListPcs(sort="-seen_at", state=PcState.SUSPENDED)).total == 0


def test_a_pc_is_suspended_let_in_again_and_removed(house: House, admin: LocalDesk, reception: Reception) -> None:
    admin.ask(StartSharing())
    key = paired(reception, admin.ask(MakeCode()).code, "食堂电脑")
    premises = house.premises
    door = LocalDoor(premises.office, premises.gate, premises, premises.feed, key)
    desk = door.sign_in(SignIn("admin", PASSWORD))
    [row] = rows(admin)
    with pytest.raises(OwnPc):
        desk.ask(SuspendPc(row.key, row.version))
    row = admin.ask(SuspendPc(row.key, row.version))
    assert row.state is PcState.SUSPENDED
    assert not reception.knows(key)
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())
    row = admin.ask(ResumePc(row.key, row.version))
    assert reception.knows(key)
    gone = admin.ask(RemovePc(row.key, row.version))
    assert not reception.knows(key)
    assert rows(admin, state=PcState.REMOVED) == (gone,)
    for command in (ResumePc, SuspendPc, RemovePc):
        with pytest.raises(PcRemoved):
            admin.ask(command(gone.key, gone.version))
    with pytest.raises(Stale):
        admin.ask(ResumePc(gone.key, row.version))


def test_a_pc_is_renamed_and_its_people_are_told_by_the_new_name(
    house: House, admin: LocalDesk, reception: Reception
) -> None:
    admin.ask(StartSharing())
    key = paired(reception, admin.ask(MakeCode()).code, "DESKTOP-4F2K")
    [row] = rows(admin)
    assert admin.ask(RenamePc(row.key, row.version, name=" 食堂\u202e电脑 ")).name == "食堂电脑"
    premises = house.premises
    door = LocalDoor(premises.office, premises.gate, premises, premises.feed, key)
    assert door.sign_in(SignIn("admin", PASSWORD)).actor.device == "食堂电脑"
    [row] = rows(admin)
    with pytest.raises(Invalid):
        admin.ask(RenamePc(row.key, row.version, name="  "))
