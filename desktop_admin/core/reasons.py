"""Why the system or SQLite refused something, as a message in the reader's language; what is not common as it says."""

import errno
import os
from typing import Any

from desktop_admin.core.i18n import N_

IN_USE = N_("another program uses it")
DENIED = N_("no right to it")
FULL = N_("the disk is full")
READ_ONLY = N_("it can only be read")
NO_SUCH = N_("it is not there")
UNKNOWN_HOST = N_("there is no PC of this name in the network")

BY_NUMBER: dict[int, str] = {
    errno.EADDRINUSE: IN_USE,
    errno.EADDRNOTAVAIL: N_("this PC has no such address"),
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    errno.ENOENT: NO_SUCH,
    errno.ENOTDIR: N_("a part of its path is no folder"),
    errno.ECONNREFUSED: N_("nothing answers there"),
}
BY_SQLITE: dict[int, str] = {  # SQLite's primary result codes; its module is not loaded for them
    3: DENIED,
    8: READ_ONLY,
    13: FULL,
    14: N_("its file cannot be opened"),
}


def reason(error: BaseException) -> str:
    """A message. error: of the system or of a database, also as SQLAlchemy wraps it."""
    cause: Any = getattr(error, "orig", None) or error
    if type(cause).__name__ == "gaierror":  # its numbers are not those of other errors
        return UNKNOWN_HOST
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return BY_SQLITE.get(code & 0xFF) or _first_line(cause)
    if isinstance(cause, OSError):
        return BY_NUMBER.get(cause.errno or 0) or cause.strerror or type(cause).__name__
    return _of_text(_first_line(cause))


def _of_text(said: str) -> str:
    """The client of PostgreSQL ends its sentence with the system's own words."""
    number = next((number for number in BY_NUMBER if said.endswith(f": {os.strerror(number)}")), None)
    return said if number is None else BY_NUMBER[number]


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
