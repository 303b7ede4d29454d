"""On PostgreSQL the role that serves fills the tables; it makes none, and never touches what the trail says."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from desktop_admin.api.school import EditSchool, ReadSchool, SetUpSchool
from desktop_admin.app import database
from desktop_admin.db import roles
from desktop_admin.db.engine import open_engine
from desktop_admin.db.schema import upgrade
from desktop_admin.db.verify import verify
from tests.conftest import PASSWORD, House
from tests.migrations.test_upgrade import later, programs_of_the_server
from tests.postgres import EMPTY, RUNTIME, Cluster

__all__ = ["later", "programs_of_the_server"]

INSUFFICIENT_PRIVILEGE = "42501"
on_postgresql = pytest.mark.parametrize("url", ["postgresql"], indirect=True)

FORBIDDEN = (
    "UPDATE audit_entry SET account_name = 'x'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry CASCADE",
    "SELECT * FROM audit_entry FOR UPDATE",
    "UPDATE audit_subject SET entry_id = entry_id",
    "DELETE FROM audit_subject",
    "TRUNCATE audit_subject",
    "UPDATE audit_seal SET entries = 0",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
    "DELETE FROM audit_stream",
    "TRUNCATE audit_stream",
    "UPDATE command_log SET result = NULL",
    "UPDATE alembic_version SET version_num = '0000'",
    "DROP TRIGGER audit_entry_no_update ON audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE audit_entry DROP COLUMN hash",
    "ALTER TABLE audit_entry RENAME TO other",
    "ALTER TABLE audit_stream OWNER TO CURRENT_USER",
    "DROP TABLE audit_seal",
    "CREATE RULE quiet AS ON INSERT TO audit_entry DO INSTEAD NOTHING",
    "CREATE TRIGGER quiet BEFORE INSERT ON audit_entry EXECUTE FUNCTION audit_trail_is_fixed()",
    "CREATE OR REPLACE FUNCTION audit_trail_is_fixed() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    "DROP FUNCTION audit_trail_is_fixed CASCADE",
    "CREATE TABLE mine (x int)",
    "CREATE TEMPORARY TABLE audit_entry (x int)",
    "CREATE SCHEMA mine",
    "SET session_replication_role = replica",
    "SET ROLE test",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "COPY audit_entry TO PROGRAM 'true'",
)


@pytest.fixture
def empty(postgres: Cluster) -> Iterator[str]:
    """The address of a database without a table, for its owner."""
    url = postgres.fresh_url(EMPTY)
    yield url
    postgres.drop(url)


@pytest.fixture
def owned(empty: str, tmp_path: Path) -> str:
    """The same, made ready for the role that serves, as from the command line."""
    database.upgrade(tmp_path, empty, RUNTIME)
    return empty


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def open_as(url: str) -> None:
    engine = open_engine(url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def guarded(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One such database for all that is denied, for the role that serves."""
    url = postgres.fresh_url(EMPTY)
    database.upgrade(tmp_path_factory.mktemp("guarded"), url, RUNTIME)
    yield postgres.served(url)
    postgres.drop(url)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_itself_denies_the_role_that_serves(guarded: str, statement: str) -> None:
    with pytest.raises(DBAPIError) as caught:
        run(guarded, statement)
    assert getattr(caught.value.orig, "sqlstate", "") == INSUFFICIENT_PRIVILEGE


@on_postgresql
def test_who_serves_changes_the_school_and_checks_the_trail_without_owning_anything(house: House) -> None:
    desk = house.sign_in()
    school = desk.ask(ReadSchool())
    desk.ask(EditSchool(school.key, school.version, name="第二小学"))
    house.premises.office.close()
    backstage = house.premises.backstage
    with backstage.database.reading() as connection:
        assert roles.name(connection) == RUNTIME
    report = verify(backstage.database, backstage.keys, house.folder)
    assert report.clean, report.findings


def test_an_empty_database_is_for_its_owner_to_prepare(postgres: Cluster, empty: str) -> None:
    with pytest.raises(roles.NotPrepared, match=r"set-up --database postgresql\+psycopg://OWNER@") as caught:
        open_as(postgres.served(empty))
    assert RUNTIME in str(caught.value)


def test_a_role_that_was_given_nothing_is_told_what_the_owner_has_to_run(postgres: Cluster, empty: str) -> None:
    open_as(empty)
    with pytest.raises(roles.NotGranted, match=f"alembic_version.*upgrade --database .* --serve-as {RUNTIME}$"):
        open_as(postgres.served(empty))
    database.upgrade(Path(), empty, RUNTIME)
    open_as(postgres.served(empty))
    run(empty, f"REVOKE INSERT ON command_log FROM {RUNTIME}")
    with pytest.raises(roles.NotGranted, match="command_log"):
        open_as(postgres.served(empty))


def test_an_older_schema_is_for_its_owner_to_upgrade_and_who_served_may_go_on(
    postgres: Cluster, owned: str, later: Callable[..., str], tmp_path: Path
) -> None:
    again = "CREATE TABLE other (LIKE change_count INCLUDING ALL)"
    rename = "ALTER TABLE other RENAME TO change_count"
    number = later(f'op.execute("{again}; DROP TABLE change_count; {rename}")')
    with pytest.raises(roles.OwnerMustUpgrade, match=r"upgrade --database postgresql\+psycopg://OWNER@") as caught:
        open_as(postgres.served(owned))
    assert (caught.value.params["theirs"], caught.value.params["ours"]) == ("0001", number)
    database.upgrade(tmp_path, owned, "")
    open_as(postgres.served(owned))
    run(postgres.served(owned), "INSERT INTO change_count VALUES ('x', 0, 1)")


def test_a_role_that_may_do_too_much_is_told_so_in_one_line(postgres: Cluster, owned: str, tmp_path: Path) -> None:
    with database.opened(tmp_path, owned) as premises:
        assert "Caution: the database role test may change the audit trail" in database.caution(premises)
    with database.opened(tmp_path, postgres.served(owned)) as premises:
        assert database.caution(premises) == ""
    run(owned, f"GRANT TRUNCATE ON audit_seal TO {RUNTIME}")
    with database.opened(tmp_path, postgres.served(owned)) as premises:
        assert RUNTIME in database.caution(premises)
    database.upgrade(tmp_path, owned, RUNTIME)
    with database.opened(tmp_path, postgres.served(owned)) as premises:
        assert database.caution(premises) == "", "granting takes away what is too much"
    with database.opened(tmp_path, "") as premises:
        assert database.caution(premises) == "", "SQLite has no roles"


def test_rights_are_given_by_the_owner_to_a_role_that_is_there_and_is_no_owner(
    postgres: Cluster, owned: str, tmp_path: Path
) -> None:
    with pytest.raises(roles.NoSuchRole, match="createuser --pwprompt nobody"):
        database.upgrade(tmp_path, owned, "nobody")
    with pytest.raises(roles.RoleTooStrong):
        database.upgrade(tmp_path, owned, "test")
    with pytest.raises(roles.NotTheOwner, match=RUNTIME):
        database.upgrade(tmp_path, postgres.served(owned), RUNTIME)
    (tmp_path / "x.sqlite").touch()
    for url in ("", f"sqlite:///{tmp_path / 'x.sqlite'}"):
        with pytest.raises(roles.NoRoles):
            database.upgrade(tmp_path, url, RUNTIME)


def test_a_name_that_needs_quotes_is_one_role_and_no_statement(owned: str, tmp_path: Path) -> None:
    name = 'da "serve"; DROP TABLE school; --'
    quoted = name.replace('"', '""')
    run(owned, f'CREATE ROLE "{quoted}" LOGIN')
    try:
        database.upgrade(tmp_path, owned, name)
        open_as(make_url(owned).set(username=name).render_as_string())
    finally:
        run(owned, f'DROP OWNED BY "{quoted}"', f'DROP ROLE "{quoted}"')


def test_a_connection_has_limits_and_finds_no_table_that_a_role_hides(owned: str) -> None:
    def told(url: str, *names: str) -> list[str]:
        engine = open_engine(url)
        try:
            with engine.connect() as connection:
                return [str(connection.scalar(text(f"SHOW {name}"))) for name in names]
        finally:
            engine.dispose()

    run(owned, f'ALTER DATABASE "{make_url(owned).database}" SET default_transaction_isolation = serializable')
    assert told(owned, "transaction_isolation") == ["read committed"]
    names = ("statement_timeout", "lock_timeout", "search_path", "application_name")
    assert told(owned, *names) == ["1min", "10s", "public,pg_temp", "desktop-admin"]
    own = f"{owned}?application_name=mine&options=-c%20statement_timeout%3D5s"
    assert told(own, *names) == ["5s", "10s", "public,pg_temp", "mine"], "the address itself comes first"


def test_of_several_hosts_the_one_that_takes_writes_is_found(owned: str) -> None:
    url = make_url(owned)
    several = f"postgresql+psycopg://{RUNTIME}@/{url.database}?host=127.0.0.1:1&host=127.0.0.1:{url.port}"
    open_as(several)
    run(owned, f'ALTER DATABASE "{url.database}" SET default_transaction_read_only = on')
    with pytest.raises(OperationalError, match="read-only"):
        open_as(several)
    gone = f"postgresql+psycopg://{RUNTIME}@/{url.database}?host=127.0.0.1:1&host=127.0.0.1:2"
    with pytest.raises(database.DatabaseUnreachable, match="nothing answers there"), database.opened(Path(), gone):
        pass


def test_who_serves_as_the_owner_reads_one_line_of_caution_and_is_served(owned: str, tmp_path: Path) -> None:
    given = SetUpSchool(school="实验小学", name="秦海", login="qinhai", password="")
    database.set_up(tmp_path, owned, given, "", io.StringIO(f"{PASSWORD}\n"))
    words = ["--lang", "en", "serve", "--data", str(tmp_path), "--database", owned, "--listen", "127.0.0.1:0"]
    command, pipe = [sys.executable, "-m", "desktop_admin", *words], subprocess.PIPE
    said: list[str] = []
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            said.append(line)
            if "Ctrl+C" in line:
                process.kill()
    assert [line for line in said if "Caution" in line] == [said[0]]
    assert "role test may change the audit trail" in said[0]
    assert any(line.startswith("Address: 127.0.0.1") for line in said)
