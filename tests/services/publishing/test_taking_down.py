"""A recalled article is somebody's work until it is off every channel, and a job is late only hours after its time."""

from desktop_admin.api.publishing.flow import LATE_HOURS, RecallSubmission
from desktop_admin.api.publishing.overview import ReadPublishingOverview
from desktop_admin.api.publishing.states import JobState, JobTask
from desktop_admin.api.publishing.submission import ListSubmissions
from tests.services.publishing.conftest import Newsroom, picture


def to_do(newsroom: Newsroom, login: str) -> int:
    counted = newsroom.desk(login).ask(ReadPublishingOverview()).to_do
    assert newsroom.desk(login).ask(ListSubmissions(to_do=True)).total == counted
    return counted


def test_what_is_recalled_waits_for_the_operator_until_it_is_down_everywhere(newsroom: Newsroom) -> None:
    out = newsroom.published()
    assert to_do(newsroom, "operator") == 0
    newsroom.step(RecallSubmission, out, "publicity", reason="privacy", remark="写出了学生电话")
    assert (to_do(newsroom, "operator"), to_do(newsroom, "publicity")) == (1, 0)
    assert newsroom.run(out).task is JobTask.REMOVE
    assert to_do(newsroom, "operator") == 1
    assert newsroom.record(out, address="", screenshot=picture(colour="red")).state is JobState.MANUAL_DONE
    assert to_do(newsroom, "operator") == 0


def test_a_job_is_not_late_the_moment_it_can_be_done(newsroom: Newsroom) -> None:
    going = newsroom.publishing()
    assert not newsroom.job(going, newsroom.wechat).overdue
    newsroom.forward(hours=LATE_HOURS - 1)
    assert not newsroom.job(going, newsroom.wechat).overdue
    newsroom.forward(hours=2)
    newsroom.sign_in("informant")
    assert newsroom.job(going, newsroom.wechat).overdue
