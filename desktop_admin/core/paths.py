"""Where the program finds its resources and keeps its data."""

import os
import sys
from pathlib import Path

import desktop_admin
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.reasons import DENIED, reason

PACKAGE = Path(desktop_admin.__file__).parent


class NoDataFolder(Refused):
    phrases = frozenset({"reason"})
    message = N_("{folder} cannot be used as the data folder ({reason}). Choose another one with --data.")


def resources() -> Path:
    """Beside the package in a checkout, inside it when installed."""
    installed = PACKAGE / "_resources"
    return installed if installed.is_dir() else PACKAGE.parent / "resources"


def guide_folder() -> Path:
    """The chapters of the user guide."""
    installed = PACKAGE / "_resources" / "guide"
    return installed if installed.is_dir() else PACKAGE.parent / "docs" / "guide" / "zh"


def locale_folder() -> Path:
    return resources() / "locale"


def named_folder(given: Path | None = None) -> Path:
    """--data, else DESKTOP_ADMIN_DATA, else the user's own data folder; it need not be there. Raises NoDataFolder."""
    named = Path(given or os.environ.get("DESKTOP_ADMIN_DATA") or _users_data() / "DesktopAdmin")
    try:
        return named.expanduser()
    except RuntimeError as error:  # a user without a home, as a service may be
        raise NoDataFolder(folder=str(named), reason=str(error)) from error


def data_folder(given: Path | None = None) -> Path:
    """That folder, made if missing, and then nobody else's on this PC to look into. Raises NoDataFolder."""
    folder = named_folder(given)
    try:
        folder.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NoDataFolder(folder=str(folder), reason=reason(error)) from error
    if not os.access(folder, os.R_OK | os.X_OK):
        raise NoDataFolder(folder=str(folder), reason=DENIED)
    return folder


def _users_data() -> Path:
    """Where this system keeps what programs store for one user, on this PC alone."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local")
    if sys.platform == "darwin":
        return Path("~/Library/Application Support")
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share")
