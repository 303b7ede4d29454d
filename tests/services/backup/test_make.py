"""Backups are made while everybody works, are whole or not there, and are tested by restoring them."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from desktop_admin.api.backup import (
    BackupFailed,
    BackupKind,
    BackupProgress,
    BackupResult,
    BackupUnderway,
    ChooseBackupFolder,
    Going,
    ListBackups,
    MakeBackup,
    NoBackupFolder,
    ReadBackupState,
    TestBackup,
)
from desktop_admin.api.base import Command, Request
from desktop_admin.app.premises import open_premises
from desktop_admin.core.errors import NotAllowed, NotFound
from desktop_admin.core.ids import uuid7
from desktop_admin.db.verify import verify
from desktop_admin.desk.base import Desk
from desktop_admin.models.accounts import Account
from desktop_admin.models.school import School
from desktop_admin.services.backup import make, nightly, store
from desktop_admin.services.backup import prove as prove_module
from desktop_admin.services.backup.alone import alone
from desktop_admin.services.backup.nightly import Nightly, night
from desktop_admin.services.backup.prove import prove
from tests.conftest import House
from tests.services.backup.conftest import backed_up, plant, rename, told

KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from desktop_admin.api.backup import BackupKind
from desktop_admin.app.premises import open_premises
from desktop_admin.services.backup import make
premises = open_premises(Path(sys.argv[1]))
known = getattr(make, sys.argv[2])
def cut(*given):
    known(*given)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(make, sys.argv[2], cut)
make.make(premises.backstage, BackupKind.BY_HAND, "x")
"""


def finished(desk: Desk, command: Command[None]) -> Going:
    """After it has gone on beside everything else."""
    desk.ask(command)
    end = time.monotonic() + 20
    while not (going := desk.ask(BackupProgress(command.id))).ended:
        assert time.monotonic() < end, "it does not end"
        time.sleep(0.01)
    return going


def test_a_backup_holds_all_that_is_needed_to_go_on_and_nothing_that_is_this_pcs_own(house: House) -> None:
    photo = plant(house, b"a photo")
    for name in ("server.pem", "server.key", "settings.json", "audit.seal", "server.bin"):
        (house.folder / name).write_text(name)
    backup = backed_up(house)
    database = "database.sqlite" if house.url.startswith("sqlite") else "database.dump"
    expected = {"manifest.json", "master.key", "server.pem", "server.key", "photos", database}
    assert {file.name for file in backup.path.iterdir()} == expected
    assert [each.name for each in store.photos(backup.path)] == [photo.name]
    manifest = backup.manifest
    assert (manifest.school, manifest.by, manifest.schema, manifest.photos) == ("实验小学", "秦海", "0001", 1)
    assert manifest.rows["account"] == 1
    assert store.check(backup)
    if os.name != "nt":
        assert {file.stat().st_mode & 0o77 for file in (backup.path, *backup.path.iterdir())} - {0o11, 0o55} <= {0}


def test_asked_for_at_a_desk_it_is_made_and_tested_and_the_trail_tells_it(house: House) -> None:
    desk = house.sign_in()
    row = finished(desk, MakeBackup()).row
    assert row is not None
    listed = house.url.startswith("postgresql")  # the role that serves may not make a database to restore it into
    assert row.result is (BackupResult.LISTED if listed else BackupResult.GOOD)
    assert (row.why is None) is not listed
    assert desk.ask(ListBackups()).rows == (row,)
    assert finished(desk, TestBackup(key=row.key, version=1)).row is not None
    notes = [entry.note for action in ("MakeBackup", "TestBackup") for entry in told(house, f"backup.{action}")]
    assert notes == [{"backup": row.name, "result": row.result.value}] * 2
    backstage = house.premises.backstage
    assert verify(backstage.database, backstage.keys, house.folder).clean


def test_a_command_sent_twice_makes_one_backup(house: House) -> None:
    desk, command = house.sign_in(), MakeBackup()
    finished(desk, command)
    finished(desk, command)
    assert desk.ask(ListBackups()).total == 1


def test_backups_made_while_others_write_are_each_of_one_moment(house: House, server: Engine) -> None:
    ended = threading.Event()
    desks = [house.desk("system_administrator", login=f"admin{place}", pc=f"PC-{place}") for place in range(3)]

    def write(desk: Desk) -> None:
        while not ended.is_set():
            desk.ask(ChooseBackupFolder())  # noted in the trail each time

    writers = [threading.Thread(target=write, args=(desk,)) for desk in desks]
    for writer in writers:
        writer.start()
    try:
        made = [backed_up(house) for _ in range(4)]
    finally:
        ended.set()
        for writer in writers:
            writer.join()
    results = [prove(backup, server, house.clock.now()) for backup in made]
    assert [tested.result for tested in results] == [BackupResult.GOOD] * 4, [tested.why for tested in results]
    counts = [backup.manifest.rows["audit_entry"] for backup in made]
    assert counts[-1] > counts[0], "nobody wrote meanwhile"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("point", ["copy_database", "_copy_photos", "_fill", "_folder_to_disk"])
def test_a_backup_that_is_killed_leaves_nothing_that_looks_like_one(house: House, point: str) -> None:
    if not house.url.startswith("sqlite"):
        pytest.skip("the folder is made alike on both")
    rename(house, "第二小学")
    command = [sys.executable, "-c", KILLED, str(house.folder), point]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    place = house.folder / "backups"
    (place / "0a1b2c3d.part").mkdir()  # a test that was killed
    assert [left.suffix for left in place.iterdir()] == [".part", ".part"]
    assert store.listed(place) == []
    backup = backed_up(house)
    assert list(place.iterdir()) == [backup.path], "what was left is taken away with the next one"


def test_two_at_once_are_one_and_a_refusal(house: House) -> None:
    with alone(house.folder), pytest.raises(BackupUnderway):
        backed_up(house)
    assert backed_up(house)


def test_photos_are_kept_once_for_all_backups_and_a_damaged_one_is_taken_from_the_last(house: House) -> None:
    photo = plant(house, b"a photo")
    first = backed_up(house)
    photo.write_bytes(b"a phot0")
    second = backed_up(house)
    pair = [next(store.photos(backup.path)) for backup in (first, second)]
    assert [each.read_bytes() for each in pair] == [b"a photo"] * 2
    assert os.name == "nt" or pair[0].samefile(pair[1])
    assert store.check(second)
    plant(house, b"another").write_bytes(b"rotten")
    assert store.check(backed_up(house)), "what was rotten before there was a backup does not spoil the others"


def test_the_restore_test_finds_a_changed_row_and_a_lost_photo(house: House, server: Engine) -> None:
    photo = plant(house, b"a photo")
    backup = backed_up(house)
    copy = next(store.photos(backup.path))
    copy.unlink()
    tested = prove(backup, server, house.clock.now())
    assert (tested.result, tested.why and tested.why.kind) == (BackupResult.BAD, "BackupDamaged")
    assert store.opened(backup.path).tested == tested, "it is written down beside the backup"
    copy.write_bytes(photo.read_bytes())
    assert prove(backup, server, house.clock.now()).result is BackupResult.GOOD
    with house.premises.backstage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE school SET phone = '666'")
    tested = prove(backed_up(house), server, house.clock.now())
    assert tested.result is BackupResult.BAD
    assert tested.why is not None
    assert "was changed in the database" in str(tested.why.error())


def test_files_that_were_lost_before_are_told_and_do_not_make_the_backup_useless(
    house: House, server: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backed_up(house)
    name = School.__table__.columns["name"]
    monkeypatch.setitem(name.info, "kept", "yes")  # nobody has a file of this digest
    tested = prove(backup, server, house.clock.now())
    assert tested.result is BackupResult.INCOMPLETE
    assert tested.why is not None
    assert "1 photos or files are missing" in str(tested.why.error())
    assert store.opened(backup.path).good


def test_a_record_without_a_file_lacks_none(house: House, server: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as a publishing job without a screenshot."""
    nothing = Account.__table__.columns["valid_until"]
    monkeypatch.setitem(nothing.info, "kept", "yes")
    assert prove(backed_up(house), server, house.clock.now()).result is BackupResult.GOOD


def test_every_table_that_names_a_file_says_so() -> None:
    """Else a backup that lacks the file would count as whole."""
    named = {str(column) for column in prove_module._kept()}
    assert "canteen_photo.sha256" in named


def test_nothing_is_left_of_a_restore_test(house: House, server: Engine) -> None:
    def databases() -> list[str]:
        with server.connect() as connection:
            return list(connection.exec_driver_sql("SELECT datname FROM pg_database ORDER BY 1").scalars())

    backup = backed_up(house)
    before = databases() if server.dialect.name == "postgresql" else []
    assert prove(backup, server, house.clock.now()).result is BackupResult.GOOD
    assert list((house.folder / "backups").iterdir()) == [backup.path]
    assert before == (databases() if before else [])


def test_who_may_not_is_refused(house: House) -> None:
    backed_up(house)
    desk = house.desk("teacher")
    requests: tuple[Request[Any], ...] = (ListBackups(), ReadBackupState(), MakeBackup(), TestBackup(uuid7(), 1))
    for request in requests:
        with pytest.raises(NotAllowed):
            desk.ask(request)
    with pytest.raises(NotFound):
        house.sign_in().ask(TestBackup(key=uuid7(), version=1))


def test_the_list_is_searched_filtered_and_sorted(house: House) -> None:
    backed_up(house)
    house.clock.forward(timedelta(hours=15))
    night(house.premises.backstage)
    desk = house.sign_in()
    assert [row.kind for row in desk.ask(ListBackups()).rows] == [BackupKind.NIGHTLY, BackupKind.BY_HAND]
    assert [row.by for row in desk.ask(ListBackups(search="秦海")).rows] == ["秦海"]
    assert desk.ask(ListBackups(kind=BackupKind.NIGHTLY)).total == 1
    assert desk.ask(ListBackups(result=BackupResult.UNTESTED)).total == 1
    assert desk.ask(ListBackups(sort="made_at", limit=1)).rows[0].kind is BackupKind.BY_HAND
    for name in ("kind", "-result", "tested_at", "-size", "program", "why"):
        assert desk.ask(ListBackups(sort=name)).total == 2, name


def test_no_room_for_a_test_is_no_fault_of_the_backup(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    if not house.url.startswith("sqlite"):
        pytest.skip("a dump is tested in the server")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    backup = backed_up(house)
    monkeypatch.setattr("desktop_admin.services.backup.prove.shutil.copyfile", full)
    tested = prove(backup, house.premises.backstage.database.engine, house.clock.now())
    assert tested.result is BackupResult.UNTESTED
    assert tested.why is not None
    assert "could not be tested (the disk is full)" in str(tested.why.error())
    assert store.opened(backup.path).good


def test_a_backup_on_a_disc_that_takes_nothing_is_tested(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    if not house.url.startswith("sqlite"):
        pytest.skip("a dump is tested in the server")

    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    backup = backed_up(house)
    monkeypatch.setattr(Path, "mkdir", read_only)
    monkeypatch.setattr(store, "write", read_only)
    tested = prove(backup, house.premises.backstage.database.engine, house.clock.now())
    assert tested.result is BackupResult.GOOD
    assert store.opened(backup.path).tested is None, "it could not be written down"


# Where they lie


def test_another_folder_is_chosen_and_told(house: House, tmp_path: Path) -> None:
    desk, other = house.sign_in(), tmp_path / "另一块磁盘"
    state = desk.ask(ReadBackupState())
    assert (state.folder, state.same_disk, state.last_good) == (str(house.folder / "backups"), True, None)
    assert desk.ask(ChooseBackupFolder(folder=str(other))).folder == str(other)
    assert backed_up(house).path.parent == other
    assert told(house, "backup.ChooseBackupFolder")[-1].note == {"folder": str(other)}
    desk.ask(ChooseBackupFolder())
    assert backed_up(house).path.parent == house.folder / "backups"


def test_a_folder_that_cannot_be_used_is_refused_in_one_sentence(house: House, tmp_path: Path) -> None:
    desk = house.sign_in()
    (tmp_path / "file").write_text("")
    for folder, reason in (
        ("backups", "whole path"),
        (str(tmp_path / "file" / "x"), "Choose another folder"),
        (str(tmp_path / "stick" / "backups"), "is its disk connected"),
    ):
        with pytest.raises(NoBackupFolder, match=reason):
            desk.ask(ChooseBackupFolder(folder=folder))
    assert desk.ask(ReadBackupState()).folder == str(house.folder / "backups")


def test_a_disk_that_takes_nothing_is_refused_as_a_folder_that_cannot_hold_backups(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    for name in ("mkdir", "unlink"):  # such a disk refuses to take away also what is not there
        monkeypatch.setattr(Path, name, read_only)
    with pytest.raises(
        NoBackupFolder,
        match=rf"{tmp_path} cannot hold backups \(it can only be read\)\. Choose another folder",
    ):
        make.make(house.premises.backstage, BackupKind.BY_HAND, "x", tmp_path)


def test_what_cannot_be_cleaned_up_does_not_hide_why_no_backup_could_be_made(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(make, "_fill", full)
    monkeypatch.setattr("desktop_admin.services.backup.make.shutil.rmtree", broken)
    with pytest.raises(BackupFailed, match="the disk is full"):
        make.make(house.premises.backstage, BackupKind.BY_HAND, "x", tmp_path)


def test_a_disk_that_was_pulled_out_is_not_taken_for_its_empty_place(house: House, tmp_path: Path) -> None:
    desk, stick = house.sign_in(), tmp_path / "stick"
    desk.ask(ChooseBackupFolder(folder=str(stick)))
    for file in stick.iterdir():
        file.unlink()
    with pytest.raises(NoBackupFolder, match="is its disk connected"):
        desk.ask(MakeBackup())
    assert list(stick.iterdir()) == []


# Night by night


def test_every_night_one_is_made_tested_and_told_and_only_one(house: House) -> None:
    backstage = house.premises.backstage
    assert night(backstage)
    assert not night(backstage)
    house.clock.forward(timedelta(hours=13))  # one in the morning
    assert not night(backstage)
    house.clock.forward(timedelta(hours=1))
    assert night(backstage)
    made = store.listed(house.folder / "backups")
    assert [(each.manifest.kind, each.tested is not None) for each in made] == [(BackupKind.NIGHTLY, True)] * 2
    assert [entry.note["removed"] for entry in told(house, nightly.MADE)] == [0, 0]


def test_before_there_is_a_school_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    premises = open_premises(tmp_path)
    assert not night(premises.backstage)
    assert not (tmp_path / "backups").exists()
    premises.close()


def test_old_nights_are_taken_away_and_what_people_made_stays(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tested = store.Tested(house.clock.now(), BackupResult.GOOD)
    monkeypatch.setattr("desktop_admin.services.backup.prove.prove", lambda *_: tested)
    by_hand, stranger = backed_up(house), house.folder / "backups" / "notes"
    stranger.mkdir()
    first = None
    for _ in range(12):
        house.clock.forward(timedelta(days=1))
        assert night(house.premises.backstage)
        first = first or store.listed(house.folder / "backups")[0]
    left = store.listed(house.folder / "backups")
    assert len([each for each in left if each.manifest.kind is BackupKind.NIGHTLY]) == 8, "seven days, and one Sunday"
    assert first is not None
    assert not first.path.exists()
    assert by_hand.path in {each.path for each in left}
    assert stranger.exists()


def test_a_backup_that_is_not_usable_does_not_take_a_good_ones_place(house: House) -> None:
    backstage = house.premises.backstage
    assert night(backstage)
    good = store.listed(house.folder / "backups")[0]
    house.clock.forward(timedelta(hours=20))
    assert night(backstage)
    bad = store.listed(house.folder / "backups")[0]
    store.record(bad.path, store.Tested(house.clock.now(), BackupResult.BAD))
    assert make.prune(house.folder, house.clock.now()) == []
    assert house.sign_in().ask(ReadBackupState()).last_good == good.manifest.made_at
    house.clock.forward(timedelta(days=9))
    assert make.prune(house.folder, house.clock.now()) == [bad.path.name]
    assert good.path.exists()


def test_a_night_that_fails_is_told_and_after_26_hours_there_is_an_alarm_once(house: House) -> None:
    backstage, desk = house.premises.backstage, house.sign_in()
    assert night(backstage)
    desk.ask(ChooseBackupFolder(folder=str(house.folder / "stick")))
    (house.folder / "stick" / make.MARK).unlink()
    for _ in range(3):
        house.clock.forward(timedelta(hours=14))
        with pytest.raises(NoBackupFolder):
            night(backstage)
    assert len(told(house, nightly.FAILED)) == 3
    assert len(told(house, nightly.OVERDUE)) == 1
    assert house.sign_in().ask(ReadBackupState()).overdue
    house.sign_in().ask(ChooseBackupFolder())
    assert night(backstage)
    assert not house.sign_in().ask(ReadBackupState()).overdue
    house.clock.forward(timedelta(hours=1))
    with alone(house.folder):
        house.clock.forward(timedelta(hours=27))
        with pytest.raises(BackupUnderway):
            night(backstage)
    assert len(told(house, nightly.OVERDUE)) == 2, "the next time it is told again"


def test_the_nights_go_on_beside_the_program_and_end_with_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "FIRST", 0.0)
    heard = threading.Event()
    running = Nightly(house.premises.backstage, heard.set)
    running.start()
    assert heard.wait(20)
    running.stop()
    assert len(store.listed(house.folder / "backups")) == 1
