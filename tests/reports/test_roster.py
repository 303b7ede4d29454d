"""Any list as printed pages and as a workbook."""

from typing import Any

from desktop_admin.api.accounts.lists import ACCOUNTS
from desktop_admin.api.accounts.people import ListAccounts
from desktop_admin.api.publishing.lists import COLUMNS
from desktop_admin.reports import roster
from desktop_admin.reports.kit.page import Table
from tests.conftest import House
from tests.reports.conftest import asked


def table_of(house: House) -> Table:
    ask = house.sign_in().ask
    data = roster.Roster(ACCOUNTS, asked(house), "实验小学", roster.collect(ask, ListAccounts()))
    (document,) = roster.pages("Accounts", data).documents
    return next(block for block in document.blocks if isinstance(block, Table))


def test_rows_beyond_one_page_of_the_query_are_collected(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr(roster, "PAGE", 2)
    for number in range(5):
        house.add_account(f"teacher{number}", "teacher")
    rows = roster.collect(house.sign_in().ask, ListAccounts())
    assert len({row.login for row in rows}) == len(rows) == 6


def test_a_column_is_as_wide_as_its_longest_text_up_to_a_limit(house: House) -> None:
    name, login = table_of(house).columns[:2]
    house.add_account("a.very.long.user.name.of.somebody", "teacher", name="王")
    wider = table_of(house).columns[1]
    assert login.width < wider.width <= roster.WIDEST
    house.add_account("short", "teacher", name="很长的名字" * 6)
    assert name.width < table_of(house).columns[0].width == roster.WIDEST


def test_numbers_end_at_one_line(house: House) -> None:
    (document,) = roster.pages("Columns", roster.Roster(COLUMNS, asked(house), "实验小学", ())).documents
    table = next(block for block in document.blocks if isinstance(block, Table))
    ends = {column.label: column.align for column in table.columns}
    assert (ends["Name"], ends["Days without"]) == ("left", "right")
