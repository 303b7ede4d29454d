"""Tests of services run on the PC that holds the data, and from another PC through a real server.

Without --served only a choice of modules goes both ways.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_admin.models.accounts import Account
from desktop_admin.services.accounts import sessions
from desktop_admin.services.accounts.attempts import remember
from tests.conftest import House
from tests.server.site import serving

EMBEDDED, SERVED = "embedded", "served"
BOTH_WAYS = frozenset({"test_office", "test_sessions", "test_together", "test_signing", "test_must_hold"})


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "through" in metafunc.fixturenames:
        every = metafunc.config.getoption("--served")
        served = every or metafunc.module.__name__.rpartition(".")[2] in BOTH_WAYS
        metafunc.parametrize("through", [EMBEDDED, SERVED] if served else [EMBEDDED])


@pytest.fixture
def house(house: House, through: str) -> Iterator[House]:
    with reached(house, through):
        yield house


@contextmanager
def reached(house: House, through: str) -> Iterator[None]:
    """On the PC that holds the data, or from paired PCs through a real server."""
    if through == EMBEDDED:
        yield
        return
    make_known(house, "PC-1")
    with serving(house) as site:
        house.entrance = site.door
        yield


def make_known(house: House, pc: str) -> None:
    """The administrator has signed in from there, as embedded to make the house."""
    with house.premises.backstage.database.engine.begin() as connection, Session(connection) as session:
        remember(connection, session.scalars(select(Account)).one(), sessions.device_hash(sha256(pc.encode()).digest()))
