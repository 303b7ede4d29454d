"""The last seat of a course, wanted by two at the same moment again and again: it is given once, on either database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import UUID

from desktop_admin.api.training.courses import CourseState
from desktop_admin.api.training.enrolment import EnrolmentRow, EnrolmentState, EnrolMyself, ListEnrolments
from desktop_admin.core.errors import Refused
from desktop_admin.desk.base import Desk
from desktop_admin.models.training.courses import Course
from tests.services.training.conftest import Centre

ROUNDS = 60


def with_one_seat(centre: Centre, count: int) -> list[UUID]:
    """So many published courses, each with one seat."""
    me = centre.teacher.actor
    with centre.house.premises.backstage.database.work(me, "test") as work:
        courses = [
            Course(
                number=f"KC-2026-{place:03}",
                title=f"课程{place}",
                hours=Decimal("2.00"),
                state=CourseState.PUBLISHED,
                teacher_key=me.account_id,
                teacher=me.name,
                author_key=me.account_id,
                author=me.name,
                capacity=1,
                open=True,
                in_force=1,
                published_on=date(2026, 9, 1),
            )
            for place in range(1, count + 1)
        ]
        return [work.add(course).key for course in courses]


def raced(desks: list[Desk], courses: list[UUID]) -> list[tuple[Any, ...]]:
    """What each of them was answered, for every course."""
    ready = Barrier(len(desks))

    def enrol(desk: Desk) -> list[Any]:
        return [_asked(desk, ready, course) for course in courses]

    with ThreadPoolExecutor(len(desks)) as pool:
        return list(zip(*pool.map(enrol, desks), strict=True))


def _asked(desk: Desk, ready: Barrier, course: UUID) -> Any:
    ready.wait(20)
    try:
        return desk.ask(EnrolMyself(course=course, rules=1))
    except Refused as refused:
        return refused


def test_the_last_seat_raced_again_and_again_is_given_once_and_the_other_one_waits(centre: Centre) -> None:
    courses = with_one_seat(centre, ROUNDS)
    desks = [centre.learner(name, pc=f"PC-{n}") for n, name in enumerate(("陈新", "吴静"), 5)]
    for both in raced(desks, courses):
        assert all(isinstance(row, EnrolmentRow) for row in both), both
        assert sorted((row.place or 0, row.state.value) for row in both) == [(0, "active"), (1, "waitlisted")]
    stored = centre.boss.ask(ListEnrolments(limit=500)).rows
    assert len(stored) == 2 * ROUNDS
    assert {row.course_key for row in stored if row.state is EnrolmentState.ACTIVE} == set(courses)
    assert sum(row.state is EnrolmentState.ACTIVE for row in stored) == ROUNDS
