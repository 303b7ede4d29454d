"""Why the system or a database refused something is told in the reader's language."""

import errno
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin import cli
from desktop_admin.core import i18n, paths
from desktop_admin.core.i18n import tr
from desktop_admin.core.reasons import BY_NUMBER, BY_SQLITE, reason
from desktop_admin.server.app import CannotListen, listening


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    i18n.use("zh_CN", paths.locale_folder())
    yield
    i18n.use("en", paths.locale_folder())


def test_every_reason_that_is_known_has_words_of_its_own() -> None:
    for message in (*BY_NUMBER.values(), *BY_SQLITE.values()):
        assert tr(message) != message
    assert tr(reason(OSError(errno.ENOSPC, "No space left on device"))) == "磁盘已满"
    assert reason(OSError(errno.EIO, "Input/output error")) == "Input/output error", "as the system says"
    assert reason(ValueError("of nobody's\nbusiness")) == "of nobody's"


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "127.0.0.1"])
def test_an_address_that_cannot_be_listened_at_is_told_with_its_reason(host: str) -> None:
    with listening("127.0.0.1", 0) as taken, pytest.raises(CannotListen) as told:
        listening(host, taken.getsockname()[1])
    words = {"203.0.113.7": "这台电脑没有这个地址", "no such host": "网络里没有这个名称的电脑"}
    assert f" 不能使用（{words.get(host, '被另一个程序占用')}）。" in str(told.value)


def test_what_sqlite_refuses_is_told_by_its_code(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error) as told:
        sqlite3.connect(f"{tmp_path.as_uri()}/nowhere?mode=ro", uri=True).close()
    assert tr(reason(told.value)) == "它的文件打不开"
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    assert tr(reason(full.value)) == "磁盘已满"


def test_a_database_that_does_not_run_is_told_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"postgresql+psycopg://user@127.0.0.1:{unused.getsockname()[1]}/x"
        assert cli.main(["--lang", "zh_CN", "--data", str(data), "verify", "--database", url]) == 1
    assert capsys.readouterr().err.startswith("数据库打不开（那里没有程序回应）。")
