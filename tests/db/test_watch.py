"""What another process changed is heard, too."""

from collections.abc import Iterator

import pytest

from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.app import Premises, open_premises
from desktop_admin.core.feed import Feed
from desktop_admin.db.watch import Watch, areas
from desktop_admin.services.office import REQUESTS
from tests.conftest import QUICK, House
from tests.server.site import wait_until


@pytest.fixture
def other(house: House) -> Iterator[Premises]:
    """Another process on the same database."""
    premises = open_premises(house.folder, house.url, clock=house.clock, hasher=QUICK)
    yield premises
    premises.close()


def test_a_change_by_another_process_is_told_once_and_nothing_when_nothing_changes(
    house: House, other: Premises
) -> None:
    feed, heard = Feed(), list[str]()
    feed.watch(heard.append)
    watch = Watch(other.backstage.database, feed)
    watch.look()
    assert heard == []
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    heard.clear()
    desk.ask(EditSchool(school.key, school.version, name="第二小学"))
    watch.look()
    watch.look()
    assert heard == ["school"]


def test_it_is_told_by_itself(house: House, other: Premises) -> None:
    feed, heard = Feed(), list[str]()
    feed.watch(heard.append)
    watch = Watch(other.backstage.database, feed)
    watch.start()
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    desk.ask(EditSchool(school.key, school.version, name="第二小学"))
    wait_until(lambda: "school" in heard)
    watch.stop()


def test_every_table_that_people_change_belongs_to_an_area_that_can_be_asked() -> None:
    assert set(areas().values()) <= {request.of_area() for request in REQUESTS.values()}
