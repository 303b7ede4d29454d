"""What happens beside the canteens' daily inspections, each at its time of the term."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush

from desktop_admin.app.demo.calendar import Plan
from desktop_admin.core.clock import SCHOOL_ZONE

Deed = Callable[[], object]


class Turned:
    """A clock that is turned from day to day while the term is made."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def turn(self, day: date, at: time) -> None:
        """Forward only: what has been recorded stays in the past."""
        self.to(moment_of(day, at))

    def to(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)


def moment_of(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SCHOOL_ZONE).astimezone(UTC)


@dataclass
class Agenda:
    """Deeds by their moment; of one moment, in the order they were entered. What lies ahead of now is never done."""

    clock: Turned
    plan: Plan
    now: datetime
    _ahead: list[tuple[datetime, int, Deed]] = field(default_factory=list[tuple[datetime, int, Deed]])
    _entered: int = 0

    def enter(self, moment: datetime, deed: Deed) -> None:
        heappush(self._ahead, (moment, self._entered, deed))
        self._entered += 1

    def on(self, day: date, at: time, deed: Deed) -> None:
        self.enter(moment_of(day, at), deed)

    def until(self, moment: datetime) -> None:
        """Everything that is due by then, at its own time."""
        while self._ahead and self._ahead[0][0] <= moment:
            due, _, deed = heappop(self._ahead)
            self.clock.to(due)
            deed()

    def day(self, week: int, weekday: int = 0) -> date:
        """A day of the term by its week, both from 0."""
        return self.plan.first + timedelta(weeks=week, days=weekday)

    def open_day(self, day: date) -> date:
        """The first school day from then on; what lies ahead of today stays where it is."""
        return next((each for each in self.plan.days() if each >= day), day)

    def after(self, day: date, days: int) -> date:
        """So many school days later."""
        later = [each for each in self.plan.days() if each > day]
        return later[days - 1] if 0 < days <= len(later) else day + timedelta(days=days)

    def school_day(self, ago: int) -> date:
        """So many school days before today; the term's first day at the earliest."""
        days = list(self.plan.days())
        return days[max(len(days) - 1 - ago, 0)]

    def minutes_ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)
