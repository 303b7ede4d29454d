"""The pieces of a comparison make both texts again, and what stayed is told as the same."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.api.publishing.text import Change, ChangeKind
from desktop_admin.services.publishing.text.diff import diff

TEXTS = st.text(alphabet="校园春天。，\n开放日ab", max_size=200)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind is not ChangeKind.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.kind is not ChangeKind.REMOVED) == after


def test_a_changed_word_is_told_alone() -> None:
    before, after = "第一段。\n运动会定于周五举行。\n", "第一段。\n运动会定于周六举行。\n"
    assert diff(before, after) == (
        Change(ChangeKind.SAME, "第一段。\n运动会定于周"),
        Change(ChangeKind.REMOVED, "五"),
        Change(ChangeKind.ADDED, "六"),
        Change(ChangeKind.SAME, "举行。\n"),
    )


def test_what_is_the_same_is_one_piece() -> None:
    assert diff("一\n二", "一\n二") == (Change(ChangeKind.SAME, "一\n二"),)


def test_nothing_compared_with_nothing_is_nothing() -> None:
    assert diff("", "") == ()
