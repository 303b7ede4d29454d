"""An article's seats taken at the same moment, again and again: never two decisions, on either database."""

from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.api.approval import AlreadyDecided, SecondSeat
from desktop_admin.api.publishing.flow import Authorise, ConfirmReview, ReturnToDepartment
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import ReadSubmission, SubmissionDetail
from desktop_admin.models.approval import Decision
from tests.conftest import START
from tests.services.publishing.conftest import TICKED, Newsroom
from tests.services.publishing.test_must_hold import at_once

ROUNDS = 20
PASSED: dict[str, Any] = {"revision": 1, "publish_at": START, **TICKED}
RETURNED: dict[str, Any] = {"revision": 1, "reason": "inaccurate", "remark": "日期有误"}


def decided(newsroom: Newsroom, detail: SubmissionDetail) -> list[str]:
    """Who decided at the publicity office."""
    with Session(newsroom.house.premises.backstage.database.engine) as session:
        there = Decision.subject_key == detail.row.key, Decision.before == SubmissionState.PROP.value
        return sorted(session.scalars(select(Decision.by).where(*there)))


def test_one_seat_of_an_article_is_never_taken_by_two_reviewers_nor_passed_and_returned(newsroom: Newsroom) -> None:
    """In every other round the second one sends it back instead."""
    one, other = newsroom.desk("publicity"), newsroom.desk("publicity2")
    for turn in range(ROUNDS):
        row = newsroom.at_publicity().row
        passes = Authorise(row.key, row.version, **PASSED)
        answer = (
            ReturnToDepartment(row.key, row.version, **RETURNED)
            if turn % 2
            else Authorise(row.key, row.version, **PASSED)
        )
        answers = at_once(partial(one.ask, passes), partial(other.ask, answer))
        assert sorted(type(each).__name__ for each in answers) == ["AlreadyDecided", "SubmissionDetail"], answers
        (won,) = (each for each in answers if isinstance(each, SubmissionDetail))
        (lost,) = (each for each in answers if isinstance(each, AlreadyDecided))
        assert decided(newsroom, won) == [lost.params["by"]]


def test_two_seats_of_an_article_are_taken_at_once_by_two_people_and_never_by_one(newsroom: Newsroom) -> None:
    newsroom.hire("many", "publicity_officer", "second_reviewer", name="全能")
    two = newsroom.desk("publicity"), newsroom.desk("second")
    one_on_two_pcs = newsroom.desk("many"), newsroom.house.sign_in("many", pc="PC-40")
    for turn in range(ROUNDS):
        row = newsroom.at_publicity().row
        first, second = two if turn % 2 else one_on_two_pcs
        answers = at_once(
            partial(first.ask, Authorise(row.key, row.version, **PASSED)),
            partial(second.ask, ConfirmReview(row.key, row.version, revision=1, **TICKED)),
        )
        after = newsroom.desk("second").ask(ReadSubmission(row.key))
        if turn % 2:
            assert all(isinstance(each, SubmissionDetail) for each in answers), answers
            assert decided(newsroom, after) == ["周宣", "孙复"]
            assert after.row.state is SubmissionState.SCHEDULED
        else:
            assert sorted(type(each) is SecondSeat for each in answers) == [False, True], answers
            assert decided(newsroom, after) == ["全能"]
            assert after.row.state is SubmissionState.PROP
