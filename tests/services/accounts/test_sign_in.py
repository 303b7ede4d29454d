"""Coming in: one answer for everyone who may not, and nothing kept that was typed."""

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import ChangePassword, DisableAccount, ReadOwnSecurity, SignIn, SignInFailed
from desktop_admin.api.audit import ListEntries, ReadEntry
from desktop_admin.api.school import AlreadySetUp, SetUpSchool
from desktop_admin.app.premises import Premises, open_premises
from desktop_admin.core.errors import Invalid, SignedOut
from desktop_admin.core.passwords import HoldsPersonal, TooShort
from desktop_admin.models.accounts import Account, Credential
from desktop_admin.services.accounts import passwords
from desktop_admin.services.accounts.gate import FAILED, SIGNED_IN, Gate
from tests.conftest import PASSWORD, QUICK, House, SettableClock
from tests.services.accounts.makers import NEW, account, arrived, code_for, created, entries, notes


def refused(house: House, login: str, secret: str) -> str:
    with pytest.raises(SignInFailed) as caught:
        house.door().sign_in(SignIn(login, secret))
    return str(caught.value)


def close(house: House, login: str) -> None:
    desk = house.sign_in()
    row = account(desk, login)
    desk.ask(DisableAccount(row.key, row.version, reason="调离"))


def ends(house: House, login: str, day: date) -> None:
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        account = work.session.scalars(select(Account).where(Account.login == login)).one()
        account.valid_until = day


def test_every_refusal_reads_the_same_and_the_trail_knows_why(house: House, clock: SettableClock) -> None:
    for login in ("gone", "expired"):
        house.add_account(login, "teacher")
    close(house, "gone")
    ends(house, "expired", clock.now().date() - timedelta(days=1))
    tried = [("admin", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("expired", PASSWORD), ("gone", "wrong")]
    assert len({refused(house, *each) for each in tried}) == 1
    reasons = [note["reason"] for note in notes(house, FAILED)]
    assert reasons == ["wrong", "unknown", "disabled", "expired", "wrong"]
    office, auditor = house.premises.office, house.actor()
    [newest] = office.answer(auditor, ListEntries(search="Sign-in failed", limit=1)).rows
    facts = {str(fact.label): str(fact.value) for fact in office.answer(auditor, ReadEntry(newest.key)).facts}
    assert facts["Reason"] == "wrong password or code"


def test_the_last_valid_day_is_still_a_day(house: House, clock: SettableClock) -> None:
    house.add_account("guest")
    ends(house, "guest", clock.now().date())
    desk = house.sign_in("guest")
    clock.forward(timedelta(hours=7, minutes=59))
    desk.ask(ReadOwnSecurity())
    clock.forward(timedelta(hours=4, minutes=2))
    refused(house, "guest", PASSWORD)


def test_a_session_ends_when_its_account_does(house: House, clock: SettableClock) -> None:
    clock.forward(timedelta(hours=10))  # ten in the evening
    house.add_account("guest")
    ends(house, "guest", clock.now().date())
    desk = house.sign_in("guest")
    clock.forward(timedelta(hours=2, minutes=1))
    with pytest.raises(SignedOut):
        desk.ask(ReadOwnSecurity())


def test_one_hash_is_computed_whoever_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    verify = PasswordHasher.verify

    def counting(self: PasswordHasher, known: str, password: str | bytes) -> bool:
        calls.append(known)
        return verify(self, known, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    desk = house.sign_in()
    created(desk, "韩雨桐")  # has never had a password
    for login in ("admin", "nobody", "hanyt", "\x01", "管理员"):
        calls.clear()
        refused(house, login, "wrong")
        assert len(calls) == 1, login


def test_an_unknown_user_name_takes_as_long_as_a_known_one(
    tmp_path_factory: pytest.TempPathFactory, clock: SettableClock
) -> None:
    slow = PasswordHasher(time_cost=3, memory_cost=8192, parallelism=1)
    premises = open_premises(tmp_path_factory.mktemp("timing"), clock=clock, hasher=slow)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    gate = premises.gate
    pairs = [(_seconds(gate, "admin"), _seconds(gate, "nobody")) for _ in range(15)]
    premises.close()
    known, unknown = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = known / unknown
    assert 0.8 < ratio < 1.25  # 0.9 to 1.1 on a quiet PC


def _seconds(gate: Gate, login: str) -> float:
    began = time.process_time()
    gate._prove(login, "wrong")
    return time.process_time() - began


def test_a_password_typed_into_the_user_names_box_is_kept_nowhere(house: House) -> None:
    refused(house, PASSWORD, "")
    [entry] = entries(house, FAILED)
    assert PASSWORD.lower() not in str(entry).lower()
    assert len(entry["note"]["login"]) == 32
    assert entry["account_name"] == ""


def test_text_that_is_no_text_is_refused_like_any_other(house: House) -> None:
    gate = house.premises.gate
    key = b"PC-1"
    for login, secret in (("\ud800", "\udfff"), ("\0", "\0"), ("a" * 200, "b" * 1_000_000)):
        with pytest.raises(SignInFailed):
            gate.sign_in(key, SignIn(login, secret))


def test_text_that_is_no_text_is_refused_at_a_desk_by_its_field(house: House) -> None:
    for login in ("\ud800", "admin\0"):
        with pytest.raises(Invalid, match="User name"):
            house.door().sign_in(SignIn(login, PASSWORD))


def test_a_megabyte_is_refused_before_anything_is_hashed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(PasswordHasher, "verify", lambda *_: calls.append(1))
    with pytest.raises(SignInFailed):
        house.premises.gate.sign_in(b"PC-1", SignIn("admin", "x" * 1_000_000))
    with pytest.raises(Invalid, match="1024"):
        house.door().sign_in(SignIn("admin", "x" * 1_000_000))
    assert calls == []


def test_full_width_letters_and_capitals_are_the_same_user_name_and_password(house: House) -> None:
    full_width = "".join(chr(ord(each) + 0xFEE0) for each in PASSWORD)
    assert house.door().sign_in(SignIn(" ＡＤＭＩＮ ", full_width)).actor.login == "admin"


def test_a_password_is_neither_trimmed_nor_cut(house: House) -> None:
    long = "长 " + "x" * 120 + "9! "
    house.add_account("limin", password=long)
    refused(house, "limin", long.strip())
    refused(house, "limin", long[:-2])
    assert house.sign_in("limin", password=long)


def test_a_code_opens_once_only_its_own_account_and_not_after_seven_days(house: House, clock: SettableClock) -> None:
    desk = house.sign_in()
    first, other, late = (code_for(desk, created(desk, name)) for name in ("韩雨桐", "李敏", "赵静"))
    messages = {refused(house, "limin", first.code)}
    assert arrived(house, first).actor.restricted
    messages.add(refused(house, "hanyt", first.code))
    clock.forward(timedelta(days=7))
    messages.add(refused(house, "zhaojing", late.code))
    messages.add(refused(house, "limin", "wrong"))
    assert len(messages) == 1
    assert other.until == clock.now()


def test_a_code_works_to_its_last_minute(house: House, clock: SettableClock) -> None:
    desk = house.sign_in()
    slip = code_for(desk, created(desk, "韩雨桐"))
    clock.forward(timedelta(days=7, seconds=-1))
    assert arrived(house, slip).actor.restricted


def test_a_password_changed_while_it_is_proven_opens_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change has ended every other session; one that begins a moment later must not slip through."""
    house.add_account("limin")
    theirs, prove = house.sign_in("limin"), passwords.proves

    def meanwhile(hasher: PasswordHasher, password: str, known: str | None) -> bool:
        proven = prove(hasher, password, known)
        monkeypatch.setattr(passwords, "proves", prove)
        theirs.ask(ChangePassword(old=PASSWORD, new=NEW))
        return proven

    door = house.door("PC-2")
    monkeypatch.setattr(passwords, "proves", meanwhile)
    with pytest.raises(SignInFailed):
        door.sign_in(SignIn("limin", PASSWORD))
    assert notes(house, FAILED)[-1]["reason"] == "too late"
    assert len(theirs.ask(ReadOwnSecurity()).sessions) == 1


def test_of_two_who_come_with_one_code_at_once_one_comes_in(house: House) -> None:
    desk = house.sign_in()
    slip = code_for(desk, created(desk, "韩雨桐"))

    def come(pc: str) -> str:
        try:
            arrived(house, slip, pc)
        except SignInFailed as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(come, ["PC-1", "PC-2", "PC-3", "PC-4"]))
    assert sorted(answers) == ["SignInFailed"] * 3 + ["in"]


def test_a_hash_made_with_other_parameters_is_renewed_by_the_next_sign_in(house: House) -> None:
    house.add_account("limin")
    weak = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1)
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        mine = work.session.scalars(select(Account).where(Account.login == "limin")).one()
        credential = passwords.in_force(work.session, mine.key)
        assert credential is not None
        credential.password_hash = weak.hash(PASSWORD)
    refused(house, "limin", "wrong")
    assert weak.check_needs_rehash(hash_of(house, "limin")) is False
    house.sign_in("limin")
    assert QUICK.check_needs_rehash(hash_of(house, "limin")) is False
    assert notes(house, SIGNED_IN)[-1] == {"by": "password", "rehashed": 1}
    house.sign_in("limin")


def hash_of(house: House, login: str) -> str:
    with Session(house.premises.backstage.database.engine) as session:
        found = select(Credential.password_hash).join(Account, Account.key == Credential.account_key)
        return session.scalars(found.where(Account.login == login)).one()


@pytest.fixture
def premises(tmp_path: Path, url: str, clock: SettableClock) -> Iterator[Premises]:
    """Before the first run."""
    opened = open_premises(tmp_path, url, clock=clock, hasher=QUICK)
    yield opened
    opened.close()


def test_the_first_administrators_password_follows_the_same_rule(premises: Premises) -> None:
    def set_up(password: str, login: str = "qinhai", name: str = "秦海") -> None:
        premises.set_up(SetUpSchool(school="第二小学", name=name, login=login, password=password))

    with pytest.raises(TooShort):
        set_up("Ab1!")
    with pytest.raises(HoldsPersonal):
        set_up("Qinhai#2026-Long")
    with pytest.raises(Invalid, match="lower-case"):
        set_up(PASSWORD, login="秦海")
    with pytest.raises(Invalid, match="name"):
        set_up(PASSWORD, name=" ")
    assert premises.school() == ""
    set_up(PASSWORD)
    with pytest.raises(AlreadySetUp):
        set_up(PASSWORD)
