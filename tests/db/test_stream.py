"""The end of an audit stream is taken up where it was left, and asked for where somebody else has moved it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select

from desktop_admin.core.permissions import Actor
from desktop_admin.db.verify import verify
from desktop_admin.db.work import Database
from desktop_admin.models.audit import AuditEntry
from tests.conftest import House


def database(house: House) -> Database:
    return house.premises.backstage.database


def elsewhere(house: House) -> Database:
    """Another process on the same database: it remembers nothing of this one."""
    return Database(database(house).engine, house.clock)


def write(there: Database, actor: Actor, turn: int) -> None:
    with there.work(actor, "test.append") as work:
        work.note(turn=turn)


def numbers(house: House, actor: Actor) -> list[int]:
    mine = select(AuditEntry.number).where(AuditEntry.stream == actor.session_id).order_by(AuditEntry.number)
    with database(house).reading() as connection:
        return list(connection.scalars(mine))


@contextmanager
def asked(house: House) -> Iterator[list[str]]:
    """How often the end of a stream is read."""
    found: list[str] = []

    def note(*given: Any) -> None:
        if "FROM audit_stream" in given[2]:
            found.append(given[2])

    event.listen(database(house).engine, "before_cursor_execute", note)
    yield found
    event.remove(database(house).engine, "before_cursor_execute", note)


def test_whoever_goes_on_alone_reads_the_end_once(house: House) -> None:
    actor = house.actor()
    with asked(house) as reads:
        for turn in range(5):
            write(database(house), actor, turn)
    assert len(reads) == 2, "once to find no stream, and once after it was begun"
    assert numbers(house, actor) == [1, 2, 3, 4, 5]


def test_two_processes_that_write_one_stream_in_turns_never_fork_it(house: House) -> None:
    actor, other = house.actor(), elsewhere(house)
    for turn in range(6):
        write(other if turn % 2 else database(house), actor, turn)
    assert numbers(house, actor) == [1, 2, 3, 4, 5, 6]
    assert not verify(database(house), house.premises.backstage.keys, None).findings


def test_what_was_undone_moves_no_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = house.actor()
    write(database(house), actor, 0)
    with monkeypatch.context() as broken:
        broken.setattr("desktop_admin.db.changes.Left.settle", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write(database(house), actor, 1)
    write(database(house), actor, 2)
    assert numbers(house, actor) == [1, 2]


def test_only_the_newest_ends_are_remembered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.db.work.ENDS", 2)
    actors = [house.actor() for _ in range(4)]
    for turn in range(2):
        for actor in actors:
            write(database(house), actor, turn)
    assert [numbers(house, actor) for actor in actors] == [[1, 2]] * 4
    assert len(database(house)._ends) == 2
