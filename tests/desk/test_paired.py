"""The key of a paired PC is nobody else's to read."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_admin.app.premises import DATABASE
from desktop_admin.cli import main
from desktop_admin.desk import paired, vault
from desktop_admin.desk.paired import FILE, Server

KEY = bytes(range(32))
SERVER = Server("192.168.1.20", 8443, b"certificate", KEY, "教导处电脑", "实验小学")


def _turned(data: bytes) -> bytes:
    """In place of what Windows does: it can be taken back here, and tells nothing."""
    return bytes(byte ^ 0x5A for byte in data)


def _of_another(_data: bytes) -> bytes:
    raise OSError("Key not valid for use in specified state.")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    monkeypatch.setattr(vault, "_LOCK", _turned)
    monkeypatch.setattr(vault, "_UNLOCK", _turned)
    return lambda: monkeypatch.setattr(vault, "_UNLOCK", _of_another)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is locked")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    paired.write(tmp_path, SERVER)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert paired.read(tmp_path) == SERVER


@pytest.mark.usefixtures("windows")
def test_where_the_system_can_lock_it_no_byte_of_the_key_is_on_the_disk(tmp_path: Path) -> None:
    paired.write(tmp_path, SERVER)
    assert KEY[:4] not in (tmp_path / FILE).read_bytes()
    assert b"192.168" not in (tmp_path / FILE).read_bytes()
    assert paired.read(tmp_path) == SERVER
    assert [each.name for each in tmp_path.iterdir()] == [FILE], "no draft is left"


def test_copied_to_another_pc_it_is_as_if_it_were_not_there(tmp_path: Path, windows: Callable[[], None]) -> None:
    paired.write(tmp_path, SERVER)
    windows()
    assert paired.read(tmp_path) is None


def test_locked_on_windows_it_opens_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_LOCK", _turned)
    paired.write(tmp_path, SERVER)
    monkeypatch.setattr(vault, "_LOCK", None)
    monkeypatch.setattr(vault, "_UNLOCK", None)
    assert paired.read(tmp_path) is None


def test_what_an_older_version_wrote_is_read_and_locked_when_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "_LOCK", None)
    paired.write(tmp_path, SERVER)
    monkeypatch.setattr(vault, "_LOCK", _turned)
    monkeypatch.setattr(vault, "_UNLOCK", _turned)
    assert paired.read(tmp_path) == SERVER
    paired.write(tmp_path, SERVER)
    assert (tmp_path / FILE).read_bytes().startswith(vault.MARK)


@pytest.mark.skipif(sys.platform != "win32", reason="DPAPI is there only")
def test_windows_locks_and_unlocks() -> None:
    assert KEY not in vault.locked(KEY)
    assert vault.unlocked(vault.locked(KEY)) == KEY


@pytest.mark.parametrize(
    "words", [["verify"], ["backup"], ["upgrade"], ["report", "accounts-roster", "--out", "a.pdf"]]
)
def test_a_pc_of_a_server_says_where_the_data_are_and_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    paired.write(tmp_path, SERVER)
    assert main([*words, "--data", str(tmp_path), "--lang", "en"]) == 1
    assert capsys.readouterr().err.startswith("This PC works with the data of 教导处电脑")
    assert not (tmp_path / DATABASE).exists()


def test_no_second_school_is_set_up_on_a_pc_of_a_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paired.write(tmp_path, SERVER)
    given = ["--school", "实验小学", "--name", "秦海", "--login", "admin"]
    assert main(["set-up", *given, "--data", str(tmp_path), "--lang", "en"]) == 1
    assert capsys.readouterr().err.startswith("This PC works with the data of 教导处电脑")
    assert not (tmp_path / DATABASE).exists()
