"""What several do in one transaction is told of each of them, whenever it is flushed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from uuid import UUID

import pytest

from desktop_admin.api.accounts import SignOut
from desktop_admin.core.permissions import Actor
from desktop_admin.db.work import Together, Work
from desktop_admin.models.accounts import Account, RoleGrant
from tests.conftest import House
from tests.services.accounts.makers import entries

Act = Callable[[Work], object]


@pytest.fixture
def people(house: House) -> list[Actor]:
    return [house.desk("clerk", login=login, name=name).actor for login, name in (("wang", "王建国"), ("li", "李敏"))]


@pytest.fixture
def accounts(house: House) -> list[UUID]:
    return [house.add_account(login, "teacher", name=login).key for login in ("zhao", "qian")]


def do(house: House, people: list[Actor], *parts: list[Act]) -> None:
    """Each part in one flush, each of its acts by another person."""
    waiting = iter(people)
    with house.premises.backstage.database.together() as several:
        for acts in parts:
            turns = [several.join(next(waiting), SignOut()) for _ in acts]
            for turn, act in zip(turns, acts, strict=True):
                with several.take(turn):
                    act(turn.work)
            several.settle(turns)


def told(house: House) -> list[tuple[str, list[tuple[str, str, list[str]]]]]:
    """Who did what to which table, and to which fields."""
    found = [(entry["account_name"], entry["changes"]) for entry in entries(house, SignOut.wire_name())]
    return sorted((name, [(one["table"], one["done"], sorted(one["fields"])) for one in done]) for name, done in found)


def call(key: UUID, name: str) -> Act:
    def act(work: Work) -> None:
        work.get(Account, key).name = name

    return act


def test_each_is_told_what_it_changed_though_all_is_flushed_at_once(
    house: House, people: list[Actor], accounts: list[UUID]
) -> None:
    one, other = accounts
    do(house, people, [call(one, "赵敏"), call(other, "钱伟")])
    assert told(house) == [(name, [("account", "update", ["name"])]) for name in ("李敏", "王建国")]


def test_what_one_deletes_is_told_of_that_one(house: House, people: list[Actor], accounts: list[UUID]) -> None:
    def take_roles(work: Work) -> None:
        for grant in work.session.query(RoleGrant).filter_by(account_key=accounts[0]):
            work.session.delete(grant)

    do(house, people, [take_roles, call(accounts[1], "钱伟")])
    (_, changed), (_, deleted) = told(house)
    assert [one[:2] for one in changed] == [("account", "update")]
    assert [one[:2] for one in deleted] == [("role_grant", "delete")]


def test_a_record_that_was_left_as_it_was_is_told_of_whoever_changes_it_then(
    house: House, people: list[Actor], accounts: list[UUID]
) -> None:
    do(house, people, [call(accounts[0], "zhao")], [call(accounts[0], "赵敏")])
    assert told(house) == [("李敏", [("account", "update", ["name"])])]


def test_what_is_nobodys_is_not_written(house: House, people: list[Actor], accounts: list[UUID]) -> None:
    def later(several: Together) -> None:
        several.session.get_one(Account, accounts[0]).name = "赵敏"

    def attempt() -> None:
        with house.premises.backstage.database.together() as several:
            turn = several.join(people[0], SignOut())
            with several.take(turn):
                call(accounts[1], "钱伟")(turn.work)
            later(several)
            several.settle([turn])

    with pytest.raises(KeyError):
        attempt()
    assert told(house) == []


def test_what_was_not_settled_is_told_at_the_end(house: House, people: list[Actor], accounts: list[UUID]) -> None:
    with house.premises.backstage.database.together() as several:
        turn = several.join(people[0], SignOut())
        with several.take(turn):
            call(accounts[0], "赵敏")(turn.work)
    assert told(house) == [("王建国", [("account", "update", ["name"])])]


def test_of_two_that_wait_for_each_other_the_one_that_is_undone_is_done_anew(
    house: House, people: list[Actor], accounts: list[UUID]
) -> None:
    if house.url.startswith("sqlite"):
        pytest.skip("one writer")
    database, met = house.premises.backstage.database, Barrier(2)

    def take(who: Actor, keys: list[UUID]) -> None:
        def attempt() -> None:
            with database.work(who, SignOut.wire_name()) as work:
                for place, key in enumerate(keys):
                    work.hold(Account, key).phone += "1"
                    work.session.flush()
                    if place == 0 and not met.broken:
                        with suppress(BrokenBarrierError):
                            met.wait(3)
                met.abort()

        database.again(attempt)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(take, people[0], accounts), pool.submit(take, people[1], accounts[::-1])]:
            done.result()
    assert len(told(house)) == 2
    with database.look(people[0], "test") as work:
        assert [work.get(Account, key).phone for key in accounts] == ["11", "11"]
