"""Marks become results, results become class hours and certificates; every ledger is only added to."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from desktop_admin.api.training.base import WhyNeeded
from desktop_admin.api.training.certificates import (
    AlreadyRevoked,
    CertificateRow,
    CertificateStatus,
    CertificateThere,
    Genuine,
    IssueCertificates,
    ListCertificates,
    NotPassed,
    OwnCertificate,
    ReadCertificate,
    RevokeCertificate,
    VerifyCertificate,
)
from desktop_admin.api.training.courses import CourseDetail, ListCourses, ReadCourse
from desktop_admin.api.training.credits import (
    AddCredit,
    AlreadyReversed,
    CreditAhead,
    FollowsFromResult,
    ListCredits,
    OwnCredit,
    ReadCreditTotals,
    ReadCreditYear,
    ReverseCredit,
)
from desktop_admin.api.training.enrolment import EnrolmentState, EnrolMyself, ListEnrolments
from desktop_admin.api.training.grades import (
    CertificateStands,
    EnterGrade,
    GradeBook,
    GradeItem,
    GradeKind,
    GradeMoved,
    GradeSource,
    ItemInUse,
    ItemWithoutHomework,
    MarksOpen,
    NotEntered,
    OneAttendanceOnly,
    OwnResult,
    ReadGradeBook,
    ReadGradeEvents,
    ReleaseGrades,
    ReopenResult,
    ResultsReleased,
    SetGradeItems,
    WeightsNotFull,
)
from desktop_admin.api.training.sessions import (
    AddSession,
    AttendanceMoved,
    AttendanceSheet,
    HoldSession,
    ListSessions,
    MarkAttendance,
    Marked,
    NoSuchUnit,
    NotEnrolledHere,
    Presence,
    ReadSession,
    SessionAhead,
    SessionUnmarked,
)
from desktop_admin.core.errors import NotFound
from desktop_admin.core.ids import uuid7
from desktop_admin.db.audit import RECORDED
from desktop_admin.desk.base import Desk
from desktop_admin.models.training.results import Certificate
from tests.services.training.conftest import TODAY, Centre, plan
from tests.services.training.test_enrolment import at_once
from tests.services.training.test_homework import hand_in, homework, marks


def items(centre: Centre, course: CourseDetail, *wanted: GradeItem) -> GradeBook:
    version = centre.teacher.ask(ReadCourse(key=course.row.key)).row.version
    return centre.teacher.ask(SetGradeItems(course.row.key, version, items=wanted))


def oral(weight: str = "100") -> GradeItem:
    return GradeItem(title="口试", weight=Decimal(weight))


def enter(centre: Centre, book: GradeBook, name: str, mark: str, **more: Any) -> GradeBook:
    line = next(each for each in book.lines if each.learner == name)
    item = next(each for each in book.items if each.kind is GradeKind.ENTERED)
    command = EnterGrade(enrolment=line.enrolment_key, item=item.id, mark=Decimal(mark), **more)
    return centre.teacher.ask(command)


def release(centre: Centre, book: GradeBook) -> GradeBook:
    return centre.teacher.ask(ReleaseGrades(book.course_key, book.version))


def passed(centre: Centre, *names: str, made: Any = None) -> GradeBook:
    course = centre.published(made)
    for name in names:
        centre.enrol(course, name)
    book = items(centre, course, oral())
    for name in names:
        book = enter(centre, book, name, "88.5")
    return release(centre, book)


def issued(centre: Centre, *names: str, made: Any = None) -> tuple[CertificateRow, ...]:
    book = passed(centre, *names, made=made)
    return centre.boss.ask(IssueCertificates(enrolments=tuple(line.enrolment_key for line in book.lines)))


def test_marks_are_weighted_released_and_become_class_hours(centre: Centre) -> None:
    course = centre.published(plan("4", "4", pass_mark=Decimal(70)))
    for name in ("陈新", "吴静"):
        centre.enrol(course, name)
    row = homework(centre, course)
    book = items(
        centre,
        course,
        GradeItem(title="作业", kind=GradeKind.HOMEWORK, assignment=row.key, weight=Decimal("33.33")),
        oral("66.67"),
    )
    for name, given in (("陈新", ("6.5", "1")), ("吴静", ("3", "0.33"))):
        centre.teacher.ask(marks(hand_in(centre, row, name), *given))
        book = enter(centre, book, name, "80")
    centre.enrol(course, "冯丽")
    book = enter(centre, centre.teacher.ask(ReadGradeBook(course.row.key)), "冯丽", "90")
    with pytest.raises(MarksOpen, match="冯丽 作业"):
        release(centre, book)
    chosen = tuple(line.enrolment_key for line in book.lines if line.learner != "冯丽")
    version = centre.teacher.ask(ReadCourse(key=course.row.key)).row.version
    book = centre.teacher.ask(ReleaseGrades(course.row.key, version, enrolments=chosen))
    finals = {line.learner: (line.marks, line.final, line.passed) for line in book.lines}
    assert finals["陈新"] == ((Decimal("75.00"), Decimal("80.00")), Decimal("78.33"), True)
    assert finals["吴静"] == ((Decimal("33.30"), Decimal("80.00")), Decimal("64.43"), False)
    assert (book.passed, book.failed, book.open) == (1, 1, 1)
    year = centre.learner("陈新").ask(ReadCreditYear(2026))
    assert [(entry.title, entry.hours) for entry in year.entries] == [("食品安全基础", Decimal(8))]
    assert centre.learner("吴静").ask(ReadCreditYear(2026)).total == 0
    with pytest.raises(NotFound):
        centre.learner("吴静").ask(ReadCreditYear(2026, book.lines[0].learner_key))


def test_weights_are_100_per_cent_and_each_item_has_its_source(centre: Centre) -> None:
    course = centre.published()
    with pytest.raises(WeightsNotFull, match=r"99\.99"):
        items(centre, course, oral("50"), oral("49.99"))
    there = GradeItem(title="出勤", kind=GradeKind.ATTENDANCE, weight=Decimal(50))
    with pytest.raises(OneAttendanceOnly):
        items(centre, course, there, GradeItem(title="再出勤", kind=GradeKind.ATTENDANCE, weight=Decimal(50)))
    with pytest.raises(ItemWithoutHomework):
        items(centre, course, GradeItem(title="作业", kind=GradeKind.HOMEWORK, weight=Decimal(100)))
    centre.enrol(course, "陈新")
    book = items(centre, course, there, oral("50"))
    line = book.lines[0].enrolment_key
    with pytest.raises(NotEntered):
        centre.teacher.ask(EnterGrade(enrolment=line, item=book.items[0].id, mark=Decimal(1)))
    enter(centre, book, "陈新", "60")
    with pytest.raises(ItemInUse, match="口试"):
        items(centre, course, GradeItem(title="别的", weight=Decimal(100)))


def test_a_mark_is_changed_only_as_seen_and_with_a_reason_and_the_ledger_keeps_both(centre: Centre) -> None:
    course = centre.published()
    enrolment = centre.enrol(course, "陈新")
    book = items(centre, course, oral())
    book = enter(centre, book, "陈新", "59.5")
    with pytest.raises(GradeMoved, match=r"59\.50"):
        enter(centre, book, "陈新", "61")
    with pytest.raises(WhyNeeded):
        enter(centre, book, "陈新", "61", seen=Decimal("59.5"))
    enter(centre, book, "陈新", "61", seen=Decimal("59.5"), reason="漏加一题")
    events = centre.learner("陈新").ask(ReadGradeEvents(enrolment.key))
    assert [(event.mark, event.reason, event.in_force) for event in events] == [
        (Decimal("59.50"), "", False),
        (Decimal("61.00"), "漏加一题", True),
    ]


def test_a_learner_sees_the_own_line_and_the_final_mark_once_released(centre: Centre) -> None:
    course = centre.published()
    for name in ("陈新", "吴静"):
        centre.enrol(course, name)
    book = items(centre, course, oral())
    for name in ("陈新", "吴静"):
        book = enter(centre, book, name, "90")
    mine = centre.learner("吴静").ask(ReadGradeBook(course.row.key))
    assert [(line.learner, line.marks, line.final) for line in mine.lines] == [("吴静", (Decimal(90),), None)]
    release(centre, book)
    assert centre.learner("吴静").ask(ReadGradeBook(course.row.key)).lines[0].final == Decimal(90)
    with pytest.raises(NotFound):
        centre.learner("郑明").ask(ReadGradeBook(course.row.key))


def test_nobody_gives_themselves_a_result(centre: Centre) -> None:
    course = centre.published()
    centre.boss.ask(EnrolMyself(course=course.row.key, rules=1))
    book = items(centre, course, oral())
    line = book.lines[0].enrolment_key
    with pytest.raises(OwnResult):
        centre.boss.ask(EnterGrade(enrolment=line, item=book.items[0].id, mark=Decimal(100)))
    book = enter(centre, book, "周主任", "100")
    with pytest.raises(OwnResult):
        centre.boss.ask(ReleaseGrades(book.course_key, book.version))
    release(centre, book)
    with pytest.raises(OwnCertificate):
        centre.boss.ask(IssueCertificates(enrolments=(line,)))


def test_a_released_result_is_reopened_with_a_reason_and_its_hours_are_taken_back(centre: Centre) -> None:
    book = passed(centre, "陈新")
    line = book.lines[0]
    with pytest.raises(ResultsReleased):
        enter(centre, book, "陈新", "20", seen=Decimal("88.5"), reason="x")
    (certificate,) = centre.boss.ask(IssueCertificates(enrolments=(line.enrolment_key,)))
    version = centre.boss.ask(ReadGradeBook(book.course_key)).lines[0].version
    reopen = ReopenResult(line.enrolment_key, version, reason="登分有误")
    with pytest.raises(CertificateStands, match="PX-2026-00001"):
        centre.boss.ask(reopen)
    centre.boss.ask(RevokeCertificate(certificate.key, certificate.version, reason="登分有误"))
    reopened = centre.boss.ask(ReopenResult(line.enrolment_key, version, reason="登分有误"))
    assert reopened.lines[0].state is EnrolmentState.ACTIVE
    year = centre.learner("陈新").ask(ReadCreditYear(2026))
    assert ([entry.hours for entry in year.entries], year.total) == ([Decimal(8), Decimal(-8)], Decimal(0))
    book = enter(
        centre, centre.teacher.ask(ReadGradeBook(book.course_key)), "陈新", "20", seen=Decimal("88.5"), reason="更正"
    )
    release(centre, book)
    events = centre.boss.ask(ReadGradeEvents(line.enrolment_key))
    assert [event.source for event in events if not event.item] == [
        GradeSource.RELEASED,
        GradeSource.REOPENED,
        GradeSource.RELEASED,
    ]
    assert centre.boss.ask(ListEnrolments()).rows[0].state is EnrolmentState.FAILED
    again = IssueCertificates(enrolments=(line.enrolment_key,))
    with pytest.raises(NotPassed):
        centre.boss.ask(again)


def test_certificates_are_numbered_without_gaps_also_when_issued_at_once(centre: Centre) -> None:
    book = passed(centre, "陈新", "吴静", "郑明", "冯丽")
    other = centre.house.desk("course_administrator", login="other", name="韩主任", pc="PC-8")
    keys = [line.enrolment_key for line in book.lines]
    answers = at_once([centre.boss, other], lambda n: IssueCertificates(enrolments=tuple(keys[n * 2 : n * 2 + 2])))
    assert all(isinstance(answer, tuple) for answer in answers), answers
    with pytest.raises(CertificateThere):
        centre.boss.ask(IssueCertificates(enrolments=(keys[0],)))
    numbers = [row.number for row in centre.boss.ask(ListCertificates(sort="number")).rows]
    assert numbers == [f"PX-2026-{n:05d}" for n in range(1, 5)]


def test_a_certificate_is_verified_by_its_code_and_a_changed_row_no_longer_fits_the_paper(centre: Centre) -> None:
    first, second = issued(centre, "陈新", "吴静", made=plan("8", valid_months=12))
    learner = centre.house.sign_in("learner1", pc="PC-9")
    paper = centre.boss.ask(ReadCertificate(first.key))
    assert (paper.school, paper.teacher, paper.names) == ("实验小学", "李老师", (first.learner, "李老师"))
    assert paper.row.valid_until == date(2027, 8, 31)
    scrawled = f"  {paper.code.lower().replace('-', ' ')} "
    for check in (
        VerifyCertificate(number=first.number.lower(), code=scrawled),
        VerifyCertificate(number=paper.qr),
    ):
        found = learner.ask(check)
        assert (found.result, found.learner, found.hours) == (Genuine.GENUINE, first.learner, Decimal(8))
    wrong = centre.boss.ask(ReadCertificate(second.key)).code
    assert learner.ask(VerifyCertificate(number=first.number, code=wrong)).result is Genuine.FORGED
    assert learner.ask(VerifyCertificate(number=first.number)).learner == ""
    assert learner.ask(VerifyCertificate(number="PX-2026-99999", code=wrong)).result is Genuine.UNKNOWN
    assert learner.ask(VerifyCertificate(number="DAC1|x")).result is Genuine.UNKNOWN
    engine = centre.house.premises.backstage.database.engine
    with engine.begin() as connection:
        changed = update(Certificate).where(Certificate.key == first.key).values(learner="冒名")
        connection.execute(changed, execution_options=RECORDED)
    assert learner.ask(VerifyCertificate(number=paper.qr)).result is Genuine.FORGED


def test_a_certificate_is_revoked_once_with_a_reason_and_expires_by_itself(centre: Centre) -> None:
    first, second = issued(centre, "陈新", "吴静", made=plan("8", valid_months=1))
    code = centre.boss.ask(ReadCertificate(second.key)).code
    with pytest.raises(WhyNeeded):
        centre.boss.ask(RevokeCertificate(first.key, first.version, reason=""))
    revoked = centre.boss.ask(RevokeCertificate(first.key, first.version, reason="冒名顶替"))
    assert (revoked.status, revoked.revoked_by) == (CertificateStatus.REVOKED, "周主任")
    with pytest.raises(AlreadyRevoked, match="周主任"):
        centre.boss.ask(RevokeCertificate(first.key, revoked.version, reason="再次"))
    assert centre.boss.ask(ListCertificates(status=CertificateStatus.VALID)).total == 1
    centre.house.clock.forward(timedelta(days=30))
    boss = centre.house.sign_in("boss")
    assert boss.ask(VerifyCertificate(number=second.number, code=code)).result is Genuine.EXPIRED
    assert [row.number for row in boss.ask(ListCertificates(status=CertificateStatus.EXPIRED)).rows] == [second.number]


def test_learners_see_their_own_certificates_only(centre: Centre) -> None:
    first, _ = issued(centre, "陈新", "吴静")
    other = next(desk for name, desk in centre.learners.items() if name != first.learner)
    assert [row.learner for row in other.ask(ListCertificates()).rows] != [first.learner]
    with pytest.raises(NotFound):
        other.ask(ReadCertificate(first.key))


def test_class_hours_are_credited_on_evidence_and_taken_back_by_another_entry(centre: Centre) -> None:
    teacher = centre.teacher.actor.account_id
    entry = centre.boss.ask(
        AddCredit(person=teacher, day=TODAY, title="县级教研", hours=Decimal("1.25"), reason="教研〔2026〕3 号")
    )
    tomorrow, own = TODAY + timedelta(days=1), centre.boss.actor.account_id
    with pytest.raises(CreditAhead):
        centre.boss.ask(AddCredit(person=teacher, day=tomorrow, title="x", hours=Decimal(1), reason="y"))
    with pytest.raises(OwnCredit):
        centre.boss.ask(AddCredit(person=own, day=TODAY, title="x", hours=Decimal(1), reason="y"))
    assert [row.total for row in centre.boss.ask(ReadCreditTotals(2026))] == [Decimal("1.25")]
    back = centre.boss.ask(ReverseCredit(entry.key, entry.version, reason="重复登记"))
    assert back.hours == Decimal("-1.25")
    for key in (entry.key, back.key):
        with pytest.raises(AlreadyReversed):
            centre.boss.ask(ReverseCredit(key, 1, reason="再次"))
    year = centre.teacher.ask(ReadCreditYear(2026))
    assert (year.total, year.from_elsewhere, len(year.entries)) == (Decimal(0), Decimal(0), 2)
    passed(centre, "陈新")
    course = centre.boss.ask(ListCredits(search="陈新")).rows[0]
    with pytest.raises(FollowsFromResult):
        centre.boss.ask(ReverseCredit(course.key, course.version, reason="x"))


# --- sessions and attendance ---
def session(centre: Centre, course: CourseDetail, **more: Any) -> AttendanceSheet:
    usual: dict[str, Any] = {"day": TODAY, "hours": Decimal(4), "topic": "法规"}
    row = centre.teacher.ask(AddSession(course=course.row.key, **(usual | more)))
    return centre.teacher.ask(ReadSession(key=row.key))


def mark(centre: Centre, sheet: AttendanceSheet, *said: Presence) -> AttendanceSheet:
    given = tuple(Marked(line.enrolment_key, p, line.presence) for line, p in zip(sheet.lines, said, strict=False))
    return centre.teacher.ask(MarkAttendance(key=sheet.row.key, marks=given))


def test_a_session_is_attended_held_and_counted_against_the_plan(centre: Centre) -> None:
    course = centre.published(plan("4", "4", least_attendance=Decimal(75)))
    for name in ("陈新", "吴静"):
        centre.enrol(course, name)
    unit = course.plan.units[0]
    sheet = session(centre, course, unit=unit.id)
    with pytest.raises(SessionUnmarked, match="2 people"):
        centre.teacher.ask(HoldSession(sheet.row.key, sheet.row.version, held=Decimal("3.5")))
    sheet = mark(centre, sheet, Presence.LATE, Presence.LEAVE)
    held = centre.teacher.ask(HoldSession(sheet.row.key, sheet.row.version, held=Decimal("3.5"), log="讲了法规"))
    assert (held.row.unit, held.row.late, held.row.leave, held.row.unmarked) == (unit.title, 1, 1, 0)
    units = centre.teacher.ask(ReadCourse(key=course.row.key)).units
    assert [(line.unit.hours, line.held) for line in units] == [
        (Decimal(4), Decimal("3.5")),
        (Decimal(4), Decimal(0)),
    ]
    book = items(centre, course, oral())
    for name in ("陈新", "吴静"):
        book = enter(centre, book, name, "90")
    book = release(centre, book)
    assert {line.learner: (line.attendance, line.passed) for line in book.lines} == {
        "陈新": (Decimal(100), True),
        "吴静": (Decimal(0), False),
    }


def test_attendance_is_marked_for_all_or_none_and_never_over_somebody_elses(centre: Centre) -> None:
    course = centre.published()
    for name in ("陈新", "吴静"):
        centre.enrol(course, name)
    sheet = session(centre, course)
    mark(centre, sheet, Presence.PRESENT)
    with pytest.raises(AttendanceMoved, match="陈新"):
        mark(centre, sheet, Presence.ABSENT, Presence.ABSENT)
    now = centre.teacher.ask(ReadSession(key=sheet.row.key))
    assert [line.presence for line in now.lines] == [Presence.PRESENT, None]
    assert (now.row.present, now.row.unmarked) == (1, 1)
    with pytest.raises(NotEnrolledHere):
        centre.teacher.ask(MarkAttendance(key=sheet.row.key, marks=(Marked(uuid7(), Presence.PRESENT),)))
    assert [line.learner for line in centre.learner("吴静").ask(ReadSession(key=sheet.row.key)).lines] == ["吴静"]
    with pytest.raises(NotFound):
        centre.learner("郑明").ask(ReadSession(key=sheet.row.key))
    assert centre.learner("郑明").ask(ListSessions()).total == 0


def test_a_session_ahead_is_not_attended_and_a_unit_is_one_of_the_plan(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    ahead = session(centre, course, day=TODAY + timedelta(days=1))
    with pytest.raises(SessionAhead):
        mark(centre, ahead, Presence.PRESENT)
    with pytest.raises(NoSuchUnit):
        session(centre, course, unit=uuid7())


def test_attendance_counts_in_the_grade_book_by_hours(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    for hours, presence in ((Decimal(2), Presence.PRESENT), (Decimal(1), Presence.ABSENT)):
        sheet = mark(centre, session(centre, course, hours=hours), presence)
        centre.teacher.ask(HoldSession(sheet.row.key, sheet.row.version, held=hours))
    book = items(centre, course, GradeItem(title="出勤", kind=GradeKind.ATTENDANCE, weight=Decimal(100)))
    assert (book.lines[0].marks, book.lines[0].final, book.lines[0].passed) == (
        (Decimal("66.67"),),
        Decimal("66.67"),
        True,
    )


def test_the_courses_whose_grade_book_somebody_sees_are_asked_for_as_such(centre: Centre) -> None:
    mine, written = centre.published(), centre.write()
    centre.enrol(mine, "冯雪")
    colleague = centre.house.desk("teacher", login="colleague", name="孙老师")

    def shown(desk: Desk) -> set[UUID]:
        keys = {row.key for row in desk.ask(ListCourses(graded=True)).rows}
        rest = {row.key for row in desk.ask(ListCourses(graded=False)).rows}
        assert all(desk.ask(ReadGradeBook(key)).course_key == key for key in keys)
        for key in rest:
            with pytest.raises(NotFound):
                desk.ask(ReadGradeBook(key))
        return keys

    assert shown(centre.teacher) == shown(centre.boss) == {mine.row.key, written.row.key}
    assert shown(centre.learner("冯雪")) == {mine.row.key}
    assert shown(colleague) == set()
