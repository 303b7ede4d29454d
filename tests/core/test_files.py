"""A file is written whole or not at all."""

import os
import stat
import sys
from pathlib import Path

import pytest

from desktop_admin.core.files import write_whole


def test_a_file_takes_the_place_of_the_one_before_and_is_its_owners(tmp_path: Path) -> None:
    file = tmp_path / "server.json"
    file.write_bytes(b"before")
    write_whole(file, b"now")
    assert file.read_bytes() == b"now"
    assert list(tmp_path.iterdir()) == [file]
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_a_full_disk_does_not_take_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "server.json"
    file.write_bytes(b"before")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, b"now")
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]
