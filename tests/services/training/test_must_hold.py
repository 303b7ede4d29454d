"""What training must hold, embedded and through a server, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_admin.api.approval import NotInState, OwnWorkRefused
from desktop_admin.api.audit import ListEntries
from desktop_admin.api.training.assignments import (
    MarkedMeanwhile,
    OwnPaper,
    ReadSubmission,
    SubmissionDetail,
    SubmissionState,
    SubmitWork,
)
from desktop_admin.api.training.base import NotPrintable, WhyNeeded
from desktop_admin.api.training.courses import (
    AttachResource,
    CourseState,
    HoursDontAddUp,
    PlanUnit,
    ReadCourse,
    ResourceBlocked,
)
from desktop_admin.api.training.enrolment import EnrolmentRow, EnrolMyself
from desktop_admin.api.training.flows import (
    ApproveCourse,
    ApproveResource,
    PublishCourse,
    ReturnCourse,
    SubmitCourse,
    SubmitResource,
)
from desktop_admin.api.training.resources import (
    ListResources,
    OpenResource,
    ReadResource,
    ResourceState,
    RightsExpired,
)
from desktop_admin.core.clock import local_time
from desktop_admin.core.errors import NotFound
from desktop_admin.reports.base import ReportRequest
from desktop_admin.reports.catalogue import make
from desktop_admin.reports.training import CERTIFICATE
from tests.services.training.conftest import TICKED, TODAY, Centre, plan
from tests.services.training.test_enrolment import at_once
from tests.services.training.test_homework import PDF, hand_in, homework, marks
from tests.services.training.test_resources import ALL, approved, changed, step
from tests.services.training.test_results import issued


def test_last_seat_and_two_enrolments_at_once_one_is_in_one_waits(centre: Centre) -> None:
    for _ in range(3):
        course = centre.published(capacity=2)
        centre.enrol(course, "陈新")
        desks = [centre.learner(name, pc=f"PC-{n}") for n, name in enumerate(("吴静", "郑明", "冯丽"), 5)]
        rows = at_once(desks, lambda _, key=course.row.key: EnrolMyself(course=key, rules=1))
        assert all(isinstance(row, EnrolmentRow) for row in rows), rows
        assert sorted(row.state.value for row in rows) == ["active", "waitlisted", "waitlisted"]
        assert sorted(row.place or 0 for row in rows) == [0, 1, 2]
        row = centre.boss.ask(ReadCourse(key=course.row.key)).row
        assert (row.taken, row.waiting) == (2, 2)


@pytest.mark.parametrize(
    ("units", "total", "way"), [(("4", "3"), "8", "1.00 too few"), (("4", "4.25"), "8", "0.25 too many")]
)
def test_hours_that_dont_add_up_are_refused_with_the_difference(
    centre: Centre, units: tuple[str, ...], total: str, way: str
) -> None:
    course = centre.write(plan(*units, total=total))
    with pytest.raises(HoursDontAddUp, match=way):
        centre.step(centre.teacher, SubmitCourse, course)
    assert centre.teacher.ask(ReadCourse(key=course.row.key)).row.state is CourseState.DRAFT


def test_self_approval_is_refused_and_written_down(centre: Centre) -> None:
    both = centre.house.desk("teacher", "course_reviewer", login="both", name="孙老师")
    centre.teacher = both
    course = centre.write()
    centre.step(both, SubmitCourse, course)
    with pytest.raises(OwnWorkRefused, match="孙老师"):
        centre.step(both, ApproveCourse, course, ticked=TICKED)
    with pytest.raises(OwnWorkRefused):
        centre.step(both, ReturnCourse, course, reason="plan")
    assert both.ask(ReadCourse(key=course.row.key)).row.state is CourseState.SUBMITTED
    attempts = centre.house.desk("auditor").ask(ListEntries(action="approval.refused")).rows
    assert [str(entry.person) for entry in attempts] == ["孙老师", "孙老师"]


def test_a_course_edited_after_approval_is_a_new_revision_only(centre: Centre) -> None:
    course = centre.published()
    edited = centre.edit(
        course, title="食品安全提高", hours=Decimal(4), units=(PlanUnit(title="一", hours=Decimal(4)),)
    )
    row = edited.row
    assert (row.state, row.revision, row.in_force, row.title) == (CourseState.DRAFT, 2, 1, "食品安全基础")
    learner = centre.learner("陈新")
    seen = learner.ask(ReadCourse(key=row.key))
    assert (seen.plan_revision, seen.plan.title, seen.plan.hours) == (1, "食品安全基础", Decimal(8))
    with pytest.raises(NotFound):
        learner.ask(ReadCourse(key=row.key, revision=2))
    assert centre.enrol(course, "陈新").revision == 1
    assert seen.plan_sha256 == course.plan_sha256
    with pytest.raises(NotInState):
        centre.step(centre.boss, PublishCourse, course)
    again = centre.publish(course)
    assert (again.row.in_force, again.row.title, again.row.hours) == (2, "食品安全提高", Decimal(4))
    assert [line.in_force for line in again.revisions] == [False, True]
    old = centre.teacher.ask(ReadCourse(key=row.key, revision=1))
    assert (old.plan, old.plan_sha256) == (course.plan, course.plan_sha256)


def test_a_marker_marks_not_the_own_paper(centre: Centre) -> None:
    course = centre.published()
    centre.boss.ask(EnrolMyself(course=course.row.key, rules=1))
    row = homework(centre, course)
    own = centre.boss.ask(SubmitWork(assignment=row.key, text="主任的作业"))
    assert not own.may_mark
    with pytest.raises(OwnPaper, match=own.row.number):
        centre.boss.ask(marks(own, "6.5", "3.5"))
    assert centre.teacher.ask(ReadSubmission(own.row.key)).row.state is SubmissionState.SUBMITTED
    attempts = centre.house.desk("auditor").ask(ListEntries(action="approval.refused")).rows
    assert [str(entry.person) for entry in attempts] == ["周主任"]


def test_two_markers_on_one_paper_conflict_and_nothing_is_lost(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    work = hand_in(centre, homework(centre, course), "陈新")
    answers = at_once(
        [centre.teacher, centre.boss],
        lambda n: marks(work, *(("6", "3"), ("5", "2"))[n], feedback=("甲评", "乙评")[n]),
    )
    first = next(n for n, each in enumerate(answers) if isinstance(each, SubmissionDetail))
    refused = answers[1 - first]
    assert isinstance(refused, MarkedMeanwhile), refused
    assert refused.params["who"] == ("李老师", "周主任")[first]
    assert refused.params["total"] == ("9.00", "7.00")[first]
    other = (centre.teacher, centre.boss)[1 - first]
    now = other.ask(ReadSubmission(work.row.key))
    with pytest.raises(WhyNeeded):
        other.ask(marks(now, "5", "2"))
    again = other.ask(marks(now, "5", "2", reason="复核"))
    assert [(line.total, line.in_force) for line in again.markings] == [
        ((Decimal(9), Decimal(7))[first], False),
        (Decimal(7), True),
    ]
    assert again.markings[0].feedback == ("甲评", "乙评")[first]


def test_a_name_with_a_missing_glyph_is_not_printed_and_the_person_is_named(centre: Centre, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    _, row = issued(centre, "陈新", "王\U000323af")  # by name: 王 comes first
    number = centre.boss.ask(ReadCourse(key=row.course_key)).row.number
    now = local_time(centre.house.clock.now())
    asked = ReportRequest(TODAY, TODAY, printed_at=now, printed_by="周主任", number=number)
    out.mkdir()
    with pytest.raises(NotPrintable, match=r"王〔U\+323AF〕") as refused:
        make(CERTIFICATE, centre.boss.ask, asked, out / "a.pdf")
    assert refused.value.params["code"] == "U+323AF"
    assert list(out.iterdir()) == []
    make(CERTIFICATE, centre.boss.ask, replace(asked, number=row.number), out / "b.pdf")
    assert [file.name for file in out.iterdir()] == ["b.pdf"]


def test_expired_rights_block_a_resource_everywhere_until_they_are_renewed_and_reviewed(centre: Centre) -> None:
    resource = approved(centre, expiry=TODAY + timedelta(days=10))
    course = centre.write()
    centre.teacher.ask(AttachResource(course.row.key, course.row.version, resource=resource.row.key))
    centre.step(centre.teacher, SubmitCourse, course)
    centre.step(centre.reviewer, ApproveCourse, course, ticked=TICKED)
    centre.learner("陈新").ask(OpenResource(key=resource.row.key))
    centre.house.clock.forward(timedelta(days=11))
    centre.learners.clear()
    learner = centre.house.sign_in("learner1", pc="PC-9")
    centre.teacher = centre.house.sign_in("teacher", pc="PC-2")
    centre.reviewer = centre.house.sign_in("reviewer", pc="PC-3")
    centre.boss = centre.house.sign_in("boss")
    with pytest.raises(RightsExpired, match="2026-09-11"):
        learner.ask(OpenResource(key=resource.row.key))
    with pytest.raises(ResourceBlocked, match="rights expired"):
        centre.step(centre.boss, PublishCourse, course)
    assert learner.ask(ListResources()).total == 0
    assert [row.days_left for row in centre.teacher.ask(ListResources(expired=True)).rows] == [-1]
    other = centre.write()
    with pytest.raises(ResourceBlocked):
        centre.teacher.ask(AttachResource(other.row.key, other.row.version, resource=resource.row.key))
    now = centre.teacher.ask(ReadResource(resource.row.key))
    renewed = centre.teacher.ask(changed(now, expiry=date(2027, 9, 1)))
    assert (renewed.row.state, renewed.row.revision) == (ResourceState.DRAFT, 2)
    step(centre.teacher, SubmitResource, resource)
    step(centre.reviewer, ApproveResource, resource, ticked=ALL)
    assert learner.ask(OpenResource(key=resource.row.key)).data == PDF
