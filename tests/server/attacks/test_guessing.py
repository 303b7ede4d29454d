"""Passwords, pairing codes and floods of requests: each is counted before it is looked at."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
from argon2 import PasswordHasher

from desktop_admin.api import wire
from desktop_admin.api.accounts import Locked, SignIn, SignInFailed
from desktop_admin.api.school import ReadSchool, SetUpSchool
from desktop_admin.api.sharing import NotPaired, PairOffer, Route
from desktop_admin.app.premises import DATABASE, open_premises
from desktop_admin.core import pairing
from desktop_admin.core.errors import Refused
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.server.front import Rates
from desktop_admin.server.limits import Rate
from desktop_admin.services.accounts import passwords
from desktop_admin.services.accounts.gate import FAILED
from desktop_admin.services.sharing import GUESSED, PAIRED
from tests.conftest import PASSWORD, House, SettableClock
from tests.server.raw import READ
from tests.server.site import HOST, Site, serving
from tests.services.accounts.makers import notes

MOST_ROUNDS = 5  # a busy PC blurs one; what differs differs in each


def test_of_forty_guesses_at_once_exactly_five_are_verified(
    site: Site, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, start, seen = site.door(), threading.Barrier(40), list[str]()
    verify = passwords.proves

    def counting(hasher: PasswordHasher, password: str, known: str | None) -> bool:
        seen.append(password)
        return verify(hasher, password, known)

    monkeypatch.setattr(passwords, "proves", counting)

    def guess(number: int) -> type[Refused]:
        start.wait()
        with pytest.raises(Refused) as caught:
            door.sign_in(SignIn("admin", f"guess-{number}"))
        return type(caught.value)

    with ThreadPoolExecutor(40) as crowd:
        outcomes = list(crowd.map(guess, range(40)))
    assert (outcomes.count(Locked), outcomes.count(SignInFailed), len(seen)) == (35, 5, 5)
    assert len(notes(house, FAILED)) == 40


def test_going_from_pc_to_pc_gains_no_guess(site: Site, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an account that knows none of them; its owner's own PC is counted by itself."""
    house.add_account("limin", "teacher")
    site.sign_in("limin", pc="PC-5")
    doors, start, seen = [site.door(f"PC-{70 + number}") for number in range(4)], threading.Barrier(20), list[str]()
    verify = passwords.proves

    def counting(hasher: PasswordHasher, password: str, known: str | None) -> bool:
        seen.append(password)
        return verify(hasher, password, known)

    monkeypatch.setattr(passwords, "proves", counting)

    def guess(number: int) -> None:
        start.wait()
        with pytest.raises(Refused):
            doors[number % 4].sign_in(SignIn("limin", f"guess-{number}"))

    with ThreadPoolExecutor(20) as crowd:
        list(crowd.map(guess, range(20)))
    assert len(seen) == 5
    assert site.sign_in("limin", pc="PC-5").ask(ReadSchool()).name == "实验小学", "the owner is not locked out"


def test_who_exists_cannot_be_told_by_the_time_a_refusal_takes(
    tmp_path: Path, empty_sqlite: Path, clock: SettableClock
) -> None:
    """With a hash that takes a while, as the real one does. One after the other, so that both meet the same load."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    slow = PasswordHasher(time_cost=2, memory_cost=16384, parallelism=1)
    premises = open_premises(tmp_path, f"sqlite:///{tmp_path / DATABASE}", clock=clock, hasher=slow)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    house = House(tmp_path, "", clock, premises)
    took: dict[str, list[float]] = {"admin": [], "nobody": []}

    def ask(door: RemoteDoor, login: str) -> None:
        clock.forward(timedelta(hours=1))  # what was counted is forgotten
        began = time.perf_counter()
        with pytest.raises(SignInFailed):
            door.sign_in(SignIn(login, "Guess#2026-ab"))
        took[login].append(time.perf_counter() - began)

    with serving(house) as site:
        door = site.door()
        for _round in range(MOST_ROUNDS):
            for turn in range(30):
                for login in sorted(took, reverse=turn % 2 == 0):
                    ask(door, login)
            known, unknown = (median(took[login]) for login in ("admin", "nobody"))
            if 0.9 <= known / unknown <= 1.1:
                break
    premises.close()
    assert 0.9 <= known / unknown <= 1.1


def test_a_pairing_code_works_once(site: Site, house: House) -> None:
    code = site.reception.show_code()
    assert site.pair(code, "教室\u202e电脑").name
    with pytest.raises(NotPaired):
        site.pair(code)
    [note] = notes(house, PAIRED)
    assert note == {"pc": "教室\\u202e电脑"}, "a name cannot forge a line"


def test_a_pairing_code_is_good_for_ten_minutes(site: Site, clock: SettableClock) -> None:
    code = site.reception.show_code()
    clock.forward(timedelta(minutes=10))
    with pytest.raises(NotPaired):
        site.pair(code)


def test_five_guesses_end_a_pairing_code_also_at_once(site: Site, house: House) -> None:
    code = site.reception.show_code()

    def guess(number: int) -> None:
        offer = PairOffer("PC", bytes([number] * 16), bytes(32))
        with pytest.raises(NotPaired):
            site.reception.pair(offer, site.certificate)

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(guess, range(8)))
    assert len(notes(house, GUESSED)) == 5
    with pytest.raises(NotPaired):
        site.pair(code)
    site.pair()  # a new code is good


def test_a_code_for_one_server_says_nothing_to_another_that_shows_a_forged_certificate(site: Site) -> None:
    """Whoever sits between the two has another certificate, and the proof is for the one the PC sees."""
    code = site.reception.show_code()
    seen = pairing.proofs(code, b"the certificate in between", bytes(16))
    with pytest.raises(NotPaired):
        site.reception.pair(PairOffer("PC", bytes(16), seen.pc), site.certificate)


def test_too_many_requests_from_one_pc_are_refused_and_another_pc_goes_on(house: House) -> None:
    plenty = Rate(1000, 1000)
    with serving(house, Rates(address=plenty, pc=Rate(8, 0), narrow=Rate(100, 100))) as site:
        desk, other = site.sign_in(), site.sign_in(pc="PC-2")
        codes = [desk._line.post(READ, wire.write(ReadSchool()))[0] for _ in range(12)]
        assert codes == [200] * 7 + [429] * 5
        assert other.ask(ReadSchool()).name == "实验小学"


def test_an_address_that_makes_up_keys_is_limited_all_the_same(house: House) -> None:
    with serving(house, Rates(address=Rate(10, 0), pc=Rate(100, 100), narrow=Rate(100, 100))) as site:
        statuses = list[int]()
        for number in range(12):
            line = Server(HOST, site.port, site.certificate, bytes([number]) * 32).line()
            line.headers["X-Forwarded-For"] = f"10.0.0.{number}"
            statuses.append(line.get(Route.SCHOOL)[0])
            line.close()
        assert statuses == [403] * 10 + [429] * 2


def test_who_makes_up_a_key_for_each_try_does_not_crowd_out_those_who_sign_in(house: House) -> None:
    plenty = Rate(1e6, 1e6)
    with serving(house, Rates(address=plenty, pc=plenty, narrow=plenty, door=Rate(5, 0))) as site:
        statuses = list[int]()
        for number in range(7):
            line = Server(HOST, site.port, site.certificate, bytes([number]) * 32).line()
            statuses.append(line.post(Route.SIGN_IN, wire.write(SignIn("admin", PASSWORD)))[0])
            assert line.get(Route.SCHOOL)[0] == 403, "only these doors are narrow"
            line.close()
        assert statuses == [403] * 5 + [429] * 2


def test_a_rate_fills_by_itself_and_forgets_who_was_not_heard_of() -> None:
    now = [0.0]
    rate = Rate(2, 1, tick=lambda: now[0])
    assert [rate.allows(b"a") for _ in range(3)] == [True, True, False]
    assert rate.allows(b"b"), "others are not held up"
    now[0] = 1.0
    assert [rate.allows(b"a") for _ in range(2)] == [True, False]
    for number in range(20_000):
        rate.allows(number.to_bytes(4, "big"))
    assert len(rate._buckets) == 10_000
