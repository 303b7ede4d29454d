"""What should not go out unseen is found, however it is written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.api.publishing.text import FindingKind
from desktop_admin.services.publishing.text.scan import scan
from desktop_admin.services.publishing.text.words import Words

NONE = Words.of((), 1)
LIST = Words.of((("赌博", "违法"), ("网络赌博", "违法"), ("免费领取", "广告"), ("VIP", "广告"), ("死", "其他")), 3)
ID_CARD = "11010519491231002X"  # the example of GB 11643-1999
BANK_CARD = "6228480402564890018"


def kinds(text: str, words: Words = NONE) -> list[tuple[FindingKind, str]]:
    return [(found.kind, found.said) for found in scan(text, words)]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (f"身份证{ID_CARD}。", FindingKind.ID_CARD, ID_CARD),
        ("证号 110105 19491231 002x", FindingKind.ID_CARD, "110105 19491231 002x"),
        (f"卡号{BANK_CARD}", FindingKind.BANK_CARD, BANK_CARD),
        ("6228 4804 0256 4890 018", FindingKind.BANK_CARD, "6228 4804 0256 4890 018"),
        ("电话13800138000。", FindingKind.PHONE, "13800138000"),
        ("１３８００１３８０００", FindingKind.PHONE, "１３８００１３８０００"),
        ("138\u200b0013\u200b8000", FindingKind.PHONE, "138\u200b0013\u200b8000"),
        ("010-62345678", FindingKind.PHONE, "010-62345678"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, kind: FindingKind, said: str) -> None:
    assert kinds(text) == [(kind, said)]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # another check digit
        "110105194913310024",  # no such month
        "6228480402564890019",  # Luhn does not hold
        "文号 20260901000123456789",
        "2026-11-22 至 2026-11-30",
        "12345678901",
    ],
)
def test_another_long_number_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_two_numbers_beside_each_other_are_two() -> None:
    assert kinds(f"13800138000 {BANK_CARD}") == [
        (FindingKind.PHONE, "13800138000"),
        (FindingKind.BANK_CARD, BANK_CARD),
    ]


def test_a_listed_word_is_found_where_it_stands_with_its_category() -> None:
    [found] = scan("禁止赌博活动", LIST)
    assert (found.start, found.end, found.word, found.category, found.disguised) == (2, 4, "赌博", "违法", False)


def test_the_longest_word_is_told_once() -> None:
    assert [found.word for found in scan("网络赌博", LIST)] == ["网络赌博"]


@pytest.mark.parametrize("text", ["赌\u200b博", "赌\u00ad博", "ＶＩＰ", "vip", "Ｖ\u200dＩＰ"])
def test_an_invisible_character_or_another_width_hides_nothing(text: str) -> None:
    [found] = scan(text, LIST)
    assert found.said == text
    assert found.disguised is (text != "vip")


def test_a_word_of_one_character_is_found_at_the_very_end() -> None:
    assert kinds("不死", LIST) == [(FindingKind.WORD, "死")]


@given(st.text(alphabet="赌博网络免费领取vipＶＩ死好1380\u200b \n"))
def test_what_is_found_says_what_stands_there(text: str) -> None:
    for found in scan(text, LIST):
        assert text[found.start : found.end] == found.said
