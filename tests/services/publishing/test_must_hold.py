"""What publishing must hold, embedded and through a server, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import update

from desktop_admin.api.accounts import ChangeRoles
from desktop_admin.api.approval import AlreadyDecided, ContentMoved, NotInState, OwnWorkRefused, SecondSeat
from desktop_admin.api.approval.delegation import DelegateSeat
from desktop_admin.api.audit import ListEntries
from desktop_admin.api.publishing.content import AttachedFile, Purpose
from desktop_admin.api.publishing.flow import Authorise, ConfirmReview, Publish, SignDepartment
from desktop_admin.api.publishing.jobs import JobRow, ReadReadyCopy, RecordDone, RunJob
from desktop_admin.api.publishing.refusals import (
    FileDamaged,
    JobHeld,
    MisnamedFile,
    NotThePicture,
    TextTooLong,
)
from desktop_admin.api.publishing.states import JobState, SubmissionState
from desktop_admin.api.publishing.submission import CheckDraft, CleanHtml, ReadFile, SubmissionDetail
from desktop_admin.api.publishing.text import RemovedKind
from desktop_admin.core.errors import NotAllowed, Refused
from desktop_admin.db.audit import RECORDED
from desktop_admin.models.accounts import Account
from desktop_admin.models.publishing.submission import SubmissionRevision
from desktop_admin.reports.base import ReportRequest
from desktop_admin.reports.publishing import application
from desktop_admin.services import blobs
from tests.conftest import START
from tests.services.publishing.conftest import TICKED, Newsroom, picture
from tests.services.publishing.test_jobs import approved_picture
from tests.services.publishing.test_way import offered

_S, _J = SubmissionState, JobState
MEGA = 1024 * 1024
DANGEROUS = (
    '<p onclick="steal()">好<script>alert(1)</script></p><a href="javascript:alert(1)">一</a>'
    '<img src="\\\\server\\share\\a.png"><img src="//evil.example/a.png"><img src="file:///etc/passwd">'
    '<img src="x" onerror="alert(1)"><iframe src="https://evil.example"></iframe>'
)
TOO_LONG: tuple[tuple[dict[str, Any], str, int, int], ...] = (  # what is written, which counter, used, limit
    ({"title": "字" * 33}, "title", 33, 32),
    ({"title": "字" * 31 + "🎉"}, "title", 33, 32),
    ({"byline": "名" * 17}, "byline", 17, 16),
    ({"summary": "要" * 121}, "summary", 121, 120),
    ({"html": f"<p>{'文' * 20_001}</p>"}, "body", 20_001, 20_000),
)


def at_once(*asks: Callable[[], Any]) -> list[Any]:
    """What each was answered, or its refusal."""
    ready = Barrier(len(asks))

    def one(ask: Callable[[], Any]) -> Any:
        ready.wait(60)
        try:
            return ask()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(one, asks))


def saved(kind: str, mode: str, size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


# --- published once ---
def test_publish_clicked_twice_makes_one_article(newsroom: Newsroom) -> None:
    detail = newsroom.scheduled()
    now = newsroom.read(detail, "operator")
    command = Publish(now.row.key, now.row.version, revision=1)
    first = newsroom.desk("operator").ask(command)
    assert newsroom.desk("operator").ask(command) == first, "the same command is answered with the first result"
    with pytest.raises(AlreadyDecided):
        newsroom.desk("operator").ask(Publish(now.row.key, now.row.version, revision=1))
    assert len(newsroom.read(detail).jobs) == 2
    assert newsroom.run(detail).state is _J.CONFIRMED
    assert newsroom.run(detail).attempts == 1, "a job that is done is not done again"
    assert len(list((newsroom.site / "articles").iterdir())) == 1
    assert newsroom.index().count("<li>") == 1


def test_published_on_two_pcs_at_once_it_is_one_article(newsroom: Newsroom) -> None:
    desks, detail = [newsroom.desk(login) for login in ("operator", "operator2")], newsroom.scheduled()
    now = newsroom.read(detail, "operator")
    published = at_once(*(partial(desk.ask, Publish(now.row.key, now.row.version, revision=1)) for desk in desks))
    assert sorted(type(one).__name__ for one in published) == ["AlreadyDecided", "SubmissionDetail"]
    job = newsroom.job(detail, newsroom.website)
    ran = at_once(*(partial(desk.ask, RunJob(job.key, job.version)) for desk in desks))
    assert all(isinstance(one, JobHeld | JobRow) for one in ran), ran
    done = newsroom.job(detail, newsroom.website)
    assert (done.state, done.attempts) == (_J.CONFIRMED, 1)
    by_hand = newsroom.job(detail, newsroom.wechat)
    said: dict[str, Any] = {"address": "https://mp.weixin.qq.com/s/abc", "screenshot": picture()}
    recorded = at_once(*(partial(desk.ask, RecordDone(by_hand.key, by_hand.version, **said)) for desk in desks))
    assert sorted(type(one).__name__ for one in recorded) == ["JobNotOpen", "JobRow"], recorded
    assert newsroom.read(detail).row.state is _S.PUBLISHED


# --- nobody decides on their own, and nobody twice ---
def test_the_own_article_is_not_approved_and_the_attempt_is_on_record(newsroom: Newsroom) -> None:
    draft = newsroom.start("head")
    newsroom.hand_in(draft, "head")
    now = newsroom.read(draft, "head")
    offer = offered(now, SignDepartment)
    assert offer.due
    assert not offer.possible
    assert offer.why.kind == "OwnWorkRefused", "the button says why"
    with pytest.raises(OwnWorkRefused):
        newsroom.sign(draft, "head")
    auditor = newsroom.house.desk("auditor", name="审计", pc="PC-21")
    assert auditor.ask(ListEntries(action="approval.refused")).total == 1
    assert newsroom.sign(draft, "superior").row.state is _S.PROP


def test_the_own_article_is_not_approved_by_who_signs_for_the_head_either(newsroom: Newsroom) -> None:
    today = START.date()
    lend = DelegateSeat(to_key=newsroom.key("informant"), what="publishing/head", first_day=today, last_day=today)
    newsroom.desk("head").ask(lend)
    waiting = newsroom.at_department()
    with pytest.raises(OwnWorkRefused):
        newsroom.sign(waiting, "informant")
    assert newsroom.read(waiting).row.state is _S.DEPT


def test_one_person_takes_one_seat(newsroom: Newsroom) -> None:
    newsroom.hire("many", "department_head", "publicity_officer", "second_reviewer", name="全能")
    detail = newsroom.at_publicity()
    newsroom.authorise(detail, "many")
    with pytest.raises(SecondSeat) as refused:
        newsroom.confirm(detail, "many")
    assert refused.value.params["who"] == "全能"
    assert offered(newsroom.read(detail, "many"), ConfirmReview).why.kind == "SecondSeat"


def test_of_two_reviewers_at_once_one_is_told_of_the_other(newsroom: Newsroom) -> None:
    detail = newsroom.at_publicity()
    seen = newsroom.read(detail, "publicity")
    said: dict[str, Any] = {"revision": seen.row.revision, "publish_at": START, **TICKED}
    answers = at_once(
        *(
            partial(newsroom.desk(login).ask, Authorise(seen.row.key, seen.row.version, **said))
            for login in ("publicity", "publicity2")
        )
    )
    losers = [one for one in answers if isinstance(one, AlreadyDecided)]
    assert (sum(isinstance(one, SubmissionDetail) for one in answers), len(losers)) == (1, 1), answers
    now = newsroom.read(detail)
    assert losers[0].params["by"] == next(seat.by for seat in now.seats if seat.seat == "publicity")
    assert [line.seat for line in now.history].count("publicity") == 1


def test_a_right_revoked_while_the_dialog_is_open_is_refused_at_commit(newsroom: Newsroom) -> None:
    detail = newsroom.at_publicity()
    seen = newsroom.read(detail, "publicity")
    assert offered(seen, Authorise).possible
    admin = newsroom.house.sign_in()
    account = newsroom.account("publicity")
    admin.ask(ChangeRoles(account.key, account.version, roles=("second_reviewer",)))
    command = Authorise(seen.row.key, seen.row.version, revision=1, publish_at=START, **TICKED)
    with pytest.raises(NotAllowed):
        newsroom.desk("publicity").ask(command)
    assert newsroom.read(detail).row.state is _S.PROP


# --- what is signed is what goes out, under the name that signed ---
def test_an_edit_after_approval_voids_every_signature(newsroom: Newsroom) -> None:
    detail = newsroom.scheduled()
    assert all(seat.by for seat in detail.seats)
    edited = newsroom.edit(detail, html="<p>九月二日，校园科技节开幕。</p>")
    assert edited.row.state is _S.DRAFT
    assert edited.row.revision == 2
    assert edited.row.publish_at is None
    assert not any(seat.by for seat in edited.seats)
    assert not any(line.counts for line in edited.history)
    with pytest.raises(NotInState):
        newsroom.publish(edited)
    assert newsroom.read(edited, "head").signed_revision == 1


def test_an_attachment_swapped_after_approval_voids_every_signature(newsroom: Newsroom) -> None:
    detail = approved_picture(newsroom)
    other = newsroom.add_file(detail, picture(colour="red"), "另一张.jpg", Purpose.EVIDENCE)
    files = (*newsroom.read(detail).content.files, AttachedFile(other.sha256, other.name, Purpose.EVIDENCE))
    swapped = newsroom.edit(detail, files=files)
    assert swapped.row.state is _S.DRAFT
    assert not any(seat.by for seat in swapped.seats)


def test_content_changed_behind_the_programs_back_blocks_the_job(newsroom: Newsroom) -> None:
    detail = newsroom.publishing()
    with newsroom.house.premises.backstage.database.engine.begin() as connection:
        forged = update(SubmissionRevision).values(html="<p>伪造</p>")
        connection.execute(forged, execution_options=RECORDED)
    assert not newsroom.read(detail).intact
    with pytest.raises(ContentMoved):
        newsroom.run(detail)
    with pytest.raises(ContentMoved):
        newsroom.record(detail)
    assert newsroom.job(detail, newsroom.website).state is _J.QUEUED
    assert not (newsroom.site / "articles").exists()


def test_a_picture_swapped_on_the_disk_blocks_the_job(newsroom: Newsroom) -> None:
    detail = approved_picture(newsroom)
    newsroom.publish(detail)
    digest = detail.content.files[0].sha256
    blobs.path_of(newsroom.house.folder, digest, "jpg").write_bytes(picture(colour="red"))
    for ask in (
        lambda: newsroom.run(detail),
        lambda: newsroom.desk("operator").ask(ReadReadyCopy(detail.row.key)),
        lambda: newsroom.desk("operator").ask(ReadFile(detail.row.key, digest)),
    ):
        with pytest.raises(FileDamaged):
            ask()
    assert newsroom.job(detail, newsroom.website).state is _J.QUEUED


def test_a_signer_who_is_renamed_later_signed_under_the_old_name_also_on_paper(newsroom: Newsroom) -> None:
    detail = newsroom.at_publicity()
    database = newsroom.house.premises.backstage.database
    with database.work(newsroom.house.actor(), "test") as work:
        work.get(Account, newsroom.key("head")).name = "李新名"
    now = newsroom.read(detail)
    assert (now.seats[0].by, now.seats[0].holder) == ("李主任", "李新名")
    assert [line.by for line in now.history if line.seat == "head"] == ["李主任"]
    wanted = ReportRequest(START.date(), START.date(), START, "王小雨", subject=detail.row.key)
    paper = application.gather(newsroom.desk("informant").ask, wanted)
    written = [cell for part in application.parts(paper.detail) for row in part.rows for cell in row]
    assert any("李主任" in cell for cell in written)
    assert not any("李新名" in cell for cell in written)


# --- what is put into it ---
def test_programs_and_foreign_addresses_are_removed_and_the_author_is_told_of_each(newsroom: Newsroom) -> None:
    detail = newsroom.start(html=DANGEROUS)
    kept = detail.content.html
    assert not [bad for bad in ("script", "onclick", "onerror", "javascript", "server", "evil", "file:") if bad in kept]
    assert set(RemovedKind) == {removed.kind for removed in detail.removed}
    assert len(detail.removed) >= 6
    assert newsroom.read(detail).removed == (), "only what this save took out"
    assert newsroom.desk("informant").ask(CleanHtml(DANGEROUS)).html == kept


def test_what_is_too_long_for_wechat_is_counted_live_and_refused_before_any_network(newsroom: Newsroom) -> None:
    for other, name, used, limit in TOO_LONG:
        checked = newsroom.desk("informant").ask(CheckDraft(newsroom.content(**other)))
        (over,) = [counter for counter in checked.counters if counter.over]
        assert (over.name, over.used, over.limit) == (name, used, limit)
        detail = newsroom.start(**other)
        with pytest.raises(TextTooLong) as refused:
            newsroom.hand_in(detail)
        assert refused.value.params["channel"] == "微信公众号"
    website_only = newsroom.start(title="字" * 33, channels=(newsroom.website.key,))
    assert newsroom.hand_in(website_only).row.state is _S.DEPT


def test_a_photo_of_twelve_megabytes_with_its_place_is_made_small_and_tells_nothing(newsroom: Newsroom) -> None:
    draft, photo = newsroom.start(), picture(size=(4000, 3000), located=True) + b"\0" * (12 * MEGA)
    line = newsroom.add_file(draft, photo)
    data = newsroom.desk("informant").ask(ReadFile(draft.row.key, line.sha256))
    assert len(data) == line.size < MEGA
    with Image.open(BytesIO(data)) as kept:
        assert not kept.getexif()
        assert kept.size == (line.width, line.height) == (2000, 1500)
    assert newsroom.add_file(draft, photo).key == line.key, "once"
    assert not line.used


def test_a_renamed_webp_is_told_for_what_it_is(newsroom: Newsroom) -> None:
    draft, webp = newsroom.start(), saved("WEBP", "RGB", (40, 40))
    with pytest.raises(MisnamedFile) as refused:
        newsroom.add_file(draft, webp, "现场.jpg")
    assert refused.value.params["kind"] == "WebP"
    with pytest.raises(NotThePicture):
        newsroom.add_file(draft, webp, "现场.webp")


def test_a_pixel_bomb_half_a_picture_and_more_than_twenty_megabytes_are_refused(newsroom: Newsroom) -> None:
    draft, bomb = newsroom.start(), saved("PNG", "1", (12_000, 12_000))
    for data in (bomb, picture()[:200], picture() + b"\0" * (20 * MEGA + 1)):
        with pytest.raises(NotThePicture, match="At most 20 MB"):
            newsroom.add_file(draft, data)
    assert newsroom.read(draft).files == ()
