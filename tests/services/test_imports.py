"""What is brought in from a file: looked at as a whole, each bad row named, and all of it or nothing."""

from typing import Any

import pytest

from desktop_admin.api.imports import (
    DepartmentLine,
    ImportDepartments,
    Imported,
    ImportParticipants,
    ImportWords,
    ParticipantLine,
    WordLine,
)
from desktop_admin.api.publishing.registers import AddDepartment, ListDepartments, ListSeats
from desktop_admin.api.publishing.words import ListWords, ReadWordList, WordCategory
from desktop_admin.api.training.enrolment import EnrolmentState, ListEnrolments, NoRulesYet
from desktop_admin.core.errors import NotAllowed
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import Account
from tests.conftest import House
from tests.services.training.conftest import Centre, centre, plan

__all__ = ["centre"]


def words(*given: str, category: WordCategory = WordCategory.ADVERT) -> tuple[WordLine, ...]:
    return tuple(WordLine(row=row, word=word, category=category) for row, word in enumerate(given, 2))


def told(answer: Imported) -> list[tuple[int, str, str]]:
    return [(bad.row, bad.column, bad.why.kind) for bad in answer.bad]


@pytest.fixture
def office(house: House) -> Desk:
    return house.desk("publicity_officer", name="周宣")


# --- words ---
def test_words_of_several_categories_are_one_new_version(office: Desk) -> None:
    lines = (*words("最有效"), WordLine(row=3, word="天才班", category=WordCategory.RESULTS))
    answer = office.ask(ImportWords(lines=lines))
    assert (answer.good, answer.bad, answer.done) == (2, (), True)
    assert [version.number for version in office.ask(ReadWordList())] == [2, 1], "the shipped list is the first"
    found = office.ask(ListWords(search="天才班")).rows
    assert [row.category for row in found] == [WordCategory.RESULTS]


def test_with_a_bad_row_nothing_is_written_and_each_is_named(office: Desk) -> None:
    answer = office.ask(ImportWords(lines=words("最有效", "秒杀", " ", "最有效")))
    assert not answer.done
    assert told(answer) == [(3, "Word", "WordKnown"), (4, "Word", "CellEmpty"), (5, "Word", "TwiceInFile")]
    assert [version.number for version in office.ask(ReadWordList())] == [0], "nothing was written"


def test_bad_rows_are_left_out_where_that_is_asked_for(office: Desk) -> None:
    answer = office.ask(ImportWords(lines=words("最有效", "秒杀"), skip_bad=True))
    assert (answer.done, answer.good, len(answer.bad)) == (True, 1, 1)
    assert office.ask(ListWords(search="最有效")).total == 1


def test_looking_only_writes_nothing(office: Desk) -> None:
    answer = office.ask(ImportWords(lines=words("最有效"), check=True))
    assert (answer.done, answer.good) == (False, 1)
    assert [version.number for version in office.ask(ReadWordList())] == [0]


def test_who_may_not_edit_the_list_imports_nothing(house: House) -> None:
    with pytest.raises(NotAllowed):
        house.desk("teacher").ask(ImportWords(lines=words("最有效")))


# --- departments ---
def numbered(house: House, **numbers: str) -> None:
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        for login, number in numbers.items():
            account = next(each for each in work.session.query(Account).filter_by(login=login))
            account.number = number


def line(row: int = 2, **given: Any) -> DepartmentLine:
    return DepartmentLine(row=row, **({"name": "教务处"} | given))


def test_departments_come_with_who_holds_their_seats(house: House, office: Desk) -> None:
    house.add_account("head", "department_head", name="李主任")
    house.add_account("writer", "informant", name="王小雨")
    numbered(house, head="G01", writer="G02")
    office.ask(AddDepartment(name="办公室"))
    lines = (line(head="G01", informant="G02"), line(3, name="办公室", informant="G02"))
    assert office.ask(ImportDepartments(lines=lines)).done
    rows = {row.name: row for row in office.ask(ListDepartments()).rows}
    assert (rows["教务处"].head, rows["教务处"].informant) == ("李主任", "王小雨")
    assert (rows["办公室"].head, rows["办公室"].informant) == ("", "王小雨")


def test_nobody_with_that_number_and_a_seat_taken_today_are_named(house: House, office: Desk) -> None:
    house.add_account("head", "department_head", name="李主任")
    house.add_account("other", "department_head", name="赵主任")
    numbered(house, head="G01", other="G03")
    assert office.ask(ImportDepartments(lines=(line(head="G01"),))).done
    answer = office.ask(ImportDepartments(lines=(line(head="G03"), line(3, name="总务处", deputy="G99"))))
    assert told(answer) == [(2, "Head", "SeatAlreadyHeld"), (3, "Deputy informant", "NobodyWithNumber")]
    assert office.ask(ListSeats()).total == 1
    assert office.ask(ListDepartments()).total == 1


# --- participants ---
def enrolled(desk: Desk) -> dict[str, EnrolmentState]:
    return {row.learner: row.state for row in desk.ask(ListEnrolments()).rows}


def test_participants_keep_seats_in_the_order_of_the_file_and_the_others_wait(house: House, centre: Centre) -> None:
    course = centre.published(plan("4"), capacity=1)
    for name in ("王一", "李二"):
        centre.learner(name)
    numbered(house, learner1="X1", learner2="X2")
    lines = tuple(
        ParticipantLine(row=row, course=course.row.number, number=number) for row, number in ((2, "X2"), (3, "X1"))
    )
    assert centre.boss.ask(ImportParticipants(lines=lines)).done
    assert enrolled(centre.boss) == {"李二": EnrolmentState.APPROVED, "王一": EnrolmentState.WAITLISTED}


def test_who_cannot_be_enrolled_is_named_with_the_reason(house: House, centre: Centre) -> None:
    course, draft = centre.published(plan("4")), centre.write(plan("2", title="草稿"))
    centre.enrol(course, "王一")
    numbered(house, learner1="X1", teacher="T1", reviewer="R1")
    given = (("KC-1999-001", "X1"), (draft.row.number, "X1"), (course.row.number, "X1"), (course.row.number, "T1"))
    good = (course.row.number, "R1")
    lines = tuple(
        ParticipantLine(row=row, course=no, number=who) for row, (no, who) in enumerate((*given, good, good), 2)
    )
    answer = centre.boss.ask(ImportParticipants(lines=lines))
    assert told(answer) == [
        (2, "Course no.", "NoCourseWithNumber"),
        (3, "Course no.", "EnrolmentClosed"),
        (4, "Staff or student no.", "AlreadyEnrolled"),
        (5, "Staff or student no.", "OwnTeaching"),
        (7, "Staff or student no.", "TwiceInFile"),
    ]
    assert len(enrolled(centre.boss)) == 1
    assert centre.boss.ask(ImportParticipants(lines=lines, skip_bad=True)).good == 1
    assert len(enrolled(centre.boss)) == 2


def test_without_rules_nobody_is_enrolled(house: House) -> None:
    boss = house.desk("course_administrator")
    with pytest.raises(NoRulesYet):
        boss.ask(ImportParticipants(lines=(ParticipantLine(row=2, course="KC-1", number="X1"),)))
