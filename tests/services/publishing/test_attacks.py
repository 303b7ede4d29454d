"""What somebody might try with an article, knowing or not: each is refused in words, and nothing is lost."""

import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_admin.api.approval import OwnWorkRefused, SecondSeat
from desktop_admin.api.approval.delegation import DelegateSeat
from desktop_admin.api.publishing.content import AttachedFile, Purpose
from desktop_admin.api.publishing.flow import ConfirmReview, RecallSubmission
from desktop_admin.api.publishing.jobs import ReadReadyCopy
from desktop_admin.api.publishing.refusals import (
    ArticlesThere,
    FileConfined,
    FolderTaken,
    NotAuthorised,
    SeatAlreadyHeld,
)
from desktop_admin.api.publishing.registers import (
    AddChannel,
    ChannelKind,
    EditChannel,
    EndSeat,
    FillSeat,
    ListSeats,
    SeatKind,
)
from desktop_admin.api.publishing.submission import CompareRevisions, ListSubmissions, ReadFile, ReadRevision
from desktop_admin.core.errors import Invalid, NotFound
from desktop_admin.services.publishing.text.html import clean
from tests.services.publishing.conftest import TICKED, Newsroom

PATIENCE = 10.0  # seconds; a cleaning that looks at everything from everywhere takes minutes


# --- signing one's own ---
def test_who_wrote_an_earlier_revision_does_not_sign_when_another_has_touched_it_since(newsroom: Newsroom) -> None:
    draft = newsroom.start()
    newsroom.edit(draft, "head", html="<p>主任写的全文。</p>")
    newsroom.edit(draft, "deputy", title="校园科技节闭幕")
    waiting = newsroom.hand_in(draft)
    with pytest.raises(OwnWorkRefused, match="李主任"):
        newsroom.sign(waiting)
    assert newsroom.desk("head").ask(ListSubmissions(to_do=True)).total == 0
    assert newsroom.desk("superior").ask(ListSubmissions(to_do=True)).total == 1
    assert newsroom.sign(waiting, "superior").seats[0].by == "陈校长"


def test_who_wrote_an_earlier_revision_signs_for_nobody_else_either(newsroom: Newsroom) -> None:
    today = date(2026, 9, 1)
    lend = DelegateSeat(to_key=newsroom.key("deputy"), what="publishing/head", first_day=today, last_day=today)
    newsroom.desk("head").ask(lend)
    draft = newsroom.start()
    newsroom.edit(draft, "deputy", html="<p>副信息员写的。</p>")
    newsroom.edit(draft, title="校园科技节闭幕")
    with pytest.raises(OwnWorkRefused):
        newsroom.sign(newsroom.hand_in(draft), "deputy")


def test_one_delegate_of_two_reviewers_takes_one_seat_only(newsroom: Newsroom) -> None:
    today = date(2026, 9, 1)
    for lender in ("publicity", "second"):
        lend = DelegateSeat(to_key=newsroom.key("publicity2"), what="publishing", first_day=today, last_day=today)
        newsroom.desk(lender).ask(lend)
    waiting = newsroom.at_publicity()
    newsroom.authorise(waiting, "publicity2")
    with pytest.raises(SecondSeat):
        newsroom.step(ConfirmReview, waiting, "publicity2", **TICKED)


# --- website folders ---
def _website(folder: Path) -> AddChannel:
    return AddChannel(name="第二网站", kind=ChannelKind.FOLDER, folder=str(folder), address="https://two.example")


def test_two_channels_never_write_into_one_folder(newsroom: Newsroom, tmp_path: Path) -> None:
    office, other = newsroom.desk("publicity"), tmp_path / "other"
    with pytest.raises(FolderTaken, match="学校网站"):
        office.ask(_website(newsroom.site))
    other.symlink_to(newsroom.site)
    with pytest.raises(FolderTaken, match="学校网站"):
        office.ask(_website(other))
    (tmp_path / "free").mkdir()
    second = office.ask(_website(tmp_path / "free"))
    same: dict[str, Any] = {"name": second.name, "address": second.address}
    with pytest.raises(FolderTaken):
        office.ask(EditChannel(second.key, second.version, folder=str(newsroom.site), **same))
    assert office.ask(EditChannel(second.key, second.version, folder=second.folder, **same)).folder == second.folder


def test_a_folder_with_articles_in_it_is_not_left_behind(newsroom: Newsroom, tmp_path: Path) -> None:
    """A recall would take nothing down, and say that it had."""
    detail, elsewhere = newsroom.published(), tmp_path / "elsewhere"
    elsewhere.mkdir()
    site = newsroom.website
    move = EditChannel(site.key, site.version, name=site.name, folder=str(elsewhere), address=site.address)
    with pytest.raises(ArticlesThere, match="1"):
        newsroom.desk("publicity").ask(move)
    newsroom.step(RecallSubmission, detail, "publicity", reason="wrong", remark="数字有误")
    newsroom.run(detail)
    assert not newsroom.page(detail).exists()
    assert newsroom.desk("publicity").ask(move).folder == str(elsewhere)


# --- seats ---
def test_a_term_that_is_over_is_not_stretched_over_the_next_ones(newsroom: Newsroom) -> None:
    office, day = newsroom.desk("publicity"), date(2026, 9, 1)
    teaching, head = newsroom.teaching.key, SeatKind.HEAD
    office.ask(FillSeat(department=teaching, seat=head, account=newsroom.key("teacher"), first=day + timedelta(7)))
    terms = office.ask(ListSeats(department=teaching, seat=head)).rows
    before = next(term for term in terms if term.name == "李主任")
    with pytest.raises(SeatAlreadyHeld, match="韩老师"):
        office.ask(EndSeat(before.key, before.version, last=day + timedelta(30)))
    assert office.ask(EndSeat(before.key, before.version, last=day + timedelta(3))).last == day + timedelta(3)


# --- texts ---
@pytest.mark.parametrize(
    "html",
    [
        "<p>" * 20_000 + "</b>" * 20_000,
        "<i>" * 30_000 + "</u>" * 25_000,
        "<a " * 60_000,
        "<a x='" * 30_000,
        "<a href=x " * 20_000,
        "<!--" * 50_000,
        "</" * 100_000,
        "<svg" * 50_000,
    ],
)
def test_a_text_made_to_keep_the_server_busy_is_cleaned_at_once(html: str) -> None:
    start = time.monotonic()
    clean(html)
    assert time.monotonic() - start < PATIENCE


def test_what_comes_after_an_element_that_never_ends_is_kept_as_text() -> None:
    assert clean("<p>甲</p><a title='<b>乙 &amp; 丙</b>").html == "<p>甲</p>乙 &amp; 丙"
    assert clean("<p>甲 & 乙").html == "<p>甲 &amp; 乙</p>"
    assert clean("<p>甲</p><script>alert(1)").html == "<p>甲</p>"


@pytest.mark.parametrize("html", ["&" * 60_000, "<b>" * 30_000])
def test_a_text_that_grows_too_long_is_refused_before_nobody_can_read_it_again(newsroom: Newsroom, html: str) -> None:
    draft = newsroom.start()
    with pytest.raises(Invalid, match="200000"):
        newsroom.edit(draft, html=html)
    assert newsroom.read(draft).row.revision == 1


def test_a_files_name_forges_nothing_on_the_form(newsroom: Newsroom) -> None:
    draft = newsroom.illustrated()
    file = draft.content.files[0]
    forged = AttachedFile(file.sha256, "现\u202egpj.exe\u0007\u200b", Purpose.PICTURE)
    assert newsroom.edit(draft, files=(forged,)).content.files[0].name == "现gpj.exe"


def test_a_files_name_holds_no_folder(newsroom: Newsroom) -> None:
    draft = newsroom.illustrated()
    pdf = b"%PDF-1.7\n%%EOF\n"
    for given, kept in {"..\\..\\Start\\a.pdf": "a.pdf", "/etc/b.pdf": "b.pdf", "C:c.pdf": "c.pdf"}.items():
        assert newsroom.add_file(draft, pdf + given.encode() + b"%%EOF", given, Purpose.EVIDENCE).name == kept


# --- what is copied ---
def test_only_what_was_authorised_is_copied_for_a_channel(newsroom: Newsroom) -> None:
    waiting = newsroom.at_publicity()
    copy = ReadReadyCopy(waiting.row.key)
    with pytest.raises(NotFound):
        newsroom.desk("operator").ask(copy)
    scheduled = newsroom.scheduled(waiting)
    assert newsroom.desk("operator").ask(copy).sha256 == scheduled.sha256
    newsroom.edit(scheduled, title="校园科技节闭幕")
    with pytest.raises(NotAuthorised):
        newsroom.desk("operator").ask(copy)


def test_a_guardians_consent_is_read_by_whom_it_concerns_only(newsroom: Newsroom) -> None:
    """网络教育 五: a pupil's and a guardian's data are not for every teacher."""
    draft = newsroom.start()
    consent = newsroom.add_file(draft, b"%PDF-1.7\n%%EOF\n", "监护人同意书.pdf", Purpose.CONSENT)
    asked = ReadFile(draft.row.key, consent.sha256)
    newsroom.scheduled(newsroom.sign(newsroom.hand_in(draft)))
    for login in ("informant", "deputy", "head", "superior", "publicity", "second"):
        assert newsroom.desk(login).ask(asked).startswith(b"%PDF")
    with pytest.raises(FileConfined, match="监护人"):
        newsroom.desk("operator").ask(asked)
    with pytest.raises(NotFound):
        newsroom.desk("teacher").ask(asked)


@pytest.mark.parametrize("number", [2**31, 2**63, 2**64 - 1])
def test_a_revision_that_no_database_could_number_is_none(newsroom: Newsroom, number: int) -> None:
    draft = newsroom.start()
    with pytest.raises(Invalid):
        newsroom.desk("informant").ask(ReadRevision(draft.row.key, number))
    with pytest.raises(Invalid):
        newsroom.desk("informant").ask(CompareRevisions(draft.row.key, 1, number))
    with pytest.raises(Invalid):
        newsroom.desk("informant").ask(ListSubmissions(offset=2**63))
