"""What a request brings: whose it is, how long it may be, and what it says; nothing is believed that is not checked."""

from functools import cache
from typing import NamedTuple, TypeVar

from msgspec import MsgspecError, Struct, inspect
from starlette.requests import Request as HttpRequest

from desktop_admin.api import wire
from desktop_admin.api.sharing import DEVICE_HEADER, NotUnderstood, RequestTooLong
from desktop_admin.core.errors import SignedOut

T = TypeVar("T")

LONGEST = 1 << 20  # bytes of a request, beside the files in it
SECRET = 32  # bytes of a device key, and of a session's token
BEARER = "Bearer "


class Caller(NamedTuple):
    """The PC's key and the session's token, empty where none was given."""

    device_key: bytes
    token: bytes

    @classmethod
    def of(cls, http: HttpRequest) -> "Caller":
        """Raises SignedOut for what cannot be a key or a token, and for two of one kind."""
        device, given = http.headers.getlist(DEVICE_HEADER), http.headers.getlist("Authorization")
        if len(device) > 1 or len(given) > 1:
            raise SignedOut
        authorization = given[0] if given else BEARER
        if not authorization.startswith(BEARER):
            raise SignedOut
        return cls(_secret(device[0] if device else ""), _secret(authorization.removeprefix(BEARER)))

    def signed_in(self) -> "Caller":
        """Raises SignedOut where either is missing: nothing of such a request is read."""
        if not (self.device_key and self.token):
            raise SignedOut
        return self


def _secret(text: str) -> bytes:
    if not text:
        return b""
    if len(text) != SECRET * 2 or not text.isascii() or not text.isalnum():
        raise SignedOut
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise SignedOut from error


@cache
def longest(kind: type[Struct]) -> int:
    """How many bytes a request may have: what every one may, and the files that it declares."""
    found = inspect.type_info(kind)
    fields = found.fields if isinstance(found, inspect.StructType) else ()
    return LONGEST + sum(_bytes(field.type) for field in fields)


def _bytes(kind: inspect.Type) -> int:
    if isinstance(kind, inspect.Metadata):
        return _bytes(kind.type)
    return (kind.max_length or 0) if isinstance(kind, inspect.BytesType) else 0


async def read(http: HttpRequest, kind: type[T], most: int = LONGEST) -> T:
    """Raises RequestTooLong, as soon as it is; NotUnderstood for whatever is not exactly a `kind`."""
    announced = http.headers.get("Content-Length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise RequestTooLong(limit=most >> 10)
    body = bytearray()
    async for piece in http.stream():
        body += piece
        if len(body) > most:
            raise RequestTooLong(limit=most >> 10)
    if http.headers.get("Content-Type") != wire.MEDIA_TYPE:
        raise NotUnderstood(detail=f"not {wire.MEDIA_TYPE}")
    return understood(bytes(body), kind)


def understood(body: bytes, kind: type[T]) -> T:
    """Raises NotUnderstood; the detail goes to the sender only."""
    try:
        return wire.asked(body, kind)
    except (MsgspecError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise NotUnderstood(detail=_detail(error)) from error


def _detail(error: Exception) -> str:
    text = str(error)
    return text if isinstance(error, MsgspecError) and len(text) <= 200 else type(error).__name__  # noqa: PLR2004
