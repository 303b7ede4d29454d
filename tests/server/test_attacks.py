"""Everything that somebody on the school's network may try, each with its refusal."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from argon2 import PasswordHasher

from desktop_admin.api import wire
from desktop_admin.api.accounts import ChangeRoles, ListAccounts, Locked, ReadAccount, SignIn, SignInFailed
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.api.sharing import NoSuchPc, NotPaired, PairOffer, Route, UnknownPc
from desktop_admin.core import pairing
from desktop_admin.core.errors import NotAllowed, NotFound, Refused, SignedOut
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Actor
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.models.accounts import Account
from desktop_admin.models.school import School
from desktop_admin.server.front import Rates
from desktop_admin.server.limits import Rate
from desktop_admin.services import sharing
from desktop_admin.services.accounts import passwords
from desktop_admin.services.accounts.alarms import COPIED
from desktop_admin.services.accounts.gate import FAILED
from desktop_admin.services.sharing import GUESSED, PAIRED
from tests.conftest import PASSWORD, House, SettableClock
from tests.server.raw import READ, refusal
from tests.server.site import HOST, Site, serving
from tests.services.accounts.makers import account, entries, notes

# --- tokens ---


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
    desk, other, backstage = site.sign_in(), site.sign_in(pc="PC-2"), house.premises.backstage
    known = Server(HOST, site.port, site.certificate, sha256(b"PC-1").digest())
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


# --- records ---


def test_another_schools_record_is_not_found_by_its_id(site: Site, house: House) -> None:
    other = Actor(uuid7(), uuid7(), uuid7(), "x", "x", "x", frozenset())
    with house.premises.backstage.database.work(other, "test") as work:
        theirs = work.add(School(key=other.school_id, name="另一所学校"))
        person = work.add(Account(login="theirs", name="别人"))
    desk = site.sign_in()
    with pytest.raises(NotFound):
        desk.ask(EditSchool(theirs.key, 1, name="我的"))
    with pytest.raises(NotFound):
        desk.ask(ReadAccount(person.key))
    assert "theirs" not in {row.login for row in desk.ask(ListAccounts()).rows}


# --- guessing ---


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
