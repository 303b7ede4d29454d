"""The papers of training, written from real courses and read back."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from desktop_admin.api.audit import ListEntries
from desktop_admin.api.exports import ExportCertificates, ExportTraining
from desktop_admin.api.school import CheckPaper
from desktop_admin.api.training.base import NotPrintable
from desktop_admin.api.training.certificates import Genuine, ReadCertificate, RevokeCertificate, VerifyCertificate
from desktop_admin.api.training.courses import CourseDetail
from desktop_admin.api.training.credits import AddCredit
from desktop_admin.api.training.grades import GradeBook, GradeItem, ReadGradeBook
from desktop_admin.api.training.sessions import (
    AddSession,
    AttendanceSheet,
    HoldSession,
    MarkAttendance,
    Marked,
    Presence,
    ReadSession,
)
from desktop_admin.cli import main
from desktop_admin.core.errors import NotAllowed, NotFound
from desktop_admin.models.accounts import Account
from desktop_admin.reports import training
from desktop_admin.reports.base import NumberMissing, NumberUnknown, Report, days_of
from desktop_admin.reports.catalogue import make
from desktop_admin.reports.kit.page import Attestation
from desktop_admin.reports.training.certificate import NoCertificates, document
from desktop_admin.reports.training.credit_hours import NobodyCredited
from desktop_admin.reports.training.names import require_printable
from desktop_admin.reports.training.sign_in import NoSession
from tests.reports.conftest import asked
from tests.reports.reading import by_calamine, by_layout, by_openpyxl, by_poppler, pages_of, pdf_text
from tests.services.training.conftest import TODAY, Centre, centre, plan
from tests.services.training.test_results import enter, issued, items, passed

__all__ = ["centre"]

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is missing: NOT read back by it")
readers = pytest.mark.parametrize("read", [pdf_text, pytest.param(by_poppler, marks=needs_poppler)])
workbooks = pytest.mark.parametrize("read", [by_openpyxl, by_calamine])


pytestmark = pytest.mark.usefixtures("chinese")


def made(centre: Centre, report: Report[Any], out: Path, subject: UUID | None = None, **more: Any) -> Path:
    """more: number, or the day that it is about."""
    days = days_of(report.period, (more.pop("day", TODAY), None), TODAY)
    make(report, centre.boss.ask, replace(asked(centre.house, *days), subject=subject, **more), out)
    return out


def test_a_name_whose_glyph_no_font_has_stops_the_print_and_names_the_person() -> None:
    require_printable(("陈新", "李𬭎", "Ağaoğlu"))
    with pytest.raises(NotPrintable, match=r"王〔U\+323AF〕") as caught:
        require_printable(("陈新", "王\U000323af", "吴静"))
    assert caught.value.params["code"] == "U+323AF"


# --- the plan ---
@readers
def test_a_published_plan_says_everything_and_who_reviewed_it(centre: Centre, tmp_path: Path, read: Any) -> None:
    course = centre.published(plan("4", "2.5", "1.5", subject="食品安全", valid_months=12))
    text = read(made(centre, training.PLAN, tmp_path / "a.pdf", course.row.key))
    for part in (
        "教学计划",
        "实验小学",
        "食品安全基础",
        course.row.number,
        "李老师",
        "掌握食品安全要求",
        "法规、操作、留样",
    ):
        assert part in text
    for part in ("讲授与演练", "九月，每周二", "第3单元", "合计8", "赵审核", "√", "12个月", course.plan_sha256):
        assert part in text
    assert "草稿" not in text


def test_a_plan_that_is_not_in_force_is_marked(centre: Centre, tmp_path: Path) -> None:
    course = centre.write()
    text = pdf_text(made(centre, training.PLAN, tmp_path / "a.pdf", course.row.key))
    assert "草稿" in text
    assert "第1版尚未审核" in text
    centre.publish(course)
    centre.edit(course, objectives="新的目标")
    assert "尚未生效" in pdf_text(made(centre, training.PLAN, tmp_path / "b.pdf", course.row.key))


@workbooks
def test_a_plans_workbook_has_its_units_as_numbers(centre: Centre, tmp_path: Path, read: Any) -> None:
    course = centre.published()
    path = made(centre, training.PLAN, tmp_path / "a.xlsx", number=course.row.number)
    units = read(path, "教学单元")[2:]
    assert [(row[0], row[1], float(row[2])) for row in units] == [
        (1, "第1单元", 4.0),
        (2, "第2单元", 2.5),
        (3, "第3单元", 1.5),
    ]
    about = dict(row[:2] for row in read(path, "说明")[2:])
    assert (about["课程目标"], about["学时"]) == ("掌握食品安全要求", "8")


def test_a_long_plan_wraps_and_goes_on_over_the_pages(centre: Centre, tmp_path: Path) -> None:
    texts = {
        name: f"{name}：" + "逐条讲解、逐项演练、逐人过关。" * 150 for name in ("objectives", "content", "methods")
    }
    course = centre.published(plan(*["1"] * 40, **texts))
    pages = pages_of(made(centre, training.PLAN, tmp_path / "a.pdf", course.row.key))
    text = "".join(pages)
    assert len(pages) > 3
    assert text.count("逐人过关。") == 450
    assert "第40单元" in text


# --- attendance ---
def held(
    centre: Centre, course: CourseDetail, *marks: Presence, day: date = TODAY, topic: str = "留样"
) -> AttendanceSheet:
    row = centre.teacher.ask(AddSession(course=course.row.key, day=day, hours=Decimal(2), topic=topic, place="三楼"))
    if not marks:
        return centre.teacher.ask(ReadSession(key=row.key))
    lines = centre.teacher.ask(ReadSession(key=row.key)).lines
    given = tuple(
        Marked(line.enrolment_key, presence, remark="公差" if presence is Presence.LEAVE else "")
        for line, presence in zip(lines, marks, strict=True)
    )
    sheet = centre.teacher.ask(MarkAttendance(key=row.key, marks=given))
    return centre.teacher.ask(HoldSession(row.key, sheet.row.version, held=Decimal(2), log="按计划完成"))


@pytest.fixture
def taught(centre: Centre) -> CourseDetail:
    course = centre.published()
    for name in ("陈新", "吴静"):
        centre.enrol(course, name)
    held(centre, course, Presence.PRESENT, Presence.LEAVE)
    held(centre, course, day=TODAY + timedelta(days=7), topic="消毒")
    return course


def test_a_register_shows_every_session_and_a_sheet_for_each(
    centre: Centre, taught: CourseDetail, tmp_path: Path
) -> None:
    pages = pages_of(made(centre, training.ATTENDANCE, tmp_path / "a.pdf", taught.row.key))
    assert len(pages) == 3
    assert "出勤登记表" in pages[0]
    assert "1陈新√1/1" in pages[0]
    assert "2吴静请假0/1" in pages[0]
    assert "1陈新到" in pages[1]
    for part in ("签到表", "留样", "三楼", "公差", "到1人，迟到0人，请假1人，缺席0人", "按计划完成"):
        assert part in pages[1]
    for part in ("消毒", "陈新", "吴静", "教师："):
        assert part in pages[2]
    assert "到0人" not in pages[2]


def test_a_course_without_sessions_has_a_sheet_to_be_filled_in_by_hand(centre: Centre, tmp_path: Path) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    (page,) = pages_of(made(centre, training.ATTENDANCE, tmp_path / "a.pdf", course.row.key))
    for part in ("签到表", "食品安全基础", "日期：", "1陈新"):
        assert part in page


def test_a_day_has_its_sheet_alone_and_another_day_is_refused(
    centre: Centre, taught: CourseDetail, tmp_path: Path
) -> None:
    number = taught.row.number
    (page,) = pages_of(made(centre, training.SIGN_IN, tmp_path / "a.pdf", number=number, day=date(2026, 9, 8)))
    assert "消毒" in page
    with pytest.raises(NoSession, match="2026-09-02"):
        made(centre, training.SIGN_IN, tmp_path / "b.pdf", number=number, day=date(2026, 9, 2))


@workbooks
def test_a_registers_workbook_has_a_row_for_each_mark(
    centre: Centre, taught: CourseDetail, tmp_path: Path, read: Any
) -> None:
    path = made(centre, training.ATTENDANCE, tmp_path / "a.xlsx", taught.row.key)
    rows = read(path, "数据")[2:]
    assert [(row[1], row[2], row[4] or "") for row in rows] == [
        ("留样", "陈新", "到"),
        ("留样", "吴静", "请假"),
        ("消毒", "陈新", ""),
        ("消毒", "吴静", ""),
    ]
    sessions = read(path, "课次")[1:]
    assert [(float(row[3]), row[5], row[7]) for row in sessions] == [(2.0, 1, 1), (2.0, 0, 0)]


def test_many_sessions_go_on_in_a_second_table(centre: Centre, tmp_path: Path) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    for week in range(17):
        held(centre, course, day=TODAY + timedelta(days=week))
    pages = pages_of(made(centre, training.ATTENDANCE, tmp_path / "a.pdf", course.row.key))
    assert (pages[0].count("1陈新"), pages[0].count("0/0")) == (2, 1)
    assert "09-17" in pages[0]


# --- grades ---
@needs_poppler
def test_a_grade_book_has_marks_finals_and_results(centre: Centre, tmp_path: Path) -> None:
    book = passed(centre, "陈新", "吴静")
    text = by_layout(made(centre, training.GRADES, tmp_path / "a.pdf", book.course_key))
    for part in ("成绩册", "食品安全基础", "口试", "100%", "1陈新", "88.5", "合格：2"):
        assert part in text
    assert "暂定成绩" not in text


def graded(centre: Centre, count: int) -> GradeBook:
    course = centre.published()
    centre.enrol(course, "陈新")
    weights = [Decimal(5)] * (count - 1)
    wanted = [
        GradeItem(title=f"第{n}次口试", weight=w) for n, w in enumerate([*weights, 100 - sum(weights, Decimal(0))], 1)
    ]
    return items(centre, course, *wanted)


def test_an_open_book_is_provisional_and_many_items_go_on_in_a_second_table(centre: Centre, tmp_path: Path) -> None:
    book = graded(centre, 11)
    (page,) = pages_of(made(centre, training.GRADES, tmp_path / "a.pdf", book.course_key))
    assert "暂定成绩" in page
    assert "未公布" in page
    assert page.count("陈新") == 2
    assert all(f"第{n}次口试" in page for n in range(1, 12))


@workbooks
def test_a_grade_books_workbook_has_marks_as_numbers(centre: Centre, tmp_path: Path, read: Any) -> None:
    book = passed(centre, "陈新")
    path = made(centre, training.GRADES, tmp_path / "a.xlsx", book.course_key)
    (row,) = read(path, "成绩册")[2:]
    assert (row[0], float(row[2]), float(row[4])) == ("陈新", 88.5, 88.5)


def test_a_changed_mark_changes_what_the_papers_code_vouches_for(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    book = enter(centre, items(centre, course, GradeItem(title="口试", weight=Decimal(100))), "陈新", "80")
    request = replace(asked(centre.house), subject=course.row.key)
    before = training.GRADES.gather(centre.boss.ask, request).stamp.code
    assert training.GRADES.gather(centre.boss.ask, request).stamp.code == before
    enter(centre, book, "陈新", "81", seen=Decimal(80), reason="改判")
    assert training.GRADES.gather(centre.boss.ask, request).stamp.code != before
    assert centre.learner("陈新").ask(CheckPaper(code=before)).genuine


# --- certificates ---
@readers
def test_a_certificate_says_whose_it_is_and_its_code_is_verified(centre: Centre, tmp_path: Path, read: Any) -> None:
    (row,) = issued(centre, "陈新", made=plan("8", valid_months=12))
    path = made(centre, training.CERTIFICATE, tmp_path / "a.pdf", row.key)
    text = read(path)
    paper = centre.boss.ask(ReadCertificate(row.key))
    for part in (
        "结业证书",
        "实验小学",
        "陈新",
        "食品安全基础",
        "8学时",
        "88.5分",
        row.number,
        paper.code,
        "2026年9月1日",
    ):
        assert part in text
    assert "2027年8月31日" in text
    assert centre.boss.ask(VerifyCertificate(number=row.number, code=paper.code)).result is Genuine.GENUINE
    (printed,) = training.CERTIFICATE.gather(centre.boss.ask, about(centre, row.key)).papers
    blocks = document(printed, about(centre, row.key)).blocks
    codes = [block.payload for block in blocks if isinstance(block, Attestation)]
    assert centre.boss.ask(VerifyCertificate(number=codes[0])).result is Genuine.GENUINE
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) == 1
        width, height = pdf[0].get_size()
        assert width > height


def about(centre: Centre, subject: UUID) -> Any:
    return replace(asked(centre.house), subject=subject)


def test_a_revoked_certificate_is_marked(centre: Centre, tmp_path: Path) -> None:
    (row,) = issued(centre, "陈新")
    assert "已撤销" not in pdf_text(made(centre, training.CERTIFICATE, tmp_path / "a.pdf", row.key))
    centre.boss.ask(RevokeCertificate(row.key, row.version, reason="误发"))
    assert "已撤销" in pdf_text(made(centre, training.CERTIFICATE, tmp_path / "b.pdf", row.key))


def test_a_courses_certificates_are_one_file_by_the_courses_number(centre: Centre, tmp_path: Path) -> None:
    book = passed(centre, "冯丽")
    with pytest.raises(NoCertificates, match=book.course_number):
        made(centre, training.CERTIFICATE, tmp_path / "a.pdf", number=book.course_number)
    rows = issued(centre, "陈新", "吴静")
    number = centre.boss.ask(ReadGradeBook(rows[0].course_key)).course_number
    pages = pages_of(made(centre, training.CERTIFICATE, tmp_path / "b.pdf", number=number))
    assert [any(name in page for name in ("陈新", "吴静")) for page in pages] == [True, True]
    (page,) = pages_of(made(centre, training.CERTIFICATE, tmp_path / "c.pdf", number=rows[1].number))
    assert rows[1].number in page


def test_learners_print_their_own_certificate_and_nobody_elses_and_the_trail_tells_it(
    centre: Centre, tmp_path: Path
) -> None:
    mine, other = sorted(issued(centre, "陈新", "吴静"), key=lambda row: row.learner != "陈新")
    learner, asking = centre.learner("陈新"), asked(centre.house)
    make(training.CERTIFICATE, learner.ask, replace(asking, number=mine.number), tmp_path / "a.pdf")
    assert "陈新" in pdf_text(tmp_path / "a.pdf")
    with pytest.raises(NumberUnknown):
        make(training.CERTIFICATE, learner.ask, replace(asking, number=other.number), tmp_path / "b.pdf")
    with pytest.raises(NotFound):
        make(training.CERTIFICATE, learner.ask, replace(asking, subject=other.key), tmp_path / "b.pdf")
    assert [file.name for file in tmp_path.glob("*.pdf")] == ["a.pdf"]
    (entry,) = centre.house.desk("auditor").ask(ListEntries(action=ExportCertificates.wire_name())).rows
    assert str(entry.person) == "陈新"


def test_a_certificate_with_a_glyph_that_no_font_has_is_not_written(centre: Centre, tmp_path: Path) -> None:
    (row,) = issued(centre, "王\U000323af")
    with pytest.raises(NotPrintable, match="王"):
        made(centre, training.CERTIFICATE, tmp_path / "a.pdf", row.key)
    assert list(tmp_path.glob("*.pdf")) == []
    assert centre.house.desk("auditor").ask(ListEntries(action=ExportCertificates.wire_name())).total == 0


# --- class hours ---
@pytest.fixture
def credited(centre: Centre) -> Centre:
    """Of a course, and elsewhere."""
    issued(centre, "陈新", made=plan("8"))
    centre.learner("吴静")
    with centre.house.premises.backstage.database.work(centre.house.actor(), "test") as work:
        work.get(Account, key_of(centre, "陈新")).number = "T0012"
    for name in ("陈新", "吴静"):
        person = key_of(centre, name)
        centre.boss.ask(
            AddCredit(person=person, day=TODAY, title="市级培训", hours=Decimal("4.5"), reason="通知 12 号")
        )
    return centre


def key_of(centre: Centre, name: str) -> UUID:
    return centre.learner(name).actor.account_id


@readers
def test_a_years_statement_adds_the_class_hours_up(credited: Centre, tmp_path: Path, read: Any) -> None:
    path = made(credited, training.CREDIT_HOURS, tmp_path / "a.pdf", key_of(credited, "陈新"))
    text = read(path)
    for part in ("教师年度学时证明", "姓名：陈新", "T0012", "2026", "市级培训", "通知12号", "合计12.5", "盖章处"):
        assert part in text
    assert "共完成培训12.5学时，其中本校课程8学时，校外培训4.5学时" in text
    assert len(pages_of(path)) == 1


def test_everyones_statements_are_one_file_and_one_is_found_by_number_or_name(credited: Centre, tmp_path: Path) -> None:
    pages = pages_of(made(credited, training.CREDIT_HOURS, tmp_path / "a.pdf"))
    assert sorted("陈新" in page for page in pages) == [False, True]
    for n, number in enumerate(("t0012", "陈新")):
        (page,) = pages_of(made(credited, training.CREDIT_HOURS, tmp_path / f"{n}.pdf", number=number))
        assert "陈新" in page
    with pytest.raises(NumberUnknown, match="T9"):
        made(credited, training.CREDIT_HOURS, tmp_path / "b.pdf", number="T9")
    with pytest.raises(NobodyCredited, match="2020"):
        made(credited, training.CREDIT_HOURS, tmp_path / "b.pdf", day=date(2020, 5, 1))


@workbooks
def test_the_ledgers_workbook_has_entries_and_sums(credited: Centre, tmp_path: Path, read: Any) -> None:
    path = made(credited, training.CREDIT_HOURS, tmp_path / "a.xlsx")
    sums = {row[0]: (float(row[3]), float(row[4]), row[6]) for row in read(path, "汇总")[1:]}
    assert sums == {"陈新": (12.5, 8.0, 2), "吴静": (4.5, 0.0, 1)}
    assert sum(float(row[6]) for row in read(path, "数据")[2:]) == 17.0


# --- all of them ---
@pytest.mark.parametrize("report", [training.PLAN, training.ATTENDANCE, training.GRADES], ids=lambda each: each.name)
def test_a_report_of_one_course_asks_for_its_number(centre: Centre, tmp_path: Path, report: Report[Any]) -> None:
    centre.published()
    with pytest.raises(NumberMissing, match="课程号"):
        made(centre, report, tmp_path / "a.pdf")
    with pytest.raises(NumberUnknown, match="KC-2026-999"):
        made(centre, report, tmp_path / "a.pdf", number="KC-2026-999")
    assert not (tmp_path / "a.pdf").exists()


def test_who_may_not_export_takes_no_paper_away(centre: Centre, tmp_path: Path) -> None:
    course = centre.published()
    with pytest.raises(NotAllowed):
        make(training.PLAN, centre.reviewer.ask, about(centre, course.row.key), tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_a_teacher_prints_the_papers_of_the_own_course(centre: Centre, taught: CourseDetail, tmp_path: Path) -> None:
    make(training.ATTENDANCE, centre.teacher.ask, about(centre, taught.row.key), tmp_path / "a.pdf")
    rows = centre.house.desk("auditor").ask(ListEntries(action=ExportTraining.wire_name())).rows
    assert [str(row.person) for row in rows] == ["李老师"]


def test_the_command_line_finds_a_record_by_its_number(
    centre: Centre, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = centre.published().row.number
    data = ("--lang", "zh_CN", "--data", str(centre.house.folder / "data"), "report")

    def said(*words: str) -> tuple[int, str]:
        status = main([*data, *words])
        caught = capsys.readouterr()
        return status, caught.out + caught.err

    out = tmp_path / "out" / "plan.pdf"
    assert said("training-plan", "--number", number, "--out", str(out)) == (0, f"{out}\n")
    assert number in pdf_text(out)
    status, text = said("training-plan", "--out", str(out))
    assert (status, "课程号" in text) == (1, True)
    status, text = said("training-plan", "--number", "KC-2026-404", "--out", str(out))
    assert (status, "KC-2026-404" in text) == (1, True)
    status, text = said("accounts-roster", "--number", number, "--out", str(out))
    assert (status, "accounts-roster" in text) == (1, True)
