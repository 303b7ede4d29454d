"""Two servers of one school, over one PostgreSQL: what is changed through one is heard through the other."""

from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.school import EditSchool, ReadSchool, SetUpSchool
from desktop_admin.app.premises import open_premises
from desktop_admin.core.clock import SystemClock
from desktop_admin.core.feed import Touched
from desktop_admin.desk.paired import Server
from desktop_admin.desk.remote import RemoteDesk, RemoteDoor
from desktop_admin.server.tls import certificate
from tests.benchmarks.sharing.school import HOST, School, free_port, serving
from tests.conftest import PASSWORD, QUICK
from tests.postgres import Cluster
from tests.server.site import wait_until


@pytest.fixture
def desks(tmp_path: Path, filled_postgres: Cluster) -> Iterator[tuple[RemoteDesk, RemoteDesk]]:
    """One PC at each server; the servers are processes of their own."""
    url = filled_postgres.fresh_url()
    school = School(tmp_path, url)
    school.data.mkdir()
    premises = open_premises(school.data, url, hasher=QUICK)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    known = certificate(school.data, SystemClock()).der
    made = list[RemoteDesk]()
    with ExitStack() as running:
        for pc in ("PC-1", "PC-2"):
            key, port = sha256(pc.encode()).digest(), free_port()
            premises.gate.enrol_device(key, pc)
            running.enter_context(serving(school, port))
            folder = tmp_path / pc
            folder.mkdir()
            made.append(RemoteDoor(Server(HOST, port, known, key), folder).sign_in(SignIn("admin", PASSWORD)))
        premises.close()
        yield made[0], made[1]
        for desk in made:
            desk.close()
    filled_postgres.drop(url)


def test_a_change_through_one_server_is_told_record_by_record_by_the_other(
    desks: tuple[RemoteDesk, RemoteDesk],
) -> None:
    one, other = desks
    heard: list[str] = []
    stop = other.watch(heard.append)
    wait_until(lambda: "school" in heard)
    heard.clear()
    school = one.ask(ReadSchool())
    for number in range(20):
        school = one.ask(EditSchool(school.key, school.version, name=f"第 {number} 小学"))
    wait_until(lambda: Touched("school", "school", school.key, school.version).word in heard)
    assert {Touched.of(word).version for word in heard} == set(range(school.version - 19, school.version + 1))
    assert other.ask(ReadSchool()).name == "第 19 小学"
    stop()
