"""Seats, the waiting list and the rules: nobody takes part unread, and the last seat is given once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from desktop_admin.api.accounts import AccountStatus
from desktop_admin.api.base import Command
from desktop_admin.api.training.base import WhyNeeded
from desktop_admin.api.training.courses import (
    AssignTeacher,
    ChecklistNotDone,
    CourseDetail,
    CourseState,
    EditEnrolment,
    ReadCourse,
    ReviewOverdue,
)
from desktop_admin.api.training.enrolment import (
    AcknowledgeRules,
    AlreadyEnrolled,
    ConfirmEnrolment,
    EnrolmentClosed,
    EnrolmentMoved,
    EnrolmentRow,
    EnrolmentState,
    EnrolMyself,
    EnrolPeople,
    ListEnrolments,
    NotYourEnrolment,
    OwnTeaching,
    ReadTrainingRules,
    RemoveEnrolment,
    RulesNotAcknowledged,
    SetTrainingRules,
    WithdrawEnrolment,
)
from desktop_admin.api.training.flows import RenewCourse, SuspendCourse
from desktop_admin.core.errors import Refused, Stale
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import Account, RoleGrant
from tests.services.training.conftest import TICKED, Centre

E = EnrolmentState
PUBLISHED = CourseState.PUBLISHED


def at_once(desks: list[Desk], command: Any) -> list[Any]:
    ready = Barrier(len(desks))

    def ask(number: int) -> Any:
        ready.wait(60)
        try:
            return desks[number].ask(command(number))
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(desks)) as pool:
        return list(pool.map(ask, range(len(desks))))


def states(centre: Centre, course: CourseDetail) -> list[tuple[str, EnrolmentState, int | None]]:
    rows = centre.boss.ask(ListEnrolments(course=course.row.key, sort="place")).rows
    return [(row.learner, row.state, row.place) for row in rows]


def test_who_waits_moves_up_in_order_when_somebody_withdraws(centre: Centre) -> None:
    course = centre.published(capacity=1)
    first = centre.enrol(course, "陈新")
    for name in ("吴静", "郑明"):
        centre.enrol(course, name)
    assert states(centre, course) == [("陈新", E.ACTIVE, None), ("吴静", E.WAITLISTED, 1), ("郑明", E.WAITLISTED, 2)]
    centre.learner("陈新").ask(WithdrawEnrolment(first.key, first.version, reason="调课"))
    assert states(centre, course) == [("陈新", E.WITHDRAWN, None), ("吴静", E.ACTIVE, None), ("郑明", E.WAITLISTED, 1)]
    again = centre.enrol(course, "陈新")
    assert (again.state, again.place) == (E.WAITLISTED, 2)


def test_more_seats_let_more_in(centre: Centre) -> None:
    course = centre.published(capacity=1)
    for name in ("陈新", "吴静", "郑明"):
        centre.enrol(course, name)
    row = centre.teacher.ask(ReadCourse(key=course.row.key)).row
    row = centre.teacher.ask(EditEnrolment(row.key, row.version, capacity=2, confirmed=False, open=True))
    assert (row.taken, row.waiting) == (2, 1)
    assert [state for _, state, _ in states(centre, course)] == [E.ACTIVE, E.ACTIVE, E.WAITLISTED]


def test_seats_freed_and_wanted_at_once_never_exceed_the_capacity(centre: Centre) -> None:
    course = centre.published(capacity=2)
    inside = [centre.enrol(course, name) for name in ("陈新", "吴静")]
    desks = [centre.learner(name, pc=f"PC-{n}") for n, name in enumerate(("陈新", "吴静", "郑明", "冯丽"), 5)]

    def ask(number: int) -> Command[EnrolmentRow]:
        if number < 2:
            return WithdrawEnrolment(inside[number].key, inside[number].version)
        return EnrolMyself(course=course.row.key, rules=1)

    answers = at_once(desks, ask)
    assert all(isinstance(answer, EnrolmentRow) for answer in answers), answers
    row = centre.boss.ask(ReadCourse(key=course.row.key)).row
    assert (row.taken, row.waiting) == (2, 0)


def test_rules_are_acknowledged_in_the_version_in_force(centre: Centre) -> None:
    course = centre.published()
    centre.boss.ask(SetTrainingRules(text="第二版", seen=1))
    with pytest.raises(Stale):
        centre.boss.ask(SetTrainingRules(text="另一版", seen=1))
    learner = centre.learner("陈新")
    with pytest.raises(RulesNotAcknowledged, match="version 2"):
        learner.ask(EnrolMyself(course=course.row.key, rules=1))
    assert learner.ask(ReadTrainingRules()).text == "第二版"
    assert learner.ask(ReadTrainingRules(version=1)).text == "按时参加，文明交流。"
    assert learner.ask(EnrolMyself(course=course.row.key, rules=2)).rules == 2


def test_whom_an_administrator_enrols_takes_part_after_acknowledging(centre: Centre) -> None:
    course = centre.published(capacity=1)
    people = [centre.learner(name).actor.account_id for name in ("陈新", "吴静")]
    first, second = centre.boss.ask(EnrolPeople(course=course.row.key, learners=(*people, people[0])))
    assert (first.state, second.state, first.by) == (E.APPROVED, E.WAITLISTED, "周主任")
    with pytest.raises(NotYourEnrolment):
        centre.learner("吴静").ask(AcknowledgeRules(first.key, first.version, rules=1))
    assert centre.learner("陈新").ask(AcknowledgeRules(first.key, first.version, rules=1)).state is E.ACTIVE
    with pytest.raises(AlreadyEnrolled, match="吴静"):
        centre.boss.ask(EnrolPeople(course=course.row.key, learners=(people[1],)))
    assert len(states(centre, course)) == 2


def test_a_class_that_was_enrolled_in_one_moment_is_listed_in_the_order_of_its_names(centre: Centre) -> None:
    course = centre.published(capacity=20)
    with centre.house.premises.backstage.database.work(centre.house.actor(), "test") as work:
        pupils = [Account(login=f"p{n}", name=f"学生{n}", status=AccountStatus.ACTIVE) for n in range(1, 13)]
        keys = [work.add(pupil).key for pupil in pupils]
        for key in keys:
            work.add(RoleGrant(account_key=key, role="learner"))
    enrolled = centre.boss.ask(EnrolPeople(course=course.row.key, learners=tuple(keys)))
    assert len({row.applied_at for row in enrolled}) == 1
    for sort in ("", "applied_at", "state", "by"):
        rows = centre.boss.ask(ListEnrolments(sort=sort)).rows
        assert [row.learner for row in rows] == [pupil.name for pupil in pupils], sort


def test_an_application_is_confirmed_or_removed_with_a_reason(centre: Centre) -> None:
    course = centre.published(confirmed=True)
    applied = centre.enrol(course, "陈新")
    assert applied.state is E.APPLIED
    active = centre.teacher.ask(ConfirmEnrolment(applied.key, applied.version))
    assert active.state is E.ACTIVE
    with pytest.raises(EnrolmentMoved):
        centre.teacher.ask(ConfirmEnrolment(active.key, active.version))
    with pytest.raises(WhyNeeded):
        centre.teacher.ask(RemoveEnrolment(active.key, active.version, reason=" "))
    removed = centre.teacher.ask(RemoveEnrolment(active.key, active.version, reason="多次缺席"))
    assert (removed.state, removed.reason) == (E.REMOVED, "多次缺席")


def test_a_suspended_an_overdue_and_an_unpublished_course_take_nobody(centre: Centre) -> None:
    with pytest.raises(EnrolmentClosed):
        centre.enrol(centre.write(), "陈新")
    course = centre.published()
    centre.enrol(course, "吴静")
    with pytest.raises(AlreadyEnrolled):
        centre.enrol(course, "吴静")
    centre.step(centre.boss, SuspendCourse, course, remark="检修")
    with pytest.raises(EnrolmentClosed):
        centre.enrol(course, "陈新")
    other = centre.published()
    centre.house.clock.forward(timedelta(days=366))
    late = centre.house.sign_in("learner1", pc="PC-9")
    with pytest.raises(ReviewOverdue, match="2027-09-01"):
        late.ask(EnrolMyself(course=other.row.key, rules=1))
    reviewer = centre.house.sign_in("reviewer", pc="PC-3")
    with pytest.raises(ChecklistNotDone):
        centre.step(reviewer, RenewCourse, other)
    renewed = centre.step(reviewer, RenewCourse, other, ticked=TICKED)
    assert (renewed.row.state, renewed.row.in_force, str(renewed.row.review_due)) == (PUBLISHED, 1, "2028-09-02")
    enrolled = late.ask(ListEnrolments(mine=True)).total
    assert late.ask(EnrolMyself(course=other.row.key, rules=1)).state is E.ACTIVE
    assert late.ask(ListEnrolments(mine=True)).total == enrolled + 1


def test_a_suspended_course_is_not_opened_by_editing_it(centre: Centre) -> None:
    course = centre.published()
    centre.step(centre.boss, SuspendCourse, course, remark="检修")
    row = centre.edit(course, methods="线上").row
    with pytest.raises(EnrolmentClosed):
        centre.teacher.ask(EditEnrolment(row.key, row.version, capacity=30, confirmed=False, open=True))


def test_another_teacher_takes_over_but_no_learner_of_the_course(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    new = centre.house.desk("teacher", login="new", name="何老师")
    row = centre.boss.ask(ReadCourse(key=course.row.key)).row
    learner = centre.learner("陈新").actor.account_id
    with pytest.raises(OwnTeaching):
        centre.boss.ask(AssignTeacher(row.key, row.version, teacher=learner))
    row = centre.boss.ask(AssignTeacher(row.key, row.version, teacher=new.actor.account_id))
    assert row.teacher == "何老师"
    assert new.ask(ListEnrolments(course=row.key)).total == 1


def test_a_teacher_does_not_learn_in_the_own_course_and_learners_see_only_themselves(centre: Centre) -> None:
    course = centre.published()
    with pytest.raises(OwnTeaching):
        centre.teacher.ask(EnrolMyself(course=course.row.key, rules=1))
    for name in ("陈新", "吴静"):
        centre.enrol(course, name)
    assert [row.learner for row in centre.learner("吴静").ask(ListEnrolments()).rows] == ["吴静"]
    assert centre.teacher.ask(ListEnrolments(state=E.ACTIVE)).total == 2
    stranger = centre.house.desk("teacher", login="stranger", name="吴老师")
    assert stranger.ask(ListEnrolments()).total == 0
    supervisor = centre.house.desk("training_supervisor", login="supervisor", name="督导")
    assert supervisor.ask(ListEnrolments(search="陈")).total == 1
