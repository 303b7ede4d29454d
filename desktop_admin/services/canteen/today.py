"""Which day it is at the school."""

from datetime import date

from desktop_admin.api.canteen.calendar import ReadToday
from desktop_admin.core.clock import local_day
from desktop_admin.db.work import Work
from desktop_admin.services.registry import handles


@handles(ReadToday)
def read_today(work: Work, request: ReadToday) -> date:  # noqa: ARG001 - nothing is asked but the day
    return local_day(work.now)
