"""A person at a desk without a database, and the theme on the one QApplication."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_admin.api.base import Command
from desktop_admin.core.errors import Refused
from desktop_admin.core.permissions import Actor, Permission
from desktop_admin.desk.base import OUTBOX, UNTOLD, About, Connection, NotAccepted, Unsent
from desktop_admin.views.kit import theme
from desktop_admin.views.kit.desk import QtDesk

EVERYTHING = frozenset(Permission)


class DeskOfOne:
    """Answers every question alike; tests turn its state and call told()."""

    threads = 1

    def __init__(self, permissions: frozenset[Permission] = EVERYTHING, name: str = "王建国") -> None:
        self.actor = Actor(UUID(int=1), UUID(int=2), UUID(int=3), "wangjg", name, "PC-1", permissions)
        self.connection = Connection.HERE
        self.waiting: tuple[Any, ...] = ()
        self.refused: tuple[NotAccepted, ...] = ()
        self.dismissed: list[NotAccepted] = []
        self.answer: Any = None
        self.listeners: list[Callable[[str], object]] = []
        self.closed = False

    def ask(self, _request: Any) -> Any:
        if isinstance(self.answer, Refused):
            raise self.answer
        return self.answer

    def renew(self, actor: Actor) -> None:
        self.actor = actor

    def watch(self, listener: Callable[[str], object]) -> Callable[[], None]:
        self.listeners.append(listener)
        return self.listeners.clear

    def told(self, area: str = OUTBOX) -> None:
        for listener in self.listeners:
            listener(area)

    def unsent(self) -> Unsent:
        return Unsent(waiting=self.waiting, not_accepted=self.refused)

    def keep(self, command: Command[Any], about: About = UNTOLD) -> None:
        """Nothing waits."""

    def dismiss(self, entry: NotAccepted) -> None:
        self.dismissed.append(entry)
        self.refused = ()

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> theme.Look:
    return theme.apply(qapp, theme.Scheme.LIGHT)


@pytest.fixture(autouse=True)
def _light(dressed: theme.Look) -> Iterator[None]:
    """Every test starts and leaves the program light."""
    dressed.switch(theme.Scheme.LIGHT)
    yield
    dressed.switch(theme.Scheme.LIGHT)


@pytest.fixture
def person() -> DeskOfOne:
    return DeskOfOne()


@pytest.fixture
def desk(person: DeskOfOne, qtbot: QtBot) -> Iterator[QtDesk]:
    assert qtbot
    made = QtDesk(person)
    yield made
    made.close()
