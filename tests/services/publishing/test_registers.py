"""Departments and their seats, channels, columns that are kept up or urged, and the dashboard's lines."""

from datetime import date, timedelta

import pytest

from desktop_admin.api.accounts import DisableAccount
from desktop_admin.api.publishing.columns import (
    IssueNotice,
    ListNotices,
    NoticeState,
    ReadNotice,
    ReplyNotice,
    VerifyNotice,
    WithdrawNotice,
)
from desktop_admin.api.publishing.flow import RecallSubmission
from desktop_admin.api.publishing.overview import AlarmKind, ReadPublishingOverview
from desktop_admin.api.publishing.refusals import (
    ChannelFolderUnusable,
    ColumnKept,
    NoticeNotInState,
    NoticeOpen,
    NoticeTextNeeded,
    NotOfTheColumn,
    OwnReply,
    SeatAlreadyHeld,
    SeatTermTurned,
    WebAddressNeeded,
)
from desktop_admin.api.publishing.registers import (
    AddChannel,
    AddColumn,
    AddDepartment,
    ChannelKind,
    ColumnState,
    EditDepartment,
    EndSeat,
    FillSeat,
    ListColumns,
    ListDepartments,
    ListSeats,
    ListWatchRules,
    ReadPublishingChoices,
    SeatKind,
    SetWatch,
    WatchKind,
)
from desktop_admin.api.publishing.states import SubmissionState
from desktop_admin.core.errors import Invalid, NameTaken, NotAllowed
from desktop_admin.core.i18n import tr
from tests.services.publishing.conftest import Newsroom

TODAY = date(2026, 9, 1)
EVERYONE = ("informant", "head", "publicity", "publicity2", "second", "operator", "teacher", "superior", "deputy")


def forward(newsroom: Newsroom, days: int) -> None:
    newsroom.forward(days=days)
    for login in EVERYONE:
        newsroom.sign_in(login)


def alarms(newsroom: Newsroom, kind: AlarmKind) -> list[str]:
    overview = newsroom.desk("publicity").ask(ReadPublishingOverview())
    told = (f"{alarm.what} {tr(alarm.detail, **alarm.params)}" for alarm in overview.alarms if alarm.kind is kind)
    return [line.strip() for line in told]


# --- seats ---
def test_a_department_shows_who_holds_its_seats_today(newsroom: Newsroom) -> None:
    (row,) = newsroom.desk("informant").ask(ListDepartments()).rows
    assert (row.head, row.superior, row.informant, row.deputy) == ("李主任", "陈校长", "王小雨", "赵一")
    assert row.empty == ()


def test_an_empty_seat_is_an_alarm(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    office.ask(AddDepartment(name="德育处", position=2))
    assert alarms(newsroom, AlarmKind.EMPTY_SEAT) == [
        "德育处 head",
        "德育处 superior of the head",
        "德育处 informant",
        "德育处 deputy informant",
    ]


def test_a_seat_whose_holder_can_no_longer_sign_in_is_empty(newsroom: Newsroom) -> None:
    account = newsroom.account("deputy")
    newsroom.house.sign_in().ask(DisableAccount(account.key, account.version, reason="调离"))
    assert alarms(newsroom, AlarmKind.EMPTY_SEAT) == ["教务处 deputy informant"]
    (seat,) = newsroom.desk("publicity").ask(ListSeats(seat=SeatKind.DEPUTY)).rows
    assert seat.vacant


def test_terms_follow_each_other_and_none_is_lost(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    next_week = TODAY + timedelta(days=7)
    fill = FillSeat(
        department=newsroom.teaching.key, seat=SeatKind.HEAD, account=newsroom.key("teacher"), first=next_week
    )
    office.ask(fill)
    terms = {row.name: (row.first, row.last) for row in office.ask(ListSeats(seat=SeatKind.HEAD)).rows}
    assert terms == {"李主任": (TODAY, next_week - timedelta(days=1)), "韩老师": (next_week, None)}
    assert office.ask(ListDepartments()).rows[0].head == "李主任"
    forward(newsroom, 7)
    assert newsroom.desk("publicity").ask(ListDepartments()).rows[0].head == "韩老师"
    again = FillSeat(department=newsroom.teaching.key, seat=SeatKind.HEAD, account=newsroom.key("second"), first=TODAY)
    with pytest.raises(SeatAlreadyHeld):
        newsroom.desk("publicity").ask(again)
    (term,) = newsroom.desk("publicity").ask(ListSeats(seat=SeatKind.HEAD, today_only=True)).rows
    with pytest.raises(SeatTermTurned):
        newsroom.desk("publicity").ask(EndSeat(term.key, term.version, last=TODAY))
    newsroom.desk("publicity").ask(EndSeat(term.key, term.version))
    forward(newsroom, 1)
    assert alarms(newsroom, AlarmKind.EMPTY_SEAT) == ["教务处 head"]


def test_names_are_given_once_and_only_by_the_office(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    with pytest.raises(NameTaken):
        office.ask(AddDepartment(name=" 教务处 "))
    with pytest.raises(Invalid):
        office.ask(AddDepartment(name=" "))
    with pytest.raises(NotAllowed):
        newsroom.desk("informant").ask(AddDepartment(name="总务处"))
    row = newsroom.teaching
    assert office.ask(EditDepartment(row.key, row.version, name="教务处")).name == "教务处"


def test_choices_say_which_departments_are_ones_own(newsroom: Newsroom) -> None:
    mine = newsroom.desk("informant").ask(ReadPublishingChoices())
    assert [(one.name, one.mine) for one in mine.departments] == [("教务处", True)]
    assert [one.name for one in mine.channels] == ["学校网站", "微信公众号"]
    assert {"王小雨", "韩老师"} <= {one.name for one in mine.people}
    assert not newsroom.desk("teacher").ask(ReadPublishingChoices()).departments[0].mine


@pytest.mark.parametrize("folder", ["relative/place", "\\\\server\\share", "//server/share", "/no/such/place"])
def test_a_folder_that_cannot_be_used_is_refused(newsroom: Newsroom, folder: str) -> None:
    ask = AddChannel(name="新站", kind=ChannelKind.FOLDER, folder=folder, address="https://school.example")
    with pytest.raises(ChannelFolderUnusable):
        newsroom.desk("publicity").ask(ask)


def test_a_website_has_an_address(newsroom: Newsroom) -> None:
    ask = AddChannel(name="新站", kind=ChannelKind.FOLDER, folder=str(newsroom.site), address="school")
    with pytest.raises(WebAddressNeeded):
        newsroom.desk("publicity").ask(ask)


# --- columns ---
def column(newsroom: Newsroom) -> tuple[ColumnState, int, int]:
    (row,) = newsroom.desk("publicity").ask(ListColumns()).rows
    return row.state, row.days, row.allowed


def test_a_blank_column_is_told_of_at_once_and_a_stale_one_after_its_days(newsroom: Newsroom) -> None:
    assert column(newsroom) == (ColumnState.BLANK, 0, 14)
    assert len(alarms(newsroom, AlarmKind.BLANK_COLUMN)) == 1
    newsroom.published()
    assert column(newsroom) == (ColumnState.KEPT, 0, 14)
    forward(newsroom, 14)
    assert column(newsroom) == (ColumnState.KEPT, 14, 14)
    assert alarms(newsroom, AlarmKind.STALE_COLUMN) == []
    forward(newsroom, 1)
    assert column(newsroom) == (ColumnState.STALE, 15, 14)
    assert len(alarms(newsroom, AlarmKind.STALE_COLUMN)) == 1
    assert newsroom.desk("publicity").ask(ListColumns(to_urge=True)).total == 1


def test_what_was_recalled_keeps_no_column_up(newsroom: Newsroom) -> None:
    detail = newsroom.published()
    newsroom.step(RecallSubmission, detail, "publicity", reason="wrong", remark="有误")
    assert column(newsroom)[0] is ColumnState.BLANK


def test_the_days_are_dated_rows(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    newsroom.published()
    office.ask(SetWatch(watch=WatchKind.NEWS, days=3, since=TODAY + timedelta(days=5), reason="宣传周"))
    with pytest.raises(NameTaken):
        office.ask(SetWatch(watch=WatchKind.NEWS, days=4, since=TODAY + timedelta(days=5)))
    forward(newsroom, 4)
    assert column(newsroom) == (ColumnState.KEPT, 4, 14)
    forward(newsroom, 1)
    assert column(newsroom) == (ColumnState.STALE, 5, 3)
    assert [row.days for row in newsroom.desk("publicity").ask(ListWatchRules()).rows] == [3]


def test_the_account_is_kept_up_by_whatever_was_published_by_hand(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    office.ask(AddColumn(name="公众号", department_key=newsroom.teaching.key, watch=WatchKind.ACCOUNT, position=2))
    states = {row.name: row.state for row in office.ask(ListColumns()).rows}
    assert states["公众号"] is ColumnState.BLANK
    newsroom.published()
    states = {row.name: row.state for row in office.ask(ListColumns()).rows}
    assert states == {"校园新闻": ColumnState.KEPT, "公众号": ColumnState.KEPT}


def test_a_neglected_column_is_urged_corrected_and_verified(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    notice = office.ask(IssueNotice(column=newsroom.news.key, text="栏目空白，请尽快更新"))
    assert notice.row.number == "DC-20260901-01"
    assert (notice.row.found, notice.row.deadline) == (ColumnState.BLANK, TODAY + timedelta(days=7))
    assert (notice.department_head, notice.informant) == ("李主任", "王小雨")
    assert column(newsroom)[0] is ColumnState.URGED
    with pytest.raises(NoticeOpen):
        office.ask(IssueNotice(column=newsroom.news.key))
    with pytest.raises(NotOfTheColumn):
        newsroom.desk("teacher").ask(ReplyNotice(notice.row.key, notice.row.version, reply="已更新"))
    with pytest.raises(NoticeNotInState):
        office.ask(VerifyNotice(notice.row.key, notice.row.version, accepted=True))
    with pytest.raises(NoticeTextNeeded):
        newsroom.desk("informant").ask(ReplyNotice(notice.row.key, notice.row.version, reply=" "))
    replied = newsroom.desk("informant").ask(ReplyNotice(notice.row.key, notice.row.version, reply="已更新两篇"))
    assert replied.row.state is NoticeState.REPLIED
    with pytest.raises(NoticeTextNeeded):
        office.ask(VerifyNotice(replied.row.key, replied.row.version, accepted=False))
    back = office.ask(VerifyNotice(replied.row.key, replied.row.version, accepted=False, conclusion="仍为空白"))
    assert (back.row.state, back.row.round) == (NoticeState.OPEN, 2)
    newsroom.published()
    again = newsroom.desk("informant").ask(ReplyNotice(back.row.key, back.row.version, reply="已发布"))
    closed = office.ask(VerifyNotice(again.row.key, again.row.version, accepted=True))
    assert closed.row.state is NoticeState.CLOSED
    assert [step.after for step in closed.steps] == [
        NoticeState.OPEN,
        NoticeState.REPLIED,
        NoticeState.OPEN,
        NoticeState.REPLIED,
        NoticeState.CLOSED,
    ]
    with pytest.raises(ColumnKept):
        office.ask(IssueNotice(column=newsroom.news.key))


def test_nobody_verifies_the_own_reply(newsroom: Newsroom) -> None:
    newsroom.hire("both", "publicity_officer", "informant", name="双职")
    newsroom.desk("publicity").ask(
        FillSeat(
            department=newsroom.teaching.key,
            seat=SeatKind.INFORMANT,
            account=newsroom.key("both"),
            first=TODAY + timedelta(days=1),
        )
    )
    notice = newsroom.desk("publicity").ask(IssueNotice(column=newsroom.news.key))
    forward(newsroom, 1)
    newsroom.sign_in("both")
    replied = newsroom.desk("both").ask(ReplyNotice(notice.row.key, notice.row.version, reply="已更新"))
    assert not newsroom.desk("both").ask(ReadNotice(notice.row.key)).may_verify
    with pytest.raises(OwnReply):
        newsroom.desk("both").ask(VerifyNotice(replied.row.key, replied.row.version, accepted=True))


def test_a_correction_that_is_late_is_an_alarm_until_the_notice_is_withdrawn(newsroom: Newsroom) -> None:
    notice = newsroom.desk("publicity").ask(IssueNotice(column=newsroom.news.key))
    forward(newsroom, 8)
    assert alarms(newsroom, AlarmKind.NOTICE_LATE) == ["DC-20260901-01 校园新闻 until 2026-09-08"]
    assert newsroom.desk("publicity").ask(ListNotices(overdue_only=True)).total == 1
    gone = newsroom.desk("publicity").ask(WithdrawNotice(notice.row.key, notice.row.version, reason="栏目停用"))
    assert gone.row.state is NoticeState.WITHDRAWN
    assert alarms(newsroom, AlarmKind.NOTICE_LATE) == []


# --- the dashboard ---
def test_what_is_empty_or_not_kept_up_is_told_to_whom_it_concerns(newsroom: Newsroom) -> None:
    """All of it to who can act on it, and to leaders; else that of one's own departments."""
    office = newsroom.desk("publicity")
    office.ask(AddDepartment(name="总务处", position=2))
    (deputy,) = office.ask(ListSeats(seat=SeatKind.DEPUTY)).rows
    office.ask(EndSeat(deputy.key, deputy.version))
    forward(newsroom, days=1)
    told = {
        login: [alarm.what for alarm in newsroom.desk(login).ask(ReadPublishingOverview()).alarms]
        for login in ("publicity", "superior", "informant", "teacher", "operator")
    }
    own = ["教务处", "校园新闻"]
    everything = ["教务处", *["总务处"] * len(SeatKind), "校园新闻"]
    assert told == {"publicity": everything, "superior": everything, "informant": own, "teacher": [], "operator": []}


def test_the_overview_counts_what_waits(newsroom: Newsroom) -> None:
    draft = newsroom.start()
    newsroom.at_publicity()
    newsroom.scheduled()
    newsroom.published()
    newsroom.forward(hours=1)
    overview = newsroom.desk("publicity").ask(ReadPublishingOverview())
    assert dict(overview.waiting) == {SubmissionState.PROP: 1, SubmissionState.SCHEDULED: 1}
    at_home = newsroom.desk("head").ask(ReadPublishingOverview())
    assert dict(at_home.waiting) == dict(overview.waiting) | {draft.row.state: 1}
    assert (overview.to_do, overview.overdue, overview.published_this_month) == (1, 1, 1)
    assert [alarm.what for alarm in overview.alarms if alarm.kind is AlarmKind.SCHEDULE_MISSED] == [
        "FB-20260901-03 校园科技节开幕"
    ]
