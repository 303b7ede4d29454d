"""The audit trail as a report, read back."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop_admin.core.errors import NotAllowed
from desktop_admin.desk.base import Desk
from desktop_admin.reports import audit
from desktop_admin.reports.catalogue import make
from tests.conftest import House
from tests.reports.conftest import asked
from tests.reports.reading import by_openpyxl, pages_of, pdf_text


@pytest.fixture
def auditor(house: House, chinese: None) -> Desk:  # noqa: ARG001 - the report's words
    return house.desk("auditor", name="郑审计")


def test_the_trail_of_a_period_on_paper(house: House, auditor: Desk, tmp_path: Path) -> None:
    make(audit.LOG, auditor.ask, asked(house), tmp_path / "a.pdf")
    text = pdf_text(tmp_path / "a.pdf")
    for part in ("审计", "学校：实验小学", "时段：2026-09-01", "郑审计", "2026-09-0112:00", "PC-1"):
        assert part in text
    pages = pages_of(tmp_path / "a.pdf")
    assert f"第1页/共{len(pages)}页" in pages[0]


def test_the_trails_workbook_has_real_times(house: House, auditor: Desk, tmp_path: Path) -> None:
    make(audit.LOG, auditor.ask, asked(house), tmp_path / "a.xlsx")
    _, head, *rows = by_openpyxl(tmp_path / "a.xlsx", "数据")
    assert len(head) == 7
    assert {row[0] for row in rows} == {datetime(2026, 9, 1, 12)}  # noqa: DTZ001 - as in Excel
    assert "郑审计" in {row[1] for row in rows}


def test_other_days_and_other_words_are_left_out(house: House, auditor: Desk, tmp_path: Path) -> None:
    make(audit.LOG, auditor.ask, asked(house, date(2026, 8, 1), date(2026, 8, 31)), tmp_path / "a.xlsx")
    assert len(by_openpyxl(tmp_path / "a.xlsx", "数据")) == 2
    make(audit.LOG, auditor.ask, replace(asked(house), search="郑审计"), tmp_path / "b.xlsx")
    people = {row[1] for row in by_openpyxl(tmp_path / "b.xlsx", "数据")[2:]}
    assert "郑审计" in people
    assert "秦海" not in people


def test_who_may_not_export_the_trail_is_refused(house: House, auditor: Desk, tmp_path: Path) -> None:
    reader = house.actor(*(auditor.actor.permissions - {audit.LOG.permission}))
    with pytest.raises(NotAllowed, match="导出审计日志"):
        make(
            audit.LOG,
            lambda request: house.premises.office.answer(reader, request),
            asked(house),
            tmp_path / "a.pdf",
        )
    assert not (tmp_path / "a.pdf").exists()
