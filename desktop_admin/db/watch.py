"""Hears of changes that another process made: a PC's server and its own program are two, on one database."""

import logging
import threading

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from desktop_admin.core.errors import DatabaseAway
from desktop_admin.core.feed import Feed
from desktop_admin.db.changes import TRAIL
from desktop_admin.db.work import Database
from desktop_admin.models.base import Audited, Base
from desktop_admin.models.changes import ChangeCount

EVERY = 0.25  # seconds
MODELS = "desktop_admin.models."

log = logging.getLogger(__name__)


class Watch:
    """Compares how often each table has changed. What its own process changed is told a second time: harmless."""

    def __init__(self, database: Database, feed: Feed) -> None:
        self._database, self._feed = database, feed
        self._areas = areas()
        self._known = self._counts()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Nothing of the database is held when it returns."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Tell of what has changed since the last look."""
        found = self._counts()
        changed = {name for name, number in found.items() if number != self._known.get(name)}
        self._known = found
        for area in sorted({self._areas[name] for name in changed if name in self._areas}):
            self._feed.publish(area)

    def _go_on(self) -> None:
        while not self._ended.wait(EVERY):
            try:
                self.look()
            except (SQLAlchemyError, DatabaseAway) as error:
                log.warning("changes cannot be looked for: %s", type(error).__name__)
                self._ended.wait(EVERY * 20)

    def _counts(self) -> dict[str, int]:
        sums = select(ChangeCount.table, func.sum(ChangeCount.number)).group_by(ChangeCount.table)
        with self._database.reading() as connection:
            return {name: int(number) for name, number in connection.execute(sums)}


def areas() -> dict[str, str]:
    """Which area's screens show a table. The trail changes with every other table, and is looked at when asked for."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    found = {
        model.__tablename__: model.__module__.removeprefix(MODELS).partition(".")[0]
        for model in models
        if issubclass(model, Audited)
    }
    return {table: area for table, area in found.items() if table != TRAIL}
