"""A training centre: an administrator, a teacher who writes and teaches, a reviewer, and learners."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_admin.api.base import DecisionCommand
from desktop_admin.api.training.courses import CourseDetail, EditPlan, Plan, PlanUnit, ReadCourse, WriteCourse
from desktop_admin.api.training.enrolment import EnrolmentRow, EnrolMyself, SetTrainingRules
from desktop_admin.api.training.flows import (
    COURSE_CHECKS,
    ApproveCourse,
    PublishCourse,
    SubmitCourse,
)
from desktop_admin.desk.base import Desk
from tests.conftest import House

TODAY = date(2026, 9, 1)  # a Tuesday
NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
TICKED = tuple(point.code for point in COURSE_CHECKS)


def plan(*hours: str, total: str = "", **other: Any) -> Plan:
    units = tuple(PlanUnit(title=f"第{n}单元", hours=Decimal(each)) for n, each in enumerate(hours, 1))
    course = Decimal(total) if total else sum(map(Decimal, hours), Decimal(0))
    usual: dict[str, Any] = {
        "title": "食品安全基础",
        "hours": course,
        "objectives": "掌握食品安全要求",
        "content": "法规、操作、留样",
        "methods": "讲授与演练",
        "schedule": "九月，每周二",
        "units": units,
    }
    return Plan(**(usual | other))


@dataclass
class Centre:
    house: House
    boss: Desk  # course administrator
    teacher: Desk
    reviewer: Desk
    learners: dict[str, Desk] = field(default_factory=dict)

    def write(self, made: Plan | None = None, *, capacity: int = 30, confirmed: bool = False) -> CourseDetail:
        made = made or plan("4", "2.5", "1.5")
        same = {name: getattr(made, name) for name in Plan.__struct_fields__}
        row = self.teacher.ask(WriteCourse(**same, capacity=capacity, confirmed=confirmed))
        return self.teacher.ask(ReadCourse(key=row.key))

    def edit(self, course: CourseDetail, **changes: Any) -> CourseDetail:
        now = self.teacher.ask(ReadCourse(key=course.row.key))
        edited = replace(now.plan, **changes)
        return self.teacher.ask(EditPlan(now.row.key, now.row.version, plan=edited))

    def step(
        self, desk: Desk, kind: type[DecisionCommand[CourseDetail]], course: CourseDetail, **more: Any
    ) -> CourseDetail:
        now = desk.ask(ReadCourse(key=course.row.key)).row
        return desk.ask(kind(now.key, now.version, revision=now.revision, **more))

    def published(self, made: Plan | None = None, *, capacity: int = 30, confirmed: bool = False) -> CourseDetail:
        course = self.write(made, capacity=capacity, confirmed=confirmed)
        return self.publish(course)

    def publish(self, course: CourseDetail) -> CourseDetail:
        self.step(self.teacher, SubmitCourse, course)
        self.step(self.reviewer, ApproveCourse, course, ticked=TICKED)
        return self.step(self.boss, PublishCourse, course)

    def learner(self, name: str, *, pc: str = "PC-9") -> Desk:
        if name not in self.learners:
            login = f"learner{len(self.learners) + 1}"
            self.learners[name] = self.house.desk("learner", login=login, name=name, pc=pc)
        return self.learners[name]

    def enrol(self, course: CourseDetail, name: str) -> EnrolmentRow:
        return self.learner(name).ask(EnrolMyself(course=course.row.key, rules=1))

    def forward(self, **by: float) -> None:
        """Learners sign in again: sessions end meanwhile."""
        self.house.clock.forward(timedelta(**by))


@pytest.fixture
def centre(house: House) -> Centre:
    made = Centre(
        house,
        boss=house.desk("course_administrator", "learner", login="boss", name="周主任", pc="PC-1"),
        teacher=house.desk("teacher", login="teacher", name="李老师", pc="PC-2"),
        reviewer=house.desk("course_reviewer", login="reviewer", name="赵审核", pc="PC-3"),
    )
    made.boss.ask(SetTrainingRules(text="按时参加，文明交流。"))
    return made
