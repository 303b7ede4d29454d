"""What goes wrong is written down in the data folder, for whoever looks after the program."""

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FILE = "desktop.log"
BYTES, FILES = 1 << 20, 3

log = logging.getLogger(__name__)


class _Log(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """Where nothing can be written, the command itself says so."""


def in_case(folder: Path) -> None:
    """For a command, which says its one sentence on the screen: what else is told goes into the log."""
    logging.lastResort = _handler(folder)


def keep(folder: Path) -> logging.Handler:
    """Warnings, errors and what nobody caught; three files of a megabyte at most, made when there is something to say.

    What people typed and what was to be stored is in no message. Once, however often it is asked for.
    """
    file = (folder / FILE).absolute()
    known = (each for each in logging.getLogger().handlers if isinstance(each, RotatingFileHandler))
    kept = next((each for each in known if each.baseFilename == str(file)), None)
    if kept is not None:
        return kept
    handler = _handler(folder)
    logging.getLogger().addHandler(handler)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    return handler


def _handler(folder: Path) -> logging.Handler:
    made = _Log(folder / FILE, maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True)
    made.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    made.setLevel(logging.WARNING)
    return made


def _uncaught(kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
    """Also in a slot of Qt, and on another thread."""
    if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    log.error("nobody caught this", exc_info=(kind, error, where))
