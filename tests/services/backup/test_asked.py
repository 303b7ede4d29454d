"""A restore that is asked for in the program: refused where it would harm, else done when the data are closed."""

import pytest

from desktop_admin.api.backup import (
    BackupLacks,
    ListBackups,
    OthersConnected,
    ReadBackupState,
    RestoreBackup,
    RestoreElsewhere,
)
from desktop_admin.api.school import ReadSchool
from desktop_admin.core.backups import waits
from desktop_admin.core.errors import SignedOut
from desktop_admin.services.backup import restore
from desktop_admin.services.backup.restore import RESTORED
from tests.conftest import House
from tests.services.backup.conftest import backed_up, close, name_of, rename, told


class Here:
    """The window of the PC that holds the data."""

    here = True


@pytest.fixture
def at_the_data(house: House) -> House:
    object.__setattr__(house.premises.backstage, "host", Here())
    return house


def asked(house: House, pc: str = "PC-1") -> str:
    [row] = house.sign_in(pc=pc).ask(ListBackups()).rows
    return house.sign_in(pc=pc).ask(RestoreBackup(key=row.key, version=row.version))


def test_in_the_program_everybody_is_signed_out_and_it_is_restored_before_the_data_are_opened_again(
    at_the_data: House, owner: str
) -> None:
    house = at_the_data
    backup = backed_up(house)
    rename(house, "第二小学")
    desk = house.sign_in()
    assert asked(house) == backup.path.name
    with pytest.raises(SignedOut):
        desk.ask(ReadBackupState())
    assert name_of(house) == "第二小学", "not before the program has closed the data"
    close(house)
    done = restore.carry_out(house.folder, owner, house.clock)
    assert done is not None
    assert done.backup.path == backup.path
    assert told(house, RESTORED)[0].account_name == "秦海"
    assert restore.carry_out(house.folder, owner, house.clock) is None, "once"


def test_on_another_pc_it_is_refused_with_the_way_to_do_it(house: House) -> None:
    backup = backed_up(house)
    with pytest.raises(RestoreElsewhere, match=backup.path.name):
        asked(house)
    assert not waits(house.folder)


def test_while_others_work_it_is_refused_and_they_are_counted(at_the_data: House) -> None:
    house = at_the_data
    backed_up(house)
    house.desk("teacher", pc="PC-2")
    with house.premises.backstage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE device SET seen_at = added_at WHERE name = 'PC-2'")
    with pytest.raises(OthersConnected, match="1 others"):
        asked(house)
    assert not waits(house.folder)


def test_a_damaged_backup_is_refused_before_anybody_is_signed_out(at_the_data: House) -> None:
    house = at_the_data
    backup = backed_up(house)
    (backup.path / "master.key").unlink()
    with pytest.raises(BackupLacks):
        asked(house)
    assert house.sign_in().ask(ReadSchool())
