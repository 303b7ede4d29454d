"""Backups and tests that somebody asked for: they go on beside everything else, and may be asked how far they are."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock, Thread
from uuid import UUID

from desktop_admin.api.backup import BackupRow, Going
from desktop_admin.api.base import Refusal
from desktop_admin.core.errors import Refused, Unexpected

KEPT = 20  # whose end is still known

log = logging.getLogger(__name__)


class Jobs:
    """Those of this process. With several servers, another one knows nothing of them."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Going] = OrderedDict()
        self._lock = Lock()

    def begin(self, key: UUID, job: Callable[[], BackupRow]) -> None:
        """Once, however often it is asked for under this id."""
        with self._lock:
            if key in self._known:
                return
            self._known[key] = Going()
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        Thread(target=self._run, args=(key, job), name="backup", daemon=True).start()

    def how_far(self, key: UUID) -> Going:
        return self._known.get(key) or Going(ended=True, refused=Refusal.of(Unexpected()))

    def _run(self, key: UUID, job: Callable[[], BackupRow]) -> None:
        try:
            end = Going(ended=True, row=job())
        except Refused as error:
            end = Going(ended=True, refused=Refusal.of(error))
        except Exception:
            log.exception("a backup failed")
            end = Going(ended=True, refused=Refusal.of(Unexpected()))
        with self._lock:
            self._known[key] = end


JOBS = Jobs()
