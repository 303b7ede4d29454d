"""Backups from the command line: made, listed, tested, restored."""

from collections.abc import Callable
from pathlib import Path

from desktop_admin.api.backup import BackupKind, BackupResult, BackupRow
from desktop_admin.api.shown import shown
from desktop_admin.app.care import reached
from desktop_admin.app.premises import DATABASE
from desktop_admin.core.clock import SystemClock
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.operator import operator
from desktop_admin.services.backup import make, restore, store
from desktop_admin.services.backup.alone import alone
from desktop_admin.services.backup.prove import make_and_prove, prove

Say = Callable[[str], object]


def back_up(folder: Path, url: str, to: Path | None, say: Say, complain: Say) -> int:
    """Make one, and test it. 1 where the test fails; the backup is left to be looked into."""
    with reached(folder, url) as premises:
        wanted = to.expanduser().absolute() if to else None
        made, tested = make_and_prove(premises.backstage, BackupKind.BY_HAND, operator(), wanted)
        say(f"{made.path}\n")
        return _told(tested, say, complain)


def test(folder: Path, url: str, name: str, say: Say, complain: Say) -> int:
    backup = restore.find(folder, name)
    with reached(folder, url) as premises, alone(folder):
        database = premises.backstage.database
        return _told(prove(backup, database.engine, database.now()), say, complain)


def listed(folder: Path, say: Say) -> int:
    """The newest first, one a line. Needs no database."""
    place = make.place_of(folder)
    there = store.listed(place)
    if not there:
        say(tr(N_("There is no backup in {folder} yet."), folder=place) + "\n")
    for each in there:
        row = each.row()
        say(f"{row.name}  {shown(row.kind)}  {shown(row.size)} MB  {shown(row.result)}{_why(row)}\n")
    return 0


def restored(folder: Path, url: str, name: str, say: Say, *, despite: bool = False) -> int:
    """Put it in the place of the data. Everyone else has to have closed the program. despite: also one whose audit
    trail does not verify."""
    backup = restore.find(folder, name)
    place = restore.Place(folder, url or f"sqlite:///{folder / DATABASE}", operator(), SystemClock(), despite)
    done = restore.restore(backup, place)
    say(sentence(done) + "\n")
    return 0


def carry_out(folder: Path) -> str:
    """What was asked for in the program, now that it has closed the data. What was done; empty where nothing waits.

    Raises what restore() refuses; then the data are as they were.
    """
    done = restore.carry_out(folder, f"sqlite:///{folder / DATABASE}", SystemClock())
    return sentence(done) if done else ""


def sentence(done: restore.Restored) -> str:
    """What was done, for whoever wanted it."""
    told = {"name": done.backup.path.name, "made_at": shown(done.backup.manifest.made_at), "before": done.before}
    if not done.before:
        return tr(N_("The backup {name} of {made_at} is restored."), **told)
    return tr(N_("The backup {name} of {made_at} is restored. What was there before is the backup {before}."), **told)


def _told(tested: store.Tested, say: Say, complain: Say) -> int:
    if tested.result in {BackupResult.BAD, BackupResult.UNTESTED}:
        complain(f"{_reason(tested).lstrip()}\n")
        return 1
    say(f"{shown(tested.result)}{_reason(tested)}\n")
    return 0


def _reason(tested: store.Tested) -> str:
    return f" {tested.why.error()}" if tested.why else ""


def _why(row: BackupRow) -> str:
    return f": {row.why.error()}" if row.why else ""
