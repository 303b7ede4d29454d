"""Homework: a rubric that adds up, a receipt, late only with a reason; nobody marks the own, no marks are lost."""

import io
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PIL import Image

from desktop_admin.api.training.assignments import (
    AddAssignment,
    AlreadyMarked,
    AssignmentRow,
    CriteriaDontAddUp,
    Criterion,
    DecideLate,
    DeleteAssignment,
    DuePassed,
    EditAssignment,
    LateNotAccepted,
    LateWithoutReason,
    ListAssignments,
    ListSubmissions,
    MarksMissing,
    MarksTooHigh,
    MarkSubmission,
    NoCriteria,
    NothingHandedIn,
    NotTakingPart,
    ReadAssignment,
    ReadSubmission,
    RubricInUse,
    ScoreGiven,
    SetAssignment,
    SubmissionDetail,
    SubmissionState,
    SubmitWork,
)
from desktop_admin.api.training.base import NotYourCourse, TooManyDecimals
from desktop_admin.api.training.courses import CourseDetail
from desktop_admin.api.training.files import FileGone, FileKind, FileNotTaken, NotYourFile, ReadFile, StoreFile
from desktop_admin.core.errors import NotFound
from desktop_admin.desk.base import Desk
from desktop_admin.services.backup import store
from desktop_admin.services.blobs import path_of
from tests.services.training.conftest import NOON, Centre

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WEEK = timedelta(days=7)


def rubric(*marks: str) -> tuple[Criterion, ...]:
    return tuple(Criterion(title=f"要点{n}", marks=Decimal(each)) for n, each in enumerate(marks, 1))


def homework(centre: Centre, course: CourseDetail, *, due: datetime = NOON + WEEK, **other: Any) -> AssignmentRow:
    usual: dict[str, Any] = {"title": "留样流程图", "marks": Decimal(10), "criteria": rubric("6.5", "3.5"), "due": due}
    row = centre.teacher.ask(AddAssignment(course=course.row.key, **(usual | other)))
    return centre.teacher.ask(SetAssignment(row.key, row.version)).row


def hand_in(centre: Centre, row: AssignmentRow, name: str, text: str = "我的作业", **more: Any) -> SubmissionDetail:
    return centre.learner(name).ask(SubmitWork(assignment=row.key, text=text, **more))


def marks(work: SubmissionDetail, *given: str, **more: Any) -> MarkSubmission:
    scores = tuple(ScoreGiven(s.criterion.id, Decimal(g)) for s, g in zip(work.scores, given, strict=False))
    return MarkSubmission(work.row.key, work.row.version, scores=scores, **more)


def test_work_is_handed_in_marked_and_fed_back(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    row = homework(centre, course)
    todo = centre.learner("陈新").ask(ListAssignments(mine=True)).rows
    assert [(each.title, each.mine) for each in todo] == [("留样流程图", None)]
    receipt = hand_in(centre, row, "陈新")
    assert (receipt.row.number, receipt.row.state, receipt.row.at) == (
        "ZY-20260901-0001",
        SubmissionState.SUBMITTED,
        NOON,
    )
    assert centre.learner("陈新").ask(ListAssignments(mine=True)).total == 0
    marked = centre.teacher.ask(marks(receipt, "6.25", "3", feedback="留样时间要写明"))
    assert (marked.row.total, marked.row.marker) == (Decimal("9.25"), "李老师")
    seen = centre.learner("陈新").ask(ReadSubmission(receipt.row.key))
    assert (seen.feedback, [score.marks for score in seen.scores]) == ("留样时间要写明", [Decimal("6.25"), Decimal(3)])
    with pytest.raises(AlreadyMarked):
        hand_in(centre, row, "陈新", "再交一次")


def test_handed_in_again_before_marking_the_newest_counts(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    row = homework(centre, course)
    first, second = hand_in(centre, row, "陈新", "一稿"), hand_in(centre, row, "陈新", "二稿")
    assert [(a.number, a.state.value) for a in second.attempts] == [
        ("ZY-20260901-0001", "replaced"),
        ("ZY-20260901-0002", "submitted"),
    ]
    assert [each.attempt for each in centre.teacher.ask(ReadAssignment(row.key)).submissions] == [2]
    assert first.row.key != second.row.key


def test_a_double_submit_is_one_receipt(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    command = SubmitWork(assignment=homework(centre, course).key, text="我的作业")
    learner = centre.learner("陈新")
    assert learner.ask(command).row.number == learner.ask(command).row.number
    assert learner.ask(ListSubmissions()).total == 1


def test_criteria_add_up_to_the_marks_and_stay_once_something_was_handed_in(centre: Centre) -> None:
    course = centre.published()
    with pytest.raises(CriteriaDontAddUp, match=r"9\.99 marks together, the homework has 10\.00"):
        homework(centre, course, criteria=rubric("6.5", "3.49"))
    with pytest.raises(NoCriteria):
        homework(centre, course, criteria=())
    with pytest.raises(TooManyDecimals):
        homework(centre, course, criteria=rubric("9.995", "0.005"))
    centre.enrol(course, "陈新")
    row = homework(centre, course)
    detail = centre.teacher.ask(ReadAssignment(row.key))
    hand_in(centre, row, "陈新")
    edit = EditAssignment(row.key, row.version, title="新题", due=row.due, marks=Decimal(10), criteria=rubric("10"))
    with pytest.raises(RubricInUse, match="1 times"):
        centre.teacher.ask(edit)
    same = EditAssignment(row.key, row.version, title="新题", due=row.due, marks=Decimal(10), criteria=detail.criteria)
    assert centre.teacher.ask(same).row.title == "新题"
    with pytest.raises(RubricInUse):
        centre.teacher.ask(DeleteAssignment(row.key, row.version + 1))


def test_marks_are_given_for_every_criterion_and_never_too_high(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    work = hand_in(centre, homework(centre, course), "陈新")
    with pytest.raises(MarksMissing, match="要点2"):
        centre.teacher.ask(marks(work, "6"))
    with pytest.raises(MarksTooHigh, match=r"6\.50"):
        centre.teacher.ask(marks(work, "6.51", "1"))
    stranger = centre.house.desk("teacher", login="stranger", name="吴老师")
    with pytest.raises(NotYourCourse):
        stranger.ask(marks(work, "6", "1"))
    with pytest.raises(NotFound):
        stranger.ask(ReadSubmission(work.row.key))


def test_late_work_needs_a_reason_and_somebody_who_accepts_it(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    row = homework(centre, course, due=NOON + timedelta(hours=1))
    centre.forward(hours=1, seconds=1)
    with pytest.raises(LateWithoutReason, match="2026-09-01 13:00"):
        hand_in(centre, row, "陈新")
    late = hand_in(centre, row, "陈新", late_reason="停电")
    assert (late.row.state, late.row.late) == (SubmissionState.LATE, True)
    with pytest.raises(LateNotAccepted):
        centre.teacher.ask(marks(late, "6", "3"))
    accepted = centre.teacher.ask(DecideLate(late.row.key, late.row.version, accepted=True, reason="情况属实"))
    assert (accepted.row.state, accepted.decided_by, accepted.decision) == (
        SubmissionState.SUBMITTED,
        "李老师",
        "情况属实",
    )
    assert centre.teacher.ask(marks(accepted, "6", "3")).row.total == Decimal(9)
    assert centre.boss.ask(ListSubmissions(late=True)).total == 1


def test_what_waits_for_more_than_seven_days_is_on_the_list(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    row = homework(centre, course, due=NOON + 20 * timedelta(days=1))
    hand_in(centre, row, "陈新")
    for days, found in ((7, 0), (8, 1)):
        centre.house.clock.time = NOON + timedelta(days=days)
        teacher = centre.house.sign_in("teacher", pc="PC-2")
        rows = teacher.ask(ListSubmissions(overdue=True)).rows
        assert [each.days for each in rows] == [days] * found
        assert teacher.ask(ReadAssignment(row.key)).row.overdue == found


def test_who_learns_in_a_course_has_nothing_to_mark_in_it(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "王一")
    row = homework(centre, course)
    hand_in(centre, row, "王一")
    waiting = ListAssignments(to_mark=True)
    assert centre.teacher.ask(waiting).total == centre.boss.ask(waiting).total == 1
    assert centre.learner("王一").ask(waiting).total == 0
    assert centre.learner("王一").ask(ListAssignments()).total == 1


def test_only_who_takes_part_hands_in_and_not_nothing(centre: Centre) -> None:
    course = centre.published()
    row = homework(centre, course)
    with pytest.raises(NotTakingPart):
        hand_in(centre, row, "陈新")
    centre.enrol(course, "陈新")
    with pytest.raises(NothingHandedIn):
        hand_in(centre, row, "陈新", "  ")
    with pytest.raises(DuePassed):
        homework(centre, course, due=NOON)


def office(part: str, *, macros: bool = False, size: int = 10) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, b"0" * size)
        if macros:
            archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, FileKind.PDF),
        (office("word/document.xml"), FileKind.DOCX),
        (office("xl/workbook.xml"), FileKind.XLSX),
        (picture("PNG"), FileKind.PNG),
        (picture("JPEG"), FileKind.JPEG),
    ],
)
def test_a_file_is_known_by_its_content(centre: Centre, data: bytes, kind: FileKind) -> None:
    file = centre.teacher.ask(StoreFile(name="C:\\桌面\\作业.txt", data=data))
    assert (file.kind, file.name, file.size) == (kind, "作业.txt", len(data))
    assert centre.teacher.ask(ReadFile(file.key)) == data


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "neither PDF"),
        (b"%PDF-1.7 cut off", "damaged"),
        (b"PK\x03\x04 no archive", "damaged"),
        (office("ppt/presentation.xml"), "neither PDF"),
        (office("word/document.xml", macros=True), "macros"),
        (office("word/document.xml", size=201 * 2**20), "far more"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "damaged"),
        (PDF + b"0" * (20 * 2**20), "at most 20 MB"),
    ],
)
def test_other_files_are_refused_with_the_reason(centre: Centre, data: bytes, why: str) -> None:
    with pytest.raises(Exception, match=why) as caught:
        centre.teacher.ask(StoreFile(name="作业.pdf", data=data))
    assert type(caught.value).__name__ in {"FileNotTaken", "Invalid"}
    assert isinstance(caught.value, FileNotTaken) or len(data) > 20 * 2**20


def test_files_are_read_only_by_whom_they_concern_and_damage_is_noticed(centre: Centre) -> None:
    course = centre.published()
    centre.enrol(course, "陈新")
    centre.enrol(course, "吴静")
    row = homework(centre, course)
    file = centre.learner("陈新").ask(StoreFile(name="作业.pdf", data=PDF))
    with pytest.raises(NotYourFile):
        hand_in(centre, row, "吴静", files=(file.key,))
    work = hand_in(centre, row, "陈新", files=(file.key,))
    assert [each.sha256 for each in work.files] == [file.sha256]
    assert centre.teacher.ask(ReadFile(file.key)) == PDF
    assert path_of(centre.house.folder, file.sha256) in set(store.photos(centre.house.folder))  # of every backup
    stranger: list[Desk] = [centre.learner("吴静"), centre.house.desk("teacher", login="stranger", name="吴老师")]
    for desk in stranger:
        with pytest.raises(NotFound):
            desk.ask(ReadFile(file.key))
    path_of(centre.house.folder, file.sha256).write_bytes(b"%PDF-other")
    with pytest.raises(FileGone):
        centre.teacher.ask(ReadFile(file.key))
