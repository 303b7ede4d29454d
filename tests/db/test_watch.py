"""What another process changed is heard, too: record by record, and never less than what has changed."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.school import AddCalendarDays, EditSchool, ReadSchool, SchoolProfile
from desktop_admin.app.premises import Premises, local_door, open_premises
from desktop_admin.core.feed import Touched
from desktop_admin.core.ids import uuid7
from desktop_admin.db.changes import KEPT, MOST, areas, owner_of
from desktop_admin.db.watch import Watch
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import RoleGrant
from desktop_admin.models.changes import ChangedRecord
from desktop_admin.models.school import School
from desktop_admin.services.office import REQUESTS
from tests.conftest import PASSWORD, QUICK, House
from tests.server.site import wait_until

FIRST = date(2026, 9, 1)


@pytest.fixture
def other(house: House) -> Iterator[Premises]:
    """Another process on the same database."""
    premises = open_premises(house.folder, house.url, clock=house.clock, hasher=QUICK)
    yield premises
    premises.close()


@pytest.fixture
def heard(other: Premises) -> list[str]:
    """What is told in the other process."""
    words = list[str]()
    other.feed.watch(words.append)
    return words


def rename(desk: Desk, times: int = 1) -> SchoolProfile:
    school = desk.ask(ReadSchool())
    for number in range(times):
        school = desk.ask(EditSchool(school.key, school.version, name=f"第 {number} 小学"))
    return school


def test_a_change_by_another_process_is_told_once_and_nothing_when_nothing_changes(
    house: House, other: Premises, heard: list[str]
) -> None:
    desk = house.sign_in()
    watch = Watch(other.backstage.database, other.feed)
    watch.look()
    assert heard == []
    school = rename(desk)
    watch.look()
    watch.look()
    assert [Touched.of(word) for word in heard] == [Touched("school", "school", school.key, school.version)]


def test_what_this_process_changed_it_tells_at_once_and_not_again(
    other: Premises, house: House, heard: list[str]
) -> None:
    watch = Watch(other.backstage.database, other.feed)
    school = rename(house.sign_in())
    watch.look()
    heard.clear()
    other.console("test").ask(EditSchool(school.key, school.version, name="第九小学"))
    assert [Touched.of(word)[:4] for word in heard] == [("school", "school", school.key, school.version + 1)]
    watch.look()
    assert len(heard) == 1


def test_each_of_several_changes_between_two_looks_is_told(house: House, other: Premises, heard: list[str]) -> None:
    desk = house.sign_in()
    watch = Watch(other.backstage.database, other.feed)
    school = rename(desk, times=3)
    watch.look()
    assert [Touched.of(word).version for word in heard] == [school.version - 2, school.version - 1, school.version]


def test_of_many_records_at_once_the_area_is_told(house: House, other: Premises, heard: list[str]) -> None:
    desk, own = house.sign_in(), list[str]()
    house.premises.feed.watch(own.append)
    watch = Watch(other.backstage.database, other.feed)
    desk.ask(AddCalendarDays(first=FIRST, last=FIRST + timedelta(days=MOST), reason="放假"))
    watch.look()
    assert heard == own == ["school"]


def test_who_looks_too_late_looks_at_everything_and_what_is_kept_is_bounded(
    house: House, other: Premises, heard: list[str]
) -> None:
    watch = Watch(other.backstage.database, other.feed)
    database = house.premises.backstage.database
    actor = house.actor()
    for number in range(2 * KEPT + 1):
        with database.work(actor, "test") as work:
            work.get(School, house.school_id).name = f"{number}"
    watch.look()
    assert heard == ["school"]
    with database.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(ChangedRecord).where(ChangedRecord.table == "school"))
    assert kept is not None
    assert KEPT <= kept <= 2 * KEPT


def test_what_is_undone_is_not_told(house: House, other: Premises, heard: list[str]) -> None:
    own = list[str]()
    house.premises.feed.watch(own.append)
    watch = Watch(other.backstage.database, other.feed)

    def undone() -> None:
        with house.premises.backstage.database.work(house.actor(), "test") as work:
            work.get(School, house.school_id).name = "nobody's"
            work.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        undone()
    watch.look()
    assert heard == own == []


def test_it_is_told_by_itself(house: House, other: Premises, heard: list[str]) -> None:
    watch = Watch(other.backstage.database, other.feed)
    watch.start()
    school = rename(house.sign_in())
    wait_until(lambda: Touched("school", "school", school.key, school.version).word in heard)
    watch.stop()


def test_an_open_window_hears_of_a_command_even_where_nothing_was_ever_shared(data: Path) -> None:
    heard = list[str]()
    with closing(local_door(data)) as door, closing(open_premises(data, hasher=QUICK)) as command:
        door.sign_in(SignIn("admin", PASSWORD)).watch(heard.append)
        school = rename(command.console("a command"))
        wait_until(lambda: Touched("school", "school", school.key, school.version).word in heard)


def test_a_part_is_told_with_what_it_is_a_part_of(house: House) -> None:
    own = list[str]()
    house.premises.feed.watch(own.append)
    account = house.add_account("wang", "teacher")
    told = {Touched.of(word).kind: Touched.of(word) for word in own}
    assert told["role_grant"].owner == account.key
    assert told["account"].owner is None
    assert owner_of(RoleGrant) == "account_key"


def test_a_word_is_read_as_it_was_written_and_an_unknown_one_speaks_of_an_area() -> None:
    for word in (Touched("school"), Touched("a", "b", uuid7(), 1), Touched("a", "b", uuid7(), 1, uuid7())):
        assert Touched.of(word.word) == word
    assert Touched.of("school:something new") == Touched("school")


def test_every_table_that_people_change_belongs_to_an_area_that_can_be_asked() -> None:
    shared = {"approval"}  # of the areas whose records are approved
    assert set(areas().values()) - shared <= {request.of_area() for request in REQUESTS.values()}
