"""Row 6: two Chinese characters among 1,000,000 accounts, a first page with its total as Work.page makes them, against
LIKE over the same columns. A rare word is in 20 records, a common one in a tenth of them."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from desktop_admin.api.base import Page
from desktop_admin.db import lists, search
from desktop_admin.db.maps import Maps
from desktop_admin.db.work import Database
from desktop_admin.models.accounts import Account
from tests.benchmarks import million
from tests.benchmarks.lists import COLUMNS, FOUND, People, Person
from tests.benchmarks.measure import Row, faster, side_by_side

WORDS = (("rare", million.RARE, 50.0), ("common", million.COMMON, 1.5))


def ours(session: Session, word: str) -> ColumnElement[bool]:
    return search.matching(session, Account, word)


def like(_session: Session, word: str) -> ColumnElement[bool]:
    return or_(*(getattr(Account, name).like(f"%{word}%") for name in Account.searched))


def look(session: Session, match: Callable[[Session, str], ColumnElement[bool]], word: str) -> Page[Person]:
    """Nothing is remembered of the time before: the database counts each time."""
    found = FOUND.where(match(session, word))
    return lists.Listing(session, Maps(), People(), found, COLUMNS).page(lambda row: Person(*row))


def compared(database: Database, name: str) -> list[Row]:
    found: list[Row] = []
    with database.look(million.ACTOR, "bench") as work:
        for kind, word, times in WORDS:
            assert look(work.session, ours, word) == look(work.session, like, word)
            quick, slow = side_by_side(
                lambda word=word: look(work.session, ours, word),  # type: ignore[misc]
                lambda word=word: look(work.session, like, word),  # type: ignore[misc]
                rounds=15,
            )
            found.append(faster(f"6 {kind} 2-character word, {name}, s / LIKE", quick, slow, times))
    return found


def rows() -> list[Row]:
    found = compared(million.sqlite(), "SQLite")
    if there := million.postgresql():
        found += compared(there[0], "PostgreSQL")
    return found
