"""A canteen behind a server, and a network that can be cut, slow, or lose just the answers."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from desktop_admin.api.canteen.sheet import ItemLine
from desktop_admin.app.premises import DATABASE
from desktop_admin.desk import calls, remote
from desktop_admin.desk.line import Cut, Line
from desktop_admin.desk.remote import RemoteDesk
from tests.conftest import House
from tests.server.site import Site, serving
from tests.services.canteen.conftest import Kitchen, kitchen

__all__ = ["Network", "kitchen"]

OFFICER = "food_safety_officer"


class Network:
    """Loses the next requests, or the answers to them; or is down, or has a server that fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lose_answers = self.lose_requests = 0
        self.down = self.failing = False
        self.answers = Event()  # cleared: the server hangs
        self.answers.set()
        self.sent: list[tuple[str, bytes]] = []
        real = Line.post

        def post(line: Line, path: str, body: bytes) -> tuple[int, bytes]:
            assert self.answers.wait(20)
            if self.failing:
                return 500, b"a bug"
            if self.down or self.lose_requests:
                self.lose_requests -= not self.down
                raise Cut(sent=False)
            self.sent.append((path, body))
            answer = real(line, path, body)
            if self.lose_answers:
                self.lose_answers -= 1
                raise Cut(sent=True)
            return answer

        monkeypatch.setattr(Line, "post", post)
        monkeypatch.setattr(calls, "PAUSES", (0, 0))
        monkeypatch.setattr(remote, "REST", 0)


@pytest.fixture
def url(empty_sqlite: Path, tmp_path: Path) -> str:
    """What a PC does is the same whatever database the server has; tests/services go through it with both."""
    shutil.copy(empty_sqlite, tmp_path / DATABASE)
    return f"sqlite:///{tmp_path / DATABASE}"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(monkeypatch)


@pytest.fixture
def site(house: House) -> Iterator[Site]:
    with serving(house) as site:
        yield site


@pytest.fixture
def officer(kitchen: Kitchen, site: Site) -> RemoteDesk:
    """On a PC of the canteen, with today's sheet begun."""
    kitchen.start()
    return site.sign_in(OFFICER)


@pytest.fixture
def lines(kitchen: Kitchen) -> Callable[[], list[ItemLine]]:
    """The sheet's first items that are looked at, as the server has them now."""

    def now() -> list[ItemLine]:
        return [line for line in kitchen.sheet().items if line.item.kind.value == "pass_fail"]

    return now
