"""The demo school: a whole term of a school that does not exist, the same for everyone on the same day."""

import gc
import re
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from shutil import rmtree

from desktop_admin import __version__
from desktop_admin.app.demo import articles, calendar, canteens, courses, days, newsroom, school
from desktop_admin.app.demo.agenda import Agenda, Turned
from desktop_admin.app.demo.people import PASSWORD, SCHOOL
from desktop_admin.app.premises import Premises, local_door, open_premises
from desktop_admin.core.clock import SCHOOL_ZONE, Clock, SystemClock, local_day
from desktop_admin.core.i18n import N_, tr
from desktop_admin.models.base import Base
from desktop_admin.services.backup.nightly import night

__all__ = ["PASSWORD", "SCHOOL", "Turned", "folder_of", "make", "prepare", "show", "write_today"]

SEED = 20260901
SELDOM = 50_000  # objects between two looks for cycles
MADE = "made"
DAY = re.compile(r"\d{8}")  # how the folder of a demo is called
NOTICE = N_(
    "Demo school. User names: wangjg (safety officer), limin (director), qinhai (administrator),"
    " zhengsj (auditor). Password: {password}"
)


def make(folder: Path, now: datetime, weeks: int = calendar.WEEKS) -> Premises:
    """A term up to now, in an empty folder; takes seconds. The premises run on a clock that stands still at now."""
    random, plan = Random(SEED), calendar.plan(local_day(now), weeks)  # noqa: S311 - invented data
    clock = Turned(datetime.combine(plan.first - timedelta(days=7), time(8), SCHOOL_ZONE).astimezone(UTC))
    premises = open_premises(folder, clock=clock)
    staff = school.people(premises, random, now)
    calendar.enter(premises, staff["limin"], plan)
    places = canteens.register(premises, staff, random, plan)
    agenda = Agenda(clock, plan, now)
    articles.enter(newsroom.open_newsroom(premises, staff, folder), agenda)
    courses.enter(premises, staff, agenda, random)
    with _seldom_collected():
        days.fill(premises, days.Term(clock, random, plan, places, staff, now, agenda))
    clock.moment = max(clock.moment, now)
    night(premises.backstage)
    premises.office.close()
    return premises


@contextmanager
def _seldom_collected() -> Generator[None]:
    """Thousands of rows come and go; looking for cycles among them each time would take a sixth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def folder_of(data: Path, today: date) -> Path:
    """The demo of today: its last sheet is today's."""
    return data / f"{today:%Y%m%d}"


def prepare(data: Path, clock: Clock | None = None) -> Path:
    """The folder of today's demo school, made if it is not there yet; those of other days and versions go."""
    now = (clock or SystemClock()).now()
    folder = folder_of(data, local_day(now))
    if not (folder / MADE).is_file() or (folder / MADE).read_text("utf-8") != _made_by():
        for earlier in data.glob("*"):
            if DAY.fullmatch(earlier.name) and earlier.is_dir():  # whatever else lies there is not ours
                rmtree(earlier)
        folder.mkdir(parents=True)
        make(folder, now).close()
        (folder / MADE).write_text(_made_by(), "utf-8")
    return folder


def _made_by() -> str:
    """The program and the shape of its tables: a demo school is made anew, never upgraded."""
    shape = sorted(f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns)
    return f"{__version__} {sha256(' '.join(shape).encode()).hexdigest()}"


def show(data: Path) -> int:
    """Open it, with its user names and password over the sign-in form."""
    from desktop_admin.app.window import show as open_window  # noqa: PLC0415 - only with a display

    return open_window(data, lambda: local_door(prepare(data)), notice=tr(NOTICE, password=PASSWORD))


def write_today(data: Path, out: Path) -> list[Path]:
    """Today's inspection as PDF and xlsx."""
    from desktop_admin.app import papers  # noqa: PLC0415 - only here

    folder, today = prepare(data), local_day(SystemClock().now())
    files = [out / f"canteen-daily-{today.isoformat()}{suffix}" for suffix in (".pdf", ".xlsx")]
    return [papers.write(folder, "canteen-daily", today, today, file) for file in files]
