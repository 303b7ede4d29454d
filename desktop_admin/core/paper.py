"""What the code on a paper says, so that the paper can be checked against the program.

`DA1|number|revision|digest|seal`. The seal is an HMAC-SHA-256 over what stands before it under a key of the school, cut
to 80 bits: enough that nobody makes up a valid paper, short enough for 14 mm.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from hashlib import sha256

from desktop_admin.core.errors import Refused
from desktop_admin.core.i18n import N_

_FORMAT = "DA1"
_SEAL_BYTES = 10
_DIGEST_CHARACTERS = 16
_NUMBER = re.compile(r"[^|\s]{1,60}")


class NotOurCode(Refused):
    message = N_("This QR code is not from a report of this program.")


@dataclass(frozen=True)
class Claim:
    """What a paper says of itself."""

    number: str
    revision: int
    digest: str  # the first 16 hexadecimal digits of the content's SHA-256


def payload(number: str, revision: int, digest: str, key: bytes) -> str:
    """The text of a report's code. `digest` is the content's SHA-256 in hexadecimal."""
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"not a report's number: {number!r}")
    said = f"{_FORMAT}|{number}|{revision}|{digest[:_DIGEST_CHARACTERS].lower()}"
    return f"{said}|{_seal(said, key)}"


def parse(text: str) -> Claim:
    """What the code claims, unchecked. Raises NotOurCode."""
    parts = text.strip().split("|")
    if len(parts) != 5 or parts[0] != _FORMAT or not parts[2].isdecimal():  # noqa: PLR2004 - the parts of the format
        raise NotOurCode
    return Claim(parts[1], int(parts[2]), parts[3])


def genuine(text: str, key: bytes) -> bool:
    """Whether a report with this number, revision and content was made under this key."""
    said, bar, seal = text.strip().rpartition("|")
    return bool(bar) and hmac.compare_digest(_seal(said, key).encode(), seal.encode("utf-8", "replace"))


def _seal(said: str, key: bytes) -> str:
    made = hmac.digest(key, said.encode(), sha256)[:_SEAL_BYTES]
    return base64.b32encode(made).decode("ascii")
