"""Two people decide on one thing at the same moment, again and again: never two decisions, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from desktop_admin.api.approval import AlreadyDecided
from desktop_admin.api.base import DecisionCommand
from desktop_admin.core.errors import Refused
from desktop_admin.core.ids import uuid7
from desktop_admin.models.approval import Decision
from desktop_admin.services.approval import engine
from tests.conftest import House
from tests.services.approval.conftest import Board
from tests.services.approval.notices import (
    PROCESS,
    Notice,
    NoticeDetail,
    NoticeState,
    Return,
    Review,
    ReviewAlso,
    SignAsHead,
    Submit,
)

pytestmark = pytest.mark.as_owner  # of the table that these tests make
ROUNDS = 100
Answer = NoticeDetail | Refused
Made = Callable[[UUID, int], DecisionCommand[NoticeDetail]]


def in_review(house: House, count: int, reviews: int) -> list[tuple[UUID, int]]:
    """So many notices that wait for their reviewers, with the version that everybody sees."""
    writer, head = house.actor(), house.actor()
    database = house.premises.backstage.database
    head = type(head)(uuid7(), *[getattr(head, name) for name in head.__struct_fields__[1:]])
    with database.work(writer, "test") as work:
        notices = [Notice(title=f"第 {n} 号", head_key=head.account_id, reviews=reviews) for n in range(count)]
        for notice in notices:
            engine.begin(work, PROCESS, notice)
            engine.take(work, PROCESS, notice, Submit(notice.key, notice.version, revision=1))
    with database.work(head, "test") as work:
        for each in notices:
            notice = work.hold(Notice, each.key)
            engine.take(work, PROCESS, notice, SignAsHead(notice.key, notice.version, revision=1))
        return [(each.key, work.get(Notice, each.key).version) for each in notices]


def raced(board: Board, seen: list[tuple[UUID, int]], commands: dict[str, Made]) -> list[list[Answer]]:
    """What each of them was answered, for every notice."""
    ready = Barrier(len(commands))

    def one(who: str) -> list[Answer]:
        return [_asked(board, ready, who, commands[who](*each)) for each in seen]

    with ThreadPoolExecutor(len(commands)) as pool:
        return [list(answers) for answers in zip(*pool.map(one, commands), strict=True)]


def _asked(board: Board, ready: Barrier, who: str, command: DecisionCommand[NoticeDetail]) -> Answer:
    ready.wait(20)
    try:
        return board.desk(who).ask(command)
    except Refused as refused:
        return refused


def decisions(house: House, after: int) -> dict[UUID, int]:
    with house.premises.backstage.database.reading() as connection:
        counted = select(Decision.subject_key, func.count()).where(Decision.number > after)
        return {key: count for key, count in connection.execute(counted.group_by(Decision.subject_key))}  # noqa: C416


def test_approved_and_returned_at_once_a_hundred_times_there_is_one_decision(board: Board) -> None:
    seen = in_review(board.house, ROUNDS, reviews=1)
    answers = raced(
        board,
        seen,
        {
            "first": lambda key, version: Review(key, version, revision=1),
            "second": lambda key, version: Return(key, version, revision=1, reason="wrong", remark="不实"),
        },
    )
    assert decisions(board.house, after=2) == {key: 1 for key, _ in seen}
    for both in answers:
        won = [answer for answer in both if isinstance(answer, NoticeDetail)]
        lost = [answer for answer in both if isinstance(answer, AlreadyDecided)]
        assert len(won) == len(lost) == 1, both
        assert lost[0].params["by"] == won[0].history[-1].by
        assert lost[0].params["state"] == won[0].state.label


def test_one_seat_is_filled_once_and_seats_beside_each_other_are_all_filled(board: Board) -> None:
    board.house.add_account("third", "food_safety_director", name="吴三审")
    board.people["third"] = board.house.desk(login="third", pc="PC-third")
    seen = in_review(board.house, 20, reviews=2)
    answers = raced(
        board,
        seen,
        {
            "first": lambda key, version: Review(key, version, revision=1),
            "second": lambda key, version: ReviewAlso(key, version, revision=1),
            "third": lambda key, version: Review(key, version, revision=1),
        },
    )
    assert decisions(board.house, after=2) == {key: 2 for key, _ in seen}
    for three in answers:
        assert [type(answer) for answer in three if isinstance(answer, Refused)] == [AlreadyDecided], three
        ended = [answer for answer in three if isinstance(answer, NoticeDetail) and answer.state is NoticeState.READY]
        assert len(ended) == 1
        assert {line.seat for line in ended[0].history if line.counts} == {"head", "first", "second"}
