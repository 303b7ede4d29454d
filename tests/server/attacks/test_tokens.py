"""Tokens: whose they are, for how long, and from which PC."""

from datetime import timedelta
from hashlib import sha256

import pytest

from desktop_admin.api import wire
from desktop_admin.api.accounts import ChangeRoles, ListAccounts, SignIn
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import NoSuchPc, Route, UnknownPc
from desktop_admin.core.errors import NotAllowed, SignedOut
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.services import sharing
from desktop_admin.services.accounts.alarms import COPIED
from tests.conftest import PASSWORD, House, SettableClock
from tests.server.raw import READ, refusal
from tests.server.site import Site
from tests.services.accounts.makers import account, entries, notes


def test_without_a_token_nothing_is_answered(site: Site) -> None:
    line = site.line()
    assert refusal(line.post(READ, wire.write(ReadSchool()))) == (401, "SignedOut")
    assert refusal(line.get(Route.CHANGES)) == (401, "SignedOut")
    line.close()


def test_a_made_up_token_opens_nothing(site: Site) -> None:
    line = site.line()
    for token in ("", "Bearer", "Bearer zz", "Bearer " + "0" * 64, "Basic YQ==", "Bearer " + "é" * 64):
        line.headers["Authorization"] = token
        assert refusal(line.post(READ, wire.write(ReadSchool()))) == (401, "SignedOut"), token
    line.close()


def test_a_copied_token_is_refused_on_another_pc_and_raises_the_alarm(site: Site, house: House) -> None:
    desk = site.sign_in()
    thief = site.line("PC-66")
    thief.headers["Authorization"] = desk._line.headers["Authorization"]
    for _ in range(3):
        assert refusal(thief.post(READ, wire.write(ReadSchool()))) == (401, "SignedOut")
    assert refusal(thief.get(Route.CHANGES)) == (401, "SignedOut")
    thief.close()
    [entry] = entries(house, COPIED)
    assert (entry["device"], entry["note"]["given_to"]) == ("PC-66", "PC-1")
    assert desk.ask(ReadSchool()).name == "实验小学", "the owner goes on"


def test_a_token_without_the_pcs_key_opens_nothing(site: Site) -> None:
    desk = site.sign_in()
    del desk._line.headers["X-Device-Key"]
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())


def test_a_session_ends_after_eight_hours(site: Site, clock: SettableClock) -> None:
    desk = site.sign_in()
    clock.forward(timedelta(hours=8))
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())


def test_a_pc_that_was_sent_away_signs_nobody_in(site: Site, house: House) -> None:
    known, other, backstage = site.pair(name="PC-1"), site.sign_in(pc="PC-2"), house.premises.backstage
    desk = RemoteDoor(known, site.folder("PC-1"), house.clock).sign_in(SignIn("admin", PASSWORD))
    number = next(pc.number for pc in sharing.paired_pcs(backstage) if pc.number == _number(known))
    console = house.premises.console("root").actor
    assert sharing.send_away(backstage, console, f" {number.upper()} ") == "PC-1"
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())
    with pytest.raises(UnknownPc):
        RemoteDoor(known, site.folder("PC-1")).sign_in(SignIn("admin", PASSWORD))
    assert other.ask(ReadSchool()).name == "实验小学"
    with pytest.raises(NoSuchPc):
        sharing.send_away(backstage, console, number)
    [note] = notes(house, sharing.SENT_AWAY)
    assert note == {"pc": "PC-1"}
    assert [pc.name for pc in sharing.paired_pcs(backstage) if pc.sent_away_at] == ["PC-1"]
    desk.close()


def _number(server: Server) -> str:
    return sha256(server.device_key).hexdigest()[:8]


def test_a_role_taken_away_is_gone_at_the_next_click(site: Site, house: House) -> None:
    boss = site.sign_in()
    house.add_account("limin", "system_administrator")
    desk = site.sign_in("limin", pc="PC-2")
    desk.ask(ListAccounts())
    row = account(boss, "limin")
    boss.ask(ChangeRoles(row.key, row.version, roles=("teacher",)))
    with pytest.raises((NotAllowed, SignedOut)):
        desk.ask(ListAccounts())
