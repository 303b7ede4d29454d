"""What keeps a database sound, from the command line."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from desktop_admin.api.clock import AcceptClock, ReadClock
from desktop_admin.api.shown import shown
from desktop_admin.app.database import opened, require_school, told_of
from desktop_admin.app.papers import NotSetUp, console
from desktop_admin.app.premises import DATABASE, SHARED, Premises, leave, open_premises, require_here
from desktop_admin.core.clock import SystemClock
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_, tr
from desktop_admin.core.keys import FILE as KEY
from desktop_admin.core.keys import KeyReplaced, Keys
from desktop_admin.core.operator import operator
from desktop_admin.db.engine import open_engine
from desktop_admin.db.move import move as move_all
from desktop_admin.db.moved import moved_before
from desktop_admin.db.replace import require_unused
from desktop_admin.db.seals import FILE as LAST_SEAL
from desktop_admin.db.tail import FILE as TAIL
from desktop_admin.db.verify import verify as check
from desktop_admin.services.backup.alone import alone

Say = Callable[[str], object]

NEW_KEY = "system.new_key"
SIGNS = (LAST_SEAL, TAIL, SHARED)  # beside a database that is elsewhere, too


class NoKeyLost(Refused):
    message = N_(
        "{folder} holds no data yet, so no key of theirs is lost: setting up makes one. For other data name their"
        " folder with --data."
    )


class NotAPostgres(Refused):
    message = N_(
        "Data are moved only to PostgreSQL, and {text} is not the address of such a database. Write it as"
        " postgresql+psycopg://OWNER@HOST/NAME."
    )


MOVED = N_(
    "{rows} rows in {tables} tables were moved and compared. From now on the owner names a role that serves:"
    " desktop-admin upgrade --database {address} --serve-as ROLE; and it is shared as that role:"
    " desktop-admin serve --database URL"
    " What was on this PC is kept as data.sqlite.moved."
)

MOVED_BEFORE = N_(
    "This school was already moved to {address} at {moved}, and both were compared again: they are the same."
    " What was on this PC is now kept as data.sqlite.moved."
)

RIGHT = N_("It is {present}, and nothing was recorded later.")
BEHIND = N_(
    "It is {present}, but records were made until {recorded}. Compare the time with another clock; if it is right:"
    " desktop-admin clock --accept --reason TEXT"
)
SET_RIGHT = N_("Time goes on from {present}. Whoever signed in with the wrong time has to sign in again.")


def verify(folder: Path, url: str, say: Say, complain: Say) -> int:
    """0 where nothing has been tampered with, else 1 and one line for each finding, the first first."""
    with reached(folder, url) as premises:
        backstage = premises.backstage
        report = check(backstage.database, backstage.keys, backstage.folder)
    if report.clean:
        say(f"{report}\n")
        return 0
    for finding in report.findings:
        complain(f"{finding}\n")
    return 1


@contextmanager
def reached(folder: Path, url: str) -> Generator[Premises]:
    """The folder's own database, or another. Raises NotSetUp, and what opening refuses."""
    if not url:
        with console(folder) as (premises, _desk):
            yield premises
        return
    with opened(folder, url) as premises:
        require_school(premises, folder)
        yield premises


def clock(folder: Path, url: str, reason: str, say: Say, *, accept: bool) -> int:
    """What the clock shows and up to when something is recorded; and time goes on from the present, if that is asked.

    Raises ClockIsRight, ClockTooEarly, Invalid without a reason.
    """
    with reached(folder, url) as premises:
        desk = premises.console(operator())
        if accept:
            say(tr(SET_RIGHT, present=shown(desk.ask(AcceptClock(reason=reason)).present)) + "\n")
            return 0
        state = desk.ask(ReadClock())
        say(tr(BEHIND if state.behind else RIGHT, present=shown(state.present), recorded=shown(state.recorded)) + "\n")
        return int(state.behind)


def move(folder: Path, url: str, say: Say) -> int:
    """The folder's own database into a PostgreSQL that is empty. What was here is kept under another name.

    Where that was cut off behind its commit, only the rest of it is done. Raises WorkedOnSince, and what move_all does.
    """
    file = folder / DATABASE
    if not url.startswith("postgresql+psycopg://"):
        raise NotAPostgres(text=url.partition("@")[0].partition("//")[0] or url[:20])
    with console(folder):  # it is upgraded, and has a school
        pass
    require_unused(file)
    with alone(folder), told_of(url):
        here, there = open_engine(f"sqlite:///{file}"), open_engine(url)
        try:
            before = moved_before(here, there)
            rows = {} if before else move_all(here, there, Keys.of(folder), SystemClock())
        finally:
            here.dispose()
            there.dispose()
        address = make_url(url).set(password=None).render_as_string()
        leave(folder, address)
    if before:
        say(tr(MOVED_BEFORE, address=address, moved=shown(before)) + "\n")
        return 0
    tables = sum(bool(count) for count in rows.values())
    say(tr(MOVED, rows=f"{sum(rows.values()):,}", tables=tables, address=address) + "\n")
    return 0


def upgrade(folder: Path, say: Say) -> int:
    """Opening a database upgrades it, after a checked copy; this does only that.

    Raises MovedAway, NotSetUp: it makes no database.
    """
    require_here(folder)
    if not (folder / DATABASE).is_file():
        raise NotSetUp(folder=str(folder))
    open_premises(folder).close()
    say(tr(N_("{database} is up to date."), database=folder / DATABASE) + "\n")
    return 0


def new_key(folder: Path, say: Say) -> int:
    """For a folder whose master.key is lost for good: what was sealed with it can no longer be checked.

    A key that was put in its place is taken from then on. The trail tells it, and the next seal fits.

    Raises NoKeyLost for a folder that nobody has used, DatabaseInUse: who is at work would go on with the old one.
    """
    there = (folder / DATABASE).is_file()
    if there:
        require_unused(folder / DATABASE)
    elif not any((folder / name).exists() for name in (*SIGNS, KEY)):
        raise NoKeyLost(folder=str(folder))
    if Keys.found(folder) is not None and not (there and _is_replaced(folder)):
        say(tr(N_("There is a key already; nothing has been changed."), file=folder / KEY) + "\n")
        return 0
    known = Keys.found(folder) is not None
    Keys.of(folder)
    if there:
        _take_key(folder)
    sentence = N_("The key is taken from now on: {file}") if known else N_("A new key was made: {file}")
    say(tr(sentence, file=folder / KEY) + "\n")
    return 0


def _is_replaced(folder: Path) -> bool:
    try:
        open_premises(folder).close()
    except KeyReplaced:
        return True
    return False


def _take_key(folder: Path) -> None:
    """Closing seals what was written."""
    premises = open_premises(folder, any_key=True)
    try:
        if premises.school():
            actor = premises.console(operator()).actor
            with premises.backstage.database.work(actor, NEW_KEY) as work:
                work.note(operator=operator())
    finally:
        premises.close()
