"""Pages of long lists: any position, any order, right after every change, wherever it was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from threading import Event, Thread
from typing import Any

import pytest
from msgspec import Struct
from sqlalchemy import event, false, select

from desktop_admin.api.base import Page, PageQuery
from desktop_admin.core.clock import SystemClock
from desktop_admin.core.permissions import Permission
from desktop_admin.db import lists
from desktop_admin.db.engine import open_engine
from desktop_admin.db.maps import WIDTH, Map, Maps
from desktop_admin.db.search import matching
from desktop_admin.db.work import Database, Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.audit import AuditEntry
from tests.conftest import House

PEOPLE = 300
COLUMNS: lists.Columns = {"login": Account.login, "name": Account.name, "valid_until": Account.valid_until}


class Person(Struct):
    login: str
    name: str


class People(PageQuery[Person], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_READ


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small list is long enough for what is meant for long ones."""
    monkeypatch.setattr(lists, "FAR", 100)


@pytest.fixture
def database(house: House) -> Database:
    base = house.premises.backstage.database
    with base.work(house.actor(), "test") as work:
        work.insert_rows(Account, [{"name": f"人{n % 7}", "login": f"p{n:04}"} for n in range(PEOPLE)])
    return base


def page(work: Work, **asked: Any) -> Page[Person]:
    found = select(Account).where(Account.school_id == work.school_id)
    return work.page(People(**asked), found, COLUMNS, lambda account: Person(account.login, account.name))


def look(house: House, database: Database, **asked: Any) -> Page[Person]:
    with database.look(house.actor(), "test") as work:
        return page(work, **asked)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    yield said
    event.remove(database.engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("sort", ["", "login", "-login", "name", "-name", "valid_until", "-valid_until", "nonsense"])
def test_pages_follow_one_another_without_gap_or_repetition_in_every_order(
    house: House, database: Database, sort: str
) -> None:
    pages = [look(house, database, sort=sort, offset=offset, limit=32) for offset in range(0, PEOPLE + 1, 32)]
    rows = [row for one in pages for row in one.rows]
    assert len(rows) == PEOPLE + 1  # and the administrator
    assert len({row.login for row in rows}) == PEOPLE + 1
    assert all(one.total == PEOPLE + 1 for one in pages)
    if sort.removeprefix("-") in {"login", "name"}:
        values = [getattr(row, sort.removeprefix("-")) for row in rows]
        assert values == sorted(values, reverse=sort.startswith("-"))
        ties = [(one.login, two.login) for one, two in pairwise(rows) if one.name == two.name and "name" in sort]
        assert all(one < two for one, two in ties)


def test_past_the_end_there_is_nothing(house: House, database: Database) -> None:
    assert look(house, database, offset=5000) == Page((), PEOPLE + 1)


@pytest.mark.parametrize(("limit", "counted"), [(PEOPLE - 1, 1), (PEOPLE + 1, 1), (PEOPLE + 2, 0), (500, 0)])
def test_a_list_that_is_shorter_than_a_page_is_asked_for_once(
    house: House, database: Database, limit: int, counted: int
) -> None:
    with statements(database) as said:
        found = look(house, database, limit=limit)
    assert found.total == PEOPLE + 1, "with the administrator"
    assert len(found.rows) == min(limit, PEOPLE + 1)
    assert sum("count(*)" in statement for statement in said) == counted


def test_two_lists_that_differ_by_a_value_only_are_remembered_apart(house: House, database: Database) -> None:
    with database.look(house.actor(), "test") as work:
        for number, total in ((0, 43), (6, 42), (0, 43)):
            found = select(Account).where(Account.school_id == work.school_id, Account.name == f"人{number}")
            assert work.page(People(limit=1), found, COLUMNS, lambda account: account.name).total == total


def test_a_far_page_is_read_by_its_keys_once_the_map_is_there(house: House, database: Database) -> None:
    look(house, database, offset=200)
    with statements(database) as said:
        look(house, database, offset=250, limit=10)
    assert not any("OFFSET" in each or "ORDER BY account" in each or "count(" in each for each in said)


def test_columns_of_a_model_make_the_same_page(house: House, database: Database) -> None:
    for offset in (0, 50, 200):
        with database.look(house.actor(), "test") as work:
            found = select(Account.key, Account.login, Account.name).where(Account.school_id == work.school_id)
            asked = People(offset=offset, limit=20, sort="-name")
            plain = work.page(asked, found, COLUMNS, lambda row: Person(row.login, row.name))
            assert plain == page(work, offset=offset, limit=20, sort="-name")


@pytest.mark.parametrize("read", [(Account,), (Account.key, Account.login, Account.name)], ids=["records", "columns"])
def test_what_a_search_finds_is_counted_where_it_was_found(house: House, database: Database, read: Any) -> None:
    """To count it among the records takes longer than to read them all."""
    with database.look(house.actor(), "test") as work:
        found = select(*read).where(Account.school_id == work.school_id, matching(work.session, Account, "人3"))
        with statements(database) as said:
            found_by_page = work.page(People(limit=2), found, COLUMNS, lambda row: Person(row.login, row.name))
    [count] = [each for each in said if "count(" in each]
    assert "FROM account" not in count
    assert found_by_page.total == len([n for n in range(PEOPLE) if n % 7 == 3])


def test_a_list_may_have_its_own_order_last_first(house: House, database: Database) -> None:
    own: lists.Columns = {"-login": Account.login, "name": Account.name}
    with database.look(house.actor(), "test") as work:
        first = work.page(People(limit=1), select(Account), own, lambda account: Person(account.login, account.name))
        again = work.page(People(limit=1, sort="login"), select(Account), own, lambda a: Person(a.login, a.name))
    assert (first.rows[0].login, again.rows[0].login) == (f"p{PEOPLE - 1:04}", "admin")


def test_the_map_is_made_anew_after_a_change(house: House, database: Database) -> None:
    before = look(house, database, offset=150, limit=1)
    with database.work(house.actor(), "test") as work:
        work.add(Account(login="a-first", name="新"))
    after = look(house, database, offset=151, limit=1)
    assert after.rows == before.rows
    assert after.total == before.total + 1


def test_a_change_by_another_process_is_seen(house: House, database: Database) -> None:
    before = look(house, database, offset=150, limit=1)
    other = Database(open_engine(house.url), SystemClock())
    with other.work(house.actor(), "test") as work:
        work.add(Account(login="a-first", name="新"))
    other.engine.dispose()
    assert look(house, database, offset=151, limit=1).rows == before.rows


def test_a_change_elsewhere_keeps_the_map(house: House, database: Database) -> None:
    look(house, database, offset=150)
    desk = house.sign_in()
    with statements(database) as said:
        look(house, database, offset=150)
    assert desk.actor
    assert not any("count(" in each for each in said)


def test_a_row_that_has_left_the_list_is_left_out_even_before_the_map_knows(house: House, database: Database) -> None:
    with database.look(house.actor(), "test") as work:
        page(work, offset=150)
        keys = next(iter(work.maps._maps.values())).value
        assert len(keys.keys) == (PEOPLE + 1) * WIDTH
        gone = page(work, offset=150, limit=2).rows[0]
        listing = lists.Listing(work.session, work.maps, People(), select(Account).where(false()), COLUMNS)
        assert gone
        assert listing._by_keys(house.school_id.bytes) == []


MOVED = {"sqlite": "UPDATE account SET rowid = rowid + 1000", "postgresql": "UPDATE account SET key = key"}


def test_rows_that_have_been_moved_are_found_by_their_keys(house: House, database: Database) -> None:
    """As VACUUM may do, which changes no record."""
    before = look(house, database, offset=150, limit=20)
    with statements(database) as said:
        assert look(house, database, offset=150, limit=20) == before
    assert any(".rowid IN" in each or ".ctid = any" in each for each in said)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(MOVED[database.engine.dialect.name])
    assert look(house, database, offset=150, limit=20) == before


MAP = Map(b"x" * 16, b"")


def test_while_one_makes_the_map_others_are_served_without(house: House, database: Database) -> None:
    making, go_on = Event(), Event()
    maps = Maps()

    def slow() -> Map:
        making.set()
        assert go_on.wait(60)
        return MAP

    maker = Thread(target=maps.keys, args=(("list", ""), (), slow))
    maker.start()
    assert making.wait(60)
    assert maps.keys(("list", ""), (), lambda: pytest.fail("made twice")) is None
    go_on.set()
    maker.join()
    assert maps.keys(("list", ""), (), lambda: pytest.fail("made twice")) == MAP
    assert look(house, database, offset=150).rows


def test_a_part_of_a_map_that_nothing_is_left_in_is_empty() -> None:
    assert Map(b"", b"").part(1024, 128) == Map(b"", b"")


def test_maps_take_only_so_much_room_and_the_longest_unused_goes_first() -> None:
    maps = Maps(room=64)
    for name in "abcd":
        maps.keys((name, ""), (), lambda: MAP)
    maps.keys(("a", ""), (), lambda: pytest.fail("kept"))
    maps.keys(("e", ""), (), lambda: MAP)
    assert [name for name, _ in maps._maps] == ["c", "d", "a", "e"]


def test_a_list_of_the_trail_is_renewed_by_every_transaction(house: House, database: Database) -> None:
    columns: lists.Columns = {"-at": AuditEntry.at}
    for _ in range(2):
        with database.look(house.actor(), "test") as work:
            total = work.page(People(), select(AuditEntry), columns, lambda entry: Person(entry.action, "")).total
            assert total == len(work.session.scalars(select(AuditEntry)).all())
        with database.work(house.actor(), "test") as work:
            work.note(something=1)
