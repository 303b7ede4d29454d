"""Why a step is not taken."""

from typing import ClassVar

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_


class AlreadyDecided(Refused):
    """by, at: who was first, and when. state: where it is now, a message."""

    message = N_("Already decided by {by} at {at}: it is “{state}” now.")
    phrases = frozenset({"state"})


class NotInState(Refused):
    message = N_("“{what}” is “{state}”; this is not possible now.")
    phrases = frozenset({"state"})


class OwnWorkRefused(Refused):
    """Written into the audit trail: see Refused.watched."""

    watched: ClassVar[bool] = True
    message = N_("“{what}” is the own work of {who}. Someone else decides on it.")


class SecondSeat(Refused):
    """seat: the one that the person has taken, a message. Written into the audit trail."""

    watched: ClassVar[bool] = True
    message = N_("{who} has already signed “{what}” as “{seat}”. Another person takes this seat.")
    phrases = frozenset({"seat"})


class ContentMoved(Refused):
    message = N_(
        "The content of “{what}” is no longer what was signed or looked at. The signatures no longer count;"
        " look at it again."
    )


class ReasonMissing(Refused):
    message = N_("Choose a reason.")


class RemarkMissing(Refused):
    message = N_("Write a remark.")


class NotTheHolder(Refused):
    """rule: who does this, a message."""

    message = N_("This is done by: {rule}.")
    phrases = frozenset({"rule"})


class SeatNotNeeded(Refused):
    """seat: a message."""

    message = N_("“{what}” needs no signature of “{seat}”.")
    phrases = frozenset({"seat"})
