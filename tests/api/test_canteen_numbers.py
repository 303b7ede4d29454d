"""A typed number is read as it was meant, or refused; it is never guessed and never clamped."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.api.canteen.numbers import AmbiguousNumber, NotANumber, number_text, read_number, within

FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
values = st.decimals(min_value=-999999, max_value=999999, places=3, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("450", "450"),
        ("4,5", "4.5"),
        ("４.５", "4.5"),
        ("４．５", "4.5"),
        ("4。5", "4.5"),
        ("4，5", "4.5"),
        ("－1", "-1"),
        ("−18", "-18"),
        ("—18", "-18"),
        ("- 18", "-18"),
        ("  7.0 ", "7.0"),
        ("\u30008", "8"),
        ("+3", "3"),
        ("-0", "0"),
        ("007", "7"),
    ],
)
def test_what_people_type_is_understood(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


def test_digits_are_kept_as_they_were_read() -> None:
    assert str(read_number("7.0")) == "7.0"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", "4O", "4o", "l0", "4 5", "1e3", "4.5.6", ".", "5.", ".5", "4²", "½", "①", "٤", "4..5", "1234567",
     "1.2345", "NaN", "inf", "0x10", "4,5,6", "--4", "4-", "４Ｏ"],
)  # fmt: skip
def test_what_is_not_a_number_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(NotANumber) as refused:
        read_number(typed)
    assert refused.value.params["raw"] == typed.strip()


def test_a_comma_before_three_digits_is_asked_about_instead_of_guessed() -> None:
    with pytest.raises(AmbiguousNumber):
        read_number("1,000")


@given(values)
def test_every_number_is_read_back_as_it_is_shown(value: Decimal) -> None:
    assert read_number(number_text(value)) == value
    assert "-" not in number_text(value)


@given(values)
def test_full_width_and_plain_digits_are_the_same_number(value: Decimal) -> None:
    plain = f"{value:f}"
    assert read_number(plain.translate(FULL_WIDTH)) == read_number(plain) == value


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_a_refusal(typed: str) -> None:
    try:
        value = read_number(typed)
    except (NotANumber, AmbiguousNumber):
        return
    assert value.is_finite()
    assert any(character.isdigit() for character in typed)


@given(values, values, values)
def test_both_edges_are_inside(value: Decimal, low: Decimal, high: Decimal) -> None:
    assert within(value, low, high) == (low <= value <= high)
    assert within(low, low, None)
    assert within(high, None, high)
