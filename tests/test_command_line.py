"""The command line for whoever mistypes: one sentence in their language, with what to do; 2 for wrong usage."""

import getpass
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest

from desktop_admin import cli
from desktop_admin.api.backup import BackupKind
from desktop_admin.app import demo
from desktop_admin.app.premises import DATABASE, open_premises
from desktop_admin.cli.usage import wrapped
from desktop_admin.core import i18n, keys, operator
from desktop_admin.services.backup import make, restore

CHINESE = re.compile("[\u4e00-\u9fff]")
PROGRAM = [sys.executable, "-m", "desktop_admin"]


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKTOP_ADMIN_DATA", str(tmp_path / "data"))


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "DESKTOP_ADMIN_DATA": str(tmp_path / "data"), "PYTHONIOENCODING": "utf-8", **more}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("frobnicate", "没有命令“frobnicate”。全部命令：desktop-admin --help"),
        ("backpu", "没有命令“backpu”，是不是“backup”？全部命令：desktop-admin --help"),
        ("--data x backpu", "没有命令“backpu”，是不是“backup”？全部命令：desktop-admin --help"),
        ("report", "缺少 NAME, --out。写法：desktop-admin report --help"),
        ("report canteen-daily --out", "--out 后面缺少内容。写法：desktop-admin report --help"),
        (
            "report canteen-daily --out x.pdf --date 20.11.2026",
            "“20.11.2026”不是日期。按年、月、日写，例如 2026-11-20。",
        ),
        ("verify now", "不能写“now”。写法：desktop-admin verify --help"),
        ("--fast", "不能写“--fast”。写法：desktop-admin --help"),
        ("backup --lis", "不能写“--lis”。写法：desktop-admin backup --help"),
        ("backup --list --test x", "--test 和 --list 不能同时用。写法：desktop-admin backup --help"),
        ("backup --list=yes", "--list 后面不能有内容。写法：desktop-admin backup --help"),
        ("clock --reason battery", "缺少 --accept。写法：desktop-admin clock --help"),
        ("--lang de", "没有“de”这种语言。可选：zh_CN, en"),
        ("--data", "--data 后面缺少内容。写法：desktop-admin --help"),
    ],
)
def test_wrong_usage_is_one_sentence_in_the_users_language_and_leaves_no_trace(
    words: str, sentence: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert cli.main(words.split()) == 2
    assert capsys.readouterr() == ("", sentence + "\n")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert cli.main(words.split()) == 2
    assert not CHINESE.search(capsys.readouterr().err)


@pytest.mark.parametrize(
    "words",
    [
        ["restore", "20261120-020000", "--database", ""],
        ["backup", "--to", " "],
        ["verify", "--data", ""],
        ["pcs", "--remove", ""],
        ["restore", ""],
    ],
)
def test_a_variable_of_a_script_that_is_not_set_does_not_mean_the_default(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--lang", "en", *words]) == 2
    assert capsys.readouterr().err.startswith("Empty quotation marks name nothing.")


@pytest.mark.parametrize("command", ["", "serve", "backup", "restore", "import", "set-up", "report", "clock"])
def test_help_is_in_chinese_to_its_last_word(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--lang", "zh_CN", *command.split(), "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：desktop-admin")
    # what remains: names of commands, of options, of what they take, and of files
    left = re.findall(r"(?<![\w/.-])[a-z]{2,}(?![\w.(（-])", said)
    known = {"pdf", "xlsx", "key", "master", "en", "zh_", *re.findall(r"^    ([a-z-]+) ", said, re.MULTILINE)}
    assert set(left) - known - {"reports", "report", "serve", "import", "backup", "restore", "clock"} == set()


def test_help_keeps_within_the_width_of_the_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    with pytest.raises(SystemExit):
        cli.main(["--lang", "zh_CN", "--help"])
    columns = [
        sum(2 if east_asian_width(c) in "FWA" else 1 for c in line) for line in capsys.readouterr().out.split("\n")
    ]
    assert max(columns) <= 60
    assert wrapped("只列出，不做备份。", 8) == ["只列出，", "不做备", "份。"], "no line begins with a stop"
    assert wrapped("a postgresql b", 6) == ["a", "postgresql", "b"]


def test_a_console_without_chinese_shows_signs_and_does_not_end(tmp_path: Path) -> None:
    command = [*PROGRAM, "--lang", "zh_CN", "reports"]
    done = subprocess.run(
        command, env=environment(tmp_path, PYTHONIOENCODING="ascii"), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"canteen-daily            \\u6bcf" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and full disks as Linux has them")
def test_a_reader_that_goes_and_a_full_disk_are_no_mistake_of_the_program(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    env = environment(tmp_path)
    gone = subprocess.run([*PROGRAM, "reports"], env=env, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (gone.returncode, gone.stderr) == (1, b"")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "--lang", "en", "reports"], env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert "cannot be written (the disk is full)" in done.stderr
    assert not (tmp_path / "data" / "desktop.log").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C as Linux has it")
def test_ctrl_c_at_the_password_is_one_sentence(tmp_path: Path) -> None:
    words = ["--lang", "en", "set-up", "--school", "a", "--name", "b", "--login", "admin"]
    asked = subprocess.Popen(
        [*PROGRAM, *words], env=environment(tmp_path), stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "data" / "data.sqlite").exists():
        assert asked.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)
    while asked.poll() is None:  # Python itself loses one that comes while it cleans something up
        asked.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            asked.wait(2)
    _, said = asked.communicate(timeout=30)
    assert (asked.returncode, said) == (130, "Stopped. What was not finished is as it was before.\n")


def test_nobody_without_a_home_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def homeless(_path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("DESKTOP_ADMIN_DATA")
    monkeypatch.setattr(Path, "expanduser", homeless)
    for words in (["reports"], ["frob"]):
        assert cli.main(["--lang", "en", *words]) == 1
        assert "cannot be used as the data folder (Could not determine" in capsys.readouterr().err


def test_the_language_of_this_pc_is_that_of_its_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.json").write_text('{"language": "en"}', "utf-8")
    assert cli.main(["frob"]) == 2
    assert capsys.readouterr().err.startswith("There is no command")
    assert i18n.language() == "en"


EVERYTHING = """
import pkgutil
from importlib import import_module
import desktop_admin
for module in pkgutil.walk_packages(desktop_admin.__path__, "desktop_admin."):
    if "__main__" not in module.name and ".migrations." not in module.name:
        import_module(module.name)
"""


def test_every_refusal_has_a_name_of_its_own_whatever_a_command_loads_beside_it() -> None:
    done = subprocess.run([sys.executable, "-c", EVERYTHING], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# Wrong paths, and folders that nobody may look into


def closed(usual: Callable[..., Any], name: str) -> Callable[..., Any]:
    """As usual, but for whatever has this name."""

    def use(path: Path, *given: Any, **more: Any) -> Any:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return usual(path, *given, **more)

    return use


def said(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """The one sentence of a refusal."""
    assert cli.main(["--lang", "en", *map(str, words)]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1), out + err
    return err


@pytest.mark.parametrize("command", ["verify", "serve", "pcs", "backup", "upgrade", "clock"])
def test_a_mistyped_path_of_a_database_makes_none(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    wrong = tmp_path / "mistyped.sqlite"
    assert f"There is no file {wrong}." in said(capsys, command, "--data", data, "--database", f"sqlite:///{wrong}")
    assert not wrong.exists()


def test_where_no_pc_is_paired_it_is_said_and_how_one_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", "en", "pcs", "--data", str(data)]) == 0
    assert capsys.readouterr() == ("No PC is paired yet. Make a code with --code.\n", "")


def test_what_nobody_may_read_is_told_as_that(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_: False)
        assert "cannot be used as the data folder (no right to it)" in said(capsys, "verify", "--data", data)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", closed(Path.read_bytes, keys.FILE))
        assert f"{data / keys.FILE} cannot be read (no right to it)" in said(capsys, "verify", "--data", data)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", closed(Path.iterdir, "backups"))
        assert "backups cannot hold backups (no right to it)" in said(capsys, "backup", "--list", "--data", data)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_file", closed(Path.is_file, "manifest.json"))
        patch.setattr(Path, "open", closed(Path.open, "manifest.json"))
        sentence = said(capsys, "restore", tmp_path, "--data", data)
        assert "manifest.json in the backup" in sentence
        assert "cannot be read (no right to it)" in sentence
    assert said(capsys, "screenshots", "/proc/nowhere", "--data", data).startswith("light could not be written")


def test_a_database_that_nobody_may_open_is_not_taken_for_a_damaged_one(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A damaged one is put aside, and the backup takes its place without one of what was there."""
    premises = open_premises(data)
    backup = make.make(premises.backstage, BackupKind.BY_HAND, "x")
    premises.close()
    (data / DATABASE).rename(data / "kept")
    (data / DATABASE).mkdir()  # which no rights open either
    assert "could not be restored (its file cannot be opened)" in said(capsys, "restore", backup.path, "--data", data)
    assert (data / DATABASE).is_dir()
    assert restore.find(data, backup.path.name).path == backup.path


def test_a_template_is_not_written_over_somebodys_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "学员.xlsx"
    file.write_bytes(b"rows")
    assert "is there already, and may hold rows" in said(capsys, "import", "participants", file, "--template")
    assert file.read_bytes() == b"rows"


def test_a_new_demo_takes_the_place_of_the_last_one_and_of_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make_quickly(folder: Path, _now: datetime) -> ExitStack:
        made.append(folder)
        return ExitStack()

    monkeypatch.setattr(demo, "make", make_quickly)
    (tmp_path / "thesis.docx").write_text("somebody's")
    (tmp_path / "photos").mkdir()
    (tmp_path / "20260901").mkdir()
    folder = demo.prepare(tmp_path)
    assert made == [folder]
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(["photos", "thesis.docx", folder.name])
    assert demo.prepare(tmp_path) == folder
    assert len(made) == 1, "it is there already"


def test_who_has_no_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert operator.operator() in {str(os.getuid()) if hasattr(os, "getuid") else "?"}


def test_what_goes_wrong_beside_a_command_is_in_the_log_and_not_between_its_lines(tmp_path: Path) -> None:
    program = (
        "import logging, sys; from desktop_admin import cli; from desktop_admin.cli import commands\n"
        "commands.reports = lambda *_: logging.getLogger('x').warning('old answers') or 0\n"
        "sys.exit(cli.main(['reports']))"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment(tmp_path), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "WARNING x old answers" in (tmp_path / "data" / "desktop.log").read_text("utf-8")
