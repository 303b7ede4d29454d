"""What only happens with a network in between."""

import threading
import time
from select import select

import pytest

from desktop_admin.api.accounts import ChangePassword, SignIn
from desktop_admin.api.school import EditSchool, ReadSchool
from desktop_admin.api.sharing import AnotherServer, AnswerLost
from desktop_admin.core.clock import SystemClock
from desktop_admin.core.errors import Repeated, SignedOut, Stale, Unexpected, Unreachable
from desktop_admin.core.feed import Touched
from desktop_admin.desk import calls
from desktop_admin.desk.base import OUTBOX, Connection
from desktop_admin.desk.line import Line
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDoor
from desktop_admin.models.accounts import Account
from desktop_admin.server.tls import certificate
from tests.conftest import PASSWORD, House
from tests.desk.conftest import Network
from tests.server.site import Site, wait_until
from tests.services.accounts.makers import NEW, entries


def test_a_lost_answer_does_not_do_the_work_twice(site: Site, house: House, network: Network) -> None:
    desk = site.sign_in()
    school = desk.ask(ReadSchool())
    network.lose_answers = 2
    assert desk.ask(EditSchool(school.key, school.version, name="第二小学")).version == school.version + 1
    assert len(network.sent) - 2 == 3, "sent three times"
    assert len(entries(house, "school.EditSchool")) == 1, "done once"


def test_a_lost_answer_to_a_secret_is_told_and_the_work_not_done_twice(site: Site, network: Network) -> None:
    desk = site.sign_in()
    network.lose_answers = 1
    with pytest.raises(AnswerLost):
        desk.ask(ChangePassword(old=PASSWORD, new=NEW))
    assert site.sign_in(password=NEW).ask(ReadSchool()).version == 1


def test_a_refusal_is_not_tried_again(site: Site, network: Network) -> None:
    desk = site.sign_in()
    school = desk.ask(ReadSchool())
    before = len(network.sent)
    with pytest.raises(Stale):
        desk.ask(EditSchool(school.key, school.version + 1, name="第二小学"))
    assert len(network.sent) == before + 1


def test_a_password_is_sent_once(site: Site, network: Network) -> None:
    network.lose_answers = 1
    with pytest.raises(Unreachable):
        site.sign_in(password="wrong")
    assert len(network.sent) == 1


def test_the_connection_is_told_as_it_changes(site: Site, network: Network) -> None:
    desk, heard = site.sign_in(), list[tuple[str, Connection]]()
    desk._feed.watch(lambda area: heard.append((area, desk.connection)))
    network.down = True
    with pytest.raises(Unreachable):
        desk.ask(ReadSchool())
    network.down = False
    desk.ask(ReadSchool())
    assert heard == [
        (OUTBOX, Connection.RECONNECTING),
        (OUTBOX, Connection.OFFLINE),
        (OUTBOX, Connection.CONNECTED),
    ]


def test_a_server_that_fails_is_neither_a_refusal_nor_a_cut_line(site: Site, network: Network) -> None:
    desk = site.sign_in()
    network.failing = True
    with pytest.raises(Unexpected):
        desk.ask(ReadSchool())


def test_another_body_under_a_used_number_is_refused(site: Site) -> None:
    desk = site.sign_in()
    school = desk.ask(ReadSchool())
    first = desk.ask(command := EditSchool(school.key, school.version, name="第二小学"))
    assert desk.ask(command) == first
    with pytest.raises(Repeated):
        desk.ask(EditSchool(school.key, first.version, name="第三小学", id=command.id))


def test_only_the_pinned_certificate_is_spoken_to(site: Site) -> None:
    forged = certificate(site.folder("imposter"), SystemClock()).der
    known = site.known()
    door = RemoteDoor(Server(known.host, known.port, forged, known.device_key), site.folder("PC-1"))
    with pytest.raises(AnotherServer, match=f"127.0.0.1:{site.port}"):
        door.sign_in(SignIn("admin", PASSWORD))
    with pytest.raises(AnotherServer):
        door.school()


def test_a_server_that_is_away_is_remembered_by_name(site: Site) -> None:
    known = site.known()
    away = Server(known.host, 1, known.certificate, known.device_key, known.name, known.school)
    door = RemoteDoor(away, site.folder("PC-1"))
    assert (door.server, door.school()) == ("教导处电脑", "实验小学")
    with pytest.raises(Unreachable):
        door.sign_in(SignIn("admin", PASSWORD))


def test_a_connection_that_was_dropped_while_nobody_spoke_is_made_anew(site: Site) -> None:
    desk = site.sign_in()
    desk.ask(ReadSchool())
    [(connection, _)] = desk._line._all
    before = connection.sock
    for each in list(site.server.server_state.connections):
        site.server._loop.call_soon_threadsafe(each.transport.close)  # type: ignore[union-attr]
    wait_until(lambda: bool(select([before], [], [], 0)[0]))
    assert desk.ask(ReadSchool()).name == "实验小学"
    assert connection.sock is not before


def test_a_connection_is_kept_and_answers_come_at_once(site: Site) -> None:
    """Nagle and a delayed acknowledgement together would take 40 ms and more for each."""
    desk = site.sign_in()
    desk.ask(ReadSchool())
    [(connection, _)] = desk._line._all
    before, times = connection.sock, list[float]()
    for _ in range(15):
        start = time.perf_counter()
        desk.ask(ReadSchool())
        times.append(time.perf_counter() - start)
    assert connection.sock is before
    assert sorted(times)[2] < 0.035


def test_a_change_on_one_pc_is_heard_on_another(site: Site) -> None:
    one, other, heard = site.sign_in(), site.sign_in(pc="PC-2"), list[str]()
    stop = other.watch(heard.append)
    wait_until(lambda: "school" in heard)
    heard.clear()
    school = one.ask(ReadSchool())
    one.ask(EditSchool(school.key, school.version, name="第二小学"))
    wait_until(lambda: Touched("school", "school", school.key, school.version + 1).word in heard)
    stop()


def test_of_a_record_only_those_hear_who_may_read_it_and_whose_own_it_is(site: Site, house: House) -> None:
    own = house.add_account("teacher", "teacher")
    admin, teacher = site.sign_in(), site.sign_in("teacher", pc="PC-2")
    told: dict[str, list[str]] = {"admin": [], "teacher": []}
    stops = [admin.watch(told["admin"].append), teacher.watch(told["teacher"].append)]
    wait_until(lambda: all("school" in heard for heard in told.values()))
    for heard in told.values():
        heard.clear()
    other = house.add_account("other", "teacher")
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        work.get(Account, own.key).name = "王老师"
    school = admin.ask(ReadSchool())
    admin.ask(EditSchool(school.key, school.version, name="第二小学"))
    wait_until(lambda: all(heard and Touched.of(heard[-1]).area == "school" for heard in told.values()))
    keys = {who: {Touched.of(word).key for word in heard} for who, heard in told.items()}
    assert {own.key, other.key, school.key} <= keys["admin"]
    assert keys["teacher"] == {own.key, school.key}
    for stop in stops:
        stop()


def test_only_areas_that_one_may_read_are_told(site: Site, house: House) -> None:
    house.add_account("teacher", "teacher")
    desk, heard = site.sign_in("teacher"), list[str]()
    stop = desk.watch(heard.append)
    wait_until(lambda: "school" in heard)
    assert "canteen" not in heard
    stop()


def test_a_feed_stops_at_once(site: Site) -> None:
    desk, heard = site.sign_in(), list[str]()
    stop = desk.watch(heard.append)
    wait_until(lambda: bool(heard))
    start = time.monotonic()
    stop()
    assert time.monotonic() - start < 2, "the wait for its thread came to an end by itself"
    assert "feed" not in {thread.name for thread in threading.enumerate()}


def test_a_feed_that_breaks_is_taken_up_again_and_everything_is_looked_at_anew(site: Site) -> None:
    desk, heard = site.sign_in(), list[str]()
    stop = desk.watch(heard.append)
    wait_until(lambda: "school" in heard)
    heard.clear()
    [ear] = desk._ears
    assert ear._stream is not None
    ear._stream.close()
    wait_until(lambda: "school" in heard)
    wait_until(lambda: desk.connection is Connection.CONNECTED)
    stop()


def test_who_is_signed_out_hears_no_more_and_every_page_asks_once(site: Site, house: House) -> None:
    desk, heard = site.sign_in(), list[str]()
    stop = desk.watch(heard.append)
    wait_until(lambda: "school" in heard)
    with house.premises.backstage.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM signed_in_session")
    heard.clear()
    house.premises.feed.publish("accounts")  # as ending a session does
    wait_until(lambda: {"accounts", "school"} <= set(heard))
    wait_until(lambda: "feed" not in {thread.name for thread in threading.enumerate()})
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())
    stop()


def test_closing_ends_a_request_that_is_waiting(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = site.sign_in()
    monkeypatch.setattr(calls, "PAUSES", (30.0,))
    monkeypatch.setattr(Line, "_send", lambda *_: (_ for _ in ()).throw(OSError))
    desk.close()
    start = time.monotonic()
    with pytest.raises(Unreachable):
        desk.ask(ReadSchool())
    assert time.monotonic() - start < 5
