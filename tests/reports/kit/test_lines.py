"""Lines are broken as Chinese is set."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_admin.reports.kit.fonts import Style, shown, width
from desktop_admin.reports.kit.page.lines import CLOSING, OPENING, ill_breaks, wrapped

SIZE = 10.0
LETTERS = "检查冷藏温度食品安全员留样abcXYZ019 ，。、；：？！）】》”（【《“‘’℃%-/—…≥≤.\n"
_ALONE = set(CLOSING + OPENING)


def lines(text: str, room: float, style: Style = Style.BODY) -> list[str]:
    return [line for line, _ in wrapped(text, style, SIZE, room, "内容")]


def test_a_short_text_is_one_line_and_an_empty_one_too() -> None:
    assert lines("冷藏温度", 100) == ["冷藏温度"]
    assert lines("", 100) == [""]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert lines("当日到货均有，合格证明", 6 * SIZE) == ["当日到货均", "有，合格证明"]


def test_no_line_ends_with_opening_punctuation() -> None:
    assert lines("依据国务院《食品安全法》执行", 6 * SIZE) == ["依据国务院", "《食品安全", "法》执行"]


def test_words_and_numbers_are_kept_whole() -> None:
    assert lines("红外消毒 120℃ temperature 合格", 9 * SIZE) == ["红外消毒 120℃", "temperature 合格"]


def test_a_word_wider_than_the_column_is_cut() -> None:
    broken = lines("A" * 50, 6 * SIZE)
    assert "".join(broken) == "A" * 50
    assert len(broken) > 1


def test_a_date_or_number_is_rather_cut_behind_its_hyphen() -> None:
    assert lines("2026-09-01", 4 * SIZE) == ["2026-", "09-01"]


def test_dashes_and_dots_are_not_parted() -> None:
    assert lines("食品安全——留样……", 5 * SIZE) == ["食品安", "全——留", "样……"]


def test_the_writers_own_lines_are_kept() -> None:
    assert lines("一\n二", 100) == ["一", "二"]


@settings(deadline=None, max_examples=300)
@given(st.text(LETTERS, max_size=80), st.integers(3, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, characters: int) -> None:
    room = characters * SIZE
    broken = lines(text, room)
    assert "".join("".join(broken).split()) == "".join(text.split())
    assert all(width(line, Style.BODY, SIZE, "") <= room or len(line) == 1 for line in broken)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(["检", "查", "abc", "12.5", " ", "，", "。", "（食", "品）", "“安", "全”", "——"]), max_size=60
    )
)
def test_punctuation_stands_where_it_may(pieces: list[str]) -> None:
    """Unless there is nothing but punctuation to part."""
    broken = [line for line in lines("".join(pieces), 12 * SIZE) if line]
    wrong = [(one, two) for one, two in ill_breaks(broken) if not _ALONE.issuperset(one) and not _ALONE.issuperset(two)]
    assert wrong == []


def test_a_name_of_more_than_20_characters_wraps() -> None:
    name = "阿卜杜热合曼·买买提吐尔逊·伊力哈木·阿不都克里木"
    assert len(name) > 20
    broken = lines(name, 8 * SIZE)
    assert "".join(broken) == name
    assert len(broken) >= 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("王\U0002a6a5", "王〔U+2A6A5〕"),
        ("水池漏水\U0001f622已报修", "水池漏水〔U+1F622〕已报修"),
        ("\U0001f9d1\u200d\U0001f3eb", "〔U+1F9D1〕〔U+1F3EB〕"),
        ("\ud83d", "〔U+FFFD〕"),
        ("王𫖯 𠮷 㛃 ½ ℃ ≥ ①", "王𫖯 𠮷 㛃 ½ ℃ ≥ ①"),
    ],
)
def test_a_character_that_no_face_has_is_told_by_its_number(text: str, told: str) -> None:
    assert "".join(line for line, _ in wrapped(text, Style.BODY, SIZE, 1000, "姓名")) == told
    assert shown(told) == told


def test_marks_that_are_never_seen_are_left_out() -> None:
    assert shown("甲\u200b乙\ufe0f\u00ad丙\x07\t丁") == "甲乙丙 丁"
