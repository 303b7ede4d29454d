"""Learners enrol, hand in and see their marks; who marks is told what is theirs to mark and what is not."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_admin.api.training.assignments import (
    AddAssignment,
    AssignmentRow,
    Criterion,
    ListSubmissions,
    MarkSubmission,
    ReadSubmission,
    ScoreGiven,
    SetAssignment,
    SubmissionDetail,
    SubmitWork,
)
from desktop_admin.api.training.courses import CourseDetail
from desktop_admin.api.training.enrolment import AcknowledgeRules, EnrolmentState, EnrolPeople, ListEnrolments
from desktop_admin.views.kit.paper import PaperView
from desktop_admin.views.training.certificate import CertificateFacts
from desktop_admin.views.training.hand_in import HandInDialog, WorkDialog
from desktop_admin.views.training.marking import MarkScreen
from desktop_admin.views.training.mine import COURSES_OF_MINE, EARNED, TO_DO, TO_ENROL, MinePage, OfferedPart
from desktop_admin.views.training.rules import RulesDialog
from tests.services.training.conftest import Centre
from tests.services.training.test_results import issued
from tests.views.training.conftest import Shown

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
CRITERIA = (Criterion(title="观点", marks=Decimal(40)), Criterion(title="实例", marks=Decimal(60)))


@pytest.fixture
def homework(centre: Centre) -> AssignmentRow:
    course = centre.published(capacity=5)
    centre.enrol(course, "冯雪")
    return given(centre, course)


def given(centre: Centre, course: CourseDetail, *, days: int = 5) -> AssignmentRow:
    due = centre.house.clock.now() + timedelta(days=days)
    row = centre.teacher.ask(
        AddAssignment(course=course.row.key, title="读书笔记", due=due, marks=Decimal(100), criteria=CRITERIA)
    )
    centre.teacher.ask(SetAssignment(row.key, row.version))
    return row


def handed_in(centre: Centre, homework: AssignmentRow, name: str = "冯雪") -> SubmissionDetail:
    return centre.learner(name).ask(SubmitWork(assignment=homework.key, text="我的笔记"))


def page_of(shown: Shown, login: str) -> MinePage:
    page = shown(login, MinePage)
    assert isinstance(page, MinePage)
    return page


def enrol(qtbot: QtBot, page: MinePage) -> OfferedPart:
    part = page.part(TO_ENROL)
    assert isinstance(part, OfferedPart)
    qtbot.waitUntil(part.enrol.isEnabled)
    qtbot.mouseClick(part.enrol, Qt.MouseButton.LeftButton)
    dialog = page.dialog
    assert isinstance(dialog, RulesDialog)
    qtbot.waitUntil(dialog.read.isEnabled)
    assert not dialog.go_on.isEnabled()
    qtbot.keyClick(dialog.read, K.Key_Space)
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    qtbot.waitUntil(lambda: bool(part.messages.text()))
    return part


def test_the_rules_are_read_first_then_the_last_seat_is_given_and_who_comes_next_is_told_the_place(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    centre.published(capacity=1)
    centre.learner("冯雪")
    centre.learner("李敏")
    first = enrol(qtbot, page_of(shown, "learner1"))
    assert first.messages.text() == "You take part in “食品安全基础”."
    second = enrol(qtbot, page_of(shown, "learner2"))
    assert second.messages.text() == (
        "“食品安全基础” is full. You are number 1 on the waiting list, and move up by yourself."
    )
    rows = centre.teacher.ask(ListEnrolments()).rows
    assert {row.learner: row.state for row in rows} == {
        "冯雪": EnrolmentState.ACTIVE,
        "李敏": EnrolmentState.WAITLISTED,
    }


def test_who_was_enrolled_by_others_takes_part_after_acknowledging_the_rules(
    qtbot: QtBot, centre: Centre, shown: Shown
) -> None:
    course = centre.published()
    learner = centre.learner("冯雪")
    centre.boss.ask(EnrolPeople(course=course.row.key, learners=(learner.actor.account_id,)))
    page = page_of(shown, "learner1")
    part = page.part(COURSES_OF_MINE)
    qtbot.waitUntil(lambda: part.rows.total == 1)
    part.act(part.spec.actions[0])
    dialog = page.dialog
    assert isinstance(dialog, RulesDialog)
    qtbot.waitUntil(dialog.read.isEnabled)
    qtbot.keyClick(dialog.read, K.Key_Space)
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert centre.teacher.ask(ListEnrolments()).rows[0].state is EnrolmentState.ACTIVE


def test_a_learner_sees_and_prints_the_own_certificate(qtbot: QtBot, centre: Centre, shown: Shown) -> None:
    mine, _ = sorted(issued(centre, "冯雪", "李敏"), key=lambda row: row.learner != "冯雪")
    page = page_of(shown, "learner1")
    part = page.part(EARNED)
    qtbot.waitUntil(lambda: part.rows.total == 1)
    part.table.selectRow(0)
    qtbot.keyClick(part.table, K.Key_Return)
    qtbot.waitUntil(lambda: any(each.paper is not None for each in part.findChildren(CertificateFacts)))
    facts = part.findChildren(CertificateFacts)[-1]
    sheet = next(each for each in facts.findChildren(QPushButton) if each.text() == "Print certificate")
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton)
    paper = facts.dialog
    assert isinstance(paper, PaperView)
    assert (paper.report.name, paper.request.subject) == ("training-certificate", mine.key)
    qtbot.waitUntil(lambda: paper.raster is not None, timeout=20_000)
    paper.reject()


@pytest.mark.usefixtures("homework")
def test_what_is_handed_in_gets_a_receipt_that_stays_in_sight(
    qtbot: QtBot, centre: Centre, shown: Shown, tmp_path: Any
) -> None:
    page = page_of(shown, "learner1")
    part = page.part(TO_DO)
    qtbot.waitUntil(lambda: part.rows.total == 1)
    part.table.setFocus()
    qtbot.keyClick(part.table, K.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.dialog, HandInDialog))
    dialog = page.dialog
    dialog.text.setPlainText("我的笔记")
    paper = tmp_path / "笔记.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj\nendobj\ntrailer\n%%EOF\n")
    dialog.files.attach(paper)
    qtbot.waitUntil(lambda: len(dialog.files.stored) == 1)
    qtbot.keyClick(dialog, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: dialog.receipt is not None)
    assert dialog.leave.text() == "Close"
    row = centre.teacher.ask(ListSubmissions()).rows[0]
    assert row.number in dialog.messages.text()
    assert [file.name for file in centre.teacher.ask(ReadSubmission(row.key)).files] == ["笔记.pdf"]


@pytest.mark.usefixtures("homework")
def test_a_file_that_is_not_what_it_says_is_refused_and_what_was_typed_stays(
    qtbot: QtBot, shown: Shown, tmp_path: Any
) -> None:
    page = page_of(shown, "learner1")
    part = page.part(TO_DO)
    qtbot.waitUntil(lambda: part.rows.total == 1)
    qtbot.keyClick(part.table, K.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.dialog, HandInDialog))
    dialog = page.dialog
    dialog.text.setPlainText("我的笔记")
    fake = tmp_path / "照片.pdf"
    fake.write_bytes(b"MZ this is a program")
    dialog.files.attach(fake)
    qtbot.waitUntil(lambda: "照片.pdf" in dialog.messages.text())
    assert dialog.text.toPlainText() == "我的笔记"
    assert not dialog.files.stored


def mark_screen(qtbot: QtBot, shown: Shown, login: str, work: SubmissionDetail) -> MarkScreen:
    screen = shown(login, MarkScreen)
    assert isinstance(screen, MarkScreen)
    screen.show_record(work.row.key)
    qtbot.waitUntil(lambda: screen.work is not None)
    return screen


def type_marks(qtbot: QtBot, screen: MarkScreen, *marks: str) -> None:
    for editor, text in zip(screen.rubric.editors.values(), marks, strict=True):
        line = editor.widget
        assert isinstance(line, QLineEdit)
        line.clear()
        qtbot.keyClicks(line, text)


def test_a_paper_is_marked_by_its_rubric_and_the_learner_reads_marks_and_feedback(
    qtbot: QtBot, centre: Centre, homework: AssignmentRow, shown: Shown
) -> None:
    screen = mark_screen(qtbot, shown, "teacher", handed_in(centre, homework))
    type_marks(qtbot, screen, "35", "52.5")
    assert screen.rubric.sum.text() == "87.5 of 100 marks"
    screen.feedback.setPlainText("举例很好")
    qtbot.keyClick(screen, K.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: centre.teacher.ask(ListSubmissions()).rows[0].total == Decimal("87.5"))
    page = page_of(shown, "learner1")
    part = page.part(TO_DO)
    qtbot.waitUntil(lambda: part.rows.total == 1)
    qtbot.keyClick(part.table, K.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.dialog, WorkDialog))
    told = [label.text() for label in page.dialog.findChildren(type(page.dialog.title))]
    assert "87.5 of 100 marks" in told
    assert "举例很好" in told


def test_marks_above_what_a_criterion_is_worth_are_marked_before_they_are_sent(
    qtbot: QtBot, centre: Centre, homework: AssignmentRow, shown: Shown
) -> None:
    screen = mark_screen(qtbot, shown, "teacher", handed_in(centre, homework))
    type_marks(qtbot, screen, "41", "60")
    qtbot.mouseClick(screen.save, Qt.MouseButton.LeftButton)
    assert "within what it is worth" in screen.messages.text()
    first = next(iter(screen.rubric.editors.values()))
    assert first.widget.property("fault")
    assert centre.teacher.ask(ListSubmissions()).rows[0].total is None


def test_the_own_paper_is_not_marked_and_the_reason_stands_there(
    qtbot: QtBot, centre: Centre, homework: AssignmentRow, shown: Shown
) -> None:
    course = homework.course_key
    boss = centre.boss.actor.account_id
    centre.boss.ask(EnrolPeople(course=course, learners=(boss,)))
    row = next(row for row in centre.boss.ask(ListEnrolments(course=course)).rows if row.learner_key == boss)
    centre.boss.ask(AcknowledgeRules(row.key, row.version, rules=1))
    work = centre.boss.ask(SubmitWork(assignment=homework.key, text="主任的笔记"))
    screen = mark_screen(qtbot, shown, "boss", work)
    assert not screen.save.isEnabled()
    assert not screen.blocked.isHidden()
    assert screen.blocked.text.text() == f"{work.row.number} is your own work. Someone else marks it."
    screen.send()
    qtbot.wait(50)
    assert centre.teacher.ask(ReadSubmission(work.row.key)).row.total is None


def test_two_markers_on_one_paper_nothing_is_lost(
    qtbot: QtBot, centre: Centre, homework: AssignmentRow, shown: Shown
) -> None:
    work = handed_in(centre, homework)
    screen = mark_screen(qtbot, shown, "teacher", work)
    type_marks(qtbot, screen, "30", "30")
    scores = tuple(ScoreGiven(each.id, each.marks) for each in CRITERIA)
    stale = screen.work
    centre.boss.ask(MarkSubmission(work.row.key, work.row.version, scores=scores))
    screen.work = stale
    qtbot.mouseClick(screen.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "周主任 marked" in screen.messages.text())
    qtbot.waitUntil(lambda: screen.work is not None and screen.work.row.total == Decimal(100))
    assert list(screen.rubric.standing().values()) == ["30", "30"]
    screen.reason.setText("与另一位教师商定")
    qtbot.mouseClick(screen.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: centre.teacher.ask(ReadSubmission(work.row.key)).row.total == Decimal(60))
    markings = centre.teacher.ask(ReadSubmission(work.row.key)).markings
    assert [(line.by, line.total) for line in markings] == [("周主任", Decimal(100)), ("李老师", Decimal(60))]


@pytest.mark.usefixtures("homework")
@pytest.mark.parametrize(("login", "count"), [("learner1", 1), ("teacher", 0), ("boss", 0)])
def test_own_homework_is_not_that_of_others_whoever_may_see_it(
    qtbot: QtBot, shown: Shown, login: str, count: int
) -> None:
    part = page_of(shown, login).part(TO_DO)
    qtbot.waitUntil(lambda: part.stack.currentWidget() is (part.table if count else part.nothing))
    qtbot.wait(100)
    assert part.rows.total == count
