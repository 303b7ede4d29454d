"""What opening a database does to the folder it lies in."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from desktop_admin.db.engine import open_engine


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights, and the folder's hold")
def test_a_new_database_and_its_journal_are_their_owners_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    engine = open_engine(f"sqlite:///{tmp_path / 'data.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE word (said TEXT)"))
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    engine.dispose()
