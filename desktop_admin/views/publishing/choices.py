"""Departments, columns, channels and people to choose from in filters and forms."""

from collections.abc import Callable
from uuid import UUID

from desktop_admin.api.publishing.registers import PublishingChoices, ReadPublishingChoices
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors import Choices
from desktop_admin.views.kit.known import KnownAnswer

Pairs = list[tuple[UUID, str]]


class Known(KnownAnswer):
    def __init__(self, desk: QtDesk) -> None:
        self.now: PublishingChoices | None = None
        super().__init__(desk)

    def wanted(self) -> ReadPublishingChoices:
        return ReadPublishingChoices()

    def learn(self, answer: PublishingChoices) -> None:
        self.now = answer

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
