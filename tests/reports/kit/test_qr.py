"""The code on a paper says which report it is, and cannot be made up."""

import pytest

from desktop_admin.core import paper
from desktop_admin.core.paper import Claim, NotOurCode
from desktop_admin.reports.kit import qr

KEY = b"a key of the school"
DIGEST = "AB12" * 16


def test_a_code_says_which_report_it_is() -> None:
    text = paper.payload("ST-20261120-01", 2, DIGEST, KEY)
    assert paper.parse(text) == Claim("ST-20261120-01", 2, "ab12ab12ab12ab12")
    assert paper.genuine(text, KEY)


def test_a_changed_code_is_not_genuine() -> None:
    text = paper.payload("ST-20261120-01", 2, DIGEST, KEY)
    assert not paper.genuine(text.replace("-01|", "-02|"), KEY)
    assert not paper.genuine(text.replace("|2|", "|3|"), KEY)
    assert not paper.genuine(text, b"another school")
    assert not paper.genuine("", KEY)


@pytest.mark.parametrize("text", ["", "https://example.org", "DA1|a|b|c|d", "DA1|a|1|c", "DA2|a|1|c|d"])
def test_other_codes_are_told_apart(text: str) -> None:
    with pytest.raises(NotOurCode):
        paper.parse(text)


def test_a_number_that_would_break_the_format_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match=r"ST\|1"):
        paper.payload("ST|1", 1, DIGEST, KEY)


def test_the_drawing_covers_exactly_the_dark_modules() -> None:
    import segno  # noqa: PLC0415 - the reference

    code, side = qr.drawing("DA1|x")
    words = code.split()
    assert words[-1] == "f"
    dark = {
        (int(words[at]) + offset, side - 1 - int(words[at + 1]))
        for at in range(0, len(words) - 1, 5)
        for offset in range(int(words[at + 2]))
    }
    matrix = segno.make("DA1|x", error="m", micro=False, boost_error=False).matrix
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


def test_it_is_drawn_for_the_screen_too() -> None:
    assert qr.png("DA1|x").startswith(b"\x89PNG")
    assert b"<svg" in qr.svg("DA1|x")
