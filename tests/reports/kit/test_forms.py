"""Bordered forms, running text and the foot of a certificate, read back from the page."""

from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from desktop_admin.reports.kit.page import (
    Attestation,
    Block,
    Column,
    Document,
    Footer,
    Form,
    Notes,
    PageBook,
    Prose,
    Row,
    Table,
)
from desktop_admin.reports.kit.page.pen import MM
from desktop_admin.reports.kit.page.write import write_pages
from tests.reports.reading import pages_of

CREATED = datetime(2026, 9, 1, 12, 30)  # noqa: DTZ001 - local
LONG = "".join(f"第{n}句话逐条讲解。" for n in range(1, 400))


def printed(path: Path, *blocks: Block, framed: bool = False, copy: int = 0) -> list[str]:
    document = Document("申请表", blocks, Footer("FB-1", copy=copy), landscape=framed, framed=framed)
    write_pages(path, PageBook("申请表", "实验小学", CREATED, (document,), 1))
    return pages_of(path)


def sides(path: Path, text: str, page: int = 0) -> tuple[float, float]:
    """Where the text begins and ends, in mm from the left."""
    with pypdfium2.PdfDocument(path) as pdf:
        read = pdf[page].get_textpage()
        found = read.search(text).get_next()
        assert found is not None
        left, *_ = read.get_charbox(found[0])
        right = read.get_charbox(found[0] + found[1] - 1)[2]
    return left / MM, right / MM


def test_a_row_of_a_form_shares_its_width(tmp_path: Path) -> None:
    (page,) = printed(tmp_path / "a.pdf", Form(((("标题", "开幕"),), (("部门", "教务处"), ("作者", "王小雨")))))
    assert "标题开幕" in page
    assert sides(tmp_path / "a.pdf", "部门")[0] == pytest.approx(26, abs=1)
    assert sides(tmp_path / "a.pdf", "作者")[0] == pytest.approx(25 + 85 + 1.2, abs=1)


def test_a_long_value_goes_on_over_the_pages_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    rows = (*[((f"第{n}行", "值"),) for n in range(20)], (("正文", LONG),), (("末行", "完"),))
    pages = printed(tmp_path / "a.pdf", Form(rows))
    assert len(pages) > 1
    assert all("正文" in page for page in pages)
    text = "".join(pages)
    assert [n for n in range(1, 400) if f"第{n}句话" not in text.replace("正文", "")] == []
    assert "末行完" in pages[-1]


def test_a_short_value_is_kept_together(tmp_path: Path) -> None:
    three = "一" * 39 + "\n" + "二" * 30 + "\n" + "三" * 30
    rows = (*[((f"第{n}行", "值"),) for n in range(33)], (("意见", three),))
    pages = printed(tmp_path / "a.pdf", Form(rows))
    assert len(pages) == 2
    assert "意见" not in pages[0]
    assert all(mark in pages[1] for mark in ("意见", "一一", "二二", "三三"))


def test_prose_is_indented_and_stays_within_the_margins(tmp_path: Path) -> None:
    (page,) = printed(tmp_path / "a.pdf", Prose(("甲" * 60, "短句。"), 12))
    assert page.count("甲") == 60
    indent = 25 + 2 * 12 / MM
    assert sides(tmp_path / "a.pdf", "甲")[0] == pytest.approx(indent, abs=1)
    assert sides(tmp_path / "a.pdf", "短句。")[0] == pytest.approx(indent, abs=1)


def test_a_certificate_has_even_margins_and_its_foot_inside_the_border(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    foot = Attestation("DAC1|PX-1|CODE", ("证书编号：PX-1",), ("实验小学", "2026年9月1日"))
    (page,) = printed(path, Prose(("陈新",), 28, bold=True, align="center"), foot, framed=True)
    assert "证书编号：PX-1" in page
    left, right = sides(path, "陈新")
    assert (left + right) / 2 == pytest.approx(297 / 2, abs=1)
    assert sides(path, "实验小学")[1] == pytest.approx(297 - 25, abs=1)


def test_a_tables_heading_never_stands_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    table = Table((Column("文件", 1),), (Row(("现场.jpg",)),), heading="附件清单")
    for lines in range(44, 54):
        pages = printed(tmp_path / "a.pdf", Notes(("行",) * lines), table)
        assert ["附件清单" in page for page in pages] == ["现场.jpg" in page for page in pages]


def test_a_paper_whose_prints_are_not_counted_claims_no_number_of_them(tmp_path: Path) -> None:
    assert "Print1" not in printed(tmp_path / "a.pdf", copy=0)[0]
    assert "Print1" in printed(tmp_path / "b.pdf", copy=1)[0]
