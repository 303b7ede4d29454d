"""A course's plan is complete and adds up, is approved by somebody else, and never changes once it is published."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop_admin.api.approval import AlreadyDecided, NotInState
from desktop_admin.api.training.base import NotYourCourse, OutOfBounds, TooManyDecimals
from desktop_admin.api.training.courses import (
    ChecklistNotDone,
    CourseState,
    EditEnrolment,
    EditPlan,
    ListCourses,
    PlanIncomplete,
    PlanWithoutUnits,
    ReadCourse,
)
from desktop_admin.api.training.enrolment import EnrolmentClosed, StillRunning
from desktop_admin.api.training.flows import (
    ApproveCourse,
    ArchiveCourse,
    ResumeCourse,
    ReturnCourse,
    SubmitCourse,
    SuspendCourse,
)
from desktop_admin.core.errors import NotAllowed, NotFound
from desktop_admin.models.training.courses import CourseRevision
from tests.services.training.conftest import TICKED, Centre, plan


def test_a_course_goes_from_the_draft_to_the_archive_and_everyone_who_decided_is_on_record(centre: Centre) -> None:
    course = centre.write()
    assert (course.row.number, course.row.state, course.units_hours) == ("KC-2026-001", CourseState.DRAFT, Decimal(8))
    published = centre.publish(course)
    assert (published.row.state, published.row.in_force, published.row.open) == (CourseState.PUBLISHED, 1, True)
    assert not centre.step(centre.boss, SuspendCourse, course, remark="设备检修").row.open
    centre.step(centre.boss, ResumeCourse, course)
    archived = centre.step(centre.boss, ArchiveCourse, course)
    assert [(line.after, line.by) for line in archived.history] == [
        ("submitted", "李老师"),
        ("approved", "赵审核"),
        ("published", "周主任"),
        ("suspended", "周主任"),
        ("published", "周主任"),
        ("archived", "周主任"),
    ]
    assert [(review.by, review.revision, len(review.points)) for review in archived.reviews] == [("赵审核", 1, 5)]
    with pytest.raises(NotInState):
        centre.edit(course, title="还想改")


def test_hours_are_exact_to_the_hundredth(centre: Centre) -> None:
    course = centre.write(plan(*["0.1"] * 3, "0.07", total="0.37"))
    assert centre.step(centre.teacher, SubmitCourse, course).row.hours == Decimal("0.37")
    with pytest.raises(TooManyDecimals, match=r"Class hours: 1\.005"):
        centre.write(plan("1.005"))
    for wrong in ("0", "-1", "NaN", "1000"):
        with pytest.raises(OutOfBounds):
            centre.write(plan("1", total=wrong))


@pytest.mark.parametrize("part", ["objectives", "content", "methods", "schedule"])
def test_every_part_of_the_plan_is_filled_in_before_it_is_submitted(centre: Centre, part: str) -> None:
    course = centre.write(plan("4", **{part: "  "}))
    assert len(course.missing) == 1
    with pytest.raises(PlanIncomplete):
        centre.step(centre.teacher, SubmitCourse, course)


def test_a_plan_without_units_is_not_submitted(centre: Centre) -> None:
    with pytest.raises(PlanWithoutUnits):
        centre.step(centre.teacher, SubmitCourse, centre.write(plan(total="4")))


def test_a_reviewer_ticks_every_point(centre: Centre) -> None:
    course = centre.write()
    centre.step(centre.teacher, SubmitCourse, course)
    with pytest.raises(ChecklistNotDone, match="rights record"):
        centre.step(centre.reviewer, ApproveCourse, course, ticked=tuple(c for c in TICKED if c != "rights"))
    assert centre.reviewer.ask(ReadCourse(key=course.row.key)).row.state is CourseState.SUBMITTED


def test_a_returned_course_is_mended_and_comes_again(centre: Centre) -> None:
    course = centre.write()
    centre.step(centre.teacher, SubmitCourse, course)
    returned = centre.step(centre.reviewer, ReturnCourse, course, reason="plan", remark="单元太少")
    assert returned.row.state is CourseState.RETURNED
    edited = centre.edit(course, schedule="十月")
    assert (edited.row.state, edited.row.revision) == (CourseState.RETURNED, 2)
    centre.step(centre.teacher, SubmitCourse, course)
    approved = centre.step(centre.reviewer, ApproveCourse, course, ticked=TICKED)
    assert approved.row.state is CourseState.APPROVED


def test_an_edit_voids_the_approval_and_an_unchanged_plan_is_no_edit(centre: Centre) -> None:
    course = centre.write()
    centre.step(centre.teacher, SubmitCourse, course)
    centre.step(centre.reviewer, ApproveCourse, course, ticked=TICKED)
    same = centre.edit(course)
    assert (same.row.state, same.row.revision) == (CourseState.APPROVED, 1)
    assert centre.edit(course, methods="演练").row.state is CourseState.DRAFT
    with centre.house.premises.backstage.database.reading() as connection:
        numbers = connection.scalars(select(CourseRevision.number).order_by(CourseRevision.number)).all()
    assert numbers == [1, 2]


def test_two_reviewers_at_once_decide_once(centre: Centre) -> None:
    course = centre.write()
    submitted = centre.step(centre.teacher, SubmitCourse, course).row
    other = centre.house.desk("course_reviewer", login="other", name="钱审核")
    key, version = submitted.key, submitted.version
    other.ask(ReturnCourse(key, version, revision=1, reason="content"))
    with pytest.raises(AlreadyDecided, match="钱审核"):
        centre.reviewer.ask(ApproveCourse(key, version, revision=1, ticked=TICKED))


def test_who_neither_teaches_nor_administers_the_course_does_not_edit_it(centre: Centre) -> None:
    course = centre.write()
    stranger = centre.house.desk("teacher", login="stranger", name="吴老师")
    with pytest.raises(NotFound):
        stranger.ask(ReadCourse(key=course.row.key))
    with pytest.raises(NotYourCourse, match="李老师"):
        stranger.ask(EditPlan(course.row.key, course.row.version, plan=plan("1")))
    with pytest.raises(NotAllowed):
        centre.learner("陈新").ask(EditPlan(course.row.key, course.row.version, plan=plan("1")))
    assert stranger.ask(ListCourses()).total == 0
    assert centre.boss.ask(ListCourses(search="食品")).total == 1


def test_a_course_with_people_in_it_is_not_archived_and_opens_only_once_published(centre: Centre) -> None:
    draft = centre.write()
    row = draft.row
    with pytest.raises(EnrolmentClosed):
        centre.teacher.ask(EditEnrolment(row.key, row.version, capacity=3, confirmed=False, open=True))
    course = centre.publish(draft)
    centre.enrol(course, "陈新")
    with pytest.raises(StillRunning, match="1 people"):
        centre.step(centre.boss, ArchiveCourse, course)
    offers = {offer.command: offer for offer in centre.boss.ask(ReadCourse(key=course.row.key)).offers}
    assert not offers["training.ArchiveCourse"].possible
    assert offers["training.SuspendCourse"].possible
