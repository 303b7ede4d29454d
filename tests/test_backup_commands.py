"""Backups, restores and the move to PostgreSQL as the IT teacher types them."""

import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin import cli
from desktop_admin.api.backup import BackupKind
from desktop_admin.app import backups, log, sharing
from desktop_admin.app.premises import DATABASE, Premises, local_door, open_premises
from desktop_admin.core.backups import waits
from desktop_admin.db import roles
from desktop_admin.db.engine import open_engine
from desktop_admin.services.backup import nightly, restore, store
from tests.conftest import SCHOOL
from tests.postgres import RUNTIME, Cluster, find_binaries
from tests.server.site import wait_until


def _set_up(premises: Premises) -> None:
    premises.set_up(SCHOOL)
    premises.close()


def _school(folder: Path, url: str = "") -> str:
    premises = open_premises(folder, url)
    name = premises.school()
    premises.close()
    return name


def _rename(folder: Path, name: str) -> None:
    """By hand in the database: verify would notice, so only where it is restored after."""
    engine = open_engine(f"sqlite:///{folder / DATABASE}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE school SET name = ?", (name,))
    engine.dispose()


Ran = tuple[int, str, str]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Ran:
    code = cli.main(["--lang", "en", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_backup_is_made_tested_listed_and_restored(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = run(capsys, "backup", "--data", data)
    assert code == 0
    path, result = said.splitlines()
    assert result == "Can be restored"
    name = Path(path).name
    _rename(data, "第二小学")
    assert run(capsys, "verify", "--data", data)[0] == 1
    code, said, _ = run(capsys, "restore", name, "--data", data)
    assert code == 0
    assert re.search(rf"backup {name} of .* is restored. What was there before is the backup \S+\.", said)
    assert _school(data) == "实验小学"
    assert run(capsys, "verify", "--data", data)[0] == 0
    code, said, _ = run(capsys, "backup", "--list", "--data", data)
    assert code == 0
    assert [line.split("  ")[1] for line in said.splitlines()] == ["Before a restore", "By hand"]
    code, _, complaint = run(capsys, "backup", "--test", said.split()[0], "--data", data)
    assert code == 1
    assert "was changed in the database" in complaint, "what was there before had been changed by hand"


def test_one_backup_goes_to_another_folder_and_is_restored_from_there(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, complaint = run(capsys, "backup", "--to", tmp_path / "usb", "--data", data)
    assert (code, "is its disk connected?" in complaint) == (1, True)
    assert not (tmp_path / "usb").exists(), "it would lie on another disk than is meant"
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "a film.part").write_text("somebody's download")
    code, said, _ = run(capsys, "backup", "--to", tmp_path / "usb", "--data", data)
    assert code == 0
    assert (tmp_path / "usb" / "a film.part").exists()
    path = Path(said.splitlines()[0])
    assert path.parent == tmp_path / "usb"
    assert "no backup" in run(capsys, "backup", "--list", "--data", data)[1]
    fresh = tmp_path / "fresh"
    code, said, _ = run(capsys, "restore", path, "--data", fresh)
    assert (code, _school(fresh)) == (0, "实验小学")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("restore", "yesterday"), "There is no backup yesterday"),
        (("backup", "--test", "yesterday"), "There is no backup yesterday"),
        (("backup", "--to", "/proc/nowhere"), "cannot hold backups"),
        (("move", "--to", "mysql://user:secret@host/x"), "only to PostgreSQL, and mysql: is not the address"),
        (("move", "--to", "sqlite:////x"), "as postgresql+psycopg://OWNER@HOST/NAME.\n"),
        (("move", "--to", "postgresql+psycopg://user:secret@127.0.0.1:1/x"), "cannot be opened"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    data: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    code, _, complaint = run(capsys, *words, "--data", data)
    assert code == 1
    assert sentence in complaint
    assert complaint.count("\n") == 1
    assert "secret" not in complaint
    assert _school(data) == "实验小学"


def test_nothing_is_restored_or_moved_while_the_program_is_open(
    data: Path, capsys: pytest.CaptureFixture[str], postgres: Cluster
) -> None:
    name = Path(run(capsys, "backup", "--data", data)[1].splitlines()[0]).name
    premises = open_premises(data)
    for words in (("restore", name), ("move", "--to", postgres.fresh_url())):
        code, _, complaint = run(capsys, *words, "--data", data)
        assert code == 1
        assert "Another program has this database open" in complaint
    premises.close()
    assert (data / DATABASE).exists()


# The program itself


def test_the_program_on_the_pc_that_holds_the_data_backs_up_by_itself_and_its_demo_does_not(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "FIRST", 0.0)
    local_door(data).close()  # as for a demo, or a picture
    assert not (data / "backups").exists()
    door = sharing.door(data)
    wait_until(lambda: [each.tested for each in store.listed(data / "backups")] not in ([], [None]))
    door.close()
    assert [each.manifest.kind for each in store.listed(data / "backups")] == [BackupKind.NIGHTLY]


def test_a_restore_that_was_asked_for_before_the_program_ended_is_carried_out_at_its_next_start(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = Path(run(capsys, "backup", "--data", data)[1].splitlines()[0]).name
    _rename(data, "第二小学")
    restore.wait(data, restore.find(data, name), "秦海")
    door = sharing.door(data)
    assert door.school() == "实验小学"
    door.close()
    assert not waits(data)


# PostgreSQL


@pytest.fixture
def owner(postgres: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    binaries = find_binaries()
    monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}")
    address = postgres.fresh_url()
    engine = open_engine(address)
    with engine.begin() as connection:  # it may have been made with every table
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    yield address
    postgres.drop(address)


def test_a_school_moves_is_backed_up_there_and_restored_and_the_serving_role_keeps_its_rights(
    data: Path, owner: str, postgres: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _ = run(capsys, "move", "--to", owner, "--data", data)
    assert code == 0
    assert "were moved and compared" in said
    code, _, complaint = run(capsys, "verify", "--data", data)
    assert (code, "was moved to" in complaint) == (1, True)
    assert run(capsys, "upgrade", "--database", owner, "--serve-as", RUNTIME, "--data", data)[0] == 0
    code, said, _ = run(capsys, "backup", "--database", owner, "--data", data)
    assert (code, said.splitlines()[1]) == (0, "Can be restored")
    name = Path(said.splitlines()[0]).name
    engine = open_engine(owner)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE school SET name = '第二小学'")
    engine.dispose()
    code, said, complaint = run(capsys, "restore", name, "--data", data)
    assert (code, "is of a PostgreSQL database" in complaint) == (1, True)
    code, said, complaint = run(capsys, "restore", name, "--database", owner, "--data", data)
    assert code == 0, complaint
    assert run(capsys, "verify", "--database", owner, "--data", data)[0] == 0
    served = postgres.served(owner)
    assert _school(data, served) == "实验小学"
    engine = open_engine(served)
    with engine.connect() as connection:
        roles.require(connection)
        assert not roles.too_strong(connection)
    engine.dispose()


@pytest.mark.parametrize("command", ["backup --list", "upgrade"])
def test_an_empty_folder_is_called_empty(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, said, told = run(capsys, *command.split(), "--data", tmp_path)
    assert str(tmp_path) in said + told
    assert " yet." in said + told
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_of_the_program_is_one_sentence_and_the_rest_is_in_the_log(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = logging.getLogger().handlers.copy()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(backups, "listed", lambda *_: 1 // 0)
    try:
        code, said, told = run(capsys, "backup", "--list", "--data", data)
    finally:
        for handler in set(logging.getLogger().handlers) - set(known):
            logging.getLogger().removeHandler(handler)
            handler.close()
    assert (code, said) == (1, "")
    assert told.splitlines() == [told.strip()]
    assert str(data / log.FILE) in told
    assert "ZeroDivisionError" in (data / log.FILE).read_text("utf-8")
