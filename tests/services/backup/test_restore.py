"""A backup is put in the place of the data: after a copy of those, whole or not at all, and everybody can see it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import json
from msgspec.structs import replace
from sqlalchemy import select

from desktop_admin.api.accounts import SignIn
from desktop_admin.api.backup import (
    BackupChanged,
    BackupDamaged,
    BackupKind,
    BackupLacks,
    BackupNewer,
    BackupOfAnother,
    BackupUnreadable,
    BackupUnsound,
    NoSuchBackup,
    NotABackup,
    OtherDatabase,
    RestoreFailed,
)
from desktop_admin.api.school import ReadSchool
from desktop_admin.api.sharing import PcState, RemovePc
from desktop_admin.app.premises import DATABASE, open_premises
from desktop_admin.core.errors import SignedOut
from desktop_admin.core.keys import Keys
from desktop_admin.db import erasures
from desktop_admin.db.engine import open_engine
from desktop_admin.db.replace import DatabaseInUse, TablesOfOthers
from desktop_admin.db.roles import OwnerMustRestore
from desktop_admin.db.schema import NewerSchema, revision
from desktop_admin.db.verify import verify
from desktop_admin.models.accounts import Credential, Device
from desktop_admin.models.sharing import PairedPc
from desktop_admin.services.backup import restore, store
from desktop_admin.services.backup.restore import RESTORED, Place, Restored
from desktop_admin.services.backup.store import Backup
from tests.conftest import PASSWORD, QUICK, House
from tests.migrations.test_upgrade import later
from tests.services.backup.conftest import backed_up, close, name_of, plant, rename, told

__all__ = ["later"]

Restore = Callable[[Backup], Restored]

KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from desktop_admin.core.clock import SystemClock
from desktop_admin.db import replace
from desktop_admin.services.backup import restore
from desktop_admin.services.backup.restore import Place
folder = Path(sys.argv[1])
def overwrite(source, target):
    with sqlite3.connect(target, timeout=0) as there, replace.open_file(source) as here:
        replace._seize(there)
        here.backup(there, pages=20, progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL))
restore.overwrite = overwrite
place = Place(folder, f"sqlite:///{folder / 'data.sqlite'}", "x", SystemClock())
restore.restore(restore.find(folder, sys.argv[2]), place)
"""


def sound(house: House) -> bool:
    backstage = house.premises.backstage
    report = verify(backstage.database, backstage.keys, house.folder)
    assert report.clean, report.findings
    return True


def test_what_was_then_is_there_again_and_what_was_there_is_a_backup(house: House, restored: Restore) -> None:
    rename(house, "第一小学")
    desk = house.sign_in()
    backup = backed_up(house)
    rename(house, "第二小学")
    done = restored(backup)
    assert name_of(house) == "第一小学"
    assert sound(house), "the folder's last seal is of the restored database"
    with pytest.raises(SignedOut):
        desk.ask(ReadSchool())
    [entry] = told(house, RESTORED)
    assert entry.account_name == "李敏"
    assert entry.note["backup"] == backup.path.name
    assert entry.note["ended"] == done.signed_out == 3
    before = restore.find(house.folder, done.before)
    assert before.manifest.kind is BackupKind.BEFORE_RESTORE
    restored(before)
    assert name_of(house) == "第二小学"
    assert sound(house)
    assert house.sign_in().ask(ReadSchool()).name == "第二小学"


def test_a_new_pc_goes_on_with_the_backup_alone(house: House, owner: str, tmp_path: Path) -> None:
    photo = plant(house, b"a photo")
    (house.folder / "server.key").write_text("the server's")
    backup = backed_up(house)
    carried = Path(shutil.copytree(backup.path, tmp_path / "stick" / backup.path.name))
    fresh = tmp_path / "new pc"
    fresh.mkdir()
    sqlite = owner.startswith("sqlite")
    url = f"sqlite:///{fresh / DATABASE}" if sqlite else owner
    close(house)
    done = restore.restore(restore.find(fresh, str(carried)), Place(fresh, url, "李敏", house.clock))
    assert bool(done.before) is not sqlite
    premises = open_premises(fresh, "" if sqlite else house.url, clock=house.clock, hasher=QUICK)
    assert premises.door(b"PC-1", "PC-1").sign_in(SignIn("admin", PASSWORD)).ask(ReadSchool()).name == "实验小学"
    assert verify(premises.backstage.database, premises.backstage.keys, fresh).clean
    assert (fresh / photo.relative_to(house.folder)).read_bytes() == b"a photo"
    assert (fresh / "server.key").read_text() == "the server's"
    premises.close()


def test_a_folder_that_was_opened_but_never_set_up_takes_a_backup(house: House, tmp_path: Path) -> None:
    if not house.url.startswith("sqlite"):
        pytest.skip("a folder's own database is SQLite")
    backup, fresh = backed_up(house), tmp_path / "fresh"
    fresh.mkdir()
    open_premises(fresh, hasher=QUICK).close()
    restore.restore(backup, Place(fresh, f"sqlite:///{fresh / DATABASE}", "x", house.clock))
    assert (fresh / "master.key").read_bytes() == (house.folder / "master.key").read_bytes()


# What is not restored


def reseal(backup: Backup, secret: Keys, **changes: object) -> Backup:
    files = {name: store.content_of(backup.path / name) for name in backup.manifest.files}
    manifest = replace(backup.manifest, files=files, **changes).sealed(secret)
    store.write(backup.path / store.MANIFEST, json.encode(manifest))
    return store.opened(backup.path)


def database_of(backup: Backup) -> Path:
    return backup.path / store.DATABASES[backup.manifest.database]


def test_a_damaged_backup_is_refused_and_nothing_is_changed(house: House, restored: Restore) -> None:
    backup = backed_up(house)
    rename(house, "第二小学")
    file = database_of(backup)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(BackupDamaged, match=file.name):
        restored(backup)
    file.unlink()
    with pytest.raises(BackupLacks):
        restored(backup)
    assert name_of(house) == "第二小学"
    assert sound(house)
    assert store.listed(house.folder / "backups") == [backup], "not even a copy was made"


def test_a_backup_whose_list_was_changed_with_it_is_refused(house: House, restored: Restore) -> None:
    backup = backed_up(house)
    database_of(backup).write_bytes(b"something else")
    forged = json.decode((backup.path / store.MANIFEST).read_bytes())
    content = store.content_of(database_of(backup))
    assert content is not None
    forged["files"][database_of(backup).name] = {"size": content.size, "sha256": content.sha256}
    (backup.path / store.MANIFEST).write_bytes(json.encode(forged))
    with pytest.raises(BackupChanged):
        restored(store.opened(backup.path))


def test_a_backup_sealed_with_another_key_does_not_take_this_schools_place(house: House, restored: Restore) -> None:
    """Whoever forges a backup can make it fit the key that lies in it, but not this folder's."""
    backup = backed_up(house)
    (backup.path / "master.key").write_bytes(os.urandom(32))
    with pytest.raises(BackupOfAnother):
        restored(reseal(backup, store.keys_of(backup.path)))
    assert sound(house)


def test_a_backup_whose_rows_were_changed_before_it_was_made_is_restored_only_where_that_is_said(
    house: House, restored: Restore, owner: str
) -> None:
    with house.premises.backstage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE school SET phone = '666'")
    backup = backed_up(house)
    with pytest.raises(BackupUnsound, match="was changed in the database"):
        restored(backup)
    place = Place(house.folder, owner, "x", house.clock, despite=True)
    restore.restore(backup, place)  # a disk may have died since; verify goes on telling it
    backstage = house.premises.backstage
    [finding] = verify(backstage.database, backstage.keys, house.folder).findings
    assert "666" in str(finding)


def test_a_backup_of_a_newer_program_is_refused_with_its_version(house: House, restored: Restore) -> None:
    backup = backed_up(house)
    with pytest.raises(BackupNewer, match="version 9"):
        restored(reseal(backup, store.keys_of(backup.path), schema="9999", program="9.0.0"))


def test_data_of_a_newer_program_are_told_as_that_and_not_replaced(house: House, restored: Restore) -> None:
    backup = backed_up(house)
    with house.premises.backstage.database.engine.begin() as connection:
        if not house.url.startswith("sqlite"):
            pytest.skip("the role that serves may not write it")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchema, match=r"schema 9999.*Install the newer version; nothing has been changed"):
        restored(backup)
    assert [each.path for each in store.listed(house.folder / "backups")] == [backup.path], "none was made for nothing"


def test_an_older_backup_is_upgraded(house: House, restored: Restore, owner: str, later: Callable[..., str]) -> None:
    backup = backed_up(house)
    number = later('op.add_column("school", sa.Column("motto", sa.String(60)))')
    restored(backup)
    engine = open_engine(owner)
    with engine.connect() as connection:
        assert revision(connection) == number
    engine.dispose()
    assert sound(house)


def test_what_is_no_backup_is_told_so(house: House, tmp_path: Path) -> None:
    with pytest.raises(NoSuchBackup, match="yesterday"):
        restore.find(house.folder, "yesterday")
    with pytest.raises(NotABackup, match="Name the folder of a backup itself"):
        restore.find(house.folder, str(tmp_path))
    (tmp_path / "manifest.json").write_text('{"format": 1}')
    with pytest.raises(NotABackup):
        restore.find(house.folder, str(tmp_path))


def test_a_backup_that_was_copied_in_part_names_what_is_missing(house: House, restored: Restore) -> None:
    backup = backed_up(house)
    file = store.DATABASES["sqlite" if house.url.startswith("sqlite") else "postgresql"]
    for name in (file, "master.key"):
        kept = (backup.path / name).rename(backup.path.parent / "kept")
        with pytest.raises(BackupLacks, match=f"{name} is missing in the backup {backup.path.name}"):
            restored(backup)
        kept.rename(backup.path / name)
    (backup.path / file).unlink()
    (backup.path / file).mkdir()
    with pytest.raises(BackupUnreadable, match=f"{file} in the backup .* cannot be read"):
        restored(backup)


def test_the_role_that_serves_restores_nothing(house: House) -> None:
    if house.url.startswith("sqlite"):
        pytest.skip("SQLite has no roles")
    backup = backed_up(house)
    before = [each.path for each in store.listed(house.folder / "backups")]
    close(house)
    with pytest.raises(OwnerMustRestore, match=r"does not own the database.* --database \S+://OWNER@"):
        restore.restore(backup, Place(house.folder, house.url, "x", house.clock))
    assert [each.path for each in store.listed(house.folder / "backups")] == before, "nothing was begun"
    assert sound(house)


def test_a_backup_of_the_other_kind_of_database_is_refused(house: House, tmp_path: Path) -> None:
    backup = backed_up(house)
    other = "postgresql+psycopg://u@127.0.0.1:1/x" if house.url.startswith("sqlite") else f"sqlite:///{tmp_path}/x"
    with pytest.raises(OtherDatabase):
        restore.restore(backup, Place(house.folder, other, "x", house.clock))


def test_nothing_is_restored_while_another_program_has_the_data_open(
    house: House, owner: str, restored: Restore
) -> None:
    backup = backed_up(house)
    rename(house, "第二小学")
    close(house)
    other = open_engine(owner)
    with other.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    with pytest.raises(DatabaseInUse):
        restored(backup)
    other.dispose()
    assert name_of(house) == "第二小学"
    assert sound(house)


def test_tables_of_something_else_are_never_touched(house: House, owner: str, restored: Restore) -> None:
    if house.url.startswith("sqlite"):
        pytest.skip("a folder's file is the program's own")
    backup = backed_up(house)
    engine = open_engine(owner)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE somebody_elses (x int)")
    engine.dispose()
    with pytest.raises(TablesOfOthers, match="somebody_elses"):
        restored(backup)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_restore_that_is_killed_while_it_writes_leaves_the_data_as_they_were(house: House) -> None:
    if not house.url.startswith("sqlite"):
        pytest.skip("PostgreSQL keeps transactions by itself")
    backup = backed_up(house)
    rename(house, "第二小学")
    close(house)
    command = [sys.executable, "-c", KILLED, str(house.folder), backup.path.name]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert list(house.folder.glob("data.sqlite-journal")), "it was not killed while it wrote"
    assert name_of(house) == "第二小学"
    assert sound(house)


def test_a_database_that_cannot_be_read_any_more_is_put_aside(house: House, restored: Restore) -> None:
    if not house.url.startswith("sqlite"):
        pytest.skip("the file is SQLite's")
    backup = backed_up(house)
    close(house)
    file = house.folder / DATABASE
    file.write_bytes(b"no database at all" * 1000)
    done = restored(backup)
    assert done.before == ""
    assert len(list(house.folder.glob("data.sqlite.damaged-*"))) == 1
    assert name_of(house) == "实验小学"
    assert sound(house)


def test_what_the_disk_or_the_database_does_not_allow_is_one_sentence_and_no_change(
    house: House, restored: Restore, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backed_up(house)
    rename(house, "第二小学")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restore, "_carry", full)
    with pytest.raises(RestoreFailed, match="the disk is full"):
        restored(backup)
    assert name_of(house) == "第二小学"
    assert sound(house)


# What stays gone


def paired(house: House) -> PairedPc:
    with house.premises.backstage.database.work(house.actor(), "test") as work:
        row = {"key_hash": sha256(b"x").digest(), "name": "食堂", "added_at": work.now}
        work.session.add(Device(**row))
        pc = PairedPc(device=row["key_hash"], number="00000001", name="食堂", added_at=work.now, added_by="秦海")
        return work.add(pc)


def test_a_pc_that_was_sent_away_since_stays_away(house: House, restored: Restore) -> None:
    pc = paired(house)
    backup = backed_up(house)
    house.premises.console("root").ask(RemovePc(pc.key, pc.version))
    done = restored(backup)
    assert done.erased == 1
    assert [entry.note["erased"] for entry in told(house, RESTORED)] == [1]
    with house.premises.backstage.database.reading() as connection:
        assert connection.scalar(select(PairedPc.state)) is PcState.REMOVED
        assert connection.scalar(select(Device.revoked_at).where(Device.key_hash == pc.device)) is not None
    assert sound(house)


def test_hashes_of_passwords_that_were_wiped_since_stay_wiped(house: House, restored: Restore) -> None:
    backstage = house.premises.backstage
    backup = backed_up(house)
    with backstage.database.reading() as connection:
        key = connection.scalars(select(Credential.key)).one()
    erasures.remember(house.folder, house.clock.now(), erasures.PASSWORD, [key.bytes])
    assert restored(backup).erased == 1
    with backstage.database.reading() as connection:
        assert connection.scalar(select(Credential.password_hash)) == ""
    assert sound(house)


def test_erasures_are_known_beside_the_backups_when_the_data_folder_is_lost(
    house: House, owner: str, tmp_path: Path
) -> None:
    pc = paired(house)
    backup = backed_up(house)
    house.premises.console("root").ask(RemovePc(pc.key, pc.version))
    close(house)
    (house.folder / erasures.FILE).unlink()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    url = f"sqlite:///{fresh / DATABASE}" if owner.startswith("sqlite") else owner
    done = restore.restore(backup, Place(fresh, url, "x", house.clock))
    assert done.erased == 1
    assert [each.key for each in erasures.known(fresh / erasures.FILE)] == [pc.device.hex()]


def test_a_line_of_the_erasures_that_was_half_written_is_left_out(tmp_path: Path, house: House) -> None:
    erasures.remember(tmp_path, house.clock.now(), erasures.PC, [b"a", b"b"])
    file = tmp_path / erasures.FILE
    file.write_bytes(file.read_bytes()[:-9])
    assert [each.key for each in erasures.known(file)] == [b"a".hex()]
