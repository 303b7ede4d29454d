"""Where the program finds its resources and keeps its data."""

import os
import sys
from pathlib import Path

import desktop_admin

PACKAGE = Path(desktop_admin.__file__).parent


def resources() -> Path:
    """Beside the package in a checkout, inside it when installed."""
    installed = PACKAGE / "_resources"
    return installed if installed.is_dir() else PACKAGE.parent / "resources"


def locale_folder() -> Path:
    return resources() / "locale"


def data_folder(given: Path | None = None) -> Path:
    """--data, else DESKTOP_ADMIN_DATA, else the user's own data folder. Made if missing."""
    folder = Path(given or os.environ.get("DESKTOP_ADMIN_DATA") or _users_data() / "DesktopAdmin").expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _users_data() -> Path:
    """Where this system keeps what programs store for one user, on this PC alone."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local")
    if sys.platform == "darwin":
        return Path("~/Library/Application Support")
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share")
