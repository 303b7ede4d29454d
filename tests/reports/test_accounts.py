"""The roster of accounts and the activation slip, read back."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop_admin.api.accounts.people import IssueCode, ListAccounts
from desktop_admin.core.errors import NotAllowed
from desktop_admin.core.permissions import Permission
from desktop_admin.reports import accounts
from desktop_admin.reports.catalogue import make
from desktop_admin.reports.kit.page.write import write_pages
from tests.conftest import House
from tests.reports.conftest import asked
from tests.reports.reading import by_calamine, by_openpyxl, pages_of, pdf_text


@pytest.fixture
def staffed(house: House, chinese: None) -> House:  # noqa: ARG001 - the roster's words
    house.add_account("wangjg", "food_safety_officer", name="王建国")
    house.add_account("zhangwei", "teacher", name="欧阳慕华·阿卜杜拉赫曼")
    return house


def test_the_roster_on_paper_has_everyone(staffed: House, tmp_path: Path) -> None:
    make(accounts.ROSTER, staffed.sign_in().ask, asked(staffed), tmp_path / "a.pdf")
    (page,) = pages_of(tmp_path / "a.pdf")
    for part in (
        "账号名册",
        "学校：实验小学",
        "行数：3",
        "wangjg",
        "王建国",
        "欧阳慕华·阿卜杜拉赫曼",
        "负责人：",
        "第1页/共1页",
    ):
        assert part in page
    assert "accounts-20260901-1200" in page


@pytest.mark.parametrize("read", [by_openpyxl, by_calamine])
def test_the_rosters_workbook_has_a_row_each(staffed: House, tmp_path: Path, read: Any) -> None:
    make(accounts.ROSTER, staffed.sign_in().ask, asked(staffed), tmp_path / "a.xlsx")
    _, head, *rows = read(tmp_path / "a.xlsx", "数据")
    assert sorted(row[1] for row in rows) == ["admin", "wangjg", "zhangwei"]
    assert len(head) == len(rows[0])
    about = dict(row[:2] for row in read(tmp_path / "a.xlsx", "说明")[2:])
    assert (about["行数"], about["打印人"]) == (3, "王建国")
    assert "时段" not in about


def test_a_reader_of_accounts_does_not_export_them(staffed: House, tmp_path: Path) -> None:
    actor = staffed.actor(Permission.ACCOUNTS_ACCOUNT_READ, Permission.SCHOOL_PROFILE_READ)
    with pytest.raises(NotAllowed, match="导出账号"):
        make(
            accounts.ROSTER,
            lambda request: staffed.premises.office.answer(actor, request),
            asked(staffed),
            tmp_path / "a.xlsx",
        )
    assert not (tmp_path / "a.xlsx").exists()


def test_the_slip_hands_over_a_code_and_never_a_password(staffed: House, tmp_path: Path) -> None:
    admin = staffed.sign_in()
    row = next(row for row in admin.ask(ListAccounts()).rows if row.login == "wangjg")
    slip = admin.ask(IssueCode(row.key, row.version))
    write_pages(tmp_path / "a.pdf", accounts.slip_pages(accounts.SlipData(slip, asked(staffed))))
    text = pdf_text(tmp_path / "a.pdf")
    for part in ("账号激活条", "实验小学", "王建国", "wangjg", slip.code, "不要把密码写在纸上"):
        assert part in text
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert len(pdf) == 1
        assert [round(length / 72 * 25.4) for length in pdf[0].get_size()] == [210, 148]
    assert text.count("实验小学") == 1, "in the head"
    facts = text[text.index("姓名") : text.index("1.打开程序")]
    assert "密码" not in facts
