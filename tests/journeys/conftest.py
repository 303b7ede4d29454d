"""A journey through windows is made on one database: what they show does not depend on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin.app.premises import DATABASE
from tests.conftest import House
from tests.services.conftest import EMBEDDED, SERVED, reached


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """The address of an empty database of its own."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"


@pytest.fixture(params=[EMBEDDED, SERVED])
def each_way(house: House, request: pytest.FixtureRequest) -> Iterator[House]:
    with reached(house, request.param):
        yield house
