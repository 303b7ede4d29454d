"""Departments, columns, channels and people to choose from, read once and again when they change."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_admin.api.publishing.registers import PublishingChoices, ReadPublishingChoices
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.publishing.names import AREA

Pairs = list[tuple[UUID, str]]


class Known(QObject):
    """Lives as long as its screen."""

    learnt = Signal()

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.now: PublishingChoices | None = None
        self._ask()

    def follow(self, screen: QWidget) -> None:
        self.setParent(screen)
        Renewal(self._desk, screen, AREA, self._ask)

    def by_field(self) -> dict[str, Choices]:
        """For the filters and forms of every list."""
        found: dict[str, Callable[[], Pairs]] = {
            "department": self.departments,
            "department_key": self.departments,
            "column": self.columns,
            "column_key": self.columns,
            "channel": self.channels,
            "account": self.people,
        }
        return dict(found)

    def departments(self) -> Pairs:
        return [(one.key, one.name) for one in self.now.departments] if self.now else []

    def columns(self) -> Pairs:
        return [(one.key, one.name) for one in self.now.columns] if self.now else []

    def channels(self) -> Pairs:
        return [(one.key, one.name) for one in self.now.channels] if self.now else []

    def people(self) -> Pairs:
        return [(one.key, f"{one.name} {one.detail}".strip()) for one in self.now.people] if self.now else []

    def _ask(self) -> None:
        self._desk.ask(ReadPublishingChoices(), owner=self, then=self._take, failed=nothing)

    def _take(self, choices: PublishingChoices) -> None:
        self.now = choices
        self.learnt.emit()
