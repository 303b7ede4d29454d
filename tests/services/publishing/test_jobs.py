"""Jobs: one article is published once, goes on where it stopped, and comes down again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from desktop_admin.api.publishing.flow import RecallSubmission, RetryPublishing
from desktop_admin.api.publishing.jobs import (
    FailJob,
    JudgeJob,
    ListJobs,
    ReadReadyCopy,
    RecordDone,
    RunJob,
)
from desktop_admin.api.publishing.refusals import (
    ChannelFolderNotOurs,
    DoneByHand,
    DoneByProgram,
    JobHeld,
    JobNotOpen,
    NotThePicture,
    ScreenshotNeeded,
    TakenDownFirst,
    WebAddressNeeded,
)
from desktop_admin.api.publishing.registers import AddChannel, ChannelKind
from desktop_admin.api.publishing.states import JobState, JobTask, SubmissionState
from desktop_admin.api.publishing.submission import ReadFile, SubmissionDetail
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.services.publishing import site
from tests.conftest import START
from tests.services.publishing.conftest import Newsroom, picture

_S, _J = SubmissionState, JobState


class Killed(BaseException):
    """The program is gone."""


def approved_picture(newsroom: Newsroom) -> SubmissionDetail:
    detail = newsroom.illustrated()
    newsroom.hand_in(detail)
    newsroom.sign(detail)
    return newsroom.scheduled(detail)


# --- the website folder ---
def test_the_page_shows_the_article_with_its_pictures_and_no_program(newsroom: Newsroom) -> None:
    detail = approved_picture(newsroom)
    newsroom.publish(detail)
    job = newsroom.run(detail)
    page = newsroom.page(detail).read_text("utf-8")
    assert job.address == f"https://school.example/news/articles/{detail.row.number}/"
    assert "attachment:" not in page
    assert "王老师" in page
    names = {file.name for file in newsroom.page(detail).parent.iterdir()}
    assert len(names) == 2
    assert all(name in page for name in names - {"index.html"})
    assert not list((newsroom.site / ".drafts").iterdir())


@pytest.mark.parametrize("step", ["draft", "place", "write_index", "digest_of"])
def test_a_job_killed_at_any_step_goes_on_from_the_stored_one(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    detail = approved_picture(newsroom)
    newsroom.publish(detail)
    with monkeypatch.context() as patch:
        count = 0
        real = getattr(site, step)

        def dies(*given: Any) -> Any:
            nonlocal count
            count += 1
            if step == "digest_of" and count == 1:  # it is looked whether the page is there already
                return real(*given)
            raise Killed

        patch.setattr(site, step, dies)
        with pytest.raises(Killed):
            newsroom.run_here(detail)
    stored = newsroom.job(detail, newsroom.website)
    assert stored.state in {_J.CLAIMED, _J.DRAFTED, _J.SUBMITTED}
    with pytest.raises(JobHeld):
        newsroom.run(detail, "operator2")
    newsroom.forward(minutes=6)
    drafted: list[str] = []
    draft = site.draft

    def counts(folder: Path, name: str, *more: Any) -> None:
        drafted.append(name)
        draft(folder, name, *more)

    monkeypatch.setattr(site, "draft", counts)
    assert newsroom.run(detail, "operator2").state is _J.CONFIRMED
    assert len(drafted) == (1 if step == "draft" else 0), "what was drafted is not drafted again"
    assert newsroom.index().count("<li>") == 1
    assert not list((newsroom.site / ".drafts").iterdir())


def test_whoever_lost_the_job_to_another_writes_nothing_more(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first PC hangs for longer than its lease while it drafts."""
    detail = newsroom.publishing()
    real = site.draft

    def hangs(*given: Any) -> None:
        monkeypatch.setattr(site, "draft", real)
        real(*given)
        newsroom.forward(minutes=6)
        assert newsroom.run_here(detail, "operator2").state is _J.CONFIRMED

    monkeypatch.setattr(site, "draft", hangs)
    with pytest.raises(JobHeld):
        newsroom.run_here(detail)
    done = newsroom.job(detail, newsroom.website)
    assert (done.state, done.by) == (_J.CONFIRMED, "冯技")


def test_a_page_that_is_not_what_was_written_is_uncertain_until_a_person_judges(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    detail = newsroom.publishing()
    newsroom.record(detail)
    with monkeypatch.context() as patch:
        patch.setattr(site, "digest_of", lambda *_: "")
        job = newsroom.run(detail)
    assert job.state is _J.UNCERTAIN
    assert newsroom.read(detail).row.state is _S.UNCERTAIN
    with pytest.raises(JobNotOpen):
        newsroom.run(detail)
    judge = JudgeJob(job.key, job.version, done=True, remark="网页已可打开")
    assert newsroom.desk("operator").ask(judge).state is _J.MANUAL_DONE
    assert newsroom.read(detail).row.state is _S.PUBLISHED


def test_a_folder_of_something_else_is_never_written_to(newsroom: Newsroom, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("somebody's website")
    with pytest.raises(ChannelFolderNotOurs):
        newsroom.desk("publicity").ask(
            AddChannel(name="旧网站", kind=ChannelKind.FOLDER, folder=str(other), address="https://school.example")
        )
    assert (other / "index.html").read_text() == "somebody's website"
    assert len(list(other.iterdir())) == 1


# --- by hand ---
def test_what_is_pasted_into_wechat_carries_its_styles_and_pictures(newsroom: Newsroom) -> None:
    detail = approved_picture(newsroom)
    copy = newsroom.desk("operator").ask(ReadReadyCopy(detail.row.key))
    assert copy.byline == "王小雨"
    assert 'style="' in copy.html
    assert "data:image/jpeg;base64," in copy.html
    assert copy.sha256 == detail.sha256


def test_what_was_done_by_hand_needs_its_address_and_a_screenshot(newsroom: Newsroom) -> None:
    detail = newsroom.publishing()
    for address in ("", "www.example.cn", "javascript:alert(1)", "file:///etc/passwd", "https://a b", "http://u:p@h/"):
        with pytest.raises(WebAddressNeeded):
            newsroom.record(detail, address=address)
    with pytest.raises(ScreenshotNeeded):
        newsroom.record(detail, screenshot=b"")
    with pytest.raises(NotThePicture):
        newsroom.record(detail, screenshot=b"nothing")
    site_job, by_hand = newsroom.job(detail, newsroom.website), newsroom.job(detail, newsroom.wechat)
    with pytest.raises(DoneByHand):
        newsroom.desk("operator").ask(RunJob(by_hand.key, by_hand.version))
    with pytest.raises(DoneByProgram):
        newsroom.desk("operator").ask(FailJob(site_job.key, site_job.version, remark="不行"))
    done = newsroom.record(detail)
    assert newsroom.desk("informant").ask(ReadFile(detail.row.key, done.screenshot))


def test_website_ok_and_wechat_failing_is_partial_and_only_wechat_is_tried_again(newsroom: Newsroom) -> None:
    detail = newsroom.publishing()
    written = newsroom.run(detail)
    job = newsroom.job(detail, newsroom.wechat)
    newsroom.desk("operator").ask(FailJob(job.key, job.version, remark="账号被限制"))
    partial = newsroom.read(detail)
    assert partial.row.state is _S.PARTIAL
    assert partial.row.published_at is not None
    before = newsroom.page(detail).stat().st_mtime_ns
    newsroom.step(RetryPublishing, detail, "operator")
    states = {one.kind: one.state for one in newsroom.read(detail).jobs}
    assert states == {ChannelKind.FOLDER: _J.CONFIRMED, ChannelKind.MANUAL: _J.QUEUED}
    newsroom.record(detail)
    assert newsroom.read(detail).row.state is _S.PUBLISHED
    assert newsroom.page(detail).stat().st_mtime_ns == before
    assert newsroom.job(detail, newsroom.website).attempts == written.attempts == 1


def test_a_folder_that_cannot_be_written_fails_the_job_and_is_tried_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    detail = newsroom.publishing()
    newsroom.record(detail)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(site, "draft", full)
        job = newsroom.run(detail)
    assert (job.state, job.problem) == (_J.FAILED, "No space left on device")
    assert newsroom.read(detail).row.state is _S.PARTIAL
    trouble = newsroom.desk("operator").ask(ListJobs(trouble_only=True))
    assert [row.channel for row in trouble.rows] == ["学校网站"]
    newsroom.step(RetryPublishing, detail, "operator")
    assert newsroom.run(detail).state is _J.CONFIRMED
    assert newsroom.read(detail).row.state is _S.PUBLISHED


# --- and back ---
def test_a_recalled_article_comes_down_and_may_go_out_again_corrected(newsroom: Newsroom) -> None:
    detail = newsroom.published()
    recalled = newsroom.step(RecallSubmission, detail, "publicity", reason="wrong", remark="日期有误")
    assert recalled.row.state is _S.RECALLED
    assert recalled.row.published_at is None
    removals = [job for job in recalled.jobs if job.task is JobTask.REMOVE]
    assert {job.channel for job in removals} == {"学校网站", "微信公众号"}
    again = newsroom.edit(recalled, html="<p>九月二日，校园科技节开幕。</p>")
    newsroom.hand_in(again)
    newsroom.sign(again)
    newsroom.scheduled(again)
    with pytest.raises(TakenDownFirst):
        newsroom.publish(again)
    assert newsroom.run(again).task is JobTask.REMOVE
    assert not newsroom.page(detail).exists()
    assert detail.row.number not in newsroom.index()
    newsroom.record(again, address="")
    assert newsroom.publish(again).row.state is _S.PUBLISHING
    assert newsroom.run(again).state is _J.CONFIRMED
    assert "九月二日" in newsroom.page(detail).read_text("utf-8")
    assert newsroom.index().count("<li>") == 1


def test_recalled_before_it_was_done_by_hand_it_is_not_asked_for_any_more(newsroom: Newsroom) -> None:
    detail = newsroom.publishing()
    newsroom.run(detail)
    waiting = newsroom.job(detail, newsroom.wechat)
    newsroom.step(RecallSubmission, detail, "publicity", reason="privacy", remark="学生肖像")
    jobs = newsroom.read(detail).jobs
    assert {(job.channel, job.task): job.state for job in jobs} == {
        ("学校网站", JobTask.PUBLISH): _J.CONFIRMED,
        ("学校网站", JobTask.REMOVE): _J.QUEUED,
        ("微信公众号", JobTask.PUBLISH): _J.DROPPED,
    }
    with pytest.raises(JobNotOpen):
        newsroom.desk("operator").ask(
            RecordDone(waiting.key, waiting.version, address="https://x.cn/", screenshot=picture())
        )


def test_the_database_itself_allows_one_job_for_a_channel_and_a_revision(newsroom: Newsroom) -> None:
    detail = newsroom.publishing()
    there = newsroom.job(detail, newsroom.wechat)
    twin = ChannelJob(submission_key=there.submission_key, channel_key=there.channel_key, revision=there.revision)
    twin.number, twin.title, twin.channel, twin.kind = there.number, there.title, there.channel, there.kind
    twin.due_at = START + timedelta(days=1)
    database = newsroom.house.premises.backstage.database
    with pytest.raises(IntegrityError), database.work(newsroom.desk("operator").actor, "test") as work:
        work.add(twin)
