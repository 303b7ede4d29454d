"""A session is one person's, on one PC, for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop_admin.api.accounts import EndOtherSessions, ReadOwnSecurity, SignIn
from desktop_admin.api.school import ReadSchool
from desktop_admin.core.errors import SignedOut
from desktop_admin.models.accounts import SignedInSession
from desktop_admin.services.accounts.alarms import COPIED
from desktop_admin.services.accounts.sessions import Bearer, device_hash, token_hash, whose
from tests.conftest import PASSWORD, House, SettableClock
from tests.services.accounts.makers import entries


def test_a_copied_token_opens_nothing_on_another_pc_and_is_told_once(house: House) -> None:
    gate = house.premises.gate
    for pc in ("PC-1", "thief"):
        gate.enrol_device(pc.encode(), pc)
    token = gate.sign_in(b"PC-1", SignIn("admin", PASSWORD)).token
    for _ in range(3):
        with pytest.raises(SignedOut):
            house.premises.office.answer(gate.actor(b"thief", token), EndOtherSessions())
    [entry] = entries(house, COPIED)
    assert (entry["device"], entry["note"]["given_to"]) == ("thief", "PC-1")
    owner = gate.actor(b"PC-1", token)
    assert house.premises.office.answer(owner, ReadOwnSecurity()).copied == house.clock.now()


def test_a_token_and_its_pc_are_looked_for_together(house: House) -> None:
    """Beside the alarm: the session of a token is not found from another PC at all."""
    token = house.premises.gate.sign_in(b"PC-1", SignIn("admin", PASSWORD)).token
    bearers = [Bearer(token_hash(token), device_hash(pc)) for pc in (b"PC-1", b"thief")]
    with house.premises.backstage.database.reading() as connection:
        assert list(whose(connection, bearers, house.clock.now())) == bearers[:1]


def test_a_made_up_token_is_refused_without_an_alarm(house: House) -> None:
    gate = house.premises.gate
    find = gate.actor(b"PC-1", b"x" * 32)
    with pytest.raises(SignedOut):
        house.premises.office.answer(find, ReadSchool())
    assert entries(house, COPIED) == []


def test_a_session_ends_after_eight_hours_whatever_is_done_in_it(house: House, clock: SettableClock) -> None:
    desk = house.sign_in()
    for _ in range(7):
        clock.forward(timedelta(hours=1))
        desk.ask(ReadSchool())
    clock.forward(timedelta(minutes=59, seconds=59))
    desk.ask(ReadSchool())
    clock.forward(timedelta(seconds=1))
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())


def test_a_clock_set_back_does_not_bring_an_ended_session_back(house: House, clock: SettableClock) -> None:
    desk = house.sign_in()
    clock.forward(timedelta(hours=9))
    house.sign_in(pc="PC-2")
    clock.forward(timedelta(days=-2))
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())


def test_a_person_ends_their_other_sessions(house: House) -> None:
    first, second = house.sign_in(pc="PC-1"), house.sign_in(pc="PC-2")
    assert [(each.device, each.this) for each in second.ask(ReadOwnSecurity()).sessions[:2]] == [
        ("PC-2", True),
        ("PC-1", False),
    ]
    assert second.ask(EndOtherSessions()) == 2  # the one that made the house, too
    with pytest.raises(SignedOut):
        first.ask(ReadSchool())
    assert len(second.ask(ReadOwnSecurity()).sessions) == 1


def test_neither_a_token_nor_a_pcs_key_is_stored(house: House) -> None:
    token = house.premises.gate.sign_in(b"PC-1", SignIn("admin", PASSWORD)).token
    with house.premises.backstage.database.reading() as connection:
        stored = connection.execute(select(SignedInSession.__table__)).all()
    for row in stored:
        assert not {token, b"PC-1", PASSWORD.encode()} & {value for value in row if isinstance(value, bytes)}


def test_the_first_sign_in_ever_has_none_before_it(house: House) -> None:
    house.add_account("limin")
    seen = house.sign_in("limin").ask(ReadOwnSecurity())
    assert (seen.last_at, seen.last_device, seen.failures) == (None, "", 0)
