"""Who sees which article, wherever it could show: lists, searches, pages, files, history, jobs, counters, prints."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.api.approval.delegation import DelegateSeat
from desktop_admin.api.audit import ChangedSince, RecordHistory
from desktop_admin.api.base import Query
from desktop_admin.api.publishing.content import AttachedFile, Purpose
from desktop_admin.api.publishing.entry import EditSubmission
from desktop_admin.api.publishing.flow import ArchiveSubmission, RecallSubmission, ReturnBySecond, WithdrawSubmission
from desktop_admin.api.publishing.jobs import ListJobs
from desktop_admin.api.publishing.overview import AlarmKind, ReadPublishingOverview
from desktop_admin.api.publishing.registers import FillSeat, SeatKind
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.api.publishing.submission import (
    CheckDraft,
    CompareRevisions,
    ListSubmissions,
    ReadFile,
    ReadRevision,
    ReadSubmission,
    SubmissionDetail,
)
from desktop_admin.core.errors import NotFound
from desktop_admin.models.publishing.jobs import ChannelJob
from desktop_admin.models.publishing.submission import Submission, SubmissionFile, SubmissionRevision
from tests.conftest import START
from tests.services.publishing.conftest import PEOPLE, Newsroom, picture
from tests.services.publishing.test_jobs import approved_picture

_S = SubmissionState
DEPARTMENT = {"informant", "deputy", "head", "superior"}
REVIEWERS = {"publicity", "publicity2", "second"}
OPERATORS = {"operator", "operator2"}
EVERYBODY = set(PEOPLE)
PDF = b"%PDF-1.7\n%%EOF\n"


def readers(newsroom: Newsroom, detail: SubmissionDetail) -> set[str]:
    """Who can open it; whoever can find it, too, and nobody else."""
    opened, listed = set[str](), set[str]()
    for login in PEOPLE:
        desk = newsroom.desk(login)
        try:
            desk.ask(ReadSubmission(detail.row.key))
        except NotFound:
            pass
        else:
            opened.add(login)
        rows = desk.ask(ListSubmissions(search=detail.row.number)).rows
        listed |= {login for row in rows if row.key == detail.row.key}
    assert opened == listed
    return opened


def test_an_article_is_seen_by_those_in_whose_hands_it_has_been_until_it_is_published_for_all(
    newsroom: Newsroom,
) -> None:
    draft = newsroom.start()
    assert readers(newsroom, draft) == DEPARTMENT
    newsroom.hand_in(draft)
    assert readers(newsroom, draft) == DEPARTMENT
    newsroom.sign(draft)
    assert readers(newsroom, draft) == DEPARTMENT | REVIEWERS
    newsroom.step(ReturnBySecond, draft, "second", reason="language", remark="错别字")
    assert readers(newsroom, draft) == DEPARTMENT | REVIEWERS, "who has had it sees what becomes of it"
    newsroom.scheduled(newsroom.sign(newsroom.hand_in(draft)))
    assert readers(newsroom, draft) == DEPARTMENT | REVIEWERS | OPERATORS
    newsroom.publishing(draft)
    newsroom.run(draft)
    newsroom.record(draft)
    assert readers(newsroom, draft) == EVERYBODY
    newsroom.step(RecallSubmission, draft, "publicity", reason="wrong", remark="日期有误")
    assert readers(newsroom, draft) == DEPARTMENT | REVIEWERS | OPERATORS


def test_readers_of_the_audit_trail_see_every_article(newsroom: Newsroom) -> None:
    newsroom.hire("leader", "principal", name="林校长")
    draft = newsroom.start()
    assert newsroom.read(draft, "leader").whole
    assert newsroom.desk("leader").ask(ListSubmissions()).total == 1


def test_what_was_published_stays_readable_in_the_archive(newsroom: Newsroom) -> None:
    detail = newsroom.published()
    newsroom.step(ArchiveSubmission, detail, "publicity")
    assert newsroom.read(detail, "teacher").row.state is _S.ARCHIVED


def test_the_publicity_office_archives_what_was_withdrawn_before_it_came(newsroom: Newsroom) -> None:
    draft = newsroom.step(WithdrawSubmission, newsroom.start(), "informant")
    assert readers(newsroom, draft) == DEPARTMENT | {"publicity", "publicity2"}
    assert newsroom.step(ArchiveSubmission, draft, "publicity").row.state is _S.ARCHIVED


def test_results_and_a_students_article_are_seen_in_their_own_seats_as_well(newsroom: Newsroom) -> None:
    draft = newsroom.start(student="三年级 2 班 小明", sponsor_key=newsroom.key("teacher"), results=True)
    assert readers(newsroom, draft) == DEPARTMENT | {"teacher"}
    file = newsroom.add_file(draft, picture(), "同意书.jpg", Purpose.CONSENT)
    proof = newsroom.add_file(draft, PDF, "名单.pdf", Purpose.EVIDENCE)
    files = AttachedFile(file.sha256, file.name, Purpose.CONSENT), AttachedFile(proof.sha256, proof.name)
    newsroom.edit(draft, files=files)
    newsroom.sign(newsroom.hand_in(draft))
    assert readers(newsroom, draft) == DEPARTMENT | REVIEWERS | {"teacher", "admissions"}


def test_a_seat_that_is_over_shows_nothing_more_but_what_one_wrote(newsroom: Newsroom) -> None:
    theirs, own = newsroom.start(), newsroom.start("deputy", title="副信息员写的")
    next_day = START.date() + timedelta(days=1)
    teaching, teacher = newsroom.teaching.key, newsroom.key("teacher")
    newsroom.desk("publicity").ask(FillSeat(department=teaching, seat=SeatKind.DEPUTY, account=teacher, first=next_day))
    newsroom.forward(days=1)
    for login in PEOPLE:
        newsroom.sign_in(login)
    with pytest.raises(NotFound):
        newsroom.read(theirs, "deputy")
    assert newsroom.read(own, "deputy").row.title == "副信息员写的"
    assert {row.title for row in newsroom.desk("teacher").ask(ListSubmissions()).rows} == {
        theirs.row.title,
        own.row.title,
    }


def test_what_is_lent_shows_what_its_lender_sees_in_that_seat_for_its_days(newsroom: Newsroom) -> None:
    today = START.date()
    waiting, reviewed = newsroom.at_department(), newsroom.at_publicity(title="已送宣传部")

    def lend(lender: str, what: str) -> set[str]:
        asked = DelegateSeat(to_key=newsroom.key("teacher"), what=what, first_day=today, last_day=today)
        newsroom.desk(lender).ask(asked)
        return {row.number for row in newsroom.desk("teacher").ask(ListSubmissions()).rows}

    assert lend("second", "publishing/second reviewer") == {reviewed.row.number}
    assert newsroom.confirm(reviewed, "teacher").whole
    assert lend("head", "publishing/head") == {reviewed.row.number, waiting.row.number}
    newsroom.forward(days=1)
    newsroom.sign_in("teacher")
    assert newsroom.desk("teacher").ask(ListSubmissions()).total == 0


def test_a_draft_shows_in_no_search_counter_job_check_or_history_of_others(newsroom: Newsroom) -> None:
    draft = newsroom.start(html="<p>糖葫芦节 13800005206</p>")
    newsroom.edit(draft, summary="改过")
    file = newsroom.add_file(draft, PDF, "证据.pdf", Purpose.EVIDENCE)
    key, teacher = draft.row.key, newsroom.desk("teacher")
    assert teacher.ask(ListSubmissions(search="糖葫芦")).total == 0
    assert newsroom.desk("deputy").ask(ListSubmissions(search="糖葫芦")).total == 1
    assert teacher.ask(ReadPublishingOverview()).waiting == ()
    with Session(newsroom.house.premises.backstage.database.engine) as session:
        first = session.scalars(select(SubmissionRevision.key).order_by(SubmissionRevision.revision)).first()
    assert first is not None
    confined: tuple[Query[Any], ...] = (
        ReadRevision(key, 1),
        CompareRevisions(key, 1, 2),
        ReadFile(key, file.sha256),
        CheckDraft(newsroom.content(), key),
        RecordHistory(Submission.__tablename__, key),
        RecordHistory(SubmissionFile.__tablename__, file.key),
        RecordHistory(SubmissionRevision.__tablename__, first),
        ChangedSince(EditSubmission.wire_name(), key, 1),
    )
    for asked in confined:
        with pytest.raises(NotFound):
            teacher.ask(asked)
    assert newsroom.desk("deputy").ask(RecordHistory(Submission.__tablename__, key))
    assert newsroom.desk("deputy").ask(RecordHistory(SubmissionFile.__tablename__, file.key))
    assert newsroom.desk("deputy").ask(RecordHistory(SubmissionRevision.__tablename__, first))
    assert newsroom.desk("deputy").ask(ChangedSince(EditSubmission.wire_name(), key, 1)) is not None


def test_whoever_has_nothing_to_do_with_it_reads_what_was_published_and_not_how_it_came_about(
    newsroom: Newsroom,
) -> None:
    detail = approved_picture(newsroom)
    proof = newsroom.add_file(detail, PDF, "证据.pdf", Purpose.EVIDENCE)
    files = *newsroom.read(detail).content.files, AttachedFile(proof.sha256, proof.name, Purpose.EVIDENCE)
    newsroom.edit(detail, files=files)
    newsroom.scheduled(newsroom.sign(newsroom.hand_in(detail)))
    newsroom.publishing(detail)
    newsroom.run(detail)
    done = newsroom.record(detail)
    key, teacher = detail.row.key, newsroom.desk("teacher")
    shown, whole = newsroom.read(detail, "teacher"), newsroom.read(detail)
    assert (shown.whole, whole.whole) == (False, True)
    assert (shown.content.html, shown.content.statement) == (whole.content.html, "")
    assert (shown.offers, shown.findings) == ((), ())
    assert [(line.by, line.remark) for line in shown.history] == [("李主任", ""), ("周宣", ""), ("孙复", "")]
    assert [line.revision for line in shown.revisions] == [3]
    assert [seat.by for seat in shown.seats] == ["李主任", "周宣", "孙复"]
    assert {job.address for job in shown.jobs} == {job.address for job in whole.jobs}
    (picture_,) = shown.files
    assert teacher.ask(ReadFile(key, picture_.sha256))
    job = newsroom.job(detail, newsroom.wechat)
    confined: tuple[Query[Any], ...] = (
        ReadFile(key, proof.sha256),
        ReadFile(key, done.screenshot),
        ReadRevision(key, 1),
        CompareRevisions(key, 1, 2),
        RecordHistory(Submission.__tablename__, key),
        RecordHistory(ChannelJob.__tablename__, job.key),
    )
    for asked in confined:
        with pytest.raises(NotFound):
            teacher.ask(asked)
    assert teacher.ask(ListJobs()).total == 0
    assert newsroom.desk("informant").ask(ListJobs()).total == 2


def test_counters_and_alarms_tell_of_no_article_of_others(newsroom: Newsroom) -> None:
    newsroom.scheduled()
    newsroom.forward(hours=1)
    told = {login: newsroom.desk(login).ask(ReadPublishingOverview()) for login in ("informant", "operator", "teacher")}
    missed = {
        login: sum(alarm.kind is AlarmKind.SCHEDULE_MISSED for alarm in overview.alarms)
        for login, overview in told.items()
    }
    assert {login: overview.overdue for login, overview in told.items()} == missed
    assert missed == {"informant": 1, "operator": 1, "teacher": 0}
