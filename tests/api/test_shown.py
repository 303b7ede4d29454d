from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated

import pytest
from msgspec import Struct

from desktop_admin.api.accounts import AccountKind, AccountStatus
from desktop_admin.api.base import Period, fields, label
from desktop_admin.api.shown import shown, tone
from desktop_admin.core.labels import Tone
from desktop_admin.core.localised import Localised

TODAY = date(2026, 11, 20)


class Lot(Struct):
    temperature: Annotated[Decimal | None, label("Temperature", unit="℃")]
    price: Annotated[int, label("Price", editor="money")]
    hours: Annotated[Decimal, label("Class hours", trimmed=True)]


@pytest.mark.parametrize(
    ("value", "screen", "paper"),
    [
        (date(2026, 3, 8), "03-08", "2026-03-08"),
        (date(2027, 3, 8), "2027-03-08", "2027-03-08"),
        (datetime(2026, 11, 19, 23, 31, tzinfo=UTC), "today 07:31", "2026-11-20 07:31"),
        (datetime(2026, 11, 19, 8, 20, tzinfo=UTC), "yesterday 16:20", "2026-11-19 16:20"),
        (datetime(2025, 11, 19, 8, 20, tzinfo=UTC), "2025-11-19 16:20", "2025-11-19 16:20"),
        (Period(date(2026, 9, 1), date(2027, 1, 20)), "09-01 – 2027-01-20", "2026-09-01 – 2027-01-20"),
        (time(18, 5), "18:05", "18:05"),
        (AccountStatus.NEW, "Not activated", "Not activated"),
        ((AccountKind.STAFF, AccountKind.PARENT), "Staff, Parent", "Staff, Parent"),
        (True, "Yes", "Yes"),
        (None, "—", "—"),
        ("", "—", "—"),
        (Localised(""), "—", "—"),
        (0, "0", "0"),
        (Decimal("1E+2"), "100", "100"),
    ],
)
def test_a_value_reads_the_same_everywhere_but_a_screen_leaves_out_what_its_reader_knows(
    value: object, screen: str, paper: str
) -> None:
    assert shown(value, today=TODAY) == screen
    assert shown(value) == paper


def test_a_unit_follows_the_value_after_a_space_and_nothing_has_no_unit() -> None:
    temperature, price, hours = fields(Lot).values()
    assert shown(Decimal("11.40"), temperature) == "11.40 ℃"
    assert shown(None, temperature) == "—"
    assert shown(123456, price) == "1,234.56"
    assert shown(-5, price) == "-0.05"
    assert [shown(Decimal(each), hours) for each in ("2.00", "2.50", "100")] == ["2", "2.5", "100"]


def test_a_labelled_value_names_its_pill() -> None:
    assert tone(AccountStatus.ACTIVE) is Tone.OK
    assert tone(AccountKind.STAFF) is Tone.PLAIN
    assert tone("active") is Tone.PLAIN
