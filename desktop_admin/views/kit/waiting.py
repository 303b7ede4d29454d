"""How much waits for somebody in a module, beside its name in the rail, whether or not its pages have been opened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import Query
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.renewal import Renewal


@dataclass(frozen=True, slots=True)
class Waiting:
    """The query that knows it, asked again after changes in its area; count reads its answer."""

    query: Query[Any]
    count: Callable[[Any], int]

    def follow(self, desk: QtDesk, window: QWidget, told: Callable[[int], object]) -> None:
        """As long as the window lives."""

        def ask() -> None:
            desk.ask(self.query, owner=window, then=lambda answer: told(self.count(answer)), failed=nothing)

        if desk.actor.may(self.query.permission):
            Renewal(desk, window, frozenset({self.query.of_area()}), ask)
            ask()
