"""Guessing a password is hopeless, and nobody is locked out by others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from desktop_admin.api.accounts import Locked, ReadOwnSecurity, SignIn, SignInFailed, Unlock, WrongPassword
from desktop_admin.core.errors import Refused
from desktop_admin.services.accounts import passwords, proof
from desktop_admin.services.accounts.alarms import CLOCK
from desktop_admin.services.accounts.gate import FAILED
from tests.conftest import PASSWORD, House, SettableClock
from tests.services.accounts.makers import arrived, code_for, created, notes

WRONG = "wrong"


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was compared with a hash."""
    seen: list[str] = []
    verify = passwords.proves

    def counting(hasher: PasswordHasher, password: str, known: str | None) -> bool:
        seen.append(password)
        return verify(hasher, password, known)

    monkeypatch.setattr(passwords, "proves", counting)
    return seen


def guess(house: House, secret: str = WRONG, *, login: str = "admin", pc: str = "PC-1") -> type[Refused]:
    """What a sign-in is refused with."""
    with pytest.raises(Refused) as caught:
        house.door(pc).sign_in(SignIn(login, secret))
    return type(caught.value)


@pytest.mark.parametrize("pcs", [("PC-1",), ("PC-7", "PC-8")])
def test_of_forty_parallel_guesses_exactly_five_are_verified(
    house: House, verified: list[str], pcs: tuple[str, ...]
) -> None:
    """On one PC the account knows, and over two that it does not."""
    doors = [house.door(pc) for pc in pcs]

    def one(number: int) -> type[Refused]:
        with pytest.raises(Refused) as caught:
            doors[number % len(doors)].sign_in(SignIn("admin", f"guess {number}"))
        return type(caught.value)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(40)))
    assert len(verified) == 5
    assert answers.count(SignInFailed) == 5
    assert answers.count(Locked) == 35
    assert len(notes(house, FAILED)) == 40


def test_an_unknown_user_name_is_locked_just_the_same(house: House) -> None:
    assert [guess(house, login="nobody") for _ in range(6)] == [SignInFailed] * 5 + [Locked]


def test_the_right_password_does_not_open_a_locked_account(house: House) -> None:
    for _ in range(5):
        guess(house)
    assert guess(house, PASSWORD) is Locked


def test_a_lock_ends_by_itself_and_says_when(house: House, clock: SettableClock) -> None:
    for _ in range(5):
        guess(house)
    clock.forward(timedelta(minutes=10, seconds=30))
    with pytest.raises(Locked, match="5 minutes"):
        house.sign_in()
    clock.forward(timedelta(minutes=5))
    assert house.sign_in().actor.login == "admin"


def test_a_right_password_forgets_the_wrong_ones_before_it(house: House) -> None:
    for _ in range(3):
        for _ in range(4):
            guess(house)
        house.sign_in()


def test_a_strangers_pc_locks_nobody_out_of_a_pc_of_their_own(house: House) -> None:
    for _ in range(12):
        guess(house, pc="stranger")
    assert guess(house, PASSWORD, pc="stranger") is Locked
    assert guess(house, PASSWORD, pc="another stranger") is Locked
    assert house.sign_in(pc="PC-1").actor.login == "admin"


def test_a_locked_screen_is_guessed_at_no_more_often_than_a_sign_in(house: House, verified: list[str]) -> None:
    desk = house.sign_in()
    verified.clear()
    for _ in range(5):
        with pytest.raises(WrongPassword):
            desk.ask(Unlock(password="wrong"))
    with pytest.raises(Locked):
        desk.ask(Unlock(password=PASSWORD))
    assert guess(house, PASSWORD) is Locked
    assert len(verified) == 5
    assert [note["reason"] for note in notes(house, proof.FAILED)] == ["wrong"] * 5 + ["locked"]


def test_a_code_does_not_open_a_locked_account(house: House) -> None:
    desk = house.sign_in()
    slip = code_for(desk, created(desk, "韩雨桐"))
    for number in range(5):
        guess(house, f"AAAA-AAAA-AAAA-AAA{number}", login="hanyt")
    assert guess(house, slip.code, login="hanyt") is Locked


def test_guesses_at_another_account_do_not_lock_mine(house: House) -> None:
    house.add_account("limin")
    for _ in range(6):
        guess(house, login="limin")
    assert house.sign_in().actor.login == "admin"


def test_a_clock_set_back_unlocks_nothing_revives_nothing_and_is_told_once(house: House, clock: SettableClock) -> None:
    desk = house.sign_in()
    slip = code_for(desk, created(desk, "韩雨桐"))
    clock.forward(timedelta(days=7, minutes=1))
    house.sign_in(pc="PC-2")
    for _ in range(5):
        guess(house)
    clock.forward(timedelta(days=-2))
    assert guess(house, PASSWORD) is Locked
    assert guess(house, slip.code, login="hanyt") is SignInFailed
    house.sign_in(pc="PC-2")
    [note] = notes(house, CLOCK)
    assert note == {"minutes_behind": 2 * 24 * 60}


def test_a_clock_that_is_corrected_by_seconds_is_no_alarm(house: House, clock: SettableClock) -> None:
    house.sign_in()
    clock.forward(timedelta(seconds=-40))
    house.sign_in()
    assert notes(house, CLOCK) == []


def test_the_owner_sees_how_often_somebody_failed(house: House, clock: SettableClock) -> None:
    house.sign_in()
    clock.forward(timedelta(hours=1))
    for _ in range(3):
        guess(house)
    guess(house, pc="stranger")
    seen = house.sign_in().ask(ReadOwnSecurity())
    assert (seen.failures, seen.last_device) == (4, "PC-1")
    assert seen.last_at == clock.now() - timedelta(hours=1)
    assert house.sign_in().ask(ReadOwnSecurity()).failures == 0


def test_unlocking_in_a_session_opened_by_a_code_takes_that_code(house: House) -> None:
    desk = house.sign_in()
    slip = code_for(desk, created(desk, "韩雨桐"))
    theirs = arrived(house, slip)
    assert theirs.ask(Unlock(password=slip.code.lower())).restricted
    with pytest.raises(WrongPassword):
        theirs.ask(Unlock(password="AAAA-AAAA-AAAA-AAAA"))
