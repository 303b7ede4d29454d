"""One house with its office, on SQLite and on PostgreSQL; people with desks in it; a clock that tests set."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import AccountStatus, SignIn
from desktop_admin.api.school import SetUpSchool
from desktop_admin.app.premises import DATABASE, Premises, open_premises
from desktop_admin.core import i18n, paths
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Actor, Permission
from desktop_admin.db import roles
from desktop_admin.db.engine import is_sqlite, open_engine
from desktop_admin.db.schema import upgrade
from desktop_admin.desk.base import Desk, Door
from desktop_admin.models.accounts import Account, Credential, RoleGrant
from desktop_admin.services.school import key_of
from desktop_admin.views.kit.collector import collect_due
from tests.postgres import RUNTIME, Cluster, postgres, postgres_url, pytest_terminal_summary
from tests.quick import (
    hash_quickly,
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_configure,
    share_compiled,
    wait_patiently,
)

__all__ = [
    "postgres",
    "postgres_url",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_terminal_summary",
]

hash_quickly()
share_compiled()
wait_patiently()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
gc.disable()  # as in the program: see desktop_admin.views.kit.collector


@pytest.fixture(scope="module", autouse=True)
def _speaks_english() -> Iterator[None]:
    """A module that speaks Chinese leaves the next one as it was."""
    i18n.use("en", paths.locale_folder())
    yield
    i18n.use("en", paths.locale_folder())


@pytest.fixture(autouse=True)
def _collect_on_this_thread() -> Iterator[None]:
    yield
    collect_due()


QUICK = PasswordHasher()
PASSWORD = "Canteen-2026!"
SCHOOL = SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD)
FOUNDED = "founded"
START = datetime(2026, 9, 1, 4, tzinfo=UTC)  # a Tuesday, noon in the school


def pytest_unconfigure() -> None:
    """What was copied goes while Python is there: Qt lets go of the clipboard at the very end, and would crash."""
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--served", action="store_true", help="every test of a service also through a real server")


@dataclass
class SettableClock:
    time: datetime = START

    def now(self) -> datetime:
        return self.time

    def forward(self, by: timedelta) -> None:
        self.time += by


@dataclass
class House:
    """A school that has been set up, with an administrator called admin."""

    folder: Path
    url: str
    clock: SettableClock
    premises: Premises
    school_id: UUID = field(default_factory=lambda: UUID(int=0))
    entrance: Callable[[str], Door] | None = None  # of another way in than the program on the same PC

    def door(self, pc: str = "PC-1") -> Door:
        return self.entrance(pc) if self.entrance else self.premises.door(pc.encode(), pc)

    def sign_in(self, login: str = "admin", *, password: str = PASSWORD, pc: str = "PC-1") -> Desk:
        return self.door(pc).sign_in(SignIn(login, password))

    def actor(self, *permissions: Permission, name: str = "test") -> Actor:
        """Someone who may do just this, without an account of their own."""
        allowed = frozenset(permissions or Permission)
        return Actor(UUID(int=1), self.school_id, uuid7(), name, name, "PC-1", allowed)

    def add_account(self, login: str, *roles: str, name: str = "", password: str = PASSWORD) -> Account:
        """A person who can sign in at once."""
        with self.premises.backstage.database.work(self.actor(), "test") as work:
            account = work.add(Account(login=login, name=name or login, status=AccountStatus.ACTIVE))
            for role in roles:
                work.add(RoleGrant(account_key=account.key, role=role))
            work.add(Credential(account_key=account.key, password_hash=QUICK.hash(password), set_at=work.now))
            return account

    def desk(self, *roles: str, login: str = "", name: str = "", pc: str = "PC-1") -> Desk:
        """A signed-in person with these roles, made if not there yet."""
        login = login or (roles[0] if roles else "nobody")
        with Session(self.premises.backstage.database.engine) as session:
            known = session.query(Account).filter_by(login=login).count()
        if not known:
            self.add_account(login, *roles, name=name)
        return self.sign_in(login, pc=pc)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and no row, to be copied."""
    file = tmp_path_factory.mktemp("empty") / DATABASE
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def filled_postgres(postgres: Cluster) -> Cluster:
    """A server whose new databases have every table and no row."""

    def fill(url: str) -> None:
        engine = open_engine(url)
        upgrade(engine)
        with engine.begin() as connection:
            roles.grant(connection, RUNTIME)
        engine.dispose()

    postgres.make_template(fill)
    return postgres


def found(folder: Path, url: str) -> None:
    """A school is set up in an empty database, and its administrator has signed in."""
    spoken = i18n.language()
    i18n.use("en", paths.locale_folder())
    premises = open_premises(folder, url, clock=SettableClock(), hasher=QUICK)
    premises.set_up(SCHOOL)
    House(folder, url, SettableClock(), premises).sign_in()
    premises.backstage.database.engine.dispose()  # nobody has left: nothing is sealed yet
    i18n.use(spoken, paths.locale_folder())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a school that has been set up now, as the command line finds it."""
    folder = tmp_path / "数据 文件夹"
    folder.mkdir()
    premises = open_premises(folder, hasher=QUICK)
    premises.set_up(SCHOOL)
    premises.close()
    return folder


@pytest.fixture(scope="session")
def founded_sqlite(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Path:
    """The folder of a school, to be copied."""
    folder = tmp_path_factory.mktemp("founded")
    shutil.copy(empty_sqlite, folder / DATABASE)
    found(folder, f"sqlite:///{folder / DATABASE}")
    return folder


@pytest.fixture(scope="session")
def founded_postgres(tmp_path_factory: pytest.TempPathFactory, filled_postgres: Cluster) -> Path:
    """The folder of a school whose database is a template of the server."""
    folder = tmp_path_factory.mktemp("founded")
    filled_postgres.make_template(lambda url: found(folder, url), FOUNDED)
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of its own; on PostgreSQL for the role that serves, which owns nothing.

    A test marked as_owner gets that of the role that owns it. With a house it is the house's.
    """
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / DATABASE)
        yield f"sqlite:///{tmp_path / DATABASE}"
        return
    cluster: Cluster = request.getfixturevalue("filled_postgres")
    if "house" in request.fixturenames:
        request.getfixturevalue("founded_postgres")
        address = cluster.fresh_url(FOUNDED)
    else:
        address = cluster.fresh_url()
    yield address if request.node.get_closest_marker("as_owner") else cluster.served(address)
    cluster.drop(address)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def house(tmp_path: Path, url: str, clock: SettableClock, request: pytest.FixtureRequest) -> Iterator[House]:
    """Set up and signed in to once, and copied since."""
    founded: Path = request.getfixturevalue("founded_sqlite" if is_sqlite(url) else "founded_postgres")
    shutil.copytree(founded, tmp_path, ignore=shutil.ignore_patterns(DATABASE), dirs_exist_ok=True)
    if is_sqlite(url):
        shutil.copy(founded / DATABASE, str(make_url(url).database))
    premises = open_premises(tmp_path, url, clock=clock, hasher=QUICK)
    yield House(tmp_path, url, clock, premises, key_of(premises.backstage))
    premises.close()


@pytest.fixture
def sign_in(house: House) -> Callable[[str], Desk]:
    return house.sign_in
