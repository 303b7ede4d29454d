"""What stands in the cells of an inspection's form."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from desktop_admin.api.canteen.checklist import Slot
from desktop_admin.api.canteen.sheet import Reading
from desktop_admin.api.canteen.texts import readings_text
from desktop_admin.reports.canteen import words

LUNCH = Slot("lunch:1", part="lunch")
SECOND = Slot("lunch:2", part="lunch", number=2)


def reading(slot: Slot, value: str, unit: str) -> Reading:
    at = datetime(2026, 9, 1, 4, tzinfo=UTC)
    nobody = UUID(int=0)
    return Reading(
        key=nobody,
        slot=slot,
        measure="m",
        value=Decimal(value),
        raw=value,
        unit=unit,
        limit="",
        in_limit=True,
        at=at,
        by_key=nobody,
        by="王建国",
    )


def test_what_was_read_in_one_slot_stands_together() -> None:
    read = (reading(LUNCH, "100", "℃"), reading(LUNCH, "15", "min"), reading(SECOND, "-18.4", "℃"))
    assert readings_text(read) == "lunch 100 ℃、15 min；lunch 2：−18.4 ℃"


def test_an_item_read_once_a_day_names_no_slot() -> None:
    assert readings_text((reading(Slot("day"), "22", "℃"),)) == "22 ℃"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("9.6 ℃ / 0 ~ 8 ℃", "9.6_℃ / 0_~_8_℃"),
        ("≥ 70 ℃，≥ 10 min", "≥_70_℃，≥_10_min"),
        ("−18.4 ℃ / ≤ −12 ℃", "−18.4_℃ / ≤_−12_℃"),
        ("到货 1 合格", "到货 1 合格"),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(text: str, bound: str) -> None:
    assert words.bound(text).replace("\u00a0", "_") == bound


@pytest.mark.parametrize(
    ("label", "width", "shown"),
    [
        ("检查结果", 14, "检查\n结果"),
        ("不符合项说明", 18, "不符合\n项说明"),
        ("整改单号", 19.5, "整改单号"),
        ("Inspection result", 14, "Inspection result"),
    ],
)
def test_a_chinese_heading_is_parted_in_its_middle(label: str, width: float, shown: str) -> None:
    assert words.head(label, width) == shown
