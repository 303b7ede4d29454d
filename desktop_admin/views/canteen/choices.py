"""Canteens and people to choose from in filters and forms, read once and again when they change."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.canteen.checklist import ListPeople, Person
from desktop_admin.api.canteen.registers import CanteenRow, ListCanteens
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.renewal import Renewal

Pairs = list[tuple[Any, str]]


class _Choices(QObject):
    """Called when a form is made; answers what was read last."""

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.pairs: Pairs = []
        self.ask()

    def follow(self, screen: QWidget) -> None:
        """Live as long as a screen, and be read again with it."""
        self.setParent(screen)
        Renewal(self._desk, screen, frozenset({ListCanteens.of_area()}), self.ask)

    def __call__(self) -> Pairs:
        return self.pairs

    def ask(self) -> None:
        raise NotImplementedError


class CanteenChoices(_Choices):
    def ask(self) -> None:
        self._desk.ask(ListCanteens(), owner=self, then=self._take, failed=nothing)

    def _take(self, page: Page[CanteenRow]) -> None:
        self.pairs = [(row.key, row.name) for row in page.rows]


class PeopleChoices(_Choices):
    def ask(self) -> None:
        self._desk.ask(ListPeople(), owner=self, then=self._take, failed=nothing)

    def _take(self, people: tuple[Person, ...]) -> None:
        self.pairs = [(person.key, f"{person.name} {person.post}".strip()) for person in people]
