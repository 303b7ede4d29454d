"""The canteen's papers and workbooks, written from real sheets and read back."""

import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from msgspec.structs import replace as changed

from desktop_admin.api.audit import ListEntries, ReadEntry
from desktop_admin.api.canteen.sheet import ReadSheet, Sheet
from desktop_admin.api.exports import ExportSheets
from desktop_admin.api.school import CheckPaper
from desktop_admin.core.errors import NotAllowed
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import canteen
from desktop_admin.reports.base import Report, ReportRequest, days_of
from desktop_admin.reports.canteen import words
from desktop_admin.reports.canteen.daily import NoSheet
from desktop_admin.reports.canteen.month import NoCanteenThen
from desktop_admin.reports.catalogue import make
from desktop_admin.reports.kit.page import Group
from desktop_admin.services.canteen.checklists import shipped
from tests.conftest import House
from tests.reports.conftest import TOMORROW, asked
from tests.reports.reading import (
    by_calamine,
    by_layout,
    by_libreoffice,
    by_openpyxl,
    by_poppler,
    pages_of,
    pdf_text,
    squeezed,
)
from tests.services.canteen.conftest import TODAY, Kitchen

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is missing: NOT read back by it")
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is missing: NOT opened with it")
readers = pytest.mark.parametrize("read", [pdf_text, pytest.param(by_poppler, marks=needs_poppler)])
AREAS = ("采购", "储存", "加工", "消毒", "环境卫生", "从业人员", "运行监督")


def daily(kitchen: Kitchen, out: Path, day: date = TODAY, *, counted: bool = True) -> Path:
    make(canteen.DAILY, kitchen.officer.ask, asked(kitchen.house, day, counted=counted), out)
    return out


def month(kitchen: Kitchen, out: Path) -> Path:
    days = days_of(canteen.MONTH.period, (TODAY, None), TODAY)
    make(canteen.MONTH, kitchen.officer.ask, asked(kitchen.house, *days), out)
    return out


@readers
def test_a_signed_day_on_paper_says_everything(kitchen: Kitchen, signed: Sheet, tmp_path: Path, read: Any) -> None:
    text = read(daily(kitchen, tmp_path / "a.pdf"))
    header = (
        "每日食品安全检查记录 学校：实验小学 食堂：一食堂 日期：2026年9月1日 星期：星期二 供餐人数：420 检查起止时间："
    )
    for part in header.split():
        assert part in text
    for area in AREAS:
        assert f"检查项目：{area}" in text
    for item in shipped().items:
        assert item.code in text
    for part in ("门封条脱落约10cm", "当日无隔餐食品", "12:00更正：误点，复核后合格", "下午4时停电10分钟"):
        assert part in text
    for part in (
        "食品安全员：",
        "食品安全总监：",
        "年月日",
        "ST-20260901-01",
        "打印：王建国",
        "第1次打印",
        signed.sha256,
    ):
        assert part in text
    assert "电子签名：食品安全员王建国，2026-09-0112:00" in text
    assert "意见：整改按期完成，同意。" in text


def test_every_item_and_heading_stands_whole_in_its_cell(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    text = pdf_text(daily(kitchen, tmp_path / "a.pdf"))
    missing = [item.code for item in shipped().items if squeezed(item.text) not in text]
    assert missing == []
    for heading in ("序号", "检查内容", "实测值/限值", "检查结果", "不符合项说明", "防范措施", "整改单号"):
        assert heading in text
    assert "5℃/0~8℃×不合格门封条脱落约10cm食材移至1号冰箱；门封条已报修ZG-20260901-01" in text
    assert signed.counts.failed == 1


def test_a_day_takes_three_pages_and_its_photos_a_fourth(kitchen: Kitchen, unsigned: Sheet, tmp_path: Path) -> None:
    pages = pages_of(daily(kitchen, tmp_path / "a.pdf"))
    assert len(pages) <= 4
    assert [f"第{n}页/共{len(pages)}页" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert "附：不合格项照片" in pages[-1]
    assert "B012026-09-0112:00王建国" in pages[-1]
    assert len(pages_of(daily(kitchen, tmp_path / "b.pdf", TOMORROW))) <= 3
    assert unsigned.counts.open == 8


def test_a_verdict_stands_on_one_line(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    assert "×不合格" in by_layout(daily(kitchen, tmp_path / "a.pdf"))
    assert signed.counts.failed == 1


def test_the_photo_of_a_fail_is_printed_as_a_jpeg(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    path = daily(kitchen, tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(path) as pdf:
        pictures = [each for page in pdf for each in page.get_objects() if isinstance(each, pypdfium2.PdfImage)]
        assert [each.get_filters() for each in pictures] == [["DCTDecode"]]
        for each in pictures:
            each.close()
    assert path.stat().st_size < 400_000
    assert signed.counts.failed == 1


def test_an_unsigned_day_is_marked_on_every_page(kitchen: Kitchen, unsigned: Sheet, tmp_path: Path) -> None:
    pages = pages_of(daily(kitchen, tmp_path / "a.pdf", TOMORROW))
    assert all("记录不完整" in page for page in pages)
    assert "未查" in "".join(pages)
    kitchen.fill(TOMORROW)
    pages = pages_of(daily(kitchen, tmp_path / "b.pdf", TOMORROW))
    assert all("草稿" in page and "记录不完整" not in page for page in pages)
    assert unsigned.number in pages[0]


def test_a_signed_day_has_no_watermark(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    text = pdf_text(daily(kitchen, tmp_path / "a.pdf"))
    assert "草稿" not in text
    assert "记录不完整" not in text
    assert signed.number in text


def test_prints_are_counted_and_previews_are_not(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    daily(kitchen, tmp_path / "preview.pdf", counted=False)
    assert "第1次打印" in pdf_text(daily(kitchen, tmp_path / "first.pdf"))
    daily(kitchen, tmp_path / "data.xlsx")
    assert "第2次打印" in pdf_text(daily(kitchen, tmp_path / "preview.pdf", counted=False))
    assert "第2次打印" in pdf_text(daily(kitchen, tmp_path / "second.pdf"))
    assert kitchen.officer.ask(ReadSheet(signed.key)).prints == 2


def test_the_code_on_paper_is_genuine_and_a_changed_one_is_not(kitchen: Kitchen, signed: Sheet) -> None:
    data = canteen.DAILY.gather(kitchen.officer.ask, asked(kitchen.house))
    code: str = data.sheets[0].code
    found = kitchen.director.ask(CheckPaper(code=code))
    assert (found.genuine, found.number, found.digest) == (True, signed.number, signed.sha256[:16])
    forged = code.replace("20260901", "20260902")
    assert not kitchen.director.ask(CheckPaper(code=forged)).genuine


def test_a_contractor_signs_too(signed: Sheet) -> None:
    assert words.roles(signed) == ("食品安全员", "食品安全总监")
    assert words.roles(changed(signed, contractor="康膳餐饮公司"))[-1] == "承包方"


def test_a_day_without_a_sheet_is_refused_by_its_date(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    with pytest.raises(NoSheet, match="2026-08-31 没有开始检查"):
        daily(kitchen, tmp_path / "a.pdf", date(2026, 8, 31))
    elsewhere = replace(asked(kitchen.house), subject=uuid4())
    with pytest.raises(NoSheet):
        make(canteen.DAILY, kitchen.officer.ask, elsewhere, tmp_path / "a.pdf")
    assert list(tmp_path.glob("*.pdf")) == []
    assert signed.number


@pytest.mark.parametrize("report", [canteen.DAILY, canteen.MONTH], ids=lambda report: report.name)
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_who_may_only_read_takes_nothing_away(
    kitchen: Kitchen, signed: Sheet, tmp_path: Path, report: Report[Any], form: str
) -> None:
    actor = kitchen.house.actor(*canteen_reader())
    office = kitchen.house.premises.office
    with pytest.raises(NotAllowed, match="导出检查表"):
        make(report, lambda request: office.answer(actor, request), asked(kitchen.house), tmp_path / f"a.{form}")
    assert list(tmp_path.glob("*a.*")) == []
    assert kitchen.officer.ask(ReadSheet(signed.key)).prints == 0


def canteen_reader() -> tuple[Any, ...]:
    return Permission.CANTEEN_SHEET_READ, Permission.SCHOOL_PROFILE_READ


def test_an_export_leaves_an_entry_in_the_trail(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    daily(kitchen, tmp_path / "a.xlsx")
    auditor = kitchen.house.desk("auditor")
    row = auditor.ask(ListEntries(action=ExportSheets.wire_name())).rows[0]
    facts = {str(fact.label): str(fact.value) for fact in auditor.ask(ReadEntry(row.key)).facts}
    assert str(row.person) == "王建国"
    assert (facts["报表"], facts["格式"], facts["行数"]) == ("canteen-daily", "xlsx", "45")
    assert signed.number


@pytest.mark.parametrize("read", [by_openpyxl, by_calamine])
def test_a_days_workbook_has_real_dates_and_numbers(kitchen: Kitchen, signed: Sheet, tmp_path: Path, read: Any) -> None:
    path = daily(kitchen, tmp_path / "a.xlsx")
    title, head, *rows = read(path, "数据")
    assert title[0] == "每日食品安全检查记录"
    fridge = dict(zip(head, next(row for row in rows if row[3] == "B01"), strict=True))
    assert (len(rows), as_day(fridge["日期"]), fridge["实测值 1"]) == (45, TODAY, 9.6)
    assert (fridge["检查项目"], fridge["检查结果"], fridge["整改单号"]) == ("储存", "× 不合格", "ZG-20260901-01")
    assert fridge["录入时间"] == datetime(2026, 9, 1, 12)  # noqa: DTZ001 - as in Excel
    assert [row[3] for row in read(path, "问题")[1:]] == ["B01", "C06"]
    head, numbers = read(path, "汇总")
    summary = dict(zip(head, numbers, strict=True))
    assert [summary[name] for name in ("供餐人数", "合格", "不合格", "不适用", "未查")] == [420, 43, 1, 1, 0]
    assert (summary["签名人"], summary["复核人"], summary["SHA-256"]) == ("王建国", "李敏", signed.sha256)
    about = dict(row[:2] for row in read(path, "说明")[2:])
    assert (about["时段"], about["行数"], about["打印人"]) == ("2026-09-01", 45, "王建国")


def as_day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


@needs_office
def test_libreoffice_opens_the_days_workbook(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    lines = by_libreoffice(daily(kitchen, tmp_path / "a.xlsx"), 2)
    row = next(line for line in lines if ",B01," in line)
    assert row.startswith("2026-09-01,一食堂,储存,B01,")
    assert ",9.6," in row
    assert signed.number


@needs_poppler
def test_the_front_of_a_months_book_has_its_figures(kitchen: Kitchen, unsigned: Sheet, tmp_path: Path) -> None:
    front = by_layout(month(kitchen, tmp_path / "m.pdf"))
    for part in ("食堂每月检查汇编", "月份：2026-09", "应查天数：1", "已查天数：1", "不合格项次：1", "盖章处"):
        assert part in front
    assert "2026-09-01星期二已复核ST-20260901-014311" in front
    assert "B01冷藏设备温度（每台，上午/下午各1次）1" in front
    assert unsigned.number in front


def test_a_month_before_any_canteen_has_no_book(kitchen: Kitchen, tmp_path: Path) -> None:
    days = days_of(canteen.MONTH.period, (date(2026, 7, 1), None), TODAY)
    with pytest.raises(NoCanteenThen, match="2026-07"):
        make(canteen.MONTH, kitchen.officer.ask, asked(kitchen.house, *days), tmp_path / "m.pdf")
    assert not (tmp_path / "m.pdf").exists()


def test_a_months_book_holds_every_sheet(kitchen: Kitchen, unsigned: Sheet, tmp_path: Path) -> None:
    pages = pages_of(month(kitchen, tmp_path / "m.pdf"))
    assert [n for n, page in enumerate(pages) if "第1页/共" in page] == [0, 1, len(pages) - 3]
    assert outline(tmp_path / "m.pdf") == ["2026-09 一食堂", "2026-09-01 一食堂", "2026-09-02 一食堂"]
    assert unsigned.number in pages[-1]


def outline(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [str(each.get_title()) for each in pdf.get_toc()]


def test_no_two_papers_claim_to_be_the_same_print(kitchen: Kitchen, signed: Sheet, tmp_path: Path) -> None:
    book = pdf_text(month(kitchen, tmp_path / "m.pdf"))
    assert "第2次打印" not in book
    assert "第2次打印" in pdf_text(daily(kitchen, tmp_path / "a.pdf"))
    month(kitchen, tmp_path / "m.xlsx")
    assert kitchen.officer.ask(ReadSheet(signed.key)).prints == 2


@pytest.mark.parametrize("read", [by_openpyxl, by_calamine])
def test_a_months_workbook_sums_up_its_days(kitchen: Kitchen, unsigned: Sheet, tmp_path: Path, read: Any) -> None:
    path = month(kitchen, tmp_path / "m.xlsx")
    assert len(read(path, "数据")) == 2 + 2 * 45
    head, *days = read(path, "汇总")
    assert head[:4] == ["日期", "食堂", "星期", "状态"]
    assert [(as_day(row[0]), row[3], row[5]) for row in days] == [(TODAY, "已复核", 43), (TOMORROW, "检查中", 37)]
    assert read(path, "问题")[1][1:3] == ["B01", "储存"]
    assert unsigned.number == days[1][4]


def test_groups_name_the_seven_areas_and_count_their_items(kitchen: Kitchen, signed: Sheet) -> None:
    data = canteen.DAILY.gather(kitchen.officer.ask, asked(kitchen.house))
    assert canteen.DAILY.pdf
    (document,) = canteen.DAILY.pdf(data).documents
    (table,) = (block for block in document.blocks if hasattr(block, "rows"))
    counted = [re.findall(r"：(\S+)（(\d+) 项）", row.text)[0] for row in table.rows if isinstance(row, Group)]
    assert tuple(area for area, _ in counted) == AREAS
    assert sum(int(count) for _, count in counted) == len(signed.items) == 45


def test_a_request_for_a_preview_differs_only_in_not_being_counted(house: House) -> None:
    request: ReportRequest = asked(house)
    assert replace(request.uncounted(), counted=True) == request
