"""An article's way from the informant to the page, and everything that stands against a step of it."""

from datetime import timedelta
from typing import Any

import pytest

from desktop_admin.api.approval import (
    AlreadyDecided,
    ContentMoved,
    NotInState,
    NotTheHolder,
    OwnWorkRefused,
    ReasonMissing,
    RemarkMissing,
    SecondSeat,
)
from desktop_admin.api.approval.delegation import DelegateSeat
from desktop_admin.api.audit import ListEntries
from desktop_admin.api.publishing.content import AttachedFile, Purpose
from desktop_admin.api.publishing.flow import (
    ArchiveSubmission,
    Authorise,
    ConfirmResults,
    ConfirmSponsor,
    HandIn,
    Publish,
    RejectSubmission,
    Reschedule,
    ReturnBySecond,
    ReturnToAuthor,
    ReturnToDepartment,
    SignDepartment,
    WithdrawSubmission,
)
from desktop_admin.api.publishing.refusals import (
    ChecksNotTicked,
    NotForEditing,
    NothingChanged,
    NotOfDepartment,
    NotTheAuthor,
    ScheduleInPast,
    ScheduleLongMissed,
    ScheduleMissing,
    ScheduleNotReached,
    ScheduleTooFar,
)
from desktop_admin.api.publishing.registers import FillSeat, SeatKind
from desktop_admin.api.publishing.states import JobState, SubmissionState
from desktop_admin.api.publishing.submission import CompareRevisions, ListSubmissions, ReadRevision, SubmissionDetail
from desktop_admin.core.errors import NotAllowed
from tests.conftest import START
from tests.services.publishing.conftest import TICKED, Newsroom, picture

_S = SubmissionState
TOMORROW = START.date() + timedelta(days=1)


def offered(detail: SubmissionDetail, command: type[Any]) -> Any:
    return next(offer for offer in detail.offers if offer.command == command.wire_name())


def test_an_article_goes_from_the_informant_to_the_published_page(newsroom: Newsroom) -> None:
    draft = newsroom.start()
    assert draft.row.number == "FB-20260901-01"
    assert draft.row.state is _S.DRAFT
    assert newsroom.hand_in(draft).row.state is _S.DEPT
    assert newsroom.sign(draft).row.state is _S.PROP
    assert newsroom.authorise(draft).row.state is _S.PROP
    assert newsroom.confirm(draft).row.state is _S.SCHEDULED
    assert newsroom.publish(draft).row.state is _S.PUBLISHING
    assert newsroom.run(draft).state is JobState.CONFIRMED
    assert newsroom.record(draft).state is JobState.MANUAL_DONE
    done = newsroom.read(draft)
    assert done.row.state is _S.PUBLISHED
    assert done.row.published_at == START
    assert done.row.lag == 1
    assert "校园科技节开幕" in newsroom.page(draft).read_text("utf-8")
    assert "FB-20260901-01" in newsroom.index()
    assert [line.by for line in done.history if line.counts] == ["李主任", "周宣", "孙复"]
    assert [seat.by for seat in done.seats] == ["李主任", "周宣", "孙复"]
    assert all(len(seat.checks) == 5 for seat in done.seats)
    assert done.intact


# --- nobody decides on their own, and nobody twice ---
def test_who_wrote_the_revision_in_force_reviews_nothing_of_it_and_the_attempt_is_on_record(
    newsroom: Newsroom,
) -> None:
    newsroom.hire("both", "informant", "publicity_officer", name="双职")
    detail = newsroom.at_department()
    newsroom.desk("publicity").ask(
        FillSeat(department=newsroom.teaching.key, seat=SeatKind.DEPUTY, account=newsroom.key("both"), first=TOMORROW)
    )
    newsroom.forward(days=1)
    for login in ("informant", "head", "both", "publicity"):
        newsroom.sign_in(login)
    edited = newsroom.edit(detail, "both", summary="更正")
    newsroom.hand_in(edited)
    newsroom.sign(edited)
    with pytest.raises(OwnWorkRefused) as refused:
        newsroom.authorise(edited, "both")
    assert refused.value.params["who"] == "双职"
    auditor = newsroom.house.desk("auditor", name="审计", pc="PC-21")
    assert auditor.ask(ListEntries(action="approval.refused")).total == 1


def test_a_delegate_signs_for_the_head_but_never_their_own(newsroom: Newsroom) -> None:
    day = START.date()
    for login in ("informant", "teacher"):
        newsroom.desk("head").ask(
            DelegateSeat(to_key=newsroom.key(login), what="publishing/head", first_day=day, last_day=day)
        )
    detail = newsroom.at_department()
    with pytest.raises(OwnWorkRefused):
        newsroom.sign(detail, "informant")
    signed = newsroom.sign(detail, "teacher")
    assert (signed.seats[0].by, signed.seats[0].on_behalf_of) == ("韩老师", "李主任")


def test_whoever_authorised_does_not_publish(newsroom: Newsroom) -> None:
    newsroom.hire("both", "publicity_officer", "site_operator", name="一人")
    detail = newsroom.at_publicity()
    newsroom.authorise(detail, "both")
    newsroom.confirm(detail)
    with pytest.raises(SecondSeat):
        newsroom.publish(detail, "both")
    newsroom.publish(detail)
    with pytest.raises(SecondSeat):
        newsroom.run(detail, "both")
    with pytest.raises(SecondSeat):
        newsroom.record(detail, "both")


def test_only_the_departments_own_people_write_for_it(newsroom: Newsroom) -> None:
    with pytest.raises(NotOfDepartment):
        newsroom.start("teacher")
    detail = newsroom.start()
    with pytest.raises(NotTheAuthor):
        newsroom.edit(detail, "teacher", title="另一题")
    with pytest.raises(NotTheHolder):
        newsroom.desk("teacher").ask(HandIn(detail.row.key, detail.row.version, revision=1))


def test_only_the_head_of_that_department_signs(newsroom: Newsroom) -> None:
    detail = newsroom.at_department()
    newsroom.hire("other", "department_head", name="别的主任")
    command = SignDepartment(detail.row.key, detail.row.version, revision=1, **TICKED)
    for login in ("other", "superior"):
        with pytest.raises(NotTheHolder):
            newsroom.desk(login).ask(command)
    with pytest.raises(NotAllowed):
        newsroom.desk("operator").ask(command)


# --- what is signed is what goes out ---
def test_a_signature_is_for_the_revision_that_was_looked_at(newsroom: Newsroom) -> None:
    detail = newsroom.at_department()
    seen = newsroom.read(detail, "head")
    newsroom.edit(detail, summary="改过")
    newsroom.hand_in(detail)
    stale = SignDepartment(seen.row.key, seen.row.version, revision=seen.row.revision, **TICKED)
    with pytest.raises(ContentMoved):
        newsroom.desk("head").ask(stale)
    assert newsroom.read(detail).row.state is _S.DEPT


def test_saving_nothing_new_is_no_revision(newsroom: Newsroom) -> None:
    detail = newsroom.at_publicity()
    with pytest.raises(NothingChanged):
        newsroom.edit(detail)
    assert newsroom.read(detail).row.state is _S.PROP


def test_earlier_revisions_stay_and_two_are_compared(newsroom: Newsroom) -> None:
    detail = newsroom.start()
    newsroom.edit(detail, title="科技节闭幕", html="<p>九月三日，校园科技节闭幕。</p>")
    first = newsroom.desk("head").ask(ReadRevision(detail.row.key, 1))
    assert first.content.title == "校园科技节开幕"
    compared = newsroom.desk("head").ask(CompareRevisions(detail.row.key, 1, 2))
    assert compared.changed == ("title",)
    assert {change.kind.value for change in compared.text} == {"same", "added", "removed"}
    revisions = newsroom.read(detail).revisions
    assert [line.revision for line in revisions] == [1, 2]
    assert revisions[1].sha256 == newsroom.read(detail).sha256


# --- the steps ---
def test_a_return_needs_reason_and_words_and_the_article_comes_back(newsroom: Newsroom) -> None:
    detail = newsroom.at_publicity()
    with pytest.raises(ReasonMissing):
        newsroom.step(ReturnToDepartment, detail, "publicity", remark="日期有误")
    with pytest.raises(ReasonMissing):
        newsroom.step(ReturnToDepartment, detail, "publicity", reason="no such", remark="日期有误")
    with pytest.raises(RemarkMissing):
        newsroom.step(ReturnToDepartment, detail, "publicity", reason="inaccurate")
    back = newsroom.step(ReturnToDepartment, detail, "publicity", reason="inaccurate", remark="日期有误")
    assert back.row.state is _S.RETURNED
    assert back.history[-1].remark == "日期有误"
    assert not any(seat.by for seat in back.seats)
    assert newsroom.hand_in(back).row.state is _S.DEPT


def test_the_department_and_the_second_reviewer_send_back_too(newsroom: Newsroom) -> None:
    detail = newsroom.at_department()
    said = {"reason": "language", "remark": "错别字"}
    assert newsroom.step(ReturnToAuthor, detail, "head", **said).row.state is _S.RETURNED
    newsroom.hand_in(detail)
    newsroom.sign(detail)
    assert newsroom.step(ReturnBySecond, detail, "second", **said).row.state is _S.RETURNED


def test_a_pass_needs_a_schedule_that_is_not_past(newsroom: Newsroom) -> None:
    detail = newsroom.at_publicity()
    with pytest.raises(ScheduleMissing):
        newsroom.step(Authorise, detail, "publicity", **TICKED)
    with pytest.raises(ScheduleInPast):
        newsroom.authorise(detail, at=START - timedelta(hours=1))
    with pytest.raises(ScheduleTooFar):
        newsroom.authorise(detail, at=START + timedelta(days=400))
    assert newsroom.authorise(detail, at=START + timedelta(hours=3)).row.publish_at == START + timedelta(hours=3)


def test_every_signature_needs_its_whole_checklist(newsroom: Newsroom) -> None:
    detail = newsroom.at_department()
    with pytest.raises(ChecksNotTicked) as refused:
        newsroom.step(SignDepartment, detail, "head", **(TICKED | {"truth": False}))
    assert "Facts" in str(refused.value)
    assert newsroom.read(detail).row.state is _S.DEPT


def test_admissions_and_results_need_a_third_seat(newsroom: Newsroom) -> None:
    draft = newsroom.start(results=True)
    file = newsroom.add_file(draft, picture(), "名单.jpg", Purpose.EVIDENCE)
    newsroom.edit(draft, files=(AttachedFile(file.sha256, file.name, Purpose.EVIDENCE),))
    newsroom.hand_in(draft)
    newsroom.sign(draft)
    newsroom.authorise(draft)
    assert newsroom.confirm(draft).row.state is _S.PROP
    assert [seat.seat for seat in newsroom.read(draft).seats if not seat.by] == ["admissions"]
    assert newsroom.step(ConfirmResults, draft, "admissions", **TICKED).row.state is _S.SCHEDULED


def test_a_students_contribution_needs_its_sponsor(newsroom: Newsroom) -> None:
    draft = newsroom.start(student="三年级 2 班 小明", sponsor_key=newsroom.key("teacher"))
    file = newsroom.add_file(draft, picture(), "同意书.jpg", Purpose.CONSENT)
    newsroom.edit(draft, files=(AttachedFile(file.sha256, file.name, Purpose.CONSENT),))
    newsroom.hand_in(draft)
    newsroom.sign(draft)
    newsroom.scheduled(draft)
    assert newsroom.read(draft).row.state is _S.PROP
    with pytest.raises(NotTheHolder):
        newsroom.step(ConfirmSponsor, draft, "deputy", **TICKED)
    assert newsroom.step(ConfirmSponsor, draft, "teacher", **TICKED).row.state is _S.SCHEDULED


def test_it_is_withdrawn_by_its_author_rejected_by_the_office_and_archived(newsroom: Newsroom) -> None:
    withdrawn = newsroom.step(WithdrawSubmission, newsroom.at_department(), "informant")
    assert withdrawn.row.state is _S.WITHDRAWN
    with pytest.raises(NotForEditing):
        newsroom.edit(withdrawn, title="再来")
    rejected = newsroom.step(RejectSubmission, newsroom.at_publicity(), "publicity", reason="advert", remark="广告")
    assert rejected.row.state is _S.REJECTED
    for detail in (withdrawn, rejected):
        assert newsroom.step(ArchiveSubmission, detail, "publicity").row.state is _S.ARCHIVED
        with pytest.raises(NotInState):
            newsroom.hand_in(detail)


# --- two at once, and rights that go ---
def test_the_head_signs_while_a_second_window_still_shows_the_draft(newsroom: Newsroom) -> None:
    detail = newsroom.at_department()
    seen = newsroom.read(detail, "head")
    newsroom.sign(detail)
    again = ReturnToAuthor(seen.row.key, seen.row.version, revision=1, reason="other", remark="再看")
    with pytest.raises(AlreadyDecided) as refused:
        newsroom.desk("head").ask(again)
    assert refused.value.params["by"] == "李主任"


# --- time ---
def test_it_goes_out_by_the_databases_clock_whatever_the_pc_says(newsroom: Newsroom) -> None:
    at = START + timedelta(hours=2)
    detail = newsroom.scheduled(at=at)
    now = newsroom.read(detail)
    early = Publish(now.row.key, now.row.version, revision=1, asked_at=at + timedelta(days=1))
    with pytest.raises(ScheduleNotReached):
        newsroom.desk("operator").ask(early)
    newsroom.forward(hours=2)
    assert newsroom.publish(detail).row.state is _S.PUBLISHING


def test_a_missed_schedule_is_on_the_overdue_list_and_asks_after_six_hours(newsroom: Newsroom) -> None:
    detail = newsroom.scheduled()
    newsroom.forward(hours=1)
    overdue = newsroom.desk("operator").ask(ListSubmissions(overdue_only=True))
    assert [row.number for row in overdue.rows] == [detail.row.number]
    assert overdue.rows[0].overdue
    newsroom.forward(hours=6)
    with pytest.raises(ScheduleLongMissed) as refused:
        newsroom.publish(detail)
    assert refused.value.params["hours"] == 7
    moved = newsroom.step(Reschedule, detail, "publicity", publish_at=START + timedelta(days=1))
    assert not moved.row.overdue
    newsroom.forward(hours=40)
    newsroom.sign_in("operator")  # a session lasts eight hours
    assert newsroom.publish(detail, still_true=True).row.state is _S.PUBLISHING


# --- what waits for whom ---
def test_everyone_sees_what_waits_for_them(newsroom: Newsroom) -> None:
    def to_do(login: str) -> int:
        return newsroom.desk(login).ask(ListSubmissions(to_do=True)).total

    detail = newsroom.start()
    assert (to_do("informant"), to_do("head")) == (1, 0)
    newsroom.hand_in(detail)
    assert (to_do("informant"), to_do("head"), to_do("superior"), to_do("publicity")) == (0, 1, 0, 0)
    newsroom.sign(detail)
    assert (to_do("head"), to_do("publicity"), to_do("second"), to_do("admissions"), to_do("operator")) == (
        0,
        1,
        1,
        0,
        0,
    )
    newsroom.authorise(detail)
    assert (to_do("publicity"), to_do("publicity2"), to_do("second")) == (0, 0, 1)
    newsroom.confirm(detail)
    assert (to_do("second"), to_do("operator")) == (0, 1)
    newsroom.step(ReturnToDepartment, detail, "publicity", reason="other", remark="再看")
    assert (to_do("informant"), to_do("operator")) == (1, 0)
    newsroom.hand_in(detail)
    newsroom.sign(detail)
    assert (to_do("publicity"), to_do("second")) == (1, 1), "what was signed before the return counts no more"


def test_the_superior_sees_what_the_head_wrote(newsroom: Newsroom) -> None:
    newsroom.hand_in(newsroom.start("head"), "head")
    assert newsroom.desk("superior").ask(ListSubmissions(to_do=True)).total == 1
    assert newsroom.desk("head").ask(ListSubmissions(to_do=True)).total == 0


def test_what_is_possible_is_what_is_offered(newsroom: Newsroom) -> None:
    detail = newsroom.start()
    assert offered(detail, HandIn).possible
    assert not offered(newsroom.read(detail, "head"), SignDepartment).due
    newsroom.hand_in(detail)
    assert offered(newsroom.read(detail, "head"), SignDepartment).possible
    assert offered(newsroom.read(detail, "deputy"), SignDepartment).why.kind == "NotAllowed"
