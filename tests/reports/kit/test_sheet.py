"""A workbook is read back by openpyxl, calamine and, where it is installed, LibreOffice."""

import os
import shutil
import subprocess
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from desktop_admin.core.errors import Refused
from desktop_admin.reports.kit.files import Cancelled, NotWritten
from desktop_admin.reports.kit.sheet import (
    Book,
    Column,
    Kind,
    Sheet,
    Tally,
    about,
)
from desktop_admin.reports.kit.sheet.cells import BadNumber, RowTooShort, TooLongForExcel, WrongKind, cleaned
from desktop_admin.reports.kit.sheet.frame import frame
from desktop_admin.reports.kit.sheet.write import TooManyRows, write_book
from tests.reports.kit.conftest import only_the_old

CREATED = datetime(2026, 9, 1, 12, 30)  # noqa: DTZ001 - Excel knows no time zones
COLUMNS = (
    Column("日期", Kind.DATE),
    Column("检查内容"),
    Column("序号", Kind.INTEGER),
    Column("实测值", Kind.DECIMAL),
    Column("金额", Kind.MONEY),
    Column("合格率", Kind.PERCENT),
    Column("时间", Kind.TIME),
    Column("录入时间", Kind.MOMENT),
    Column("补录", Kind.YES_NO),
)
ROW = (date(2026, 9, 1), "冷藏温度", 7, Decimal("-18.5"), 12345, 0.985, time(6, 45), CREATED, True)


def book(*sheets: Sheet) -> Book:
    return Book("每日食品安全检查记录", "实验小学", CREATED, sheets)


def data(*rows: tuple[object, ...], columns: tuple[Column, ...] = COLUMNS) -> Sheet:
    return Sheet("数据", columns, rows, title="每日检查", notes=("2026 年 9 月",))


def written(path: Path, *sheets: Sheet) -> Any:
    write_book(path, book(*sheets))
    return load_workbook(path)


def texts(path: Path, *values: object) -> list[Any]:
    """The cells of a text column, as openpyxl reads them."""
    rows = [(value,) for value in values]
    page = written(path, Sheet("数据", (Column("文字"),), rows))["数据"]
    return [page.cell(number, 1) for number in range(2, 2 + len(rows))]


def test_numbers_and_dates_are_real(tmp_path: Path) -> None:
    page = written(tmp_path / "a.xlsx", data(ROW))["数据"]
    values = [cell.value for cell in page[4]]
    assert values == [
        datetime(2026, 9, 1),  # noqa: DTZ001 - as openpyxl reads a day
        "冷藏温度",
        7,
        -18.5,
        123.45,
        0.985,
        time(6, 45),
        CREATED,
        "Yes",
    ]
    assert page["A4"].number_format == "yyyy-mm-dd"
    assert page["D4"].number_format == "0.0"
    assert page["E4"].number_format == "#,##0.00"
    assert page["F4"].number_format == "0.0%"


def test_calamine_reads_the_same(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", book(data(ROW)))
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("数据").to_python()
    assert rows[3] == [date(2026, 9, 1), "冷藏温度", 7, -18.5, 123.45, 0.985, time(6, 45), CREATED, "Yes"]


def test_yes_and_no_are_in_the_users_language(tmp_path: Path, chinese: None) -> None:  # noqa: ARG001
    page = written(tmp_path / "a.xlsx", Sheet("数据", (Column("补录", Kind.YES_NO),), [(True,), (False,), (None,)]))[
        "数据"
    ]
    assert [page.cell(row, 1).value for row in (2, 3, 4)] == ["是", "否", None]


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-18 ℃", "@here", "\t=1", '=cmd|"/c calc"!A1', "=HYPERLINK(1)"])
def test_text_that_begins_like_a_formula_stays_text_even_when_edited(tmp_path: Path, text: str) -> None:
    (cell,) = texts(tmp_path / "a.xlsx", text)
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix
    assert not texts(tmp_path / "b.xlsx", "普通文字")[0].quotePrefix


def test_a_label_or_title_that_begins_like_a_formula_is_text(tmp_path: Path) -> None:
    page = written(tmp_path / "a.xlsx", Sheet("数据", (Column("=A1"),), [("a",)], title="=1+1"))["数据"]
    assert (page["A1"].data_type, page["A2"].data_type) == ("s", "s")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=30))
def test_any_text_comes_back_as_it_was_but_for_control_characters(tmp_path: Path, values: list[str]) -> None:
    read = [unescape(cell.value or "") for cell in texts(tmp_path / "a.xlsx", *values)]
    assert read == [cleaned(value) for value in values]
    calamine = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[0] for row in calamine[1:]] == [cleaned(value) for value in values]


def test_control_characters_and_half_characters_are_dropped(tmp_path: Path) -> None:
    cells = texts(tmp_path / "a.xlsx", "a\x00b\x0bc\x1f", "甲\r\n乙\r丙", "x\ud800y", "_x000D_", "\ufffe末")
    assert [cell.value for cell in cells] == ["abc", "甲\n乙\n丙", "x\ufffdy", "_x005F_x000D_", "末"]


def test_spaces_at_the_ends_and_lines_within_are_kept(tmp_path: Path) -> None:
    cells = texts(tmp_path / "a.xlsx", "  甲 ", "一\n二", "<a> & 'b'")
    assert [cell.value for cell in cells] == ["  甲 ", "一\n二", "<a> & 'b'"]


def test_numbers_longer_than_excel_keeps_are_written_as_text(tmp_path: Path) -> None:
    page = written(
        tmp_path / "a.xlsx", Sheet("数据", (Column("证号", Kind.INTEGER),), [(110101199003071234,), (10**14,)])
    )
    assert [page["数据"].cell(row, 1).value for row in (2, 3)] == ["110101199003071234", 10**14]


def test_the_longest_text_fits_and_one_more_is_refused_naming_the_cell(old: Path) -> None:
    longest = "长" * 32_767
    assert texts(old.with_name("a.xlsx"), longest)[0].value == longest
    old.with_name("a.xlsx").unlink()
    with pytest.raises(TooLongForExcel, match=r"数据!4 检查内容.*32768 characters"):
        write_book(old, book(data((ROW[0], longest + "长", *ROW[2:]))))
    assert only_the_old(old)


@pytest.mark.parametrize(
    ("column", "value", "refused"),
    [
        (Column("值", Kind.DECIMAL), float("nan"), BadNumber),
        (Column("值", Kind.DECIMAL), Decimal("Infinity"), BadNumber),
        (Column("值", Kind.INTEGER), "七", WrongKind),
        (Column("值", Kind.MONEY), 1.5, WrongKind),
        (Column("值", Kind.DATE), "2026-09-01", WrongKind),
        (Column("值", Kind.TIME), "06:45", WrongKind),
        (Column("值", Kind.MOMENT), datetime(2026, 9, 1, tzinfo=UTC), WrongKind),
        (Column("值", Kind.YES_NO), "yes", WrongKind),
    ],
)
def test_what_does_not_fit_its_column_is_refused_with_its_place(
    old: Path, column: Column, value: object, refused: type[Refused]
) -> None:
    with pytest.raises(refused, match="数据!3 值"):
        write_book(old, book(Sheet("数据", (column,), [(None,), (value,)])))
    assert only_the_old(old)


def test_a_row_with_too_few_values_is_refused(old: Path) -> None:
    with pytest.raises(RowTooShort, match="数据!5"):
        write_book(old, book(data(ROW, ROW[:3])))
    assert only_the_old(old)


def test_more_rows_than_a_sheet_holds_are_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_admin.reports.kit.sheet.write.LAST_ROW", 5)
    with pytest.raises(TooManyRows, match="more than 2 rows"):
        write_book(old, book(data(ROW, ROW, ROW)))
    assert only_the_old(old)


def test_head_is_frozen_filtered_and_repeated_in_print(tmp_path: Path, chinese: None) -> None:  # noqa: ARG001
    page = written(tmp_path / "a.xlsx", replace(data(ROW, ROW), landscape=True))["数据"]
    assert page.freeze_panes == "A4"
    assert page.auto_filter.ref == "A3:I5"
    assert page.print_title_rows == "$3:$3"
    assert page.print_area == "'数据'!$A$1:$I$5"
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.oddFooter.center.text == "第&P页/共&N页"
    assert page["A1"].value == "每日检查"
    assert page["A3"].font.bold


@pytest.mark.parametrize("kind", list(Kind))
def test_openpyxl_writes_the_model_cells_as_the_writer_reads_them(kind: Kind) -> None:
    """A new version of openpyxl that lays out its XML otherwise fails here, by name."""
    (mould,) = frame(book(Sheet("数据", (Column("值", kind), Column("文字")), [])), [[]]).moulds
    assert mould.first == 2
    assert mould.before.endswith(b"</row>")
    assert b"<dimension" not in mould.before
    assert mould.after.startswith(b"</sheetData>")
    assert set(mould.styles[0]) == (set(Kind) - {Kind.ANY} if kind is Kind.ANY else {Kind.TEXT, kind})
    assert mould.quoted[0] not in mould.styles[0].values()
    assert mould.styles[1] == {Kind.TEXT: mould.styles[1][Kind.TEXT]}


def test_each_sheet_prints_its_own_rows_only(tmp_path: Path) -> None:
    workbook = written(
        tmp_path / "a.xlsx", data(ROW), replace(data(*[ROW] * 40), name="汇总"), Sheet("问题", COLUMNS, [])
    )
    areas = [workbook[name].print_area.rpartition("$")[2] for name in ("数据", "汇总", "问题")]
    assert areas == ["4", "43", "1"]


def test_columns_are_as_wide_as_their_chinese(tmp_path: Path) -> None:
    columns = (Column("短"), Column("长"), Column("定宽", width=33))
    page = written(tmp_path / "a.xlsx", Sheet("数据", columns, [("温度", "食品添加剂专人专柜专账", "x")]))["数据"]
    assert [page.column_dimensions[letter].width for letter in "ABC"] == [6, 24, 33]


def test_the_sheet_about_the_data_knows_their_count_and_digest(tmp_path: Path) -> None:
    tally = Tally([ROW] * 3)

    def lines() -> Iterator[tuple[str, object]]:
        yield "行数", tally.count
        yield "SHA-256", tally.sha256
        yield "检查日期", date(2026, 9, 1)

    sheets = about("说明", lines(), "说明", ("项目", "内容")), data()
    workbook = written(tmp_path / "a.xlsx", sheets[0], replace(sheets[1], rows=tally))
    assert workbook.sheetnames == ["说明", "数据"]
    values = {row[0]: row[1] for row in workbook["说明"].iter_rows(min_row=3, values_only=True)}
    assert values["行数"] == 3
    assert len(values["SHA-256"]) == 64
    again = Tally([ROW] * 3)
    assert list(again)
    assert values["SHA-256"] == again.sha256
    assert values["检查日期"] == datetime(2026, 9, 1)  # noqa: DTZ001 - as openpyxl reads a day


def test_the_same_declaration_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_book(tmp_path / name, book(data(ROW)))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_stopping_leaves_the_old_file_and_nothing_else(old: Path) -> None:
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done >= 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_book(old, book(replace(data(*[ROW] * 5000), count=5000)), stop)
    assert seen == [(500, 5000), (1000, 5000)]
    assert only_the_old(old)


def test_a_full_disk_leaves_the_old_file_and_says_so(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match="the disk is full"):
        write_book(old, book(data(ROW)))
    assert only_the_old(old)


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write_book(tmp_path / "a.xlsx", book(replace(data(), rows=(ROW for _ in range(count)))))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # what is loaded at the first use
    assert peak(20_000) - peak(1_000) < 2**20


@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: NOT checked that it opens the file"
)
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", book(data(ROW)))
    as_utf8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = ["soffice", "--headless", "--convert-to", as_utf8, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    assert "2026-09-01,冷藏温度,7,-18.5" in (tmp_path / "a.csv").read_text(encoding="utf-8")
