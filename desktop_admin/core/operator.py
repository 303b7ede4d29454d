"""Who runs this process, as the system calls them."""

import getpass
import os


def operator() -> str:
    """A number where the system has no name for them, as in a container."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # the last from Python 3.13 on
        return str(os.getuid()) if hasattr(os, "getuid") else "?"
