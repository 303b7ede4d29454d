"""A notice about a column is on the dashboard of whoever has to act on it."""

from datetime import timedelta

from desktop_admin.api.publishing.columns import IssueNotice, ReplyNotice, VerifyNotice
from desktop_admin.api.publishing.overview import AlarmKind, ReadPublishingOverview
from tests.services.publishing.conftest import Newsroom

K = AlarmKind
OF_NOTICES = (K.NOTICE_OPEN, K.NOTICE_REPLIED, K.NOTICE_LATE)


def told(newsroom: Newsroom, login: str) -> list[AlarmKind]:
    alarms = newsroom.desk(login).ask(ReadPublishingOverview()).alarms
    return [alarm.kind for alarm in alarms if alarm.kind in OF_NOTICES]


def test_a_notice_goes_from_the_department_to_the_office_and_back(newsroom: Newsroom) -> None:
    office = newsroom.desk("publicity")
    notice = office.ask(IssueNotice(column=newsroom.news.key, text="更新栏目"))
    assert (told(newsroom, "informant"), told(newsroom, "head")) == ([K.NOTICE_OPEN], [K.NOTICE_OPEN])
    assert (told(newsroom, "publicity"), told(newsroom, "operator")) == ([], [])
    replied = newsroom.desk("informant").ask(ReplyNotice(notice.row.key, notice.row.version, reply="已更新"))
    assert (told(newsroom, "informant"), told(newsroom, "publicity")) == ([], [K.NOTICE_REPLIED])
    office.ask(VerifyNotice(replied.row.key, replied.row.version, accepted=False, conclusion="还是空白"))
    assert (told(newsroom, "informant"), told(newsroom, "publicity")) == ([K.NOTICE_OPEN], [])


def test_a_late_notice_is_told_once_and_to_everybody(newsroom: Newsroom) -> None:
    newsroom.desk("publicity").ask(IssueNotice(column=newsroom.news.key))
    newsroom.house.clock.forward(timedelta(days=8))
    for login in ("informant", "publicity", "operator"):
        newsroom.sign_in(login)
        assert told(newsroom, login) == [K.NOTICE_LATE]
