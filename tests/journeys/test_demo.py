"""The demo school: whole, sound, and the same for everyone on the same day."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_admin.api.accounts import ListAccounts, SignIn
from desktop_admin.api.canteen.actions import ListActions
from desktop_admin.api.canteen.calendar import ListSheets, ReadMonth
from desktop_admin.api.canteen.registers import CertificateState, ListCanteens, ListWorkers
from desktop_admin.api.canteen.sheet import ReadDay, SheetState, Verdict
from desktop_admin.api.publishing.columns import ListNotices, NoticeState
from desktop_admin.api.publishing.registers import ColumnState, ListColumns, ListDepartments, SeatKind
from desktop_admin.api.publishing.states import JobState, SubmissionState
from desktop_admin.api.publishing.submission import ListSubmissions, ReadSubmission, SubmissionDetail
from desktop_admin.api.training.assignments import ListAssignments
from desktop_admin.api.training.certificates import CertificateStatus, ListCertificates
from desktop_admin.api.training.courses import CourseState, ListCourses
from desktop_admin.api.training.credits import ReadCreditYear
from desktop_admin.api.training.enrolment import EnrolmentState, ListEnrolments
from desktop_admin.api.training.resources import ListResources, ReadResource, ResourceState, Usability
from desktop_admin.app import demo
from desktop_admin.app.premises import Premises
from desktop_admin.core.clock import local_time
from desktop_admin.db.verify import verify
from desktop_admin.desk.local import LocalDesk

NOW = datetime(2026, 11, 20, 0, 40, tzinfo=UTC)  # a Friday, 8:40 in the school
WEEKDAYS = 16 * 5 - 5  # sixteen weeks to this Friday, one of them without school


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    premises = demo.make(tmp_path_factory.mktemp("demo"), NOW)
    yield premises
    premises.close()


@pytest.fixture(scope="module")
def officer(made: Premises) -> LocalDesk:
    return made.door(b"demo", "总务处-01").sign_in(SignIn("wangjg", demo.PASSWORD))


def test_a_whole_term_is_there_with_fails_and_a_missed_day(officer: LocalDesk) -> None:
    sheets = officer.ask(ListSheets(limit=500))
    assert sheets.total == 2 * WEEKDAYS - 1, "one canteen forgot one day"
    failed = sum(row.failed for row in sheets.rows)
    assert 5 <= failed <= 60
    assert officer.ask(ListActions()).total == failed
    today = {row.canteen: row for row in sheets.rows if row.day == NOW.date()}
    assert today["二食堂"].state is SheetState.SIGNED
    assert (today["一食堂"].state, today["一食堂"].open) == (SheetState.OPEN, 8)


def test_the_month_of_the_missed_day_shows_it(officer: LocalDesk) -> None:
    second = officer.ask(ListCanteens()).rows[1].key
    months = [datetime(2026, month, 1, tzinfo=UTC).date() for month in range(8, 12)]
    assert sum(officer.ask(ReadMonth(second, month)).missed for month in months) == 1


# --- articles ---
@pytest.fixture(scope="module")
def console(made: Premises) -> LocalDesk:
    return made.console("tester")


@pytest.fixture(scope="module")
def articles(console: LocalDesk) -> dict[str, SubmissionDetail]:
    """By title."""
    rows = console.ask(ListSubmissions(limit=500)).rows
    return {row.title: console.ask(ReadSubmission(row.key)) for row in rows}


def test_articles_have_come_to_every_place_they_can(articles: dict[str, SubmissionDetail]) -> None:
    states = [article.row.state for article in articles.values()]
    assert states.count(SubmissionState.PUBLISHED) >= 10
    some = {"DRAFT", "DEPT", "PROP", "RETURNED", "SCHEDULED", "RECALLED", "ARCHIVED"}
    assert {SubmissionState[name] for name in some} <= set(states)


def test_what_was_published_was_signed_by_different_people_in_school_hours(
    made: Premises, articles: dict[str, SubmissionDetail]
) -> None:
    public = [each for each in articles.values() if each.row.state is SubmissionState.PUBLISHED]
    for article in public:
        assert article.intact
        signed = [seat for seat in article.seats if seat.by]
        assert len(signed) >= 3, article.row.title
        assert len({article.row.author, *(seat.by for seat in signed)}) == len(signed) + 1
        hours = [local_time(seat.at).hour for seat in signed if seat.at is not None]
        assert all(9 <= hour <= 17 for hour in hours), article.row.title
        assert {job.state for job in article.jobs} == {JobState.CONFIRMED, JobState.MANUAL_DONE}
        assert made.backstage.folder is not None
        page = made.backstage.folder / "website" / "articles" / article.row.number / "index.html"
        assert article.row.title in page.read_text("utf-8")


def test_one_article_came_back_was_changed_and_waits_with_answered_findings(
    articles: dict[str, SubmissionDetail],
) -> None:
    flu = articles["流感防控提醒"]
    assert (flu.row.state, flu.row.revision) == (SubmissionState.PROP, 2)
    assert any(line.voids and line.remark == "通风次数写具体，补返校要求" for line in flu.history)
    assert {found.finding.said for found in flu.findings} == {"最有效", "0571-86001234"}
    assert all(not found.open for found in flu.findings)
    assert [seat.by for seat in flu.seats] == ["赵静", "", ""], "signed anew; the two reviewers have not looked yet"


def test_a_column_is_urged_one_is_blank_and_one_seat_is_empty(console: LocalDesk) -> None:
    columns = {row.name: row for row in console.ask(ListColumns()).rows}
    assert columns["教学研究"].state is ColumnState.URGED
    assert columns["教学研究"].days > columns["教学研究"].allowed
    assert columns["家校共育"].state is ColumnState.BLANK
    assert {row.state for row in console.ask(ListNotices()).rows} == {NoticeState.OPEN, NoticeState.CLOSED}
    empty = {row.name: row.empty for row in console.ask(ListDepartments()).rows if row.empty}
    assert empty == {"德育处": (SeatKind.DEPUTY,)}


# --- courses ---
def test_courses_have_come_to_every_place_they_can(console: LocalDesk) -> None:
    courses = {row.title: row for row in console.ask(ListCourses(limit=100)).rows}
    assert {row.state for row in courses.values()} == set(CourseState)
    waiting = courses["课堂观察与学习评价"]
    assert (waiting.capacity, waiting.taken, waiting.waiting) == (10, 10, 3)
    running = next(row for row in console.ask(ListAssignments()).rows if row.course == "信息化应用能力提升")
    assert (running.submitted, running.unmarked, running.overdue) == (24, 8, 8)


def test_results_became_certificates_and_class_hours(made: Premises, console: LocalDesk) -> None:
    enrolments = console.ask(ListEnrolments(limit=500)).rows
    passed = sum(row.state is EnrolmentState.COMPLETED for row in enrolments)
    assert sum(row.state is EnrolmentState.FAILED for row in enrolments) == 1
    certificates = console.ask(ListCertificates(limit=500)).rows
    assert sum(row.status is CertificateStatus.VALID for row in certificates) == passed == 32
    assert sum(row.status is CertificateStatus.REVOKED for row in certificates) == 1
    teacher = made.door(b"demo", "七年级组-01").sign_in(SignIn("tangsy", demo.PASSWORD))
    year = teacher.ask(ReadCreditYear(NOW.year))
    assert (year.from_courses, year.from_elsewhere) == (Decimal(10), Decimal(24))


def test_the_canteen_knows_who_is_trained(console: LocalDesk) -> None:
    workers = console.ask(ListWorkers(limit=100)).rows
    assert sum(row.training is CertificateState.VALID for row in workers) == 21
    untrained = [row for row in workers if row.training is None]
    assert [row.in_use for row in untrained] == [False], "who did not pass is off duty"
    first = console.ask(ListCanteens()).rows[0].key
    sheet = console.ask(ReadDay(first, NOW.date())).sheet
    assert sheet is not None
    proposal = next(line.proposal for line in sheet.items if line.item.code == "C01")
    assert proposal is not None
    assert proposal.verdict is Verdict.PASS
    assert "all have food-safety training" in proposal.text


def test_the_rights_to_one_resource_are_over(console: LocalDesk) -> None:
    rows = console.ask(ListResources(limit=100)).rows
    expired = [row for row in rows if row.usability is Usability.EXPIRED]
    assert [row.title for row in expired] == ["名师课堂实录（试用）"]
    assert any(row.days_left is not None and 0 < row.days_left <= 30 for row in rows)


def test_one_resource_waits_in_a_second_revision_while_the_first_is_in_use(console: LocalDesk) -> None:
    rows = console.ask(ListResources(limit=100)).rows
    (row,) = [row for row in rows if row.revision > row.in_force > 0]
    assert (row.title, row.state, row.usability) == ("食堂岗位操作规范图册", ResourceState.SUBMITTED, Usability.USABLE)
    first, second = (console.ask(ReadResource(row.key, number)).content for number in (1, 2))
    assert first.description == ""
    assert "拍照要求" in second.description


def test_nothing_in_it_contradicts_its_own_audit_trail(made: Premises) -> None:
    report = verify(made.backstage.database, made.backstage.keys, made.backstage.folder)
    assert report.clean, str(report)


def test_it_is_the_same_for_everyone(tmp_path: Path) -> None:
    def school(name: str) -> tuple[list[tuple[str, int, int]], list[str]]:
        (tmp_path / name).mkdir()
        premises = demo.make(tmp_path / name, NOW, weeks=1)
        try:
            desk = premises.door(b"demo", "PC").sign_in(SignIn("wangjg", demo.PASSWORD))
            sheets = [(row.number, row.failed, row.diners) for row in desk.ask(ListSheets(limit=500)).rows]
            office = premises.door(b"demo", "PC").sign_in(SignIn("qinhai", demo.PASSWORD))
            return sheets, [row.name for row in office.ask(ListAccounts(limit=500)).rows]
        finally:
            premises.close()

    first = school("first")
    assert len(first[1]) > 100
    assert first == school("second")
