"""What lets a system share the database by itself: its files are well-formed, and say what the program understands."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import run
from desktop_admin.cli.words import parse

INSTALLER = Path(run.__file__).parent / "installer"
UNIT = INSTALLER / "linux" / "desktop-admin.service"
TASK = INSTALLER / "windows" / "share-at-startup.ps1"
EXPOSURE = 20  # tenths of what systemd counts, from 0 to 100
FILES = (UNIT, TASK, INSTALLER / "linux" / "README.md", INSTALLER / "windows" / "README.md")

_COMMAND = re.compile(r"-m desktop_admin (.+?)[`\n]")


def commands(file: Path) -> list[list[str]]:
    """PowerShell's own words stand for something: a path, a port."""
    text = file.read_text("utf-8").replace('`"', '"').replace("$Port", "8443").replace("$Data", "C:/Data")
    found = (command.replace("\\", "/") for command in _COMMAND.findall(text + "\n"))
    return [shlex.split(command.removesuffix('"') if command.count('"') % 2 else command) for command in found]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_command_is_one_the_program_takes(file: Path) -> None:
    found = commands(file)
    assert found
    for words in found:
        parsed = parse(words)
        assert parsed.data is not None, "never the data of whoever runs it"
        if words[0] == "serve":
            assert parsed.no_code, "a code does not belong into the system's log"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="a system without systemd")
def test_systemd_understands_the_unit_and_finds_it_well_shut_in(tmp_path: Path) -> None:
    there = tmp_path / UNIT.name
    there.write_text(UNIT.read_text("utf-8").replace("/opt/desktop-admin/.venv/bin/python", sys.executable), "utf-8")
    for check in (["verify"], ["security", "--offline=true", f"--threshold={EXPOSURE}"]):
        done = subprocess.run(["systemd-analyze", *check, there], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert check != ["verify"] or not done.stderr, done.stderr
