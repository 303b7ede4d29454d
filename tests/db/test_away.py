"""PostgreSQL goes away for a moment: what was asked is done once, and who asked notices nothing."""

import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, func, select

from desktop_admin.api.accounts import CreateAccount, IssueCode, ListAccounts
from desktop_admin.api.school import AddCalendarDays, EditSchool, ListCalendarDays, ReadSchool
from desktop_admin.api.sharing import AnswerLost
from desktop_admin.core.errors import DatabaseAway, NotStored, Stale
from desktop_admin.core.feed import Touched
from desktop_admin.db import work
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import ActivationCode
from desktop_admin.models.audit import AuditEntry, CommandLog
from desktop_admin.models.school import ClosedDay
from tests.conftest import House
from tests.postgres import Cluster
from tests.server.site import serving, wait_until

CUTS = 8
pytestmark = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


class Line:
    """Breaks at a commit, as often as it is told: after it was done, or before."""

    def __init__(self, house: House) -> None:
        self._dialect: Any = house.premises.backstage.database.engine.dialect
        self._commit = self._dialect.do_commit
        self.done_and_lost = self.lost = 0

    def break_at_commits(self) -> None:
        self._dialect.do_commit = self._break

    def mend(self) -> None:
        self._dialect.do_commit = self._commit

    def _break(self, connection: Any) -> None:
        if self.done_and_lost:
            self.done_and_lost -= 1
            self._commit(connection)
        elif self.lost:
            self.lost -= 1
        else:
            return self._commit(connection)
        raw: psycopg.Connection = getattr(connection, "driver_connection", connection)
        raw.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def line(house: House) -> Iterator[Line]:
    line = Line(house)
    line.break_at_commits()
    yield line
    line.mend()


def count(house: House, what: Any, *where: Any) -> int:
    with house.premises.backstage.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(what).where(*where)) or 0


def rename(desk: Desk, name: str) -> EditSchool:
    school = desk.ask(ReadSchool())
    return EditSchool(school.key, school.version, name=name)


@pytest.mark.parametrize("fault", ["done_and_lost", "lost"])
def test_a_command_whose_commit_was_never_acknowledged_is_done_once_and_answered(
    house: House, line: Line, fault: str
) -> None:
    desk = house.sign_in()
    command = rename(desk, "第二小学")
    heard: list[str] = []
    desk.watch(heard.append)
    setattr(line, fault, 1)
    answer = desk.ask(command)
    assert getattr(line, fault) == 0, "the line did break"
    assert (answer.name, answer.version) == ("第二小学", command.version + 1)
    assert desk.ask(ReadSchool()).version == command.version + 1
    assert count(house, AuditEntry, AuditEntry.action == "school.EditSchool") == 1
    assert [Touched.of(word).area for word in heard] == ["school"], "the other screens hear of it"


def test_the_line_may_break_several_times(house: House, line: Line) -> None:
    desk = house.sign_in()
    command = rename(desk, "第二小学")
    line.lost, line.done_and_lost = 2, 0
    assert desk.ask(command).version == command.version + 1
    assert line.lost == 0
    assert count(house, CommandLog, CommandLog.id == command.id) == 1


def test_a_secret_that_was_made_but_not_acknowledged_is_not_made_again(house: House, line: Line) -> None:
    desk = house.sign_in()
    person = desk.ask(CreateAccount(name="王小明", number="G1"))
    codes = count(house, ActivationCode)
    line.done_and_lost = 1
    with pytest.raises(AnswerLost):
        desk.ask(IssueCode(key=person.key, version=person.version))
    assert count(house, ActivationCode) == codes + 1
    line.lost = 1
    [person] = desk.ask(ListAccounts(search="wang")).rows
    assert desk.ask(IssueCode(key=person.key, version=person.version)), "that was not done is done"
    assert count(house, ActivationCode) == codes + 2


def test_a_refusal_is_not_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = house.sign_in()
    stale = rename(desk, "第二小学")
    desk.ask(rename(desk, "第三小学"))
    paused: list[float] = []
    monkeypatch.setattr(time, "sleep", paused.append)
    with pytest.raises(Stale):
        desk.ask(stale)
    assert paused == []


def _at_least(found: list[date], wanted: int) -> bool:
    return len(found) >= wanted


@contextmanager
def listening(target: Any, name: str, hear: Any) -> Generator[None]:
    event.listen(target, name, hear)
    yield
    event.remove(target, name, hear)


def test_every_connection_is_ended_again_and_again_and_four_people_save_on(house: House, postgres: Cluster) -> None:
    people, days = 4, 6
    desks = [house.sign_in(pc=f"PC-{person}") for person in range(people)]

    saved: list[date] = []

    def save(person: int) -> None:
        for number in range(days):
            day = date(2027, 1, 1) + timedelta(days=person * 100 + number)
            [made] = desks[person].ask(AddCalendarDays(first=day, last=day, reason="假"))
            assert made.day == day
            assert desks[person].ask(ListCalendarDays()).total > number
            saved.append(day)

    ended = 0
    with ThreadPoolExecutor(people) as pool:
        saving = [pool.submit(save, person) for person in range(people)]
        for cut in range(1, CUTS + 1):
            ended += postgres.cut(house.url)
            wait_until(partial(_at_least, saved, cut))
        for each in saving:
            each.result()
    assert ended > people, "connections were ended while they saved"
    assert count(house, ClosedDay) == people * days
    assert count(house, AuditEntry, AuditEntry.action == "school.AddCalendarDays") == people * days


def test_a_line_that_was_cut_while_nobody_used_it_is_made_anew_before_it_is_missed(
    house: House, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where what is asked for is not asked twice, as at a sign-in."""
    assert count(house, AuditEntry)
    monkeypatch.setattr("desktop_admin.db.engine.RESTED", 0.0)
    assert postgres.cut(house.url)
    assert count(house, AuditEntry)


def test_a_database_that_stays_away_is_said_so_in_time(
    house: House, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PATIENCE", 0.3)
    desk = house.sign_in()
    command = rename(desk, "第二小学")
    line.lost = 1000
    before = time.monotonic()
    with pytest.raises(DatabaseAway):
        desk.ask(command)
    assert 0.1 < time.monotonic() - before < 5, "the time that it is given by itself is six"
    line.lost = 0
    assert desk.ask(command).name == "第二小学"


def test_through_a_server_nobody_notices_either(house: House, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(house) as site:
        desk = site.sign_in()
        line.done_and_lost = 1
        command = rename(desk, "第二小学")
        assert desk.ask(command).version == command.version + 1
        monkeypatch.setattr(work, "PATIENCE", 0.2)
        line.lost = 1000
        with pytest.raises(DatabaseAway):
            desk.ask(rename(desk, "第三小学"))
        with pytest.raises(DatabaseAway):
            site.sign_in(pc="PC-2")
        line.lost = 0
        assert desk.ask(ReadSchool()).name == "第二小学"


def test_a_lock_that_is_not_given_in_time_is_no_broken_line(house: House) -> None:
    desk = house.sign_in()
    database = house.premises.backstage.database
    with database.engine.connect() as other, listening(database.engine, "begin", _hurry):
        other.exec_driver_sql("SELECT 1 FROM school FOR UPDATE")
        before = time.monotonic()
        with pytest.raises(NotStored, match="lock timeout"):
            desk.ask(rename(desk, "第二小学"))
        assert time.monotonic() - before < 5, "and was not tried again until the six seconds are over"


def _hurry(connection: Any) -> None:
    connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
