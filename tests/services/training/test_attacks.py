"""What a learner, a teacher or an administrator might try with courses, knowing or not."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from desktop_admin.api.approval import OwnWorkRefused
from desktop_admin.api.base import Request
from desktop_admin.api.training.assignments import (
    AddAssignment,
    Criterion,
    DecideLate,
    ListAssignments,
    ReadAssignment,
    ReadSubmission,
    SubmissionState,
    SubmitWork,
)
from desktop_admin.api.training.certificates import Genuine, IssueCertificates, ReadCertificate, VerifyCertificate
from desktop_admin.api.training.courses import AssignTeacher, EditPlan, ReadCourse
from desktop_admin.api.training.enrolment import EnrolMyself, ReadTrainingRules
from desktop_admin.api.training.files import NotYourFile, ReadFile, StoreFile
from desktop_admin.api.training.flows import ApproveCourse, SubmitCourse
from desktop_admin.api.training.grades import GradeItem, OwnResult, ReadGradeEvents, ResultsReleased, SetGradeItems
from desktop_admin.api.training.sessions import AddSession, MarkAttendance, Marked, Presence, ReadSession
from desktop_admin.core.errors import Invalid, NotFound, Refused
from desktop_admin.core.ids import uuid7
from tests.services.training.conftest import NOON, TICKED, TODAY, Centre, plan
from tests.services.training.test_homework import hand_in, homework, marks
from tests.services.training.test_results import enter, items, oral, release

WEEK = timedelta(days=7)


def test_who_wrote_an_earlier_plan_does_not_approve_the_course(centre: Centre) -> None:
    centre.house.add_account("both", "teacher", "course_reviewer", name="孙两面")
    both = centre.house.sign_in("both", pc="PC-5")
    course = centre.write()
    row = centre.boss.ask(AssignTeacher(course.row.key, course.row.version, teacher=both.actor.account_id))
    both.ask(EditPlan(row.key, row.version, plan=plan("3", "5")))
    centre.edit(course, methods="讨论")
    centre.step(centre.teacher, SubmitCourse, course)
    with pytest.raises(OwnWorkRefused):
        centre.step(both, ApproveCourse, course, ticked=TICKED)


def test_nobody_marks_the_own_attendance(centre: Centre) -> None:
    course = centre.published()
    enrolment = centre.boss.ask(EnrolMyself(course=course.row.key, rules=1))
    centre.enrol(course, "陈新")
    session = centre.teacher.ask(AddSession(course=course.row.key, day=TODAY, hours=Decimal(2), topic="留样"))
    mine = Marked(enrolment=enrolment.key, presence=Presence.PRESENT)
    with pytest.raises(OwnResult):
        centre.boss.ask(MarkAttendance(key=session.key, marks=(mine,)))
    assert centre.teacher.ask(MarkAttendance(key=session.key, marks=(mine,))).lines[0].presence is Presence.PRESENT


def test_attendance_that_a_result_rests_on_stays(centre: Centre) -> None:
    course = centre.published()
    enrolment = centre.enrol(course, "陈新")
    session = centre.teacher.ask(AddSession(course=course.row.key, day=TODAY, hours=Decimal(2), topic="留样"))
    here = Marked(enrolment=enrolment.key, presence=Presence.PRESENT)
    centre.teacher.ask(MarkAttendance(key=session.key, marks=(here,)))
    release(centre, enter(centre, items(centre, course, oral()), "陈新", "80"))
    gone = Marked(enrolment=enrolment.key, presence=Presence.ABSENT, seen=Presence.PRESENT)
    with pytest.raises(ResultsReleased, match="陈新"):
        centre.teacher.ask(MarkAttendance(key=session.key, marks=(gone,)))
    assert centre.teacher.ask(ReadSession(key=session.key)).lines[0].presence is Presence.PRESENT


def test_late_work_that_is_refused_leaves_what_was_in_time(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    row = homework(centre, course, due=NOON + timedelta(hours=1))
    first = hand_in(centre, row, "陈新", "按时交的")
    centre.forward(hours=2)
    late = hand_in(centre, row, "陈新", "晚交的", late_reason="想再改")
    centre.teacher.ask(DecideLate(late.row.key, late.row.version, accepted=False, reason="已按时交过"))
    shown = centre.teacher.ask(ReadAssignment(row.key))
    assert [(each.number, each.state) for each in shown.submissions if each.state is SubmissionState.SUBMITTED] == [
        (first.row.number, SubmissionState.SUBMITTED)
    ]
    again = hand_in(centre, row, "陈新", "更晚交的", late_reason="还想改")
    centre.teacher.ask(DecideLate(again.row.key, again.row.version, accepted=False, reason="同上"))
    waiting = centre.teacher.ask(ReadSubmission(first.row.key))
    assert centre.teacher.ask(marks(waiting, "5", "3")).row.total == Decimal(8)
    (told,) = centre.teacher.ask(ListAssignments(course=course.row.key)).rows
    assert (told.submitted, told.unmarked) == (1, 0)
    (mine,) = centre.learner("陈新").ask(ListAssignments(course=course.row.key)).rows
    assert (mine.mine, mine.mine_key) == (SubmissionState.MARKED, first.row.key)


def test_parts_of_one_name_or_of_something_else_are_refused_in_words(centre: Centre) -> None:
    course, other = centre.published(), centre.published()
    one = Criterion(id=uuid7(), title="甲", marks=Decimal(5))
    usual: dict[str, Any] = {"title": "作业", "marks": Decimal(10), "due": NOON + WEEK}
    with pytest.raises(Refused):
        centre.teacher.ask(AddAssignment(course=course.row.key, criteria=(one, one), **usual))
    theirs = homework(centre, other)
    stolen = centre.teacher.ask(ReadAssignment(theirs.key)).criteria
    with pytest.raises(Refused):
        centre.teacher.ask(AddAssignment(course=course.row.key, criteria=stolen, **usual))
    item = GradeItem(id=uuid7(), title="口试", weight=Decimal(50))
    version = centre.teacher.ask(ReadCourse(key=course.row.key)).row.version
    with pytest.raises(Refused):
        centre.teacher.ask(SetGradeItems(course.row.key, version, items=(item, item)))
    kept = items(centre, other, oral()).items
    with pytest.raises(Refused):
        centre.teacher.ask(SetGradeItems(course.row.key, version, items=kept))
    assert items(centre, course, oral()).items


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, -(2**63), 2**31])
def test_a_number_that_no_database_holds_is_none(centre: Centre, number: int) -> None:
    course = centre.published()
    with pytest.raises((NotFound, Invalid)):
        centre.teacher.ask(ReadCourse(key=course.row.key, revision=number))
    with pytest.raises((NotFound, Invalid)):
        centre.teacher.ask(ReadTrainingRules(version=number))


def test_what_is_another_learners_is_not_found_by_its_id(centre: Centre) -> None:
    course = centre.published()
    for name in ("陈新", "林生"):
        centre.enrol(course, name)
    file = centre.learner("陈新").ask(StoreFile(name="作业.pdf", data=b"%PDF-1.7\n%%EOF\n"))
    work = hand_in(centre, homework(centre, course), "陈新", files=(file.key,))
    other = centre.learner("林生")
    with pytest.raises(NotYourFile):
        other.ask(SubmitWork(assignment=homework(centre, course, title="二").key, text="抄", files=(file.key,)))
    book = release(centre, enter(centre, enter(centre, items(centre, course, oral()), "陈新", "90"), "林生", "90"))
    theirs = next(line for line in book.lines if line.learner == "陈新")
    (made,) = centre.boss.ask(IssueCertificates(enrolments=(theirs.enrolment_key,)))
    requests: tuple[Request[Any], ...] = (
        ReadFile(file.key),
        ReadSubmission(work.row.key),
        ReadGradeEvents(enrolment=theirs.enrolment_key),
        ReadCertificate(key=made.key),
    )
    for asked in requests:
        with pytest.raises(NotFound):
            other.ask(asked)
    told = other.ask(VerifyCertificate(number=made.number, code="AAAA-AAAA-AAAA-AAAA"))
    assert (told.result, told.learner) == (Genuine.FORGED, "")
