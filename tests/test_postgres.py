"""The tests' own PostgreSQL: fresh databases, quickly, and nothing left behind."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from tests import postgres as helper
from tests.postgres import NOT_FOUND, Cluster, find_binaries

BINARIES = find_binaries()
pytestmark = pytest.mark.skipif(BINARIES is None, reason=f"{NOT_FOUND}")

KILLED = """
import os
from tests.postgres import Cluster, find_binaries
cluster = Cluster(find_binaries())
cluster.start()
print(cluster.folder, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    assert BINARIES
    cluster = Cluster(BINARIES)
    cluster.start()
    yield cluster
    cluster.stop()
    assert not cluster.folder.exists()


def open_new(cluster: Cluster) -> Engine:
    return create_engine(cluster.fresh_url())


def names(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()


def test_each_database_is_its_own_and_empty_until_a_template_is_made(cluster: Cluster) -> None:
    one, two = open_new(cluster), open_new(cluster)
    with one.begin() as first, two.begin() as second:
        first.execute(text("CREATE TABLE sheet (day date)"))
        assert (names(first), names(second)) == (["sheet"], [])

    cluster.make_template(fill)
    three = open_new(cluster)
    with three.begin() as third:
        assert names(third) == ["fridge"]
    cluster.drop(three.url.render_as_string())
    for engine in (one, two, three):
        engine.dispose()


def fill(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE fridge (name text)"))
    engine.dispose()


def test_a_killed_test_run_leaves_no_server(tmp_path: Path) -> None:
    program = tmp_path / "killed.py"
    program.write_text(KILLED)
    command = [sys.executable, "-c", f"import runpy; runpy.run_path({str(program)!r})"]
    root = Path(helper.__file__).parents[1]
    out = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False).stdout
    folder = Path(out.strip())
    assert folder.name.startswith("desktop-admin-pg-")
    end = time.monotonic() + 20
    while folder.exists():
        assert time.monotonic() < end, "the server or its files are still there"
        time.sleep(0.05)


def test_a_missing_postgresql_is_said_loudly_at_the_end() -> None:
    said: list[str] = []
    reports = [SimpleNamespace(longrepr=("a.py", 1, f"Skipped: {NOT_FOUND}"))] * 3 + [SimpleNamespace(longrepr="other")]
    reporter: Any = SimpleNamespace(stats={"skipped": reports}, write_line=lambda line, **_: said.append(line))
    helper.pytest_terminal_summary(reporter)
    assert said == ["PostgreSQL: not found, 3 tests skipped"]
    reporter.stats = {}
    helper.pytest_terminal_summary(reporter)
    assert len(said) == 1
