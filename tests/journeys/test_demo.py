"""The demo school: whole, sound, and the same for everyone on the same day."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_admin.api.accounts import ListAccounts, SignIn
from desktop_admin.api.canteen.actions import ListActions
from desktop_admin.api.canteen.calendar import ListSheets, ReadMonth
from desktop_admin.api.canteen.sheet import SheetState
from desktop_admin.app import demo
from desktop_admin.app.premises import Premises
from desktop_admin.db.verify import verify
from desktop_admin.desk.local import LocalDesk

NOW = datetime(2026, 11, 20, 0, 40, tzinfo=UTC)  # a Friday, 8:40 in the school
WEEKDAYS = 16 * 5 - 5  # sixteen weeks to this Friday, one of them without school


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    premises = demo.make(tmp_path_factory.mktemp("demo"), NOW)
    yield premises
    premises.close()


@pytest.fixture(scope="module")
def officer(made: Premises) -> LocalDesk:
    return made.door(b"demo", "总务处-01").sign_in(SignIn("wangjg", demo.PASSWORD))


def test_a_whole_term_is_there_with_fails_and_a_missed_day(officer: LocalDesk) -> None:
    sheets = officer.ask(ListSheets(limit=500))
    assert sheets.total == 2 * WEEKDAYS - 1, "one canteen forgot one day"
    failed = sum(row.failed for row in sheets.rows)
    assert 5 <= failed <= 60
    assert officer.ask(ListActions()).total == failed
    today = {row.canteen: row for row in sheets.rows if row.day == NOW.date()}
    assert today["二食堂"].state is SheetState.SIGNED
    assert (today["一食堂"].state, today["一食堂"].open) == (SheetState.OPEN, 8)


def test_the_month_of_the_missed_day_shows_it(officer: LocalDesk) -> None:
    from desktop_admin.api.canteen.registers import ListCanteens  # noqa: PLC0415 - only here

    second = officer.ask(ListCanteens()).rows[1].key
    months = [datetime(2026, month, 1, tzinfo=UTC).date() for month in range(8, 12)]
    assert sum(officer.ask(ReadMonth(second, month)).missed for month in months) == 1


def test_nothing_in_it_contradicts_its_own_audit_trail(made: Premises) -> None:
    report = verify(made.backstage.database, made.backstage.keys, made.backstage.folder)
    assert report.clean, str(report)


def test_it_is_the_same_for_everyone(tmp_path: Path) -> None:
    def school(name: str) -> tuple[list[tuple[str, int, int]], list[str]]:
        (tmp_path / name).mkdir()
        premises = demo.make(tmp_path / name, NOW, weeks=1)
        try:
            desk = premises.door(b"demo", "PC").sign_in(SignIn("wangjg", demo.PASSWORD))
            sheets = [(row.number, row.failed, row.diners) for row in desk.ask(ListSheets(limit=500)).rows]
            office = premises.door(b"demo", "PC").sign_in(SignIn("qinhai", demo.PASSWORD))
            return sheets, [row.name for row in office.ask(ListAccounts(limit=500)).rows]
        finally:
            premises.close()

    first = school("first")
    assert len(first[1]) > 100
    assert first == school("second")
