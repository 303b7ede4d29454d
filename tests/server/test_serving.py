"""What a person does on a PC of a server is done where the data is."""

from pathlib import Path

import pytest

from desktop_admin import __version__
from desktop_admin.api import wire
from desktop_admin.api.accounts import SignIn
from desktop_admin.api.school import EditSchool, ReadSchool, SetUpSchool
from desktop_admin.api.sharing import OldProgram, OldServer, Route, SetUpElsewhere, UnknownPc, check_release
from desktop_admin.app import sharing
from desktop_admin.core.errors import NotAllowed, NotFound, SignedOut, Stale
from desktop_admin.desk import paired
from desktop_admin.desk.base import Connection
from desktop_admin.desk.remote import RemoteDoor
from tests.conftest import PASSWORD, House
from tests.server.site import Site


def test_a_record_is_changed_from_another_pc(site: Site) -> None:
    desk = site.sign_in()
    school = desk.ask(ReadSchool())
    assert desk.ask(EditSchool(school.key, school.version, name="第二小学")).name == "第二小学"
    assert desk.connection is Connection.CONNECTED
    assert site.door().school() == "第二小学"


def test_refusals_arrive_as_what_they_are(site: Site) -> None:
    desk = site.sign_in()
    school = desk.ask(ReadSchool())
    desk.ask(EditSchool(school.key, school.version, name="第二小学"))
    with pytest.raises(Stale):
        desk.ask(EditSchool(school.key, school.version, name="第三小学"))
    with pytest.raises(NotFound):
        desk.ask(EditSchool(desk.actor.account_id, 1, name="第三小学"))
    site.house.add_account("teacher", "teacher")
    with pytest.raises(NotAllowed, match="Edit the school's details"):
        site.sign_in("teacher").ask(EditSchool(school.key, 2, name="x"))


def test_who_is_signed_out_at_the_server_is_signed_out_here(site: Site, house: House) -> None:
    desk = site.sign_in()
    with house.premises.backstage.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM signed_in_session")
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())


def test_a_pc_that_is_not_paired_signs_nobody_in(site: Site) -> None:
    stranger = paired.Server("127.0.0.1", site.port, site.certificate, b"x" * 32)
    door = RemoteDoor(stranger, site.folder("stranger"))
    with pytest.raises(UnknownPc, match=f"127.0.0.1:{site.port}"):
        door.sign_in(SignIn("admin", PASSWORD))
    with pytest.raises(UnknownPc):
        door.school()


def test_a_school_is_never_set_up_from_another_pc(site: Site) -> None:
    given = SetUpSchool(school="x", name="x", login="other", password=PASSWORD)
    with pytest.raises(SetUpElsewhere):
        site.door().set_up(given)
    line = site.line()
    status, data = line.post(Route.SET_UP, wire.write(given))
    assert (status, b"SetUpElsewhere" in data) == (403, True)
    line.close()


def test_versions_that_do_not_fit_say_which_side_to_update(site: Site) -> None:
    line = site.line()
    for version, refusal in (("0.0.9", b"OldProgram"), ("99.0", b"OldServer"), ("", b"OldProgram"), ("²", b"OldP")):
        line.headers["X-Desktop-Admin"] = version.encode("utf-8").decode("latin-1")
        status, data = line.get(Route.SCHOOL)
        assert (status, refusal in data) == (426, True), version
    line.close()
    check_release(__version__, __version__ + ".7")
    with pytest.raises(OldProgram, match="on this PC"):
        check_release("1.2.3", "1.3.0")
    with pytest.raises(OldServer, match="on the server"):
        check_release("1.10.0", "1.9.9")


def test_a_paired_pc_opens_the_servers_door_and_an_unpaired_one_its_own(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    folder = tmp_path / "pc"
    folder.mkdir()
    monkeypatch.setattr("platform.node", lambda: "PC-7")
    assert sharing.pair(folder, f"127.0.0.1:{site.port}", site.reception.show_code().lower(), said.append) == 0
    assert (folder / paired.FILE).stat().st_mode & 0o777 == 0o600
    assert site.server.fingerprint in said[-1]
    door = sharing.door(folder)
    assert (door.school(), bool(door.server)) == ("实验小学", True)
    desk = door.sign_in(SignIn("admin", PASSWORD))
    assert desk.actor.device == "PC-7"
    desk.close()
    sharing.unpair(folder, said.append)
    assert paired.read(folder) is None
