"""What readings amount to, without any database."""

from decimal import Decimal

import pytest

from desktop_admin.api.canteen.checklist import Item
from desktop_admin.api.canteen.sheet import Verdict
from desktop_admin.services.canteen.checklists import shipped
from desktop_admin.services.canteen.judge import holds, judged, limits


def item(code: str) -> Item:
    return next(item for item in shipped().items if item.code == code)


def verdict(code: str, **values: str) -> Verdict | None:
    return judged(item(code), {"one": {name: Decimal(value) for name, value in values.items()}})


@pytest.mark.parametrize(
    ("code", "measure", "inside", "outside"),
    [
        ("B01", "temperature", ("0", "8", "8.0"), ("-0.1", "8.1", "9.1")),
        ("B02", "temperature", ("-12", "-18.4", "-12.0"), ("-11.9", "0")),
        ("C04", "core_temperature", ("70", "70.0"), ("69.9",)),
        ("C10", "inhibition", ("49.9", "49.999"), ("50", "50.0", "51")),
        ("A06", "surface_temperature", ("-9", "-9.0"), ("-8.9",)),
    ],
)
def test_edges_are_inside_unless_the_limit_says_below(
    code: str, measure: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    assert all(verdict(code, **{measure: value}) is Verdict.PASS for value in inside)
    assert all(verdict(code, **{measure: value}) is Verdict.FAIL for value in outside)


def test_steam_or_infrared_is_enough() -> None:
    assert verdict("D01", steam_temperature="100", steam_minutes="10") is Verdict.PASS
    assert verdict("D01", infrared_temperature="120", infrared_minutes="10") is Verdict.PASS
    assert verdict("D01", steam_temperature="100") is None
    assert verdict("D01", steam_temperature="99", steam_minutes="10") is Verdict.FAIL
    assert verdict("D01", steam_temperature="99", infrared_temperature="120", infrared_minutes="11") is Verdict.PASS
    assert verdict("D01", steam_temperature="99", infrared_temperature="120") is None
    assert verdict("D01", steam_temperature="100", infrared_minutes="10") is None


def test_warm_enough_or_soon_enough() -> None:
    assert verdict("C05", holding_temperature="60") is Verdict.PASS
    assert verdict("C05", holding_temperature="55") is Verdict.FAIL
    assert verdict("C05", holding_temperature="55", holding_minutes="120") is Verdict.PASS
    assert verdict("C05", holding_temperature="55", holding_minutes="121") is Verdict.FAIL


def test_chlorine_needs_both_strength_and_time() -> None:
    assert verdict("D03", chlorine="250") is None
    assert verdict("D03", chlorine="250", minutes="5") is Verdict.PASS
    assert verdict("D03", chlorine="249") is Verdict.FAIL
    assert verdict("D03", chlorine="250", minutes="4.9") is Verdict.FAIL


def test_advice_never_fails() -> None:
    assert verdict("B03", temperature="31", humidity="88") is Verdict.PASS
    assert verdict("B03", temperature="31") is None
    warm = {"temperature": Decimal(31)}
    assert holds(item("B03").measure("temperature"), warm)
    assert not limits(item("B03").measure("temperature"), warm).hold(Decimal(31))


def test_a_label_sets_the_limit_of_what_is_measured_beside_it() -> None:
    assert verdict("A05", surface_temperature="8") is Verdict.PASS
    assert verdict("A05", surface_temperature="8.1") is Verdict.FAIL
    assert verdict("A05", label_temperature="4", surface_temperature="7") is Verdict.PASS
    assert verdict("A05", label_temperature="4", surface_temperature="7.1") is Verdict.FAIL
    assert verdict("A05", label_temperature="10", surface_temperature="12") is Verdict.PASS
    assert verdict("A05", label_temperature="4") is None


def test_one_slot_that_fails_decides_and_a_pass_needs_every_slot() -> None:
    good, bad = {"temperature": Decimal(4)}, {"temperature": Decimal(9)}
    assert judged(item("B01"), {"am": good, "pm": {}}) is None
    assert judged(item("B01"), {"am": bad, "pm": {}}) is Verdict.FAIL
    assert judged(item("B01"), {"am": good, "pm": good}) is Verdict.PASS
    assert judged(item("B01"), {}) is None
