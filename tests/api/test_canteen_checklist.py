"""Limits and slots in words."""

from decimal import Decimal

import pytest

from desktop_admin.api.canteen.checklist import (
    Item,
    ItemKind,
    Measure,
    Relative,
    Slot,
    limit_text,
    limits_text,
    slot_text,
)


def measure(**limits: object) -> Measure:
    given = {"name": "t", "label": "温度", "unit": "℃", "entry_min": Decimal(-50), "entry_max": Decimal(120)}
    return Measure(**(given | limits))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ({"min": Decimal(0), "max": Decimal(8)}, "0 ~ 8 ℃"),
        ({"max": Decimal(-12)}, "≤ −12 ℃"),
        ({"min": Decimal(70)}, "≥ 70 ℃"),
        ({"below": Decimal(50)}, "< 50 ℃"),
        ({}, "–"),
    ],
)
def test_a_limit_reads_the_same_everywhere(limits: dict[str, Decimal], text: str) -> None:
    assert limit_text(measure(**limits)) == text


def test_a_limit_set_by_a_label_says_so() -> None:
    assert limit_text(measure(max=Decimal(8), max_from=Relative("label", Decimal(3)))) == "≤ label + 3 ℃"


def test_alternatives_are_joined_by_or() -> None:
    warm = measure(name="warm", min=Decimal(60))
    quick = measure(name="quick", unit="min", max=Decimal(120))
    item = Item(
        code="C05", area="加工", text="", kind=ItemKind.MEASURED, source="", measures=(warm, quick),
        any_of=(("warm",), ("quick",)),
    )  # fmt: skip
    assert limits_text(item) == "≥ 60 ℃ or ≤ 120 min"


def test_a_slot_names_the_unit_and_the_half_of_the_day() -> None:
    assert slot_text(Slot("x:am", "2 号冰箱", "a.m.")) == "2 号冰箱 a.m."
    assert slot_text(Slot("lunch:2", "", "lunch", 2)) == "lunch 2"
    assert slot_text(Slot("day")) == ""
