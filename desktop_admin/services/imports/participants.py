"""Who takes part in which course."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from desktop_admin.api.base import fields
from desktop_admin.api.imports import Imported, ImportParticipants, NoCourseWithNumber, ParticipantLine
from desktop_admin.api.training.enrolment import EnrolPeople, OwnTeaching
from desktop_admin.core.errors import Refused
from desktop_admin.core.text import prose
from desktop_admin.db.work import Work
from desktop_admin.models.accounts import Account
from desktop_admin.models.training.courses import Course
from desktop_admin.services.imports.lines import BadCell, Once, bring_in, filled, people, person
from desktop_admin.services.registry import handles
from desktop_admin.services.training import enrolments, rules, seats

LABELS = {name: each.label for name, each in fields(ParticipantLine).items()}


@handles(ImportParticipants)
def import_participants(work: Work, command: ImportParticipants) -> Imported:
    rules.require(work)
    courses = _courses(work, {prose(line.course) for line in command.lines})
    enrolling = _Enrolling(work, people(work), courses)
    return bring_in(command, command.lines, enrolling.look, enrolling.write)


@dataclass
class _Enrolling:
    work: Work
    people: dict[str, Account]
    courses: dict[str, Course]
    once: Once = field(default_factory=Once)

    def look(self, line: ParticipantLine) -> None:
        """Raises BadCell."""
        course = self._course(line)
        number = filled(LABELS["number"], line.number)
        self.once.require(LABELS["number"], f"{course.number} {number}", line.row, number)
        learner = person(self.people, LABELS["number"], number)
        self._require("course", seats.require_open, course)
        self._require("number", seats.require_new, course, learner.key)
        if learner.key == course.teacher_key:
            raise BadCell(LABELS["number"], OwnTeaching(course=course.title))

    def write(self, lines: list[ParticipantLine]) -> None:
        wanted: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for line in lines:
            learner = person(self.people, LABELS["number"], line.number)
            wanted[self._course(line).key].append(learner.key)
        for course, learners in wanted.items():
            enrolments.enrol_people(self.work, EnrolPeople(course=course, learners=tuple(learners)))

    def _course(self, line: ParticipantLine) -> Course:
        number = filled(LABELS["course"], line.course)
        if number not in self.courses:
            raise BadCell(LABELS["course"], NoCourseWithNumber(number=number))
        return self.courses[number]

    def _require(self, column: str, rule: Callable[..., None], *of: object) -> None:
        try:
            rule(self.work, *of)
        except Refused as refused:
            raise BadCell(LABELS[column], refused) from refused


def _courses(work: Work, numbers: set[str]) -> dict[str, Course]:
    """Held, in one order for everyone."""
    found = select(Course.key).where(Course.school_id == work.school_id, Course.number.in_(numbers))
    held = (work.hold(Course, key) for key in work.session.scalars(found.order_by(Course.key)).all())
    return {course.number: course for course in held}
