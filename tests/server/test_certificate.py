"""A server whose certificate or key is lost or damaged is no other server: it says so, and makes no other one."""

import re
from pathlib import Path

import pytest

from desktop_admin import cli
from desktop_admin.core.clock import SystemClock
from desktop_admin.server import tls

FILES = (tls.PUBLIC, tls.PRIVATE)


def refused(data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    before = contents(data)
    code = cli.main(["--lang", "en", "--data", str(data), "serve", "--listen", "127.0.0.1:0", "--no-code"])
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (1, "", 1)
    assert contents(data) == before, "nothing else was put in its place"
    return said.err


def contents(data: Path) -> list[bytes | None]:
    return [(data / name).read_bytes() if (data / name).exists() else None for name in FILES]


def test_at_the_first_start_both_are_made_and_from_then_on_they_stay(tmp_path: Path) -> None:
    first = tls.certificate(tmp_path, SystemClock())
    assert tls.certificate(tmp_path, SystemClock()) == first


@pytest.mark.parametrize(("lost", "other"), [FILES, FILES[::-1]])
def test_the_one_that_is_lost_is_named_and_where_it_is_had(
    data: Path, lost: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tls.certificate(data, SystemClock())
    (data / lost).unlink()
    said = refused(data, capsys)
    assert re.search(rf"{lost} is missing, and \S+ \S+{other} is there: .* from the last backup", said)
    assert "every PC has to be paired anew" in said


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("garbage", [b"garbage\n", b"", "校".encode(), b"half"])
def test_the_one_that_is_damaged_is_named(
    data: Path, name: str, garbage: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    tls.certificate(data, SystemClock())
    whole = (data / name).read_bytes()
    (data / name).write_bytes(whole[: len(whole) // 2] if garbage == b"half" else garbage)
    said = refused(data, capsys)
    assert f"{name} is not a certificate or key as this program made it" in said
    assert "Restore both from the last backup" in said


def test_a_certificate_and_the_key_of_another_are_told_as_that(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (data, tmp_path):
        tls.certificate(folder, SystemClock())
    (tmp_path / tls.PRIVATE).replace(data / tls.PRIVATE)
    assert "does not fit" in refused(data, capsys)
