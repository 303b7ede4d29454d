"""Where the program finds its resources and keeps its data."""

import os
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
    named = given or os.environ.get("DESKTOP_ADMIN_DATA")
    if named is None:
        from platformdirs import user_data_path  # noqa: PLC0415 - only needed without --data

        named = user_data_path("DesktopAdmin", appauthor=False)
    folder = Path(named).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
