"""A copy is of one moment, and has its name only when it has been found good."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_admin.db import backup
from desktop_admin.db.backup import copy_sqlite, open_file


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "data.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE audit_entry (id INTEGER PRIMARY KEY, text TEXT)")
        made.execute("INSERT INTO audit_entry (text) VALUES ('first')")
        made.commit()
    return file


def rows(file: Path) -> int:
    with closing(open_file(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM audit_entry").fetchone()[0])


def test_what_is_written_while_it_is_copied_is_in_the_next_copy(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, written = backup._counts, list[int]()

    def counts(connection: sqlite3.Connection) -> list[int]:
        found = known(connection)
        if not written:
            written.append(1)
            with closing(sqlite3.connect(source)) as other, other:
                other.execute("INSERT INTO audit_entry (text) VALUES ('second')")
        return found

    monkeypatch.setattr(backup, "_counts", counts)
    copy_sqlite(source, tmp_path / "copy")
    assert (rows(source), rows(tmp_path / "copy")) == (2, 1)
    copy_sqlite(source, tmp_path / "next")
    assert rows(tmp_path / "next") == 2
