"""From SQLite to PostgreSQL: every row as it was, or nothing at all."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, func, inspect, select, text

from desktop_admin.api.accounts import ListAccounts, SignIn
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.app import care, demo
from desktop_admin.app.care import move as move_folder
from desktop_admin.app.premises import DATABASE, MovedAway, open_premises
from desktop_admin.core.clock import SCHOOL_ZONE
from desktop_admin.core.errors import Refused
from desktop_admin.core.keys import Keys
from desktop_admin.db import move as moving
from desktop_admin.db.engine import open_engine
from desktop_admin.db.move import MoveDiffers, MoveFailed, MoveUnsound, TargetNotEmpty, canonical, move, sum_of
from desktop_admin.db.moved import WorkedOnSince
from desktop_admin.db.roles import OwnerMustMove
from desktop_admin.db.verify import verify
from desktop_admin.db.work import Database
from desktop_admin.models.audit import AuditEntry
from desktop_admin.models.base import Base
from desktop_admin.models.canteen.sheet import Reading
from desktop_admin.models.school import School
from tests.conftest import QUICK, SettableClock
from tests.postgres import EMPTY, Cluster

KILLED = """
import os, signal, sys
from pathlib import Path
from desktop_admin.app import care
from desktop_admin.db import move
known = move.sum_of
def cut(connection, table):
    if table.name == "canteen_sheet":
        os.kill(os.getpid(), signal.SIGKILL)
    return known(connection, table)
move.sum_of = cut
care.move(Path(sys.argv[1]), sys.argv[2], print)
"""
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three weeks of the demo school: something in nearly every table."""
    folder = tmp_path_factory.mktemp("term")
    demo.make(folder, NOW, weeks=3).close()
    return folder


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def folder(term: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(term, tmp_path / "data"))


@pytest.fixture
def url(postgres: Cluster) -> Iterator[str]:
    """Of an empty database, for its owner."""
    address = postgres.fresh_url()
    engine = open_engine(address)
    with engine.begin() as connection:  # the server's databases may be made with every table
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    yield address
    postgres.drop(address)


@pytest.fixture
def engines(folder: Path, url: str) -> Iterator[tuple[Engine, Engine]]:
    here, there = open_engine(f"sqlite:///{folder / DATABASE}"), open_engine(url)
    yield here, there
    here.dispose()
    there.dispose()


def tables_of(engine: Engine) -> list[str]:
    return inspect(engine).get_table_names()


def test_every_row_arrives_as_it_was_and_the_trail_verifies_there(
    folder: Path, engines: tuple[Engine, Engine], clock: SettableClock
) -> None:
    here, there = engines
    premises = open_premises(folder, clock=clock, hasher=QUICK)
    keys = premises.backstage.keys
    premises.close()
    rows = move(here, there, keys, clock)
    assert rows["audit_entry"] > 50
    assert len([table for table, count in rows.items() if count]) > 25
    with here.connect() as one, there.connect() as other:
        for table in Base.metadata.sorted_tables:
            if table.name not in {"audit_entry", "audit_stream", "change_count"}:  # where the move itself is told
                assert sum_of(one, table) == sum_of(other, table), table.name
        measured = select(Reading.value).where(Reading.value.is_not(None)).order_by(Reading.key)
        assert [str(value) for value in one.scalars(measured)] == [str(value) for value in other.scalars(measured)]
    report = verify(Database(there, clock), keys, folder)
    assert report.clean, report.findings


def test_lists_and_searches_find_there_what_they_found_here(folder: Path, url: str, clock: SettableClock) -> None:
    clock.forward(timedelta(hours=1))

    def found(address: str) -> tuple[str, int]:
        premises = open_premises(folder, address, clock=clock)
        desk = premises.door(b"PC", "PC").sign_in(SignIn("qinhai", demo.PASSWORD))
        answer = desk.ask(ReadSchool()).name, desk.ask(ListAccounts(search="王")).total
        premises.close()
        return answer

    before = found("")
    assert before[1] > 0
    assert move_folder(folder, url, lambda _text: None) == 0
    after = found(url)
    assert after == before, "the search was filled as well"


def test_from_then_on_nobody_goes_on_with_the_old_data_by_mistake(folder: Path, url: str) -> None:
    said: list[str] = []
    move_folder(folder, url, said.append)
    assert url in said[0]
    with pytest.raises(MovedAway, match="postgresql"):
        open_premises(folder)
    assert not (folder / DATABASE).exists()
    assert (folder / f"{DATABASE}.moved").stat().st_size > 100_000


def test_a_database_that_is_not_empty_is_refused(engines: tuple[Engine, Engine], clock: SettableClock) -> None:
    here, there = engines
    with there.begin() as connection:
        connection.execute(text("CREATE TABLE mine (x int)"))
    with pytest.raises(TargetNotEmpty, match="mine"):
        move(here, there, Keys(bytes(32)), clock)
    assert tables_of(there) == ["mine"]


def test_a_role_that_may_make_no_tables_is_told_to_move_as_the_owner(
    engines: tuple[Engine, Engine], postgres: Cluster, clock: SettableClock
) -> None:
    empty = postgres.fresh_url(EMPTY)
    served = open_engine(postgres.served(empty))
    with pytest.raises(OwnerMustMove, match=r"runs: desktop-admin move --to postgresql\+psycopg://OWNER@") as told:
        move(engines[0], served, Keys(bytes(32)), clock)
    assert tables_of(served) == []
    served.dispose()
    postgres.drop(empty)
    assert "set-up" not in str(told.value), "that would make another school, which is in the way"


def _cut(engines: tuple[Engine, Engine], clock: SettableClock, kind: type[Refused]) -> str:
    here, there = engines
    keys = Keys.of(Path(str(here.url.database)).parent)
    with pytest.raises(kind) as caught:
        move(here, there, keys, clock)
    assert tables_of(there) == [], "not even an empty table is left"
    return str(caught.value)


def test_a_row_that_arrives_otherwise_than_it_left_undoes_everything(
    engines: tuple[Engine, Engine], clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = moving.sum_of

    def touched(connection: Connection, table: Table) -> moving.Sum:
        if table.name == School.__tablename__:
            connection.execute(text("UPDATE school SET phone = phone || ' '"))
        return known(connection, table)

    monkeypatch.setattr(moving, "sum_of", touched)
    assert "school" in _cut(engines, clock, MoveDiffers)


def test_a_row_that_is_lost_on_the_way_undoes_everything(
    engines: tuple[Engine, Engine], clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = moving.sum_of

    def lost(connection: Connection, table: Table) -> moving.Sum:
        if table.name == "audit_subject":
            connection.execute(text("ALTER TABLE audit_subject DISABLE TRIGGER USER"))
            connection.execute(text("DELETE FROM audit_subject WHERE ctid = (SELECT max(ctid) FROM audit_subject)"))
        return known(connection, table)

    monkeypatch.setattr(moving, "sum_of", lost)
    assert "audit_subject" in _cut(engines, clock, MoveDiffers)


def test_what_postgresql_does_not_take_is_told_with_its_table(
    engines: tuple[Engine, Engine], clock: SettableClock
) -> None:
    with engines[0].begin() as connection:
        connection.exec_driver_sql("UPDATE canteen SET name = name || char(0) || 'b'")
    assert "canteen" in _cut(engines, clock, MoveFailed)


def test_data_that_do_not_verify_are_not_moved(engines: tuple[Engine, Engine], clock: SettableClock) -> None:
    with engines[0].begin() as connection:
        connection.exec_driver_sql("UPDATE school SET phone = '666'")
    assert "was changed in the database" in _cut(engines, clock, MoveUnsound)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_move_that_is_killed_leaves_nothing_there_and_can_be_done_again(folder: Path, url: str) -> None:
    command = [sys.executable, "-c", KILLED, str(folder), url]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert (folder / DATABASE).exists()
    assert move_folder(folder, url, lambda _text: None) == 0


def test_a_move_that_is_cut_off_behind_its_commit_is_ended_by_repeating_it(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _cut_behind_the_commit(folder, url, monkeypatch)
    before, said = _rows(url), list[str]()
    assert move_folder(folder, url, said.append) == 0
    assert "already moved" in said[0]
    assert url in said[0]
    assert not (folder / DATABASE).exists()
    assert (folder / f"{DATABASE}.moved").exists()
    assert _rows(url) == before


def test_of_two_copies_of_which_one_was_worked_on_none_is_put_aside(
    folder: Path, url: str, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _cut_behind_the_commit(folder, url, monkeypatch)
    clock.forward(timedelta(hours=1))
    premises = open_premises(folder, clock=clock)
    desk = premises.door(b"PC", "PC").sign_in(SignIn("qinhai", demo.PASSWORD))
    school = desk.ask(ReadSchool())
    desk.ask(EditSchool(school.key, school.version, name=school.name, phone="0571-1"))
    premises.close()
    with pytest.raises(WorkedOnSince, match=r"account|school"):
        move_folder(folder, url, lambda _text: None)
    assert (folder / DATABASE).exists()


def _cut_behind_the_commit(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(care, "leave", cut)
        with pytest.raises(KeyboardInterrupt):
            move_folder(folder, url, lambda _text: None)
    assert (folder / DATABASE).exists()


def _rows(url: str) -> int:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(AuditEntry)) or 0
    engine.dispose()
    return found


def test_a_value_is_told_alike_whichever_database_it_comes_from() -> None:
    table: Any = Reading.__table__
    blank: dict[str, Any] = dict.fromkeys(table.columns.keys())

    def told(**values: Any) -> bytes:
        row: Any = tuple((blank | values).values())
        return canonical(table, row)

    assert told(value=Decimal("4.50")) != told(value=Decimal("4.5")), "digit for digit"
    peking = NOW.astimezone(SCHOOL_ZONE)
    assert told(at=NOW) == told(at=peking) == told(at=NOW.replace(tzinfo=None))
    assert told(value=None) != told(value=Decimal(0))
