"""Row 4: a page at row 900,000 against the first page; row 12: a grid's page through SQLAlchemy Core against psycopg.

Both at 1,000,000 rows, through Work.page as a service calls it, columns of the model and not its objects.
"""

import statistics
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
from msgspec import Struct
from sqlalchemy import select

from desktop_admin.api.base import Page, PageQuery
from desktop_admin.core.permissions import Permission
from desktop_admin.db import lists
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import Account
from tests.benchmarks import million
from tests.benchmarks.measure import Row, seconds, within

FAR = 900_000
PAGES = 40
SORTS = ("name", "-login")
COLUMNS: lists.Columns = {"name": Account.pinyin, "login": Account.login, "number": Account.number}


class Person(Struct, frozen=True):
    key: UUID
    version: int
    name: str
    login: str
    number: str
    department: str


class People(PageQuery[Person], frozen=True):
    permission = Permission.ACCOUNTS_ACCOUNT_READ


FOUND = select(Account.key, Account.version, Account.name, Account.login, Account.number, Account.department).where(
    Account.school_id == million.SCHOOL
)


def page(database: Database, **asked: Any) -> Page[Person]:
    with database.look(million.ACTOR, "bench") as work:
        return work.page(People(**asked), FOUND, COLUMNS, lambda row: Person(*row))


def alternating(*works: Callable[[int], object], rounds: int = PAGES) -> list[float]:
    """Median seconds of each, in turns; the work is told the number of the round."""
    taken: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        for times, work in zip(taken, works, strict=True):
            times.append(seconds(lambda work=work, number=number: work(number)))  # type: ignore[misc]
    return [statistics.median(times) for times in taken]


def far(database: Database, name: str) -> list[Row]:
    found: list[Row] = []
    for sort in SORTS:
        build = seconds(lambda sort=sort: page(database, sort=sort, offset=FAR))  # type: ignore[misc]
        print(f"  (the map of {name} by {sort}, once: {build:.2f} s)")
        first, deep = alternating(
            lambda _number, sort=sort: page(database, sort=sort),  # type: ignore[misc]
            lambda number, sort=sort: page(database, sort=sort, offset=FAR + 128 * number),  # type: ignore[misc]
        )
        found.append(within(f"4 page at row {FAR:,} by {sort}, {name}, s / first page", deep, first, 1.5))
    return found


def grid(database: Database, url: str) -> Row:
    """The same rows by the same keys of the list's map: what the library adds to the driver."""
    blob = _keys(database)
    statement = (
        "SELECT key, version, name, login, number, department FROM account WHERE school_id = %s AND key = ANY(%s)"
    )
    with psycopg.connect(url.replace("+psycopg", "")) as raw, database.look(million.ACTOR, "bench") as work:
        listing = lists.Listing(work.session, work.maps, People(), FOUND, COLUMNS)

        def keys(number: int) -> bytes:
            start = (number * 7919 % (million.COUNT - 128)) * 16
            return blob[start : start + 128 * 16]

        def core(number: int) -> list[Person]:
            return [Person(*row) for row in listing._by_keys(keys(number))]

        def driver(number: int) -> list[Person]:
            packed = keys(number)
            wanted = [UUID(bytes=packed[at : at + 16]) for at in range(0, len(packed), 16)]
            rows = {row[0]: row for row in raw.execute(statement, (million.SCHOOL, wanted))}
            return [Person(*rows[key]) for key in wanted]

        assert core(1) == driver(1)
        bare, ours = alternating(driver, core, rounds=200)
    return within("12 a grid's page through SQLAlchemy Core, s / psycopg", ours, bare, 1.2)


def _keys(database: Database) -> bytes:
    page(database, sort="-login", offset=FAR)
    with database.look(million.ACTOR, "bench") as work:
        return bytes(next(iter(work.maps._maps.values())).value.keys)


def rows() -> list[Row]:
    found = far(million.sqlite(), "SQLite")
    if there := million.postgresql():
        found += far(there[0], "PostgreSQL")
        found.append(grid(*there))
    return found
