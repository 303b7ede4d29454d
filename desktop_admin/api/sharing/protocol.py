"""What a PC and a server say to each other before anyone is signed in, and how a refusal travels."""

import re
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_

PORT = 8443
VERSION_HEADER = "X-Desktop-Admin"
DEVICE_HEADER = "X-Device-Key"
TIME_HEADER = "X-Server-Time"  # UTC, ISO 8601
RELEASE = re.compile(r"^(\d{1,5})\.(\d{1,5})(?!\d)", re.ASCII)
LONGEST_NAME = 80  # of a PC


class PairOffer(Struct, frozen=True, forbid_unknown_fields=True):
    """The PC proves that it knows the code that the server shows, for the certificate that the PC sees."""

    device: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    nonce: Annotated[bytes, Meta(min_length=16, max_length=16)]
    proof: Annotated[bytes, Meta(min_length=32, max_length=32)]


class Paired(Struct, frozen=True):
    """The server proves the same, and gives the PC its key."""

    proof: bytes
    device_key: bytes
    server: str  # the name of the PC that shares
    school: str


class Failure(Struct, frozen=True):
    """A refusal on the wire: its class name, its parameters, and its sentence for a program that lacks the class."""

    code: str
    params: dict[str, str | int]
    sentence: str

    @classmethod
    def of(cls, error: Refused) -> "Failure":
        return cls(type(error).__name__, error.params, str(error))

    def error(self) -> Refused:
        known = Refused.kinds.get(self.code)
        return known(**self.params) if known is not None else SaidByServer(sentence=self.sentence)


class SaidByServer(Refused):
    message = N_("{sentence}")


class NotPaired(Refused):
    message = N_("The code is wrong, used or expired, or this is not the server that showed it. Ask for a new code.")


class CodeExpired(NotPaired):
    message = N_("The server shows no code that is still valid: it was used, is too old, or was mistyped five times.")


class UnknownPc(Refused):
    message = N_(
        "{address} does not let this PC in: it is not paired there, or was suspended or removed."
        " Ask an administrator, or pair it anew."
    )


class NoSuchPc(Refused):
    message = N_("No paired PC has the number {number}. “desktop-admin pcs” lists them.")


class AnotherServer(Refused):
    message = N_(
        "{address} is not the server that this PC was paired with: its certificate differs. Nothing was sent."
        " Ask the IT teacher; a new server is paired with its own code."
    )


class NotAnAddress(Refused):
    message = N_("{text} is not an address. Write it as 192.168.1.20:8443.")


class NoAnswer(Refused):
    message = N_(
        "{address} does not answer. Check the address, that the other PC is on and shares, and that its firewall lets"
        " the port through."
    )


class NotAServer(Refused):
    message = N_("{address} answers, but it is not this program. Check the address and the port.")


class SetUpElsewhere(Refused):
    message = N_("A school is set up on the PC that holds the data, not from another one.")


class OldProgram(Refused):
    message = N_("The server runs version {server}, this PC version {pc}. Update the program on this PC.")


class OldServer(Refused):
    message = N_("The server runs version {server}, this PC version {pc}. Update the program on the server.")


class TooBusy(Refused):
    message = N_("The server has too much to do at the moment. Nothing has been lost; try again.")


class TooMany(Refused):
    message = N_("Too many requests from this PC. Wait a minute, then try again.")


class RequestTooLong(Refused):
    message = N_("That is too much at once: at most {limit} KB. Send less.")


class NotUnderstood(Refused):
    message = N_("The server could not read the request ({detail}). Nothing was changed; report the problem.")


class AnswerLost(Refused):
    """A command that carries a secret is done once, and its answer is never stored."""

    message = N_("It was done, but the answer was lost on the way. Look at the result before doing it again.")


class Route:
    """The addresses, the same for both sides."""

    ASK: ClassVar[str] = "/ask/"
    SIGN_IN: ClassVar[str] = "/sign-in"
    SET_UP: ClassVar[str] = "/set-up"
    PAIR: ClassVar[str] = "/pair"
    CHANGES: ClassVar[str] = "/changes"
    SCHOOL: ClassVar[str] = "/school"


def release(version: str) -> tuple[int, ...]:
    """What must be the same on both sides: the first two numbers. Empty where it is none."""
    found = RELEASE.match(version)
    return (int(found[1]), int(found[2])) if found else ()


def check_release(pc: str, server: str) -> None:
    """Raises OldProgram or OldServer: which side to update."""
    theirs, ours = release(pc), release(server)
    if theirs < ours:
        raise OldProgram(server=server, pc=pc[:20] or "?")
    if theirs > ours:
        raise OldServer(server=server, pc=pc[:20])
