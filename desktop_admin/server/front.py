"""Around every request: which version asks, how often, how long it may take; one line in the log; headers."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desktop_admin import __version__
from desktop_admin.api.sharing import (
    DEVICE_HEADER,
    TIME_HEADER,
    VERSION_HEADER,
    NotUnderstood,
    Route,
    TooBusy,
    TooMany,
    check_release,
)
from desktop_admin.core.errors import Refused, Unexpected
from desktop_admin.server.answers import failure, no_such_address
from desktop_admin.server.limits import Rate
from desktop_admin.services.office import REQUESTS

DEADLINE = 8.0  # seconds; a client waits for ten
SECURITY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ALWAYS = [(name.lower().encode(), value.encode()) for name, value in ((VERSION_HEADER, __version__), *SECURITY.items())]
TIME = TIME_HEADER.lower().encode()
NARROW = frozenset({Route.SIGN_IN, Route.PAIR, Route.SET_UP})

access = logging.getLogger("desktop_admin.access")
log = logging.getLogger(__name__)


class Rates:
    """An address counts whatever it says it is; a PC's key counts wherever it comes from.

    To sign in and to pair is narrow for both: who makes up a key for each try is no other one each time.
    """

    def __init__(
        self,
        *,
        address: Rate | None = None,
        pc: Rate | None = None,
        narrow: Rate | None = None,
        door: Rate | None = None,
    ) -> None:
        """narrow, door: of one PC, and of an address, behind which there may be many."""
        self._address, self._pc = address or Rate(2000, 1000), pc or Rate(400, 100)
        self._narrow, self._door = narrow or Rate(60, 1), door or Rate(300, 10)

    def allows(self, scope: Scope, headers: Headers) -> bool:
        address = str((scope.get("client") or ("",))[0]).encode()
        key = headers.get(DEVICE_HEADER, "").encode("utf-8", "replace")
        narrow = scope["path"] not in NARROW or (
            self._door.allows(address) and self._narrow.allows(sha256(key).digest() if key else address)
        )
        return self._address.allows(address) and narrow and (not key or self._pc.allows(sha256(key).digest()))


class Front:
    """The outermost layer: whatever happens inside, what goes out is an answer or a refusal."""

    def __init__(self, app: ASGIApp, now: Callable[[], datetime], rates: Rates | None = None) -> None:
        self._app, self._now, self._rates = app, now, rates or Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        visit = _Visit(scope, send, self._now)
        scope["app"] = self  # or the router would answer an unknown address itself
        try:
            self._admit(scope)
            endless = scope["path"] == Route.CHANGES
            async with asyncio.timeout(None if endless else DEADLINE):
                await self._app(scope, receive, visit.send)
        except ClientDisconnect:
            visit.status = 499
        except TimeoutError:
            await visit.refuse(TooBusy(), scope, receive)
        except HTTPException as error:
            await no_such_address(error)(scope, receive, visit.send)
        except Refused as error:
            await visit.refuse(error, scope, receive)
        except Exception:
            log.exception("a request failed: %s", visit.name)
            await visit.refuse(Unexpected(), scope, receive)
        finally:
            visit.write_down()

    def _admit(self, scope: Scope) -> None:
        """Raises TooMany, OldProgram, OldServer; NotUnderstood where the request might end in two places."""
        headers = Headers(scope=scope)
        if "Content-Length" in headers and "Transfer-Encoding" in headers:
            raise NotUnderstood(detail="two lengths")
        if not self._rates.allows(scope, headers):
            raise TooMany
        check_release(headers.get(VERSION_HEADER, ""), __version__)


class _Visit:
    """One request, from the first byte to the line in the log: no name, no address, nothing that was sent."""

    def __init__(self, scope: Scope, send: Send, now: Callable[[], datetime]) -> None:
        self._send, self._now, self._began = send, now, time.perf_counter()
        self.status = 0
        self._ends_the_line = False
        self.name = _name(scope["path"])
        self._pc = _number(Headers(scope=scope).get(DEVICE_HEADER, ""))

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message["headers"], *ALWAYS, (TIME, self._now().isoformat().encode())]
            message["headers"] = [*headers, (b"connection", b"close")] if self._ends_the_line else headers
        await self._send(message)

    async def refuse(self, error: Refused, scope: Scope, receive: Receive) -> None:
        """Unless an answer has begun. Nothing that follows what was not understood is taken for a request."""
        self._ends_the_line = isinstance(error, NotUnderstood)
        if not self.status:
            await failure(error)(scope, receive, self.send)

    def write_down(self) -> None:
        took = round((time.perf_counter() - self._began) * 1000)
        access.info("%s %s %s ms pc=%s", self.name, self.status, took, self._pc)


def _number(key: str) -> str:
    """As the list of paired PCs has it."""
    try:
        return sha256(bytes.fromhex(key)).hexdigest()[:8] if key else "-"
    except ValueError:
        return "?"


def _name(path: str) -> str:
    """Of a known address only: an unknown one is not copied into the log."""
    if path.startswith(Route.ASK):
        name = path.removeprefix(Route.ASK)
        return name if name in REQUESTS else "?"
    return path if path in {Route.SIGN_IN, Route.SET_UP, Route.PAIR, Route.CHANGES, Route.SCHOOL} else "?"
