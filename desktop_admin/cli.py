"""The command line, also the contract for scripts: 0 done, 1 refused with a reason, 2 wrong usage."""
# ruff: noqa: PLC0415 - a command loads only what it needs

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_admin import __version__
from desktop_admin.core import i18n, paths
from desktop_admin.core.errors import Refused
from desktop_admin.core.settings import Settings


def main(given: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(given)
    folder = paths.data_folder(arguments.data)
    i18n.use(arguments.lang or Settings.load(folder).language or i18n.system_language(), paths.locale_folder())
    try:
        return _run(arguments, folder)
    except Refused as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("desktop-admin")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--data", type=Path, help="the folder that holds the data")
    parser.add_argument("--lang", choices=i18n.LANGUAGES)
    return parser


def _run(arguments: argparse.Namespace, folder: Path) -> int:  # noqa: ARG001
    from desktop_admin import app

    return app.show(folder)
