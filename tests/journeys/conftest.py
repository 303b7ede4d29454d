"""A journey through windows is made on one database: what they show does not depend on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_admin.app.premises import DATABASE
from tests.conftest import House
from tests.server.site import serving
from tests.services.conftest import EMBEDDED, SERVED, make_known


@pytest.fixture
def url(tmp_path: Path, empty_sqlite: Path) -> str:
    """The address of an empty database of its own."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"


@pytest.fixture(params=[EMBEDDED, SERVED])
def each_way(house: House, request: pytest.FixtureRequest) -> Iterator[House]:
    """The house on the PC that holds the data, and from paired PCs through a real server."""
    if request.param == EMBEDDED:
        yield house
        return
    make_known(house, "PC-1")
    with serving(house) as site:
        house.entrance = site.door
        yield house
