"""The clock that everything is recorded by: whether it is behind what was recorded, and how to go on then."""

from datetime import datetime
from typing import Annotated

from msgspec import Struct

from desktop_admin.api.base import Command, Query, label
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.permissions import Permission


class ClockIsRight(Refused):
    message = N_("The clock is not behind what was recorded. Nothing has been changed.")


class ClockTooEarly(Refused):
    message = N_(
        "The clock of the PC that holds the data shows {present}, before the school's first record of {first}. Set that"
        " clock right first."
    )


class ClockState(Struct, frozen=True, kw_only=True):
    """Of the PC that holds the data. behind: for longer than the school's rules allow; then time stands still."""

    present: Annotated[datetime, label(N_("Present time"))]
    recorded: Annotated[datetime, label(N_("Recorded until"))]
    behind: bool


class ReadClock(Query[ClockState], frozen=True):
    permission = Permission.SCHOOL_PROFILE_READ


class AcceptClock(Command[ClockState], frozen=True, kw_only=True):
    """The clock was wrong; the records go on with the present time. Sessions, codes and locks that were made in the
    wrong time end. Raises ClockIsRight, ClockTooEarly."""

    permission = Permission.SCHOOL_CLOCK_ACCEPT
    caption = N_("Go on with the present time")

    reason: Annotated[str, label(N_("Reason"), max_length=200, wide=True, hint=N_("Such as: battery replaced"))]
