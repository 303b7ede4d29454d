"""One house with its office, on SQLite and on PostgreSQL; people with desks in it; a clock that tests set."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from desktop_admin.api.accounts import AccountStatus, SignIn
from desktop_admin.api.school import SetUpSchool
from desktop_admin.app import DATABASE, Premises, open_premises
from desktop_admin.core import i18n, paths
from desktop_admin.core.ids import uuid7
from desktop_admin.core.permissions import Actor, Permission
from desktop_admin.db import roles
from desktop_admin.db.engine import open_engine
from desktop_admin.db.schema import upgrade
from desktop_admin.desk.base import Desk, Door
from desktop_admin.models.accounts import Account, Credential, RoleGrant
from desktop_admin.views.kit.collector import collect_due
from tests.postgres import RUNTIME, Cluster, postgres, postgres_url, pytest_terminal_summary

__all__ = ["postgres", "postgres_url", "pytest_terminal_summary"]

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


QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
PASSWORD = "Canteen-2026!"
START = datetime(2026, 9, 1, 4, tzinfo=UTC)  # a Tuesday, noon in the school


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


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of its own; on PostgreSQL for the role that serves, which owns nothing.

    A test marked as_owner gets that of the role that owns it.
    """
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / DATABASE)
        yield f"sqlite:///{tmp_path / DATABASE}"
        return
    cluster: Cluster = request.getfixturevalue("filled_postgres")
    address = cluster.fresh_url()
    yield address if request.node.get_closest_marker("as_owner") else cluster.served(address)
    cluster.drop(address)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def house(tmp_path: Path, url: str, clock: SettableClock) -> Iterator[House]:
    premises = open_premises(tmp_path, url, clock=clock, hasher=QUICK)
    premises.set_up(SetUpSchool(school="实验小学", name="秦海", login="admin", password=PASSWORD))
    house = House(tmp_path, url, clock, premises)
    house.school_id = house.sign_in().actor.school_id
    yield house
    premises.close()


@pytest.fixture
def sign_in(house: House) -> Callable[[str], Desk]:
    return house.sign_in
