"""What one process remembers of its database's lists: how long they are, and in which order their rows come."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, NamedTuple

from msgspec import Struct

from desktop_admin.db.changes import Stamp

WIDTH = 16  # bytes a key
ROOM = 64 * 2**20  # bytes that all maps may take together
TOTALS = 1000

Name = tuple[Hashable, str]  # what is asked, and with which values


class _Kept(Struct):
    stamp: Stamp
    value: Any


class Map(NamedTuple):
    """A list's keys in their order, and where the database keeps their rows; see desktop_admin.db.places."""

    keys: bytes
    places: bytes

    def part(self, first: int, limit: int) -> "Map":
        end, width = first + limit, len(self.places) // (len(self.keys) // WIDTH or 1)
        return Map(self.keys[first * WIDTH : end * WIDTH], self.places[first * width : end * width])


class Maps:
    """What one process remembers of its database's lists. Any thread may use it."""

    def __init__(self, room: int = ROOM) -> None:
        self._maps: OrderedDict[Name, _Kept] = OrderedDict()
        self._totals: OrderedDict[Name, _Kept] = OrderedDict()
        self._room = room
        self._lock = Lock()
        self._making: set[Name] = set()

    def total(self, name: Name, stamp: Stamp, count: Callable[[], int]) -> int:
        kept = self._totals.get(name)
        if kept is None or kept.stamp != stamp:
            kept = _Kept(stamp, count())
        with self._lock:
            self._totals[name] = kept
            self._totals.move_to_end(name)
            while len(self._totals) > TOTALS:
                self._totals.popitem(last=False)
        total: int = kept.value
        return total

    def keys(self, name: Name, stamp: Stamp, make: Callable[[], Map]) -> Map | None:
        """The list's keys in their order, made if need be; none while another thread makes them."""
        with self._lock:
            kept = self._maps.get(name)
            if kept is not None and kept.stamp == stamp:
                self._maps.move_to_end(name)
                known: Map = kept.value
                return known
            if name in self._making:
                return None
            self._making.add(name)
        try:
            made = make()
            self._keep(name, _Kept(stamp, made))
        finally:
            self._making.discard(name)
        return made

    def _keep(self, name: Name, kept: _Kept) -> None:
        with self._lock:
            self._maps[name] = kept
            self._maps.move_to_end(name)
            while len(self._maps) > 1 and sum(map(_size, self._maps.values())) > self._room:
                self._maps.popitem(last=False)


def _size(kept: _Kept) -> int:
    return sum(map(len, kept.value))


def each_key(packed: bytes) -> list[bytes]:
    return [packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH)]
