"""Courses, people, homework and resources to choose from in forms, read once and again when they change."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_admin.api.base import Page
from desktop_admin.api.training.assignments import AssignmentRow, ListAssignments
from desktop_admin.api.training.base import ListTrainingPeople, TrainingPerson
from desktop_admin.api.training.courses import CourseRow, ListCourses
from desktop_admin.api.training.resources import ListResources, ResourceRow, ResourceState
from desktop_admin.views.kit.desk import QtDesk, nothing
from desktop_admin.views.kit.renewal import Renewal
from desktop_admin.views.training.names import AREA, DOT

Pairs = list[tuple[Any, str]]
MOST = 500


class _Choices(QObject):
    """Called when a form is made; answers what was read last. came: it has been read anew."""

    came = Signal()

    def __init__(self, desk: QtDesk) -> None:
        super().__init__()
        self._desk = desk
        self.pairs: Pairs = []
        self.ask()

    def follow(self, screen: QWidget) -> None:
        """Live as long as a screen, and be read again with it."""
        self.setParent(screen)
        Renewal(self._desk, screen, AREA, self.ask)

    def __call__(self) -> Pairs:
        return self.pairs

    def ask(self) -> None:
        raise NotImplementedError

    def _keep(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.came.emit()


class CourseChoices(_Choices):
    def ask(self) -> None:
        self._desk.ask(ListCourses(limit=MOST), owner=self, then=self._take, failed=nothing)

    def _take(self, page: Page[CourseRow]) -> None:
        self._keep([(row.key, f"{row.title}{DOT}{row.number}") for row in page.rows])


class PeopleChoices(_Choices):
    """Empty for who only learns: whom there is, is not theirs to know."""

    def ask(self) -> None:
        if self._desk.actor.may(ListTrainingPeople.permission):
            self._desk.ask(ListTrainingPeople(), owner=self, then=self._take, failed=nothing)

    def _take(self, people: tuple[TrainingPerson, ...]) -> None:
        told = ((each.key, (each.name, each.department)) for each in people)
        self._keep([(key, DOT.join(filter(None, words))) for key, words in told])


class HomeworkChoices(_Choices):
    """Of all courses until one is named."""

    def __init__(self, desk: QtDesk) -> None:
        self.course: UUID | None = None
        super().__init__(desk)

    def of(self, course: UUID) -> None:
        self.course = course
        self.ask()

    def ask(self) -> None:
        self._desk.ask(ListAssignments(course=self.course, limit=MOST), owner=self, then=self._take, failed=nothing)

    def _take(self, page: Page[AssignmentRow]) -> None:
        one = self.course is not None
        self._keep([(row.key, row.title if one else f"{row.title}{DOT}{row.course}") for row in page.rows])


class ResourceChoices(_Choices):
    """What has been approved; whether its rights still hold is told where it is added."""

    def ask(self) -> None:
        wanted = ListResources(state=ResourceState.APPROVED, limit=MOST)
        self._desk.ask(wanted, owner=self, then=self._take, failed=nothing)

    def _take(self, page: Page[ResourceRow]) -> None:
        self._keep([(row.key, row.title) for row in page.rows])
