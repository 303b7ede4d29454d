"""Whether the database is shared with other PCs, where they find it, and the code by which one becomes known."""

from typing import Annotated

from msgspec import Struct

from desktop_admin.api.base import Command, Query, label
from desktop_admin.api.sharing.protocol import PORT, Failure
from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_
from desktop_admin.core.labels import Labelled, Tone
from desktop_admin.core.permissions import Permission

PORTS = (1024, 65535)  # below them a program needs the system's own rights


class SharedElsewhere(Refused):
    message = N_("Sharing is switched on and off on the PC that holds the data, not from another one.")


class NotShared(Refused):
    message = N_("The database is not shared at the moment. Start sharing first, then pair the other PC.")


class PortUnusable(Refused):
    phrases = frozenset({"reason"})
    message = N_("Port {port} cannot be used ({reason}). End the program that uses it, or choose another port.")


class AlreadyServed(Refused):
    message = N_(
        "{database} is shared already, on port {port}: by another “serve”, by a service, or by the program that is"
        " open. End that one first, or let the other PCs use its port."
    )


class ServerEnded(Refused):
    message = N_("Sharing ended by itself and is started again. The reason is in {log} in the data folder.")


class ServerNotStarted(Refused):
    message = N_("Sharing could not be started. The reason is in {log} in the data folder.")


class ServingState(Labelled):
    OFF = "off", N_("Not shared"), Tone.NEUTRAL
    STARTING = "starting", N_("Starting"), Tone.INFO
    ON = "on", N_("Shared"), Tone.OK
    FAILED = "failed", N_("Cannot be shared"), Tone.DANGER


class CodeState(Labelled):
    VALID = "valid", N_("Valid"), Tone.OK
    USED = "used", N_("Already used"), Tone.NEUTRAL
    EXPIRED = "expired", N_("Expired"), Tone.WARN
    GUESSED = "guessed", N_("Mistyped five times"), Tone.DANGER


class Serving(Struct, frozen=True):
    """The server, as the PC that holds the data sees it this moment. problem: why it does not run."""

    state: ServingState = ServingState.OFF
    port: int = PORT
    addresses: tuple[str, ...] = ()  # HOST:PORT, the first is the best
    fingerprint: str = ""  # of its certificate, in groups of four
    problem: Failure | None = None


class CodeShown(Struct, frozen=True, kw_only=True):
    """code: empty unless it is valid. seconds_left: of its ten minutes."""

    state: CodeState
    code: str = ""
    seconds_left: int = 0
    made_by: str = ""
    used_by: str = ""  # the PC that was paired with it


class SharingNow(Struct, frozen=True, kw_only=True):
    """wanted: it is to be shared whenever the program runs. here: it can be switched at this PC."""

    wanted: bool
    here: bool
    port: int
    serving: Serving
    code: CodeShown | None = None  # the last one; none for who may not pair PCs


class ReadSharing(Query[SharingNow], frozen=True):
    permission = Permission.SHARING_PC_READ


class StartSharing(Command[SharingNow], frozen=True, kw_only=True):
    """Raises PortUnusable, ServerNotStarted, SharedElsewhere."""

    permission = Permission.SHARING_SERVER_MANAGE
    caption = N_("Start sharing")

    port: Annotated[int, label(N_("Port"), ge=PORTS[0], le=PORTS[1])] = PORT


class StopSharing(Command[SharingNow], frozen=True, kw_only=True):
    """Every other PC is cut off; they stay paired. Raises SharedElsewhere."""

    permission = Permission.SHARING_SERVER_MANAGE
    caption = N_("Stop sharing")


class MakeCode(Command[CodeShown], frozen=True, kw_only=True):
    """A code of 8 characters for one PC, ten minutes and five tries; the last one is no longer good.

    Raises NotShared.
    """

    permission = Permission.SHARING_PC_MANAGE
    caption = N_("Make pairing code")
    secret = True
