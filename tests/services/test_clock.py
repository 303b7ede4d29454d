"""A clock that was far ahead once: time stands still until somebody says so, and then goes on from the present."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from desktop_admin.api.accounts import Locked, SignIn, SignInFailed
from desktop_admin.api.audit import Report
from desktop_admin.api.clock import AcceptClock, ClockIsRight, ClockTooEarly, ReadClock
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.app.premises import Premises, open_premises
from desktop_admin.core.errors import Invalid, NotAllowed, SignedOut, Stale
from desktop_admin.db.verify import verify
from desktop_admin.desk.base import Desk
from desktop_admin.models.audit import AuditEntry
from desktop_admin.services.sharing import codes
from tests.conftest import PASSWORD, QUICK, START, House, SettableClock
from tests.db.test_verify import tamper
from tests.services.accounts.makers import code_for, created

YEAR = timedelta(days=365)
WHY = "主板电池没电"


def rename(desk: Desk, name: str) -> None:
    school = desk.ask(ReadSchool())
    desk.ask(EditSchool(school.key, school.version, name=name))


def check(house: House) -> Report:
    return verify(house.premises.backstage.database, house.premises.backstage.keys, house.folder)


def now(premises: Premises) -> datetime:
    return premises.backstage.database.now()


@pytest.fixture
def year_ahead(house: House, clock: SettableClock) -> Desk:
    """Somebody worked for a while with a clock a year ahead; it has been corrected since."""
    clock.forward(YEAR)
    desk = house.sign_in()
    rename(desk, "未来小学")
    clock.forward(-YEAR)
    return desk


@dataclass
class Beside:
    """Another process on the same database."""

    premises: Premises

    def desk(self) -> Desk:
        return self.premises.door(b"PC-2", "PC-2").sign_in(SignIn("admin", PASSWORD))


@pytest.fixture
def beside(house: House, clock: SettableClock) -> Iterator[Beside]:
    premises = open_premises(house.folder, house.url, clock=clock, hasher=QUICK)
    yield Beside(premises)
    premises.close()


def test_a_clock_that_was_ahead_is_told_of_and_time_stands_still(house: House, year_ahead: Desk) -> None:
    state = year_ahead.ask(ReadClock())
    assert state.behind
    assert (state.present, state.recorded) == (START, START + YEAR)
    assert now(house.premises) == START + YEAR


def test_a_sound_clock_is_not_told_of_nor_set_right(house: House, clock: SettableClock) -> None:
    desk = house.sign_in()
    rename(desk, "甲")
    clock.forward(-timedelta(minutes=10))
    assert not desk.ask(ReadClock()).behind
    with pytest.raises(ClockIsRight):
        desk.ask(AcceptClock(reason=WHY))
    clock.forward(-timedelta(seconds=1))
    assert desk.ask(ReadClock()).behind


def test_the_present_time_is_accepted_once_and_time_goes_on_from_there(
    house: House, year_ahead: Desk, clock: SettableClock
) -> None:
    assert not year_ahead.ask(AcceptClock(reason=WHY)).behind
    assert now(house.premises) == START
    clock.forward(timedelta(hours=1))
    rename(year_ahead, "现在小学")
    clock.forward(-timedelta(minutes=30))
    assert now(house.premises) == START + timedelta(hours=1), "it never runs back again by itself"
    clock.forward(timedelta(minutes=30))
    with pytest.raises(ClockIsRight):
        year_ahead.ask(AcceptClock(reason=WHY))


def test_it_may_happen_again(house: House, year_ahead: Desk, clock: SettableClock) -> None:
    year_ahead.ask(AcceptClock(reason=WHY))
    clock.forward(2 * YEAR)
    rename(house.sign_in(), "更远小学")
    clock.forward(-2 * YEAR + timedelta(hours=1))
    house.sign_in().ask(AcceptClock(reason=WHY))
    assert now(house.premises) == START + timedelta(hours=1)
    assert check(house).clean, check(house).findings


def test_only_who_may_does_it_and_says_why(house: House, year_ahead: Desk) -> None:
    with pytest.raises(NotAllowed):
        house.desk("auditor").ask(AcceptClock(reason=WHY))
    with pytest.raises(Invalid):
        year_ahead.ask(AcceptClock(reason="  "))
    assert now(house.premises) == START + YEAR


def test_a_clock_that_has_fallen_back_before_the_first_record_is_not_accepted(
    house: House, clock: SettableClock
) -> None:
    desk = house.sign_in()
    clock.forward(-9 * YEAR)
    with pytest.raises(ClockTooEarly, match="2017-09-03"):
        desk.ask(AcceptClock(reason=WHY))


def test_the_trail_tells_who_set_it_right_and_why(house: House, year_ahead: Desk) -> None:
    year_ahead.ask(AcceptClock(reason=WHY))
    mine = select(AuditEntry.account_name, AuditEntry.at, AuditEntry.payload)
    with house.premises.backstage.database.engine.connect() as connection:
        [entry] = connection.execute(mine.where(AuditEntry.action == AcceptClock.wire_name())).all()
    assert (entry.account_name, entry.at) == ("秦海", START)
    assert WHY in entry.payload
    assert (START + YEAR).isoformat() in entry.payload


@pytest.mark.as_owner
def test_verify_accepts_that_step_back_and_names_any_other(house: House, year_ahead: Desk) -> None:
    rename(year_ahead, "乙")
    year_ahead.ask(AcceptClock(reason=WHY))
    rename(year_ahead, "丙")
    assert check(house).clean, check(house).findings
    tamper(house, "DELETE FROM clock_mark")
    sentences = " ".join(str(finding) for finding in check(house).findings)
    assert "nobody has set the clock right in between" in sentences


def test_verify_names_a_step_back_that_nobody_accepted(
    house: House, monkeypatch: pytest.MonkeyPatch, clock: SettableClock
) -> None:
    """As a program that did not ask the trail for the time would leave it."""
    database, desk = house.premises.backstage.database, house.premises.console("somebody")
    clock.forward(YEAR)
    rename(desk, "乙")
    monkeypatch.setattr(database, "_moment", lambda: (START, 0))
    rename(desk, "丙")
    monkeypatch.undo()
    [finding] = check(house).findings
    assert "nobody has set the clock right in between" in str(finding)


def test_another_process_hears_of_it_with_its_next_step(house: House, year_ahead: Desk, beside: Beside) -> None:
    theirs = beside.desk()
    assert now(beside.premises) == START + YEAR
    year_ahead.ask(AcceptClock(reason=WHY))
    assert now(beside.premises) == START
    with pytest.raises(SignedOut):
        rename(theirs, "甲")  # that session was begun in the wrong time
    rename(beside.desk(), "乙")
    assert check(house).clean, check(house).findings


def test_a_command_that_began_in_the_wrong_time_is_not_recorded_in_the_new_one(
    house: House, year_ahead: Desk, beside: Beside
) -> None:
    """The time is taken before a transaction has its turn."""
    database = beside.premises.backstage.database
    wrong = database._moment()
    year_ahead.ask(AcceptClock(reason=WHY))
    taken = iter([wrong])
    usual, database._moment = database._moment, lambda: next(taken, None) or usual()  # type: ignore[method-assign]
    with pytest.raises(Stale), database.work(house.actor(), "test") as work:
        work.note(what="late")
    assert database.now() == START
    with database.work(house.actor(), "test") as work:
        work.note(what="again")
    assert check(house).clean, check(house).findings


def test_what_was_made_in_the_wrong_time_ends(house: House, clock: SettableClock) -> None:
    before = house.sign_in(pc="PC-3")
    clock.forward(YEAR)
    admin, other = house.sign_in(), house.sign_in(pc="PC-2")
    slip = code_for(admin, created(admin, "韩雨桐"))
    for _ in range(5):
        with pytest.raises(SignInFailed):
            house.sign_in(password="wrong", pc="PC-2")
    clock.forward(-YEAR)
    admin.ask(AcceptClock(reason=WHY))
    assert before.ask(ReadSchool())
    with pytest.raises(SignedOut):
        other.ask(ReadSchool())
    with pytest.raises(SignInFailed):
        house.sign_in("hanyt", password=slip.code)
    with pytest.raises(Locked):
        house.sign_in(pc="PC-2")
    clock.forward(timedelta(minutes=16))
    house.sign_in(pc="PC-2")
    clock.forward(timedelta(hours=8))
    with pytest.raises(SignedOut):
        admin.ask(ReadSchool())


def test_a_pc_can_be_paired_again(house: House, clock: SettableClock) -> None:
    clock.forward(YEAR)
    admin = house.sign_in()
    database = house.premises.backstage.database
    with database.writing() as connection:
        codes.issue(connection, house.school_id, "秦海", database.now())
    clock.forward(-YEAR)
    admin.ask(AcceptClock(reason=WHY))
    with database.writing() as connection:
        issued = codes.issue(connection, house.school_id, "秦海", database.now())
        newest = codes.latest(connection)
    assert newest is not None
    assert newest.key == issued
