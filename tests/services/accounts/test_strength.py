"""The judgement under the meter, on a PC that has no services."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_admin.core import policies
from desktop_admin.core.passwords import LacksDigit, LacksSpecial, TooGuessable, TooLong, TooShort
from desktop_admin.core.strength import Candidate, common_passwords, judge, require

RULE = policies.password_rule(date(2026, 9, 1))


def test_everything_that_is_to_be_mended_is_told_at_once() -> None:
    kinds = [type(weakness) for weakness in judge(Candidate("abc", RULE)).weaknesses]
    assert kinds == [TooShort, LacksDigit, LacksSpecial, TooGuessable]


def test_a_score_grows_with_the_password() -> None:
    scores = [judge(Candidate("Sunny#Harbour-71"[:length], RULE)).score for length in (0, 6, 16)]
    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (0, 4)


def test_a_long_password_is_judged_by_its_beginning_and_a_longer_one_not_at_all() -> None:
    assert judge(Candidate("Sunny#Harbour-71 " * 60, RULE)).weaknesses == ()
    assert [type(each) for each in judge(Candidate("Sunny#Harbour-71 " * 100_000, RULE)).weaknesses] == [TooLong]
    with pytest.raises(TooLong):
        require(Candidate("\ufdfa" * 1000, RULE))  # one character that is eighteen in its plain form


@given(st.text(max_size=90), st.lists(st.text(max_size=12), max_size=3), st.text(max_size=20))
def test_any_text_is_judged(password: str, personal: list[str], old: str) -> None:
    judged = judge(Candidate(password, RULE, tuple(personal), old))
    assert 0 <= judged.score <= 4


def test_the_list_of_common_passwords_is_in_one_form() -> None:
    assert len(common_passwords()) > 400
    assert all(each == each.casefold() and each.isalnum() for each in common_passwords())
    assert "woaini1314" in common_passwords()


def test_every_policy_row_names_its_day_and_its_source() -> None:
    declared = policies.declared()
    for rows in (declared.password, declared.lockout, declared.session, declared.activation_code, declared.clock):
        assert rows
        assert all(row.source for row in rows)
    assert {row.profile for row in declared.password} <= set(declared.profiles)
    assert set(declared.profiles) == {"school", "nist"}
