"""When a backup is due, which are kept, and where: the plan, without any of the doing."""

import secrets
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, time, timedelta
from pathlib import Path

from msgspec import MsgspecError, Struct, json

from desktop_admin.core.clock import SCHOOL_ZONE, local_day, local_time

FILE = "backup.json"
WAITING = "restore.waiting"  # in the data folder: what the program restores before it opens the data again
FOLDER = "backups"  # in the data folder, where none was chosen
NIGHT = time(2)  # by the school's clocks
OVERDUE = timedelta(hours=26)
DAYS, WEEKS, MONTHS = 7, 4, 12  # of each of the last so many, the newest is kept


class Plan(Struct, frozen=True):
    """What this installation has chosen. It is beside the database: a restore does not bring back an old one."""

    folder: str = ""  # empty: the data folder's own

    @classmethod
    def load(cls, data: Path) -> "Plan":
        try:
            return json.decode((data / FILE).read_bytes(), type=cls)
        except (OSError, MsgspecError):
            return cls()

    def save(self, data: Path) -> None:
        draft = data / f"{FILE}.{secrets.token_hex(4)}.new"  # two may choose at once
        draft.write_bytes(json.encode(self))
        draft.replace(data / FILE)

    def place(self, data: Path) -> Path:
        return Path(self.folder) if self.folder else data / FOLDER


def waits(data: Path) -> bool:
    """Whether a restore was asked for, and has yet to be carried out."""
    return (data / WAITING).is_file()


def last_night(now: datetime) -> datetime:
    """The last moment at which a nightly backup became due."""
    there = local_time(now)
    due = datetime.combine(there.date(), NIGHT, SCHOOL_ZONE)
    return due if due <= there else due - timedelta(days=1)


def due(last_good: datetime | None, now: datetime) -> bool:
    """Whether none was made since 02:00: a PC that was off at night makes one when it is switched on."""
    return last_good is None or last_good < last_night(now)


def overdue(last_good: datetime | None, since: datetime, now: datetime) -> bool:
    """since: when there first was something to back up."""
    return now - (last_good or since) > OVERDUE


def kept(times: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the last 7 days, 4 weeks and 12 months that have any, by the school's calendar.

    What is dropped today would be dropped on every later day: the newest of a day stays the newest of that day.
    """
    newest_first = sorted(times, reverse=True)
    return (
        _newest(newest_first, local_day, DAYS)
        | _newest(newest_first, _week, WEEKS)
        | _newest(newest_first, _month, MONTHS)
    )


def _newest(newest_first: list[datetime], span: Callable[[datetime], Hashable], most: int) -> set[datetime]:
    found: dict[Hashable, datetime] = {}
    for moment in newest_first:
        if len(found) < most:
            found.setdefault(span(moment), moment)
    return set(found.values())


def _week(moment: datetime) -> Hashable:
    year, week, _ = local_day(moment).isocalendar()
    return year, week


def _month(moment: datetime) -> Hashable:
    day = local_day(moment)
    return day.year, day.month
