"""What a list's search finds, and that it keeps step with the records."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from desktop_admin.db import search
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account, AccountVisit
from desktop_admin.models.school import School
from tests.conftest import House


def found(work: Work, given_text: str) -> set[str]:
    statement = select(Account.name).where(search.matching(work.session, Account, given_text), Account.login != "admin")
    return set(work.session.scalars(statement))


def looked(house: House, given_text: str) -> set[str]:
    with house.premises.backstage.database.look(house.actor(), "test") as work:
        return found(work, given_text)


def add(house: House, *people: dict[str, str]) -> None:
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        for number, person in enumerate(people):
            work.add(Account(**{"login": f"p{number}", "department": ""} | person))


class Undo(Exception): ...


@contextmanager
def undone(house: House) -> Iterator[Work]:
    """A transaction that is rolled back in the end."""
    with suppress(Undo), house.premises.backstage.database.work(house.actor(), "test") as work:
        yield work
        raise Undo


@pytest.fixture
def school(house: House) -> House:
    add(
        house,
        {"name": "陈志强", "pinyin": "chenzhiqiang", "initials": "czq", "login": "chenzq", "department": "教务处"},
        {"name": "李敏", "pinyin": "limin", "initials": "lm", "login": "limin", "department": "总务处"},
        {"name": "李志", "pinyin": "lizhi", "initials": "lz", "login": "lizhi", "number": "100%"},
        {"name": "\U00030eddy", "login": "rare"},
        {"name": "Ｌｅｅ", "login": "lee_1", "number": "A\\7"},
    )
    return house


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("志强", {"陈志强"}),
        ("陈志强", {"陈志强"}),
        ("志", {"陈志强", "李志"}),
        ("李", {"李敏", "李志"}),
        ("\uf9e1", {"李敏", "李志"}),  # the compatibility form of the same character
        ("务处", {"陈志强", "李敏"}),
        ("志 教务", {"陈志强"}),
        ("zhiq", {"陈志强"}),
        ("czq", {"陈志强"}),
        ("ZQ", {"陈志强"}),
        ("lee", {"Lee"}),
        ("%", {"李志"}),
        ("0%", {"李志"}),
        ("_", {"Lee"}),
        ("e_1", {"Lee"}),
        ("\\", {"Lee"}),
        ("A\\", {"Lee"}),
        ("\U00030edd", {"\U00030eddy"}),  # beyond the 65,536 characters of the first plane
        ("\U00030eddy", {"\U00030eddy"}),
        (chr(0xE000 + 0x30EDD % 0x1900), set()),  # what shares its place in the index
        ("强陈", set()),
        ("强教", set()),  # no word reaches from one column into the next
        ("'; --", set()),
        ('"', set()),
    ],
)
def test_every_way_to_type_finds_what_stands_there(school: House, typed: str, names: set[str]) -> None:
    assert {unicodedata.normalize("NFKC", name) for name in looked(school, typed)} == names


def test_nothing_typed_finds_all(school: House) -> None:
    assert len(looked(school, " ")) == 5


def test_an_edited_record_is_found_by_what_it_says_now_only(school: House) -> None:
    with school.premises.backstage.database.work(school.actor(), "test") as work:
        work.session.scalars(select(Account).where(Account.login == "limin")).one().name = "李敏芳"
    assert looked(school, "敏芳") == {"李敏芳"}
    with school.premises.backstage.database.work(school.actor(), "test") as work:
        work.session.scalars(select(Account).where(Account.login == "limin")).one().name = "王芳"
    assert looked(school, "敏芳") == set()
    assert looked(school, "王芳") == {"王芳"}


def test_a_deleted_record_is_forgotten(school: House) -> None:
    with school.premises.backstage.database.work(school.actor(), "test") as work:
        work.session.delete(work.session.scalars(select(Account).where(Account.login == "limin")).one())
    assert looked(school, "李") == {"李志"}
    with school.premises.backstage.database.reading() as connection:
        assert not connection.scalar(text("SELECT count(*) FROM search_account WHERE text LIKE '%limin%'"))


def test_what_was_rolled_back_is_not_found(school: House) -> None:
    with undone(school) as work:
        work.add(Account(name="赵静", login="zhaoj"))
        assert found(work, "赵静") == {"赵静"}
    assert looked(school, "赵静") == set()


def test_imported_rows_are_found(school: House) -> None:
    with school.premises.backstage.database.work(school.actor(), "test") as work:
        work.insert_rows(Account, [{"name": f"周{n}", "login": f"zhou{n}"} for n in range(3)])
    assert looked(school, "周") == {"周0", "周1", "周2"}


def test_a_rebuilt_search_finds_the_same(school: House) -> None:
    engine = school.premises.backstage.database.engine
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM search_account"))
    assert looked(school, "czq") == set()
    with engine.begin() as connection:
        search.rebuild(connection)
    for typed in ("czq", "志强", "李", "%"):
        assert looked(school, typed) == {"李": {"李敏", "李志"}, "%": {"李志"}}.get(typed, {"陈志强"})
    add(school, {"name": "新人", "login": "new"})
    assert looked(school, "新人") == {"新人"}


KEYS = select(Account.key).select_from(Account)


def counted(work: Work, statement: Select[Any]) -> tuple[int, bool]:
    """How many records a statement for keys finds, and whether the search table alone told so."""
    counting = search.counting(statement)
    assert work.session.scalar(counting) == len(work.session.scalars(statement).all())
    return work.session.scalar(counting) or 0, "FROM account" not in str(counting)


@pytest.mark.parametrize(
    ("typed", "here", "there"),
    [("李", 2, 1), ("务处", 2, 0), ("志 教务", 1, 0), ("陈志强", 1, 0), ("李志强", 0, 1), ("%", 1, 1), ("强陈", 0, 0)],
)
def test_a_schools_records_that_say_a_word_are_counted_without_reading_them(
    school: House, typed: str, here: int, there: int
) -> None:
    with undone(school) as work:
        other = work.saved(School(name="别处"))
        work.insert_rows(Account, [{"name": "李志强", "login": "100%", "school_id": other.key}])
        said = search.matching(work.session, Account, typed)
        for key, number in ((work.school_id, here), (other.key, there)):
            assert counted(work, KEYS.where(Account.school_id == key, said)) == (number, True)


def test_what_was_written_in_the_same_transaction_is_counted(school: House) -> None:
    with undone(school) as work:
        work.add(Account(name="李雷", login="lilei"))
        found = KEYS.where(Account.school_id == work.school_id)
        assert counted(work, found.where(search.matching(work.session, Account, "李"))) == (3, True)


def test_whatever_else_is_asked_is_asked_of_the_records(school: House) -> None:
    with school.premises.backstage.database.look(school.actor(), "test") as work:
        said = search.matching(work.session, Account, "李")
        ours = Account.school_id == work.school_id
        found = KEYS.where(ours, said)
        for narrowed, number in (
            (found.where(Account.login == "lizhi"), 1),
            (found.where(Account.login == "chenzq"), 0),
            (found.limit(1), 1),
            (found.join(AccountVisit), 0),
            (KEYS.where(ours, Account.key.not_in(said.right)), 4),
            (KEYS.where(Account.school_id != work.school_id, said), 0),
            (KEYS.where(said), 2),
            (KEYS.where(ours), 6),
        ):
            assert counted(work, narrowed) == (number, False)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=12), typed=st.text(min_size=1, max_size=4))
def test_search_is_a_substring_search_whatever_is_typed(house: House, name: str, typed: str) -> None:
    plain, words = search.folded(name), search.folded(typed).split()
    with undone(house) as work:
        work.insert_rows(Account, [{"name": plain, "login": "0"}])
        expected = all(word in plain or word in "0" for word in words)
        assert bool(found(work, typed)) == expected


def test_sqlite_walks_no_whole_school_for_a_rare_word(school: House) -> None:
    engine = school.premises.backstage.database.engine
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL learns by itself")
    with school.premises.backstage.database.work(school.actor(), "test") as work:
        work.insert_rows(Account, [{"name": f"周{n}", "login": f"zhou{n}", "number": f"{n}"} for n in range(2000)])
    search.learn(engine)
    with engine.connect() as connection:
        found = select(Account.key).where(
            Account.school_id == school.school_id, search.matching(Session(connection), Account, "志强")
        )
        asked = found.compile(engine)
        values = [asked.params[name] for name in asked.positiontup or ()]
        plain = tuple(value.bytes if isinstance(value, UUID) else value for value in values)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", plain).all()
    assert any("sqlite_autoindex_account_1 (key=?)" in str(row) for row in plan)
