"""One course of the demo school: written, reviewed, enrolled for, held; as far as its weeks let it come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from desktop_admin.api.base import DecisionCommand, Request
from desktop_admin.api.training.courses import (
    AttachResource,
    CourseDetail,
    CourseRow,
    EditEnrolment,
    PlanUnit,
    ReadCourse,
    WriteCourse,
)
from desktop_admin.api.training.enrolment import (
    AcknowledgeRules,
    EnrolmentRow,
    EnrolMyself,
    EnrolPeople,
)
from desktop_admin.api.training.flows import (
    COURSE_CHECKS,
    ApproveCourse,
    ArchiveCourse,
    PublishCourse,
    ReturnCourse,
    SubmitCourse,
    SuspendCourse,
)
from desktop_admin.api.training.sessions import (
    AddSession,
    HoldSession,
    MarkAttendance,
    Marked,
    Presence,
    ReadSession,
    SessionRow,
)
from desktop_admin.app.demo.agenda import Agenda
from desktop_admin.app.demo.people import Staff
from desktop_admin.app.premises import Premises
from desktop_admin.core.permissions import Actor

R = TypeVar("R")
ADMINISTRATOR, REVIEWER = "sunlh", "heyq"
TICKED = tuple(point.code for point in COURSE_CHECKS)
WEDNESDAY = timedelta(days=2)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
LESSON, OVER = time(14, 30), time(16, 30)
PRESENT = 0.93  # of everyone, at one session


class Unit(msgspec.Struct, frozen=True):
    title: str
    hours: int


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One course of resources/demo/courses.toml."""

    title: str
    subject: str
    lead: str
    week: int
    fate: str
    capacity: int
    objectives: str
    content: str
    methods: str
    units: list[Unit]
    schedule: str = ""
    learners: int = 0
    crew: bool = False
    food_safety: bool = False
    valid_months: int | None = None
    homework: str = ""
    after: int = 0


@dataclass
class Way:
    """One course. first: the Monday of its first session's week."""

    premises: Premises
    staff: Staff
    agenda: Agenda
    random: Random
    told: Told
    first: date
    seen: CourseDetail | None = None
    sessions: list[SessionRow] = field(default_factory=list[SessionRow])
    people: dict[UUID, Actor] = field(default_factory=dict[UUID, Actor])  # learners by the key of their enrolment

    @property
    def now(self) -> CourseDetail:
        if self.seen is None:
            raise LookupError(self.told.title)
        return self.seen

    @property
    def teacher(self) -> Actor:
        return self.staff[self.told.lead]

    def ask(self, person: Actor, request: Request[R]) -> R:
        return self.premises.office.answer(person, request)

    # --- when ---
    def enter(self) -> None:
        ahead: dict[str, Callable[[], None]] = {
            "draft": self._to_draft,
            "submitted": self._to_submitted,
            "returned": self._to_returned,
            "approved": self._to_approved,
            "enrolling": self._to_enrolling,
        }
        ahead.get(self.told.fate, self._to_taught)()

    def _to_draft(self) -> None:
        self.agenda.on(self.agenda.school_day(2), time(9, 20), self.write)

    def _to_submitted(self) -> None:
        self._to_draft()
        self.agenda.on(self.agenda.school_day(2), time(9, 40), partial(self.step, SubmitCourse, self.teacher))

    def _to_returned(self) -> None:
        self._to_submitted()
        remark = "“常见误区”要有校内案例，方法写具体"
        back = partial(self.step, ReturnCourse, self.staff[REVIEWER], reason="plan", remark=remark)
        self.agenda.on(self.agenda.school_day(1), time(10), back)

    def _to_approved(self) -> None:
        self._to_submitted()
        self.agenda.on(self.agenda.school_day(1), time(10, 30), self.approve)

    def _to_enrolling(self) -> None:
        self.agenda.on(self.agenda.school_day(6), time(9, 30), self.write_and_submit)
        self.agenda.on(self.agenda.school_day(5), time(10), self.approve)
        self.agenda.on(self.agenda.school_day(5), time(11), self.publish)
        for number, person in enumerate(self._learners()):
            self.agenda.on(self.agenda.school_day(4 - number // 4), time(12, 20), partial(self.enrol, person))

    def _to_taught(self) -> None:
        self.agenda.on(self.first - 14 * DAY, time(15), self.write_and_submit)
        self.agenda.on(self.first - 12 * DAY, time(10), self.approve)
        self.agenda.on(self.first - 11 * DAY, time(14), self.publish)
        if self.told.crew:
            self.agenda.on(self.first - 7 * DAY, time(15), self.enrol_crew)
        for person in self._learners():
            day = self.first - DAY * self.random.randint(2, 7)
            self.agenda.on(day, time(12, self.random.randint(0, 59)), partial(self.enrol, person))
        if self.told.fate == "suspended":
            away = partial(self.step, SuspendCourse, self.staff[ADMINISTRATOR], remark="授课教师外出学习，返校后恢复")
            self.agenda.on(self.first - DAY, time(16), away)
            return
        for number in range(len(self.told.units)):
            self.agenda.on(self.session_day(number), OVER, partial(self.hold, number))

    def session_day(self, number: int) -> date:
        return self.agenda.open_day(self.first + WEDNESDAY + number * WEEK)

    # --- what ---
    def write(self) -> None:
        course = self.told
        row = self.ask(
            self.teacher,
            WriteCourse(
                title=course.title,
                subject=course.subject,
                hours=Decimal(sum(unit.hours for unit in course.units)),
                capacity=course.capacity,
                objectives=course.objectives,
                content=course.content,
                methods=course.methods,
                schedule=course.schedule,
                least_attendance=Decimal(60),
                food_safety=course.food_safety,
                valid_months=course.valid_months,
                units=tuple(
                    PlanUnit(title=unit.title, hours=Decimal(unit.hours), planned_on=self.session_day(number))
                    for number, unit in enumerate(course.units)
                ),
            ),
        )
        self.seen = self.ask(self.teacher, ReadCourse(key=row.key))

    def write_and_submit(self) -> None:
        self.write()
        self.step(SubmitCourse, self.teacher)

    def approve(self) -> None:
        self.step(ApproveCourse, self.staff[REVIEWER], ticked=TICKED)

    def publish(self) -> None:
        """The sessions are known from then on; of a course that is suspended at once, there are none."""
        self.step(PublishCourse, self.staff[ADMINISTRATOR])
        if self.told.fate == "suspended":
            return
        for number, line in enumerate(self.now.units):
            unit = line.unit
            asked = AddSession(
                course=self.now.row.key,
                day=self.session_day(number),
                starts=LESSON,
                hours=unit.hours,
                topic=unit.title,
                unit=unit.id,
                place="二号会议室",
            )
            self.sessions.append(self.ask(self.teacher, asked))

    def attach(self, resource: UUID) -> None:
        row = self.row()
        self.ask(self.teacher, AttachResource(row.key, row.version, resource=resource))

    def enrol(self, person: Actor) -> None:
        row = self.ask(person, EnrolMyself(course=self.now.row.key, rules=1))
        self.people[row.key] = person

    def enrol_crew(self) -> None:
        """By the administrator; each acknowledges the rules."""
        crew = self.staff.with_role("canteen_worker")
        asked = EnrolPeople(course=self.now.row.key, learners=tuple(person.account_id for person in crew))
        rows = self.ask(self.staff[ADMINISTRATOR], asked)
        for person, row in zip(crew, rows, strict=True):
            acknowledged: EnrolmentRow = self.ask(person, AcknowledgeRules(row.key, row.version, rules=1))
            self.people[acknowledged.key] = person

    def hold(self, number: int) -> None:
        session = self.sessions[number]
        sheet = self.ask(self.teacher, ReadSession(key=session.key))
        marks = tuple(self._marked(line.enrolment_key) for line in sheet.lines)
        sheet = self.ask(self.teacher, MarkAttendance(key=session.key, marks=marks))
        held = HoldSession(sheet.row.key, sheet.row.version, held=session.hours, log=f"{session.topic}，按计划完成")
        self.ask(self.teacher, held)

    def _marked(self, enrolment: UUID) -> Marked:
        if self.random.random() < PRESENT:
            return Marked(enrolment, Presence.PRESENT)
        presence = self.random.choice((Presence.LATE, Presence.LEAVE))
        return Marked(enrolment, presence, remark="公务" if presence is Presence.LEAVE else "")

    def close(self) -> None:
        """Nobody new; for good, where the course is archived."""
        row = self.row()
        closed = EditEnrolment(row.key, row.version, capacity=row.capacity, confirmed=row.confirmed, open=False)
        self.ask(self.teacher, closed)
        if self.told.fate == "archived":
            self.step(ArchiveCourse, self.staff[ADMINISTRATOR])

    def step(self, command: type[DecisionCommand[CourseDetail]], person: Actor, **more: Any) -> None:
        row = self.ask(person, ReadCourse(key=self.now.row.key)).row
        self.seen = self.ask(person, command(row.key, row.version, revision=row.revision, **more))

    def row(self) -> CourseRow:
        return self.ask(self.teacher, ReadCourse(key=self.now.row.key)).row

    def _learners(self) -> Iterable[Actor]:
        """The same teachers may take several courses; the lead among them takes each."""
        others = [person for person in self.staff.teachers() if person.login != "tangsy"]
        count = max(self.told.learners - 1, 0)
        return [self.staff["tangsy"], *self.random.sample(others, count)] if self.told.learners else []
