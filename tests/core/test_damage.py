"""What the folder of the data may look like when the program starts, and what the command line says to it."""

import logging
import shutil
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event, insert
from sqlalchemy.exc import IntegrityError, OperationalError

from desktop_admin import cli
from desktop_admin.api.accounts import AccountKind, AccountStatus, ListAccounts
from desktop_admin.api.school import SetUpSchool
from desktop_admin.app import log
from desktop_admin.app.premises import DATABASE, DatabaseUnusable, local_door, open_premises
from desktop_admin.core import i18n, keys, paths
from desktop_admin.core.errors import NotStored
from desktop_admin.core.keys import BadKey, Keys
from desktop_admin.core.settings import FILE, Settings
from desktop_admin.db import seals
from desktop_admin.models.accounts import Account
from tests.conftest import PASSWORD, QUICK, House
from tests.services.accounts.makers import created

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """The command line chooses the language of its process."""
    yield
    i18n.use("en", paths.locale_folder())


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """The database in the folder."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    """The exit status of the command line, and the lines on stderr."""
    status = cli.main(words)
    return status, capsys.readouterr().err.splitlines()


@pytest.mark.parametrize("command", ["verify", "report"])
def test_a_folder_typed_wrong_gets_no_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    rest = ["accounts-roster", "--out", str(tmp_path / "a.pdf")] if command == "report" else []
    status, lines = said(capsys, "--lang", "en", "--data", str(tmp_path / "typo"), command, *rest)
    assert status == 1
    assert [line.partition(" in ")[0] for line in lines] == ["There is no school"]
    assert not (tmp_path / "typo" / DATABASE).exists()


def test_a_data_folder_that_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    status, [line] = said(capsys, "--lang", "zh_CN", "--data", str(tmp_path / "file"), "verify")
    assert (status, "不能用作数据文件夹" in line) == (1, True)


@posix
def test_the_data_folder_is_nobody_elses_to_look_into(tmp_path: Path) -> None:
    assert paths.data_folder(tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_report_beneath_a_file_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], house: House, tmp_path: Path
) -> None:
    out = tmp_path / DATABASE / "a.pdf"
    status, [line] = said(capsys, "--data", str(house.folder), "report", "accounts-roster", "--out", str(out))
    assert (status, "a.pdf" in line) == (1, True)


def test_a_key_of_the_wrong_length_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    for content in (b"", b"x" * 31, b"x" * 33):
        (tmp_path / keys.FILE).write_bytes(content)
        with pytest.raises(BadKey):
            Keys.of(tmp_path)
        with pytest.raises(BadKey):
            open_premises(tmp_path, hasher=QUICK)
        assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(keys.FILE, content)]


def test_two_programs_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(40):
            folder = tmp_path / str(number)
            folder.mkdir()
            made = [each.key("x") for each in pool.map(Keys.of, [folder] * 8)]
            assert len(set(made)) == 1
            assert [file.name for file in folder.iterdir()] == [keys.FILE]


@pytest.mark.parametrize(
    "content", ['{"scheme": "pink", "login": "a"}', '{"scheme": "' + "x" * 9999 + '", "login": "a"}']
)
def test_a_look_that_does_not_exist_is_as_if_never_set(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, "utf-8")
    assert Settings.load(tmp_path) == Settings(login="a")


def test_settings_nested_too_deep_are_as_if_never_set(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[" * 200_000, "utf-8")
    assert Settings.load(tmp_path) == Settings()


@pytest.mark.parametrize("content", [b"no database at all" * 99, b"SQLite format 3\0" + b"\xff" * 8192])
def test_a_file_that_is_no_database_is_refused_and_stays_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(DatabaseUnusable):
        open_premises(tmp_path, hasher=QUICK)
    status, lines = said(capsys, "--data", str(tmp_path), "verify")
    assert (status, len(lines)) == (1, 1)
    assert (tmp_path / DATABASE).read_bytes() == content


def test_what_a_full_disk_does_not_take_is_told_so_and_not_half_written(house: House) -> None:
    desk = house.sign_in()
    engine = house.premises.backstage.database.engine

    def fail(_connection: object, statement: object, *_: object) -> None:
        if "INSERT INTO audit_entry" in str(statement):
            raise OperationalError("", None, Exception("database or disk is full"))

    event.listen(engine, "before_execute", fail)
    with pytest.raises(NotStored, match="disk is full"):
        created(desk, "韩雨桐")
    event.remove(engine, "before_execute", fail)
    assert [row.name for row in desk.ask(ListAccounts()).rows] == ["秦海"]
    created(desk, "韩雨桐")


def test_what_is_stored_is_not_refused_because_its_seal_cannot_be_remembered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(seals.Remembered, "save", full)
    monkeypatch.setattr(seals, "EVERY", 1)
    desk = house.sign_in()
    assert created(desk, "韩雨桐").name == "韩雨桐"


def test_settings_that_cannot_be_kept_keep_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    Settings(login="a").save(tmp_path)
    Settings(login="\ud800").save(tmp_path / "gone")
    assert Settings.load(tmp_path) == Settings()


def take_the_name_twice(house: House, name: str) -> None:
    """What the database refuses is logged as a failed request is."""
    engine = house.premises.backstage.database.engine
    row = {"key": UUID(int=5), "login": "admin", "name": name, "school_id": house.school_id, "version": 1}
    statement = insert(Account).values(**row, kind=AccountKind.STAFF, status=AccountStatus.NEW)
    try:
        with engine.begin() as connection:
            connection.execute(statement, execution_options={"recorded": True})
    except IntegrityError:
        logging.getLogger("x").exception("a request failed")


def test_what_goes_wrong_is_written_down_without_what_was_to_be_stored(house: House, tmp_path: Path) -> None:
    before, usual = sys.excepthook, threading.excepthook
    handler = log.keep(tmp_path)
    try:
        sys.excepthook(ValueError, ValueError("in a slot"), None)
        threading.excepthook(threading.ExceptHookArgs((KeyError, KeyError("on a thread"), None, None)))
        take_the_name_twice(house, "13812345206")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
        sys.excepthook, threading.excepthook = before, usual
    told = (tmp_path / log.FILE).read_text("utf-8")
    assert "in a slot" in told
    assert "on a thread" in told
    assert "UNIQUE constraint failed" in told
    assert "13812345206" not in told


def test_a_lost_key_is_told_instead_of_another_made_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    premises = open_premises(tmp_path, hasher=QUICK)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    premises.close()  # which seals what was written
    kept = (tmp_path / keys.FILE).read_bytes()
    (tmp_path / keys.FILE).unlink()
    assert cli.main(["--lang", "en", "verify", "--data", str(tmp_path)]) == 1
    assert "master.key is missing" in capsys.readouterr().err
    with pytest.raises(keys.KeyMissing):
        local_door(tmp_path)
    assert not (tmp_path / keys.FILE).exists()
    (tmp_path / keys.FILE).write_bytes(kept)
    assert cli.main(["verify", "--data", str(tmp_path)]) == 0
    (tmp_path / keys.FILE).unlink()
    assert cli.main(["new-key", "--data", str(tmp_path)]) == 0
    assert cli.main(["--lang", "en", "verify", "--data", str(tmp_path)]) == 1
    assert "Seal 1" in capsys.readouterr().err
    assert cli.main(["--lang", "en", "new-key", "--data", str(tmp_path)]) == 0
    assert "There is a key already" in capsys.readouterr().out
    local_door(tmp_path).close()


def test_no_key_is_made_where_none_is_lost_or_somebody_is_at_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--lang", "en", "new-key", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path} holds no data yet, so no key of theirs is lost")
    assert list(tmp_path.iterdir()) == []
    premises = open_premises(tmp_path, hasher=QUICK)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    (tmp_path / keys.FILE).unlink()
    assert cli.main(["--lang", "en", "new-key", "--data", str(tmp_path)]) == 1
    assert "Another program has this database open" in capsys.readouterr().err
    assert not (tmp_path / keys.FILE).exists()
    premises.close()
    (tmp_path / keys.FILE).write_bytes(b"half a key")
    assert cli.main(["--lang", "en", "new-key", "--data", str(tmp_path)]) == 1
    assert "move the file away and run: desktop-admin new-key" in capsys.readouterr().err


def test_a_replaced_key_is_told_at_the_start_and_taken_only_when_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    premises = open_premises(tmp_path, hasher=QUICK)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    premises.close()
    kept, file = (tmp_path / keys.FILE).read_bytes(), tmp_path / keys.FILE
    file.write_bytes(b"x" * len(kept))
    with pytest.raises(keys.KeyReplaced, match="was replaced"):
        local_door(tmp_path)
    assert cli.main(["--lang", "en", "serve", "--data", str(tmp_path)]) == 1
    assert "was replaced" in capsys.readouterr().err
    file.write_bytes(kept)
    local_door(tmp_path).close()
    file.write_bytes(b"x" * len(kept))
    assert cli.main(["--lang", "en", "new-key", "--data", str(tmp_path)]) == 0
    assert "is taken from now on" in capsys.readouterr().out
    local_door(tmp_path).close()
    assert cli.main(["--lang", "en", "verify", "--data", str(tmp_path)]) == 1
