"""A school with a board for notices, and the people around it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop_admin.api.base import DecisionCommand
from desktop_admin.db import changes
from desktop_admin.desk.base import Desk
from tests.conftest import House
from tests.services.approval.notices import (
    EditNotice,
    Notice,
    NoticeDetail,
    ReadNotice,
    Review,
    ReviewAlso,
    SignAsHead,
    Submit,
    WriteNotice,
    register,
)


@dataclass
class Board:
    """author and head belong to one department; first, second and executor to none. Each sits at their own PC."""

    house: House
    people: dict[str, Desk] = field(default_factory=dict)

    def desk(self, who: str) -> Desk:
        return self.people[who]

    def write(self, title: str = "运动会", *, who: str = "author", head: str = "head", reviews: int = 2) -> "Paper":
        command = WriteNotice(title=title, head=self.desk(head).actor.account_id, reviews=reviews)
        return Paper(self, self.desk(who).ask(command).key)


@dataclass
class Paper:
    """One notice, and what somebody does with it as they saw it last."""

    board: Board
    key: Any

    def seen_by(self, who: str = "author") -> NoticeDetail:
        return self.board.desk(who).ask(ReadNotice(self.key))

    def ask(self, who: str, kind: Callable[..., DecisionCommand[NoticeDetail]], **more: Any) -> NoticeDetail:
        seen = self.seen_by(who)
        return self.board.desk(who).ask(kind(self.key, seen.version, revision=seen.revision, **more))

    def edit(self, title: str, who: str = "author") -> NoticeDetail:
        seen = self.seen_by(who)
        return self.board.desk(who).ask(EditNotice(self.key, seen.version, title=title))

    def in_review(self) -> "Paper":
        self.ask("author", Submit)
        self.ask("head", SignAsHead)
        return self

    def ready(self) -> "Paper":
        self.in_review()
        self.ask("first", Review)
        self.ask("second", ReviewAlso)
        return self


@pytest.fixture
def board(house: House, monkeypatch: pytest.MonkeyPatch) -> Board:
    register(monkeypatch)
    monkeypatch.setitem(changes.areas(), Notice.__tablename__, "tests")
    monkeypatch.setitem(changes.readers(), Notice.__tablename__, ReadNotice.permission)
    engine = house.premises.backstage.database.engine
    with engine.begin() as connection:
        Notice.__table__.create(connection)  # type: ignore[attr-defined]  # a Table
    board = Board(house)
    for login, role, name in (
        ("author", "food_safety_officer", "赵作者"),
        ("head", "food_safety_officer", "钱主任"),
        ("first", "food_safety_director", "孙一审"),
        ("second", "food_safety_director", "李二审"),
        ("executor", "food_safety_officer", "周执行"),
    ):
        board.people[login] = house.desk(role, login=login, name=name, pc=f"PC-{login}")
    return board
