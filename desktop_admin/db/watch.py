"""Hears of changes that another process made: a PC's server and its own program, or several servers on one database."""

import logging
import threading

from sqlalchemy.exc import SQLAlchemyError

from desktop_admin.core.errors import DatabaseAway
from desktop_admin.core.feed import Feed
from desktop_admin.db.changes import counts, since
from desktop_admin.db.work import Database

EVERY = 0.25  # seconds
PATIENCE = 2.0  # seconds that the end waits for a look
REST = 5.0  # seconds, while the database is away

log = logging.getLogger(__name__)


class Watch:
    """Compares how often each table has changed: nothing rests on being told, so nothing is missed."""

    def __init__(self, database: Database, feed: Feed) -> None:
        self._database, self._feed = database, feed
        with database.reading() as connection:
            self._known = counts(connection)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Whoever closes the database next finds it in nobody's use, unless it is away."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def look(self) -> None:
        """Tell of what others have changed since the last look; what this process changed, it has told."""
        with self._database.reading() as connection:
            found = counts(connection)
            told = since(connection, self._known, found, self._database.own()) if found != self._known else []
        self._known = found
        for touched in told:
            self._feed.publish(touched.word)

    def _go_on(self) -> None:
        while not self._ended.wait(EVERY):
            try:
                self.look()
            except (SQLAlchemyError, DatabaseAway) as error:
                log.warning("changes cannot be looked for: %s", type(error).__name__)
                self._ended.wait(REST)
