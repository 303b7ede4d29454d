"""What keeps a database sound, from the command line."""

from collections.abc import Callable
from pathlib import Path

from desktop_admin.app.papers import console
from desktop_admin.app.premises import DATABASE, open_premises
from desktop_admin.core.i18n import N_, tr
from desktop_admin.db.verify import verify as check

Say = Callable[[str], object]


def verify(folder: Path, say: Say, complain: Say) -> int:
    """0 where nothing has been tampered with, else 1 and one line for each finding, the first first."""
    with console(folder) as (premises, _desk):
        backstage = premises.backstage
        report = check(backstage.database, backstage.keys, backstage.folder)
    if report.clean:
        say(f"{report}\n")
        return 0
    for finding in report.findings:
        complain(f"{finding}\n")
    return 1


def upgrade(folder: Path, say: Say) -> int:
    """Opening a database upgrades it, after a checked copy; this does only that."""
    open_premises(folder).close()
    say(tr(N_("{database} is up to date."), database=folder / DATABASE) + "\n")
    return 0
