"""Commands that are sent again: whole, with another body, by somebody else, or dated by whoever sends them."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from desktop_admin.api import wire
from desktop_admin.api.accounts import ChangePassword, CreateAccount, ListAccounts, SuggestLogin
from desktop_admin.api.school import AddCalendarDays, EditSchool, ListCalendarDays, ReadSchool
from desktop_admin.api.sharing import Route
from desktop_admin.core.errors import Repeated
from tests.conftest import PASSWORD, START, House
from tests.server.raw import refusal
from tests.server.site import Site
from tests.services.accounts.makers import NEW, entries

DAY = START.date()


def test_a_recorded_command_changes_nothing_a_second_time(site: Site) -> None:
    desk = site.sign_in()
    asked = CreateAccount(name="韩雨桐", number="G1")
    path, body = Route.ASK + asked.wire_name(), wire.write(asked)
    answers = [desk._line.post(path, body) for _ in range(5)]
    assert {status for status, _ in answers} == {200}
    assert len({data for _, data in answers}) == 1
    assert desk.ask(ListAccounts(search="韩雨桐")).total == 1


def test_a_known_command_with_another_body_is_refused(site: Site) -> None:
    desk = site.sign_in()
    school = desk.ask(ReadSchool())
    first = EditSchool(school.key, school.version, name="实验小学")
    desk.ask(first)
    for other in (replace(first, name="我的小学"), replace(first, version=school.version + 1, phone="110")):
        with pytest.raises(Repeated):
            desk.ask(other)
    with pytest.raises(Repeated):
        desk.ask(AddCalendarDays(id=first.id, first=DAY, last=DAY, reason="另一个命令"))
    assert desk.ask(ReadSchool()).name == "实验小学"


def test_a_known_command_tells_its_answer_to_nobody_else(site: Site, house: House) -> None:
    desk = site.sign_in()
    asked = CreateAccount(name="韩雨桐", number="G1")
    desk.ask(asked)
    house.add_account("limin", "system_administrator")
    with pytest.raises(Repeated):
        site.sign_in("limin", pc="PC-2").ask(asked)


def test_a_command_that_carried_a_secret_is_never_answered_again(site: Site) -> None:
    desk = site.sign_in()
    asked = ChangePassword(old=PASSWORD, new=NEW)
    desk.ask(asked)
    answer = desk._line.post(Route.ASK + asked.wire_name(), wire.write(asked))
    assert refusal(answer)[1] in {"Repeated", "WrongPassword"}


def test_a_command_is_never_dated_after_the_servers_own_time(site: Site, house: House) -> None:
    """The PC says when it was asked; neither tomorrow nor last year becomes the time of the trail."""
    desk = site.sign_in()
    for days, reason in ((1, "明天"), (-365, "去年")):
        asked = AddCalendarDays(first=DAY, last=DAY, reason=reason, asked_at=START + timedelta(days))
        assert desk._line.post(Route.ASK + asked.wire_name(), wire.write(asked))[0] in {200, 409}
    told = entries(house, AddCalendarDays.wire_name())
    assert {datetime.fromisoformat(entry["at"]).astimezone(UTC) for entry in told} == {START}
    assert desk.ask(ListCalendarDays()).total == 1


def test_a_query_is_no_command(site: Site) -> None:
    """An id in a query is a field that it does not have."""
    desk = site.sign_in()
    sent = wire.write({"name": "韩雨桐", "id": "01a20387-6d2f-722b-9f5d-b85801056207"})
    assert refusal(desk._line.post(Route.ASK + SuggestLogin.wire_name(), sent)) == (400, "NotUnderstood")
