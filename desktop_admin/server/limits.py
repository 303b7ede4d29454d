"""How much one caller may ask for: a bucket that fills by itself, and loses a drop a request."""

import time
from collections import OrderedDict
from collections.abc import Callable

KEPT = 10_000  # callers remembered; the ones not heard of longest are forgotten


class Rate:
    """`burst` requests at once, then `a_second`. One caller's excess costs the others nothing."""

    def __init__(self, burst: float, a_second: float, *, tick: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._a_second, self._tick = burst, a_second, tick
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, caller: bytes) -> bool:
        now = self._tick()
        drops, since = self._buckets.pop(caller, (self._burst, now))
        drops = min(self._burst, drops + (now - since) * self._a_second)
        self._buckets[caller] = (drops - 1 if drops >= 1 else drops, now)
        if len(self._buckets) > KEPT:
            self._buckets.popitem(last=False)
        return drops >= 1
