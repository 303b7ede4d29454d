"""What the canteen's tables hold, whoever writes to them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from desktop_admin.db.audit import RECORDED
from desktop_admin.db.verify import verify
from desktop_admin.models.canteen.checklist import ChecklistVersion
from desktop_admin.models.canteen.registers import Canteen
from desktop_admin.models.canteen.sheet import CanteenSheet, Reading, SheetItem
from tests.services.canteen.conftest import TODAY, Kitchen, kitchen

__all__ = ["kitchen"]


def test_the_database_itself_allows_one_sheet_for_a_canteens_day(kitchen: Kitchen) -> None:
    sheet = kitchen.start()
    database = kitchen.house.premises.backstage.database
    with database.reading() as connection:
        checklist = connection.scalar(select(ChecklistVersion.key))
    twin = CanteenSheet(canteen_key=sheet.canteen_key, canteen="一食堂", day=TODAY, number="ST-20260901-99")
    twin.checklist_key, twin.started_at = checklist, datetime(2026, 9, 1, tzinfo=UTC)  # type: ignore[assignment]
    with pytest.raises(IntegrityError), database.work(kitchen.officer.actor, "test") as work:
        work.add(twin)


def test_a_value_is_kept_digit_for_digit(kitchen: Kitchen) -> None:
    kitchen.start()
    kitchen.read("B01", "4.50")
    with kitchen.house.premises.backstage.database.reading() as connection:
        assert str(connection.scalar(select(Reading.value))) == "4.50"


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Reading, {"value": Decimal("3.0"), "in_limit": True}),
        (SheetItem, {"verdict": "pass"}),
        (CanteenSheet, {"diners": 7}),
        (ChecklistVersion, {"valid_from": TODAY}),
        (Canteen, {"name": "别的食堂"}),
    ],
)
def test_a_row_changed_directly_in_the_database_is_found(kitchen: Kitchen, model: Any, change: dict[str, Any]) -> None:
    kitchen.start()
    kitchen.read("B01", "9.1")
    backstage = kitchen.house.premises.backstage
    assert verify(backstage.database, backstage.keys, kitchen.house.folder).clean
    one = select(model.key).limit(1).scalar_subquery()
    with backstage.database.engine.begin() as connection:
        connection.execute(update(model).where(model.key == one).values(change), execution_options=RECORDED)
    report = verify(backstage.database, backstage.keys, kitchen.house.folder)
    assert not report.clean
    assert report.findings[0].title == model.in_trail.title


def test_a_signed_sheet_that_was_changed_directly_says_so_itself(kitchen: Kitchen) -> None:
    kitchen.filled()
    assert kitchen.sign().intact
    with kitchen.house.premises.backstage.database.engine.begin() as connection:
        connection.execute(
            update(Reading).where(Reading.measure == "chlorine").values(value=Decimal(251)), execution_options=RECORDED
        )
    assert not kitchen.sheet().intact


def test_a_canteen_with_sheets_cannot_be_deleted(kitchen: Kitchen) -> None:
    kitchen.start()
    with pytest.raises(IntegrityError), kitchen.house.premises.backstage.database.engine.begin() as connection:
        connection.execute(delete(Canteen), execution_options=RECORDED)
