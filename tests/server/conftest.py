"""The fixtures of everything that has a network in between."""

from collections.abc import Iterator

import pytest

from tests.conftest import House
from tests.server.site import Site, serving


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    with serving(house) as site:
        yield site
