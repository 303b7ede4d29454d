"""What a transaction may end in, as whoever asked for it is to be told."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from desktop_admin.core.errors import DatabaseAway, NotStored, Stale
from desktop_admin.core.reasons import reason
from desktop_admin.db.engine import is_lost, is_undone

log = logging.getLogger(__name__)


@contextmanager
def of_writing() -> Generator[None]:
    """Raises Stale, NotStored, DatabaseAway."""
    try:
        with of_looking():
            yield
    except StaleDataError as error:
        raise Stale from error
    except OperationalError as error:
        log.exception("a transaction was not stored")
        raise NotStored(detail=reason(error)) from error


@contextmanager
def of_looking() -> Generator[None]:
    """Raises DatabaseAway, after which it may be done anew."""
    try:
        yield
    except DBAPIError as error:
        if is_lost(error):
            log.warning("the line to the database broke: %s", _first_line(error))
            raise DatabaseAway from error
        if is_undone(error):
            log.warning("a transaction was undone for another's sake: %s", _first_line(error))
            raise DatabaseAway from error
        raise


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0]
