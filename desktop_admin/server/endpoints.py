"""The same office, over HTTPS: one address for every request, one to sign in, one to pair, one to hear of changes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse

from desktop_admin.api import wire
from desktop_admin.api.accounts import SignedIn, SignIn
from desktop_admin.api.base import Command, Request
from desktop_admin.api.sharing import NotUnderstood, PairOffer, SetUpElsewhere, UnknownPc
from desktop_admin.core import pairing
from desktop_admin.core.feed import Feed
from desktop_admin.core.permissions import Actor
from desktop_admin.db.work import Who
from desktop_admin.server import incoming
from desktop_admin.server.answers import answer
from desktop_admin.server.autosaves import Autosaves
from desktop_admin.server.changes import Changes
from desktop_admin.server.incoming import Caller
from desktop_admin.server.pools import Pool
from desktop_admin.server.tls import Certificate, context
from desktop_admin.services.accounts.gate import Gate
from desktop_admin.services.office import REQUESTS, Office
from desktop_admin.services.sharing import Reception

PASSWORD_THREADS = 2  # each takes 64 MiB while it hashes
FILES = 8  # received at a time
WAITING = {"database": 512, "writers": 512, "passwords": 64}


@dataclass(frozen=True, slots=True)
class Behind:
    """What answers behind the server. threads: how many the database can use; writers: how many can write at once."""

    office: Office
    gate: Gate
    reception: Reception
    feed: Feed
    certificate: Certificate
    threads: int
    writers: int


class Endpoints:
    """Reads bytes on the loop, works on threads: of those who look, of those who write, and of those who hash.

    Where only one can write, the others wait here in a queue, and not in the database, which would let them sleep.
    """

    def __init__(self, behind: Behind) -> None:
        self._behind = behind
        self.tls = context(behind.certificate)
        self.now = behind.reception.now
        self.certificate = behind.certificate.der
        self.fingerprint = pairing.fingerprint(behind.certificate.der)
        self._database = Pool(behind.threads, "database", WAITING["database"])
        self._writers = Pool(behind.writers, "writers", WAITING["writers"])
        lanes = (behind.writers + 1) // 2  # of those that can write at once; what is not saved so goes beside them
        self._autosaves = Autosaves(behind.office.answer_all, self._writers, WAITING["writers"], lanes)
        self._passwords = Pool(PASSWORD_THREADS, "passwords", WAITING["passwords"])
        self._files = asyncio.Semaphore(FILES)
        self.changes_feed = Changes(behind.feed, self._database)

    async def ask(self, http: HttpRequest) -> Response:
        kind = REQUESTS.get(http.path_params["name"])
        if kind is None:
            raise NotUnderstood(detail="unknown request")
        caller, most = Caller.of(http).signed_in(), incoming.longest(kind)
        if most > incoming.LONGEST:  # a file is received from nobody but whom it may be from
            await self._database.run(lambda: self._behind.office.admit(self._who(caller), kind))
            async with self._files:
                return await self._read_and_answer(http, caller, kind)
        return await self._read_and_answer(http, caller, kind)

    async def _read_and_answer(self, http: HttpRequest, caller: Caller, kind: type[Request[Any]]) -> Response:
        request = await incoming.read(http, kind, incoming.longest(kind))
        if isinstance(request, Command) and request.autosaved:
            return answer(await self._autosaves.run(caller.token, self._who(caller), request))
        return await self._answer(self._pool_of(request), partial(self._ask, caller, request))

    async def sign_in(self, http: HttpRequest) -> Response:
        caller, given = Caller.of(http), await incoming.read(http, SignIn)
        return await self._answer(self._passwords, partial(self._sign_in, caller, given))

    async def pair(self, http: HttpRequest) -> Response:
        offer = await incoming.read(http, PairOffer)
        return await self._answer(
            self._passwords, partial(self._behind.reception.pair, offer, self._behind.certificate.der)
        )

    async def set_up(self, http: HttpRequest) -> Response:  # noqa: ARG002 - it is not even read
        """There is no way to become the first administrator from another PC."""
        raise SetUpElsewhere

    async def school(self, http: HttpRequest) -> Response:
        return await self._answer(self._database, partial(self._school, Caller.of(http)))

    async def changes(self, http: HttpRequest) -> Response:
        caller = Caller.of(http).signed_in()
        words = await self.changes_feed.open(caller.device_key, partial(self._greet, caller))
        return StreamingResponse(words, media_type="text/event-stream")

    def close(self) -> None:
        for pool in (self._database, self._writers, self._passwords):
            pool.close()

    def _pool_of(self, request: Request[Any]) -> Pool:
        if not isinstance(request, Command):
            return self._database
        return self._passwords if request.secret else self._writers

    def _who(self, caller: Caller) -> Who:
        """Asks the database, so never on the loop."""
        return self._behind.gate.actor(caller.device_key, caller.token)

    def _greet(self, caller: Caller) -> Actor:
        """Asked now and then while somebody is signed in there."""
        actor = self._behind.office.greet(self._who(caller))
        self._behind.reception.saw(caller.device_key)
        return actor

    def _ask(self, caller: Caller, request: Request[Any]) -> Any:
        return self._behind.office.answer(self._who(caller), request)

    def _sign_in(self, caller: Caller, given: SignIn) -> SignedIn:
        self._require_known(caller)
        self._behind.reception.saw(caller.device_key)
        return self._behind.gate.sign_in(caller.device_key, given)

    def _school(self, caller: Caller) -> str:
        self._require_known(caller)
        return self._behind.reception.school()

    def _require_known(self, caller: Caller) -> None:
        if not self._behind.reception.knows(caller.device_key):
            raise UnknownPc(address="HOST:PORT")

    async def _answer(self, pool: Pool, work: Callable[[], Any]) -> Response:
        return answer(await pool.run(lambda: wire.write(work())))
