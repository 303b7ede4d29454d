"""Tokens: whose they are, for how long, and from which PC."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from desktop_admin.api import wire
from desktop_admin.api.accounts import (
    BeyondOwnRights,
    ChangePassword,
    ChangeRoles,
    CreateAccount,
    DisableAccount,
    EditAccount,
    IssueCode,
    ListAccounts,
    OwnRoles,
    ReadAccount,
    ReadAccountFields,
    SignIn,
    SignOut,
)
from desktop_admin.api.audit import ReadEntry, RecordHistory
from desktop_admin.api.base import Query
from desktop_admin.api.canteen.sheet import ReadPhoto, ReadSheet, ReadSheetOf
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import PcState, RemovePc, Route, UnknownPc
from desktop_admin.core.errors import NotAllowed, SignedOut
from desktop_admin.core.ids import uuid7
from desktop_admin.desk.line import Cut
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.models.base import Base
from desktop_admin.services import sharing
from desktop_admin.services.accounts.alarms import COPIED
from tests.conftest import PASSWORD, House, SettableClock
from tests.server.raw import READ, refusal
from tests.server.site import Site
from tests.services.accounts.makers import NEW, account, entries


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
    console, pc = house.premises.console("root"), sharing.numbered(backstage, f" {number.upper()} ")
    assert console.ask(RemovePc(pc.key, pc.version)).name == "PC-1"
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())
    with pytest.raises(UnknownPc):
        RemoteDoor(known, site.folder("PC-1")).sign_in(SignIn("admin", PASSWORD))
    assert other.ask(ReadSchool()).name == "实验小学"
    assert [pc.name for pc in sharing.paired_pcs(backstage) if pc.state is PcState.REMOVED] == ["PC-1"]
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


def test_an_account_that_is_disabled_is_out_at_the_next_click_and_hears_nothing_more(site: Site, house: House) -> None:
    boss = site.sign_in()
    house.add_account("limin", "teacher")
    desk = site.sign_in("limin", pc="PC-2")
    feed = desk._line.stream(Route.CHANGES, 10)
    row = account(boss, "limin")
    boss.ask(DisableAccount(row.key, row.version, reason="调离"))
    assert refusal(desk._line.post(READ, wire.write(ReadSchool()))) == (401, "SignedOut")
    with suppress(Cut):
        assert not [line for line in feed.lines() if "calendar" in line]  # it ends by itself
    assert refusal(desk._line.get(Route.CHANGES)) == (401, "SignedOut")


def test_a_new_password_ends_every_other_window(site: Site, house: House) -> None:
    house.add_account("limin", "teacher")
    desk, stolen = site.sign_in("limin"), site.sign_in("limin", pc="PC-66")
    desk.ask(ChangePassword(old=PASSWORD, new=NEW))
    assert desk.ask(ReadSchool()).name == "实验小学"
    assert refusal(stolen._line.post(READ, wire.write(ReadSchool()))) == (401, "SignedOut")


def test_a_token_opens_nothing_once_it_was_signed_out_with(site: Site) -> None:
    desk = site.sign_in()
    thief = site.line()
    thief.headers["Authorization"] = desk._line.headers["Authorization"]
    assert thief.post(READ, wire.write(ReadSchool()))[0] == 200, "the same PC, the same session"
    desk.ask(SignOut())
    assert refusal(thief.post(READ, wire.write(ReadSchool()))) == (401, "SignedOut")
    thief.close()


def test_neither_token_nor_key_lies_in_the_database_or_the_log(
    site: Site, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = site.sign_in(pc="PC-7")
    desk.ask(ReadSchool())
    secrets = [desk._line.headers[name].removeprefix("Bearer ") for name in ("Authorization", "X-Device-Key")]
    with house.premises.backstage.database.reading() as connection:
        rows = (connection.execute(select(table)).all() for table in Base.metadata.sorted_tables)
        kept = [value for row in chain.from_iterable(rows) for value in row]
    for secret in secrets:
        assert bytes.fromhex(secret) not in kept
        assert secret not in caplog.text
        assert not [value for value in kept if isinstance(value, str) and secret in value]


# --- one's own rights ---


def test_nobody_raises_their_own_role(site: Site, house: House) -> None:
    boss = site.sign_in()
    mine = account(boss, "admin")
    with pytest.raises(OwnRoles):
        boss.ask(ChangeRoles(mine.key, mine.version, roles=("system_administrator", "food_safety_director")))
    house.add_account("limin", "office_clerk")
    clerk = site.sign_in("limin", pc="PC-2")
    row = account(boss, "limin")
    with pytest.raises(NotAllowed):
        clerk.ask(ChangeRoles(row.key, row.version, roles=("system_administrator",)))
    assert account(boss, "limin").roles == row.roles


def test_whoever_may_create_accounts_makes_no_administrator_of_them(site: Site, house: House) -> None:
    """Neither a role that a request has no field for, nor an account that has one already."""
    house.add_account("limin", "office_clerk")
    clerk, boss = site.sign_in("limin"), site.sign_in(pc="PC-2")
    asked = {"name": "新人", "number": "G1", "roles": ["system_administrator"]}
    made = clerk._line.post(Route.ASK + CreateAccount.wire_name(), wire.write(asked))
    assert refusal(made) == (400, "NotUnderstood")
    row = account(boss, "admin")
    with pytest.raises(BeyondOwnRights):
        clerk.ask(EditAccount(row.key, row.version, name="admin", number="G2"))
    with pytest.raises(BeyondOwnRights):
        clerk.ask(IssueCode(row.key, row.version))


def test_without_the_right_nothing_is_learnt_by_an_id(site: Site, house: House) -> None:
    """The same refusal for a record that is there and for one that is not."""
    house.add_account("limin", "teacher")
    teacher, boss = site.sign_in("limin"), site.sign_in(pc="PC-2")
    for key in (account(boss, "admin").key, uuid7()):
        reads: list[Callable[[UUID], Query[Any]]] = [
            ReadAccount,
            ReadAccountFields,
            ReadSheet,
            ReadSheetOf,
            ReadPhoto,
            ReadEntry,
        ]
        for request in (*(read(key) for read in reads), RecordHistory("account", key)):
            with pytest.raises(NotAllowed):
                teacher.ask(request)
