"""A report is declared once and made from its name to its file."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from desktop_admin.api.base import Query, Request
from desktop_admin.core.permissions import Permission
from desktop_admin.reports.base import BadPeriod, Period, PeriodMissing, Report, ReportRequest, days_of
from desktop_admin.reports.catalogue import REPORTS, NoSuchFormat, NoSuchReport, find, make
from desktop_admin.reports.kit import job
from desktop_admin.reports.kit.page import Column as PageColumn
from desktop_admin.reports.kit.page import Document, Footer, PageBook, Row, Table
from desktop_admin.reports.kit.sheet import Book, Column, Sheet

NOON = datetime(2026, 9, 1, 12)  # noqa: DTZ001 - local
TODAY = date(2026, 9, 1)
Names = tuple[str, ...]


class ListNames(Query[Names], frozen=True):
    permission = Permission.CANTEEN_SHEET_READ


def gather(ask: Any, request: ReportRequest) -> Names:
    return (*ask(ListNames()), request.printed_by)


def as_pages(names: Names) -> PageBook:
    table = Table((PageColumn("姓名", 1),), tuple(Row((name,)) for name in names))
    return PageBook("名单", "实验小学", NOON, (Document("名单", (table,), Footer("M-1")),))


def as_sheet(names: Names) -> Book:
    return Book("名单", "实验小学", NOON, (Sheet("数据", (Column("姓名"),), [(name,) for name in names]),))


ROSTER = Report("test-names", "Names", Permission.CANTEEN_SHEET_READ, Period.NONE, gather, len, as_pages, as_sheet)
REQUEST = ReportRequest(TODAY, TODAY, NOON, "王建国")


class Desk:
    def __init__(self, *names: str) -> None:
        self.names = names

    def ask(self, request: Request[Any]) -> Any:
        assert isinstance(request, ListNames)
        return self.names


def test_a_report_is_made_in_the_format_of_its_files_name(tmp_path: Path) -> None:
    desk = Desk("李敏")
    make(ROSTER, desk.ask, REQUEST, tmp_path / "a.PDF")
    make(ROSTER, desk.ask, REQUEST, tmp_path / "a.xlsx")
    with pypdfium2.PdfDocument(tmp_path / "a.PDF") as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "李敏" in text
    assert "王建国" in text
    assert load_workbook(tmp_path / "a.xlsx")["数据"]["A2"].value == "李敏"


def test_a_large_report_is_made_apart_and_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk("李敏", "王𫖯")
    make(ROSTER, desk.ask, REQUEST, tmp_path / "here.xlsx")
    monkeypatch.setattr(job, "SMALL", 2)
    make(ROSTER, desk.ask, REQUEST, tmp_path / "apart.xlsx")
    assert (tmp_path / "here.xlsx").read_bytes() == (tmp_path / "apart.xlsx").read_bytes()


def test_a_format_that_is_not_made_is_refused_with_those_that_are(tmp_path: Path) -> None:
    assert ROSTER.formats == ("pdf", "xlsx")
    with pytest.raises(NoSuchFormat, match=r"docx\. Choose: pdf, xlsx"):
        make(ROSTER, Desk().ask, REQUEST, tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_report_is_found_by_its_name() -> None:
    assert find("test-names", (ROSTER,)) is ROSTER
    with pytest.raises(NoSuchReport, match="There are: test-names"):
        find("nothing", (ROSTER,))


def test_names_of_reports_are_unique_and_each_is_made_as_something() -> None:
    assert len({report.name for report in REPORTS}) == len(REPORTS)
    assert all(report.formats for report in REPORTS)


@pytest.mark.parametrize(
    ("period", "given", "days"),
    [
        (Period.NONE, (None, None), (TODAY, TODAY)),
        (Period.DAY, (TODAY, None), (TODAY, TODAY)),
        (Period.MONTH, (date(2028, 2, 10), None), (date(2028, 2, 1), date(2028, 2, 29))),
        (Period.RANGE, (date(2026, 8, 30), TODAY), (date(2026, 8, 30), TODAY)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(
    period: Period, given: tuple[date | None, date | None], days: tuple[date, date]
) -> None:
    assert days_of(period, given, TODAY) == days


def test_a_period_that_does_not_fit_is_refused() -> None:
    with pytest.raises(PeriodMissing):
        days_of(Period.DAY, (None, None), TODAY)
    for strange in (date.min, date.max):
        with pytest.raises(BadPeriod):
            days_of(Period.RANGE, (strange, None), TODAY)
    with pytest.raises(BadPeriod, match="from 2026-09-01 to 2026-08-31"):
        days_of(Period.RANGE, (TODAY, date(2026, 8, 31)), TODAY)
    with pytest.raises(BadPeriod):
        days_of(Period.DAY, (TODAY, date(2026, 9, 2)), TODAY)


def test_listing_the_reports_loads_neither_reportlab_nor_openpyxl() -> None:
    code = "import sys, desktop_admin.reports.catalogue; print({'reportlab', 'openpyxl', 'PIL'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert said.stdout.strip() == "set()"
