"""Courses, people, homework and resources to choose from in filters and forms."""

from uuid import UUID

from msgspec.structs import replace

from desktop_admin.api.base import Page
from desktop_admin.api.training.assignments import AssignmentRow, ListAssignments
from desktop_admin.api.training.base import ListTrainingPeople, TrainingPerson
from desktop_admin.api.training.courses import CourseRow, ListCourses
from desktop_admin.api.training.resources import ListResources, ResourceRow
from desktop_admin.views.kit.desk import QtDesk
from desktop_admin.views.kit.editors.base import Pairs
from desktop_admin.views.kit.known import KnownPairs
from desktop_admin.views.training.names import DOT

MOST = 500


class CourseChoices(KnownPairs):
    def wanted(self) -> ListCourses:
        return ListCourses(limit=MOST)

    def pairs_of(self, answer: Page[CourseRow]) -> Pairs:
        return [(row.key, f"{row.title}{DOT}{row.number}") for row in answer.rows]


class GradeBookChoices(CourseChoices):
    """Those whose grade book is shown to them; first where somebody takes part."""

    def wanted(self) -> ListCourses:
        return ListCourses(graded=True, limit=MOST)

    def pairs_of(self, answer: Page[CourseRow]) -> Pairs:
        rows = sorted(answer.rows, key=lambda row: not row.taken)
        return super().pairs_of(replace(answer, rows=tuple(rows)))


class PeopleChoices(KnownPairs):
    """Empty for who only learns: whom there is, is not theirs to know."""

    def ask(self) -> None:
        if self._desk.actor.may(ListTrainingPeople.permission):
            super().ask()

    def wanted(self) -> ListTrainingPeople:
        return ListTrainingPeople()

    def pairs_of(self, answer: tuple[TrainingPerson, ...]) -> Pairs:
        return [(each.key, DOT.join(filter(None, (each.name, each.department)))) for each in answer]


class HomeworkChoices(KnownPairs):
    """Of all courses until one is named."""

    def __init__(self, desk: QtDesk) -> None:
        self.course: UUID | None = None
        super().__init__(desk)

    def of(self, course: UUID) -> None:
        self.course = course
        self.ask()

    def wanted(self) -> ListAssignments:
        return ListAssignments(course=self.course, limit=MOST)

    def pairs_of(self, answer: Page[AssignmentRow]) -> Pairs:
        one = self.course is not None
        return [(row.key, row.title if one else f"{row.title}{DOT}{row.course}") for row in answer.rows]


class ResourceChoices(KnownPairs):
    """What has been approved; whether its rights still hold is told where it is added."""

    def wanted(self) -> ListResources:
        return ListResources(in_force=True, limit=MOST)

    def pairs_of(self, answer: Page[ResourceRow]) -> Pairs:
        return [(row.key, row.title) for row in answer.rows]
