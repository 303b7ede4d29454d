"""An empty database is made ready, an older one brought up to date: whole or not at all, and never without a copy."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from desktop_admin.core.keys import Keys
from desktop_admin.db import backup, guards, migrations, search
from desktop_admin.db.backup import CannotCopy, copy_sqlite
from desktop_admin.db.engine import open_engine
from desktop_admin.db.migrations import new
from desktop_admin.db.migrations.compare import OPTIONS
from desktop_admin.db.migrations.run import migrate
from desktop_admin.db.schema import NewerSchema, UnknownSchema, UpgradeFailed, revision, upgrade
from desktop_admin.db.verify import verify
from desktop_admin.models.base import Base
from tests.conftest import House
from tests.postgres import find_binaries

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*expression-based index"),  # SQLite's are compared by their text
    pytest.mark.as_owner,
]

REVISION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{number}", "{before}"
restates = {restates}


def upgrade() -> None:
    {body}
"""


@pytest.fixture(autouse=True)
def programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pg_dump that belongs to the tests' server: an older one refuses a newer server."""
    if binaries := find_binaries():
        monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'data 数据.sqlite'}"
    else:
        cluster = request.getfixturevalue("postgres")
        address = cluster.fresh_url()
        engine = open_engine(address)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    engine = open_engine(address)
    yield engine
    engine.dispose()
    if request.param == "postgresql":
        cluster.drop(address)


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Adds a revision to the program's: later("op.add_column(...)")."""
    folder = tmp_path / "later 100%"
    shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))

    def add(body: str, restates: tuple[str, ...] = ()) -> str:
        monkeypatch.setattr(migrations, "FOLDER", folder)
        before = migrations.known()[-1]
        number = f"{int(before) + 1:04}"
        written = REVISION.format(number=number, before=before, body=body, restates=restates)
        (folder / "versions" / f"r{number}_later.py").write_text(written, "utf-8")
        return number

    return add


def columns(engine: Engine, table: str) -> set[str]:
    return {column["name"] for column in inspect(engine).get_columns(table)}


def version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return revision(connection)


def shape(engine: Engine) -> dict[str, tuple[object, ...]]:
    """Every table with its columns, keys and indexes, as the database itself tells them."""
    found = inspect(engine)
    return {
        table: (
            sorted((each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns(table)),
            found.get_pk_constraint(table)["constrained_columns"],
            sorted(
                (tuple(each["constrained_columns"]), each["referred_table"]) for each in found.get_foreign_keys(table)
            ),
            sorted(tuple(each["column_names"]) for each in found.get_unique_constraints(table)),
            sorted((str(each["name"]), tuple(each["column_names"])) for each in found.get_indexes(table)),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    } | {"": _indexes(engine)}


def _indexes(engine: Engine) -> tuple[object, ...]:
    """Those over expressions, too, of which SQLAlchemy tells nothing on SQLite."""
    if engine.dialect.name != "sqlite":
        return ()
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
        return tuple(sorted(row.sql for row in rows))


def test_the_revisions_lead_to_what_the_models_say(empty: Engine) -> None:
    with empty.begin() as connection:
        migrate(connection)
        context = MigrationContext.configure(connection, opts=OPTIONS)
        assert compare_metadata(context, Base.metadata) == []
        assert guards.missing(connection) == []
        there = set(inspect(connection).get_table_names())
    assert {search.PREFIX + model.__tablename__ for model in search.models()} <= there
    migrated = shape(empty)
    with empty.begin() as connection:
        for table in there:
            cascade = "" if connection.dialect.name == "sqlite" else " CASCADE"
            if not table.endswith(("_data", "_idx", "_config", "_docsize", "_content")):
                connection.execute(text(f'DROP TABLE "{table}"{cascade}'))
    assert upgrade(empty) is None
    assert shape(empty) == migrated
    with empty.connect() as connection:
        assert guards.missing(connection) == []


def test_an_empty_database_is_ready_and_stays_so(empty: Engine) -> None:
    assert upgrade(empty) is None
    assert version(empty) == migrations.known()[-1]
    assert upgrade(empty) is None


def test_several_programs_may_start_at_once_on_an_empty_database(empty: Engine) -> None:
    engines = [open_engine(empty.url.render_as_string(hide_password=False)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(upgrade, engines))
    for engine in engines:
        assert version(engine) == migrations.known()[-1]
        engine.dispose()


def test_an_older_database_is_upgraded_after_a_copy(house: House, later: Callable[..., str]) -> None:
    engine = house.premises.backstage.database.engine
    number = later('op.add_column("school", sa.Column("motto", sa.String(60)))')
    copy = upgrade(engine, house.folder)
    assert copy is not None
    assert copy.exists()
    assert "motto" in columns(engine, "school")
    assert version(engine) == number
    assert house.premises.school() == "实验小学"
    if engine.dialect.name == "sqlite":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600 or os.name == "nt"
        with closing(sqlite3.connect(copy)) as old:
            assert "motto" not in {row[1] for row in old.execute("PRAGMA table_info(school)")}
            assert old.execute("SELECT name FROM school").fetchone() == ("实验小学",)
    assert upgrade(engine, house.folder) is None


def test_rebuilding_an_audited_table_keeps_its_rows_its_triggers_and_the_trail_sound(
    house: House, later: Callable[..., str]
) -> None:
    backstage = house.premises.backstage
    rebuild = "always" if house.url.startswith("sqlite") else "never"  # PostgreSQL need not
    batch = f'with op.batch_alter_table("audit_entry", recreate="{rebuild}") as batch:'
    later(f'{batch}\n        batch.add_column(sa.Column("x", sa.Text))')
    upgrade(backstage.database.engine, house.folder)
    report = verify(backstage.database, backstage.keys, house.folder)
    assert report.clean, report.findings


def test_values_that_a_revision_changes_are_told_anew(house: House, later: Callable[..., str]) -> None:
    backstage = house.premises.backstage
    later("op.execute(\"UPDATE school SET phone = '010'\")", restates=("school",))
    upgrade(backstage.database.engine, house.folder)
    report = verify(backstage.database, backstage.keys, house.folder)
    assert report.clean, report.findings


def test_values_changed_by_a_revision_that_does_not_say_so_are_named(house: House, later: Callable[..., str]) -> None:
    backstage = house.premises.backstage
    later("op.execute(\"UPDATE school SET phone = '010'\")")
    upgrade(backstage.database.engine, house.folder)
    assert not verify(backstage.database, backstage.keys, house.folder).clean


def test_a_revision_that_fails_leaves_everything_as_it_was(house: House, later: Callable[..., str]) -> None:
    engine = house.premises.backstage.database.engine
    before = shape(engine), version(engine)
    later('op.add_column("school", sa.Column("motto", sa.String(60)))')
    later('op.add_column("school", sa.Column("song", sa.String(60)))\n    raise ValueError("no such song")')
    with pytest.raises(UpgradeFailed, match="no such song"):
        upgrade(engine, house.folder)
    assert (shape(engine), before[1]) == before
    assert house.premises.school() == "实验小学"
    with engine.connect() as connection:
        assert guards.missing(connection) == []


def test_two_programs_that_upgrade_at_once_run_each_revision_once(house: House, later: Callable[..., str]) -> None:
    later('op.add_column("school", sa.Column("motto", sa.String(60)))')
    engines = [open_engine(house.url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        copies = list(pool.map(lambda engine: upgrade(engine, house.folder), engines))
    assert len([copy for copy in copies if copy]) == 1
    for engine in engines:
        engine.dispose()


def test_a_newer_database_is_refused_and_both_versions_are_named(house: House) -> None:
    engine = house.premises.backstage.database.engine
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerSchema, match=f"9999.*{migrations.known()[-1]}"):
        upgrade(engine, house.folder)


def test_a_database_without_its_version_is_refused(house: House) -> None:
    engine = house.premises.backstage.database.engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(UnknownSchema):
        upgrade(engine, house.folder)


def test_without_a_copy_nothing_is_upgraded(
    house: House, later: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = house.premises.backstage.database.engine
    number = later('op.add_column("school", sa.Column("motto", sa.String(60)))')

    def full(*_: object, **__: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "copy_sqlite", full)
    monkeypatch.setattr(backup, "dump_postgresql", full)
    with pytest.raises(CannotCopy, match="the disk is full"):
        upgrade(engine, house.folder)
    assert "motto" not in columns(engine, "school")
    upgrade(engine, house.folder, uncopied=True)
    assert version(engine) == number


def test_without_pg_dump_a_server_is_upgraded_only_when_told(
    house: House, later: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if house.url.startswith("sqlite"):
        pytest.skip("SQLite copies itself")
    later('op.add_column("school", sa.Column("motto", sa.String(60)))')
    monkeypatch.setenv("PATH", "")
    engine = house.premises.backstage.database.engine
    with pytest.raises(CannotCopy, match="pg_dump"):
        upgrade(engine, house.folder)
    with pytest.raises(CannotCopy):
        upgrade(engine)
    assert upgrade(engine, uncopied=True) is None


def test_a_damaged_database_has_no_good_copy(tmp_path: Path) -> None:
    source = tmp_path / "data.sqlite"
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("CREATE TABLE audit_entry (id INTEGER PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO audit_entry (text) VALUES (?)", [("x" * 500,)] * 200)
        connection.commit()
    data = bytearray(source.read_bytes())
    data[4096 * 3 : 4096 * 4] = os.urandom(4096)
    source.write_bytes(data)
    with pytest.raises(sqlite3.DatabaseError):
        copy_sqlite(source, tmp_path / "copy")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data.sqlite"]


def test_an_older_copy_is_never_overwritten(house: House, later: Callable[..., str]) -> None:
    engine = house.premises.backstage.database.engine
    later("raise ValueError")
    for _ in range(2):
        with pytest.raises(UpgradeFailed):
            upgrade(engine, house.folder)
    assert len(list(house.folder.glob("*before-upgrade-from-*"))) == 2


def test_the_developers_command_finds_nothing_to_write_for_the_models_of_today(later: Callable[..., str]) -> None:
    later("pass")
    file = new.write("Nothing new")
    assert file.name.endswith("_nothing_new.py")
    assert file.read_text("utf-8").rstrip().endswith("pass")


def test_starting_does_not_load_alembic(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from desktop_admin.app.premises import open_premises;"
        "open_premises(Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, cwd=Path(__file__).parents[2])
    assert Keys.of(tmp_path)
