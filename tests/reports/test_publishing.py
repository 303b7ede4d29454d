"""An article's form and the register, written from real articles and read back."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as changed
from sqlalchemy import update
from sqlalchemy.orm import Session

from desktop_admin.api.approval.delegation import DelegateSeat
from desktop_admin.api.audit import ListEntries
from desktop_admin.api.exports import ExportArticles
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import SubmissionDetail
from desktop_admin.api.school import CheckPaper
from desktop_admin.core.errors import NotAllowed
from desktop_admin.db.audit import RECORDED
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.submission import SubmissionRevision
from desktop_admin.reports import publishing
from desktop_admin.reports.base import NumberMissing, NumberUnknown, ReportRequest
from desktop_admin.reports.catalogue import make
from desktop_admin.reports.publishing import words
from desktop_admin.reports.publishing.application import FormConfined
from tests.reports.conftest import asked
from tests.reports.reading import by_calamine, by_openpyxl, by_poppler, pages_of, pdf_text
from tests.services.publishing.conftest import Newsroom, newsroom

__all__ = ["newsroom"]

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is missing: NOT read back by it")
readers = pytest.mark.parametrize("read", [pdf_text, pytest.param(by_poppler, marks=needs_poppler)])
pytestmark = pytest.mark.usefixtures("chinese")

LONG = "".join(
    f"<p>第 {n} 段：同学们用自制的水火箭、机器人和天文望远镜，向全校师生展示了一个学期的探究成果。</p>"
    for n in range(1, 61)
)


def about(newsroom: Newsroom, number: str = "", **other: Any) -> ReportRequest:
    return replace(asked(newsroom.house), number=number, **other)


def form(newsroom: Newsroom, detail: SubmissionDetail, out: Path) -> Path:
    make(publishing.APPLICATION, newsroom.desk("informant").ask, about(newsroom, subject=detail.row.key), out)
    return out


@readers
def test_the_form_of_a_published_article_says_everything(newsroom: Newsroom, tmp_path: Path, read: Any) -> None:
    draft = newsroom.illustrated()
    waiting = newsroom.sign(newsroom.hand_in(draft))
    newsroom.publishing(newsroom.scheduled(waiting))
    newsroom.run(draft)
    newsroom.record(draft)
    detail = newsroom.read(draft)
    text = read(form(newsroom, detail, tmp_path / "a.pdf"))
    for part in (
        "信息发布申请表",
        "实验小学",
        detail.row.number,
        "校园科技节开幕",
        "教务处",
        "王小雨",
        "依据科技节方案与现场记录",
    ):
        assert part in text
    for name in ("李主任", "周宣", "孙复"):
        assert name in text
    assert (detail.sha256 in text, detail.files[0].sha256 in text) == (True, True)
    for part in ("本校拍摄", "https://mp.weixin.qq.com/s/abc", "√", "第1页/共", "修订", "开幕。"):
        assert part in text
    assert "审批中" not in text
    assert "次打印" not in text


def test_a_signer_who_is_renamed_keeps_the_name_that_signed(newsroom: Newsroom, tmp_path: Path) -> None:
    detail = newsroom.scheduled()
    with newsroom.house.premises.backstage.database.work(newsroom.house.actor(), "test") as work:
        work.get(Account, newsroom.key("head")).name = "李改名"
    with Session(newsroom.house.premises.backstage.database.engine) as session:
        renamed = session.get(Account, newsroom.key("head"))
        assert renamed is not None
        assert renamed.name == "李改名"
    signed = pdf_text(form(newsroom, newsroom.read(detail), tmp_path / "a.pdf"))
    assert "李主任" in signed
    assert "李改名" not in signed
    rows = by_openpyxl(form(newsroom, newsroom.read(detail), tmp_path / "a.xlsx"), "签批")
    assert [row[1] for row in rows[1:]] == ["李主任", "周宣", "孙复"]


def test_who_signed_for_somebody_else_is_told_as_their_deputy(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.desk("publicity").ask(
        DelegateSeat(
            to_key=newsroom.key("teacher"),
            what="publishing",
            first_day=date(2026, 9, 1),
            last_day=date(2026, 9, 2),
            reason="出差",
        )
    )
    detail = newsroom.authorise(newsroom.at_publicity(), "teacher")
    (signed,) = (line for line in detail.history if line.seat == "publicity")
    assert (signed.by, signed.on_behalf_of) == ("韩老师", "周宣")
    assert "韩老师代周宣" in pdf_text(form(newsroom, detail, tmp_path / "a.pdf"))


@pytest.mark.parametrize(("way", "mark"), [("draft", "草稿"), ("waiting", "审批中"), ("edited", "草稿"), ("done", "")])
def test_what_is_not_approved_as_it_stands_is_marked_on_every_page(
    newsroom: Newsroom, tmp_path: Path, way: str, mark: str
) -> None:
    ways: dict[str, Any] = {
        "draft": newsroom.start,
        "waiting": newsroom.at_publicity,
        "edited": lambda: newsroom.edit(newsroom.scheduled(), title="校园科技节闭幕"),
        "done": newsroom.scheduled,
    }
    pages = pages_of(form(newsroom, ways[way](), tmp_path / "a.pdf"))
    marks = {"草稿", "审批中", "内容已改动", "已退回"}
    assert all({each for each in marks if each in page} == ({mark} if mark else set()) for page in pages)


def test_signatures_of_a_revision_that_was_edited_are_told_as_void(newsroom: Newsroom, tmp_path: Path) -> None:
    detail = newsroom.edit(newsroom.scheduled(), title="校园科技节闭幕")
    rows = by_openpyxl(form(newsroom, detail, tmp_path / "a.xlsx"), "签批")
    assert {row[3] for row in rows[1:]} == {"待签"}
    history = by_calamine(tmp_path / "a.xlsx", "办理记录")
    assert sum(1 for row in history if "（已作废）" in str(row[1])) == 3


def test_the_forms_code_is_genuine_and_names_number_revision_and_content(newsroom: Newsroom) -> None:
    detail = newsroom.scheduled()
    data = publishing.APPLICATION.gather(newsroom.desk("publicity").ask, about(newsroom, subject=detail.row.key))
    found = newsroom.desk("teacher").ask(CheckPaper(code=data.code))
    told = found.genuine, found.number, found.revision, found.digest
    assert told == (True, detail.row.number, detail.row.revision, detail.sha256[:16])


def test_a_long_article_goes_on_over_the_pages_whole(newsroom: Newsroom, tmp_path: Path) -> None:
    detail = newsroom.start(html=LONG, summary="摘要" * 50, title="长" * 60)
    pages = pages_of(form(newsroom, detail, tmp_path / "a.pdf"))
    text = "".join(pages)
    assert len(pages) >= 3
    assert all(f"第{n}段：" in text for n in range(1, 61))
    assert "部门负责人：" in pages[-1]


def test_an_article_is_found_by_its_number_alone(newsroom: Newsroom, tmp_path: Path) -> None:
    detail, ask = newsroom.scheduled(), newsroom.desk("publicity").ask
    make(publishing.APPLICATION, ask, about(newsroom, detail.row.number.lower()), tmp_path / "a.pdf")
    assert detail.sha256 in pdf_text(tmp_path / "a.pdf")
    with pytest.raises(NumberMissing, match="--number"):
        make(publishing.APPLICATION, ask, about(newsroom), tmp_path / "b.pdf")
    with pytest.raises(NumberUnknown, match="FB-20260901-99"):
        make(publishing.APPLICATION, ask, about(newsroom, "FB-20260901-99"), tmp_path / "b.pdf")
    assert not (tmp_path / "b.pdf").exists()


def test_who_may_read_articles_but_not_export_them_takes_no_form_away(newsroom: Newsroom, tmp_path: Path) -> None:
    request = about(newsroom, subject=newsroom.scheduled().row.key)
    with pytest.raises(NotAllowed):
        make(publishing.APPLICATION, newsroom.desk("second").ask, request, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_the_form_of_a_published_article_is_for_those_who_had_to_do_with_it(newsroom: Newsroom, tmp_path: Path) -> None:
    detail = newsroom.published()
    newsroom.hire("elsewhere", "informant", name="德育处信息员")
    with pytest.raises(FormConfined, match=detail.row.number):
        make(
            publishing.APPLICATION,
            newsroom.desk("elsewhere").ask,
            about(newsroom, detail.row.number),
            tmp_path / "a.pdf",
        )
    assert not (tmp_path / "a.pdf").exists()


def test_a_form_that_leaves_the_program_leaves_an_entry_in_the_trail(newsroom: Newsroom, tmp_path: Path) -> None:
    form(newsroom, newsroom.scheduled(), tmp_path / "a.pdf")
    rows = newsroom.house.desk("auditor").ask(ListEntries(action=ExportArticles.wire_name())).rows
    assert [str(row.person) for row in rows] == ["王小雨"]


def ledger(newsroom: Newsroom, out: Path, first: date = date(2026, 9, 1)) -> Path:
    make(publishing.LEDGER, newsroom.desk("informant").ask, asked(newsroom.house, first, first), out)
    return out


@pytest.mark.parametrize("read", [by_openpyxl, by_calamine])
def test_the_register_lists_the_periods_articles_and_where_they_were_published(
    newsroom: Newsroom, tmp_path: Path, read: Any
) -> None:
    detail = newsroom.published()
    newsroom.start(title="运动会预告")
    path = ledger(newsroom, tmp_path / "a.xlsx")
    _title, head, *rows = read(path, "数据")
    articles = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(each["标题"], each["状态"]) for each in articles] == [("校园科技节开幕", "已发布"), ("运动会预告", "草稿")]
    jobs = read(path, "发布任务")[1:]
    assert {row[0] for row in jobs} == {detail.row.number}
    assert "https://mp.weixin.qq.com/s/abc" in {row[-1] for row in jobs}
    assert read(ledger(newsroom, tmp_path / "b.xlsx", date(2026, 8, 1)), "数据")[2:] == []


def test_the_register_on_paper_names_period_and_articles(newsroom: Newsroom, tmp_path: Path) -> None:
    detail = newsroom.published()
    text = pdf_text(ledger(newsroom, tmp_path / "a.pdf"))
    for part in ("信息发布台账", "2026-09-01", detail.row.number, "校园科技节开幕", "学校网站", "已发布"):
        assert part in text


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        ("RETURNED", "已退回"),
        ("REJECTED", "不予发布"),
        ("RECALLED", "已撤稿"),
        ("PUBLISHED", ""),
        ("ARCHIVED", "已归档"),
    ],
)
def test_a_form_that_no_longer_holds_says_why(newsroom: Newsroom, state: str, mark: str) -> None:
    detail = newsroom.scheduled()
    now = changed(detail, row=changed(detail.row, state=SubmissionState[state]))
    assert words.watermark(now) == mark
    assert words.watermark(changed(now, intact=False)) == "内容已改动"


def test_an_article_changed_behind_the_programs_back_is_marked_on_paper(newsroom: Newsroom, tmp_path: Path) -> None:
    detail = newsroom.scheduled()
    with newsroom.house.premises.backstage.database.engine.begin() as connection:
        forged = update(SubmissionRevision).values(html="<p>改动过的正文。</p>")
        connection.execute(forged, execution_options=RECORDED)
    altered = newsroom.read(detail)
    assert not altered.intact
    pages = pages_of(form(newsroom, altered, tmp_path / "a.pdf"))
    assert all("内容已改动" in page for page in pages)
