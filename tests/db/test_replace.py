"""A database is written over another only where nobody has it open."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_admin.db.backup import open_file
from desktop_admin.db.engine import open_engine
from desktop_admin.db.replace import DatabaseInUse, overwrite, require_alone
from tests.postgres import Cluster


def test_overwriting_needs_a_file_that_nobody_has_open(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with closing(sqlite3.connect(tmp_path / name)) as made:
            made.execute("CREATE TABLE t (x)")
            made.execute("INSERT INTO t VALUES (?)", (name,))
            made.commit()
            made.execute("PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(tmp_path / "b")) as other:
        other.execute("SELECT * FROM t").fetchall()
        with pytest.raises(DatabaseInUse):
            overwrite(tmp_path / "a", tmp_path / "b")
        assert other.execute("SELECT x FROM t").fetchone() == ("b",)
    overwrite(tmp_path / "a", tmp_path / "b")
    with closing(open_file(tmp_path / "b")) as copy:
        assert copy.execute("SELECT x FROM t").fetchone() == ("a",)


def test_an_owner_who_is_no_superuser_sees_that_another_role_is_connected(postgres: Cluster) -> None:
    """PostgreSQL hides from them what the other process is doing, and even of what kind it is."""
    address = postgres.fresh_url()
    mine, theirs = open_engine(postgres.served(address)), open_engine(address)
    try:
        with mine.connect() as connection:
            require_alone(connection)
            connection.rollback()
            with theirs.connect() as other:
                other.exec_driver_sql("SELECT 1")
                with pytest.raises(DatabaseInUse):
                    require_alone(connection)
    finally:
        mine.dispose()
        theirs.dispose()
        postgres.drop(address)
